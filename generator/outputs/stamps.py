"""The stamp of every product: QR alone and full, as SVG and PNG, beside its page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import NamedTuple

import typst

from generator import addresses
from generator.catalogue import Card, Catalogue
from generator.making.recipe import Recipe
from generator.rules.programme import named
from generator.stamps import art
from generator.stamps.art import Art
from generator.stamps.symbol import symbol
from generator.theme import Theme

FILES: dict[str, tuple[Art, Callable[..., bytes]]] = {
    "qr.svg": (Art.QR, art.svg),
    "qr.png": (Art.QR, art.png),
    "tem.svg": (Art.FULL, art.svg),
    "tem.png": (Art.FULL, art.png),
}


TEMPLATES = ("stamp.typ", "stamp.json")


def of(card: Card, catalogue: Catalogue) -> Iterator[Recipe]:
    """Plan a product's four files."""
    face = card.face
    paths = tuple(addresses.beside_product(face.code, name) for name in FILES)
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


def stamps(theme: Theme, label: Label) -> tuple[bytes, ...]:
    """Print a product's stamps."""
    url = theme.config.site.url
    province = named(label.province) if label.province else None
    words = json.loads(theme.draw("stamp.json", entry=label, host=addresses.host(url), province=province))
    try:
        template, code = theme.source("stamp.typ"), symbol(addresses.stamp(url, label.code))
        return tuple(print_it(template, what, code, words) for what, print_it in FILES.values())
    except (typst.TypstError, ValueError, KeyError) as wrong:
        raise theme.broken("stamp.typ", wrong) from wrong
