"""The open data: each table as CSV, JSON and JSON Lines, what describes them to machines, and a page for people."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from generator import addresses
from generator.catalogue import Catalogue
from generator.making.recipe import Recipe
from generator.memory import Kept
from generator.opendata.cells import BOM, csv_lines
from generator.opendata.dcat import catalog
from generator.opendata.licences import address
from generator.opendata.package import KINDS, package
from generator.opendata.tables import tables
from generator.opendata.words import SPOKEN, of_column, of_table
from generator.sheets import Sheet
from generator.theme import Theme

TEMPLATES = ("open-data.html",)
LONGEST = 2_500_000
"""Bytes of CSV in one file: some 3,000 products; a longer table is in parts, so that an edit rewrites only one."""
SECONDS_A_BYTE = 1e-8


def plan(catalogue: Catalogue, theme: Theme) -> Iterator[Recipe]:
    """Plan the tables, their description and the page about them."""
    languages = catalogue.config.site.languages
    told: list[tuple[str, int, int]] = []
    for sheet in catalogue.open.sheets:
        header = csv_lines([tables(languages)[sheet.name].names])
        found = parts(sheet)
        told.append((sheet.name, sum(drawer[0] for drawer in sheet.drawers), len(found)))
        for number, drawers in enumerate(found, start=1):
            seconds = sum(size for _, size, _, _ in drawers) * SECONDS_A_BYTE
            csv = tuple(Kept(key) for *_, key, _ in drawers)
            yield Recipe((addresses.table(sheet.name, "csv", number),), csv_table, (header, *csv), (), seconds)
            rows = tuple(Kept(key) for *_, key in drawers)
            paths = tuple(addresses.table(sheet.name, kind, number) for kind in ("json", "jsonl"))
            yield Recipe(paths, json_tables, rows, (), 2 * seconds)
    days = catalogue.days(addresses.OPEN_DATA).first.isoformat(), catalogue.last_change
    paths = addresses.DATA_PACKAGE, addresses.DATA_CATALOG
    # The site is in what they are made from, as no template is.
    inputs = tuple(told), days, catalogue.province, catalogue.config_digest
    yield Recipe(paths, described, inputs, ())
    yield Recipe((addresses.OPEN_DATA,), page, (tuple(told), catalogue.last_change), TEMPLATES)


Told = tuple[tuple[str, int, int], ...]
"""Name, rows and parts of each table."""


def files(told: Told) -> dict[str, dict[str, list[str]]]:
    """Return the paths of each table's files, by their kind."""
    return {
        name: {kind: [addresses.table(name, kind, part) for part in range(1, count + 1)] for kind in KINDS}
        for name, _, count in told
    }


def described(theme: Theme, told: Told, days: tuple[str, str], province: str | None, config: str) -> list[bytes]:
    """Write what describes the data to machines."""
    site, every = theme.config.site, files(told)
    home = addresses.public(site.url, addresses.OPEN_DATA)
    # A package names its files from where it lies.
    beside = {
        name: {kind: [posixpath.basename(path) for path in paths] for kind, paths in kinds.items()}
        for name, kinds in every.items()
    }
    both = package(site, beside, home), catalog(site, every, *days, province)
    return [(json.dumps(one, ensure_ascii=False, indent=1) + "\n").encode() for one in both]


class Shown(NamedTuple):
    """A table as the page tells of it."""

    name: str
    title: str
    description: str
    rows: int
    files: dict[str, list[str]]
    columns: list[tuple[str, str, str, str]]
    """Name, kind, meaning, and the language of a twin."""


def page(theme: Theme, told: Told, changed: str) -> tuple[bytes]:
    """Draw the page that explains the data to people."""
    by_language = {language: _shown(theme, told, language) for language in SPOKEN}
    licence = theme.config.site.licence
    values: dict[str, Any] = {
        "by_language": by_language,
        "changed": date.fromisoformat(changed) if changed else None,
        "licence": licence,
        "licence_link": address(licence) if licence else None,
    }
    return (theme.page(TEMPLATES[0], addresses.OPEN_DATA, **values),)


def _shown(theme: Theme, told: Told, language: str) -> list[Shown]:
    """Return the tables in one of the languages that their columns are explained in."""
    known, every = tables(theme.config.site.languages), files(told)
    shown = []
    for name, rows, _ in told:
        title, description = of_table(name, "title")[language], of_table(name, "description")[language]
        columns = [(one.name, one.kind, of_column(one, language), one.language) for one in known[name].columns]
        shown.append(Shown(name, title, description, rows, every[name], columns))
    return shown


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
