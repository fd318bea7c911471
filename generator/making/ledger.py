"""What stands in a site's folder and what it was made from, as the last build left it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from generator.making.workshop import Made
from generator.memory import Memory, digest


class Ledger:
    """The memory of one folder a site is built into."""

    def __init__(self, memory: Memory, out: Path) -> None:
        self._memory, self._folder = memory, str(out.resolve())
        self._name = digest(self._folder.encode("utf-8", "surrogateescape"))

    def standing(self) -> dict[str, Made]:
        """Return what was made and stands untouched, by the recipes' names."""
        return {name: made for name, made in self._noted().items() if _stands(self._folder, made)}

    def note(self, made: Mapping[str, Made]) -> None:
        """Remember what stands there now."""
        self._memory.write(f"made {self._name}", made)

    def last(self, mark: str, today: date) -> tuple[Any, ...] | None:
        """Return what the last build came to, if it would come to the same today: nothing there has changed.

        `mark` stands for all it would be made from; an empty one for what cannot be known without a closer look.
        """
        known, day, built = self._memory.note(f"last {self._name}") or ("", today, None)
        # What was found wrong may be right a day later, and a clock may have been set back.
        if not mark or known != mark or built is None or day > today or (built[1].found and day != today):
            return None
        made = self._noted()
        return (*built, 0) if made and all(_stands(self._folder, one) for one in made.values()) else None

    def note_last(self, mark: str, today: date, built: tuple[Any, ...]) -> None:
        """Remember what a build came to."""
        self._memory.write(f"last {self._name}", (mark, today, built))

    def _noted(self) -> Mapping[str, Made]:
        return self._memory.note(f"made {self._name}") or {}


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
