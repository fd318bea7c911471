"""Every kind of file the site has: one module each, with `plan(catalogue, theme)` or `of(card, catalogue)`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from generator import addresses
from generator.catalogue import Card, Catalogue
from generator.making.recipe import Bundle, Recipe
from generator.outputs import (
    assets,
    data,
    feeds,
    lots,
    pages,
    past,
    photos,
    products,
    search,
    serials,
    shelves,
    signed,
    sitemap,
    stamps,
    trace,
)
from generator.theme import Theme

WHOLE: tuple[Callable[[Catalogue, Theme], Iterable[Recipe]], ...] = (
    pages.plan,
    shelves.plan,
    photos.plan,
    search.plan,
    data.plan,
    feeds.plan,
    sitemap.plan,
    assets.plan,
    signed.plan,
)
"""Made from many products, or from none."""
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


def plan(catalogue: Catalogue, theme: Theme, planned: set[str] | None = None) -> Iterator[Recipe | Bundle]:
    """Plan every file of the site; what is made from one product is bundled.

    `planned` is filled with the paths of all files that are not. Raises ContentError where an address would be lost.
    """
    planned = set() if planned is None else planned
    for card in catalogue.cards:
        yield Bundle(card.code, card.whole, OF_EACH, partial(_of, card, catalogue))
    for output in WHOLE:
        for recipe in output(catalogue, theme):
            planned.update(recipe.paths)
            yield recipe
    planned.add(addresses.GONE)
    yield from past.plan(catalogue, theme, planned)


def _of(card: Card, catalogue: Catalogue) -> Iterator[Recipe]:
    for output in EACH:
        yield from output(card, catalogue)
