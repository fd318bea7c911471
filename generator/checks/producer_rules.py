"""What holds inside a producer's record, and what a natural person's consent lets be published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.checks.certificate_rules import not_future
from generator.checks.place_rules import place_faults
from generator.model.producer import ProducerFacts
from generator.model.words import ConsentName
from generator.problems import Fault, Path, error, warning
from generator.rules.gs1 import check_digit_holds
from generator.rules.privacy import CONTACT_FIELDS, consented, withheld


def producer_faults(producer: ProducerFacts, at: Path, today: date) -> Iterator[Fault]:
    """Yield what is wrong inside a producer's facts; values that were wrong already are passed over."""
    yield from _gln(producer.gln, (*at, "gln"))
    yield from place_faults(producer.place, (*at, "place"))
    if producer.consent:
        yield from not_future(producer.consent.date, (*at, "consent", "date"), today)
        for number, name in enumerate(producer.consent.fields):
            if not _filled(producer, name):
                yield warning((*at, "consent", "fields", number), "consent-empty", found=name)
    if producer.contact and producer.kind is None and producer.natural_person is None:
        yield warning(at or ("name",), "kind-missing")
    for name in withheld(producer):
        place = (*at, "contact", name) if name in CONTACT_FIELDS else (*at, name)
        yield warning(place, "withheld", found=name)
    if not consented(producer, ConsentName.ADDRESS):
        for key in ("place", "place_as_certified"):
            if (unit := getattr(producer, key)) and unit.address:
                yield warning((*at, key, "address"), "withheld", found="address")


def _gln(digits: str | None, path: Path) -> Iterator[Fault]:
    if digits and len(digits) != 13:
        yield error(path, "gln-length", found=digits, length=len(digits))
    elif digits and not check_digit_holds(digits):
        yield error(path, "gln-check", found=digits)


def _filled(producer: ProducerFacts, name: ConsentName) -> bool:
    if name is ConsentName.PORTRAIT:
        return True  # a portrait is a product's picture, not a key of this record
    if name is ConsentName.REPRESENTATIVE:
        return producer.representative is not None
    places = (producer.contact, producer.place, producer.place_as_certified)
    if name is ConsentName.ADDRESS:
        return any(place is not None and place.address for place in places)
    return producer.contact is not None and getattr(producer.contact, name) is not None
