"""A CSV table as Excel writes it: comma or semicolon, one record a row."""

from __future__ import annotations

import csv
import io
from collections import Counter

from generator.problems import Problem
from generator.records.document import MOST_LOT_VALUES, Document
from generator.vietnamese import nfc


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
    line = 1
    try:
        for row in reader:
            cells = [nfc(cell).strip() for cell in row]
            if any(cells) and not columns:
                columns = cells
                document.lines.update({(column,): line for column in columns})
                _check_columns(document, columns, line)
            elif any(cells):
                _add(document, columns, cells, line)
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


def _add(document: Document, columns: list[str], cells: list[str], line: int) -> None:
    number = len(document.data)
    named = [*columns, *[""] * len(cells)]
    extra = ", ".join(cell for column, cell in zip(named, cells, strict=False) if cell and not column)
    if extra:
        details = (("found", extra[:60]), ("under", ", ".join(columns)))
        document.problems.append(Problem(document.file, line, (), "csv-cells", details))
    row = {column: cell for column, cell in zip(columns, cells, strict=False) if column}
    document.data.append(row)
    document.lines[(number,)] = line
    document.lines.update({(number, column): line for column in row})
