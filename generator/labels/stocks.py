"""What stamps are printed on: sheets and rolls of labels as data, cards, and sizes of one's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("stocks.yml")
A4 = (210.0, 297.0)
CARDS = {"card-a6": (105.0, 148.0), "card-a5": (148.0, 210.0)}
_GAP, _MARGIN = 4.0, 10.0
"""Between stamps of one's own size, for the knife and its marks; around all of them, where printers cannot print."""
_OWN = re.compile(r"(\d{1,3}(?:[.,]\d)?)\s*[xX×]\s*(\d{1,3}(?:[.,]\d)?)")
_SMALLEST = 10.0


@dataclass(frozen=True, slots=True)
class Stock:
    """Paper, and where the labels are on it; lengths in millimetres."""

    id: str
    page: tuple[float, float]
    """Width and height."""
    label: tuple[float, float]
    columns: int
    rows: int
    first: tuple[float, float]
    """Where the first label begins, from the left and from the top."""
    pitch: tuple[float, float]
    """From one label to the next, across and down."""
    dpi: int
    """Of the printers it is made for: a module is whole dots of these."""
    known: str = ""
    """What shops call it."""

    @property
    def room(self) -> int:
        """Labels of one page."""
        return self.columns * self.rows

    @property
    def cells(self) -> tuple[tuple[float, float], ...]:
        """The left upper corner of each label, row by row."""
        return tuple(
            (round(self.first[0] + column * self.pitch[0], 3), round(self.first[1] + row * self.pitch[1], 3))
            for row in range(self.rows)
            for column in range(self.columns)
        )


@cache
def stocks() -> dict[str, Stock]:
    """Return the stocks of the table by their ids."""
    table: dict[str, dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {name: _stock(name, **one) for name, one in table.items()}


def _stock(name: str, **said: Any) -> Stock:
    pairs = {key: (float(said[key][0]), float(said[key][1])) for key in ("page", "label", "first", "pitch")}
    return Stock(name, **{**said, **pairs})


def own(written: str) -> Stock | None:
    """Return as many labels of one's own size as A4 has room for; `written` is such as `60x30`, in millimetres."""
    found = _OWN.fullmatch(written.strip())
    if not found:
        return None
    width, height = (float(part.replace(",", ".")) for part in found.groups())
    columns, rows = (
        int((page - 2 * _MARGIN + _GAP) // (side + _GAP)) if side >= _SMALLEST else 0
        for page, side in zip(A4, (width, height), strict=True)
    )
    if not columns or not rows:
        return None
    pitch = (width + _GAP, height + _GAP)
    first = tuple(
        round((page - count * step + _GAP) / 2, 3) for page, count, step in zip(A4, (columns, rows), pitch, strict=True)
    )
    return Stock(f"{width:g}x{height:g}", A4, (width, height), columns, rows, (first[0], first[1]), pitch, 600)


def card(kind: str, margin: float = 0) -> Stock:
    """Return the paper of a booth card; a margin around it has room for crop marks."""
    width, height = CARDS[kind]
    page = (width + 2 * margin, height + 2 * margin)
    return Stock(kind, page, (width, height), 1, 1, (margin, margin), page, 600)
