"""What search engines ask for first: the sitemap, and `robots.txt` that names it; and how browsers search the site."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from generator import addresses
from generator.catalogue import Catalogue
from generator.faces import NEWEST_LOTS
from generator.making.recipe import Recipe
from generator.rules.programme import groups, sets
from generator.theme import Theme

TEMPLATES = ("opensearch.xml",)
MOST = 50_000
"""Addresses in one file, as the protocol allows: far below its 50 MB, as none is longer than 200 bytes."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def plan(catalogue: Catalogue, theme: Theme) -> Iterator[Recipe]:
    """Plan the sitemap, in parts where it is long, and what goes with it."""
    url = catalogue.config.site.url
    home = escape(addresses.public(url, addresses.HOME))
    lines = [_line(home, path, day) for path, day in _found(catalogue) for path in _everywhere(path, theme.editions)]
    parts = [lines[first : first + MOST] for first in range(0, len(lines), MOST)]
    if len(parts) == 1:
        yield Recipe((addresses.SITEMAP,), urls, ("".join(lines),), ())
    else:
        for number, part in enumerate(parts, start=1):
            yield Recipe((addresses.sitemap_part(number),), urls, ("".join(part),), ())
        yield Recipe((addresses.SITEMAP,), index, (url, len(parts)), ())
    yield Recipe((addresses.ROBOTS,), robots, (url,), ())
    yield Recipe((addresses.OPEN_SEARCH,), open_search, (), TEMPLATES)


def _found(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield each page that is to be found, with the day its record last changed where it is a record's.

    No demonstration, no copy under a GTIN, no further page of a list, nothing that only says what is gone.
    """
    for path in _single(catalogue):
        yield path, ""
    told = catalogue.past.told
    for card, _, changed in catalogue.dated:
        code = card.code
        yield addresses.product(code), changed
        for lot in card.lots:
            path = addresses.lot(code, lot.lot)
            yield path, told(f"/{_plain(path)}")[1]
        if len(card.lots) > NEWEST_LOTS:
            yield addresses.lots(code), ""
    for maker, _ in catalogue.makers:
        if maker.id in catalogue.real.makers:
            path = addresses.producer(maker.id)
            yield path, told(f"/{_plain(path)}")[1]


def _everywhere(path: str, editions: tuple[str, ...]) -> list[str]:
    """Return a page in each language."""
    return [path, *(addresses.edition(path, language) for language in editions[1:])]


def _line(home: str, path: str, changed: str) -> str:
    day = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>{home}{_plain(path)}</loc>{day}</url>\n"


def _plain(path: str) -> str:
    return path.removesuffix("index.html")


def _single(catalogue: Catalogue) -> Iterator[str]:
    yield from (addresses.HOME, addresses.SEARCH, addresses.PRODUCTS, addresses.GROUPS, addresses.STARS)
    yield from (addresses.COMMUNES, addresses.PRODUCERS, addresses.CHECK_STAMP, addresses.ABOUT, addresses.PRIVACY)
    yield addresses.OPEN_DATA
    if catalogue.signed:
        yield addresses.SIGNATURES
    real = catalogue.real
    yield from (addresses.group(one.id) for one in groups() if one.id in real.groups)
    yield from (addresses.product_set(name) for name in sets() if name in real.sets)
    yield from (addresses.stars(number) for number in (5, 4, 3) if number in real.stars)
    yield from map(addresses.commune, sorted(real.communes))


def urls(theme: Theme, lines: str) -> tuple[bytes]:
    """Write a sitemap."""
    return (f"{_HEAD}<urlset {_SPACE}>\n{lines}</urlset>\n".encode(),)


def index(theme: Theme, url: str, count: int) -> tuple[bytes]:
    """Write the sitemap of sitemaps."""
    links = (escape(addresses.public(url, addresses.sitemap_part(number))) for number in range(1, count + 1))
    lines = "".join([f"<sitemap><loc>{link}</loc></sitemap>\n" for link in links])
    return (f"{_HEAD}<sitemapindex {_SPACE}>\n{lines}</sitemapindex>\n".encode(),)


def robots(theme: Theme, url: str) -> tuple[bytes]:
    """Write what robots may read: everything."""
    return (f"User-agent: *\nAllow: /\n\nSitemap: {addresses.public(url, addresses.SITEMAP)}\n".encode(),)


def open_search(theme: Theme) -> tuple[bytes]:
    """Write how a browser asks this site's search."""
    return (theme.page(TEMPLATES[0], addresses.OPEN_SEARCH),)
