"""Where a thing is told of, for machines: a linkset (RFC 9264) with GS1's link types (GS1 Web Vocabulary)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

VOCABULARY = "https://gs1.org/voc/"


class Target(NamedTuple):
    """One link."""

    kind: str
    """A link type of GS1's vocabulary, such as `pip`."""
    href: str
    title: str
    media: str = "text/html"
    """Its media type; empty where it is somebody else's and not known."""
    languages: tuple[str, ...] = ()


def context(anchor: str, description: str, targets: Iterable[Target]) -> dict[str, Any]:
    """Return the links of one thing, a context of a linkset; those of one kind stand together, as they first come."""
    told: dict[str, Any] = {"anchor": anchor, "itemDescription": description}
    for one in targets:
        link: dict[str, Any] = {"href": one.href, "title": one.title}
        if one.media:
            link["type"] = one.media
        if one.languages:
            link["hreflang"] = list(one.languages)
        told.setdefault(f"{VOCABULARY}{one.kind}", []).append(link)
    return told
