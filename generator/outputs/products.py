"""The page of each product, and of each of its lots."""

from __future__ import annotations

from collections.abc import Iterator

from generator import addresses
from generator.catalogue import Card, Catalogue, LotFacts, Photo
from generator.entry import Told, enter
from generator.linked_data import product_data
from generator.making.recipe import Recipe
from generator.model.lot import Lot
from generator.model.producer import Producer
from generator.serials.book import Issued
from generator.serials.buckets import depth
from generator.theme import Theme

TEMPLATES = ("product.html", "lot.html")


def of(card: Card, catalogue: Catalogue) -> Iterator[Recipe]:
    """Plan the page of a product, and of each of its lots."""
    languages = tuple(language for language, _ in card.stories)
    stories = tuple(kept for _, kept in card.stories)
    inputs = (card.kept, card.maker_kept, card.lots, card.photos, languages, *stories)
    yield Recipe((addresses.product(card.code),), product, inputs, TEMPLATES[:1])
    books = {book.lot: (depth(book), book.told) for book in card.books}
    for lot in card.lots:
        inputs = (card.kept, card.maker_kept, card.photos, lot.kept, books.get(lot.lot))
        yield Recipe((addresses.lot(card.code, lot.lot),), lot_page, inputs, TEMPLATES[1:])


def product(
    theme: Theme,
    told: Told,
    producer: Producer | None,
    lots: tuple[LotFacts, ...],
    photos: tuple[Photo, ...],
    languages: tuple[str, ...],
    *stories: str,
) -> tuple[bytes]:
    """Draw a product's page; each of the stories is in one of the languages."""
    entry = enter(told, producer, lots, photos, [pair for pair in zip(languages, stories, strict=True) if pair[1]])
    # Machines must not take an invented product for a real one.
    data = None if entry.product.demo else product_data(entry, theme.config.site.url)
    return (theme.page("product.html", addresses.product(entry.code), entry=entry, data=data),)


def lot_page(
    theme: Theme,
    told: Told,
    producer: Producer | None,
    photos: tuple[Photo, ...],
    lot: Lot,
    serials: tuple[int, tuple[Issued, ...]] | None,
) -> tuple[bytes]:
    """Draw a lot's page; `serials` are the characters its buckets are named by, and its runs."""
    entry = enter(told, producer, photos=photos)
    return (theme.page("lot.html", addresses.lot(entry.code, lot.lot), entry=entry, lot=lot, serials=serials),)
