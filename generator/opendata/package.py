"""The open data described for machines as a Frictionless Data Package: `datapackage.json`."""

from __future__ import annotations

from typing import Any

from generator.model.config import Site
from generator.opendata.columns import Column
from generator.opendata.licences import address
from generator.opendata.tables import NAMES, Table, tables
from generator.opendata.words import SPOKEN, of_column, of_table

KINDS = {"csv": "text/csv", "json": "application/json", "jsonl": "application/jsonl"}
"""Endings of a table's files, and their types."""
DIALECT = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True}
GUARD = "'"
"""What stands before what could be a formula: whoever reads the CSV takes it away."""


def package(site: Site, files: dict[str, dict[str, list[str]]], home: str) -> dict[str, Any]:
    """Return the package; `files` are the names of each table's files by their kind, `home` is the page about them."""
    by_name = tables(site.languages)
    made: dict[str, Any] = {
        "profile": "data-package",
        "name": "ocop-open-data",
        "title": str(site.title or site.publisher or "OCOP"),
        "homepage": home,
        "resources": [_resource(by_name[name], kind, paths) for name in NAMES for kind, paths in files[name].items()],
    }
    if site.publisher:
        made["contributors"] = [{"title": str(site.publisher), "role": "publisher"}]
    if site.licence:
        where = address(site.licence)
        made["licenses"] = [{"name": site.licence, **({"path": where} if where else {})}]
    return made


def _resource(table: Table, kind: str, paths: list[str]) -> dict[str, Any]:
    title, description = of_table(table.name, "title"), of_table(table.name, "description")
    told: dict[str, Any] = {
        "name": table.name if kind == "csv" else f"{table.name}-{kind}",
        "path": paths[0] if len(paths) == 1 else paths,
        "title": title["vi"],
        "title_en": title["en"],
        "description": description["vi"],
        "description_en": description["en"],
        "format": kind,
        "mediatype": KINDS[kind],
        "encoding": "utf-8",
    }
    if kind != "csv":
        # The same rows, but what is empty is left out, which Table Schema does not know: a mere file to its tools.
        return told | {"type": "file"}
    return told | {
        "profile": "tabular-data-resource",
        "dialect": DIALECT,
        "guard": GUARD,
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {"fields": [column], "reference": {"resource": of, "fields": [there]}}
                for column, of, there in table.refers
            ],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    vi, en = (of_column(column, language) for language in SPOKEN)
    told: dict[str, Any] = {"name": column.name, "type": column.kind, "description": vi, "description_en": en}
    if column.language:
        told["language"] = column.language
    if column.kind == "boolean":
        told |= {"trueValues": ["true"], "falseValues": ["false"]}
    limits = {"required": True} if column.required else {}
    if column.words:
        limits["enum"] = list(column.words)  # type: ignore[assignment]  # JSON
    return told | ({"constraints": limits} if limits else {})
