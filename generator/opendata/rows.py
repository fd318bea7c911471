"""The rows of one record in the tables of the open data, worked out once and kept beside it in the memory."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from generator.memory import Kept
from generator.model.lot import Lot
from generator.model.producer import Producer, ProducerFacts
from generator.model.product import Product
from generator.opendata.cells import LINE_END, cell, csv_lines, json_line
from generator.opendata.columns import flat
from generator.opendata.tables import ELSEWHERE, GONE, tables
from generator.rules.certificates import Holding, history
from generator.rules.privacy import published
from generator.rules.publication import left_out, published_lot, published_product, without_portraits

Rows = tuple[int, str, str]
"""Rows of one table: their number, their CSV with line ends, their JSON, an object a line with commas between.

Where other files decide the last columns of a row, these are still to come, and its line of CSV has no end.
"""


class Notice(NamedTuple):
    """Something to warn of: a certificate that was revoked, a lot that was recalled."""

    day: str
    """Since when, as ISO 8601 has it."""
    lot: str
    """Empty where it is a certificate."""
    decision: str
    reason: str
    """In the record's words, or the ground's word."""


class RecordRows(NamedTuple):
    """All rows that a file alone decides, or a file and its producer's; plain tuples where they are kept."""

    tables: dict[str, Rows]
    """Rows by the name of their table."""
    notices: tuple[Notice, ...] = ()


def beside(record: Kept, maker: Kept | None = None) -> Kept:
    """Return where a record's rows are kept; `maker` is a producer that decides what of it is published."""
    return Kept(f"{record.key} {maker.key} rows" if maker else f"{record.key} rows")


def product_rows(product: Product, story: str, maker: ProducerFacts | None, languages: tuple[str, ...]) -> RecordRows:
    """Return a product's rows; `story` is HTML, `maker` is nothing where none is known that keeps something back."""
    inside = product.producer if isinstance(product.producer, ProducerFacts) else None
    code, holdings = product.code, history(product.certificates)
    shown = without_portraits(published_product(product, maker))
    facts, listed = flat(shown, left_out(maker) | ELSEWHERE)
    facts |= {"stars": holdings[0].certificate.stars, **_until(holdings[0])}
    if isinstance(product.producer, str):
        facts["producer_id"] = product.producer
    certificates = [
        {"product": code, "number": number, **flat(one.certificate, GONE)[0], **_until(one)}
        for number, one in enumerate(holdings, start=1)
    ]
    tables = {
        "products": _rows("products", [facts], languages, later=2),
        "certificates": _rows("certificates", certificates, languages),
        "details": _details({"product": code}, listed, languages),
    }
    if inside:
        tables["producers"] = _rows("producers", [{"product": code, **_maker(inside)}], languages, later=1)
    if story:
        tables["stories"] = story_rows(code, "vi", story, languages)
    return RecordRows(tables, tuple(_revoked(product)))


def producer_rows(producer: Producer, languages: tuple[str, ...]) -> RecordRows:
    """Return the row of a producer with a page of its own."""
    told = _maker(producer)
    return RecordRows({"producers": _rows("producers", [{"id": told.pop("id"), **told}], languages, later=1)})


def _maker(producer: ProducerFacts) -> dict[str, Any]:
    return flat(published(producer), left_out(producer))[0]


def lot_rows(code: str, lot: Lot, maker: ProducerFacts | None, languages: tuple[str, ...]) -> RecordRows:
    """Return the rows of a lot of a product."""
    shown = published_lot(lot, maker)
    facts, listed = flat(shown, GONE)
    tables = {
        "lots": _rows("lots", [{"product": code, **facts}], languages, later=1),
        "details": _details({"product": code, "in_lot": lot.lot}, listed, languages),
    }
    recall = shown.recalled
    reason = recall.reason.text() if recall and recall.reason else ""
    notices = (Notice(recall.date.isoformat(), lot.lot, recall.decision or "", reason),) if recall else ()
    return RecordRows(tables, notices)


def story_rows(code: str, language: str, story: str, languages: tuple[str, ...]) -> Rows:
    """Return the row of a story in HTML."""
    return _rows("stories", [{"product": code, "language": language, "html": story}], languages)


def completed(rows: Rows, after: dict[str, str]) -> Rows:
    """Return a row with its last columns."""
    count, csv, json = rows
    told = {key: value for key, value in after.items() if value}
    return count, f"{csv},{csv_lines([map(cell, after.values())])}", f"{json[:-1]},{json_line(told)[1:]}"


def _details(of: dict[str, str], listed: list[tuple[str, list[dict[str, Any]]]], languages: tuple[str, ...]) -> Rows:
    items = [
        {**of, "list": name, "item": number, **item}
        for name, some in listed
        for number, item in enumerate(some, start=1)
    ]
    return _rows("details", items, languages)


def _rows(table: str, facts: list[dict[str, Any]], languages: tuple[str, ...], later: int = 0) -> Rows:
    """Return rows without the columns that come later than these facts are known."""
    places = _places(table, languages)
    width = len(places) - later
    lines = []
    for one in facts:
        line: list[Any] = [None] * width
        for name, value in one.items():
            # A language that config.yml does not name, or does not name rightly, has no columns: the check tells.
            if name in places:
                line[places[name]] = cell(value)
        lines.append(line)
    csv = csv_lines(lines)
    return len(facts), csv.removesuffix(LINE_END) if later else csv, ",\n".join(map(json_line, facts))


@cache
def _places(table: str, languages: tuple[str, ...]) -> dict[str, int]:
    return {name: place for place, name in enumerate(tables(languages)[table].names)}


def _until(holding: Holding) -> dict[str, str]:
    return {"valid_until": holding.until.isoformat()} if holding.until else {}


def _revoked(product: Product) -> Iterator[Notice]:
    for certificate in product.certificates:
        if revoked := certificate.revoked:
            yield Notice(revoked.date.isoformat(), "", revoked.decision, str(revoked.ground))
