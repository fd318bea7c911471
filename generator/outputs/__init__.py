"""Every kind of file the site has: one module each, with one signature, `plan(catalogue, theme)`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from generator.catalogue import Catalogue
from generator.making.recipe import Recipe
from generator.outputs import assets, pages, photos, products, shelves, stamps
from generator.theme import Theme

OUTPUTS: tuple[Callable[[Catalogue, Theme], Iterable[Recipe]], ...] = (
    pages.plan,
    products.plan,
    shelves.plan,
    stamps.plan,
    photos.plan,
    assets.plan,
)


def plan(catalogue: Catalogue, theme: Theme) -> Iterator[Recipe]:
    """Plan every file of the site."""
    for output in OUTPUTS:
        yield from output(catalogue, theme)
