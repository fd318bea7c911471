"""The ledgers of serials among the records: whole, in their place, of lots that have a page."""

from __future__ import annotations

import pytest

from generator.checks.check import check
from generator.problems import TroubleError
from generator.records.folder import read as look
from generator.serials import book
from generator.serials.issue import Order, issued
from tests.conftest import TODAY, Office
from tests.test_serials import issue, tea

__all__ = ["tea"]


def problems(office: Office) -> list[tuple[str, int, str]]:
    found = check(look(office.root), TODAY).problems
    return [(one.file, one.line, one.rule) for one in (*found.errors, *found.warnings)]


@pytest.mark.parametrize(
    ("old", "new", "line", "rule"),
    [
        ("lot: L1", "lot: L2", 3, "ledger-elsewhere"),
        ("run: 1", "run: 2", 4, "ledger-elsewhere"),
        ("issued: 2026-11-22", "issued: hôm qua", 5, "ledger-damaged"),
        ("count: 1\n", "count: 2\n", 6, "ledger-count"),
        ("0ab AAAA", "0ab AAA", 8, "ledger-damaged"),
        ("AAA\n", "AAA", 8, "ledger-damaged"),
    ],
)
def test_a_damaged_ledger_is_told(tea: Office, old: str, new: str, line: int, rule: str) -> None:
    """A ledger that is not to the letter what was written stops the build, with file and line."""
    good = book.written("DB0001", "L1", 1, TODAY, ["0abAAAAAAAAAAA"]).decode()
    file = "content/serials/DB0001/L1/0001.txt"
    tea.write(file, good.replace("\n", "\r\n"))
    assert problems(tea) == []
    tea.write(file, good.replace(old, new))
    assert (file, line, rule) in problems(tea)


def test_issued_stamps_keep_their_lot(tea: Office) -> None:
    """A lot or product whose serials were issued cannot go: their stamps would lead nowhere. Strays are told."""
    issue(tea)
    tea.write("content/lots/DB0001.yml", "- lot: L2\n")
    assert problems(tea) == [("content/serials/DB0001/L1/0001.txt", 3, "ledger-without-lot")]
    (tea.root / "content/lots/DB0001.yml").unlink()
    (tea.root / "content/products/DB0001.md").rename(tea.root / "content/products/DB0002.md")
    assert ("content/serials/DB0001/L1/0001.txt", 2, "ledger-without-product") not in problems(tea)  # code-not-file
    (tea.root / "content/products/DB0002.md").unlink()
    tea.write("content/serials/DB0001/ghi-chu.txt", "x")
    tea.write("content/serials/DB0001/L1/0002-voided.txt", book.written_void("DB0001", "L1", 2, TODAY, "x"))
    assert sorted(problems(tea)) == [
        ("content/serials/DB0001/L1/0001.txt", 2, "ledger-without-product"),
        ("content/serials/DB0001/L1/0002-voided.txt", 1, "ledger-void-alone"),
        ("content/serials/DB0001/ghi-chu.txt", 1, "stray-file"),
    ]


def test_a_lot_with_too_many_runs_is_told(tea: Office) -> None:
    """A lot has room for so many runs, as its page asks for small files only; one more is told."""
    for run in range(1, book.MOST_RUNS + 2):
        text = book.written("DB0001", "L1", run, TODAY, [f"0ab{run:011}"]).decode()
        tea.write(f"content/serials/DB0001/L1/{run:04}.txt", text)
    assert problems(tea) == [("content/serials/DB0001/L1/0001.txt", 1, "ledger-full")]


def test_two_folders_of_lists_share_one_ledger(tea: Office) -> None:
    """While one run is issued no other is, wherever its list goes: both would take the same number of the ledger."""
    first, second = (Order(tea.root / "content", tea.root / out, "DB0001", "L1", 5, "X") for out in ("a", "b"))
    with issued(first, TODAY) as begun:
        with pytest.raises(TroubleError) as held, issued(second, TODAY):
            pass
        assert held.value.rule == "issuing-already"
    with issued(second, TODAY) as after:
        assert (begun.run, after.run) == (1, 2)
