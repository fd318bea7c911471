"""What the ledger of addresses knows: since when each address is public, what changed when, what is gone or moved."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import NamedTuple

from generator.model.text import Words

_LENGTH = 6
"""Bytes of a mark."""


_told = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=str, check_circular=False
).encode


def mark_of(*parts: object) -> str:
    """Return a mark: a short digest of what a record says, in Python's plainest kinds, however it is laid out."""
    return mark_of_all([_told(parts)])


def mark_of_all(texts: Iterable[str]) -> str:
    """Return the mark of what has marks and other texts."""
    return blake2b("\0".join(texts).encode("utf-8", "surrogatepass"), digest_size=_LENGTH).hexdigest()


class Days(NamedTuple):
    """Since when an address is public."""

    first: date
    """The day it first went out; today where it goes out with this build."""
    changed: date | None
    """The day what is published of its record last changed, the first day included; nothing where it is no record's."""


class Gone(NamedTuple):
    """An address whose page says that it is gone: a tombstone."""

    address: str
    """From the root, with a slash at its end where it is a page's: `/P/DB0001/`."""
    since: date
    reason: Words
    was: Words | None
    """What it was called; nothing where nobody knows."""
    kind: str
    """`product`, `lot`, `producer` or `page`."""
    code: str
    """The product's code, the lot's, the producer's id; empty for any other page."""
    of: str = ""
    """The product a lot was of."""
    instead: str = ""
    """The address that took its place; empty where there is none."""
    first: date | None = None
    """The day it first went out, if known."""

    @property
    def digest(self) -> str:
        """All of it."""
        return "\n".join(map(repr, self))


class Moved(NamedTuple):
    """An address that leads to another."""

    origin: str
    """From the root, with a slash at its end: `/P/DB0001/`."""
    target: str
    """Likewise; a page of this site."""
    said: bool = True
    """Whether somebody wrote it down; otherwise it follows by itself, as for a list that got shorter."""

    @property
    def digest(self) -> str:
        """All of it."""
        return f"{self.origin} {self.target} {self.said}"


@dataclass(frozen=True)
class Past:
    """All that is known of addresses that went out before, on the day of a build."""

    today: date
    known: Mapping[str, str] = field(default_factory=dict)
    """The rest of the ledger's line for each address, after its tab: first day, changed, and more."""
    fresh: Mapping[str, date] = field(default_factory=dict)
    """The addresses of records whose published content is another than the ledger knows, with the day they went out."""
    stale: tuple[str, ...] = ()
    """These, and those of which the ledger lacks a mark."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """The mark of each record's page by its address: a short digest of what is published of it."""
    gone: tuple[Gone, ...] = ()
    moved: tuple[Moved, ...] = ()
    """Those that are written down."""
    rest: Callable[[set[str]], tuple[Moved, ...]] = lambda _: ()
    """Returns what else has moved, told the paths of all planned pages; raises ContentError where one would be lost."""

    def days(self, path: str) -> Days:
        """Return since when a file of the site is public and when its record last changed.

        `path` is as in `generator.addresses`: `P/DB0001/index.html`, `data/products.csv`. What goes out with this build
        for the first time, and a record that changed since the last one, tells the day of this build; the ledger then
        remembers it, so the next build of the same content says the same on any day. `changed` is nothing for pages
        that are no record's (lists, single pages): an honest sitemap leaves their `lastmod` out.
        """
        address = address_of(path)
        if address in self.fresh:
            return Days(self.fresh[address], self.today)
        line = self.known.get(address)
        if line is None:
            return Days(self.today, self.today if address in self.marks else None)
        first, _, rest = line.partition("\t")
        changed = rest.partition("\t")[0]
        return Days(date.fromisoformat(first), date.fromisoformat(changed) if changed else None)

    def told(self, address: str) -> tuple[str, str]:
        """Return the same of an address as text: the days as ISO 8601 has them, the second empty where it has none."""
        if address in self.fresh or (line := self.known.get(address)) is None:
            days = self.days(path_of(address))
            return days.first.isoformat(), days.changed.isoformat() if days.changed else ""
        first, _, rest = line.partition("\t")
        return first, rest.partition("\t")[0]


_FURTHER = re.compile(r"-[0-9]+\.[a-z]+")
_FILES = ("data/", "feeds/")


def promised(path: str) -> bool:
    """Tell whether an address is promised for good: of a page, or of a file of open data or a feed.

    Not those that are named by their content, nor further parts of a table, nor further pages of a list.
    """
    if path.endswith("index.html"):
        return True
    return path.startswith(_FILES) and not _FURTHER.search(path)


def address_of(path: str) -> str:
    """Return the address of a file of the site, from the root: `P/DB0001/index.html` is `/P/DB0001/`."""
    return "/" + path.removesuffix("index.html")


def path_of(address: str) -> str:
    """Return the file of an address: `/P/DB0001/` is `P/DB0001/index.html`."""
    path = address.removeprefix("/")
    return f"{path}index.html" if not path or path.endswith("/") else path
