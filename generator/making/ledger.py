"""What stands in a site's folder and what it was made from, as the last build left it."""

from __future__ import annotations

import marshal
import os
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

from generator.making.looks import Lookout, numbers
from generator.making.workshop import Changes, Made, Part
from generator.memory import Memory, digest, drawer_for

_Drawer = tuple[tuple[str, ...], tuple[str, ...], str, bytes, bytes]
"""Bundles that are kept together: their names, their digests, the paths of their files, one a line, size and time of
each file as whole numbers of 8 bytes, and their parts, which are looked at only where something changed."""
_EMPTY: _Drawer = (), (), "", b"", marshal.dumps(())


class Ledger:
    """The memory of one folder a site is built into; its manifest is another file after every build."""

    def __init__(self, memory: Memory, out: Path, manifest: str) -> None:
        self._memory, self._folder = memory, str(out.resolve())
        self._manifest = Path(self._folder, manifest)
        name = digest(self._folder.encode("utf-8", "surrogateescape"))
        self._made, self._last, self._listed = f"made {name}", f"last {name}", f"manifest {name}"
        self._lookout: tuple[object, Lookout] | None = None

    def look(self) -> None:
        """Begin to look at what stands, while others do something else."""
        looks = {number: (drawer[2], drawer[3]) for number, drawer in self._drawers().items()}
        self._lookout = self._released(), Lookout(self._folder, looks)

    def standing(self) -> Stood:
        """Return what was made and stands untouched."""
        return Stood(self._folder, self._drawers(), self._untouched())

    def note(self, changes: Changes, listed: str) -> tuple[int, int]:
        """Remember what stands there now, and the digest of its manifest; return its files and bytes."""
        self._memory.write_drawers(self._made, dict(self._changed(changes)))
        self._memory.write(self._listed, listed)
        sizes = [numbers(drawer[3])[0] for drawer in self._drawers().values()]
        return sum(map(len, sizes)), sum(map(sum, sizes))

    def paths(self) -> Iterator[str]:
        """Yield the path of every file of the site."""
        for drawer in self._drawers().values():
            yield from drawer[2].split("\n") if drawer[2] else ()

    @property
    def listed(self) -> str:
        """The digest of the last manifest."""
        return self._memory.note(self._listed) or ""

    def manifest(self, changes: Changes) -> dict[str, tuple[str, int]]:
        """Return each file's path with its SHA-256 in hex and its size in bytes, as they will stand."""
        drawers = {**self._drawers(), **dict(self._changed(changes))}
        known = (marshal.loads(drawer[4]) for drawer in drawers.values())  # noqa: S302 - our own, by its digest
        made = (part for bundles in known for parts in bundles for part in parts)
        return {path: (sha256, size) for part in made for path, sha256, size, _ in part[2]}

    def last(self, mark: str, today: date) -> tuple[Any, ...] | None:
        """Return what the last build came to, if it would come to the same today: nothing there has changed.

        `mark` stands for all it would be made from; an empty one for what cannot be known without a closer look.
        """
        known, day, built = self._memory.note(self._last) or ("", today, None)
        # What was found wrong may be right a day later, and a clock may have been set back.
        if not mark or known != mark or built is None or day > today or (built[1].found and day != today):
            return None
        return (*built, 0) if self._drawers() and all(self._untouched().values()) else None

    def note_last(self, mark: str, today: date, built: tuple[Any, ...]) -> None:
        """Remember what a build came to."""
        self._memory.write(self._last, (mark, today, built))

    def _untouched(self) -> dict[int, bool]:
        # Another build that ended since then has written another manifest.
        if self._lookout is None or self._lookout[0] != self._released():
            self.look()
        return cast("tuple[object, Lookout]", self._lookout)[1].untouched()

    def _released(self) -> tuple[int, int] | None:
        try:
            found = self._manifest.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino

    def _drawers(self) -> Mapping[int, _Drawer]:
        return self._memory.drawers(self._made)

    def _changed(self, changes: Changes) -> Iterator[tuple[int, _Drawer]]:
        """Yield the drawers in which something changed, as they will be."""
        before = self._drawers()
        bundles: dict[int, dict[str, Made | None]] = {}
        for name in changes.gone:
            bundles.setdefault(drawer_for(name), {})[name] = None
        for name, made in changes.made.items():
            bundles.setdefault(drawer_for(name), {})[name] = made
        for number, some in bundles.items():
            known = dict(_bundles(before.get(number, _EMPTY)))
            yield number, _drawer({**known, **some})


def _drawer(bundles: Mapping[str, Made | None]) -> _Drawer:
    there = {name: made for name, made in bundles.items() if made is not None}
    files = [file for _, parts in there.values() for part in parts for file in part[2]]
    looks = array("q", [size for _, _, size, _ in files] + [changed for *_, changed in files])
    parts = marshal.dumps(tuple(parts for _, parts in there.values()))
    digests = tuple(digest for digest, _ in there.values())
    return tuple(there), digests, "\n".join(file[0] for file in files), looks.tobytes(), parts


def _bundles(drawer: _Drawer) -> Iterable[tuple[str, Made]]:
    names, digests, _, _, parts = drawer
    return zip(names, zip(digests, marshal.loads(parts), strict=True), strict=True)  # noqa: S302 - our own, by its digest


@dataclass(slots=True)
class Stood:
    """What of the drawers stands."""

    folder: str
    drawers: Mapping[int, _Drawer]
    digests: Mapping[str, str]
    _read: dict[int, dict[str, Made]]

    def __init__(self, folder: str, drawers: Mapping[int, _Drawer], untouched: Mapping[int, bool]) -> None:
        self.folder, self.drawers, self._read = folder, drawers, {}
        self.digests = found = dict[str, str]()
        for number, drawer in drawers.items():
            if untouched[number]:
                found.update(zip(drawer[0], drawer[1], strict=True))
                continue
            for name, (made_from, parts) in self._open(number).items():
                whole = all(_stands(folder, part) for part in parts)
                found[name] = made_from if whole else ""

    def noted(self, name: str) -> tuple[Part, ...]:
        """Return all parts of a bundle, standing or not."""
        made = self._open(drawer_for(name)).get(name)
        return made[1] if made else ()

    def parts(self, name: str) -> tuple[Part, ...]:
        """Return the parts of a bundle that stand."""
        return tuple(part for part in self.noted(name) if _stands(self.folder, part))

    def recipes(self, name: str) -> list[str]:
        """Return the names of a bundle's recipes: the first path of each, without what they bring along."""
        return [part[0] for part in self.noted(name)]

    def _open(self, number: int) -> dict[str, Made]:
        if number not in self._read:
            self._read[number] = dict(_bundles(self.drawers.get(number, _EMPTY)))
        return self._read[number]


def _stands(folder: str, part: Part) -> bool:
    try:
        for path, _, size, changed in part[2]:
            now = os.stat(f"{folder}/{path}")  # noqa: PTH116 - Paths would take longer than looking
            if now.st_mtime_ns != changed or now.st_size != size:
                return False
    except OSError:
        return False
    return True
