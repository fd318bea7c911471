"""Every kind of file the site has: one module each, with `plan(catalogue, theme)` or `of(card, catalogue)`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from generator import addresses
from generator.card import Card
from generator.catalogue import Catalogue
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
    resolver,
    search,
    serials,
    shelves,
    signed,
    sitemap,
    stamps,
    trace,
)
from generator.theme import Theme

WHOLE: tuple[Callable[[Catalogue, Theme], Iterable[Recipe | Bundle]], ...] = (
    photos.plan,
    search.plan,
    data.plan,
    feeds.plan,
    sitemap.plan,
    assets.plan,
    signed.plan,
    resolver.plan,
)
"""Made from many products, or from none."""
LISTS: tuple[Callable[[Catalogue, Theme], Iterable[Recipe]], ...] = (pages.plan, shelves.plan)
"""Made from what lists show of the products."""
LISTS_NAME = "lists"
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


def plan(
    catalogue: Catalogue,
    theme: Theme,
    planned: set[str] | None = None,
    standing: Callable[[str], Iterable[str]] = lambda _: (),
) -> Iterator[Recipe | Bundle]:
    """Plan every file of the site; what is made from one product is bundled.

    `planned` is filled with the paths of all files that are not; `standing` tells the names of the recipes of a
    bundle that nobody asks for them, which have one path each. Raises ContentError where an address would be lost.
    """
    planned = set() if planned is None else planned
    for card in catalogue.cards:
        yield Bundle(card.code, card.whole, OF_EACH, partial(_of, card, catalogue))
    listed = set[str]()
    yield Bundle(LISTS_NAME, catalogue.lists, OF_LISTS, partial(_lists, catalogue, theme, listed))
    planned.update(listed or standing(LISTS_NAME))
    # One address stands for all pages of a language: they come and go together.
    planned.update(addresses.edition(addresses.HOME, language) for language in theme.editions)
    for output in WHOLE:
        for one in output(catalogue, theme):
            planned.update(one.paths if isinstance(one, Recipe) else (one.name,))
            yield one
    planned.add(addresses.GONE)
    yield from past.plan(catalogue, theme, planned)


def _lists(catalogue: Catalogue, theme: Theme, listed: set[str]) -> Iterator[Recipe]:
    for output in LISTS:
        for recipe in output(catalogue, theme):
            listed.update(recipe.paths)
            yield recipe


def _of(card: Card, catalogue: Catalogue) -> Iterator[Recipe]:
    for output in EACH:
        yield from output(card, catalogue)
