"""Marks of records: short digests of what is published of them, by which a build knows what has changed."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from generator.card import Card
from generator.catalogue import Catalogue
from generator.crew import Staff
from generator.entry import Told, enter, maker_behind
from generator.faces import LotFacts
from generator.memory import ForgottenError, Kept, Memory
from generator.model.lot import Lot
from generator.model.producer import Producer
from generator.model.record import Record
from generator.model.text import Words
from generator.past import mark_of, mark_of_all
from generator.rules.privacy import published
from generator.rules.publication import published_lot

MARKS = "marks"
"""The table of each product's and producer's marks, and what they were taken of."""
AT_ONCE = 60
SECONDS = 0.0004
Marks = tuple[tuple[str, str], ...]
"""Addresses with their marks."""


Task = tuple[str, str, tuple[Any, ...]]
"""The name in the table, a digest of what decides the marks, and what they are taken of."""


def marks(catalogue: Catalogue, memory: Memory, staff: Staff) -> dict[str, str]:
    """Return the mark of each record's page by its address.

    Records that tell all were marked when they were read; of the others the part that is published is marked here.
    Raises ForgottenError where the memory lost a record.
    """
    found: dict[str, str] = {}
    others: list[Task] = []
    for card in catalogue.cards:
        tab = card.tab
        if not tab.mark:
            others.append((card.code, card.whole, _parts(card)))
        elif tab.gtin or tab.traced:
            found.update(_addressed(tab.code, tab.gtin, tab.mark, [(one.lot, one.mark) for one in card.lots]))
        else:
            found[f"/P/{tab.code}/"] = tab.mark
    for maker, kept in catalogue.makers:
        if maker.tells_all:
            found[f"/chu-the/{maker.id}/"] = maker.mark
        else:
            others.append((f"/{maker.id}", kept.key, (kept,)))
    return found | _of_others(others, memory, staff)


def _of_others(tasks: list[Task], memory: Memory, staff: Staff) -> dict[str, str]:
    """Return the marks of records that keep something back; what is as it was is not marked again."""
    known = memory.table(MARKS)
    now = {name: row for name, drawn, _ in tasks if (row := known.get(name)) is not None and row[0] == drawn}
    stale = [task for task in tasks if task[0] not in now]
    if stale:
        crew = staff.crew(len(stale) * SECONDS, near=True)
        batches = (_work(stale[first : first + AT_ONCE], memory) for first in range(0, len(stale), AT_ONCE))
        for done in staff.each(crew, mark, batches, len(stale), AT_ONCE, "making"):
            now.update({name: (drawn, marked) for name, drawn, marked in done})
    if stale or len(now) != len(known):
        memory.write_table(MARKS, now)
    return {address: marked for _, some in now.values() for address, marked in some}


def _addressed(code: str, gtin: str | None, whole: str, lots: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the marks of a product's page and of its lots' pages, at each of their addresses."""
    yield f"/P/{code}/", whole
    if gtin:
        yield f"/01/{gtin}/", whole
    for lot, found in lots:
        yield f"/P/{code}/{lot}/", found
        if gtin:
            yield f"/01/{gtin}/10/{lot}/", found


def _parts(card: Card) -> tuple[Any, ...]:
    languages = tuple(language for language, _ in card.stories)
    photos = tuple(photo.digest for photo in card.photos)
    return card.kept, card.maker_kept, languages, tuple(kept for _, kept in card.stories), photos, card.lots


def _work(tasks: list[Task], memory: Memory) -> tuple[list[Task], dict[str, bytes]]:
    keys = {key for _, _, parts in tasks for key in _keys(parts)}
    values = dict(memory.kept(keys))
    if len(values) < len(keys):
        raise ForgottenError
    return tasks, values


def _keys(parts: Iterable[Any]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Kept):
            yield part.key
        elif isinstance(part, LotFacts):
            yield part.kept.key
        elif isinstance(part, tuple):
            yield from _keys(part)


def mark(work: tuple[list[Task], dict[str, bytes]]) -> list[tuple[str, str, Marks]]:
    """Return the marks of some records."""
    tasks, values = work

    def load(kept: Kept | None) -> Any:
        return pickle.loads(values[kept.key]) if kept else None  # noqa: S301 - our own, by its digest

    done = []
    for name, drawn, parts in tasks:
        if name.startswith("/"):
            found: Marks = ((f"/chu-the{name}/", _told(published(load(parts[0])))),)
        else:
            kept, maker_kept, languages, stories, photos, lots = parts
            told = zip(languages, map(load, stories), strict=True)
            dated = [(one.lot, load(one.kept)) for one in lots]
            found = tuple(_of_product(load(kept), load(maker_kept), told, photos, dated))
        done.append((name, drawn, found))
    return done


def _of_product(
    told: Told,
    producer: Producer | None,
    stories: Iterable[tuple[str, str]],
    photos: tuple[str, ...],
    lots: list[tuple[str, Lot]],
) -> Iterator[tuple[str, str]]:
    entry = enter(told, producer, stories=tuple(stories))
    trace = entry.product.traceability
    shown = [_told(entry.product), _told(entry.producer), entry.story, *photos, *map("".join, entry.stories)]
    maker = maker_behind(told, producer)
    of_lots = [(code, _told(published_lot(lot, maker))) for code, lot in lots]
    whole = mark_of_all((*shown, *[mark for _, mark in of_lots]))
    yield from _addressed(entry.code, trace.gtin if trace else None, whole, of_lots)


def _told(value: Any) -> str:
    """Return the mark of a published value, in words that stay the same when models learn more keys."""
    return mark_of(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return {name: _plain(one) for name, one in value.__dict__.items() if one is not None and one != ()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Words):
        return dict(value.texts)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
