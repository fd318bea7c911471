"""The type case: letters ready to be set, cast once in a process when a text first needs them.

What is in the case never changes how a text is set, only how soon.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, pairwise

from generator.stamps.dots import Sort, dotted
from generator.stamps.foundry import Cast, Face, cast
from generator.stamps.outlines import GRID, Outline, Shape, shaped
from generator.stamps.symbol import DOTS_PER_INCH

POINTS_PER_INCH = 72
MOST_MARKS = 3
"""Marks above and below one letter; Vietnamese needs two. More would reach into the lines around."""
MOST_KEPT = 4000
"""Slugs, and letters at some size, kept at once: 40 MB at most."""
_UNSEEN = re.compile("[\u0000-\u001f\u007f-\u009f]")
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_JOINTS = re.compile(r"(?<=[^\W\d_][-/–—])(?=[^\W\d_])")
_NO_BREAK = "\u00a0"


def dots(points: float) -> float:
    """Return a length in typographic points as dots."""
    return points * DOTS_PER_INCH / POINTS_PER_INCH


def words(text: str) -> list[str]:
    """Return the words of a text: what stands between spaces."""
    return [word for word in _SPACES.split(_UNSEEN.sub(" ", text.replace("\u202f", _NO_BREAK))) if word]


def parts(word: str) -> list[str]:
    """Return the parts of a word between which a line may end: after a hyphen, a dash or a slash between letters."""
    return [word] if word.isalnum() else _JOINTS.split(word)


def letters(word: str) -> list[str]:
    """Return the letters of a word, each with the marks on it."""
    found: list[str] = []
    for char in word:
        if unicodedata.category(char)[0] != "M":
            found.append(char)
        elif not found:
            # Without a letter to stand on it would stand on what is to its left.
            found.append(f"◌{char}")
        elif len(found[-1]) <= MOST_MARKS:
            found[-1] += char
    return found


def _leftwards(word: str) -> bool:
    return any(unicodedata.bidirectional(char) in {"R", "AL"} for char in word)


@dataclass(frozen=True, slots=True)
class Slug:
    """A word, or a part of one, set in a face, in the face's units."""

    text: str
    letters: tuple[str, ...]
    """What it is set of; a word in a script that runs leftwards is one piece."""
    places: tuple[float, ...]
    """Where each begins."""
    width: float


@dataclass(frozen=True)
class Type:
    """A letter at some size; its origin is on the baseline."""

    shape: Shape

    @cached_property
    def dots(self) -> Sort:
        """The letter in dots."""
        return dotted(self.shape)


class TypeCase:
    """All that was cast in one face."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self._casts: dict[str, Cast] = {}
        self._kerns: dict[str, float] = {}
        self._slugs: dict[str, Slug] = {}
        self._types: dict[float, dict[str, Type]] = {}

    @cached_property
    def space(self) -> float:
        """The width of a space between words, in the face's units."""
        self._cast([])
        return self._casts[_NO_BREAK].width

    def slugs(self, texts: Sequence[str]) -> list[Slug]:
        """Return words or their parts, set; what the case lacks is cast for all of them at once."""
        slugs = self._slugs
        new = [text for text in texts if text not in slugs]
        if new:
            if len(slugs) > MOST_KEPT:
                slugs.clear()
                new = list(texts)
            pieces = {text: [text] if _leftwards(text) else letters(text) for text in new}
            self._cast(pieces.values())
            for text, piece in pieces.items():
                slugs[text] = self._slug(text, piece)
        return [slugs[text] for text in texts]

    def _slug(self, text: str, piece: Sequence[str]) -> Slug:
        places, at = [], 0.0
        for letter, following in zip(piece, (*piece[1:], None), strict=True):
            places.append(at)
            at += self._casts[letter].width
            if following is not None and self._kerned(letter, following):
                at += self._kerns[letter + following]
        return Slug(text, tuple(piece), tuple(places), at)

    def _kerned(self, a: str, b: str) -> bool:
        # Figures are as wide as each other, so that they stand in columns; no face kerns them.
        return self.face.kerned and not (a.isdigit() or b.isdigit())

    def _cast(self, pieces: Collection[Sequence[str]]) -> None:
        """Cast what is missing of some pieces: letters, and pairs of letters for their kerning."""
        single = [letter for letter in dict.fromkeys(chain.from_iterable(pieces)) if letter not in self._casts]
        pairs = {a + b: (a, b) for piece in pieces for a, b in pairwise(piece) if self._kerned(a, b)}
        paired = [pair for pair in pairs if pair not in self._kerns]
        # A space at either end of a text has no width, so it is found between letters.
        spaced = [] if _NO_BREAK in self._casts else ["x x", "x"]
        if not (single or paired or spaced):
            return
        found = dict(zip((*spaced, *single, *paired), cast(self.face, (*spaced, *single, *paired)), strict=True))
        if spaced:
            found[_NO_BREAK] = Cast(self.face, round(found["x x"].width - 2 * found["x"].width, 3), ())
        self._casts |= {letter: found[letter] for letter in (*single, *([_NO_BREAK] if spaced else ()))}
        for pair in paired:
            a, b = pairs[pair]
            self._kerns[pair] = round(found[pair].width - self._casts[a].width - self._casts[b].width, 3)

    def outline(self, letter: str) -> Outline:
        """Return a letter as it was cast, in the face's units."""
        return self._casts[letter].outline

    def types(self, letters: Iterable[str], size: float) -> Mapping[str, Type]:
        """Return letters at a size in points, and others that the case has at this size."""
        types = self._types.get(size, {})
        new = [letter for letter in letters if letter not in types]
        if new:
            if sum(map(len, self._types.values())) > MOST_KEPT:
                self._types.clear()
            scale = dots(size) * GRID / self.face.em
            cut = {letter: Type(shaped(self.outline(letter), (scale, 0, 0, -scale, 0, 0))) for letter in new}
            types = self._types[size] = {**types, **cut}
        return types


@cache
def type_case(face: Face) -> TypeCase:
    """Return the one case of a face in this process."""
    return TypeCase(face)
