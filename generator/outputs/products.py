"""The page of each product, and of each of its lots."""

from __future__ import annotations

from collections.abc import Iterator

from generator import addresses
from generator.catalogue import Catalogue, Entry
from generator.linked_data import product_data
from generator.making.recipe import Recipe
from generator.model.lot import Lot
from generator.theme import Theme


def plan(catalogue: Catalogue, theme: Theme) -> Iterator[Recipe]:
    """Plan a page for every product and every lot."""
    for entry in catalogue.entries:
        yield Recipe((addresses.product(entry.code),), product, (entry,))
        for lot in entry.lots:
            yield Recipe((addresses.lot(entry.code, lot.lot),), lot_page, (entry, lot))


def product(theme: Theme, entry: Entry) -> tuple[bytes]:
    """Draw a product's page."""
    # Machines must not take an invented product for a real one.
    data = None if entry.product.demo else product_data(entry, theme.config.site.url)
    return (theme.page("product.html", addresses.product(entry.code), entry=entry, data=data),)


def lot_page(theme: Theme, entry: Entry, lot: Lot) -> tuple[bytes]:
    """Draw a lot's page."""
    return (theme.page("lot.html", addresses.lot(entry.code, lot.lot), entry=entry, lot=lot),)
