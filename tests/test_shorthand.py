"""What the memory holds in short comes back whole, and a manifest that is amended is one that is written anew."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from generator.checks.check import RECORDS, check
from generator.checks.examine import Task, examine
from generator.checks.shorthand import short, whole
from generator.memory import Memory
from generator.publish import Manifest, amended, listed
from generator.records.folder import read
from tests.conftest import TODAY

PROJECT = Path(__file__).parent.parent
WRONG = "---\ncode: db 1\nname: Trà\nset: che\ncertificates:\n  - stars: 9\n---\n"
SUMS = st.tuples(st.text("0123456789abcdef", min_size=64, max_size=64), st.integers(0, 10**9))
PATHS = st.lists(st.sampled_from(["P", "A", "B-1", "index.html", "0", "a.svg", "a"]), min_size=1, max_size=4).map(
    "/".join
)


def test_what_became_of_a_file_comes_back_whole(tmp_path: Path) -> None:
    """Every kind of record, faultless or wrong, is the same after its plain form, down to the kinds of its values."""
    (tmp_path / "content" / "products").mkdir(parents=True)
    (tmp_path / "content" / "products" / "DB1.md").write_text(WRONG, encoding="utf-8")
    sources = [*read(PROJECT).records, *read(tmp_path).records]
    assert {source.room for source in sources} >= {"product", "producer", "lots", "story"}
    found = [one for source in sources for one, _ in examine([Task(source, None, ("vi", "en"), TODAY)])]
    assert len(found[-1].problems) > 2
    for one in found:
        again = whole(short(one))
        assert repr(again) == repr(one)
        assert again == one


def test_the_memory_takes_the_short_form() -> None:
    """A table of records survives the way into a memory and out of it."""
    memory = Memory()
    check(read(PROJECT), TODAY, memory)
    table = memory.table(RECORDS)
    other = Memory()
    other.write_table(RECORDS, table)
    other._notes.clear()
    assert other.table(RECORDS) == table
    assert all(whole(row).file == name for name, (_, row) in table.items())


@given(st.dictionaries(PATHS, SUMS), st.dictionaries(PATHS, SUMS), st.sets(PATHS))
def test_an_amended_manifest_is_the_one_written_anew(before: Manifest, arriving: Manifest, leaving: set[str]) -> None:
    """Whatever comes, changes and goes, amending the text gives what listing all files gives."""
    leaving -= arriving.keys()
    now = {path: told for path, told in {**before, **arriving}.items() if path not in leaving}
    assert amended(listed(before), arriving, leaving) == listed(now)


def test_days_are_shared_not_mixed() -> None:
    """A date that many records share is one value, and each keeps its own."""
    ((one, _), (other, _)) = examine(
        [Task(source, None, ("vi", "en"), date(2026, 1, 1)) for source in read(PROJECT).records[:2]]
    )
    assert whole(short(one)).facts == one.facts
    assert whole(short(other)).facts == other.facts
