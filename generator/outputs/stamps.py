"""The stamp of every product: QR alone and full, as SVG and PNG, beside its page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from generator import addresses
from generator.card import Card
from generator.catalogue import Catalogue
from generator.making.recipe import Recipe
from generator.model.words import LayoutName
from generator.rules.programme import named
from generator.theme import Theme

if TYPE_CHECKING:
    from generator.stamps.art import Words

FILES = ("qr.svg", "qr.png", "tem.svg", "tem.png")
TEMPLATES = ("stamp.json",)


def of(card: Card, catalogue: Catalogue) -> Iterator[Recipe]:
    """Plan a product's four files: two, without the pictures in dots, in the compact layout."""
    face = card.face
    few = catalogue.config.site.layout is LayoutName.COMPACT
    paths = tuple(addresses.beside_product(face.code, name) for name in FILES if not (few and name.endswith(".png")))
    where = face.province or catalogue.province
    label = Label(face.code, face.name, face.stars, face.demo, face.revoked is not None, where)
    yield Recipe(paths, stamps, (label,), TEMPLATES)


class Label(NamedTuple):
    """What a stamp says of its product."""

    code: str
    name: str
    stars: int
    demo: bool
    revoked: bool
    province: str | None
    """Of the product's place today, else of the office."""


def stamps(theme: Theme, label: Label) -> tuple[bytes, ...]:
    """Print a product's stamps."""
    # Imported late: these found type and count bits, and most builds print no stamp anew.
    from generator.stamps.art import full
    from generator.stamps.plate import plate
    from generator.stamps.symbol import symbol

    qr = plate(symbol(addresses.stamp(theme.config.site.url, label.code)))
    stamp = full(qr, words(theme, label))
    if theme.config.site.layout is LayoutName.COMPACT:
        return qr.svg(), stamp.svg()
    return qr.svg(), qr.png(), stamp.svg(), stamp.png()


def words(theme: Theme, label: Label) -> Words:
    """Return what is written on a product's stamp, as the theme says it."""
    from generator.stamps.art import Words

    province = _name(label.province) if label.province else None
    drawn = theme.draw("stamp.json", entry=label, host=addresses.host(theme.config.site.url), province=province)
    try:
        return Words(**json.loads(drawn))
    except (TypeError, ValueError) as wrong:
        raise theme.broken("stamp.json", wrong) from wrong


_name = lru_cache(maxsize=64)(named)
"""A province's name without its kind."""
