"""The repository's own invented stamps; their plain numbers stand in tests/demo-serials.csv, for anybody to try."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.labels.sighting import State, told
from generator.signed.visit import folder
from tests.conftest import ROOT
from tests.test_serial_check import GENUINE, RECALLED, UNKNOWN, VOIDED

LIST = Path(__file__).with_name("demo-serials.csv")
HOST = "HTTPS://OCOP.DIENBIEN.GOV.VN"
STATES = {("L2611", "1"): State.GENUINE, ("L2611", "2"): State.VOIDED, ("L2605", "1"): State.RECALLED}


def rows() -> list[tuple[str, str, str]]:
    """Return lot, run and serial of each invented stamp."""
    with LIST.open(encoding="ascii", newline="") as opened:
        return [(row["lot"], row["run"], row["serial"]) for row in csv.DictReader(opened)]


def test_every_invented_stamp(site: Path) -> None:
    """Each is told as what it is: twelve issued, three void, three of a recalled lot."""
    found = [
        (told(f"{HOST}/P/MAU-01/{lot}/#{serial}", folder(site)).state, STATES[lot, run]) for lot, run, serial in rows()
    ]
    assert [one for one, _ in found] == [other for _, other in found]
    assert [STATES[lot, run] for lot, run, _ in rows()].count(State.GENUINE) == 12


@pytest.mark.parametrize(
    ("lot", "run", "said"),
    [("L2611", "1", GENUINE), ("L2611", "2", VOIDED), ("L2605", "1", RECALLED), ("L2609", "", UNKNOWN)],
)
def test_the_page_of_an_invented_stamp(top: str, open_page: Callable[..., Any], lot: str, run: str, said: str) -> None:
    """The repository's own site shows a check that works, from a host and a folder, and says that it is invented."""
    serial = next(serial for of, number, serial in rows() if (of, number) == (lot, run) or not run)
    page = open_page(f"{top}/P/MAU-01/{lot}/index.html#{serial}")
    page.locator(f"#so-tem :text-is('{said}')").wait_for()
    assert "MẪU – dữ liệu dựng để trình diễn, không có thật" in page.locator("body").inner_text()


def test_only_invented_stamps_are_here() -> None:
    """Ledgers in the repository are of products marked `demo: true`; their plain numbers are nowhere in content/."""
    for ledger in (ROOT / "content/serials").rglob("*.txt"):
        product = ledger.relative_to(ROOT / "content/serials").parts[0]
        assert "demo: true" in (ROOT / f"content/products/{product}.md").read_text(encoding="utf-8")
    for file in (path for path in (ROOT / "content").rglob("*") if path.suffix in {".txt", ".yml", ".csv", ".md"}):
        text = file.read_text(encoding="utf-8")
        assert [serial for _, _, serial in rows() if serial in text] == []
