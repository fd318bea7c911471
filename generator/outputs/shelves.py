"""Browsing: every product on the shelf of its group, set, stars, commune and producer, and on one long list."""

from __future__ import annotations

from collections.abc import Iterator

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
    yield Recipe(addresses.GROUPS, index, ("groups.html", addresses.GROUPS, catalogue))
    yield Recipe(addresses.STARS, index, ("stars.html", addresses.STARS, catalogue))
    yield Recipe(addresses.COMMUNES, index, ("communes.html", addresses.COMMUNES, catalogue))
    yield Recipe(addresses.PRODUCERS, index, ("producers.html", addresses.PRODUCERS, catalogue))
    yield from _pages(addresses.PRODUCTS, "products.html", Shelf("", "", catalogue.entries), None)
    for group, shelf in catalogue.by_group():
        yield from _pages(addresses.group(group.id), "group.html", shelf, group)
    for product_set, shelf in catalogue.by_set():
        yield from _pages(addresses.product_set(product_set.id), "set.html", shelf, product_set)
    for stars, shelf in catalogue.by_stars():
        yield from _pages(addresses.stars(stars), "star.html", shelf, stars)
    for shelf in catalogue.by_commune():
        yield from _pages(addresses.commune(shelf.key), "commune.html", shelf, None)
    for producer, shelf in catalogue.by_producer():
        yield from _pages(addresses.producer(producer.id), "producer.html", shelf, producer)
    yield Recipe(addresses.FILTER_DATA, filter_data, (catalogue.entries,))


Subject = Group | ProductSet | Producer | int | None


def _pages(first: str, template: str, shelf: Shelf, subject: Subject) -> Iterator[Recipe]:
    count = max(1, -(-len(shelf.entries) // PAGE_LENGTH))
    for number in range(1, count + 1):
        shown = shelf.entries[(number - 1) * PAGE_LENGTH : number * PAGE_LENGTH]
        part = Shelf(shelf.key, shelf.title, shown, shelf.note)
        yield Recipe(
            addresses.numbered(first, number),
            shelf_page,
            (template, first, part, len(shelf.entries), number, count, subject),
        )


def index(theme: Theme, template: str, path: str, catalogue: Catalogue) -> bytes:
    """Draw a page that leads to shelves."""
    return theme.page(template, path, catalogue=catalogue)


def shelf_page(
    theme: Theme,
    template: str,
    first: str,
    shelf: Shelf,
    total: int,
    number: int,
    count: int,
    subject: Subject,
) -> bytes:
    """Draw one page of a shelf: page `number` of `count`, with `total` products on all of them."""
    path = addresses.numbered(first, number)
    return theme.page(
        template, path, first=first, shelf=shelf, total=total, number=number, count=count, subject=subject
    )


def filter_data(theme: Theme, entries: tuple[Entry, ...]) -> bytes:
    """Write what the filter box looks through, as a script so that it also loads from a folder."""
    return theme.draw("filter-data.js", entries=entries)
