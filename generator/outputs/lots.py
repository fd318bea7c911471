"""The list of all lots of a product, where these are more than its own page shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator import addresses
from generator.card import Card
from generator.catalogue import Catalogue
from generator.faces import LOTS_A_PAGE, NEWEST_LOTS, LotFacts
from generator.making.recipe import Recipe
from generator.theme import Theme

TEMPLATES = ("lots.html",)


class Leaf(NamedTuple):
    """One page of the list."""

    code: str
    name: str
    twins: tuple[tuple[str, str], ...]
    """The name in other languages."""
    set_id: str
    demo: bool
    number: int
    """Which page this is, from 1."""
    last: int
    """How many pages there are."""
    total: int
    """Lots on all of them."""


def of(card: Card, catalogue: Catalogue) -> Iterator[Recipe]:
    """Plan the pages of a product's lots."""
    total = len(card.lots)
    if total <= NEWEST_LOTS:
        return
    last = -(-total // LOTS_A_PAGE)
    for number in range(1, last + 1):
        leaf = Leaf(card.code, card.name, card.face.twins, card.tab.set_id, card.demo, number, last, total)
        shown = card.lots[(number - 1) * LOTS_A_PAGE : number * LOTS_A_PAGE]
        yield Recipe((addresses.numbered(addresses.lots(card.code), number),), page, (leaf, shown), TEMPLATES)


def page(theme: Theme, leaf: Leaf, lots: tuple[LotFacts, ...]) -> tuple[bytes]:
    """Draw one page of the list."""
    first = addresses.lots(leaf.code)
    return (theme.page("lots.html", addresses.numbered(first, leaf.number), leaf=leaf, first=first, lots=lots),)
