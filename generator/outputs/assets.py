"""Style, scripts and woven drawings that pages load."""

from __future__ import annotations

from collections.abc import Iterator

from generator import addresses, brocade
from generator.catalogue import Catalogue
from generator.making.recipe import Recipe
from generator.rules.programme import groups, sets
from generator.theme import Theme

TEMPLATES = ("brocade.svg",)


def plan(catalogue: Catalogue, theme: Theme) -> Iterator[Recipe]:
    """Plan the assets, a band for each set, a tile for each group, and the cloths that stand for missing photos."""
    for name, (path, _) in theme.assets.items():
        yield Recipe((path,), asset, (name,), (name,))
    for one in sets().values():
        yield Recipe((addresses.band(one.id),), band, (one.id, one.group), TEMPLATES)
    for group in groups():
        yield Recipe((addresses.tile(group.id),), panel, (group.sets[0].id, group.id, group.id), TEMPLATES)
    laws = sets()
    cloths = {(card.tab.set_id, addresses.arrangement(card.code)) for card in catalogue.cards if not card.photos}
    for set_id, number in sorted(cloths):
        inputs = (set_id, laws[set_id].group, f"{number}")
        yield Recipe((addresses.cloth(set_id, number),), panel, inputs, TEMPLATES)


def asset(theme: Theme, name: str) -> tuple[bytes]:
    """Return a style or script as the theme made it."""
    return (theme.assets[name][1],)


def band(theme: Theme, set_id: str, group_id: str) -> tuple[bytes]:
    """Draw the strip of cloth under the header."""
    return (theme.draw("brocade.svg", cloth=brocade.band(set_id, group_id), title=None),)


def panel(theme: Theme, set_id: str, group_id: str, arrangement: str) -> tuple[bytes]:
    """Draw a cloth in the dress of a set or a group."""
    return (theme.draw("brocade.svg", cloth=brocade.weave(set_id, group_id, arrangement), title=None),)
