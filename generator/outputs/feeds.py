"""Atom feeds (RFC 4287): products that are new, products that changed, certificates revoked and lots recalled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from heapq import nlargest

from generator import addresses
from generator.catalogue import Catalogue, Dated
from generator.making.recipe import Recipe
from generator.theme import Theme

TEMPLATES = ("feed.xml",)
LENGTH = 100
"""Entries of a feed: the newest."""


def plan(catalogue: Catalogue, theme: Theme) -> Iterator[Recipe]:
    """Plan the feeds."""
    new, changed, recalls = addresses.FEEDS
    dated = catalogue.dated
    yield _feed(catalogue, new, _products(nlargest(LENGTH, dated, key=_first)))
    again = (one for one in dated if one.changed > one.first)
    yield _feed(catalogue, changed, _products(nlargest(LENGTH, again, key=lambda one: (one.changed, one.card.code))))
    warned = nlargest(LENGTH, catalogue.open.warned, key=lambda one: (one.day, one.code, one.lot))
    yield _feed(catalogue, recalls, (tuple(one) for one in warned))


def _first(one: Dated) -> tuple[str, date, str]:
    return one.first, one.card.face.recognised, one.card.code


Entry = tuple[str, ...]
"""Of a product: code, name, place, stars, first day, last change. Else as `Warned` has it."""


def _products(some: Iterable[Dated]) -> Iterator[Entry]:
    for card, first, changed in some:
        yield card.code, card.name, card.place or "", str(card.stars), first, changed


def _feed(catalogue: Catalogue, name: str, entries: Iterable[Entry]) -> Recipe:
    path = addresses.feed(name)
    return Recipe((path,), feed, (name, catalogue.days(path).first.isoformat(), *entries), TEMPLATES)


def feed(theme: Theme, name: str, first: str, *entries: Entry) -> tuple[bytes]:
    """Draw a feed; one without entries was last updated when it first went out."""
    return (theme.page(TEMPLATES[0], addresses.feed(name), name=name, first=first, entries=entries),)
