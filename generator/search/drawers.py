"""The products in drawers of about a hundred, so that an edit looks into one of them and leaves the others shut."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from functools import lru_cache
from zlib import crc32

from generator.card import Card
from generator.catalogue import Chest, Drawer, Numbered
from generator.memory import ForgottenError, Kept, Memory, digest
from generator.search.clues import Clues, beside
from generator.search.ranges import file_of, files
from generator.search.signs import SIGNS, numbers, sign
from generator.vietnamese import bare_spelling

LAST_OF_DRAWER = 128
"""A drawer ends with a code whose checksum divides by this: one product more or less changes one drawer only."""


def fill(cards: Iterable[Card], memory: Memory) -> Chest:
    """Return the drawers of all products; only those are filled anew in which something changed.

    Raises ForgottenError where the memory lost something.
    """
    ordered = tuple(sorted(cards, key=_code))
    count = files(len(ordered))
    filled = [(digest(_told(some, count).encode()), some) for some in _drawers(ordered)]
    known = {key: pickle.loads(value) for key, value in memory.kept(key for key, _ in filled)}  # noqa: S301 - our own
    slips: list[list[Numbered]] = [[] for _ in range(count)]
    drawers, first = [], 0
    for key, some in filled:
        if key not in known:
            known[key] = _filled(some, count, memory)
            memory.keep([(key, pickle.dumps(known[key], 5))])
        drawer = Drawer(*known[key])
        drawers.append(drawer)
        for file, slip in drawer.slips:
            slips[file].append((first, slip))
        first += len(some)

    def kept() -> set[str]:
        found = {key for key, _ in filled} | {slip for some in slips for _, slip in some}
        return found.union(beside(Kept(key)).key for card in ordered for key in _files(card))

    return Chest(ordered, tuple(drawers), tuple(map(tuple, slips)), kept)


def _code(card: Card) -> str:
    return card.tab.code


def _drawers(cards: tuple[Card, ...]) -> Iterator[tuple[Card, ...]]:
    first = 0
    for last, card in enumerate(cards, start=1):
        if crc32(card.tab.code.encode()) % LAST_OF_DRAWER == 0 or last == len(cards):
            yield cards[first:last]
            first = last


def _told(cards: tuple[Card, ...], count: int) -> str:
    return f"drawer {count} {' '.join([key for card in cards for key in _files(card)])} {len(cards)}"


def _files(card: Card) -> tuple[str, ...]:
    return (card.tab.kept, *card.tab.told)


def _filled(cards: tuple[Card, ...], count: int, memory: Memory) -> tuple[object, ...]:
    """Return a drawer, its slips kept in the memory."""
    wanted = [[beside(Kept(key)).key for key in _files(card)] for card in cards]
    values = dict(memory.kept(key for keys in wanted for key in keys))
    if any(key not in values for keys in wanted for key in keys):
        raise ForgottenError
    found = [[pickle.loads(values[key]) for key in keys] for keys in wanted]  # noqa: S301 - our own
    known: list[Clues] = [one[0] for one in found]
    slips = dict(_slips([[one[0].words, *one[1:]] for one in found], count))
    keys = {file: digest(f"slip {slip}".encode()) for file, slip in slips.items()}
    memory.keep((keys[file], pickle.dumps(slip, 5)) for file, slip in slips.items())
    return (
        "\n".join([one.numbers for one in known]),
        "\n".join([one.papers for one in known]),
        "\n".join([one.standards for one in known]),
        "".join([SIGNS[one.traced + 2 * one.sold] for one in known]),
        tuple(sorted(keys.items())),
    )


def _slips(texts: Iterable[Iterable[str]], count: int) -> Iterator[tuple[int, str]]:
    """Yield the slip of each file: on each line a word, and letters for the products that have it."""
    where: dict[str, list[str]] = {}
    for number, told in enumerate(texts):
        for word in set(" ".join(told).split()):
            where.setdefault(word, []).append(SIGNS[number])
    lines: dict[int, list[str]] = {}
    for word in sorted(where):
        lines.setdefault(_file_of(word, count), []).append(f"{word}\t{''.join(where[word])}")
    for file, some in lines.items():
        yield file, "\n".join(some)


@lru_cache(maxsize=65536)
def _file_of(word: str, count: int) -> int:
    return file_of(bare_spelling(word), count)


def joined(slips: Iterable[tuple[int, str]], most: int) -> str:
    """Return the words of one file: on each line a word and the products that have it, each as a letter that counts on.

    `slips` are pairs of the number of the first product and a slip, in order. A word that more than `most` products
    have tells nothing: it stands alone.
    """
    where: dict[str, list[int]] = {}
    number_of = numbers()
    for first, slip in slips:
        for line in slip.split("\n"):
            word, _, letters = line.partition("\t")
            where.setdefault(word, []).extend([first + number_of[letter] for letter in letters])
    return "\n".join(_line(word, where[word], most) for word in sorted(where))


def _line(word: str, numbers: list[int], most: int) -> str:
    if len(numbers) > most:
        return word
    return (
        word + "\t" + "".join([sign(after - before) for before, after in zip([0, *numbers[:-1]], numbers, strict=True)])
    )
