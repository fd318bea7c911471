"""A record as data for everybody: what its page shows, without personal fields; same record, same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from generator.entry import Entry
from generator.model.lot import Lot
from generator.model.record import Record
from generator.model.text import Words
from generator.rules.publication import left_out, without_portraits


def product_record(entry: Entry) -> bytes:
    """Return a product's record as JSON."""
    producer = entry.producer
    gone = left_out(producer)
    told = _plain(without_portraits(entry.product), gone)
    if producer:
        told["producer"] = _plain(producer, gone)
    return _written(told | {"story": entry.story, "stories": dict(entry.stories)})


def lot_record(entry: Entry, lot: Lot) -> bytes:
    """Return a lot's record as JSON, with the product it is of."""
    return _written({"product": entry.code, "demo": entry.demo, **_plain(lot, left_out(None))})


def _written(told: dict[str, Any]) -> bytes:
    # A key on each line, in its simplest form below: to indent everything takes ten times as long.
    lines = [f"{_line(key)}: {_line(told[key])}" for key in sorted(told)]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


_NONE = ()
"""Python has but one of these."""
_line: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False, sort_keys=True, check_circular=False).encode


def _plain(value: Any, gone: frozenset[str]) -> Any:
    if isinstance(value, Record):
        fields = value.__dict__.items()
        return {name: _plain(one, gone) for name, one in fields if not (one is None or one is _NONE or name in gone)}
    if isinstance(value, tuple):
        return [_plain(one, gone) for one in value]
    if isinstance(value, Words):
        return dict(value.texts)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
