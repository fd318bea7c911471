"""What holds inside a product's lots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from generator.checks.certificate_rules import not_future, written
from generator.checks.slots import Form, slots
from generator.model.lot import Lot
from generator.problems import Fault, Path, error


def lot_faults(lots: Iterable[Lot], today: date) -> Iterator[Fault]:
    """Yield what is wrong inside and among the lots of one product."""
    first: dict[str, int] = {}
    for number, lot in enumerate(lots):
        at: Path = (number,)
        if lot.lot and first.setdefault(lot.lot, number) != number:
            yield error((*at, "lot"), "lot-twice", found=lot.lot)
        yield from _dates(lot, at, today)


_FLAT = tuple(name for name, slot in slots(Lot).items() if Form.TEXT in slot.forms)
"""The plain columns of a table: lot, made, expires, quantity, retained_sample."""


def table_faults(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yield the faults of a table's rows; those of a whole column once, at its head, in words that fit a table."""
    columns: dict[Fault, None] = {}
    for fault in faults:
        column = fault.path[1:]
        if len(column) == 1 and fault.rule in {"list-not-text", "mapping-not-text"}:
            columns[error(column, "csv-column-nested", found=column[0], example=_example(str(column[0])))] = None
        elif len(column) == 1 and fault.rule == "unknown-key":
            columns[error(column, "unknown-key", found=column[0], known=", ".join(_FLAT))] = None
        elif fault.rule.startswith(("unknown-key", "personal-", "twin-")):
            columns[replace(fault, path=column)] = None
        else:
            yield fault
    yield from columns


def _example(name: str) -> str:
    """Return the first column that a table may have for what stands inside another."""
    slot = slots(Lot)[name]
    listed = "[1]" if Form.LIST in slot.forms else ""
    return f"{name}{listed}.{next(iter(slots(slot.model)))}" if slot.model else name


def _dates(lot: Lot, at: Path, today: date) -> Iterator[Fault]:
    yield from not_future(lot.made, (*at, "made"), today)
    if lot.made and lot.expires and lot.expires < lot.made:
        yield error((*at, "expires"), "expires-early", found=written(lot.expires), made=written(lot.made))
    for number, material in enumerate(lot.materials):
        yield from not_future(material.harvested, (*at, "materials", number, "harvested"), today)
    for number, event in enumerate(lot.events):
        day = event.time.date() if isinstance(event.time, datetime) else event.time
        yield from not_future(day, (*at, "events", number, "time"), today)
    for number, test in enumerate(lot.tests):
        yield from not_future(test.date, (*at, "tests", number, "date"), today)
    if lot.recalled and lot.recalled.date:
        yield from not_future(lot.recalled.date, (*at, "recalled", "date"), today)
        if lot.made and lot.recalled.date < lot.made:
            yield error(
                (*at, "recalled", "date"),
                "recalled-early",
                found=written(lot.recalled.date),
                made=written(lot.made),
            )
