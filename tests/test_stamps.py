"""Stamps: every one is read back to exactly its address, at exactly its size."""

from __future__ import annotations

import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from playwright.sync_api import Browser

from generator import addresses
from generator.stamps import art
from generator.stamps.art import Art
from generator.stamps.symbol import MODULE_MM, QUIET_ZONE, symbol
from tests.conftest import ROOT

TEMPLATE = (ROOT / "templates" / "stamp.typ").read_text(encoding="utf-8")
CODES = st.from_regex(r"[0-9A-Z][0-9A-Z-]{1,18}[0-9A-Z]", fullmatch=True)


def read(picture: bytes) -> list[tuple[str, str]]:
    """Return what a reader sees in a picture: text and error correction level of each symbol."""
    with Image.open(io.BytesIO(picture)) as opened:
        return [(one.text, one.ec_level) for one in zxingcpp.read_barcodes(opened.convert("L"))]


def words(name: str = "Trà Shan tuyết", mark: str = "", *, revoked: bool = False) -> dict[str, object]:
    said: dict[str, object] = {
        "name": name,
        "code": "DB0001",
        "host": "ocop.example.vn",
        "programme": "OCOP",
        "province": "Điện Biên",
        "stars": 4,
        "grade": "4 sao",
        "scan": "Quét mã để kiểm tra",
        "mark": mark,
        "revoked": revoked,
    }
    return said


@settings(max_examples=60)
@given(CODES)
def test_every_stamp_decodes_to_its_address(code: str) -> None:
    """Any legal code gives a QR at level M that reads as its permanent address in capitals."""
    address = addresses.stamp("https://ocop.dienbien.gov.vn", code)
    assert address == f"HTTPS://OCOP.DIENBIEN.GOV.VN/P/{code}/"
    assert read(art.png(TEMPLATE, Art.QR, symbol(address), words())) == [(address, "M")]


@pytest.mark.parametrize("mark", ["", "MẪU", "ĐÃ THU HỒI"])
@pytest.mark.parametrize("kind", list(Art))
@pytest.mark.parametrize(
    "name", ["Trà", "Thịt trâu gác bếp hun khói kiểu người Thái Mường Ảng loại đặc biệt hộp quà " * 2]
)
def test_marks_and_long_names_leave_the_symbol_whole(kind: Art, mark: str, name: str) -> None:
    """What is printed across a stamp never keeps a reader from it."""
    address = addresses.stamp("https://ocop.dienbien.gov.vn", "MAU-01")
    stamp = art.png(TEMPLATE, kind, symbol(address), words(name, mark, revoked=mark == "ĐÃ THU HỒI"))
    assert read(stamp) == [(address, "M")]


def test_size_is_exact() -> None:
    """The SVG says its size in mm, the PNG its resolution, and both are the same: modules of 0.508 mm."""
    made = symbol(addresses.stamp("https://ocop.dienbien.gov.vn", "DB0001"))
    assert made.size == 25
    assert float(MODULE_MM) == 0.508
    drawing = art.svg(TEMPLATE, Art.QR, made, words()).decode()
    found = re.search(r'<svg[^>]* width="([0-9.]+)mm" height="([0-9.]+)mm"', drawing)
    assert found
    assert (float(found[1]), float(found[2])) == (16.764, 16.764)
    assert float(made.width_mm) == 16.764
    with Image.open(io.BytesIO(art.png(TEMPLATE, Art.QR, made, words()))) as picture:
        assert picture.size == (396, 396)
        assert [round(dots) for dots in picture.info["dpi"]] == [600, 600]


def test_quiet_zone_is_whole() -> None:
    """Four light modules stand around the symbol on every side, in the QR alone and in the full stamp."""
    made = symbol(addresses.stamp("https://ocop.dienbien.gov.vn", "DB0001"))
    with Image.open(io.BytesIO(art.png(TEMPLATE, Art.QR, made, words()))) as opened:
        picture = opened.convert("L")
    quiet = QUIET_ZONE * 12
    assert picture.point(lambda grey: 255 if grey < 128 else 0).getbbox() == (quiet, quiet, 396 - quiet, 396 - quiet)
    with Image.open(io.BytesIO(art.png(TEMPLATE, Art.FULL, made, words("Trà " * 30)))) as opened:
        full = opened.convert("L")
    rim = 24
    around = full.crop((rim, rim, rim + 396, rim + 396)).point(lambda grey: 255 if grey < 128 else 0)
    assert around.crop((0, 0, 396, quiet)).getbbox() is None
    assert around.crop((0, 396 - quiet, 396, 396)).getbbox() is None
    assert around.crop((0, 0, quiet, 396)).getbbox() is None
    assert around.crop((396 - quiet, 0, 396, 396)).getbbox() is None


def test_every_stamp_of_the_site_decodes(site: Path) -> None:
    """All four files of every product of this repository's content read as the product's address."""
    pages = sorted((site / "P").glob("*/index.html"))
    assert len(pages) >= 9
    for page in pages:
        address = f"HTTPS://OCOP.DIENBIEN.GOV.VN/P/{page.parent.name}/"
        for name in ("qr.png", "tem.png"):
            assert read((page.parent / name).read_bytes()) == [(address, "M")], f"{page.parent.name}/{name}"
        for name in ("qr.svg", "tem.svg"):
            root = ElementTree.fromstring((page.parent / name).read_bytes())
            assert root.get("width", "").endswith("mm")


def test_svg_stamps_decode_as_a_browser_draws_them(site: Path, browser: Browser) -> None:
    """The vector stamps, drawn by Chromium, read as the product's address too."""
    page = browser.new_page(viewport={"width": 600, "height": 300}, device_scale_factor=2)
    for code in ("DB0001", "MAU-01", "MAU-06"):
        for name in ("qr.svg", "tem.svg"):
            page.goto((site / "P" / code / name).as_uri())
            assert read(page.screenshot()) == [(f"HTTPS://OCOP.DIENBIEN.GOV.VN/P/{code}/", "M")]
    page.close()


def test_same_stamp_same_bytes() -> None:
    """A stamp is made from its words alone: twice the same bytes."""
    made = symbol("HTTPS://OCOP.EXAMPLE.VN/P/DB0001/")
    for press in (art.svg, art.png):
        assert press(TEMPLATE, Art.FULL, made, words()) == press(TEMPLATE, Art.FULL, made, words())
