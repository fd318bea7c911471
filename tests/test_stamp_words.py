"""The words of a stamp: set as Typst would, at the largest size that fits, from a cache that leaves no trace."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import unicodedata
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator import addresses
from generator.checks.check import check
from generator.gather import gather
from generator.memory import Memory
from generator.outputs.stamps import Label, words
from generator.problems import TroubleError
from generator.records import folder
from generator.rules.programme import communes, provinces
from generator.stamps import art, look, ornaments, setting, type_case
from generator.stamps.art import Stamp, Words, full
from generator.stamps.foundry import MONO_BOLD, SERIF, SERIF_BOLD, Face, cast
from generator.stamps.outlines import GRID
from generator.stamps.plate import plate
from generator.stamps.setting import Placed, fitted
from generator.stamps.symbol import symbol
from generator.template_files import find
from generator.theme import theme
from tests.conftest import ROOT, TODAY, Office
from tests.test_golden import GOLDEN
from tests.test_stamps import CODES, LONG, WORDS, qr, read, stamp

ANY_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=200)
NAMES = st.lists(
    st.sampled_from(sorted({word for commune in communes().values() for word in commune.name.split()})),
    min_size=1,
    max_size=12,
).map(" ".join)


def forget() -> None:
    """Empty every cache, as in a process that just began."""
    for cached in (type_case.type_case, setting.fitted, art._ground, art._graded, ornaments.mark, ornaments.star):
        cached.cache_clear()


def letters(placed: Placed) -> str:
    return "".join(letter for letter, _, _ in placed.letters)


@settings(max_examples=200)
@given(NAMES)
@example("AVATAR Tò Vỹ T.P. “Yên”, f(j) Ký/Rượu 1975")
@pytest.mark.parametrize("face", [SERIF_BOLD, SERIF, MONO_BOLD])
def test_words_are_as_wide_as_typst_sets_them(face: Face, name: str) -> None:
    """Letters set one by one, with their kerning, take the room that Typst gives the whole word."""
    parts = name.split()
    set_here = type_case.type_case(face).slugs(parts)
    for slug, by_typst in zip(set_here, cast(face, parts), strict=True):
        assert slug.width == pytest.approx(by_typst.width, abs=0.01)


@settings(max_examples=12)
@given(st.lists(NAMES, min_size=2, max_size=5, unique=True))
def test_what_was_made_before_changes_nothing(names: list[str]) -> None:
    """A stamp is the same bytes whether it is the first in a process or follows any others."""
    forget()
    after_others = [(made.svg(), made.png()) for made in (stamp(name=name) for name in names)]
    for name, before in zip(names, after_others, strict=True):
        forget()
        alone = stamp(name=name)
        assert (alone.svg(), alone.png()) == before


def test_another_process_prints_the_same() -> None:
    """Two processes that make the same stamps in opposite order, with other hash seeds, print the same bytes."""
    script = (
        "import hashlib, sys\n"
        "from tests.test_stamps import stamp\n"
        "names = ['Trà Shan tuyết', 'Rượu mận', 'Gạo vai gẫy', 'Cà phê']\n"
        "made = {name: stamp(name=name, mark='MẪU') for name in names[:: int(sys.argv[1])]}\n"
        "print(*(hashlib.sha256(made[name].svg() + made[name].png()).hexdigest() for name in names))\n"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", script, order],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for order, seed in (("1", "1"), ("-1", "2"))
    ]
    here = [stamp(name=name, mark="MẪU") for name in ("Trà Shan tuyết", "Rượu mận", "Gạo vai gẫy", "Cà phê")]
    assert told[0] == told[1]
    assert told[0].split() == [hashlib.sha256(made.svg() + made.png()).hexdigest() for made in here]


def inside(made: Stamp) -> bool:
    """Tell whether every letter begins in the column of words."""
    right = made.ground.width - look.RIM - look.WORDS_RIGHT
    left = right - look.WORDS_WIDTH
    lines = (made.name, made.grade.line, made.code)
    across = [x / GRID for line in lines for _, x, _ in line.letters]
    down = [y for line in lines for _, _, y in line.letters]
    return left <= min(across) and max(across) < right and min(down) > look.RIM and max(down) < made.ground.height


@settings(max_examples=150)
@given(ANY_TEXT)
@example("កម្ពុជា ไทย ລາວ 😀👩‍🌾 中文")
@example("العربية שלום")
@example("\u0301\u0302 a" + "\u0301" * 100)
@example('"\\" #set page() {{ }} $ * _ ` <a> & \u00a0 \u2028')
@example("W" * 200)
def test_any_name_can_be_printed(name: str) -> None:
    """Whatever a name is made of, it stands in its place and the symbol can be read."""
    made = stamp(name=name)
    assert inside(made)
    made.svg()
    assert read(made.png()) == [("HTTPS://OCOP.DIENBIEN.GOV.VN/P/DB0001/", "M")]


@pytest.mark.parametrize(
    "name",
    [LONG, "Ẵ" * 200, "W" * 200, "Hợp tác xã " * 18, "Nghiêng " * 25, "A-B/C–" * 33, "đ" + " ươ" * 66],
)
def test_the_longest_names_are_printed_whole(name: str) -> None:
    """A name of 200 letters, the longest there may be, loses none of them, whatever its words."""
    assert letters(stamp(name=name).name) == name.replace(" ", "")


def test_every_place_fits() -> None:
    """Every commune as a name and every province as publisher stand whole, at a size that can be read."""
    for commune in list(communes().values())[::7]:
        line = stamp(name=commune.name).name
        assert letters(line) == commune.name.replace(" ", "")
        assert line.size >= 7
    for province in provinces().values():
        publisher = fitted(f"OCOP · {province}", *look.PUBLISHER_TYPE, look.WORDS_WIDTH, look.PUBLISHER_HEIGHT)
        assert len(publisher.lines) == 1
        assert publisher.size == 6


@settings(max_examples=100)
@given(CODES, st.sampled_from([(5, "5 sao"), (0, "ĐÃ THU HỒI"), (4, "4 stars"), (0, "CERTIFICATE REVOKED")]))
@example("W" * 20, (5, "5 sao"))
@example("0" * 18, (0, "CERTIFICATE REVOKED"))
def test_any_code_stands_on_one_line(code: str, grade: tuple[int, str]) -> None:
    """Every legal code is whole, on one line, flush right, and clear of the grade."""
    stars, told = grade
    made = full(qr(), replace(WORDS, code=code, stars=stars, grade=told))
    left, right = made.grade.line, made.code
    assert letters(right) == code
    assert len({y for _, _, y in right.letters}) == 1
    *_, (_, last, _) = right.letters
    advance = 1233 / 2048 * right.size * 600 / 72
    assert last / GRID + advance == pytest.approx(made.ground.width - look.RIM - look.WORDS_RIGHT, abs=0.5)
    assert max(x for _, x, _ in left.letters) / GRID + look.CODE_GAP < right.letters[0][1] / GRID


def test_type_is_as_large_as_fits() -> None:
    """Short names are large; longer ones take a second line before they get too small; long words are broken last."""
    sizes = {name: stamp(name=name).name for name in ("Trà", "Miến dong Phiêng Côn sợi to loại một hộp quà Tết")}
    assert [(line.size, len({y for _, _, y in line.letters})) for line in sizes.values()] == [(13, 1), (7, 2)]
    word = fitted("a" * 70, SERIF_BOLD, (13, 9, 5, 4, 3), look.WORDS_WIDTH, 150)
    assert (word.size, len(word.lines)) == (5, 2)
    cut = fitted("Điện Biên " * 100, SERIF_BOLD, (9, 8), look.WORDS_WIDTH, 150)
    assert cut.size == 8
    assert 0 < cut.height <= 150


def test_lines_break_between_words_and_after_hyphens() -> None:
    """A line ends at a space, after a hyphen or slash between letters, never at a no-break space or in a number."""
    name = "vụ xuân-hè 2025-2026 10\u00a0kg và/hoặc"
    ends = set()
    for width in range(400, 1200, 20):
        setting = fitted(name, SERIF_BOLD, (10,), width, 10_000)
        ends |= {line.slugs[-1].text for line in setting.lines}
    assert {"xuân-", "và/"} <= ends <= {"vụ", "xuân-", "hè", "2025-2026", "10\u00a0kg", "và/", "hoặc"}


def test_marks_stand_on_their_letter() -> None:
    """Letters keep their marks wherever they are broken; piles of marks are cut down; a mark alone gets a circle."""
    assert type_case.letters("Đẹ̀p") == ["Đ", unicodedata.normalize("NFC", "ẹ") + "\u0300", "p"]
    assert type_case.letters("a" + "\u0301" * 9) == ["a\u0301\u0301\u0301"]
    assert type_case.letters("\u0301a") == ["◌\u0301", "a"]


def test_an_office_can_say_it_otherwise(office: Office) -> None:
    """A project's own `templates/stamp.json` says what is on its stamps."""
    said = {**asdict(WORDS), "name": "Tên khác", "grade": "bốn sao"}
    office.product("DB0001")
    office.write("templates/stamp.json", json.dumps(said, ensure_ascii=False))
    office.build()
    printed = (office.out / "P" / "DB0001" / "tem.svg").read_bytes()
    there = plate(symbol(addresses.stamp("https://ocop.example.vn", "DB0001")))
    assert printed == full(there, Words(**said)).svg()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{", "Expecting property name"),
        ("[]", "mapping"),
        ('{"name": "Trà"}', "publisher"),
        (json.dumps({**asdict(WORDS), "colour": "red"}), "colour"),
        (json.dumps({**asdict(WORDS), "name": 5}), "name"),
        (json.dumps({**asdict(WORDS), "stars": "4"}), "stars"),
        (json.dumps({**asdict(WORDS), "name": "\ud800"}), "surrogates"),
        ('{"name": {{ nothing.here | tojson }}}', "nothing"),
    ],
)
def test_a_broken_template_is_named(tmp_path: Path, written: str, told: str) -> None:
    """A `templates/stamp.json` of the project that is not what a stamp needs is named, with what is wrong."""
    memory = Memory()
    catalogue = gather(check(folder.read(GOLDEN / "project"), TODAY, memory).accepted(), memory)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "stamp.json").write_text(written, encoding="utf-8")
    with pytest.raises(TroubleError) as trouble:
        words(theme(find(tmp_path), catalogue), Label("DB0001", "Trà", 4, demo=False, revoked=False, province=None))
    details = dict(trouble.value.details)
    assert trouble.value.rule == "template-broken"
    assert details["template"].startswith("templates/stamp.json")
    assert told in details["reason"]


def test_neighbours_have_no_say() -> None:
    """A text is cast alike alone and beside any other, also where scripts run leftwards."""
    texts = ["a", "שלום", "שבת", "العربية", "f", "i", "😀", "Ắ"]
    assert cast(SERIF_BOLD, texts) == [one for text in texts for one in cast(SERIF_BOLD, [text])]


def test_lines_are_even() -> None:
    """No word is left alone in a last line while the lines above are full."""
    lines = fitted("Khăn thổ cẩm dệt tay (sản phẩm mẫu)", SERIF_BOLD, (7,), look.WORDS_WIDTH, 150).lines
    assert [len(line.slugs) for line in lines] == [4, 4]
