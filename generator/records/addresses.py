"""The ledger of addresses, `content/addresses.tsv`: a line for each address that ever went out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from generator.problems import Problem
from generator.records.text_file import decode

FILE = "content/addresses.tsv"
COLUMNS = ("address", "first", "changed", "mark", "name", "whose", "pages")
HEADER = "\t".join(COLUMNS)
_ADDRESS = re.compile(r"/[^\s\"<>\\?#]*")
_MARK = re.compile(r"[0-9a-f]{12}")
_CONFLICT = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?![=<>|])")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
"""As spreadsheets write a day once they have opened the file."""


class Line(NamedTuple):
    """What the ledger says of an address besides itself; days as in ISO 8601, so that their text sorts."""

    first: str
    """The day it first went out."""
    changed: str = ""
    """The day what is published of its record last changed; empty where it is no record's page."""
    mark: str = ""
    """12 hex digits of a digest of what is published of the record."""
    name: str = ""
    """What the record was last called; of a lot the day it was made."""
    whose: str = ""
    """Of a product its producer, of a producer its place, of a lot its last day, of a GTIN the product's address."""
    pages: str = ""
    """Of a list, how many pages it ever had, where these were more than one."""

    @property
    def text(self) -> str:
        """The line after its address."""
        return "\t".join(self).rstrip("\t")


def line_of(rest: str) -> Line:
    """Return the line that `Line.text` wrote."""
    return Line(*rest.split("\t"))


def trusted(content: bytes) -> dict[str, str]:
    """Return the lines by address of a ledger that is known to be as this programme writes it."""
    lines = content.decode().split("\n")
    return dict([line.split("\t", 1) for line in lines[1:-1]])  # in two parts, as was seen before


def parsed(content: bytes) -> tuple[dict[str, str], list[Problem]]:
    """Return the lines by address of a ledger as people and their tools left it, and what is damaged in it.

    Marks of a merge that did not end are passed over: what either side published, went out. Of lines that say the same
    address the earliest day counts, and what was told last.
    """
    text, problems = decode(content, FILE)
    if problems:
        return {}, list(problems)
    found: dict[str, Line] = {}
    wrong: list[Problem] = []
    rows = [(number, _cells(row)) for number, row in enumerate(text.split("\n"), 1) if row.strip()]
    head = rows[0][1]
    if tuple(head[:2]) != COLUMNS[:2] and not _CONFLICT.match(head[0]):
        wrong.append(Problem(FILE, rows[0][0], (), "addresses-header", (("found", " ".join(head)[:60]),)))
    for number, cells in rows:
        if _CONFLICT.match(cells[0]) or tuple(cells[:2]) == COLUMNS[:2]:
            continue
        line = _line(cells)
        if line is None:
            wrong.append(Problem(FILE, number, (), "addresses-line", (("found", " ".join(cells)[:60]),)))
        else:
            found[cells[0]] = _joined(found[cells[0]], line) if cells[0] in found else line
    return {address: line.text for address, line in found.items()}, wrong[:1] if _headless(wrong) else wrong


def _headless(wrong: list[Problem]) -> bool:
    """Tell whether the file is no ledger at all, of which one line is enough."""
    return len(wrong) > 1 and wrong[0].rule == "addresses-header"


def _cells(row: str) -> list[str]:
    """Return the cells of a line, without the quotes and spaces that spreadsheets put around them."""
    cells = [cell.strip(" ") for cell in row.split("\t")]
    return [cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell for cell in cells]


def _line(cells: list[str]) -> Line | None:
    address, first, changed, mark, name, whose, pages = (*cells, *[""] * 7)[:7]
    began, last = _day(first), _day(changed) if changed else ""
    if not _ADDRESS.fullmatch(address) or began is None or last is None or len(cells) > len(COLUMNS):
        return None
    if pages and not pages.isdecimal():
        return None
    # A digest that a spreadsheet took for a number is taken again; that alone is no change of the record.
    return Line(began, last, mark if _MARK.fullmatch(mark) else "", name, whose, pages)


def _day(text: str) -> str | None:
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _joined(one: Line, other: Line) -> Line:
    """Return one line for two about the same address."""
    last = other if other.changed >= one.changed else one
    pages = max(one.pages, other.pages, key=lambda count: int(count or 1))
    return last._replace(first=min(one.first, other.first), pages=pages)


def written(known: Mapping[str, str]) -> bytes:
    """Return the ledger's file."""
    return "\n".join([HEADER, *sorted([f"{address}\t{rest}" for address, rest in known.items()]), ""]).encode()


def amended(content: bytes, changes: Mapping[str, str]) -> bytes:
    """Return a ledger that this programme wrote with some lines changed or new: as if it were written anew."""
    lines = content.decode().split("\n")
    for address, rest in changes.items():
        begin = f"{address}\t"
        place = bisect_left(lines, begin, 1, len(lines) - 1)
        there = place < len(lines) - 1 and lines[place].startswith(begin)
        lines[place : place + there] = [begin + rest]
    return "\n".join(lines).encode()


def lines_at(content: bytes, addresses: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield each address with the number of its line, from 1."""
    wanted = set(addresses)
    for number, row in enumerate(content.decode("utf-8-sig", "replace").splitlines(), 1):
        address = _cells(row)[0]
        if address in wanted:
            wanted.discard(address)
            yield address, number
