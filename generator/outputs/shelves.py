"""Browsing: every product on the shelf of its group, set, stars, commune and producer, and on one long list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from generator import addresses
from generator.catalogue import Catalogue, Shelf, Tally
from generator.making.recipe import Recipe
from generator.memory import Kept
from generator.model.producer import Producer
from generator.model.words import ProducerKindName
from generator.rules.privacy import published
from generator.rules.programme import Group, ProductSet, groups, sets
from generator.theme import Theme

TEMPLATES = (
    "groups.html",
    "stars.html",
    "communes.html",
    "producers.html",
    "products.html",
    "group.html",
    "set.html",
    "star.html",
    "commune.html",
    "producer.html",
)
PAGE_LENGTH = 60
"""Products on one page of a list: about 40 KB of HTML."""
GUIDE_WORDS = 2
"""Words of its first product that tell what a page of a long list begins with."""


def plan(catalogue: Catalogue, theme: Theme) -> Iterator[Recipe]:
    """Plan the lists and the pages that lead to them."""
    tallies = {one.id: shelf.tally for one, shelf in catalogue.by_set}
    by_group = tuple(shelf.tally for _, shelf in catalogue.by_group)
    yield Recipe((addresses.GROUPS,), all_groups, (by_group, tuple(tallies.values())), ("groups.html",))
    by_stars = tuple(shelf.tally for _, shelf in catalogue.by_stars)
    yield Recipe((addresses.STARS,), index, ("stars.html", addresses.STARS, None, by_stars), ("stars.html",))
    communes = catalogue.by_commune
    of_communes = tuple(shelf.tally for shelf in communes)
    inputs = ("communes.html", addresses.COMMUNES, catalogue.province, of_communes)
    yield Recipe((addresses.COMMUNES,), index, inputs, ("communes.html",))
    by_producer = catalogue.by_producer
    makers = tuple(
        [Making(one.id, one.name, one.twins, one.kind, one.where, shelf.tally) for one, _, shelf in by_producer]
    )
    yield Recipe((addresses.PRODUCERS,), all_makers, (makers,), ("producers.html",))
    yield from _pages(addresses.PRODUCTS, "products.html", catalogue.shelf)
    for group, shelf in catalogue.by_group:
        inside = tuple(tallies[one.id] for one in group.sets)
        yield from _pages(addresses.group(group.id), "group.html", shelf, inside)
    for one, shelf in catalogue.by_set:
        yield from _pages(addresses.product_set(one.id), "set.html", shelf)
    for stars, shelf in catalogue.by_stars:
        yield from _pages(addresses.stars(stars), "star.html", shelf)
    for shelf in communes:
        yield from _pages(addresses.commune(shelf.key), "commune.html", shelf)
    for maker, kept, shelf in catalogue.by_producer:
        yield from _pages(addresses.producer(maker.id or ""), "producer.html", shelf, kept)


class Leaf(NamedTuple):
    """One page of a shelf."""

    first: str
    """The path of the shelf's first page."""
    number: int
    """Which page this is, from 1."""
    last: int
    """How many pages there are."""
    total: int
    """Products on all of them."""
    demos: int
    """Invented products among these."""
    guides: tuple[str, ...]
    """What each page begins with: only the first page tells."""

    @property
    def digest(self) -> str:
        """All of it."""
        return f"{self.first} {self.number} {self.last} {self.total} {self.demos}"


class Making(NamedTuple):
    """A producer in the list of all."""

    id: str | None
    name: str
    twins: tuple[tuple[str, str], ...]
    """The name in other languages."""
    kind: ProducerKindName | None
    where: str | None
    tally: Tally

    @property
    def digest(self) -> str:
        """All of it."""
        return f"{self.id}\n{self.name}\n{self.twins}\n{self.kind}\n{self.where}\n{self.tally.digest}"


def _pages(first: str, template: str, shelf: Shelf, beside: tuple[Tally, ...] | Kept | None = None) -> Iterator[Recipe]:
    tally = shelf.tally
    count = max(1, -(-len(shelf.cards) // PAGE_LENGTH))
    guides = tuple(_guide(card.name) for card in shelf.cards[::PAGE_LENGTH])
    for number in range(1, count + 1):
        shown = shelf.cards[(number - 1) * PAGE_LENGTH : number * PAGE_LENGTH]
        leaf = Leaf(first, number, count, len(shelf.cards), tally.demos, guides if number == 1 else ())
        part = shelf._replace(cards=shown)
        yield Recipe((addresses.numbered(first, number),), shelf_page, (template, leaf, part, beside), (template,))


def _guide(name: str) -> str:
    return " ".join(name.split()[:GUIDE_WORDS])


def shelf_page(
    theme: Theme, template: str, leaf: Leaf, shelf: Shelf, beside: tuple[Tally, ...] | Producer | None
) -> tuple[bytes]:
    """Draw one page of a shelf; `beside` is the group's sets, or the producer."""
    subject: Any = published(beside) if isinstance(beside, Producer) else _law(template, shelf.key)
    group = _group(subject.group) if isinstance(subject, ProductSet) else None
    path = addresses.numbered(leaf.first, leaf.number)
    place: dict[str, Any] = {
        "first": leaf.first,
        "number": leaf.number,
        "count": leaf.last,
        "total": leaf.total,
        "demos": leaf.demos,
        "guides": leaf.guides,
    }
    return (theme.page(template, path, shelf=shelf, subject=subject, group=group, sets=beside, **place),)


def _law(template: str, key: str) -> Group | ProductSet | int | None:
    if template == "group.html":
        return _group(key)
    return sets()[key] if template == "set.html" else int(key) if template == "star.html" else None


def _group(group_id: str) -> Group:
    return next(group for group in groups() if group.id == group_id)


def index(theme: Theme, template: str, path: str, province: str | None, shelves: tuple[Tally, ...]) -> tuple[bytes]:
    """Draw a page that leads to shelves."""
    return (theme.page(template, path, province=province, shelves=shelves),)


def all_groups(theme: Theme, by_group: tuple[Tally, ...], by_set: tuple[Tally, ...]) -> tuple[bytes]:
    """Draw the page of the groups and their sets."""
    tallies = {tally.key: tally for tally in by_set}
    law = [
        (group, tally, [(one, tallies[one.id]) for one in group.sets])
        for group, tally in zip(groups(), by_group, strict=True)
    ]
    return (theme.page("groups.html", addresses.GROUPS, groups=law, sets=by_set),)


def all_makers(theme: Theme, makers: tuple[Making, ...]) -> tuple[bytes]:
    """Draw the page of the producers."""
    return (theme.page("producers.html", addresses.PRODUCERS, makers=makers),)
