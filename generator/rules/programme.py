"""The programme's law as data: groups and sets, rule sets, star bands, provinces and communes."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from generator.records.document import DEEPEST
from generator.records.plain import plain
from generator.vietnamese import fold

MONTHS_VALID = 36
"""A certificate's term from its issue (Quyết định 26/2026, Điều 4.3; the older rules say the same)."""
LAST_DISTRICT_DAY = date(2025, 6, 30)
"""Districts ended on 1/7/2025."""
LONGEST_EXTENSION_DAYS = 180
"""Điều 12.3: at most 180 days past the end of the term."""
STAR_BANDS = {
    5: (Decimal(90), Decimal(100)),
    4: (Decimal(70), Decimal(90)),
    3: (Decimal(50), Decimal(70)),
}
"""Stars to points, from and up to but not including (100 is in): the same in all three rule sets (Điều 3.3)."""


@dataclass(frozen=True, slots=True)
class ProductSet:
    """One of the 26 sets (phân nhóm, "bộ sản phẩm")."""

    id: str
    number: int
    """1 to 26, its score sheet in Phụ lục II."""
    name: str
    family: str
    """The level between group and set ("nhóm"); empty where the annex has none."""
    group: str
    """The id of its group."""
    ministry: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One of the 6 groups."""

    id: str
    name: str
    sets: tuple[ProductSet, ...]


@dataclass(frozen=True, slots=True)
class RuleSetLaw:
    """What a rule set says of its certificates."""

    id: str
    title: str
    first_day: date
    last_day: date | None
    """Later issue is a warning: files handed in before may still be decided."""
    district_certifies: int | None
    """The stars a district could certify until 30/6/2025."""


class Commune(NamedTuple):
    """A commune-level unit since 1/7/2025."""

    code: str
    name: str
    province_code: str


def _read(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _table(name: str) -> Any:
    """Return what a table in plain YAML says, every value as text."""
    text = _read(name)
    return plain(text, text.count("\n"), DEEPEST)


def _rows(name: str) -> Iterator[list[str]]:
    """Yield the rows of a table without its head."""
    rows = csv.reader(_read(name).splitlines())
    next(rows)
    return rows


@cache
def groups() -> tuple[Group, ...]:
    """Return the six groups with their sets (Quyết định 26/2026, Phụ lục I)."""
    return tuple(_groups())


def _groups() -> Iterator[Group]:
    for group in _table("classification.yml"):
        sets = (
            ProductSet(
                one["id"],
                int(one["number"]),
                one["name"],
                one.get("family", ""),
                group["id"],
                tuple(one["ministry"]),
            )
            for one in group["sets"]
        )
        yield Group(group["id"], group["name"], tuple(sets))


@cache
def sets() -> dict[str, ProductSet]:
    """Return the 26 sets by id."""
    return {one.id: one for group in groups() for one in group.sets}


@cache
def rule_sets() -> dict[str, RuleSetLaw]:
    """Return the rule sets by id."""
    return {one["id"]: _law(one) for one in _table("rule_sets.yml")}


def _law(told: dict[str, str]) -> RuleSetLaw:
    last, stars = told["last_day"], told["district_certifies"]
    return RuleSetLaw(
        told["id"],
        told["title"],
        date.fromisoformat(told["first_day"]),
        date.fromisoformat(last) if last else None,
        int(stars) if stars else None,
    )


@cache
def provinces() -> dict[str, str]:
    """Return the names of the 34 provinces by code (Quyết định 19/2025/QĐ-TTg)."""
    return {row[0]: row[1] for row in _rows("provinces.csv")}


@cache
def communes() -> dict[str, Commune]:
    """Return the 3,321 commune-level units by code (Quyết định 19/2025/QĐ-TTg)."""
    return {code: Commune(code, name, province) for province, code, name in _rows("communes.csv")}


@cache
def _by_province() -> dict[str, list[Commune]]:
    table: dict[str, list[Commune]] = {}
    for commune in communes().values():
        table.setdefault(commune.province_code, []).append(commune)
    return table


@cache
def _by_name(in_province: str) -> dict[str, tuple[Commune, ...]]:
    """Return the communes of a province by their names, folded, with and without their kind."""
    # One province at a time: a record has one, and folding the names of all 34 takes longer than reading it.
    table: dict[str, tuple[Commune, ...]] = {}
    for commune in _by_province().get(in_province, ()):
        for name in {fold(commune.name), bare(commune.name)}:
            table[name] = (*table.get(name, ()), commune)
    return table


_KINDS = ("thành phố", "thị trấn", "thị xã", "đặc khu", "phường", "huyện", "quận", "tỉnh", "xã", "tp.", "tp")
"""Kinds of units, as their names begin."""
_BEGINNING = re.compile(f"(?:{'|'.join(re.escape(fold(kind)) for kind in _KINDS)}) ")


def named(unit: str) -> str:
    """Return a unit's own name without its kind: `Xã Mường Ảng` gives `Mường Ảng`."""
    words = " ".join(unit.split())
    kind = _BEGINNING.match(fold(words))
    return words[kind.end() :] if kind else words


@lru_cache(maxsize=8192)
def bare(unit: str) -> str:
    """Return a unit's own name, folded: `Xã Mường Ảng` gives `muong ang`."""
    return fold(named(unit))


@cache
def _provinces_by_name() -> dict[str, str]:
    return {bare(name): code for code, name in provinces().items()}


def province_code(name: str) -> str | None:
    """Return the code of a province by its name, with or without its kind."""
    return _provinces_by_name().get(bare(name))


def communes_named(name: str, in_province: str) -> tuple[Commune, ...]:
    """Return the communes of a province (by code) that bear a name; the exact name first decides."""
    known = _by_name(in_province)
    found = known.get(" ".join(fold(name).split())) or known.get(bare(name)) or ()
    exact = tuple(one for one in found if one.name.casefold() == name.casefold())
    return exact or found
