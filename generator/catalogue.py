"""All records together, as lists show them: each product a card, and the shelves the cards stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from hashlib import blake2b
from heapq import nlargest
from typing import NamedTuple

from generator.card import Card
from generator.faces import Maker, Photo
from generator.memory import Kept, Original
from generator.model.config import Config
from generator.past import Days, Past
from generator.rules.programme import Group, ProductSet, communes, groups, named, provinces, sets
from generator.sheets import NOTHING, OpenData
from generator.vietnamese import sort_key


class Shelf(NamedTuple):
    """Products that belong together: a group, a set, a number of stars, a commune, a producer."""

    key: str
    """Its name in addresses."""
    title: str
    cards: tuple[Card, ...]
    note: tuple[str, ...]
    """Names from before, such as a commune's old units."""
    tally: Tally
    """How much stands on it."""

    @property
    def digest(self) -> str:
        """All of it, and what lists show of its products."""
        return "\n".join([self.key, self.title, *self.note, self.tally.digest, *[card.digest for card in self.cards]])


class Tally(NamedTuple):
    """A shelf without its products; real ones and invented ones are never added up."""

    key: str
    title: str
    real: int
    demos: int
    note: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """All of it."""
        return "\n".join([self.key, self.title, *self.note, f"{self.real} {self.demos}"])


def shelf_of(key: str, title: str, cards: tuple[Card, ...], note: tuple[str, ...] = ()) -> Shelf:
    """Put cards on a shelf."""
    demos = sum(card.demo for card in cards)
    return Shelf(key, title, cards, note, Tally(key, title, len(cards) - demos, demos, note))


class Drawer(NamedTuple):
    """What some products are found by, in the order of their codes: a line for each in every column."""

    numbers: str
    """GTIN, a tab, the programme's own code."""
    papers: str
    """Numbers of decisions, with tabs between them."""
    standards: str
    """Names of standards, with tabs between them."""
    marks: str
    """A letter for each product: 1 traced, 2 sold."""
    slips: tuple[tuple[int, str], ...]
    """The files that its words lie in, each with the key of a slip in the memory."""


Numbered = tuple[int, str]
"""A slip: the number of a drawer's first product, and the key of the drawer's words for one file in the memory."""


class Chest(NamedTuple):
    """What all products are found by."""

    cards: tuple[Card, ...] = ()
    """In the order of codes, which numbers them from 0."""
    drawers: tuple[Drawer, ...] = ()
    slips: tuple[tuple[Numbered, ...], ...] = ((),)
    """The slips of each file of words."""
    kept: Callable[[], set[str]] = set
    """Returns the keys of all that lies in the memory for it."""

    @property
    def digest(self) -> str:
        """All that is not words of stories, and the number of their files."""
        told = blake2b(str(len(self.slips)).encode(), digest_size=16)
        for drawer in self.drawers:
            told.update("\0".join(drawer[:-1]).encode())
        return told.hexdigest()


class Real(NamedTuple):
    """The shelves with something real on them, by their keys."""

    sets: set[str]
    groups: set[str]
    stars: set[int]
    communes: set[str]
    makers: set[str]


class Dated(NamedTuple):
    """A product with the days of its page, as ISO 8601 has them."""

    card: Card
    first: str
    changed: str


EMPTY = Chest()

NO_COMMUNE = "chua-cong-bo"
"""The key of the shelf of products whose commune nobody published."""


@dataclass(frozen=True)
class Catalogue:
    """The whole catalogue, in Vietnamese alphabetical order of names, then codes."""

    config: Config
    config_digest: str
    cards: tuple[Card, ...]
    makers: tuple[tuple[Maker, Kept], ...]
    """The producers that have a page of their own."""
    brand: tuple[tuple[str, Photo], ...] = ()
    """The office's own pictures: `logo` and `mark`."""
    chest: Chest = EMPTY
    """What the products are found by."""
    signed: tuple[Original, ...] = ()
    """The signed history: releases and log; empty where the office signs nothing."""
    open: OpenData = NOTHING
    """What is handed on as data."""
    past: Past = field(default_factory=partial(Past, date.min))
    """What the ledger of addresses knows of the days before this build."""

    def days(self, path: str) -> Days:
        """Return since when a file of the site is public, and when its record last changed: see `Past.days`."""
        return self.past.days(path)

    @cached_property
    def dated(self) -> tuple[Dated, ...]:
        """Return all products that are no demonstration, with the days of their pages."""
        told = self.past.told
        return tuple([Dated(card, *told(f"/P/{card.code}/")) for card in self.cards if not card.demo])

    @cached_property
    def last_change(self) -> str:
        """Return the last day on which a product changed, as ISO 8601 has it; empty where there is none."""
        return max([one.changed for one in self.dated], default="")

    @cached_property
    def province(self) -> str | None:
        """The publishing province's name."""
        code = self.config.site.province_code
        return provinces().get(code) if code else None

    @cached_property
    def lists(self) -> str:
        """A digest of all that lists show and search knows, besides config.yml: the same one, the same lists."""
        told = [kept.key for _, kept in self.makers]
        tabs = [card.tab for card in self.cards]
        told += [f"{tab.digest} traced" if tab.traced else tab.digest for tab in tabs]
        told += [f"{use} {photo.digest}" for use, photo in self.brand]
        return blake2b("\0".join(told).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

    @cached_property
    def by_group(self) -> tuple[tuple[Group, Shelf], ...]:
        """Return the six groups, also the empty ones, with their products."""
        group_of = {one.id: one.group for one in sets().values()}
        found = _gather(self.cards, lambda card: group_of[card.tab.set_id])
        return tuple((group, shelf_of(group.id, group.name, found.get(group.id, ()))) for group in groups())

    @cached_property
    def by_set(self) -> tuple[tuple[ProductSet, Shelf], ...]:
        """Return the 26 sets, also the empty ones, with their products."""
        found = _gather(self.cards, lambda card: card.tab.set_id)
        return tuple((one, shelf_of(one.id, one.name, found.get(one.id, ()))) for one in sets().values())

    @cached_property
    def by_stars(self) -> tuple[tuple[int, Shelf], ...]:
        """Return the products by stars, most stars first."""
        found = _gather(self.cards, lambda card: str(card.tab.stars))
        return tuple((stars, shelf_of(str(stars), str(stars), found.get(str(stars), ()))) for stars in (5, 4, 3))

    @cached_property
    def by_commune(self) -> tuple[Shelf, ...]:
        """Return the communes of today that have products, with the units they had before."""
        shelves = []
        for key, cards in _gather(self.cards, lambda card: card.tab.commune_key or NO_COMMUNE).items():
            before = {", ".join(card.face.as_certified) for card in cards if card.face.as_certified}
            notes = sorted(before, key=sort_key) if len(before) > 1 else before
            shelves.append(shelf_of(key, _commune_title(cards), cards, tuple(notes)))
        return tuple(
            sorted(shelves, key=lambda shelf: (shelf.key == NO_COMMUNE, sort_key(named(shelf.title)), shelf.title))
        )

    @cached_property
    def by_producer(self) -> tuple[tuple[Maker, Kept, Shelf], ...]:
        """Return all producers that have a page, with their products."""
        found = _gather(self.cards, lambda card: card.tab.maker_id or "")
        return tuple(
            (maker, kept, shelf_of(maker.id or "", maker.name, found.get(maker.id or "", ())))
            for maker, kept in self.makers
        )

    @cached_property
    def real(self) -> Real:
        """Return which shelves hold anything real, without putting up shelves."""
        tabs = [card.tab for card in self.cards if not card.demo]
        found = {tab.set_id for tab in tabs}
        return Real(
            sets=found,
            groups={one.group for one in sets().values() if one.id in found},
            stars={tab.stars for tab in tabs},
            communes={tab.commune_key or NO_COMMUNE for tab in tabs},
            makers=real_makers(self.cards, [maker for maker, _ in self.makers]),
        )

    @cached_property
    def shelf(self) -> Shelf:
        """All products on one shelf."""
        return shelf_of("", "", self.cards)

    @cached_property
    def kept(self) -> set[str]:
        """The keys of all values it is made from."""
        found = {kept.key for _, kept in self.makers} | self.chest.kept() | self.open.kept()
        for card in self.cards:
            found.add(card.tab.kept)
            found.update(lot.kept.key for lot in card.lots)
            found.update(card.tab.told)
        return found

    def newest(self, count: int) -> tuple[Card, ...]:
        """Return the products recognised last that are still to be had, real ones before samples."""
        living = (card for card in self.cards if card.face.revoked is None and not card.face.ceased)
        return tuple(nlargest(count, living, key=_recognised))

    def example(self) -> Card | None:
        """Return the product whose stamp explains stamps: a real one where there is any."""
        return next((card for card in self.cards if not card.demo), next(iter(self.cards), None))


def real_makers(cards: Iterable[Card], makers: Iterable[Maker]) -> set[str]:
    """Return the ids of the producers that are not invented: who makes nothing but inventions is one."""
    real, invented = set[str](), set[str]()
    for card in cards:
        if (maker_id := card.tab.maker_id) is not None:
            (invented if card.demo else real).add(maker_id)
    return {maker.id for maker in makers if maker.id and (maker.id in real or maker.id not in invented)}


def _gather(cards: Iterable[Card], key: Callable[[Card], str]) -> dict[str, tuple[Card, ...]]:
    found: dict[str, list[Card]] = {}
    for card in cards:
        found.setdefault(key(card), []).append(card)
    return {name: tuple(members) for name, members in found.items()}


def _commune_title(cards: tuple[Card, ...]) -> str:
    written = next((card.face.commune for card in cards if card.face.commune), "")
    known = communes().get(cards[0].face.commune_key or NO_COMMUNE)
    return written or (known.name if known else "")


def _in_order(card: Card) -> tuple[str, str]:
    return card.tab.order, card.tab.code


def _recognised(card: Card) -> tuple[bool, date, str]:
    return not card.demo, card.face.recognised, card.code


def arrange(
    config: Config,
    config_digest: str,
    cards: Iterable[Card],
    makers: Iterable[tuple[Maker, Kept]],
    brand: Iterable[tuple[str, Photo]],
    chest: Chest,
    signed: tuple[Original, ...] = (),
    open_data: OpenData = NOTHING,
) -> Catalogue:
    """Return the catalogue in its one order."""
    return Catalogue(
        config=config,
        config_digest=config_digest,
        cards=tuple(sorted(cards, key=_in_order)),
        makers=tuple(sorted(makers, key=lambda one: (one[0].order, one[0].id or ""))),
        brand=tuple(brand),
        chest=chest,
        signed=signed,
        open=open_data,
    )
