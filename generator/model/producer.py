"""A producer (chủ thể): who makes the product."""

from __future__ import annotations

from generator.model.record import Record
from generator.model.values import (
    CommuneCode,
    Day,
    Digits,
    Email,
    Name,
    ProducerId,
    ProvinceCode,
    Said,
    Text,
    Url,
    YesNo,
)
from generator.model.words import Consentable, ProducerKind, ProducerKindName

NATURAL_PERSONS = frozenset({ProducerKindName.HO_KINH_DOANH, ProducerKindName.HO_SAN_XUAT})
"""Households are natural persons in law."""


class PlaceAsCertified(Record):
    """A place in the words of the decision, with the units of that day."""

    address: Text | None = None
    """The hamlet, street or number, as certified."""
    commune: Text | None = None
    """The commune, ward or town of that day: Xã Ẳng Nưa."""
    district: Text | None = None
    """The district of that day (districts ended on 1/7/2025)."""
    province: Text | None = None
    """The province of that day."""


class PlaceToday(Record):
    """The same place by the units since 1/7/2025."""

    address: Text | None = None
    """The hamlet, street or number."""
    commune: Text | None = None
    """The commune or ward of today: Xã Mường Ảng."""
    commune_code: CommuneCode | None = None
    """Its five digits in Quyết định 19/2025/QĐ-TTg."""
    province: Text | None = None
    """The province of today."""
    province_code: ProvinceCode | None = None
    """Its two digits in Quyết định 19/2025/QĐ-TTg."""


class Contact(Record):
    """How to reach a producer; a natural person's is withheld without consent."""

    phone: Text | None = None
    """Telephone, as written."""
    email: Email | None = None
    """Mail address."""
    website: Url | None = None
    """Website."""
    address: Text | None = None
    """Postal address."""


class Consent(Record):
    """A natural person's recorded consent to publication (Luật 91/2025/QH15)."""

    fields: tuple[Consentable, ...] = ()
    """The fields that may be published."""
    date: Day
    """The day the consent was given."""


class ProducerFacts(Record):
    """What is known of a producer, in a file of its own or inside a product."""

    name: Name
    """The producer's name in business."""
    kind: ProducerKind | None = None
    """What it is in law."""
    natural_person: YesNo | None = None
    """Whether it is a natural person; by default true for households."""
    gln: Digits | None = None
    """Global Location Number, 13 digits."""
    representative: Text | None = None
    """Who represents it."""
    contact: Contact | None = None
    """How to reach it."""
    consent: Consent | None = None
    """A natural person's consent."""
    place: PlaceToday | None = None
    """Where it is, by today's units."""
    place_as_certified: PlaceAsCertified | None = None
    """Where it is, in the words of the decision."""
    story: Said | None = None
    """A few sentences about it."""

    @property
    def is_natural_person(self) -> bool:
        """Whether the rules for personal data hold for this producer."""
        return self.kind in NATURAL_PERSONS if self.natural_person is None else self.natural_person


class Producer(ProducerFacts):
    """A producer with a file and a page of its own."""

    id: ProducerId
    """Permanent id, the file's name."""
