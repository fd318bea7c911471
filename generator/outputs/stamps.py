"""The stamp of every product: QR alone and full, as SVG and PNG, beside its page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import typst

from generator import addresses
from generator.catalogue import Catalogue, Entry
from generator.making.recipe import Recipe
from generator.rules.programme import named, provinces
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


def plan(catalogue: Catalogue, theme: Theme) -> Iterator[Recipe]:
    """Plan four files for every product."""
    for entry in catalogue.entries:
        yield Recipe(tuple(addresses.beside_product(entry.code, name) for name in FILES), stamps, (entry,))


def stamps(theme: Theme, entry: Entry) -> tuple[bytes, ...]:
    """Print a product's stamps."""
    url = theme.config.site.url
    words = json.loads(
        theme.draw("stamp.json", entry=entry, host=addresses.host(url), province=_province(theme, entry))
    )
    try:
        template, code = theme.source("stamp.typ"), symbol(addresses.stamp(url, entry.code))
        return tuple(print_it(template, what, code, words) for what, print_it in FILES.values())
    except (typst.TypstError, ValueError, KeyError) as wrong:
        raise theme.broken("stamp.typ", wrong) from wrong


def _province(theme: Theme, entry: Entry) -> str | None:
    """Return the province's name without its kind: of the product's place today, else of the office."""
    today = entry.product.origin.today if entry.product.origin else None
    code = (today.province_code if today else None) or theme.config.site.province_code
    name = (today.province if today else None) or (provinces().get(code) if code else None)
    return named(name) if name else None
