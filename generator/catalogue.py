"""All records together: each product with its producer, lots, pictures and law, and the shelves they stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from generator.model.config import Config
from generator.model.lot import Lot
from generator.model.producer import PlaceToday, Producer, ProducerFacts
from generator.model.product import Image, Product
from generator.model.words import SaleName
from generator.rules.certificates import Holding, history, recognised
from generator.rules.programme import (
    Group,
    ProductSet,
    communes,
    communes_named,
    groups,
    named,
    province_code,
    provinces,
    sets,
)
from generator.vietnamese import slug, sort_key


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that may be shown."""

    image: Image
    source: str
    """Its file, absolute."""
    digest: str
    """Hex digest of the file's bytes."""
    width: int
    """Pixels, after turning it upright."""
    height: int
    """Pixels, after turning it upright."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A product with everything that belongs to it."""

    product: Product
    producer: ProducerFacts | None
    """Who makes it; a `Producer` where it has a page of its own."""
    lots: tuple[Lot, ...]
    """Newest first."""
    photos: tuple[Photo, ...]
    story: str
    """The story in Markdown; empty where there is none."""
    stories: tuple[tuple[str, str], ...]
    """The story in other languages: pairs of language and Markdown."""
    set: ProductSet
    group: Group
    holdings: tuple[Holding, ...]
    """All certificates, the one that counts first."""
    as_certified: tuple[str, ...]
    """The old units of its origin, commune first."""

    @property
    def code(self) -> str:
        """The permanent code."""
        return self.product.code

    @property
    def name(self) -> str:
        """The name in Vietnamese."""
        return self.product.name.text()

    @property
    def holding(self) -> Holding:
        """The certificate that counts."""
        return self.holdings[0]

    @property
    def stars(self) -> int:
        """The stars of the certificate that counts."""
        return self.holding.certificate.stars

    @property
    def ceased(self) -> bool:
        """Whether it is no longer made."""
        return self.product.status is SaleName.CEASED

    @property
    def producer_page(self) -> Producer | None:
        """The producer, if it has a page of its own."""
        return self.producer if isinstance(self.producer, Producer) else None

    @property
    def commune(self) -> str | None:
        """Today's commune, by name."""
        today = self.product.origin.today if self.product.origin else None
        return today.commune if today else None

    @property
    def commune_key(self) -> str | None:
        """The name of today's commune in addresses: its code, where law knows one by its name."""
        today = self.product.origin.today if self.product.origin else None
        if today is None or not (today.commune or today.commune_code):
            return None
        # A commune unknown to law goes by its name, made so that it is no code, no device name, no other shelf.
        by_name = slug(f"{today.commune} {today.province or ''}")[:100]
        return today.commune_code or _code_in_law(today) or f"ten-{by_name}"

    @property
    def place(self) -> str | None:
        """Where it comes from in one short line: today's commune, else the old units, else the province."""
        if self.commune:
            return self.commune
        if self.as_certified:
            return self.as_certified[0]
        today = self.product.origin.today if self.product.origin else None
        return today.province if today else None


@dataclass(frozen=True, slots=True)
class Shelf:
    """Products that belong together: a group, a set, a number of stars, a commune, a producer."""

    key: str
    """Its name in addresses."""
    title: str
    entries: tuple[Entry, ...]
    note: tuple[str, ...] = ()
    """Names from before, such as a commune's old units."""

    @property
    def demos(self) -> int:
        """How many of its products are invented."""
        return sum(entry.product.demo for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The whole catalogue, in Vietnamese alphabetical order of names, then codes."""

    config: Config
    entries: tuple[Entry, ...]
    producers: tuple[Producer, ...]
    brand: tuple[tuple[str, Photo], ...] = ()
    """The office's own pictures: `logo` and `mark`."""

    @property
    def province(self) -> str | None:
        """The publishing province's name."""
        code = self.config.site.province_code
        return provinces().get(code) if code else None

    def by_group(self) -> tuple[tuple[Group, Shelf], ...]:
        """Return the six groups, also the empty ones, with their products."""
        found = _gather(self.entries, lambda entry: entry.group.id)
        return tuple((group, Shelf(group.id, group.name, found.get(group.id, ()))) for group in groups())

    def by_set(self) -> tuple[tuple[ProductSet, Shelf], ...]:
        """Return the 26 sets, also the empty ones, with their products."""
        found = _gather(self.entries, lambda entry: entry.set.id)
        return tuple((one, Shelf(one.id, one.name, found.get(one.id, ()))) for one in sets().values())

    def by_stars(self) -> tuple[tuple[int, Shelf], ...]:
        """Return the products by stars, most stars first."""
        found = _gather(self.entries, lambda entry: str(entry.stars))
        return tuple((stars, Shelf(str(stars), str(stars), found.get(str(stars), ()))) for stars in (5, 4, 3))

    def by_commune(self) -> tuple[Shelf, ...]:
        """Return the communes of today that have products, with the units they had before."""
        shelves = []
        for key, entries in _gather(self.entries, lambda entry: entry.commune_key or NO_COMMUNE).items():
            before = sorted({", ".join(e.as_certified) for e in entries if e.as_certified}, key=sort_key)
            shelves.append(Shelf(key, _commune_title(entries), entries, tuple(before)))
        return tuple(
            sorted(shelves, key=lambda shelf: (shelf.key == NO_COMMUNE, sort_key(named(shelf.title)), shelf.title))
        )

    def by_producer(self) -> tuple[tuple[Producer, Shelf], ...]:
        """Return all producers that have a page, with their products."""
        found = _gather(self.entries, lambda entry: entry.producer_page.id if entry.producer_page else "")
        return tuple((one, Shelf(one.id, one.name.text(), found.get(one.id, ()))) for one in self.producers)

    def newest(self, count: int) -> tuple[Entry, ...]:
        """Return the products recognised last that are still to be had, real ones before samples."""
        living = (one for one in self.entries if not one.holding.certificate.revoked and not one.ceased)
        return tuple(sorted(living, key=_recognised, reverse=True)[:count])


NO_COMMUNE = "chua-cong-bo"
"""The key of the shelf of products whose commune nobody published."""


def _gather(entries: Iterable[Entry], key: Callable[[Entry], str]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(key(entry), []).append(entry)
    return {name: tuple(members) for name, members in found.items()}


def _code_in_law(today: PlaceToday) -> str | None:
    """Return the code of a commune that is only named, so that it shares the shelf of those with the code."""
    where = today.province_code or (province_code(today.province) if today.province else None)
    named_so = communes_named(today.commune, where) if today.commune and where else ()
    return named_so[0].code if len(named_so) == 1 else None


def _commune_title(entries: tuple[Entry, ...]) -> str:
    written = next((entry.commune for entry in entries if entry.commune), "")
    known = communes().get(entries[0].commune_key or NO_COMMUNE)
    return written or (known.name if known else "")


def _recognised(entry: Entry) -> tuple[bool, date, str]:
    return not entry.product.demo, recognised(entry.holding.certificate), entry.code


def enter(
    product: Product,
    producer: ProducerFacts | None,
    lots: Iterable[Lot],
    photos: Iterable[Photo],
    stories: dict[str, str],
) -> Entry:
    """Return a product joined with what belongs to it."""
    law = sets()[product.set]
    group = next(group for group in groups() if group.id == law.group)
    before = product.origin.as_certified if product.origin else None
    units = (before.commune, before.district, before.province) if before else ()
    newest = sorted(lots, key=lambda lot: (lot.made or date.min, lot.lot), reverse=True)
    return Entry(
        product=product,
        producer=producer,
        lots=tuple(newest),
        photos=tuple(photos),
        story=stories.get("vi", ""),
        stories=tuple(sorted((lang, text) for lang, text in stories.items() if lang != "vi")),
        set=law,
        group=group,
        holdings=history(product.certificates),
        as_certified=tuple(unit for unit in units if unit),
    )


def arrange(
    config: Config,
    entries: Iterable[Entry],
    producers: Iterable[Producer],
    brand: Iterable[tuple[str, Photo]] = (),
) -> Catalogue:
    """Return the catalogue in its one order."""
    return Catalogue(
        config=config,
        entries=tuple(sorted(entries, key=lambda entry: (sort_key(entry.name), entry.code))),
        producers=tuple(sorted(producers, key=lambda one: (sort_key(one.name.text()), one.id))),
        brand=tuple(brand),
    )
