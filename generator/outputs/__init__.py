"""Every kind of file the site has: one module each, with `plan(catalogue, theme)` or `of(card, catalogue)`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from generator.catalogue import Card, Catalogue
from generator.making.recipe import Bundle, Recipe
from generator.outputs import (
    assets,
    lots,
    pages,
    photos,
    products,
    resolver,
    search,
    serials,
    shelves,
    signed,
    stamps,
    trace,
)
from generator.theme import Theme

WHOLE: tuple[Callable[[Catalogue, Theme], Iterable[Recipe | Bundle]], ...] = (
    photos.plan,
    search.plan,
    assets.plan,
    signed.plan,
    resolver.plan,
)
"""Made from many products, or from none."""
LISTS: tuple[Callable[[Catalogue, Theme], Iterable[Recipe]], ...] = (pages.plan, shelves.plan)
"""Made from what lists show of the products."""
OF_LISTS = (*pages.TEMPLATES, *shelves.TEMPLATES)
"""The templates these are drawn with."""
EACH: tuple[Callable[[Card, Catalogue], Iterable[Recipe]], ...] = (
    products.of,
    lots.of,
    trace.of,
    stamps.of,
    serials.of,
    signed.of,
)
"""Made from one product."""
OF_EACH = (*products.TEMPLATES, *lots.TEMPLATES, *trace.TEMPLATES, *stamps.TEMPLATES)
"""The templates these are drawn with."""


def plan(catalogue: Catalogue, theme: Theme) -> Iterator[Recipe | Bundle]:
    """Plan every file of the site; what is made from one product is bundled."""
    for card in catalogue.cards:
        yield Bundle(card.code, card.whole, OF_EACH, partial(_of, card, catalogue))
    yield Bundle("lists", catalogue.lists, OF_LISTS, partial(_lists, catalogue, theme))
    for output in WHOLE:
        yield from output(catalogue, theme)


def _lists(catalogue: Catalogue, theme: Theme) -> Iterator[Recipe]:
    for output in LISTS:
        yield from output(catalogue, theme)


def _of(card: Card, catalogue: Catalogue) -> Iterator[Recipe]:
    for output in EACH:
        yield from output(card, catalogue)
