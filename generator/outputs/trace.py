"""What machines read of products and lots that can be traced: linksets, and the events of lots as EPCIS."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from generator import addresses
from generator.card import Card
from generator.catalogue import Catalogue
from generator.entry import Entry, Told, enter, maker_behind
from generator.gs1.digital_link import build
from generator.gs1.epcis import document
from generator.gs1.linkset import Target, context
from generator.linked_data import gtin_of
from generator.making.recipe import Recipe
from generator.model.lot import Lot
from generator.model.producer import Producer
from generator.rules.publication import published_lot
from generator.theme import Theme

TEMPLATES = ("trace.json",)
LINKSET, EVENTS = "linkset.json", "epcis.jsonld"
SECONDS = 0.005


def of(card: Card, catalogue: Catalogue) -> Iterator[Recipe]:
    """Plan the files of a product that has a GTIN or lots: others are in nobody's trace."""
    if not (card.gtin or card.lots):
        return
    path = addresses.beside_product(card.code, LINKSET)
    yield Recipe((path,), of_product, (card.kept, card.maker_kept), TEMPLATES)
    for lot in card.lots:
        paths = [addresses.beside_lot(card.code, lot.lot, name) for name in (LINKSET, EVENTS)]
        inputs = (card.kept, card.maker_kept, lot.kept, lot.dated)
        yield Recipe(tuple(paths[: 1 + lot.dated]), of_lot, inputs, TEMPLATES, SECONDS)


def of_product(theme: Theme, told: Told, producer: Producer | None) -> tuple[bytes]:
    """Write where a product is told of."""
    entry = enter(told, producer)
    return (_written({"linkset": [_of_product(entry, theme.config.site.url, _words(theme, entry))]}),)


def _of_product(entry: Entry, site: str, words: dict[str, str]) -> dict[str, Any]:
    page, gtin = addresses.public(site, addresses.product(entry.code)), gtin_of(entry)
    anchor = build([("01", gtin)], site) if gtin else page
    return context(anchor, words["product"], _about_product(entry, page, words))


def of_lot(theme: Theme, told: Told, producer: Producer | None, lot: Lot, dated: bool) -> list[bytes]:
    """Write where a lot is told of, and its events where any has a day."""
    entry, lot = enter(told, producer), published_lot(lot, maker_behind(told, producer))
    site, words = theme.config.site.url, _words(theme, entry, lot)
    page, gtin = addresses.public(site, addresses.lot(entry.code, lot.lot)), gtin_of(entry)
    thing = build([("01", gtin), ("10", lot.lot)], site) if gtin else page
    product = addresses.public(site, addresses.product(entry.code))
    events = addresses.public(site, addresses.beside_lot(entry.code, lot.lot, EVENTS))
    targets = [
        Target("defaultLink", page, words["lot_page"], languages=("vi",)),
        Target("pip", product, words["product_page"], languages=("vi",)),
        Target("traceability", page, words["lot_page"], languages=("vi",)),
    ]
    if dated:
        targets.append(Target("epcis", events, words["events"], "application/ld+json"))
    if lot.recalled:
        targets.append(Target("recallStatus", page, words["recall"], languages=("vi",)))
    # Whoever asks for a lot is told of its product as well (GS1-Conformant Resolver, section 2.5.9).
    contexts = [context(thing, words["lot"], targets), _of_product(entry, site, words)]
    files = [_written({"linkset": contexts})]
    if dated:
        vocabulary = f"{addresses.public(site, addresses.ABOUT)}#"
        files.append(_written(document(lot, thing, page, vocabulary, words["demo"] or None)))
    return files


def _about_product(entry: Entry, page: str, words: dict[str, str]) -> Iterator[Target]:
    here = ("vi",)
    yield Target("defaultLink", page, words["product_page"], languages=here)
    yield Target("pip", page, words["product_page"], languages=here)
    yield Target("certificationInfo", f"{page}#chung-nhan", words["certificates"], languages=here)
    trace = entry.product.traceability
    for link in trace.links if trace else ():
        if link.url:
            yield Target("traceability", link.url, link.system, media="")
    for shop in entry.product.shops:
        if shop.url:
            yield Target("hasRetailers", shop.url, shop.name.text(), media="")


def _words(theme: Theme, entry: Entry, lot: Lot | None = None) -> dict[str, str]:
    """Return the titles of links, as the theme says them."""
    drawn = theme.draw("trace.json", entry=entry, lot=lot)
    try:
        return {str(key): str(value) for key, value in json.loads(drawn).items()}
    except (AttributeError, ValueError) as wrong:
        raise theme.broken("trace.json", wrong) from wrong


def _written(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
