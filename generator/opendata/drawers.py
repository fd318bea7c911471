"""The rows of all records in drawers of about a hundred, so that an edit looks into one of them."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple, TypeVar, cast
from zlib import crc32

from generator import addresses
from generator.card import Card
from generator.catalogue import real_makers
from generator.entry import Told, maker_behind
from generator.faces import Maker
from generator.memory import ForgottenError, Kept, Memory, digest
from generator.model.config import Config
from generator.model.lot import Lot
from generator.model.producer import Producer, ProducerFacts
from generator.opendata.rows import RecordRows, Rows, beside, completed, lot_rows, product_rows, story_rows
from generator.opendata.tables import NAMES
from generator.sheets import OpenData, Sheet, Warned

LAST_OF_DRAWER = 128
"""A drawer ends with a name whose checksum divides by this: one record more or less changes one drawer only."""
One = TypeVar("One")
Lying = tuple[int, int, str, str]
"""Rows of one table in one drawer: their number, the bytes of their CSV, the keys of their CSV and of their JSON."""
Filled = tuple[tuple[Lying, ...], tuple[tuple[str, ...], ...]]
"""A drawer: the rows of each table, and what there is to warn of."""


class _Site(NamedTuple):
    """What all rows have in common."""

    languages: tuple[str, ...]
    url: str


def fill(cards: Iterable[Card], makers: Iterable[tuple[Maker, Kept]], config: Config, memory: Memory) -> OpenData:
    """Return the open data of all records that are no demonstration; only drawers that changed are filled anew.

    Raises ForgottenError where the memory lost something.
    """
    site = _Site(config.site.languages, config.site.url)
    every, makers = tuple(cards), tuple(makers)
    real = sorted((card for card in every if not card.demo), key=_code)
    there = real_makers(every, [maker for maker, _ in makers])
    shown = sorted([one for one in makers if one[0].id in there], key=_id)
    wanted: list[tuple[str, partial[Filled]]] = []
    for cards_inside in _drawers(real, _code):
        wanted.append((digest(_told(cards_inside, site).encode()), partial(_of_cards, cards_inside)))
    for makers_inside in _drawers(shown, _id):
        wanted.append((digest(_told_makers(makers_inside, site).encode()), partial(_of_makers, makers_inside)))
    known = {key: pickle.loads(value) for key, value in memory.kept(key for key, _ in wanted)}  # noqa: S301 - our own
    drawers: list[Filled] = []
    for key, filled in wanted:
        if key not in known:
            known[key] = filled(site, memory)
            memory.keep([(key, pickle.dumps(known[key], 5))])
        drawers.append(known[key])
    sheets = tuple(_sheet(name, number, drawers) for number, name in enumerate(NAMES))
    warned = tuple(Warned(*one) for _, some in drawers for one in some)
    keys = tuple(key for key, _ in wanted)
    return OpenData(sheets, warned, lambda: {*keys, *_lying(sheets), *_rows_of(every), *_rows_of_makers(makers)})


def _code(card: Card) -> str:
    return card.code


def _id(made: tuple[Maker, Kept]) -> str:
    return made[0].id or ""


def _drawers(things: list[One], name: Callable[[One], str]) -> Iterator[list[One]]:
    first = 0
    for last, thing in enumerate(things, start=1):
        if crc32(name(thing).encode()) % LAST_OF_DRAWER == 0 or last == len(things):
            yield things[first:last]
            first = last


def _told(cards: list[Card], site: _Site) -> str:
    return f"open {site} " + "\n".join([card.whole for card in cards])


def _told_makers(makers: list[tuple[Maker, Kept]], site: _Site) -> str:
    return f"open makers {site} " + " ".join([kept.key for _, kept in makers])


class _Sheets:
    """What is written of a drawer, table by table."""

    def __init__(self) -> None:
        self.lines: dict[str, list[Rows]] = {name: [] for name in NAMES}

    def add(self, tables: Mapping[str, Rows], after: Mapping[str, dict[str, str]]) -> None:
        """Add a record's rows; the last columns of some tables are known only here."""
        for table, rows in tables.items():
            if rows[0]:
                self.lines[table].append(completed(rows, after[table]) if table in after else rows)

    def kept(self, memory: Memory) -> tuple[Lying, ...]:
        """Return the rows of each table and where they are kept; no keys where there are none."""
        return tuple(_keep(rows, memory) for rows in self.lines.values())


def _keep(rows: list[Rows], memory: Memory) -> Lying:
    if not rows:
        return 0, 0, "", ""
    csv = "".join([row[1] for row in rows]).encode()
    json = ",\n".join([row[2] for row in rows]).encode()
    keys = digest(b"csv " + csv), digest(b"json " + json)
    memory.keep([(keys[0], pickle.dumps(csv, 5)), (keys[1], pickle.dumps(json, 5))])
    return sum([row[0] for row in rows]), len(csv), *keys


def _of_cards(cards: list[Card], site: _Site, memory: Memory) -> Filled:
    """Return a drawer of products with their certificates, lots and stories."""
    known, sheets = _Known(cards, site, memory), _Sheets()
    warned: list[tuple[str, ...]] = []
    for card in cards:
        code = card.code
        page = {"page": addresses.public(site.url, addresses.product(code))}
        maker = {"producer_name": card.maker.name if card.maker else ""}
        tables, notices = known.product(card)
        sheets.add(tables, {"products": maker | page, "producers": page})
        for language, kept in card.stories:
            if story := known.story(kept):
                sheets.add({"stories": story_rows(code, language, story, site.languages)}, {})
        for lot in card.lots:
            tables, recalls = known.lot(card, lot.kept)
            sheets.add(tables, {"lots": {"page": addresses.public(site.url, addresses.lot(code, lot.lot))}})
            notices += recalls
        warned += [(code, card.name, *notice) for notice in notices]
    return sheets.kept(memory), tuple(warned)


def _of_makers(makers: list[tuple[Maker, Kept]], site: _Site, memory: Memory) -> Filled:
    """Return a drawer of producers that have a page of their own."""
    keys = [beside(kept).key for _, kept in makers]
    values, sheets = _taken(keys, memory), _Sheets()
    for (maker, _), key in zip(makers, keys, strict=True):
        page = addresses.public(site.url, addresses.producer(maker.id or ""))
        sheets.add(values[key].tables, {"producers": {"page": page}})
    return sheets.kept(memory), ()


def _decides(card: Card) -> bool:
    """Tell whether a producer with a file of its own keeps something of a product's rows back."""
    maker = card.maker
    return maker is not None and maker.id is not None and (maker.household or maker.withholds)


def _behind(card: Card) -> Kept:
    """Return where the producer is kept that decides what of a lot is published."""
    return card.maker_kept or card.kept


def _holds_lots_back(card: Card) -> bool:
    return card.maker is not None and (card.maker.household or card.maker.withholds)


def _place(card: Card) -> Kept:
    return beside(card.kept, card.maker_kept if _decides(card) else None)


def _place_of_lot(card: Card, lot: Kept) -> Kept:
    return beside(lot, _behind(card) if _holds_lots_back(card) else None)


class _Known:
    """The rows of a drawer's records: taken out of the memory, or worked out where a producer keeps something back."""

    def __init__(self, cards: list[Card], site: _Site, memory: Memory) -> None:
        self.site, self.memory = site, memory
        keys = [_place(card).key for card in cards]
        keys += [_place_of_lot(card, lot.kept).key for card in cards for lot in card.lots]
        keys += [kept.key for card in cards for _, kept in card.stories]
        self.values = dict(memory.kept(keys))

    def product(self, card: Card) -> RecordRows:
        return self._row(_place(card), may_lack=_decides(card), make=lambda: self._product(card))

    def lot(self, card: Card, kept: Kept) -> RecordRows:
        return self._row(_place_of_lot(card, kept), may_lack=_holds_lots_back(card), make=lambda: self._lot(card, kept))

    def story(self, kept: Kept) -> str:
        return self._row(kept, may_lack=False, make=str)

    def _row(self, place: Kept, *, may_lack: bool, make: Callable[[], One]) -> One:
        if place.key in self.values:
            return cast(One, pickle.loads(self.values[place.key]))  # noqa: S301 - our own
        if not may_lack:
            raise ForgottenError
        made = make()
        self.memory.keep([(place.key, pickle.dumps(made, 5))])
        return made

    def _product(self, card: Card) -> RecordRows:
        told, maker = self._told(card)
        return product_rows(told.product, told.story, maker, self.site.languages)

    def _lot(self, card: Card, kept: Kept) -> RecordRows:
        lot: Lot = _taken([kept.key], self.memory)[kept.key]
        return lot_rows(card.code, lot, self._told(card)[1], self.site.languages)

    def _told(self, card: Card) -> tuple[Told, ProducerFacts | None]:
        keys = [card.kept.key, *([card.maker_kept.key] if card.maker_kept else [])]
        values = _taken(keys, self.memory)
        told: Told = values[card.kept.key]
        maker: Producer | None = values[card.maker_kept.key] if card.maker_kept else None
        return told, maker_behind(told, maker)


def _taken(keys: list[str], memory: Memory) -> Mapping[str, Any]:
    values = dict(memory.kept(keys))
    if any(key not in values for key in keys):
        raise ForgottenError
    return {key: pickle.loads(value) for key, value in values.items()}  # noqa: S301 - our own


def _sheet(name: str, number: int, drawers: list[Filled]) -> Sheet:
    rows = [filled[0][number] for filled in drawers]
    return Sheet(name, tuple(row for row in rows if row[0]))


def _lying(sheets: Iterable[Sheet]) -> Iterator[str]:
    return (key for sheet in sheets for *_, csv, json in sheet.drawers for key in (csv, json))


def _rows_of(cards: Iterable[Card]) -> Iterator[str]:
    for card in cards:
        yield beside(card.kept).key
        yield _place(card).key
        for lot in card.lots:
            yield beside(lot.kept).key
            yield _place_of_lot(card, lot.kept).key


def _rows_of_makers(makers: Iterable[tuple[Maker, Kept]]) -> Iterator[str]:
    return (beside(kept).key for _, kept in makers)
