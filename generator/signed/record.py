"""A record as data for everybody: what its page shows, without personal fields; same record, same bytes."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from generator.entry import Entry
from generator.model.lot import Lot
from generator.model.record import Record
from generator.model.text import Words

_PERSONAL = frozenset({"representative", "contact", "consent", "by"})
"""Names and contacts of people are left out of open data, whoever agreed to show them on a page."""
_PLACES = frozenset({"address", "geo"})
"""Left out where they may be somebody's home."""


def product_record(entry: Entry) -> bytes:
    """Return a product's record as JSON."""
    producer = entry.producer
    household = producer is not None and producer.is_natural_person
    told = _plain(entry.product, household)
    if producer:
        told["producer"] = _plain(producer, household)
    return _written(told | {"story": entry.story, "stories": dict(entry.stories)})


def lot_record(entry: Entry, lot: Lot) -> bytes:
    """Return a lot's record as JSON, with the product it is of."""
    return _written({"product": entry.code, "demo": entry.demo, **_plain(lot, household=False)})


def _written(told: dict[str, Any]) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _plain(value: Any, household: bool) -> Any:
    if isinstance(value, Record):
        gone = _PERSONAL | _PLACES if household else _PERSONAL
        fields = ((name, getattr(value, name)) for name in type(value).model_fields if name not in gone)
        return {name: _plain(one, household) for name, one in fields if one is not None and one != ()}
    if isinstance(value, tuple):
        return [_plain(one, household) for one in value]
    if isinstance(value, Words):
        return dict(value.texts)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
