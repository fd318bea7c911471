"""How open data is written: a line of CSV that no spreadsheet takes for a formula, a line of JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

BOM = "\ufeff"
"""Tells Excel that a CSV is UTF-8."""
LINE_END = "\r\n"
_FORMULA = "=+\\-@＝＋－＠"
"""What makes a spreadsheet compute; the wide forms too, where its language is an East Asian one."""
_RISKY = re.compile(rf"(^|[;\"\t\r\n])(?=\s*[{_FORMULA}']|[\t\r])")


def guarded(text: str) -> str:
    """Return a text that begins no formula: an apostrophe stands before what could, and before an apostrophe there.

    Also after what another reader takes for the beginning of a cell: a semicolon, as Excel in Vietnam separates cells,
    a quotation mark, a tab, a new line.
    """
    return _RISKY.sub(r"\1'", text)


def csv_lines(rows: Iterable[Iterable[str | int | Decimal | None]]) -> str:
    """Return lines of CSV (RFC 4180), each with its end; nothing is an empty cell, texts are guarded already."""
    lines = io.StringIO()
    csv.writer(lines, lineterminator=LINE_END).writerows(rows)
    return lines.getvalue()


def cell(value: Any) -> Any:
    """Return a value as its cell has it."""
    kind = value.__class__
    if kind is str:
        # Most texts can be no formula, and to see so takes less than to look at each place in them.
        return guarded(value) if value[:1] in _FIRST or _BEGINS.search(value) else value
    return ("true" if value else "false") if kind is bool else value


_FIRST = frozenset("=+-@＝＋－＠' \t\r\n\u00a0\u3000")
_BEGINS = re.compile('[;"\t\r\n]')


def _number(value: Decimal) -> float | int | str:
    """Return a number as JSON has it; as text where a double could not hold it."""
    if value == value.to_integral_value():
        return int(value)
    near = float(value)
    return near if Decimal(repr(near)) == value else str(value)


json_line: Callable[[Any], str] = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=_number, check_circular=False
).encode
"""Returns a value as JSON on one line."""
