"""Reading a record's text: plain YAML quickly, all other YAML by the library, and both the same."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.records import general
from generator.records.document import DEEPEST, MOST_VALUES, front_matter, parse
from generator.records.general import by_library
from generator.records.plain import plain
from generator.records.text_file import MOST_MARKS, heaped
from generator.vietnamese import nfc
from tests.conftest import ROOT

INDENTS = st.integers(0, 4).map(lambda columns: " " * columns)
KEYS = st.sampled_from(["a", "b", "c", "name_en", "a", "b", "tên", "a b", "'a'", "<<", "?", "", "k" * 1030])
BARE = st.sampled_from(["x", "chè xanh", "12:30", "a#b", "100 g, 5 gói", "https://example.com/#x", "Trà [1] {2}", "5"])
ODD = st.sampled_from(
    [
        *("x: y", "x:", "x :", "x #y", "# x", "#x", "'x'", "'x'' y'", '"x: y"', '"x\\u200b"', "'x' y", "'", '"'),
        *("-", "- x", "-x", "---", "...", "? x", "?x", ": x", ":x", "[x]", "[x", "{x: y}", "*x", "&x y", "!x y", "|"),
        *(">-", "%x", "@x", "`x", "~", "\t", "x\ty", "\u00a0", "\ufeff", "\u200b", "e\u0301", "\u3000x", "x" * 1100),
    ]
)
LINES = st.one_of(
    st.builds("{0}{1}: {2}".format, INDENTS, KEYS, BARE | ODD),
    st.builds("{0}{1}:{2}".format, INDENTS, KEYS, st.sampled_from(["", " ", "  x"])),
    st.builds("{0}- {1}: {2}".format, INDENTS, KEYS, BARE),
    st.builds("{0}{1}{2}".format, INDENTS, st.sampled_from(["-", "- ", "-   ", "- - "]), BARE | ODD | st.just("")),
    st.builds("{0}{1}".format, INDENTS, st.sampled_from(["", "# x", "x", "---", "..."])),
)


@settings(max_examples=600)
@given(st.lists(LINES, min_size=1, max_size=7), st.sampled_from(["", "---\n"]))
def test_plain_yaml_is_read_as_the_library_reads_it(lines: list[str], opening: str) -> None:
    """What the quick reader takes for plain is what the YAML library reads without any problem."""
    text = opening + "\n".join(lines)
    quick = plain(text, MOST_VALUES, DEEPEST)
    if quick is not None:
        slow = by_library(text, "x.yml")
        assert (slow.problems, slow.flows) == ([], set())
        assert slow.data == quick
        assert slow.lines == parse(text, "x.yml").lines


PLAIN = """\
# A comment
code: DB0001
name:   Trà Shan tuyết
certificates:
- stars: "4"
  decision: '12: QĐ'

  revoked:
    date: 05/08/2025
sources:
  - một
  -
  - hai: 2
    ba:
      - bốn
empty:
"""


def test_plain_yaml() -> None:
    """Mappings and lists in their indents, lists also without one; comments, empty lines, quotes, nothing at all."""
    assert plain(PLAIN, MOST_VALUES, DEEPEST) == {
        "code": "DB0001",
        "name": "Trà Shan tuyết",
        "certificates": [{"stars": "4", "decision": "12: QĐ", "revoked": {"date": "05/08/2025"}}],
        "sources": ["một", "", {"hai": "2", "ba": ["bốn"]}],
        "empty": "",
    }
    assert by_library(PLAIN, "x.yml").data == plain(PLAIN, MOST_VALUES, DEEPEST)
    assert by_library(PLAIN, "x.yml").lines == parse(PLAIN, "x.yml").lines


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "a: 1\na: 2", "a: 1\n  b: 2", "a:\n  b: 1\n c: 2", "- 1\nb: 2", "a: 1\n- 2", "a: |\n  x", "a: [1]"),
        *("a: &x 1", "a: *x", "a: !x 1", "a: 1 # x", 'a: "\\n"', "a: x\n  y", "a: 1\n---\nb: 2", "<<: 1", "a:\t1", "a"),
        *("a: e\u0301", "a: \u200b", "a:1", "a: b: c", '"a": 1', "{a: 1}", "a: 'x''y'"),
        "k" * 101 + ": x",
        "- " * 20 + "x",
        "\n".join(" " * deep + "a:" for deep in range(DEEPEST + 2)),
        "a:\n" + "- x\n" * MOST_VALUES,
    ],
)
def test_all_other_yaml_is_for_the_library(text: str) -> None:
    """What may be wrong, what is rare and what is too much or too deep is never read quickly."""
    assert plain(text, MOST_VALUES, DEEPEST) is None


@pytest.mark.parametrize("path", sorted((ROOT / "content" / "products").glob("*[0-9].md")), ids=lambda path: path.name)
def test_records_are_plain(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Records as offices write them are read without the library, and lines are still found when asked for."""
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    with monkeypatch.context() as patch:
        patch.setattr(general.yaml, "parse", None)
        read = front_matter(text, path.name)
    assert read.problems == []
    assert lines[read.line_of(("certificates",)) - 1].startswith("certificates:")
    assert "stars:" in lines[read.line_of(("certificates", 0, "stars")) - 1]
    assert read.line_of(("certificates", 0, "no such key")) == read.line_of(("certificates", 0))
    assert "\n".join(lines[read.body_line - 1 :]) == read.body


@given(
    st.lists(st.sampled_from(["---", "--- ", "---\u3000", "----", " ---", "---x", "a: 1", "", "\x0b---"]), max_size=6)
)
def test_front_matter_stands_between_two_fences(lines: list[str]) -> None:
    """A fence is a line of three hyphens, spaces after them passed over; the first two on their own line count."""
    text = "\n".join(lines)
    fences = [number for number, line in enumerate(text.split("\n")) if line.rstrip() == "---"]
    read = front_matter(text, "x.md")
    if 0 not in fences:
        assert [one.rule for one in read.problems] == ["front-matter-missing"]
    elif len(fences) == 1:
        assert [one.rule for one in read.problems] == ["front-matter-open"]
    else:
        assert read.body == "\n".join(text.split("\n")[fences[1] + 1 :])
        assert read.body_line == fences[1] + 2
        assert read.data == parse("\n".join(text.split("\n")[: fences[1]]), "x.md").data


@given(st.lists(st.tuples(st.sampled_from("ae ếñ漢"), st.integers(0, 2 * MOST_MARKS)), max_size=4))
def test_heaps_of_marks_are_found(letters: list[tuple[str, int]]) -> None:
    """The first mark too many on one letter is found wherever it stands, and none where there is none."""
    text = "".join(letter + "\u0301\u0323" * (count // 2) + "\u0301" * (count % 2) for letter, count in letters)
    run, expected = 0, None
    for place, char in enumerate(text):
        run = run + 1 if unicodedata.combining(char) else 0
        if run > MOST_MARKS:
            expected = place
            break
    assert heaped(text) == expected
    assert heaped(nfc("Trà Shan tuyết " * 20)) is None


def test_libraries_wait_until_they_are_needed() -> None:
    """To read and check a plain record, no library for Markdown, YAML or catalogues of words is loaded."""
    code = """
import sys
from datetime import date
from pathlib import Path
from generator.checks.check import check
from generator.records.folder import read
assert not check(read(Path(sys.argv[1])), date(2026, 11, 22)).problems.found
print(sorted({"babel", "markdown", "nh3", "html.parser", "yaml"} & set(sys.modules)))
"""
    arguments = [sys.executable, "-c", code, str(ROOT / "tests" / "bad" / "base")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(arguments, env=environment, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "[]\n"
