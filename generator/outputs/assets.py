"""Style, scripts and woven drawings that pages load."""

from __future__ import annotations

from collections.abc import Iterator

from generator import addresses, brocade
from generator.catalogue import Catalogue
from generator.making.recipe import Recipe
from generator.theme import Theme

PANEL = "hoa-van.svg"
"""A product's own cloth, beside its page."""


def plan(catalogue: Catalogue, theme: Theme) -> Iterator[Recipe]:
    """Plan the assets, a band of cloth for each set and a panel for each product without a photo."""
    for name, (path, _) in theme.assets.items():
        yield Recipe((path,), asset, (name,))
    for product_set, _ in catalogue.by_set():
        yield Recipe((addresses.band(product_set.id),), band, (product_set.id, product_set.group))
    for group, _ in catalogue.by_group():
        yield Recipe((addresses.tile(group.id),), panel, (group.sets[0].id, group.id, group.id))
    for entry in catalogue.entries:
        if not entry.photos:
            path = addresses.beside_product(entry.code, PANEL)
            yield Recipe((path,), panel, (entry.set.id, entry.group.id, entry.code))


def asset(theme: Theme, name: str) -> tuple[bytes]:
    """Return a style or script as the theme made it."""
    return (theme.assets[name][1],)


def band(theme: Theme, set_id: str, group_id: str) -> tuple[bytes]:
    """Draw the strip of cloth under the header."""
    return (theme.draw("brocade.svg", cloth=brocade.band(set_id, group_id), title=None),)


def panel(theme: Theme, set_id: str, group_id: str, code: str) -> tuple[bytes]:
    """Draw the cloth that stands for a missing photo."""
    return (theme.draw("brocade.svg", cloth=brocade.weave(set_id, group_id, code), title=None),)
