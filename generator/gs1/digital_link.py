"""GS1 Digital Link: an identified thing as a web address, built and read (GS1 Digital Link Standard: URI Syntax)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes

from generator.gs1.identifiers import identifiers

CANONICAL = "https://id.gs1.org"
"""The stem of canonical links."""
Element = tuple[str, str]
"""An application identifier and its value."""

_QUALIFIERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "00": ((),),
    "01": (("22", "10", "21"), ("235",)),
    "253": ((),),
    "255": ((),),
    "401": ((),),
    "402": ((),),
    "414": (("254",), ("7040",)),
    "415": (("8020",),),
    "417": (("7040",),),
    "8003": ((),),
    "8004": (("7040",),),
    "8006": (("22", "10", "21"),),
    "8010": (("8011",),),
    "8013": ((),),
    "8017": (("8019",),),
    "8018": (("8019",),),
}
"""The primary keys, and what may follow each in the path, in this order; alternatives exclude each other."""
_NEVER_ATTRIBUTES = frozenset({"8200"})
"""An address inside an address says nothing more."""
_CHARACTERS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")
_LINK = re.compile(
    r"https?://(?P<host>[A-Za-z0-9.\-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]+)?(?P<path>/[^?#]*)(?:\?(?P<query>[^#]*))?(?:#.*)?",
    re.IGNORECASE,
)
_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


class LinkError(ValueError):
    """What was given is no GS1 Digital Link, or cannot be made one; says why."""


class Link(NamedTuple):
    """What a link identifies."""

    path: tuple[Element, ...]
    """The primary key, and what narrows it."""
    attributes: tuple[Element, ...]
    """What else is said of the thing."""

    @property
    def elements(self) -> dict[str, str]:
        """All values by their identifiers, in the link's order."""
        return dict((*self.path, *self.attributes))


def parse(uri: str) -> Link:
    """Return what a link identifies; one slash at its end is allowed, as static hosts need it.

    Raises LinkError where it is no uncompressed GS1 Digital Link.
    """
    found = _LINK.fullmatch(uri) if _CHARACTERS.fullmatch(uri) else None
    if found is None:
        raise LinkError("not a web address")
    path = _path(found["path"].split("/")[1:])
    attributes = tuple(_attributes(found["query"] or ""))
    used = [ai for ai, _ in path]
    for ai, _ in attributes:
        if ai in used:
            raise LinkError(f"({ai}) is said twice")
        used.append(ai)
        if _may_narrow(path, ai):
            raise LinkError(f"({ai}) belongs into the path")
    return Link(path, attributes)


def _path(steps: list[str]) -> tuple[Element, ...]:
    """Return the pairs at the end of a path, from the last primary key on."""
    if len(steps) > 1 and not steps[-1]:
        steps = steps[:-1]
    for first in range(len(steps) - 2, -1, -2):
        if steps[first] in _QUALIFIERS:
            pairs = zip(steps[first::2], steps[first + 1 :: 2], strict=True)
            path = tuple((ai, _value(ai, value)) for ai, value in pairs)
            if not _in_order(tuple(ai for ai, _ in path)):
                raise LinkError("what follows the primary key is not in the order of the standard")
            return path
    raise LinkError("no primary key")


def _in_order(ais: tuple[str, ...]) -> bool:
    """Tell whether identifiers are a primary key and what may follow it, in order, some left out."""
    key, *rest = ais
    return any(rest == [ai for ai in sequence if ai in rest] for sequence in _QUALIFIERS[key])


def _may_narrow(path: tuple[Element, ...], ai: str) -> bool:
    """Tell whether an identifier could stand in the path as well."""
    ais = [one for one, _ in path]
    return any(_in_order((*ais[:place], ai, *ais[place:])) for place in range(1, len(ais) + 1))


def _attributes(query: str) -> Iterator[Element]:
    for part in query.split("&"):
        ai, _, value = part.partition("=")
        if ai.isdigit():  # what is no number belongs to somebody else
            yield ai, _value(ai, value.replace("+", " "))


def _value(ai: str, written: str) -> str:
    known = identifiers().get(ai)
    if known is None:
        raise LinkError(f"({ai}) is no application identifier")
    if _PERCENT.search(written):
        raise LinkError(f"({ai}) has a percent sign that encodes nothing")
    value = unquote_to_bytes(written).decode("latin-1")
    if not known.fits(value):
        raise LinkError(f"({ai}) has a value that is not well formed")
    return value


def build(elements: Iterable[Element], stem: str = CANONICAL) -> str:
    """Return the link of a thing below a stem such as `https://example.com`.

    Raises LinkError where the elements contradict each other, name no primary key, or do not fit one link.
    """
    values: dict[str, str] = {}
    for ai, value in elements:
        if ai not in identifiers() or not identifiers()[ai].fits(value):
            raise LinkError(f"({ai}) has a value that is not well formed")
        if values.setdefault(ai, value) != value:
            raise LinkError(f"({ai}) is said twice")
    key = next((ai for ai in values if ai in _QUALIFIERS), None)
    if key is None:
        raise LinkError("no primary key")
    narrowing = max(([ai for ai in one if ai in values] for one in _QUALIFIERS[key]), key=len)
    rest = [ai for ai in values if ai != key and ai not in narrowing]
    for ai in rest:
        if ai in _NEVER_ATTRIBUTES or any(ai in sequence for sequence in _QUALIFIERS[key]):
            raise LinkError(f"({ai}) has no place in a link of ({key})")
    # Of predefined length first: so the shortest element string comes of the link again.
    rest.sort(key=lambda ai: not identifiers()[ai].predefined)
    path = "".join(f"/{ai}/{quote(values[ai], safe='')}" for ai in (key, *narrowing))
    query = "&".join(f"{ai}={quote(values[ai], safe='')}" for ai in rest)
    return f"{stem.rstrip('/')}{path}{'?' if query else ''}{query}"
