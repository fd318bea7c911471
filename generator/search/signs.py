"""Numbers as letters: how columns and lists of numbers stand in the search data, one letter each."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from functools import cache
from itertools import chain, islice
from typing import TypeVar

MORE = 60_000
"""Its letter says that the number is as much more than the next letter says."""
_LETTERS = (range(35, 92), range(93, 127), range(161, 0xD800), range(0xE000, 0x10000))
"""0 is `#`: what a script must escape (line ends, `\"`) comes before it, or is left out."""
SIGNS = "".join(map(chr, islice(chain(*_LETTERS), MORE + 1)))
"""The letter of each number up to `MORE`."""


@cache
def numbers() -> dict[str, int]:
    """Return the number of each letter."""
    return {letter: number for number, letter in enumerate(SIGNS)}


def sign(number: int) -> str:
    """Return a number as a letter, or as several where it is very large."""
    return SIGNS[number] if number < MORE else SIGNS[MORE] + sign(number - MORE)


Value = TypeVar("Value", bound=Hashable)


def references(values: Iterable[Value], contexts: Sequence[int] = ()) -> tuple[str, list[int], list[Value]]:
    """Return a column of values as letters, the values' numbers, and each value once in the order they come first.

    0 is the value that stood last beside the same context, 1 a value never seen before, 2 and more the value counted
    from 0: so that a column which follows another one packs to nearly nothing.
    """
    known: dict[Value, int] = {}
    numbers = [known.setdefault(value, len(known)) for value in values]
    contexts = contexts or [0] * len(numbers)
    letters: Sequence[str] = SIGNS[2:] if len(known) < MORE - 2 else [sign(number + 2) for number in range(len(known))]
    last = [-1] * (max(contexts, default=0) + 1)
    column, new = [], 0
    for number, context in zip(numbers, contexts, strict=True):
        if last[context] == number:
            column.append("#")
            continue
        last[context] = number
        if number == new:
            new += 1
            column.append("$")
        else:
            column.append(letters[number])
    return "".join(column), numbers, list(known)


class Vocabulary:
    """The words of several columns of texts, each once in the order they come first, as they are written."""

    def __init__(self) -> None:
        self._letters = _Letters({_LINE_END: "#", "": ""})

    def column(self, lines: Iterable[str]) -> str:
        """Return texts as letters: 0 between two texts, 1 for a word never seen before, from 2 on a word's number."""
        words = "\n".join(lines).replace("\n", f" {_LINE_END} ").split(" ")
        return "".join(map(self._letters.__getitem__, words))

    @property
    def words(self) -> str:
        """All words, with blanks between them."""
        return " ".join(list(self._letters)[2:])


_LINE_END = "\n"


class _Letters(dict[str, str]):
    """The letter of each word that is known; one that is not is known from then on."""

    def __missing__(self, word: str) -> str:
        """Take in a word that comes for the first time."""
        self[word] = sign(len(self))
        return "$"


def serial(lines: Iterable[str]) -> list[str]:
    """Return lines in which one that counts on from the line before is empty: `DB0001`, then nothing for `DB0002`.

    A line that is empty itself is written `-`.
    """
    kept: list[str] = []
    before, number, width, after = "\0", 0, 0, ""
    for line in lines:
        number += 1
        if line == f"{before}{str(number).zfill(width) if width else ''}{after}":
            kept.append("")
            continue
        kept.append(line or "-")
        last = _COUNTER.search(line)
        before, width, after = (line[: last.start()], len(last[0]), line[last.end() :]) if last else (line, 0, "")
        number = int(last[0]) if last else 0
    return kept


_COUNTER = re.compile("[0-9]{1,15}(?=[^0-9]*$)")
"""The last number of a line, as far as a script can count."""
