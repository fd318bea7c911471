"""What a published site leads its readers to: a host tells no list of its files, but the site's own lists do."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from concurrent.futures import ThreadPoolExecutor
from posixpath import dirname, join, normpath

from generator import addresses
from generator.signed.state import RECORD, Read
from generator.signed.visit import AT_ONCE

_LINK = re.compile(rb'href="([^":?#]+)"')
_PLACE = re.compile(r"P/[0-9A-Z-]+(?:/[0-9A-Z-]+)?")
MOST_PAGES, MOST_LOT_PAGES = 1_000, 100
"""Pages of the list of products, and of the lots of one: a site that answers every address is not read for ever."""


def listed(read: Read, signed: Container[str]) -> Iterator[str]:
    """Yield the records of all products and lots that the lists of a site lead to, by their keys.

    The lots of a product that is not `signed` are not looked for: it is told itself.
    """
    products = sorted(_places(read, addresses.PRODUCTS, MOST_PAGES))
    yield from (f"{product}/{RECORD}" for product in products)
    known = [product for product in products if f"{product}/{RECORD}" in signed]
    with ThreadPoolExecutor(AT_ONCE) as crew:
        for product, found in zip(known, crew.map(lambda place: _lots(read, place), known), strict=True):
            yield from (f"{place}/{RECORD}" for place in sorted(found) if place.startswith(f"{product}/"))


def _lots(read: Read, product: str) -> set[str]:
    """Return the places that a product's page and its list of lots lead to."""
    lots = _places(read, addresses.lots(product.removeprefix("P/")), MOST_LOT_PAGES)
    return _links(read, f"{product}/index.html") | lots


def _places(read: Read, first: str, most: int) -> set[str]:
    """Return the products and lots that the pages of a list lead to; a page without a new one is the last."""
    found: set[str] = set()
    for number in range(1, most + 1):
        more = _links(read, addresses.numbered(first, number))
        if more <= found:
            break
        found |= more
    return found


def _links(read: Read, page: str) -> set[str]:
    content = read(page) or b""
    links = (join("/", dirname(page), link.decode("utf-8", "replace")) for link in _LINK.findall(content))
    places = (normpath(link).lstrip("/").removesuffix("/index.html") for link in links)
    return {place for place in places if _PLACE.fullmatch(place)}
