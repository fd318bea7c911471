"""A product with everything that belongs to it, as its own page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from generator.faces import Face, LotFacts, Maker, Photo
from generator.memory import Kept, digest
from generator.model.lot import Lot
from generator.model.producer import PlaceToday, Producer, ProducerFacts
from generator.model.product import Image, Product
from generator.model.words import ConsentName, SaleName
from generator.rules.certificates import Holding, history, recognised
from generator.rules.privacy import published, withheld
from generator.rules.programme import Group, ProductSet, communes_named, groups, province_code, provinces, sets
from generator.rules.publication import hides_address, published_product
from generator.vietnamese import nfc, rank, slug


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of a product."""

    image: Image
    photo: Photo

    @property
    def digest(self) -> str:
        """The digest of the file's bytes."""
        return self.photo.digest

    @property
    def width(self) -> int:
        """Pixels, after turning it upright."""
        return self.photo.picture.width

    @property
    def height(self) -> int:
        """Pixels, after turning it upright."""
        return self.photo.picture.height


@dataclass(frozen=True, slots=True)
class Told:
    """What a product's file says: the record and the story."""

    product: Product
    story: str
    """Safe HTML; empty where there is none."""
    face: Face | None = None
    """What is shown of it elsewhere."""


class Entry(NamedTuple):
    """A product with everything that belongs to it."""

    product: Product
    producer: ProducerFacts | None
    """Who makes it; a `Producer` where it has a page of its own."""
    lots: tuple[LotFacts, ...]
    """Newest first."""
    photos: tuple[Shown, ...]
    story: str
    """The story as safe HTML; empty where there is none."""
    stories: tuple[tuple[str, str], ...]
    """The story in other languages: pairs of language and safe HTML."""
    set: ProductSet
    group: Group
    holdings: tuple[Holding, ...]
    """All certificates, the one that counts first."""
    face: Face
    """What is shown of it outside its page."""

    @property
    def code(self) -> str:
        """The permanent code."""
        return self.product.code

    @property
    def name(self) -> str:
        """The name in Vietnamese."""
        return self.product.name.text()

    @property
    def demo(self) -> bool:
        """Whether it is invented."""
        return self.product.demo

    @property
    def holding(self) -> Holding:
        """The certificate that counts."""
        return self.holdings[0]

    @property
    def stars(self) -> int:
        """The stars of the certificate that counts."""
        return self.face.stars

    @property
    def place(self) -> str | None:
        """Where it comes from in one short line."""
        return self.face.place

    @property
    def commune_key(self) -> str | None:
        """The name of today's commune in addresses."""
        return self.face.commune_key

    @property
    def producer_page(self) -> Producer | None:
        """The producer, if it has a page of its own."""
        return self.producer if isinstance(self.producer, Producer) else None


def enter(
    told: Told,
    producer: ProducerFacts | None = None,
    lots: Iterable[LotFacts] = (),
    photos: Iterable[Photo] = (),
    stories: Iterable[tuple[str, str]] = (),
) -> Entry:
    """Return a product joined with what belongs to it, without what may not be published."""
    maker = maker_behind(told, producer)
    product = published_product(told.product, maker)
    law = sets()[product.set]
    holdings = history(product.certificates)
    by_file = {photo.file: photo for photo in photos}
    return Entry(
        product=product,
        producer=published(maker) if maker else None,
        lots=tuple(lots),
        photos=tuple(Shown(image, by_file[image.file]) for image in product.images if image.file in by_file),
        story=told.story,
        stories=tuple(stories),
        set=law,
        group=next(group for group in groups() if group.id == law.group),
        holdings=holdings,
        face=told.face or face_of(product, holdings[0]),
    )


def maker_behind(told: Told, producer: ProducerFacts | None) -> ProducerFacts | None:
    """Return who makes a product, with what may not be published: from a file of its own, else from inside."""
    inside = told.product.producer
    return producer if producer is not None or isinstance(inside, str) else inside


def face_of(product: Product, holding: Holding) -> Face:
    """Return what is shown of a product outside its page."""
    certificate, origin, name = holding.certificate, product.origin, product.name.text()
    today = origin.today if origin else None
    before = origin.as_certified if origin else None
    units = tuple(unit for unit in (before.commune, before.district, before.province) if unit) if before else ()
    commune, province = (today.commune, today.province) if today else (None, None)
    face = Face(
        code=product.code,
        name=name,
        twins=product.name.others,
        set_id=product.set,
        stars=certificate.stars,
        demo=product.demo,
        ceased=product.status is SaleName.CEASED,
        issued=certificate.issued,
        until=holding.until,
        expires=holding.expires,
        revoked=certificate.revoked.date if certificate.revoked else None,
        recognised=recognised(certificate),
        updated=product.updated,
        # Today's commune, else the old units, else the province.
        place=commune or next(iter(units), province),
        commune=commune,
        commune_key=_commune_key(today) if today else None,
        as_certified=units,
        province=province or (provinces().get(today.province_code) if today and today.province_code else None),
        order=order(name),
        digest="",
    )
    return face._replace(digest=digest(repr(face).encode("utf-8", "surrogatepass")))


def _commune_key(today: PlaceToday) -> str | None:
    """Return the name of a commune in addresses: its code, where law knows one by its name."""
    if not (today.commune or today.commune_code):
        return None
    # A commune unknown to law goes by its name, made so that it is no code, no device name, no other shelf.
    by_name = slug(f"{today.commune} {today.province or ''}")[:100]
    return today.commune_code or _code_in_law(today) or f"ten-{by_name}"


def maker_of(producer: ProducerFacts, mark: str = "") -> Maker:
    """Return what of a producer others need to know."""
    where = producer.place or producer.place_as_certified
    name = producer.name.text() if producer.name else ""
    return Maker(
        id=producer.id if isinstance(producer, Producer) else None,
        name=name,
        twins=producer.name.others if producer.name else (),
        kind=producer.kind,
        where=(where.commune or where.province) if where else None,
        order=order(name),
        shows_portraits=producer.consent is not None and ConsentName.PORTRAIT in producer.consent.fields,
        hides_address=hides_address(producer),
        withholds=any(field is not ConsentName.REPRESENTATIVE for field in withheld(producer)),
        household=producer.is_natural_person,
        mark=mark,
    )


def lot_facts(lot: Lot, kept: Kept, mark: str) -> LotFacts:
    """Return what a product's page shows of a lot."""
    dated = bool(lot.made or lot.recalled or any(one.time for one in lot.events) or any(one.date for one in lot.tests))
    return LotFacts(lot.lot, lot.made, lot.expires, lot.recalled is not None, dated, kept, mark)


def order(name: str) -> str:
    """Return a text that sorts where Vietnamese dictionaries put the name."""
    letters, tones = zip(*map(_order, nfc(name).lower()), strict=True) if name else ((), ())
    return f"{''.join(letters)}\0{''.join(tones)}\0{name}"


@lru_cache(maxsize=4096)
def _order(char: str) -> tuple[str, str]:
    """Return the places of a letter and of its tone, each as one character."""
    letter, tone = rank(char)
    return chr(min(letter, 0x10FFFF)), chr(tone)


def _code_in_law(today: PlaceToday) -> str | None:
    """Return the code of a commune that is only named, so that it shares the shelf of those with the code."""
    where = today.province_code or (province_code(today.province) if today.province else None)
    named_so = communes_named(today.commune, where) if today.commune and where else ()
    return named_so[0].code if len(named_so) == 1 else None
