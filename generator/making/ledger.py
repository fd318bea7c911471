"""What stands in a site's folder and what it was made from, as the last build left it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from generator.making.workshop import Made
from generator.memory import Memory, digest


class Ledger:
    """The memory of one folder a site is built into."""

    def __init__(self, memory: Memory, out: Path) -> None:
        self._memory, self._out = memory, out
        self._name = f"made {digest(str(out.resolve()).encode('utf-8', 'surrogateescape'))}"

    def standing(self) -> dict[str, Made]:
        """Return what was made and stands untouched, by the recipes' names."""
        noted: Mapping[str, Made] = self._memory.note(self._name) or {}
        folder = str(self._out)
        return {name: made for name, made in noted.items() if _stands(folder, made)}

    def note(self, made: Mapping[str, Made]) -> None:
        """Remember what stands there now."""
        self._memory.write(self._name, made)


def _stands(folder: str, made: Made) -> bool:
    try:
        for path, _, size, changed in made.files:
            now = os.stat(f"{folder}/{path}")  # noqa: PTH116 - tens of thousands of Paths would cost a second
            if now.st_size != size or now.st_mtime_ns != changed:
                return False
    except OSError:
        return False
    return True


def manifest(made: Mapping[str, Made]) -> dict[str, tuple[str, int]]:
    """Return each file's path with its SHA-256 in hex and its size in bytes."""
    return {file.path: (file.sha256, file.size) for one in made.values() for file in one.files}


def fresh(made: Mapping[str, Made], before: Mapping[str, Made]) -> list[str]:
    """Return the paths of the files that were made anew."""
    return [file.path for name, one in made.items() if before.get(name) is not one for file in one.files]
