"""What texts of law ask of a product's information, as data: which of it a record lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from generator.model.lot import Lot
from generator.model.producer import ProducerFacts
from generator.model.product import Product
from generator.model.words import ConsentName
from generator.rules.privacy import consented, published
from generator.rules.publication import published_lot, published_product


class Want(NamedTuple):
    """One thing a text asks for."""

    point: str
    """Where in the text; empty where it has no number."""
    what: str
    """Its words, `want-…` in the console's catalogue."""
    fields: tuple[str, ...]
    """Of these one must be filled."""
    not_for: frozenset[str]
    """Sets it is not asked of."""
    consent: ConsentName | None
    """Asked only of a natural person whose field is filled: consent to this."""


class Profile(NamedTuple):
    """A text of law."""

    id: str
    law: str
    """As readers cite it."""
    published: bool
    """Whether it is about what the public sees."""
    wants: tuple[Want, ...]


class Subject(NamedTuple):
    """A product with all that is known of it."""

    product: Product
    producer: ProducerFacts | None
    lots: tuple[Lot, ...]
    story: str
    site: Any
    """What config.yml says of the site."""


@cache
def profiles() -> Mapping[str, Profile]:
    """Return all profiles by their ids."""
    text = Path(__file__).with_name("profiles.yml").read_text(encoding="utf-8")
    return {one["id"]: _profile(one) for one in yaml.safe_load(text)}


def _profile(told: dict[str, Any]) -> Profile:
    wants = tuple(
        Want(
            one.get("point", ""),
            one["what"],
            tuple(one["fields"]),
            frozenset((*told.get("not_for", ()), *one.get("not_for", ()))),
            ConsentName(one["consent"]) if "consent" in one else None,
        )
        for one in told["wants"]
    )
    return Profile(told["id"], told["law"], told["view"] == "published", wants)


def lacking(profile: Profile, subject: Subject) -> Iterator[Want]:
    """Yield what a profile asks for and a product has not."""
    seen = _published(subject) if profile.published else subject
    for want in profile.wants:
        if subject.product.set in want.not_for:
            continue
        filled = any(_filled(seen, field) for field in want.fields)
        if want.consent:
            if filled and not consented(seen.producer, want.consent):
                yield want
        elif not filled:
            yield want


def _published(subject: Subject) -> Subject:
    maker = subject.producer
    return subject._replace(
        product=published_product(subject.product, maker),
        producer=published(maker) if maker else None,
        lots=tuple(published_lot(lot, maker) for lot in subject.lots),
    )


def _filled(subject: Subject, field: str) -> bool:
    first, *rest = field.split(".")
    beside = first != "product" and first in Subject._fields
    return _any(getattr(subject, first), rest) if beside else _any(subject.product, [first, *rest])


def _any(value: Any, keys: list[str]) -> bool:
    """Tell whether anything is at the end of a way through records and lists."""
    if isinstance(value, tuple):
        return any(_any(one, keys) for one in value)
    if not keys or value is None:
        return value not in (None, "")
    return _any(getattr(value, keys[0]), keys[1:])
