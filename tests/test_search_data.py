"""The data of search: what stands in the files, what must not, and what an edit changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generator.search.ranges import beginnings, file_of, files
from generator.search.signs import SIGNS, numbers, references, serial, sign
from tests.conftest import CONFIG, Office
from tests.searching import PRODUCTS, REAL, opened, publish, write


def test_an_edit_changes_few_files(tmp_path: Path) -> None:
    """A word more in one story changes one file of words; the file of all products stays as it was."""
    write(tmp_path / "office")
    publish(tmp_path / "office", tmp_path / "before")
    record = tmp_path / "office" / "content" / "products" / "TIM100.md"
    record.write_text(record.read_text(encoding="utf-8") + "Khuyết.\n", encoding="utf-8")
    publish(tmp_path / "office", tmp_path / "after")
    paths = [path.relative_to(tmp_path / "after") for path in (tmp_path / "after").rglob("*.js")]
    changed = [
        path.as_posix()
        for path in paths
        if (tmp_path / "before" / path).read_bytes() != (tmp_path / "after" / path).read_bytes()
    ]
    assert changed == [f"tim-kiem/tu/{file_of('khuyet', files(len(PRODUCTS) + len(REAL)))}.js"]


def test_an_empty_catalogue_answers(browser: Any, tmp_path: Path) -> None:
    """Without products a question finds nothing, and nothing breaks."""
    (tmp_path / "office" / "content" / "products").mkdir(parents=True)
    (tmp_path / "office" / "config.yml").write_text(CONFIG, encoding="utf-8")
    publish(tmp_path / "office", tmp_path / "site")
    engine = opened(browser, tmp_path / "site")
    assert [engine(text) for text in ("", "trà", "DB0001")] == [[], [], []]
    engine.page.close()


SECRETS = ("0912 345 678", "0912345678", "Ngõ Vắng", "ẩn danh", "vang@example.vn")
HOUSEHOLD = """---
code: DB0001
name: Mật ong
set: che
certificates:
  - stars: 3
    rule_set: QD148
    level: province
    issued: 05/08/2025
producer:
  name: Hộ kinh doanh Mẫu
  kind: ho-kinh-doanh
  representative: Người ẩn danh
  contact:
    phone: 0912 345 678
    email: vang@example.vn
    address: 5 Ngõ Vắng
origin:
  today:
    address: 5 Ngõ Vắng
    commune: Xã Mường Ảng
    province_code: 11
shops:
  - name: Tại nhà
    address: 5 Ngõ Vắng
    phone: 0912 345 678
---
"""


def test_nothing_personal_is_in_the_data(office: Office) -> None:
    """What may not be published of a household stands in no file of search."""
    office.product("DB0001", text=HOUSEHOLD)
    publish(office.root, office.out)
    told = "".join(path.read_text(encoding="utf-8") for path in (office.out / "tim-kiem").rglob("*.js"))
    assert "Mật" in told
    assert [secret for secret in SECRETS for word in secret.split() if word in told] == []


def test_numbers_as_letters() -> None:
    """Every number has a letter of its own that a script's text may hold as it is; larger ones have several."""
    assert len(numbers()) == len(SIGNS)
    assert not {'"', "\\", "\n", "\u2028", "\u2029"} & set(SIGNS[: SIGNS.index("\u2027")])
    "".join(SIGNS).encode()
    assert [sign(number) for number in (0, 1, 59_999, 60_000, 130_000)] == [
        "#",
        "$",
        SIGNS[59_999],
        SIGNS[60_000] + "#",
        SIGNS[60_000] * 2 + SIGNS[10_000],
    ]


def test_references_follow_their_context() -> None:
    """0 stands for the value that stood last beside the same context, 1 for a new one, then a value's number."""
    assert references("aabba", [1, 1, 2, 2, 1]) == ("$#$##", [0, 0, 1, 1, 0], ["a", "b"])
    assert references("abab") == ("$$%&", [0, 1, 0, 1], ["a", "b"])


def test_lines_that_count_on_are_empty() -> None:
    """A line is left out when its last number is the next one; widths and what stands around it stay."""
    assert serial(["DB0009", "DB0010", "12/QĐ", "13/QĐ", "", "", "9", "10"]) == [
        "DB0009",
        "",
        "12/QĐ",
        "",
        "-",
        "",
        "9",
        "",
    ]


def test_files_of_words_share_the_alphabet() -> None:
    """Each word lies in the one file whose beginnings it stands between, at every number of files."""
    assert [files(count) for count in (0, 1, 128, 129, 1000, 20_000, 200_000)] == [1, 1, 1, 2, 8, 256, 256]
    for count in (1, 2, 16, 256):
        starts = ["", *beginnings(count)]
        assert len(starts) == count
        for word in ("", "che", "dong", "khuyet", "nuoc", "tra", "zzz"):
            assert starts[file_of(word, count)] <= word
            assert starts[file_of(word, count) + 1 :][:1] > [word] or file_of(word, count) == count - 1
