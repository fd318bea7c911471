"""Where labels are on their sheets, held against a public table."""

from __future__ import annotations

import pytest

from generator.labels.stocks import A4, stocks

MEASURED = {
    "a4-65": (5, 13, 40.64, 21.17, 38.10, 21.17, 4.67, 10.90),
    "a4-24": (3, 8, 66.54, 33.86, 64.00, 33.86, 6.46, 13.06),
    "a4-21": (3, 7, 66.04, 38.10, 63.50, 38.10, 7.20, 15.15),
    "a4-18": (3, 6, 66.04, 46.56, 63.50, 46.56, 7.21, 8.82),
    "a4-16": (2, 8, 101.60, 33.87, 99.06, 33.87, 4.67, 13.02),
    "a4-14": (2, 7, 101.60, 38.10, 99.06, 38.10, 4.67, 15.15),
    "a4-12": (3, 4, 66.04, 71.97, 63.50, 71.97, 7.21, 4.57),
    "a4-8": (2, 4, 101.60, 67.73, 99.06, 67.73, 4.67, 13.04),
}
"""Avery's A4 sheets as LibreOffice has them (extras/source/labels/labels.xml): columns, rows, pitch across and down,
width, height, left and upper margin, in millimetres."""


@pytest.mark.parametrize("name", MEASURED)
def test_sheets_are_as_sold(name: str) -> None:
    """Each label's centre is where the table has it, to 0.3 mm; of 24 labels, whose makers differ, to 0.6 mm."""
    stock = stocks()[name]
    columns, rows, across, down, width, height, left, top = MEASURED[name]
    assert (stock.columns, stock.rows) == (columns, rows)
    for number, (x, y) in enumerate(stock.cells):
        column, row = number % columns, number // columns
        middle = (x + stock.label[0] / 2, y + stock.label[1] / 2)
        measured = (left + column * across + width / 2, top + row * down + height / 2)
        off = max(abs(ours - theirs) for ours, theirs in zip(middle, measured, strict=True))
        assert off <= (0.6 if name == "a4-24" else 0.3), (number, off)


@pytest.mark.parametrize("name", stocks())
def test_labels_lie_on_their_page(name: str) -> None:
    """No label leaves the page or lies on another; those on A4 stand in its middle."""
    stock = stocks()[name]
    x, y = stock.cells[-1]
    assert x + stock.label[0] <= stock.page[0]
    assert y + stock.label[1] <= stock.page[1]
    assert stock.columns == 1 or stock.pitch[0] >= stock.label[0]
    assert stock.rows == 1 or stock.pitch[1] >= stock.label[1]
    if stock.page == A4:
        margins = (stock.page[0] - x - stock.label[0], stock.page[1] - y - stock.label[1])
        assert margins == pytest.approx(stock.first, abs=0.01)
