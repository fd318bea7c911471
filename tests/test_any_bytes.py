"""No bytes at all stop the check: whatever an office puts into a file becomes problems, told in one line each."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.checks.check import check
from generator.checks.slots import slots
from generator.locale import languages
from generator.model.config import Config
from generator.model.lot import Lot
from generator.model.producer import Producer
from generator.model.product import Product
from generator.model.record import Record
from generator.records.folder import read
from generator.report import Report
from tests.conftest import TODAY

ALL_KEYS = Path(__file__).parent / "bad" / "all-keys"
PRODUCT, PRODUCER, LOTS = (
    "content/products/DB0001.md",
    "content/producers/hkd-phong-suong.yml",
    "content/lots/DB0001.yml",
)
STORY, TABLE, PICTURE = "content/products/DB0001.en.md", "content/lots/DB0001.csv", "content/images/tra-shan.jpg"
TEXTS = ("config.yml", PRODUCT, PRODUCER, LOTS)
FILES = (*TEXTS, STORY, TABLE, PICTURE)
SECRET = "012345678901"
EXAMPLES = 120


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good project in which one file at a time is spoilt."""
    made = tmp_path_factory.mktemp("office") / "project"
    shutil.copytree(ALL_KEYS, made)
    return made


def told(root: Path, spoilt: dict[str, bytes]) -> str:
    """Check the project with some files spoilt; return all that is said, in every language and for machines."""
    kept = {name: (root / name).read_bytes() for name in spoilt if (root / name).is_file()}
    try:
        for name, content in spoilt.items():
            (root / name).write_bytes(content)
        problems = check(read(root), TODAY).problems
    finally:
        for name in spoilt:
            (root / name).unlink()
        for name, content in kept.items():
            (root / name).write_bytes(content)
    said = []
    for language in languages():
        report = Report(language)
        said += report.problems(problems)
        said.append(report.as_json(problems))
        assert json.loads(said[-1]).keys() == {"errors", "warnings"}
    assert all(line.isprintable() for line in said if not line.startswith("{"))
    assert all(problem.line >= 1 and problem.file for problem in problems.found)
    return "\n".join(said)


def keys_of(model: type[Record]) -> Iterator[str]:
    """Yield all keys of a model and of what is inside it."""
    for key, slot in slots(model).items():
        yield key
        if slot.model:
            yield from keys_of(slot.model)


KNOWN = sorted({key for model in (Product, Producer, Lot, Config) for key in keys_of(model)})
KEYS = st.sampled_from(
    [*KNOWN, "name_en", "name_vi", "sources_en", "ingredients_en", "cccd", "Số CCCD", "<<", "", "x_xx"]
)
VALUES = st.sampled_from(
    [
        *(
            "",
            " ",
            "~",
            "null",
            "No",
            "0",
            "-0",
            "5",
            "3",
            "100,1",
            "1e9",
            "NaN",
            "9" * 30,
            "٣",
            "\u200b",
            "\ufeff",
            "\x07",
        ),
        *("31/02/2024", "31/12/9999", "01/01/0001", "0000-00-00", "2024-03-10T08:00+07:00", "2024-03-10T99:99+99:99"),
        *(
            "http://[::1",
            "https://a:99999",
            "//h",
            "javascript:a",
            "https://é.example?",
            "a@b",
            "a@b.c",
            "../a",
            "C:\\a",
        ),
        *(
            "CON",
            "nul",
            "DB0001",
            "hkd-phong-suong",
            "L2403",
            "tra-shan.jpg",
            "QD148",
            "province",
            "other",
            "pass",
            "phone",
        ),
        *(
            "che",
            "dich-vu-du-lich",
            "09506000134352",
            "00000000",
            "vi",
            "en",
            "#A3241C",
            "#FFFFFF",
            "VND",
            "true",
            "có",
        ),
        *(
            "natural-person",
            "ho-kinh-doanh",
            "*a",
            "&a",
            "!a",
            "{a: b",
            "a: b",
            "'",
            '"',
            "e\u0301",
            "\u0301" * 40,
            "a" * 300,
        ),
    ]
)
DATA = st.recursive(
    VALUES | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=30,
)


@settings(max_examples=EXAMPLES)
@given(
    st.sampled_from(FILES),
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
)
def test_random_bytes(root: Path, name: str, content: bytes) -> None:
    """Any bytes may stand in any file."""
    told(root, {name: content})


def model_data(model: type[Record]) -> st.SearchStrategy[dict[str, Any]]:
    """Return mappings with the keys of a model, most values of the right shape and some of any other."""
    inside: dict[str, st.SearchStrategy[Any]] = {}
    for key, slot in slots(model).items():
        value: st.SearchStrategy[Any] = model_data(slot.model) if slot.model else VALUES
        inside[key] = st.one_of(value, st.lists(value, max_size=2), DATA)
    return st.fixed_dictionaries({}, optional=inside)


@settings(max_examples=EXAMPLES)
@given(st.data())
def test_right_keys_with_wrong_values(root: Path, data: st.DataObject) -> None:
    """Under the contract's own keys may stand anything, of any shape, at any depth."""
    name, model = data.draw(
        st.sampled_from([(PRODUCT, Product), (PRODUCER, Producer), (LOTS, Lot), ("config.yml", Config)])
    )
    record = data.draw(model_data(model) | DATA)
    record = [record] if model is Lot and data.draw(st.booleans()) else record
    text = yaml.safe_dump(record, allow_unicode=True, sort_keys=False)
    told(root, {name: (f"---\n{text}---\nx\n" if model is Product else text).encode("utf-8", "replace")})


def spoil(text: str, data: st.DataObject) -> str:
    """Return a record in which a few lines are changed, moved, doubled, left out or indented anew."""
    lines = text.split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        number = data.draw(st.integers(0, len(lines) - 1))
        line = lines[number]
        key, colon, _ = line.partition(":")
        lines[number : number + 1] = data.draw(
            st.sampled_from(
                [
                    [f"{key}{colon} {data.draw(VALUES)}"],
                    [f"  {line}"],
                    [line.lstrip()],
                    [line, line],
                    [],
                    [f"{line[: len(line) - len(line.lstrip())]}{data.draw(KEYS)}: {data.draw(VALUES)}", line],
                    [line.replace("- ", "")],
                    [line[: data.draw(st.integers(0, len(line)))]],
                    [f"{line}{data.draw(st.text(max_size=3))}"],
                ]
            )
        )
    return "\n".join(lines)


@settings(max_examples=EXAMPLES)
@given(st.sampled_from(TEXTS), st.data())
def test_spoilt_records(root: Path, name: str, data: st.DataObject) -> None:
    """A good record may be changed anywhere."""
    text = (ALL_KEYS / name).read_text(encoding="utf-8")
    told(root, {name: spoil(text, data).encode("utf-8", "replace")})


@settings(max_examples=EXAMPLES)
@given(
    st.sampled_from(TEXTS),
    st.sampled_from(["cccd", "Số CCCD", "passport_no", "id_number", "ngày sinh", "home_address", "căn cước công dân"]),
    st.sampled_from(
        [": ", ":", " ", ': "', ": '", ": @", ": *", ": !", ": [", ": {", ": 1: ", ":\n  ", ": |\n  ", "=", ": - "]
    ),
    st.data(),
)
def test_personal_values_are_never_repeated(root: Path, name: str, key: str, mark: str, data: st.DataObject) -> None:
    """A personal number stays unsaid wherever its key stands, however broken its line and those around it are."""
    lines = (ALL_KEYS / name).read_text(encoding="utf-8").split("\n")
    if name == PRODUCT:
        lines = lines[: lines.index("---", 1) + 1]
    number = data.draw(st.integers(1, len(lines) - 2))
    indent = lines[number][: len(lines[number]) - len(lines[number].lstrip())]
    written = f"{indent}{key}{mark}{SECRET}".replace("\n", f"\n{indent}")
    text = "\n".join([*lines[:number], written, *lines[number:]])
    assert SECRET not in told(root, {name: text.encode()})


@settings(max_examples=EXAMPLES)
@given(st.sampled_from([PICTURE, "content/images/logo.png"]), st.data())
def test_spoilt_pictures(root: Path, name: str, data: st.DataObject) -> None:
    """A picture's bytes may be changed anywhere."""
    content = bytearray((ALL_KEYS / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    told(root, {name: bytes(content[: data.draw(st.integers(1, len(content)))])})


@pytest.mark.parametrize(
    "heap", ["[", "{", "- ", "? ", "> ", "*a ", "|", "a: b\n", "-\n", '"', "e\u0301\u0323", "![", "<a ", "`", "\t"]
)
@pytest.mark.parametrize("name", [PRODUCT, LOTS, STORY, TABLE])
def test_heaps_end(root: Path, name: str, heap: str) -> None:
    """A megabyte of anything is told within seconds, by a problem of its own where reading it would take longer."""
    head = "---\ncode: DB0001\nname: Trà\nset: che\ncertificates:\n  - stars: 3\n---\n" if name == PRODUCT else ""
    told(root, {name: (head + heap * (1_000_000 // len(heap.encode()))).encode()})
