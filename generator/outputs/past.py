"""What answers where a page is gone or has moved: a tombstone, a page that leads on, and a list for servers."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator import addresses
from generator.catalogue import Catalogue
from generator.making.recipe import Recipe
from generator.past import Gone, Moved, address_of, path_of
from generator.theme import Theme

TOMBSTONE, REDIRECT = "tombstone.html", "redirect.html"


def plan(catalogue: Catalogue, theme: Theme, planned: set[str]) -> Iterator[Recipe]:
    """Plan these pages, told the paths of all other pages.

    Raises ContentError where an address would be lost.
    """
    past = catalogue.past
    moved = (*past.moved, *past.rest(planned))
    groups = {card.code: card.tab.set_id for card in catalogue.cards}
    for gone in past.gone:
        if gone.address.endswith("/"):
            yield Recipe((path_of(gone.address),), tombstone, (gone, groups.get(gone.of)), (TOMBSTONE,))
    for one in moved:
        if one.origin.endswith("/"):
            yield Recipe((path_of(one.origin),), redirect, (one,), (REDIRECT,))
    given_up = {language for one in moved if (language := addresses.language_at(one.origin))}
    for language in sorted(given_up - {*theme.editions}):
        # Whoever leads a language's home elsewhere leads each of its pages to the same one in Vietnamese.
        for path in sorted({path_of(address) for address in past.marks} | planned):
            there = addresses.edition(path, language)
            if there not in {path, addresses.edition(addresses.HOME, language)}:
                led = Moved(address_of(there), address_of(path), said=False)
                yield Recipe((there,), redirect, (led,), (REDIRECT,))
    yield Recipe((addresses.GONE,), listed, (past.gone, moved), ())


def tombstone(theme: Theme, gone: Gone, set_id: str | None) -> tuple[bytes]:
    """Draw the page that tells what an address was, since when it is gone, and why."""
    instead = path_of(gone.instead) if gone.instead else None
    return (theme.page(TOMBSTONE, path_of(gone.address), gone=gone, instead=instead, set_id=set_id),)


def redirect(theme: Theme, moved: Moved) -> tuple[bytes]:
    """Draw the page that leads to another, for hosts that know no rules."""
    path, target = path_of(moved.origin), path_of(moved.target)
    return (theme.page(REDIRECT, path, canonical=target, everywhere=True, moved=moved, target=target),)


def listed(theme: Theme, gone: tuple[Gone, ...], moved: tuple[Moved, ...]) -> tuple[bytes]:
    """Write what servers answer by themselves, in every language: 410 for what is gone, 301 for what has moved."""
    told = {
        "gone": [
            {"address": address, "since": str(one.since), "reason": one.reason.text()}
            for one in gone
            for address in _everywhere(theme, one.address)
        ],
        "moved": [
            {"from": origin, "to": target}
            for one in moved
            for origin, target in zip(_everywhere(theme, one.origin), _targets(theme, one), strict=True)
        ],
    }
    return ((json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode(),)


def _everywhere(theme: Theme, address: str) -> list[str]:
    """Return an address in each language that has one of its own, Vietnamese first."""
    every = [address_of(addresses.edition(path_of(address), language)) for language in theme.editions]
    return list(dict.fromkeys(every))


def _targets(theme: Theme, moved: Moved) -> list[str]:
    """Return where each of a moved address' own addresses leads: to the page in its language."""
    origin, target = path_of(moved.origin), path_of(moved.target)
    own = {addresses.edition(origin, language): addresses.edition(target, language) for language in theme.editions}
    own[origin] = target
    return [address_of(one) for one in own.values()]
