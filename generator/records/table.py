"""A CSV table as Excel writes it: comma or semicolon, one record a row, what stands inside others by its whole name."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from types import NoneType
from typing import Any

from generator.problems import Path, Problem
from generator.records.document import DEEPEST, MOST_LOT_VALUES, Document
from generator.vietnamese import nfc

_INSIDE = re.compile(r"[a-z_]+(?:\[[1-9][0-9]?\])?(?:\.[a-z_]+(?:\[[1-9][0-9]?\])?)+")
"""A column of what stands inside others, `recalled.date` or `materials[1].name`, as problems name places."""
_STEP = re.compile(r"([a-z_]+)|\[([0-9]+)\]")


def parse_table(text: str, file: str) -> Document:
    """Return the rows as a list of mappings, each cell with its line; empty rows are passed over."""
    document = Document(file, data=[], known_lines={})
    header_line = next(line for line in text.split("\n") if line.strip())
    if "\t" in header_line and not set(",;") & set(header_line):
        document.problems.append(Problem(file, 1, (), "csv-tabs"))
        return document
    semicolons = header_line.count(";") > header_line.count(",")
    reader = csv.reader(io.StringIO(text), delimiter=";" if semicolons else ",", strict=True)
    columns: list[str] = []
    inside: dict[str, Path] = {}
    line = 1
    try:
        for row in reader:
            cells = [nfc(cell).strip() for cell in row]
            if any(cells) and not columns:
                columns = cells
                inside = _inside(columns)
                document.lines.update({(): line} | {(column,): line for column in columns})
                _check_columns(document, columns, line)
            elif any(cells):
                _add(document, columns, inside, cells, line)
            if len(document.data) * len(columns) > MOST_LOT_VALUES:
                document.data = None
                document.problems.append(Problem(file, line, (), "file-too-many", (("most", str(MOST_LOT_VALUES)),)))
                break
            line = reader.line_num + 1
    except csv.Error as wrong:
        document.problems.append(Problem(file, line, (), "csv-form", (("reason", str(wrong)),)))
    return document


def _check_columns(document: Document, columns: list[str], line: int) -> None:
    for column in sorted(name for name, count in Counter(columns).items() if name and count > 1):
        document.problems.append(Problem(document.file, line, (column,), "csv-column-twice", (("found", column),)))


def _inside(columns: list[str]) -> dict[str, Path]:
    """Return where the cells of columns stand that tell of what is inside others, without those that contradict."""
    paths = {column: _place(column) for column in columns}
    kinds: defaultdict[Path, set[type]] = defaultdict(set)
    for path in paths.values():
        for length in range(1, len(path) + 1):
            kinds[path[:length]].add(type(path[length]) if length < len(path) else NoneType)
    return {
        column: path
        for column, path in paths.items()
        if len(path) > 1 and all(len(kinds[path[:length]]) == 1 for length in range(1, len(path) + 1))
    }


def _place(column: str) -> Path:
    if not _INSIDE.fullmatch(column) or column.count(".") >= DEEPEST:
        return (column,)
    return tuple(name or int(number) for name, number in _STEP.findall(column))


def _add(document: Document, columns: list[str], inside: dict[str, Path], cells: list[str], line: int) -> None:
    number = len(document.data)
    named = [*columns, *[""] * len(cells)]
    extra = ", ".join(cell for column, cell in zip(named, cells, strict=False) if cell and not column)
    if extra:
        details = (("found", extra[:60]), ("under", ", ".join(columns)))
        document.problems.append(Problem(document.file, line, (), "csv-cells", details))
    row: dict[str, Any] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column in inside:
            _put(row, inside[column], cell)
        elif column:
            row[column] = cell
    document.data.append(_counted(row) if inside else row)
    document.lines[(number,)] = line
    document.lines.update({(number, column): line for column in row})


def _put(row: dict[Any, Any], path: Path, cell: str) -> None:
    """Put a cell into what stands inside a row; an empty one makes nothing there."""
    for step in path[:-1] if cell else ():
        row = row.setdefault(step, {})
    if cell:
        row[path[-1]] = cell


def _counted(value: Any) -> Any:
    """Return what stands inside, numbered items as a list in their order, without gaps."""
    if not isinstance(value, dict):
        return value
    if value and all(isinstance(step, int) for step in value):
        return [_counted(value[step]) for step in sorted(value)]
    return {step: _counted(inner) for step, inner in value.items()}
