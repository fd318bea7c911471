"""How open data is written: a line of CSV that no spreadsheet takes for a formula, a line of JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

BOM = "\ufeff"
"""Tells Excel that a CSV is UTF-8."""
LINE_END = "\r\n"
_FORMULA = "=+\\-@＝＋－＠"
"""What makes a spreadsheet compute; the wide forms too, where its language is an East Asian one."""
_RISKY = re.compile(rf"(^|[;\"\t\r\n])(?=\s*[{_FORMULA}']|[\t\r])")
_GUARDED = re.compile(r"(^|[;\"\t\r\n])'")


def guarded(text: str) -> str:
    """Return a text that begins no formula: an apostrophe stands before what could, and before an apostrophe there.

    Also after what another reader takes for the beginning of a cell: a semicolon, as Excel in Vietnam separates cells,
    a quotation mark, a tab, a new line.
    """
    return _RISKY.sub(r"\1'", text)


def unguarded(text: str) -> str:
    """Return the text that was guarded."""
    return _GUARDED.sub(r"\1", text)


def csv_lines(rows: Iterable[Iterable[Any]]) -> str:
    """Return lines of CSV (RFC 4180), each with its end; nothing is an empty cell."""
    lines = io.StringIO()
    csv.writer(lines, lineterminator=LINE_END).writerows([map(_cell, row) for row in rows])
    return lines.getvalue()


def _cell(value: Any) -> Any:
    kind = value.__class__
    if kind is str:
        return guarded(value) if _RISKY.search(value) else value
    return ("true" if value else "false") if kind is bool else value


def json_line(value: Any) -> str:
    """Return a value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_number)


def _number(value: Decimal) -> float | int | str:
    """Return a number as JSON has it; as text where a double could not hold it."""
    if value == value.to_integral_value():
        return int(value)
    near = float(value)
    return near if Decimal(repr(near)) == value else str(value)
