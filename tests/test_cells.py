"""Open data in spreadsheets: whatever a cell holds, no programme takes it for a formula."""

from __future__ import annotations

import csv
import io
import re

from hypothesis import given
from hypothesis import strategies as st

from generator.opendata.cells import cell, csv_lines, guarded
from tests.reimport import unguarded

FORMULA = re.compile(r"[=+\-@＝＋－＠]")


@given(st.text(st.sampled_from("'=+-@;\"\t\n\r ,a＝"), max_size=12))
def test_a_guard_can_be_taken_away(text: str) -> None:
    """Whatever a text is, it begins no formula once it is guarded, and comes back as it was."""
    shown = guarded(text)
    assert unguarded(shown) == text
    assert not FORMULA.match(shown.strip())
    assert not shown.startswith(("\t", "\r"))


@given(st.lists(st.text(st.sampled_from("'=+-@;\"\t\n ,a"), max_size=9), min_size=1, max_size=3))
def test_no_reader_meets_a_formula(texts: list[str]) -> None:
    """Whether a spreadsheet separates cells by commas, by semicolons as in Vietnam, or by tabs: no formula begins."""
    written = csv_lines([map(cell, texts)])
    for delimiter in ",;\t":
        for row in csv.reader(io.StringIO(written, newline=""), delimiter=delimiter):
            assert [cell for cell in row if FORMULA.match(cell.strip())] == []
