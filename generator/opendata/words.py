"""What tables and columns mean, in Vietnamese and English."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from generator.meanings import meaning
from generator.opendata.columns import Column

FILE = Path(__file__).with_name("words.yml")
SPOKEN = ("vi", "en")


@cache
def words() -> dict[str, Any]:
    """Return what tables mean, and the columns that stand in no record."""
    import yaml

    told: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return told


def of_column(column: Column, language: str) -> str:
    """Return what a column means."""
    if column.model:
        return meaning(column.model, column.key, language)
    known: dict[str, str] = words()["columns"][column.key]
    return known[language]


def of_table(name: str, what: str) -> dict[str, str]:
    """Return a table's `title` or `description` by language."""
    told: dict[str, str] = words()["tables"][name][what]
    return told


def of_catalog() -> dict[str, str]:
    """Return what all of it is, by language."""
    told: dict[str, str] = words()["catalog"]["description"]
    return told
