"""Where servers lead visitors on: from a GTIN to its product, from an address that moved, from one that is gone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from generator.gs1.linkset import VOCABULARY
from generator.outputs.trace import LINKSET

ADDRESSES = "data/addresses.json"
"""Which addresses are gone, and which moved; a site that lost none need not have it."""
_ASIS = ":/?#[]@!&'()*+,;=%~-._"
"""Characters that mean nothing to a server's configuration and something in an address."""


@dataclass(frozen=True, slots=True)
class Roads:
    """All that leads on."""

    codes: dict[str, str] = field(default_factory=dict)
    """The product's code by its GTIN."""
    links: dict[str, str] = field(default_factory=dict)
    """By `CODE pip` or `CODE/LOT recallStatus`: the first link of each type that no rule works out."""
    gone: tuple[str, ...] = ()
    """Addresses such as `/P/X/`; all that is below is gone with them."""
    moved: dict[str, str] = field(default_factory=dict)
    """The new address by the old one, of all that is below too."""


def roads(site: Path, paths: Iterable[str], url: str) -> Roads:
    """Return the roads of a site, from its linksets and its list of addresses."""
    codes: dict[str, str] = {}
    links: dict[str, str] = {}
    for path in sorted(path for path in paths if path.startswith("P/") and path.endswith(f"/{LINKSET}")):
        place = path.removesuffix(f"/{LINKSET}").removeprefix("P/")
        context = json.loads((site / path).read_bytes())["linkset"][0]
        steps = urlsplit(context["anchor"]).path.split("/")
        if steps[1] == "01":
            if "/" not in place:
                codes[steps[2]] = place
            links |= {f"{place} {kind}": target for kind, target in _links(context, place, url)}
    return Roads(codes, links, *_addresses(site / ADDRESSES))


def _links(context: dict[str, Any], place: str, url: str) -> Iterator[tuple[str, str]]:
    for relation, targets in context.items():
        if relation.startswith(VOCABULARY):
            kind = relation.removeprefix(VOCABULARY)
            href = quote(targets[0]["href"], safe=_ASIS)
            if href != _by_rule(kind, place, url):
                yield kind, href


def _by_rule(kind: str, place: str, url: str) -> str | None:
    """Return what the servers' rules answer to a link type without being told."""
    page, product = f"{url}/P/{place}/", f"{url}/P/{place.split('/', maxsplit=1)[0]}/"
    rules = {"defaultLink": page, "pip": product, "certificationInfo": f"{product}#chung-nhan"}
    if page != product:
        rules |= {"traceability": page, "epcis": f"{page}epcis.jsonld"}
    return rules.get(kind)


def _addresses(file: Path) -> tuple[tuple[str, ...], dict[str, str]]:
    if not file.is_file():
        return (), {}
    told = json.loads(file.read_bytes())
    gone = sorted(_plain(one["address"]) for one in told.get("gone", ()))
    return tuple(gone), {_plain(one["from"]): _plain(one["to"]) for one in told.get("moved", ())}


def _plain(address: str) -> str:
    """Return an address as servers see it, decoded, without its slash at the end."""
    return quote(address, safe=_ASIS).removesuffix("/")
