"""The roll: what an edit within some records asks for, and what it never lets pass."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule

from generator import roll
from generator.memory import Memory
from generator.pipeline import build
from generator.problems import ContentError
from generator.records import folder
from tests.conftest import PRODUCT, TODAY, Office
from tests.test_incremental import CODES, Edits, site

_SECONDS = count(1_700_000_000)


def dated(file: Path) -> None:
    """Give a file a time of its own: on a busy machine the clock of a disk may stand still between two builds."""
    now = next(_SECONDS)
    os.utime(file, (now, now))


@pytest.fixture(autouse=True)
def _looks_are_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust a file's looks at once: else nothing that a test has just written may be known by them."""
    monkeypatch.setattr(folder, "FRESH", 0)
    write = Office.write

    def written(office: Office, path: str, content: str | bytes) -> Path:
        file = write(office, path, content)
        dated(file)
        return file

    monkeypatch.setattr(Office, "write", written)


@pytest.fixture
def all_checked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often all records were checked."""
    count: list[int] = []
    whole = roll.check

    def counted(*args: object) -> object:
        count.append(1)
        return whole(*args)

    monkeypatch.setattr(roll, "check", counted)
    return count


def anew(office: Office) -> tuple[dict[str, bytes], list[str]]:
    """Return the site that a build from nothing makes, and what it tells."""
    out = office.root / "clean"
    built = build(office.root, out, TODAY, memory=Memory())
    return site(out), [f"{one.file}:{one.line}: {one.rule}" for one in built.problems.warnings]


def told(office: Office) -> list[str]:
    """Build, and return what is told."""
    return [f"{one.file}:{one.line}: {one.rule}" for one in office.build(keep=False).problems.warnings]


WARNED = PRODUCT.replace("level: province", "level: centre")
"""A product of four stars that the ministry is said to have given."""


def edited(office: Office, code: str, story: str) -> None:
    office.product(code, text=PRODUCT.format(code=code, name="Trà Shan tuyết") + story)


@pytest.fixture
def three(office: Office) -> Office:
    """A project with three products, built."""
    for code in CODES:
        office.product(code)
    office.write("content/producers/htx-a.yml", "id: htx-a\nname: HTX A\nkind: hop-tac-xa\n")
    office.build(keep=False)
    return office


def test_an_edited_story_asks_for_its_record_alone(three: Office, all_checked: list[int]) -> None:
    """A text that others do not show is mended without checking all, and the site is as if it had been."""
    edited(three, "DB0002", "Một *chuyện*.")
    assert told(three) == []
    assert all_checked == []
    assert (site(three.out), []) == anew(three)


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("content/products/DB0002.md", PRODUCT.format(code="DB0002", name="Trà mới")),
        ("content/products/DB0002.md", PRODUCT.format(code="DB0002", name="Trà Shan tuyết").replace("4", "3", 1)),
        ("content/products/DB0004.md", PRODUCT.format(code="DB0004", name="Chè")),
        ("content/products/DB0002.en.md", "A story."),
        ("content/lots/DB0002.yml", "- lot: L1\n"),
        ("content/producers/htx-a.yml", "id: htx-a\nname: HTX B\nkind: hop-tac-xa\n"),
        ("content/anything.txt", "x"),
        ("config.yml", None),
    ],
)
def test_what_others_show_has_all_checked(
    three: Office, all_checked: list[int], path: str, content: str | None
) -> None:
    """A name, stars, a file more, a producer, the settings: whatever others show or must fit has all checked."""
    three.write(path, content or (three.root / path).read_text(encoding="utf-8").replace("OCOP Thử", "OCOP Mới"))
    warnings = told(three)
    assert all_checked == [1]
    assert (site(three.out), warnings) == anew(three)


def test_a_code_taken_twice_is_told(three: Office) -> None:
    """What must be unique is looked at whenever it changed, though another mistake was mended in between."""
    gtin = "traceability:\n  gtin: 09506000134352\n"
    three.product("DB0001", text=PRODUCT.format(code="DB0001", name="A").replace("\nset:", f"\n{gtin}set:"))
    three.build(keep=False)
    three.product("DB0002", text=PRODUCT.format(code="DB0002", name="B").replace("\nset:", f"\n{gtin}set:"))
    three.product("DB0003", text=PRODUCT.format(code="DB0003", name="").replace("name: \n", ""))
    with pytest.raises(ContentError):
        three.build(keep=False)
    three.product("DB0003")
    with pytest.raises(ContentError) as wrong:
        three.build(keep=False)
    assert [one.rule for one in wrong.value.problems.errors] == ["gtin-twice"]


def test_warnings_stay_until_they_are_mended(three: Office, all_checked: list[int]) -> None:
    """What was told of one record is told again when another is edited, and no more once it is mended."""
    three.product("DB0001", text=WARNED.format(code="DB0001", name="Trà Shan tuyết"))
    first = told(three)
    assert first == ["content/products/DB0001.md:8: level-centre"]
    all_checked.clear()
    edited(three, "DB0002", "Chuyện.")
    assert told(three) == first
    assert all_checked == []
    edited(three, "DB0001", "Chuyện.")
    assert told(three) == []
    assert (site(three.out), []) == anew(three)


class Mended(Edits):
    """An office that mostly mends texts within its records."""

    def write(self, path: str, content: str) -> None:
        super().write(path, content)
        dated(self.root / path)

    @rule(days=st.integers(1, 40))
    def days_pass(self, days: int) -> None:
        """Of what nobody edits, a draft's dates stay those of its day: settings that look edited have it made again."""
        super().days_pass(days)
        dated(self.root / "config.yml")
        self.changed = True

    @rule(code=st.sampled_from(CODES), words=st.sampled_from(["Một.", "Hai *ba*.", "## Bốn\n\nNăm."]))
    def mended(self, code: str, words: str) -> None:
        file = self.root / f"content/products/{code}.md"
        if file.exists():
            front = file.read_text(encoding="utf-8").rpartition("---\n")[0]
            self.write(f"content/products/{code}.md", f"{front}---\n{words}")

    @rule(code=st.sampled_from(CODES), use=st.sampled_from(["Pha 80 độ.", "Rửa sạch."]))
    def used(self, code: str, use: str) -> None:
        file = self.root / f"content/products/{code}.md"
        if file.exists():
            front, _, story = file.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
            kept = [line for line in front.split("\n") if not line.startswith(("specification:", "  use:"))]
            text = "\n".join([*kept, "specification:", f"  use: {use}"])
            self.write(f"content/products/{code}.md", f"---\n{text}\n---\n{story}")


@pytest.fixture(autouse=True)
def _a_folder_for_edits(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_TMP_EDITS", str(tmp_path))


class TestMended(Mended.TestCase):
    """After any edits a build that asks for edited records alone leaves what a build from nothing leaves."""

    settings = settings(
        max_examples=8, stateful_step_count=10, deadline=None, suppress_health_check=[*HealthCheck], derandomize=False
    )
