"""Numbers as letters: how columns and lists of numbers stand in the search data, one letter each."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from typing import TypeVar

FIRST = 35
"""0 is `#`: what a script must escape (line ends, `\"`) comes before it, or is left out."""
_BACKSLASH, _DELETE, _LATIN, _SURROGATES = 92, 127, 161, 0xD800


def _sign(number: int) -> str:
    code = number + FIRST
    if code >= _BACKSLASH:
        code += 1
    if code >= _DELETE:
        code += _LATIN - _DELETE
    if code >= _SURROGATES:
        code += 0x800
    return chr(code)


MORE = 60_000
"""Its letter says that the number is as much more than the next letter says."""
SIGNS = tuple(map(_sign, range(MORE + 1)))
"""The letter of each number up to `MORE`."""
NUMBERS = {letter: number for number, letter in enumerate(SIGNS)}


def sign(number: int) -> str:
    """Return a number as a letter, or as several where it is very large."""
    return SIGNS[number] if number < MORE else SIGNS[MORE] + sign(number - MORE)


Value = TypeVar("Value", bound=Hashable)


def references(values: Iterable[Value], contexts: Iterable[Hashable]) -> tuple[str, list[Value]]:
    """Return a column of values as letters, and each value once in the order they come first.

    0 is the value that stood last beside the same context, 1 a value never seen before, 2 and more the value counted
    from 0: so that a column which follows another one packs to nearly nothing.
    """
    known: dict[Value, int] = {}
    last: dict[Hashable, int] = {}
    column = []
    for value, context in zip(values, contexts, strict=True):
        number = known.get(value)
        if number is None:
            last[context] = known[value] = len(known)
            column.append("$")
        elif last.get(context) == number:
            column.append("#")
        else:
            last[context] = number
            column.append(sign(number + 2))
    return "".join(column), list(known)


class Vocabulary:
    """The words of several columns of texts, each once in the order they come first, as they are written."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def column(self, lines: Iterable[str]) -> str:
        """Return texts as letters: 0 between two texts, 1 for a word never seen before, from 2 on a word's number."""
        known = self._known
        rows = []
        for line in lines:
            row = []
            for word in line.split(" ") if line else ():
                letter = known.get(word)
                if letter is None:
                    known[word] = sign(len(known) + 2)
                    letter = "$"
                row.append(letter)
            rows.append("".join(row))
        return "#".join(rows)

    @property
    def words(self) -> str:
        """All words, with blanks between them."""
        return " ".join(self._known)


def serial(lines: Iterable[str]) -> list[str]:
    """Return lines in which one that counts on from the line before is empty: `DB0001`, then nothing for `DB0002`.

    A line that is empty itself is written `-`.
    """
    kept: list[str] = []
    expected = None
    for line in lines:
        kept.append("" if line == expected else line or "-")
        expected = _COUNTER.sub(_counted_on, line, count=1)
    return kept


_COUNTER = re.compile("([0-9]{1,15})(?=[^0-9]*$)")
"""The last number of a line, as far as a script can count."""


def _counted_on(number: re.Match[str]) -> str:
    return str(int(number[0]) + 1).zfill(len(number[0]))
