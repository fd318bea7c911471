"""What a published site leads its readers to: a host tells no list of its files, but the site's own lists do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from posixpath import dirname, join, normpath

from generator import addresses
from generator.signed.state import RECORD, Read
from generator.signed.visit import AT_ONCE

_LINK = re.compile(rb'href="([^":?#]+)"')
_PLACE = re.compile(r"P/[0-9A-Z-]+(?:/[0-9A-Z-]+)?")
MOST_PAGES = 2_000
"""Pages of one list: a site that has more, or that answers every address, is not read for ever."""


def listed(read: Read) -> Iterator[str]:
    """Yield the records of all products and lots that the lists of a site lead to, by their keys."""
    products = sorted(_places(read, addresses.PRODUCTS))
    with ThreadPoolExecutor(AT_ONCE) as crew:
        lots = crew.map(lambda place: _lots(read, place), products)
        for product, found in zip(products, lots, strict=True):
            yield f"{product}/{RECORD}"
            yield from (f"{place}/{RECORD}" for place in sorted(found) if place.startswith(f"{product}/"))


def _lots(read: Read, product: str) -> set[str]:
    """Return the places that a product's page and its list of lots lead to."""
    return _links(read, f"{product}/index.html") | _places(read, addresses.lots(product.removeprefix("P/")))


def _places(read: Read, first: str) -> set[str]:
    """Return the products and lots that the pages of a list lead to; a page without a new one is the last."""
    found: set[str] = set()
    for number in range(1, MOST_PAGES + 1):
        more = _links(read, addresses.numbered(first, number))
        if more <= found:
            break
        found |= more
    return found


def _links(read: Read, page: str) -> set[str]:
    content = read(page) or b""
    links = (join(dirname(page), link.decode("utf-8", "replace")) for link in _LINK.findall(content))
    places = (normpath(link).removesuffix("/index.html") for link in links)
    return {place for place in places if _PLACE.fullmatch(place)}
