"""The programme's law as data: groups and sets, rule sets, star bands, provinces and communes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

import yaml

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


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune-level unit since 1/7/2025."""

    code: str
    name: str
    province_code: str


def _read(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def groups() -> tuple[Group, ...]:
    """Return the six groups with their sets (Quyết định 26/2026, Phụ lục I)."""
    return tuple(_groups())


def _groups() -> Iterator[Group]:
    for group in yaml.safe_load(_read("classification.yml")):
        sets = (
            ProductSet(
                one["id"],
                one["number"],
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
    return {one["id"]: RuleSetLaw(**one) for one in yaml.safe_load(_read("rule_sets.yml"))}


@cache
def provinces() -> dict[str, str]:
    """Return the names of the 34 provinces by code (Quyết định 19/2025/QĐ-TTg)."""
    return {row["province_code"]: row["name"] for row in csv.DictReader(_read("provinces.csv").splitlines())}


@cache
def communes() -> dict[str, Commune]:
    """Return the 3,321 commune-level units by code (Quyết định 19/2025/QĐ-TTg)."""
    rows = csv.DictReader(_read("communes.csv").splitlines())
    return {row["commune_code"]: Commune(row["commune_code"], row["name"], row["province_code"]) for row in rows}


@cache
def _communes_by_name() -> dict[tuple[str, str], tuple[Commune, ...]]:
    table: dict[tuple[str, str], tuple[Commune, ...]] = {}
    for commune in communes().values():
        for name in {fold(commune.name), bare(commune.name)}:
            key = (commune.province_code, name)
            table[key] = (*table.get(key, ()), commune)
    return table


_KINDS = ("thành phố", "thị trấn", "thị xã", "đặc khu", "phường", "huyện", "quận", "tỉnh", "xã", "tp.", "tp")
"""Kinds of units, as their names begin."""


def named(unit: str) -> str:
    """Return a unit's own name without its kind: `Xã Mường Ảng` gives `Mường Ảng`."""
    words = " ".join(unit.split())
    for kind in _KINDS:
        if fold(words).startswith(f"{fold(kind)} "):
            return words[len(kind) + 1 :]
    return words


def bare(unit: str) -> str:
    """Return a unit's own name, folded: `Xã Mường Ảng` gives `muong ang`."""
    return fold(named(unit))


def province_code(name: str) -> str | None:
    """Return the code of a province by its name, with or without its kind."""
    return next((code for code, full in provinces().items() if bare(full) == bare(name)), None)


def communes_named(name: str, in_province: str) -> tuple[Commune, ...]:
    """Return the communes of a province (by code) that bear a name; the exact name first decides."""
    named = _communes_by_name()
    folded = " ".join(fold(name).split())
    found = named.get((in_province, folded)) or named.get((in_province, bare(name))) or ()
    exact = tuple(one for one in found if one.name.casefold() == name.casefold())
    return exact or found
