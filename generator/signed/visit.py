"""Reading a site's files: out of a folder, or from where it is published."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from generator.problems import TroubleError
from generator.signed.state import Read

SECONDS = 20
"""What one file may take to answer."""
LARGEST = 256 * 1024 * 1024
"""Bytes of one file: a country's log has less."""
AT_ONCE = 8
_MISSING = frozenset({404, 410})


def is_web(where: str) -> bool:
    """Tell whether this is a web address."""
    return where.lower().startswith(("http://", "https://"))


def folder(site: Path) -> Read:
    """Return what reads the files of a folder; raises OSError where the disk refuses."""

    def read(path: str) -> bytes | None:
        target = site / path
        return target.read_bytes() if target.is_file() else None

    return read


def web(address: str) -> Read:
    """Return what reads the files of a published site; raises TroubleError where it does not answer."""

    def read(path: str) -> bytes | None:
        where = f"{address.rstrip('/')}/{quote(path)}"
        try:
            request = Request(where, headers={"User-Agent": "ocop-verify"})  # noqa: S310 - http or https, see is_web
            with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - as above
                content: bytes = answer.read(LARGEST)
        except HTTPError as refused:
            if refused.code in _MISSING:
                return None
            raise TroubleError("site-silent", address=where, reason=refused) from refused
        except (URLError, OSError, ValueError) as trouble:
            raise TroubleError("site-silent", address=where, reason=getattr(trouble, "reason", trouble)) from trouble
        return content

    return read


def fetched(read: Read, paths: Iterable[str]) -> Read:
    """Return the same reader with some files read beforehand, several at once."""
    wanted = list(dict.fromkeys(paths))
    with ThreadPoolExecutor(AT_ONCE) as crew:
        known = dict(zip(wanted, crew.map(read, wanted), strict=True))
    return lambda path: known[path] if path in known else read(path)
