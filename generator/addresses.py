"""The only place that decides a URL or a path of the site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote, urlsplit

HOME = "index.html"
NOT_FOUND = "404.html"
CHECK_STAMP = "kiem-tra-tem/index.html"
ABOUT = "gioi-thieu/index.html"
PRIVACY = "quyen-rieng-tu/index.html"
GROUPS = "nhom/index.html"
STARS = "sao/index.html"
COMMUNES = "xa/index.html"
PRODUCERS = "chu-the/index.html"
PRODUCTS = "san-pham/index.html"
SEARCH = "tim-kiem/index.html"
SEARCH_CORE = "tim-kiem/loi.js"
OWN_LIST = "danh-sach/index.html"
SIGNATURES = "ky/index.html"
RESOLVER = ".well-known/gs1resolver"
GONE = "data/addresses.json"
OPEN_DATA = "data/index.html"
DATA_PACKAGE = "data/datapackage.json"
DATA_CATALOG = "data/catalog.jsonld"
FEEDS = ("new", "changed", "recalls")
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
OPEN_SEARCH = "tim-kiem/opensearch.xml"
ROOT_LANGUAGE = "vi"
"""The language of the pages at the root: of the stamps, the certificates and the law."""
EDITIONS: dict[str, dict[str, str]] = {
    "en": {
        "bo": "sets",
        "chu-the": "producers",
        "danh-sach": "my-list",
        "gioi-thieu": "about",
        "kiem-tra-tem": "check-stamp",
        "ky": "signatures",
        "lo": "lots",
        "nhom": "groups",
        "quyen-rieng-tu": "privacy",
        "san-pham": "products",
        "sao": "stars",
        "tim-kiem": "search",
        "trang": "page",
        "xa": "communes",
    },
}
"""What the folders of pages are called in other languages; what is not told is called as in Vietnamese."""
_TAKEN = {"bo": "bod", "ky": "kir", "lo": "lao"}
"""Languages whose two letters are a folder at the root already go by their three of ISO 639-3."""
PHOTO_WIDTHS = (400, 800, 1200)
"""Pixels: a card on a phone, a phone's full width, a desk's half."""


def product(code: str) -> str:
    """Return the path of a product's page: for ever."""
    return f"P/{code}/index.html"


def lot(code: str, lot_code: str) -> str:
    """Return the path of a lot's page: for ever."""
    return f"P/{code}/{lot_code}/index.html"


def gtin(gtin14: str) -> str:
    """Return the path where a product's page also stands: its GS1 Digital Link."""
    return f"01/{gtin14}/index.html"


def gtin_lot(gtin14: str, lot_code: str) -> str:
    """Return the path where a lot's page also stands: its GS1 Digital Link."""
    return f"01/{gtin14}/10/{lot_code}/index.html"


def table(name: str, kind: str, part: int = 1) -> str:
    """Return the path of a table of the open data, or of a further part of it; `kind` is the ending."""
    return f"data/{name}.{kind}" if part == 1 else f"data/{name}-{part}.{kind}"


def feed(name: str) -> str:
    """Return the path of a feed of news."""
    return f"feeds/{name}.xml"


def sitemap_part(number: int) -> str:
    """Return the path of a part of a sitemap that is too long for one file."""
    return f"sitemap-{number}.xml"


def lots(code: str) -> str:
    """Return the path of the list of all of a product's lots: outside P/, where any word may be a lot's code."""
    return f"lo/{code}/index.html"


def beside_product(code: str, name: str) -> str:
    """Return the path of a file that belongs to a product: its stamps, its pattern."""
    return f"P/{code}/{name}"


def beside_lot(code: str, lot_code: str, name: str) -> str:
    """Return the path of a file that belongs to a lot; its name has a dot, which codes have not."""
    return f"P/{code}/{lot_code}/{name}"


def signed(name: str) -> str:
    """Return the path of a file of the signed history."""
    return f"ky/{name}"


def serial_list(code: str, lot_code: str, name: str) -> str:
    """Return the path of a file about a lot's serials: one of its buckets, or `so-tem.json`, what there is of them."""
    return f"P/{code}/{lot_code}/so-tem/{name}"


def producer(producer_id: str) -> str:
    """Return the path of a producer's page."""
    return f"chu-the/{producer_id}/index.html"


def group(group_id: str) -> str:
    """Return the path of a group's page."""
    return f"nhom/{group_id}/index.html"


def product_set(set_id: str) -> str:
    """Return the path of a set's page."""
    return f"bo/{set_id}/index.html"


def stars(number: int | str) -> str:
    """Return the path of the page of all products with so many stars."""
    return f"sao/{number}/index.html"


def commune(key: str) -> str:
    """Return the path of a commune's page."""
    return f"xa/{key}/index.html"


def numbered(first: str, number: int) -> str:
    """Return the path of a list's further page; page 1 is the list itself."""
    return first if number == 1 else f"{posixpath.dirname(first)}/trang-{number}/index.html"


@lru_cache(maxsize=16384)
def edition(path: str, language: str) -> str:
    """Return the path of a page in another language; what is no page, and what has one address only, stays.

    Codes and ids are the same in every language, and so are the photos, stamps and data that all pages share.
    """
    folders = path.split("/")
    if language == ROOT_LANGUAGE or folders[-1] != HOME or folders[0] == "01":
        return path
    called = EDITIONS.get(language, {})
    word, dash, number = folders[-2].partition("-") if len(folders) > 2 else ("", "", "")
    # Only lists have further pages: a producer may be called `trang-2`.
    if word == "trang" and number.isdigit() and (len(folders) == 4 or path.startswith("san-pham/")):
        folders[-2] = f"{called.get(word, word)}{dash}{number}"
    folders[0] = called.get(folders[0], folders[0])
    return "/".join([_TAKEN.get(language, language), *folders])


def language_at(address: str) -> str | None:
    """Return the language whose home an address is: `/en/`; nothing for any other."""
    name = address.strip("/")
    two_letters = name if len(name) == 2 and name.isalpha() and name not in _TAKEN else None
    return next((language for language, folder in _TAKEN.items() if folder == name), two_letters)


def search_words(number: int) -> str:
    """Return the path of a file of words of stories."""
    return f"tim-kiem/tu/{number}.js"


def search_photos(set_id: str) -> str:
    """Return the path of the file that tells the photos of a set's products."""
    return f"tim-kiem/anh/{set_id}.js"


def photo(digest: str, width: int, kind: str) -> str:
    """Return the path of a picture at a width in pixels; `kind` is the ending."""
    return f"{_photo(digest)}-{width}.{kind}"


def photo_name(digest: str, width: int) -> str:
    """Return what search knows a picture's smallest file by; `width` is the picture's own, in pixels."""
    return f"{digest[:16]}-{photo_widths(width)[0]}"


def _photo(digest: str) -> str:
    return f"anh/{digest[:16]}"


def photo_widths(width: int) -> tuple[int, ...]:
    """Return the widths a picture is made in: never wider than itself."""
    return tuple(sorted({min(one, width) for one in PHOTO_WIDTHS}))


def photo_files(width: int, *, compact: bool = False) -> tuple[tuple[int, str], ...]:
    """Return width and kind of every file of a picture; `compact` makes three of them where there are eight.

    JPEG stands behind AVIF and WebP: in the middle width for browsers that know neither (before 2020), in the largest
    for those who show a link to the page.
    """
    widths = photo_widths(width)
    if compact:
        return (*((one, "webp") for one in widths[:2]), (widths[-1], "jpg"))
    return tuple((one, kind) for kind in ("avif", "webp") for one in widths) + tuple(
        (one, "jpg") for one in widths[1:] or widths
    )


def photo_choices(to: Callable[[str], str], digest: str, width: int, *, compact: bool = False) -> dict[str, str]:
    """Return what a page says of a picture's files: `srcset` of AVIF (if any) and WebP, `src` of the JPEG."""
    stem = to(_photo(digest))  # one link for all files, as they differ in their endings only
    found: dict[str, list[int]] = {"avif": [], "webp": [], "jpg": []}
    for one, kind in photo_files(width, compact=compact):
        found[kind].append(one)
    choices = {kind: ", ".join(f"{stem}-{one}.{kind} {one}w" for one in found[kind]) for kind in ("avif", "webp")}
    return choices | {"jpg": f"{stem}-{found['jpg'][0]}.jpg"}


def band(set_id: str) -> str:
    """Return the path of the strip of cloth of a set."""
    return f"hoa-van/{set_id}.svg"


def tile(group_id: str) -> str:
    """Return the path of the cloth of a group."""
    return f"hoa-van/nhom-{group_id}.svg"


ARRANGEMENTS = 32
"""Cloths in the dress of one set: so many that neighbours differ, so few that browsers soon know them."""


def arrangement(code: str) -> int:
    """Return which of a set's cloths stands for a product's missing photo."""
    return sum(map(ord, code)) % ARRANGEMENTS


def cloth(set_id: str, number: int) -> str:
    """Return the path of one of a set's cloths."""
    return f"hoa-van/{set_id}-{number:02}.svg"


def brand(digest: str) -> str:
    """Return the path of one of the office's own pictures: its logo, the OCOP mark."""
    return f"anh/{digest[:16]}-logo.png"


def asset(name: str, digest: str) -> str:
    """Return the path of a style, script or drawing, named by its content so that it can be kept for ever."""
    stem, dot, kind = name.rpartition(".")
    return f"assets/{stem}-{digest[:10]}{dot}{kind}"


_LASTING = re.compile(r"assets/[^/]+-[0-9a-f]{10}(\.\w+)?|anh/[0-9a-f]{16}-\w+\.\w+")


def lasting(path: str) -> bool:
    """Tell whether a file is named by its content: another content has another name, so it can be kept for ever."""
    return _LASTING.fullmatch(path) is not None


def public(site_url: str, path: str) -> str:
    """Return the public address of a page: folders end in a slash, as canonical links and stamps show it."""
    return f"{site_url.rstrip('/')}/{quoted(path.removesuffix('index.html'))}"


def stamp(site_url: str, code: str, lot_code: str | None = None, serial: str = "") -> str:
    """Return what a stamp's QR holds: the permanent address of a product or lot in capitals.

    Scheme and host know no case (RFC 3986, 6.2.2.1) and codes are capitals, so nothing changes its meaning
    and the QR can use its alphanumeric mode. A serial stands in the fragment, which no browser sends to a server.
    """
    page = product(code) if lot_code is None else lot(code, lot_code)
    return public(site_url, page).upper() + (f"#{serial}" if serial else "")


def host(site_url: str) -> str:
    """Return the host of the site, for people to read."""
    return urlsplit(site_url).netloc


_SPOTLESS = re.compile(r"[A-Za-z0-9_.~/-]*").fullmatch


def quoted(text: str) -> str:
    """Return a text as it stands in an address: a path, or a part of one."""
    return text if _SPOTLESS(text) else quote(text)
