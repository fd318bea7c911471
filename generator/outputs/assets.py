"""Style, scripts and woven drawings that pages load."""

from __future__ import annotations

from collections.abc import Iterator

from generator import addresses, brocade
from generator.catalogue import Card, Catalogue
from generator.making.recipe import Recipe
from generator.rules.programme import groups, sets
from generator.theme import Theme

PANEL = "hoa-van.svg"
"""A product's own cloth, beside its page."""


TEMPLATES = ("brocade.svg",)


def plan(catalogue: Catalogue, theme: Theme) -> Iterator[Recipe]:
    """Plan the assets, a band of cloth for each set and a cloth for each group."""
    for name, (path, _) in theme.assets.items():
        yield Recipe((path,), asset, (name,), (name,))
    for one in sets().values():
        yield Recipe((addresses.band(one.id),), band, (one.id, one.group), TEMPLATES)
    for group in groups():
        yield Recipe((addresses.tile(group.id),), panel, (group.sets[0].id, group.id, group.id), TEMPLATES)


def of(card: Card, catalogue: Catalogue) -> Iterator[Recipe]:
    """Plan the panel of a product without a photo."""
    if not card.photos:
        path = addresses.beside_product(card.code, PANEL)
        yield Recipe((path,), panel, (card.face.set_id, sets()[card.face.set_id].group, card.code), TEMPLATES)


def asset(theme: Theme, name: str) -> tuple[bytes]:
    """Return a style or script as the theme made it."""
    return (theme.assets[name][1],)


def band(theme: Theme, set_id: str, group_id: str) -> tuple[bytes]:
    """Draw the strip of cloth under the header."""
    return (theme.draw("brocade.svg", cloth=brocade.band(set_id, group_id), title=None),)


def panel(theme: Theme, set_id: str, group_id: str, code: str) -> tuple[bytes]:
    """Draw the cloth that stands for a missing photo."""
    return (theme.draw("brocade.svg", cloth=brocade.weave(set_id, group_id, code), title=None),)
