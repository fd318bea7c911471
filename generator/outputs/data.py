"""The open data: each table as CSV, JSON and JSON Lines, what describes them to machines, and a page for people."""

from __future__ import annotations

from collections.abc import Iterator

from generator import addresses
from generator.catalogue import Catalogue, Sheet
from generator.making.recipe import Recipe
from generator.memory import Kept
from generator.opendata.cells import BOM, csv_lines
from generator.opendata.tables import tables
from generator.theme import Theme

LONGEST = 2_500_000
"""Bytes of CSV in one file: some 3,000 products; a longer table is in parts, so that an edit rewrites only one."""
SECONDS_A_BYTE = 1e-8


def plan(catalogue: Catalogue, theme: Theme) -> Iterator[Recipe]:
    """Plan the tables, their description and the page about them."""
    languages = catalogue.config.site.languages
    for sheet in catalogue.open.sheets:
        header = csv_lines([tables(languages)[sheet.name].names])
        for number, drawers in enumerate(parts(sheet), start=1):
            seconds = sum(size for _, size, _, _ in drawers) * SECONDS_A_BYTE
            csv = tuple(Kept(key) for *_, key, _ in drawers)
            yield Recipe((addresses.table(sheet.name, "csv", number),), csv_table, (header, *csv), (), seconds)
            json = tuple(Kept(key) for *_, key in drawers)
            paths = tuple(addresses.table(sheet.name, kind, number) for kind in ("json", "jsonl"))
            yield Recipe(paths, json_tables, json, (), 2 * seconds)


def parts(sheet: Sheet) -> list[list[tuple[int, int, str, str]]]:
    """Return the drawers of each file of a table, one at least."""
    found: list[list[tuple[int, int, str, str]]] = [[]]
    room = LONGEST
    for drawer in sheet.drawers:
        if room <= 0:
            found.append([])
            room = LONGEST
        found[-1].append(drawer)
        room -= drawer[1]
    return found


def csv_table(theme: Theme, header: str, *drawers: bytes) -> tuple[bytes]:
    """Join a table as CSV."""
    return (b"".join([f"{BOM}{header}".encode(), *drawers]),)


def json_tables(theme: Theme, *drawers: bytes) -> tuple[bytes, bytes]:
    """Join a table as JSON, and as JSON Lines: the same rows without what holds them together."""
    rows = b",\n".join(drawers)
    # A new line inside a text is written as `\\n`, so this is the end of a row and nothing else.
    lines = rows.replace(b",\n", b"\n")
    return b"".join([b"[\n", rows, b"\n]\n"] if rows else [b"[]\n"]), lines + b"\n" if lines else b""
