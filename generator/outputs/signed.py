"""What an office signs, where it signs: records as data, the history of releases, and the page that checks them."""

from __future__ import annotations

from collections.abc import Iterator

from generator import addresses
from generator.card import Card
from generator.catalogue import Catalogue
from generator.entry import Told, enter, maker_behind
from generator.making.recipe import Recipe
from generator.memory import Original
from generator.model.lot import Lot
from generator.model.producer import Producer
from generator.problems import TroubleError
from generator.records.folder import SIGNED
from generator.rules.publication import published_lot
from generator.signed.record import lot_record, product_record
from generator.signed.releases import BrokenHistoryError, parsed, plain
from generator.signed.state import RECORD
from generator.theme import Theme

TEMPLATES = ("signed.html",)


def plan(catalogue: Catalogue, theme: Theme) -> Iterator[Recipe]:
    """Plan the history's files and its page."""
    if catalogue.signed:
        paths = tuple(addresses.signed(name) for name in SIGNED)
        yield Recipe(paths, history, catalogue.signed, ())
        yield Recipe((addresses.SIGNATURES,), page, catalogue.signed[:1], TEMPLATES)


def of(card: Card, catalogue: Catalogue) -> Iterator[Recipe]:
    """Plan the record of a product, which is open data too, and of each of its lots where these are signed."""
    if not catalogue.signed and card.demo:
        return
    stories = (tuple(language for language, _ in card.stories), *[kept for _, kept in card.stories])
    path = addresses.beside_product(card.code, RECORD)
    yield Recipe((path,), record, (card.kept, card.maker_kept, *stories), ())
    for lot in card.lots if catalogue.signed else ():
        path = addresses.beside_lot(card.code, lot.lot, RECORD)
        yield Recipe((path,), record_of_lot, (card.kept, card.maker_kept, lot.kept), ())


def record(
    theme: Theme, told: Told, producer: Producer | None, languages: tuple[str, ...], *stories: str
) -> list[bytes]:
    """Write a product's record."""
    return [product_record(enter(told, producer, stories=zip(languages, stories, strict=True)))]


def record_of_lot(theme: Theme, told: Told, producer: Producer | None, lot: Lot) -> list[bytes]:
    """Write a lot's record."""
    return [lot_record(enter(told, producer), published_lot(lot, maker_behind(told, producer)))]


def history(theme: Theme, *files: Original) -> list[bytes]:
    """Hand on the history as it was signed."""
    return [_read(file) for file in files]


def page(theme: Theme, releases: Original) -> list[bytes]:
    """Draw the page that tells who signed what, and checks it."""
    try:
        found = parsed(_read(releases).decode("utf-8", "replace"))
    except BrokenHistoryError as wrong:
        raise TroubleError(wrong.rule, number=wrong.number, found=wrong.found) from wrong
    return [theme.page("signed.html", addresses.SIGNATURES, last=found[-1] if found else None)]


def _read(file: Original) -> bytes:
    content = file.read()
    if content is None:
        raise TroubleError("signed-changed", file=file.path)
    return plain(content)
