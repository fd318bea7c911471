"""Printed stamps: read back from the rendered PDF to exactly what they say, at exactly their size."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import cv2
import numpy as np
import pypdfium2
import pytest
import zxingcpp
from numpy.typing import NDArray
from qrcode.constants import ERROR_CORRECT_Q

from generator.labels.design import FULL_WIDTH, KINDS, LEAST, Design, designed
from generator.labels.order import files
from generator.labels.press import File, Run, pdf
from generator.labels.stocks import CARDS, Stock, card, own, stocks
from generator.problems import TroubleError
from generator.serials import serial
from generator.stamps import masks
from generator.stamps import symbol as symbols
from generator.stamps.symbol import LEVELS, QUIET_ZONE, symbol
from generator.template_files import OURS

ADDRESS = "HTTPS://OCOP.DIENBIEN.GOV.VN/P/MAU-01/L2604/"
WORDS = {
    "publisher": "OCOP · Điện Biên",
    "name": "Thịt trâu gác bếp hun khói kiểu người Thái Mường Ảng",
    "stars": 4,
    "grade": "4 sao",
    "code": "MAU-01 · L2604",
    "scan": "Quét mã để kiểm tra · ocop.dienbien.gov.vn",
    "mark": "",
    "card": "Quét mã để xem nguồn gốc, người làm và số sao",
    "lot": "Lô L2604",
    "place": "Xã Sính Phình",
    "maker": "Hợp tác xã mẫu",
    "address": "ocop.dienbien.gov.vn/P/MAU-01/",
}
SERIALS = tuple("".join(serial.LETTERS[(7 * at + 3 * place) % 32] for place in range(18)) for at in range(200))
"""Fixed, so that these tests print the same everywhere."""


NOTE = "Đợt {run} · tệp {file}/{files} · tờ {sheet}/{sheets} · tem {first}–{last}"


def a_run(kind: str, stock: Stock, *, numbered: bool = True, level: str = "M", crop: float = 0, **words: object) -> Run:
    made = symbols.numbered(ADDRESS, SERIALS[0], level) if numbered else symbol(ADDRESS, level)
    design = designed(kind, stock, made.size, numbered=numbered)
    template = (OURS / "print.typ").read_text(encoding="utf-8")
    says = tuple({**WORDS, **words}.items())
    return Run(template, stock, design, level, ADDRESS, says, "Tem", "vi", NOTE, crop)


def a_file(run: Run, count: int, *, numbered: bool = True) -> File:
    return File(run, "", SERIALS[:count] if numbered else ("",) * count, 1, 1, 1)


def rendered(content: bytes, dpi: int, page: int = 0) -> NDArray[np.uint8]:
    """Return a page as grey dots."""
    bitmap = pypdfium2.PdfDocument(content)[page].render(scale=dpi / 72, grayscale=True)
    return np.asarray(bitmap.to_numpy()).reshape(bitmap.height, bitmap.stride)[:, : bitmap.width].copy()


def decoded(dots: NDArray[np.uint8]) -> list[str]:
    return [one.text for one in zxingcpp.read_barcodes(dots)]


@cache
def sheet(kind: str, stock: str) -> tuple[Run, bytes]:
    run = a_run(kind, stocks()[stock])
    return run, pdf(a_file(run, run.stock.room))


def stocked() -> list[tuple[str, str]]:
    """Return which kinds go on which stocks at a size that tills can read."""
    pairs = []
    for name, stock in stocks().items():
        for kind in ("full", "qr"):
            try:
                designed(kind, stock, 33, numbered=True)
            except TroubleError:
                continue
            pairs.append((kind, name))
    return pairs


def test_the_stocks_hold_their_labels() -> None:
    """Labels of every stock lie on its page and not on each other; each stock takes at least plain symbols."""
    for stock in stocks().values():
        for (x, y), side in ((stock.cells[0], 0), (stock.cells[-1], 1)):
            assert x >= 0
            assert y >= 0
            assert x + side * stock.label[0] <= stock.page[0] + 1e-6
            assert y + side * stock.label[1] <= stock.page[1] + 1e-6
        assert stock.columns == 1 or stock.pitch[0] >= stock.label[0]
        assert stock.rows == 1 or stock.pitch[1] >= stock.label[1]
    assert {name for kind, name in stocked() if kind == "qr"} == set(stocks())
    assert {name for name in stocks() if ("full", name) not in stocked()} == {"cuon-35x22", "cuon-40x30"}


@pytest.mark.parametrize(("kind", "stock"), stocked())
def test_every_stamp_of_a_page_decodes(kind: str, stock: str) -> None:
    """On every stock each stamp of a page reads as its own address and serial, and nothing else is read."""
    run, content = sheet(kind, stock)
    dpi = 203 if run.stock.dpi == 203 else 300
    found = decoded(rendered(content, dpi))
    assert sorted(found) == sorted(f"{ADDRESS}#{one}" for one in SERIALS[: run.stock.room])


@pytest.mark.parametrize(("kind", "stock"), [("full", "a4-21"), ("qr", "a4-65"), ("full", "cuon-50x30")])
def test_sizes_at_600_dpi(kind: str, stock: str) -> None:
    """Rendered at 600 dpi each symbol is where and as large as designed within 0.1 mm, its quiet zone whole."""
    run, content = sheet(kind, stock)
    dots, mm = rendered(content, 600), 600 / 25.4
    assert dots.shape == tuple(round(side * mm) for side in reversed(run.stock.page))
    design = run.design
    width, quiet = (design.side - 2 * QUIET_ZONE) * design.module, QUIET_ZONE * design.module
    assert design.module >= LEAST
    for x, y in design.cells:
        left, top = x + design.qr[0] + quiet, y + design.qr[1] + quiet
        around = dots[
            round((top - quiet) * mm) + 1 : round((top + width + quiet) * mm) - 1,
            round((left - quiet) * mm) + 1 : round((left + width + quiet) * mm) - 1,
        ]
        dark = np.argwhere(around < 128)
        (first_y, first_x), (last_y, last_x) = dark.min(axis=0), dark.max(axis=0) + 1
        for first, last in ((first_x, last_x), (first_y, last_y)):
            assert abs((last - first) / mm - width) <= 0.1
            assert abs((first + 1) / mm - quiet) <= 0.1


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kind", CARDS)
def test_cards(kind: str, level: str) -> None:
    """A booth card is as large as it says, with room for crop marks where wanted, and reads at every level."""
    for margin in (0, 8):
        run = a_run(kind, card(kind, margin), numbered=False, level=level, crop=max(0, margin - 2))
        content = pdf(a_file(run, 1, numbered=False))
        size = pypdfium2.PdfDocument(content)[0].get_size()
        assert [round(side * 25.4 / 72, 2) for side in size] == [side + 2 * margin for side in CARDS[kind]]
        found = zxingcpp.read_barcodes(rendered(content, 200))
        assert [(one.text, one.ec_level) for one in found] == [(ADDRESS, level)]
        assert run.design.module >= 1


def test_another_reader_reads_the_same() -> None:
    """OpenCV's reader, which shares nothing with zxing-cpp, reads what was printed."""
    run, content = sheet("full", "a4-21")
    dots, mm = rendered(content, 600), 600 / 25.4
    reader = cv2.QRCodeDetector()
    side = run.design.side * run.design.module
    for (x, y), expected in list(zip(run.design.cells, SERIALS, strict=False))[:8]:
        left, top = (x + run.design.qr[0]) * mm, (y + run.design.qr[1]) * mm
        part = dots[round(top) : round(top + side * mm), round(left) : round(left + side * mm)]
        text, _, _ = reader.detectAndDecode(np.ascontiguousarray(part))
        assert text == f"{ADDRESS}#{expected}"


def test_the_same_bytes() -> None:
    """Printed again, after other things were printed, a file has the same bytes; another serial gives others."""
    run = a_run("full", stocks()["a4-24"])
    first = pdf(a_file(run, 30))
    pdf(a_file(a_run("qr", stocks()["a4-65"]), 5))
    assert pdf(a_file(run, 30)) == first
    assert pdf(replace(a_file(run, 30), serials=SERIALS[1:31])) != first
    assert b"CreationDate" not in first


def text_of(content: bytes, page: int = 0) -> str:
    return re.sub(r"\s+", " ", pypdfium2.PdfDocument(content)[page].get_textpage().get_text_bounded())


@pytest.mark.parametrize(("kind", "stock"), [("full", "a4-14"), ("full", "cuon-50x30"), ("card-a5", "")])
def test_vietnamese_is_set_whole(kind: str, stock: str) -> None:
    """All words stand in the PDF as text, composed, with every mark; none is lost or cut."""
    run = a_run(kind, stocks()[stock] if stock else card(kind), numbered=kind == "full")
    text = text_of(pdf(a_file(run, 1, numbered=kind == "full")))
    assert unicodedata.is_normalized("NFC", text)
    shown = ("publisher", "name", "grade", "scan") if kind == "full" else ("publisher", "name", "grade", "card")
    for key in shown:
        assert str(WORDS[key]) in text, key
    if kind == "full":
        assert serial.grouped(SERIALS[0]) in text


def test_samples_say_so() -> None:
    """What is printed for an invented product says MẪU across, and still reads."""
    run = a_run("full", stocks()["a4-21"], mark="MẪU")
    content = pdf(a_file(run, 21))
    assert text_of(content).count("MẪU") == 21
    assert len(decoded(rendered(content, 300))) == 21


def test_small_modules_are_refused() -> None:
    """Below 0.396 mm nothing is printed unless forced; what fits no label at all is told apart."""
    roll = stocks()["cuon-35x22"]
    with pytest.raises(TroubleError) as small:
        designed("full", roll, 33, numbered=True)
    assert small.value.rule == "module-small"
    assert dict(small.value.details)["module"] == "0,375"
    assert designed("full", roll, 33, numbered=True, force=True).module == pytest.approx(3 * 25.4 / 203, abs=1e-5)
    tiny = own("12x12")
    assert tiny
    with pytest.raises(TroubleError) as none:
        designed("full", tiny, 33, numbered=True)
    assert none.value.rule == "label-small"
    with pytest.raises(TroubleError) as asked:
        designed("qr", stocks()["a4-21"], 33, numbered=True, module=0.3)
    assert asked.value.rule == "module-asked"


@pytest.mark.parametrize("dpi", [203, 600])
def test_modules_are_whole_dots(dpi: int) -> None:
    """Modules and places are whole dots of the stock's printers, so that no edge is blurred."""
    for stock in stocks().values():
        if stock.dpi != dpi:
            continue
        design = designed("qr", stock, 33, numbered=True)
        lengths = [design.module, *(x + design.qr[0] for x, _ in design.cells), *(y for _, y in design.cells)]
        assert max(abs(length * dpi / 25.4 - round(length * dpi / 25.4)) for length in lengths) < 0.001


def test_own_sizes() -> None:
    """A size of one's own fills A4 with room for the knife; what is no size, or too large or small, is none."""
    made = own("60x30")
    assert made
    assert (made.label, made.columns, made.rows) == ((60, 30), 3, 8)
    assert own("62,5 × 26")
    for wrong in ("60", "5x5", "300x30", "axb", ""):
        assert own(wrong) is None


def test_batches_are_numbered() -> None:
    """A long run comes as numbered files, each of whole pages but the last; together they have every stamp once."""
    from pathlib import Path

    run = a_run("qr", stocks()["a4-65"])
    made = list(files(run, SERIALS, Path("x"), "tem", batch=70, issued=3))
    assert [(Path(one.target).name, one.first, len(one.serials), one.number, one.count) for one in made] == [
        ("tem-001.pdf", 1, 130, 1, 2),
        ("tem-002.pdf", 131, 70, 2, 2),
    ]
    assert tuple(one for file in made for one in file.serials) == SERIALS
    assert "Đợt 3 · tệp 2/2 · tờ 1/2 · tem 131–195" in text_of(pdf(made[1]))


def letters(content: bytes, words: str) -> list[tuple[float, float, float]]:
    """Return each place of words on the first page: millimetres from the left and the top, points of the letters."""
    page = pypdfium2.PdfDocument(content)[0]
    text, places = page.get_textpage(), []
    found = text.search(words)
    while at := found.get_next():
        left, _, _, top = text.get_charbox(at[0], loose=True)
        size = pypdfium2.raw.FPDFText_GetFontSize(text, at[0])
        places.append((left * 25.4 / 72, (page.get_height() - top) * 25.4 / 72, size))
    return places


@pytest.mark.parametrize("stock", [*stocks(), "60x30"])
def test_what_a_sheet_says_of_itself_is_on_no_label(stock: str) -> None:
    """Run, file and stamps stand in the margin of a sheet where it has one, and never on what is stuck on a packet."""
    paper = stocks().get(stock) or own(stock)
    assert paper
    run = a_run("qr", paper, crop=1.5)
    below = paper.page[1] - paper.cells[-1][1] - paper.label[1]
    places = letters(pdf(a_file(run, paper.room)), "tệp 1/1")
    assert len(places) == (below >= 8)
    for _, top, size in places:
        assert top >= paper.page[1] - below + 1
        assert top + size * 25.4 / 72 <= paper.page[1] - 3


@pytest.mark.parametrize(
    ("stock", "numbered"), [("a4-65", True), ("cuon-40x30", True), ("cuon-40x30", False), ("a4-21", True)]
)
@pytest.mark.parametrize(
    ("code", "least"), [("DB0001", 4), ("DB0001 · L2403", 4), ("HANG-THU-CONG-DB0001 · L2403-DAC-BIET-01", 2.5)]
)
def test_codes_can_be_typed_off(stock: str, code: str, least: float, *, numbered: bool) -> None:
    """The code, which people type where a symbol is not read, is never in letters too small, nor is the host."""
    short = "HTTPS://OCOP.VN/P/DB0001/"
    made = symbols.numbered(short, SERIALS[0], "M") if numbered else symbol(short, "M")
    design = designed("full", stocks()[stock], made.size, numbered=numbered)
    run = replace(a_run("full", stocks()["a4-14"], code=code), stock=stocks()[stock], design=design, address=short)
    content = pdf(a_file(run, 1, numbered=numbered))
    for words, points in ((code.partition(" · ")[0], least), ("ocop.dienbien.gov.vn", 4)):
        [(_, _, size)] = letters(content, words)
        assert size >= points


def test_kinds_fit_their_words() -> None:
    """A full stamp never grows wider than its label, and on a wide one no wider than its words need."""
    wide = designed("full", stocks()["cuon-100x50"], 33, numbered=True)
    assert wide.size[0] == pytest.approx((41 + FULL_WIDTH) * wide.module)
    narrow: Design = designed("full", stocks()["cuon-50x30"], 33, numbered=True)
    assert narrow.size[0] == 50
    assert set(KINDS) == {"full", "qr", "card-a6", "card-a5"}


def test_room_that_is_left_corrects_more() -> None:
    """A serial's symbol is no larger than at the level asked for; where a higher one fits it, that is taken."""
    for address, level, expected in (
        (ADDRESS, "M", (33, "M")),
        ("HTTPS://OCOP.LAICHAU.GOV.VN/P/MAU-01/L2604/", "M", (33, "Q")),
        ("HTTPS://OCOP.VN/P/A1B/L1/", "L", (29, "M")),
    ):
        made = symbols.numbered(address, SERIALS[3], level)
        dots = np.pad(~np.array(made.rows, np.bool_), 4, constant_values=True).repeat(8, 0).repeat(8, 1)
        found = zxingcpp.read_barcodes(dots.astype(np.uint8) * 255)
        assert [(one.text, one.ec_level) for one in found] == [(f"{address}#{SERIALS[3]}", expected[1])]
        assert made.size == expected[0]


def test_levels_are_the_standards() -> None:
    """At every level a symbol reads back with that level; a higher one is never smaller."""
    sizes: Sequence[int] = []
    for level in LEVELS:
        made = symbol(f"{ADDRESS}#{SERIALS[5]}", level)
        dots = np.pad(~np.array(made.rows, np.bool_), 4, constant_values=True).repeat(8, 0).repeat(8, 1)
        found = zxingcpp.read_barcodes(dots.astype(np.uint8) * 255)
        assert [(one.text, one.ec_level) for one in found] == [(made.payload, level)]
        sizes = [*sizes, made.size]
    assert sizes == sorted(sizes)
    assert masks.layout(4, ERROR_CORRECT_Q).size == 33
