"""Stamps seen in a picture, and what a site tells of them: the same files are asked as the stamp's page asks."""

from __future__ import annotations

import html
import json
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from generator import addresses
from generator.problems import TroubleError
from generator.serials import buckets, serial
from generator.serials.fingerprint import fingerprint
from generator.signed.state import ODD

Read = Callable[[str], bytes | None]
"""Reads a file of a site by its path; nothing where it has no such file."""
LARGEST = 64_000_000
"""Pixels of a picture; phones take up to 50 million, most 12."""
LARGEST_BYTES = 100_000_000
"""Of a picture's file."""
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')
_TITLE = re.compile(r'<meta property="og:title" content="([^"]*)"')
_NOTICE = 'class="notice" data-now="revoked"'
_PLAIN = re.compile(r"[0-9A-Za-z_/-]+")
"""What addresses of a site are made of: a symbol may say anything."""
_PATH = re.compile(r"P/(?P<product>[0-9A-Z-]+)/(?:(?P<lot>[0-9A-Z-]+)/)?")


class State(StrEnum):
    """What is known of a stamp."""

    FOREIGN = "foreign"
    """It leads elsewhere, or nowhere."""
    MISSING = "missing"
    """It leads to a page that the site does not have."""
    PAGE = "page"
    """It has no serial; its page is there."""
    MALFORMED = "malformed"
    UNKNOWN = "unknown"
    """Its serial was not issued for this product and lot."""
    UNCHECKED = "unchecked"
    """The site has the lot, but not the list that tells."""
    VOIDED = "voided"
    RECALLED = "recalled"
    GENUINE = "genuine"


GOOD = frozenset({State.PAGE, State.GENUINE})


@dataclass(frozen=True, slots=True)
class Sighting:
    """A stamp, and what is known of it."""

    text: str
    """What its symbol says."""
    state: State
    product: str = ""
    lot: str = ""
    serial: str = ""
    """As it is printed."""
    title: str = ""
    """Of its page."""
    run: int = 0
    issued: str = ""
    voided: str = ""
    noticed: bool = False
    """Whether the page begins with a recall or a revocation."""


def seen(picture: Path) -> tuple[str, ...]:
    """Return what the symbols in a picture say, each once. Raises TroubleError where it is no picture."""
    import zxingcpp

    upright = _upright(picture)
    formats = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    found = [one.text for one in zxingcpp.read_barcodes(upright, formats=formats)]
    if not found:
        # A large photo out of focus reads better smaller.
        small = upright.copy()
        small.thumbnail((1200, 1200))
        found = [one.text for one in zxingcpp.read_barcodes(small, formats=formats)]
    return tuple(dict.fromkeys(found))


def _upright(picture: Path) -> Any:
    """Return a picture as it is held, in shades of grey. Raises TroubleError where it is none, or beyond all bounds."""
    from PIL import Image, ImageOps, UnidentifiedImageError
    from pillow_heif import register_heif_opener

    register_heif_opener()
    try:
        if picture.stat().st_size > LARGEST_BYTES:
            raise TroubleError("sighting-too-large", file=picture)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of sizes, which are looked at here, and of what a camera wrote beside
            with Image.open(picture) as opened:
                if opened.width * opened.height > LARGEST:
                    raise TroubleError("sighting-too-large", file=picture)
                grey = ImageOps.exif_transpose(opened.convert("RGBA" if "A" in opened.getbands() else "RGB"))
    except Image.DecompressionBombError as bomb:
        raise TroubleError("sighting-too-large", file=picture) from bomb
    except UnidentifiedImageError as wrong:
        raise TroubleError("sighting-unreadable", file=picture) from wrong
    except PermissionError as refused:
        raise TroubleError("sighting-locked", file=picture, reason=refused.strerror or refused) from refused
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError, MemoryError) as wrong:
        # Whatever a reader of some format says of it: the file begins as a picture and does not go on as one.
        raise TroubleError("sighting-broken", file=picture) from wrong
    if "A" in grey.getbands():  # what can be seen through stands on white paper
        grey = Image.alpha_composite(Image.new("RGBA", grey.size, "white"), grey)
    return grey.convert("L")


def told(text: str, read: Read) -> Sighting:
    """Return what a site tells of a stamp. Raises TroubleError where there is no site."""
    site = home(read)
    try:
        wanted, own = urlsplit(text.strip()), urlsplit(site)
    except ValueError:  # what a stranger's symbol says may look like an address and be none
        return Sighting(text, State.FOREIGN)
    path, fragment = unquote(wanted.path).lstrip("/"), unquote(wanted.fragment)
    if wanted.scheme.lower() not in {"http", "https"} or wanted.netloc.lower() != own.netloc.lower():
        return Sighting(text, State.FOREIGN)
    begin = own.path.strip("/").upper()
    if begin and path.upper().startswith(f"{begin}/"):
        path = path[len(begin) + 1 :]
    found = _PATH.fullmatch(path.upper() if path.lower().startswith("p/") else path)
    page = read(_page(found) if found else f"{path.rstrip('/')}/index.html") if _PLAIN.fullmatch(path) else None
    product, lot = (found["product"], found["lot"] or "") if found else ("", "")
    if page is None:
        return Sighting(text, State.MISSING, product, lot)
    words = page.decode("utf-8", "replace")
    title = _TITLE.search(words)
    named = Sighting(
        text, State.PAGE, product, lot, title=html.unescape(title[1]) if title else "", noticed=_NOTICE in words
    )
    return _numbered(named, fragment, read) if fragment and lot else named


def home(read: Read) -> str:
    """Return the address a site calls its own. Raises TroubleError where there is no site of this programme."""
    page = read(addresses.HOME)
    found = _CANONICAL.search(page.decode("utf-8", "replace")) if page else None
    if not found:
        raise TroubleError("site-none")
    return html.unescape(found[1])


def _page(found: re.Match[str]) -> str:
    return addresses.lot(found["product"], found["lot"]) if found["lot"] else addresses.product(found["product"])


def _numbered(page: Sighting, fragment: str, read: Read) -> Sighting:
    """Return what is known of a stamp's serial."""
    number = serial.read(fragment)
    if number is None:
        return _with(page, State.MALFORMED)
    shown = serial.grouped(number)
    about = read(addresses.serial_list(page.product, page.lot, "so-tem.json"))
    if about is None:
        return _with(page, State.UNKNOWN, serial=shown)
    wanted = fingerprint(page.product, page.lot, number)
    try:
        characters = int(json.loads(about)["characters"])
        bucket = read(addresses.serial_list(page.product, page.lot, f"{buckets.name(wanted, characters)}.js"))
        listed = buckets.told(bucket) if bucket else None
        run = buckets.found_in(listed, wanted) if listed else None
    except ODD:
        listed = None
    if listed is None:
        return _with(page, State.UNCHECKED, serial=shown)
    if run is None:
        return _with(page, State.UNKNOWN, serial=shown)
    state = State.VOIDED if run[2] else State.RECALLED if listed["recalled"] else State.GENUINE
    return _with(page, state, serial=shown, run=run[0], issued=run[1], voided=run[2] or "")


def _with(page: Sighting, state: State, **more: Any) -> Sighting:
    return replace(page, state=state, **more)
