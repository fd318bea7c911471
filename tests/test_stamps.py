"""Stamps: every one is read back to exactly its address, at exactly its size."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser

from generator import addresses
from generator.stamps import look
from generator.stamps.art import Stamp, Words, full
from generator.stamps.plate import Plate, plate
from generator.stamps.symbol import MODULE_MM, QUIET_ZONE, symbol

CODES = st.from_regex(r"[0-9A-Z][0-9A-Z-]{1,18}[0-9A-Z]", fullmatch=True)
LONG = "Thịt trâu gác bếp hun khói kiểu người Thái Mường Ảng loại đặc biệt hộp quà " * 2
WORDS = Words(
    publisher="OCOP · Điện Biên",
    name="Trà Shan tuyết",
    stars=4,
    grade="4 sao",
    code="DB0001",
    scan="Quét mã để kiểm tra · ocop.dienbien.gov.vn",
    mark="",
)


def read(picture: bytes) -> list[tuple[str, str]]:
    """Return what a reader sees in a picture: text and error correction level of each symbol."""
    with Image.open(io.BytesIO(picture)) as opened:
        return [(one.text, one.ec_level) for one in zxingcpp.read_barcodes(opened.convert("L"))]


def qr(code: str = "DB0001") -> Plate:
    return plate(symbol(addresses.stamp("https://ocop.dienbien.gov.vn", code)))


def stamp(**words: object) -> Stamp:
    return full(qr(), replace(WORDS, **words))


def dark(picture: bytes, darker: int = 128) -> NDArray[np.bool_]:
    """Return which dots of a picture are black, or at least darker than a grey."""
    with Image.open(io.BytesIO(picture)) as opened:
        return np.asarray(opened.convert("L")) < darker


@settings(max_examples=60)
@given(CODES)
def test_every_stamp_decodes_to_its_address(code: str) -> None:
    """Any legal code gives a QR at level M that reads as its permanent address in capitals."""
    address = addresses.stamp("https://ocop.dienbien.gov.vn", code)
    assert address == f"HTTPS://OCOP.DIENBIEN.GOV.VN/P/{code}/"
    assert read(qr(code).png()) == [(address, "M")]
    assert read(full(qr(code), replace(WORDS, code=code)).png()) == [(address, "M")]


@pytest.mark.parametrize("mark", ["", "MẪU", "ĐÃ THU HỒI", "X", "MẪU " * 30])
@pytest.mark.parametrize("name", ["Trà", LONG])
def test_marks_and_long_names_leave_the_symbol_whole(mark: str, name: str) -> None:
    """What is printed across a stamp never keeps a reader from it."""
    assert read(stamp(name=name, mark=mark).png()) == [("HTTPS://OCOP.DIENBIEN.GOV.VN/P/DB0001/", "M")]


def test_size_is_exact() -> None:
    """The SVG says its size in mm, the PNG its resolution, and both are the same: modules of 0.508 mm."""
    made = qr()
    assert made.symbol.size == 25
    assert float(MODULE_MM) == 0.508
    assert float(made.symbol.width_mm) == 16.764
    for drawn, width, height in ((made, 396, 396), (stamp(), 1452, 444)):
        found = re.search(r'<svg[^>]* width="([0-9.]+)mm" height="([0-9.]+)mm"', drawn.svg().decode())
        assert found
        assert (found[1], found[2]) == (f"{width * 0.508 / 12:.3f}", f"{height * 0.508 / 12:.3f}")
        with Image.open(io.BytesIO(drawn.png())) as picture:
            assert picture.size == (width, height)
            assert [round(dots) for dots in picture.info["dpi"]] == [600, 600]


def test_every_module_is_twelve_dots() -> None:
    """A printed symbol has sharp edges: each module is 12 × 12 dots of one colour, also on a full stamp."""
    made = qr()
    modules = np.array(made.symbol.rows).repeat(12, axis=0).repeat(12, axis=1)
    quiet = QUIET_ZONE * 12
    assert (dark(made.png()) == np.pad(modules, quiet)).all()
    corner = look.RIM + quiet
    for mark in ("", "ĐÃ THU HỒI"):
        printed = dark(stamp(mark=mark).png())
        assert (printed[corner : corner + 300, corner : corner + 300] == modules).all()


def test_quiet_zone_is_whole() -> None:
    """Four light modules stand around the symbol on every side, in the QR alone and in the full stamp."""
    quiet = QUIET_ZONE * 12
    rim = look.RIM
    for printed in (
        dark(qr().png()),
        dark(stamp(name="Trà " * 30, mark="MẪU").png())[rim : rim + 396, rim : rim + 396],
    ):
        assert printed.shape == (396, 396)
        assert printed.sum() == printed[quiet:-quiet, quiet:-quiet].sum()


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
            ids = [part.get("id") for part in root.iter() if part.get("id")]
            assert len(ids) == len(set(ids))


def test_svg_stamps_decode_as_a_browser_draws_them(site: Path, browser: Browser) -> None:
    """The vector stamps, drawn by Chromium, read as the product's address too."""
    page = browser.new_page(viewport={"width": 600, "height": 300}, device_scale_factor=2)
    for code in ("DB0001", "MAU-01", "MAU-06"):
        for name in ("qr.svg", "tem.svg"):
            page.goto((site / "P" / code / name).as_uri())
            assert read(page.screenshot()) == [(f"HTTPS://OCOP.DIENBIEN.GOV.VN/P/{code}/", "M")]
    page.close()


def test_both_files_show_the_same(site: Path, browser: Browser) -> None:
    """Chromium draws `tem.svg` at 600 dpi as `tem.png` has it, but for dots that an edge goes through."""
    page = browser.new_page(viewport={"width": 1452, "height": 444})
    for code in ("DB0001", "DB0005", "MAU-01", "MAU-06"):
        drawing = (site / "P" / code / "tem.svg").read_text(encoding="utf-8")
        drawing = re.sub(r'width="[0-9.]+mm" height="[0-9.]+mm"', 'width="1452" height="444"', drawing, count=1)
        page.set_content(f'<body style="margin: 0">{drawing}')
        for darker, share in ((128, 0.006), (234, 0.02)):  # black; black or pale, and all that an edge touches
            drawn, printed = (
                dark(picture, darker) for picture in (page.screenshot(), (site / "P" / code / "tem.png").read_bytes())
            )
            wrong = drawn != printed
            assert wrong.mean() < share
            # A letter that is missing or elsewhere is wrong in whole squares of dots.
            assert wrong.reshape(74, 6, 242, 6).mean(axis=(1, 3)).max() < 0.7
    page.close()


@pytest.mark.parametrize("stars", [0, 3, 4, 5])
def test_stars_are_counted(stars: int) -> None:
    """Of five stars as many are filled as the product has; a stamp without stars has the words alone."""
    made = stamp(stars=stars, grade="ĐÃ THU HỒI" if stars == 0 else f"{stars} sao")
    assert len(made.grade.stars) == (5 if stars else 0)
    printed = dark(made.png())
    assert [bool(printed[y, x]) for _, x, y in made.grade.stars] == [
        number < stars for number in range(len(made.grade.stars))
    ]
