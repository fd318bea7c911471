"""A ZIP of files, the same bytes for the same files on any machine (PKWARE's APPNOTE 6.3).

ZIP because Windows opens it by itself. Files lie in it as they are, for two Pythons need not shrink them alike: what
shrinks has its packed form beside it anyway.
"""

from __future__ import annotations

import zipfile
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from types import TracebackType

_FIRST = datetime(1980, 1, 1)  # noqa: DTZ001 - ZIP knows no zones
_UNIX, _PLAIN_FILE = 3, 0o100644
_HEX_DIGITS = 7
"""Of a digest, that make a time: 268 million different ones, of two seconds each, end in 1997."""


def stamp(content: bytes) -> tuple[int, int, int, int, int, int]:
    """Return the time a file bears: no clock goes into the archive, and yet other content must bear another.

    Servers tell from time and size whether a browser's copy is still good (ETag), so one fixed time for all would
    keep an old page alive wherever the new one is as long.
    """
    seconds = 2 * int(sha256(content).hexdigest()[:_HEX_DIGITS], 16)
    time = _FIRST + timedelta(seconds=seconds)
    return time.year, time.month, time.day, time.hour, time.minute, time.second


class Archive:
    """A ZIP that is being written; it has its name when it is whole."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._fresh = file.with_name(f"{file.name}.new")

    def __enter__(self) -> Archive:
        """Begin."""
        self._zip = zipfile.ZipFile(self._fresh, "w", zipfile.ZIP_STORED)
        return self

    def add(self, path: str, content: bytes, time: tuple[int, int, int, int, int, int] | None = None) -> None:
        """Add a file; `time` is that of the text it is a packed form of."""
        info = zipfile.ZipInfo(path, time or stamp(content))
        info.create_system = _UNIX
        info.external_attr = _PLAIN_FILE << 16
        self._zip.writestr(info, content)

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, at: TracebackType | None) -> None:
        """Give it its name, or leave nothing."""
        self._zip.close()
        if kind is None:
            self._fresh.replace(self._file)
        else:
            self._fresh.unlink(missing_ok=True)
