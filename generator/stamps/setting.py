"""Setting words into a box: at the largest size at which they fit, in as many lines as they need."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from generator.stamps.dots import Sort
from generator.stamps.foundry import Face
from generator.stamps.outlines import GRID
from generator.stamps.type_case import Slug, TypeCase, dots, letters, parts, type_case, words

SMALL = 4
"""Points; below that, whole words are no help to a reader."""
_LONG = 150
"""Characters of path data that are longer than the elements which show them twice."""
LEADING = 0.1
"""Air between lines, in ems."""


class Placed(NamedTuple):
    """Letters in their places on the stamp."""

    face: Face
    size: float
    """In points."""
    letters: tuple[tuple[str, int, int], ...]
    """Each letter, and its origin: across in grid points, down in dots."""


class Line(NamedTuple):
    """Slugs beside each other."""

    slugs: tuple[Slug, ...]
    places: tuple[float, ...]
    """Where each begins, in the face's units."""
    width: float
    """In the face's units."""


class Setting(NamedTuple):
    """Lines of words at one size."""

    face: Face
    size: float
    """In points."""
    lines: tuple[Line, ...]

    @property
    def width(self) -> float:
        """Width of the longest line in dots."""
        return max((line.width for line in self.lines), default=0) * dots(self.size) / self.face.em

    @property
    def height(self) -> float:
        """Height of all lines in dots."""
        return _height(self.face, len(self.lines), self.size)

    def placed(self, left: float, baseline: int) -> Placed:
        """Return the letters, the first line's baseline at a dot; they begin at `left`, in dots."""
        unit = dots(self.size) * GRID / self.face.em
        leap = dots(self.size) * (self.face.ascender + self.face.descender + LEADING)
        origin, floor = left * GRID, math.floor
        letters: list[tuple[str, int, int]] = []
        for number, line in enumerate(self.lines):
            y = baseline + floor(number * leap + 0.5)
            for slug, begin in zip(line.slugs, line.places, strict=True):
                letters += [
                    (letter, floor(origin + (begin + place) * unit + 0.5), y)
                    for letter, place in zip(slug.letters, slug.places, strict=True)
                ]
        return Placed(self.face, self.size, tuple(letters))

    def centred(self, left: float, top: float, height: float) -> Placed:
        """Return the letters in the middle of a box's height, all in dots."""
        first = top + (height - self.height) / 2 + dots(self.size) * self.face.ascender
        return self.placed(left, math.floor(first + 0.5))


def _height(face: Face, lines: int, size: float) -> float:
    return (lines * (face.ascender + face.descender) + (lines - 1) * LEADING) * dots(size)


@lru_cache(maxsize=256)
def fitted(text: str, face: Face, sizes: tuple[float, ...], width: float, height: float) -> Setting:
    """Return a text at the first size at which it fits a box of dots.

    A word longer than a line makes the type smaller, but only down to `SMALL`; then it is broken anywhere. Where even
    the last size is too large, the lines that the box has no room for are left out.
    """
    case = type_case(face)
    pieces = [(part, not number) for word in words(text) for number, part in enumerate(parts(word))]
    slugs = list(zip(case.slugs([part for part, _ in pieces]), (first for _, first in pieces), strict=True))
    widths = [slug.width for slug, _ in slugs]
    widest, together = max(widths, default=0), sum(widths)
    whole = (size for size in sizes if size >= SMALL and widest * dots(size) <= width * face.em)
    for size in chain(whole, sizes):
        room = width * face.em / dots(size)
        if _height(face, math.ceil(together / room), size) <= height:
            lines = _lines(case, slugs, room)
            if _height(face, len(lines), size) <= height:
                return Setting(face, size, _evened(case, slugs, lines))
    lines = _lines(case, slugs, width * face.em / dots(sizes[-1]))
    most = next((count for count in range(len(lines), 1, -1) if _height(face, count, sizes[-1]) <= height), 1)
    return Setting(face, sizes[-1], lines[:most])


def _evened(case: TypeCase, slugs: Sequence[tuple[Slug, bool]], lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return as many lines, the longest as short as can be, so that no word is left alone in the last."""
    widest = max((slug.width for slug, _ in slugs), default=0)
    while len(lines) > 1 and (room := max(line.width for line in lines) - 1) >= widest:
        narrower = _lines(case, slugs, room)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _lines(case: TypeCase, slugs: Iterable[tuple[Slug, bool]], room: float) -> tuple[Line, ...]:
    """Return lines no wider than `room`, in the face's units, each as full as can be.

    With each slug it is told whether it begins a word.
    """
    lines: list[Line] = []
    line: list[Slug] = []
    places: list[float] = []
    end, space = 0.0, case.space
    for whole, first in slugs:
        gap = space if first and line else 0.0
        for slug in [whole] if whole.width <= room else case.slugs(letters(whole.text)):
            if line and end + gap + slug.width > room:
                lines.append(Line(tuple(line), tuple(places), end))
                line, places, end, gap = [], [], 0.0, 0.0
            line.append(slug)
            places.append(end + gap)
            end += gap + slug.width
            gap = 0.0
    return (*lines, Line(tuple(line), tuple(places), end)) if line else tuple(lines)


class Drawing(NamedTuple):
    """Letters as SVG."""

    data: str
    """Path data of those that stand once."""
    defined: Mapping[str, str]
    """Elements that define the others, by their ids."""
    used: str
    """Elements that show them."""


def drawn(placed: Placed, part: str) -> Drawing:
    """Return letters as SVG.

    An id says part, face, size and letter, so that stamps which stand in one document agree about what it means.
    """
    face, size, letters = placed.face, placed.size, [letter for letter, _, _ in placed.letters]
    types = type_case(face).types(letters, size)
    defined: dict[str, str] = {}
    names: dict[str, str] = {}
    for letter, times in Counter(letters).items():
        if times > 1:
            x, y, rest = types[letter].shape.path
            if len(rest) > _LONG:
                name = f"{part}{face.name}{size:g}-{'-'.join([f'{ord(char):x}' for char in letter])}"
                defined[name] = f'<path id="{name}" d="M{x} {y}{rest}"/>'
                names[letter] = f'<use xlink:href="#{name}"'
    data: list[str] = []
    used: list[str] = []
    for letter, x, baseline in placed.letters:
        if letter in names:
            used.append(f'{names[letter]} x="{x}" y="{baseline * GRID}"/>')
            continue
        begin_x, begin_y, rest = types[letter].shape.path
        if rest:
            data.append(f"M{x + begin_x} {baseline * GRID + begin_y}{rest}")
    return Drawing("".join(data), defined, "".join(used))


def joined(drawings: Sequence[Drawing]) -> tuple[str, str]:
    """Return drawings of the same part as one: path data, and elements."""
    data, used = "".join([one.data for one in drawings]), "".join([one.used for one in drawings])
    defined: dict[str, str] = {}
    for one in drawings:
        defined |= one.defined
    return data, f"<defs>{''.join(defined.values())}</defs>{used}" if used else ""


def dotted(placed: Placed) -> list[tuple[Sort, int, int]]:
    """Return letters in dots, each with the dot nearest to its place."""
    types = type_case(placed.face).types([letter for letter, _, _ in placed.letters], placed.size)
    return [(types[letter].dots, (x + GRID // 2) // GRID, y) for letter, x, y in placed.letters]
