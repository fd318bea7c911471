"""The page of each product, and of each of its lots: under its code, and under its GTIN where it has one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from generator import addresses
from generator.card import Card
from generator.catalogue import Catalogue
from generator.entry import Told, enter, maker_behind
from generator.faces import NEWEST_LOTS, LotFacts, Photo
from generator.linked_data import gtin_of, lot_data, product_data
from generator.making.recipe import Recipe
from generator.model.lot import Lot
from generator.model.producer import Producer
from generator.rules.publication import published_lot
from generator.serials.book import Issued
from generator.serials.buckets import depth
from generator.theme import Theme

TEMPLATES = ("product.html", "lot.html")


def of(card: Card, catalogue: Catalogue) -> Iterator[Recipe]:
    """Plan the page of a product, and of each of its lots."""
    languages = tuple(language for language, _ in card.stories)
    stories = tuple(kept for _, kept in card.stories)
    signed = bool(catalogue.signed)
    lots = _shown(card.lots), len(card.lots)
    shown = (card.kept, card.maker_kept, *lots, card.photos, signed, languages, *stories)
    paths = (addresses.product(card.code), *([addresses.gtin(card.gtin)] if card.gtin else []))
    yield Recipe(paths, product, shown, TEMPLATES[:1])
    books = {book.lot: (depth(book), book.told) for book in card.books}
    for lot in card.lots:
        inputs = (card.kept, card.maker_kept, card.photos, lot.kept, lot.dated, signed, books.get(lot.lot))
        paths = (addresses.lot(card.code, lot.lot), *([addresses.gtin_lot(card.gtin, lot.lot)] if card.gtin else []))
        yield Recipe(paths, lot_page, inputs, TEMPLATES[1:])


def _shown(lots: tuple[LotFacts, ...]) -> tuple[LotFacts, ...]:
    """Return the newest lots, and of the others those that nobody should use."""
    return lots[:NEWEST_LOTS] + tuple([lot for lot in lots[NEWEST_LOTS:] if lot.recalled][:NEWEST_LOTS])


def product(
    theme: Theme,
    told: Told,
    producer: Producer | None,
    lots: tuple[LotFacts, ...],
    lot_count: int,
    photos: tuple[Photo, ...],
    signed: bool,
    languages: tuple[str, ...],
    *stories: str,
) -> list[bytes]:
    """Draw a product's page at each of its addresses; each of the stories is in one of the languages."""
    entry = enter(told, producer, lots, photos, [pair for pair in zip(languages, stories, strict=True) if pair[1]])
    # Machines must not take an invented product for a real one.
    data = None if entry.product.demo else partial(product_data, entry, theme.config.site.url)
    path, gtin = addresses.product(entry.code), gtin_of(entry)
    paths = [path, *([addresses.gtin(gtin)] if gtin else [])]
    traced = bool(gtin or lot_count)
    all_lots = lot_count if lot_count > NEWEST_LOTS else None
    values: dict[str, Any] = {"entry": entry, "data": data, "all_lots": all_lots, "traced": traced, "signed": signed}
    return [theme.page("product.html", one, canonical=path, **values) for one in paths]


def lot_page(
    theme: Theme,
    told: Told,
    producer: Producer | None,
    photos: tuple[Photo, ...],
    lot: Lot,
    dated: bool,
    signed: bool,
    serials: tuple[int, tuple[Issued, ...]] | None,
) -> list[bytes]:
    """Draw a lot's page at each of its addresses; `serials` are how its buckets are named, and its runs."""
    entry = enter(told, producer, photos=photos)
    lot = published_lot(lot, maker_behind(told, producer))
    path, gtin = addresses.lot(entry.code, lot.lot), gtin_of(entry)
    paths = [path, *([addresses.gtin_lot(gtin, lot.lot)] if gtin else [])]
    data = None if entry.demo else partial(lot_data, entry, lot, theme.config.site.url)
    values: dict[str, Any] = {"entry": entry, "lot": lot, "dated": dated, "signed": signed, "serials": serials}
    return [theme.page("lot.html", one, canonical=path, data=data, **values) for one in paths]
