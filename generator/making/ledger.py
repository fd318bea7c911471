"""What stands in a site's folder and what it was made from, as the last build left it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from generator.making.workshop import Made, MadeFile, Part
from generator.memory import Memory, digest


class Ledger:
    """The memory of one folder a site is built into."""

    def __init__(self, memory: Memory, out: Path) -> None:
        self._memory, self._folder = memory, str(out.resolve())
        self._name = digest(self._folder.encode("utf-8", "surrogateescape"))

    def standing(self) -> dict[str, Made]:
        """Return what was made and stands untouched."""
        noted = self._noted()
        return {name: _standing(self._folder, made) for name, made in noted.items()}

    def note(self, made: Mapping[str, Made]) -> None:
        """Remember what stands there now."""
        self._memory.write_table(f"made {self._name}", made)

    def last(self, mark: str, today: date) -> tuple[Any, ...] | None:
        """Return what the last build came to, if it would come to the same today: nothing there has changed.

        `mark` stands for all it would be made from; an empty one for what cannot be known without a closer look.
        """
        known, day, built = self._memory.note(f"last {self._name}") or ("", today, None)
        # What was found wrong may be right a day later, and a clock may have been set back.
        if not mark or known != mark or built is None or day > today or (built[1].found and day != today):
            return None
        made = self._noted()
        whole = made and all(_stands(self._folder, part) for one in made.values() for part in one[1])
        return (*built, 0) if whole else None

    def note_last(self, mark: str, today: date, built: tuple[Any, ...]) -> None:
        """Remember what a build came to."""
        self._memory.write(f"last {self._name}", (mark, today, built))

    def _noted(self) -> Mapping[str, Made]:
        return self._memory.table(f"made {self._name}")


def _standing(folder: str, made: Made) -> Made:
    """Return what of a bundle stands; where some of it does not, the bundle has to be looked into."""
    parts = tuple(part for part in made[1] if _stands(folder, part))
    return made if len(parts) == len(made[1]) else ("", parts)


def _stands(folder: str, part: Part) -> bool:
    try:
        for path, _, size, changed in part[2]:
            now = os.stat(f"{folder}/{path}")  # noqa: PTH116 - tens of thousands of Paths would cost a second
            if now.st_mtime_ns != changed or now.st_size != size:
                return False
    except OSError:
        return False
    return True


def _files(made: Mapping[str, Made]) -> Iterator[MadeFile]:
    return (file for one in made.values() for part in one[1] for file in part[2])


def manifest(made: Mapping[str, Made]) -> dict[str, tuple[str, int]]:
    """Return each file's path with its SHA-256 in hex and its size in bytes."""
    return {path: (sha256, size) for path, sha256, size, _ in _files(made)}


def fresh(made: Mapping[str, Made], before: Mapping[str, Made]) -> list[str]:
    """Return the paths of the files that were made anew."""
    found: list[str] = []
    for name, one in made.items():
        known = before.get(name)
        if known is not one:
            stood = set(known[1]) if known else set()
            found += (file[0] for part in one[1] if part not in stood for file in part[2])
    return found
