"""What GS1 Digital Links are resolved here, for programmes (GS1-Conformant Resolver Standard 1.2, section 3)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator import addresses
from generator.catalogue import Catalogue
from generator.gs1.linkset import VOCABULARY
from generator.making.recipe import Recipe
from generator.theme import Theme

CONTEXT = "https://ref.gs1.org/standards/resolver/linkset-context"
"""What makes JSON-LD of a linkset."""


def plan(catalogue: Catalogue, theme: Theme) -> Iterator[Recipe]:
    """Plan the resolver description file, where any product has a GTIN."""
    if any(card.gtin for card in catalogue.cards):
        site = catalogue.config.site
        title, publisher = (text.text() if text else "" for text in (site.title, site.publisher))
        yield Recipe((addresses.RESOLVER,), description, (site.url, title, publisher), ())


def description(theme: Theme, url: str, title: str, publisher: str) -> tuple[bytes]:
    """Write the resolver description file."""
    told = {
        "resolverRoot": url,
        "name": title or publisher,
        "supportedPrimaryKeys": ["01"],
        "supportedLinkType": [{"namespace": VOCABULARY, "prefix": "gs1:"}],
        "linkTypeDefaultCanBeLinkset": False,
        "jsonLdContextLocation": CONTEXT,
        "contact": {"fn": publisher or title},
    }
    said = {name: value for name, value in told.items() if value not in ("", {"fn": ""})}
    return ((json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode(),)
