"""The QR symbol: placed as `qrcode` places it, masked as ISO/IEC 18004 asks, read by a reader."""

from __future__ import annotations

import pickle
import re
from bisect import bisect_right
from fractions import Fraction
from itertools import groupby
from random import Random

import pytest
import qrcode
import zxingcpp
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_ALPHA_NUM, optimal_data_chunks

from generator.stamps import masks
from generator.stamps import symbol as symbols
from generator.stamps.plate import plate
from generator.stamps.symbol import QUIET_ZONE, symbol

Rows = tuple[tuple[bool, ...], ...]

ADDRESS = "HTTPS://OCOP.DIENBIEN.GOV.VN/P/DB0001/"
DIGITS = st.text("0123456789", max_size=60)
CAPITALS = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", max_size=60)
PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60)
PAYLOADS = st.tuples(DIGITS, CAPITALS, PRINTABLE, DIGITS).map("".join).filter(bool)
PIECES = ("0", "1", "01", "0000", "00000", "111111", "1011101", "10111010000", "00001011101", "1011101011101")


def penalty(rows: Rows) -> int:
    """Score a symbol plainly, by the words of Table 11."""
    lines = [*rows, *zip(*rows, strict=True)]
    size = len(rows)
    points = 0
    for line in lines:
        # N1: 5 + i modules of one colour in a line are 3 + i.
        points += sum(length - 2 for length in (len(list(run)) for _, run in groupby(line)) if length >= 5)
        # N3: 1:1:3:1:1 with a light area of 4 modules before or after it are 40; around the symbol all is light.
        text = "0000" + "".join("01"[dark] for dark in line) + "0000"
        for at in range(4, size - 2):
            if text[at : at + 7] == "1011101" and "0000" in (text[at - 4 : at], text[at + 7 : at + 11]):
                points += 40
    # N2: a block of m × n of one colour is 3 × (m - 1) × (n - 1), which is 3 for each 2 × 2.
    for y in range(1, size):
        for x in range(1, size):
            points += 3 * (rows[y][x] == rows[y - 1][x] == rows[y][x - 1] == rows[y - 1][x - 1])
    # N4: 10 for each whole 5 % between the share of dark modules and a half.
    share = Fraction(sum(map(sum, rows)), size * size)
    return points + 10 * int(abs(share - Fraction(1, 2)) / Fraction(1, 20))


def ours(rows: Rows) -> int:
    """Score a symbol with the code that is tested."""
    board = masks.board("".join("01"[dark] for row in rows for dark in row), len(rows))
    return masks.penalty(board, masks.layout((len(rows) - 17) // 4))


def made_by_qrcode(payload: str, mask: int) -> Rows:
    """Return `qrcode`'s complete symbol with a given mask."""
    maker = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=mask)
    maker.add_data(payload)
    maker.make(fit=True)
    return tuple(tuple(bool(dark) for dark in row) for row in maker.modules)


def longest(version: int, letter: str) -> str:
    """Return the longest payload of one letter for which `qrcode` finds this version small enough."""

    def smallest(length: int) -> int:
        maker = qrcode.QRCode(error_correction=ERROR_CORRECT_M)
        maker.add_data(letter * length)
        try:
            return maker.best_fit()
        except ValueError:
            return 41

    return letter * bisect_right(range(1, 7000), version, key=smallest)


@st.composite
def matrices(draw: st.DrawFn) -> Rows:
    """Square matrices of a symbol's size, full of what the rules look for, lying or standing."""
    size = 17 + 4 * draw(st.integers(1, 3))
    line = st.lists(st.sampled_from(PIECES), min_size=size, max_size=size).map(lambda found: "".join(found)[:size])
    lines = draw(st.lists(line, min_size=1, max_size=size))
    rows = tuple(tuple(one == "1" for one in lines[y % len(lines)]) for y in range(size))
    return tuple(zip(*rows, strict=True)) if draw(st.booleans()) else rows


@given(matrices())
def test_the_penalty_is_what_the_standard_says(rows: Rows) -> None:
    """The fast scorer and a plain one, written from Table 11, agree on any matrix."""
    assert ours(rows) == penalty(rows)


@settings(max_examples=50)
@given(st.integers(1, 7), st.integers(1, 9), st.integers())
def test_the_penalty_of_noise(version: int, tenths: int, seed: int) -> None:
    """They agree on noise too, sparse or dense."""
    size, chance = 17 + 4 * version, Random(seed)
    rows = tuple(tuple(chance.random() * 10 < tenths for _ in range(size)) for _ in range(size))
    assert ours(rows) == penalty(rows)


def chequered(line: str = "101010101010101010101") -> Rows:
    """Return a chequerboard of 21 modules, which costs nothing, with its middle row replaced."""
    rows = [tuple((x + y) % 2 == 0 for x in range(21)) for y in range(21)]
    rows[10] = tuple(one == "1" for one in line)
    return tuple(rows)


@pytest.mark.parametrize(
    ("line", "patterns"),
    [
        ("1011101 01010101010101", 1),  # the quiet zone is before it
        ("01010101010101 1011101", 1),
        ("000 1011101 01010101010", 1),  # the quiet zone is the fourth
        ("100 1011101 01010101010", 0),
        ("0101 0000 1011101 010101", 1),
        ("101010 1011101 0000 1010", 1),
        ("11 0000 1011101 0000 1010", 1),  # room on both sides: still one pattern
        ("101 000 1011101 000 10101", 0),
        ("0000 101110 1 011101 0000", 2),  # two that share a module, each with room on its own side
    ],
)
def test_a_finder_like_pattern_with_room_costs_40(line: str, patterns: int) -> None:
    """Rule 3: four light modules before or after 1:1:3:1:1, the quiet zone among them, are 40 points, not more."""
    rows = chequered(line.replace(" ", ""))
    assert ours(rows) == penalty(rows) == ours(tuple(zip(*rows, strict=True))) == 40 * patterns


@pytest.mark.parametrize("dark", [True, False])
def test_one_colour_costs_all_there_is(dark: bool) -> None:
    """42 lines of 21 alike, 20 × 20 blocks and ten steps away from half dark."""
    rows = ((dark,) * 21,) * 21
    assert ours(rows) == penalty(rows) == 42 * 19 + 400 * 3 + 10 * 10


@settings(max_examples=25)
@given(PAYLOADS)
@example(ADDRESS)
@example("k" * 120)  # version 7 and more have version bits
@example("k" * 230)
@example("A" * 20)
@example("A" * 21)
@example("A" * 9 + "7" * 19 + "B")
@example("A" * 9 + "7" * 20 + "B")
@example("7" * 40)
def test_the_mask_has_the_least_penalty_of_all_eight(payload: str) -> None:
    """Of the eight complete symbols, format and version bits in place, the least blamed is taken, module for module."""
    complete = [made_by_qrcode(payload, mask) for mask in masks.MASKS]
    points = [penalty(rows) for rows in complete]
    made = symbol(payload)
    assert made.mask == points.index(min(points))
    assert made.rows == complete[made.mask]


def test_the_worked_example_has_the_mask_of_the_standard() -> None:
    """ISO/IEC 18004:2015, Annex I: "01234567" is version 1-M with data mask 010."""
    made = symbol("01234567")
    assert (made.size, made.mask) == (21, 0b010)


@pytest.mark.parametrize("points", [[7] * 8, [9, 8, 7, 7, 8, 7, 9, 7]])
def test_of_equals_the_lowest_number_is_taken(points: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """The choice never hangs on anything but the penalties."""
    given_out = iter(points)
    monkeypatch.setattr(masks, "penalty", lambda *_: next(given_out))
    assert masks.masked(1, bytes(26))[0] == points.index(7)


@pytest.mark.parametrize("letter", ["7", "K", "k"])
@pytest.mark.parametrize("version", [*range(1, 11), 14, 20, 26, 27, 33, 40])
def test_a_full_symbol_of_any_version_is_that_of_qrcode(version: int, letter: str) -> None:
    """The longest text of a version is placed as `qrcode` places it; one letter more takes the next version."""
    payload = longest(version, letter)
    made = symbol(payload)
    assert made.size == 17 + 4 * version
    assert made.rows == made_by_qrcode(payload, made.mask)
    if version < 40:
        assert symbol(payload + letter).size == made.size + 4


@settings(max_examples=60)
@given(PAYLOADS)
def test_a_reader_reads_the_payload(payload: str) -> None:
    """Any printable ASCII text comes back from a picture of its symbol, at level M."""
    made = symbol(payload)
    picture = Image.new("L", (made.size + 2 * QUIET_ZONE,) * 2, 255)
    picture.paste(Image.frombytes("L", (made.size,) * 2, made.modules).point([255, 0] + [0] * 254), (QUIET_ZONE,) * 2)
    (read,) = zxingcpp.read_barcodes(picture.resize((4 * picture.width,) * 2, Image.Resampling.NEAREST))
    assert (read.text, read.ec_level) == (payload, "M")


@given(st.lists(st.sampled_from(["7" * 19, "7", "A/", "AB:" * 7, "b"]), max_size=9).map("".join))
def test_parts_are_those_of_qrcode(payload: str) -> None:
    """Parts of a text, their modes and the bits of capitals are what `qrcode` makes of them."""
    text = payload.encode("ascii")
    parts = list(optimal_data_chunks(text, minimum=20))
    assert [(one.mode, one.data) for one in symbols._chunks(text)] == [(one.mode, one.data) for one in parts]
    for one in parts:
        if one.mode == MODE_ALPHA_NUM:
            ours, theirs = symbols._Bits(), symbols._Bits()
            ours.put_capitals(one.data)
            one.write(theirs)
            assert (ours.value, ours.length) == (theirs.value, theirs.length)


def test_capitals_are_alphanumeric() -> None:
    """38 capitals fit version 2 at level M, 38 bytes would not."""
    assert (len(ADDRESS), symbol(ADDRESS).size, symbol(ADDRESS.lower()).size) == (38, 25, 29)


@given(CAPITALS)
def test_runs_cover_the_dark_modules(payload: str) -> None:
    """Each run that is drawn is as long as can be, and together they are the symbol, moved by the quiet zone."""
    made = symbol(payload)
    path = plate(made).path
    assert re.fullmatch(r"(M\d+ \d+h(\d+)v1h-\2z)+", path)
    runs = [tuple(map(int, run)) for run in re.findall(r"M(\d+) (\d+)h(\d+)", path)]
    cells = [(x, y) for left, y, length in runs for x in range(left, left + length)]
    dark = [(x, y) for y, row in enumerate(made.rows, QUIET_ZONE) for x, one in enumerate(row, QUIET_ZONE) if one]
    assert cells == dark
    ends = {(left + length, y) for left, y, length in runs}
    assert ends.isdisjoint(dark)


def test_a_symbol_is_a_plain_value() -> None:
    """Equal symbols are equal, hash alike and travel between processes."""
    made = symbol(ADDRESS)
    again = pickle.loads(pickle.dumps(made))
    assert again == made
    assert hash(again) == hash(made)
    assert len(made.modules) == 25 * 25
    assert set(made.modules) == {0, 1}


def test_what_no_symbol_holds_is_refused() -> None:
    """Text that is not ASCII, and text that is too long, are errors of value."""
    with pytest.raises(ValueError, match="ascii"):
        symbol("HTTPS://OCOP.VN/P/CHÈ/")
    with pytest.raises(ValueError, match="more than a QR symbol holds"):
        symbol("K" * 3392)
    assert symbol("K" * 3391).size == 177
