"""Browsing: every product on the shelf of its group, set, stars, commune and producer, and on one long list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from generator import addresses
from generator.catalogue import Catalogue, Entry, Shelf
from generator.making.recipe import Recipe
from generator.model.producer import Producer
from generator.rules.programme import Group, ProductSet
from generator.theme import Theme

PAGE_LENGTH = 60
"""Products on one page of a list: about 40 KB of HTML."""


def plan(catalogue: Catalogue, theme: Theme) -> Iterator[Recipe]:
    """Plan the lists and the pages that lead to them."""
    yield Recipe((addresses.GROUPS,), index, ("groups.html", addresses.GROUPS, catalogue))
    yield Recipe((addresses.STARS,), index, ("stars.html", addresses.STARS, catalogue))
    yield Recipe((addresses.COMMUNES,), index, ("communes.html", addresses.COMMUNES, catalogue))
    yield Recipe((addresses.PRODUCERS,), index, ("producers.html", addresses.PRODUCERS, catalogue))
    yield from _pages(addresses.PRODUCTS, "products.html", Shelf("", "", catalogue.entries), None)
    by_set = dict(catalogue.by_set())
    for group, shelf in catalogue.by_group():
        tallies = tuple((one, len(by_set[one].entries), by_set[one].demos) for one in group.sets)
        yield from _pages(addresses.group(group.id), "group.html", shelf, group, sets=tallies)
        for one in group.sets:
            yield from _pages(addresses.product_set(one.id), "set.html", by_set[one], one, group=group)
    for stars, shelf in catalogue.by_stars():
        yield from _pages(addresses.stars(stars), "star.html", shelf, stars)
    for shelf in catalogue.by_commune():
        yield from _pages(addresses.commune(shelf.key), "commune.html", shelf, None)
    for producer, shelf in catalogue.by_producer():
        yield from _pages(addresses.producer(producer.id), "producer.html", shelf, producer)
    yield Recipe((addresses.FILTER_DATA,), filter_data, (catalogue.entries,))


Subject = Group | ProductSet | Producer | int | None


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a shelf."""

    first: str
    """The path of the shelf's first page."""
    number: int
    """Which page this is, from 1."""
    count: int
    """How many pages there are."""
    total: int
    """Products on all of them."""
    demos: int
    """Invented products among these."""


def _pages(first: str, template: str, shelf: Shelf, subject: Subject, **beside: Any) -> Iterator[Recipe]:
    count = max(1, -(-len(shelf.entries) // PAGE_LENGTH))
    for number in range(1, count + 1):
        shown = shelf.entries[(number - 1) * PAGE_LENGTH : number * PAGE_LENGTH]
        part = Shelf(shelf.key, shelf.title, shown, shelf.note)
        leaf = Leaf(first, number, count, len(shelf.entries), shelf.demos)
        inputs = (template, leaf, part, subject, tuple(beside.items()))
        yield Recipe((addresses.numbered(first, number),), shelf_page, inputs)


def index(theme: Theme, template: str, path: str, catalogue: Catalogue) -> tuple[bytes]:
    """Draw a page that leads to shelves."""
    return (theme.page(template, path, catalogue=catalogue),)


def shelf_page(
    theme: Theme, template: str, leaf: Leaf, shelf: Shelf, subject: Subject, beside: tuple[tuple[str, Any], ...]
) -> tuple[bytes]:
    """Draw one page of a shelf; `beside` is what only its own template asks for."""
    path = addresses.numbered(leaf.first, leaf.number)
    return (theme.page(template, path, shelf=shelf, subject=subject, **asdict(leaf), **dict(beside)),)


def filter_data(theme: Theme, entries: tuple[Entry, ...]) -> tuple[bytes]:
    """Write what the filter box looks through, as a script so that it also loads from a folder."""
    return (theme.draw("filter-data.js", entries=entries),)
