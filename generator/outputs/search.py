"""What search looks through: one file of all products, files of the words of their stories, and their photos."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator import addresses
from generator.catalogue import Catalogue
from generator.making.recipe import Bundle, Recipe
from generator.memory import Kept
from generator.search.columns import core, photos, script
from generator.search.drawers import joined
from generator.theme import Theme


def plan(catalogue: Catalogue, theme: Theme) -> Iterator[Recipe | Bundle]:
    """Plan the data of search; only the files of words in which something changed are made again."""
    chest = catalogue.chest
    yield Bundle(addresses.SEARCH_CORE, f"{catalogue.lists} {chest.digest}", (), partial(_core, catalogue))
    for set_id, shown in photos(chest).items():
        path = addresses.search_photos(set_id)
        yield Recipe((path,), data, (script(f"photos {set_id}", shown).decode(),), ())
    most = _most(len(chest.cards))
    for number, slips in enumerate(chest.slips):
        firsts = " ".join([str(first) for first, _ in slips])
        inputs = (number, most, firsts, *[Kept(slip) for _, slip in slips])
        yield Recipe((addresses.search_words(number),), words, inputs, ())


def _core(catalogue: Catalogue) -> Iterator[Recipe]:
    yield Recipe((addresses.SEARCH_CORE,), data, (script("core", core(catalogue)).decode(),), ())


def _most(count: int) -> int:
    """Return how many products may share a word that tells something: about half, in steps so that it stays."""
    step = 1 << max(0, count.bit_length() - 3)
    return max(20, count // step * step // 2)


def data(theme: Theme, content: str) -> tuple[bytes]:
    """Write what is known already."""
    return (content.encode(),)


def words(theme: Theme, number: int, most: int, firsts: str, *slips: str) -> tuple[bytes]:
    """Write one file of words: which products have each; `firsts` numbers the first product of each slip."""
    return (script(f"words {number}", joined(zip(map(int, firsts.split()), slips, strict=True), most)),)
