"""All products as columns, for the one file that search begins with: what is alike stands together and packs well."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from hashlib import blake2b
from operator import attrgetter

from generator import addresses
from generator.catalogue import NO_COMMUNE, Catalogue, Chest
from generator.faces import Face
from generator.model.words import ProducerKindName
from generator.rules.programme import groups, sets
from generator.search.ranges import beginnings
from generator.search.signs import SIGNS, Vocabulary, references, serial

_DAY_ONE = date(1970, 1, 1)
KINDS = {kind: SIGNS[number] for number, kind in enumerate((None, *ProducerKindName))}
"""Kinds of producers as letters, in the order of the records' words."""
TRACED, SOLD, DEMO, REVOKED, SEEN = 1, 2, 4, 8, 16
"""What is so of a product: traced, sold, invented, revoked, shown in a photo."""
MARKS = {SIGNS[marks]: marks for marks in range(4)}
"""What the marks of drawers say: traced and sold."""


def core(catalogue: Catalogue) -> dict[str, object]:
    """Return the columns by their names; `docs/search.md` says what each holds."""
    chest = catalogue.chest
    faces = [card.face for card in chest.cards]
    by_whom = [
        _NOBODY if (one := card.maker) is None else (one.id or one.name, one.name, one.kind) for card in chest.cards
    ]
    codes = [face.code for face in faces]
    law = _law(faces)
    maker, by, makers = references(by_whom)
    place, where, places = references(map(_UNITS, faces), by)
    province, _, provinces = references([province or catalogue.province or "" for _, _, province in places])
    before, _, befores = references([face.as_certified for face in faces], where)
    term, since, terms = references(map(_TERM, faces), by)
    paper, _, papers = references(_lines(drawer.papers for drawer in chest.drawers), since)
    numbers = [law[face.set_id] for face in faces]
    standard, _, standards = references(_lines(drawer.standards for drawer in chest.drawers), numbers)
    told = Vocabulary()
    return {
        "mark": blake2b("\n".join(codes).encode(), digest_size=6).hexdigest(),
        "newest": _day(max([face.updated or face.recognised for face in faces], default=_DAY_ONE)),
        "codes": _joined(serial(codes)),
        "maker": maker,
        "makers": told.column([name for _, name, _ in makers]),
        "kinds": "".join([KINDS[kind] for _, _, kind in makers]),
        "place": place,
        "places": told.column([name or "" for _, name, _ in places]),
        "communes": _joined([key or NO_COMMUNE for key, _, _ in places]),
        "province": province,
        "provinces": told.column(provinces),
        "before": before,
        "befores": told.column([", ".join(units) for units in befores]),
        "names": told.column([face.name for face in faces]),
        "twins": told.column([" ".join([text for _, text in face.twins if text != face.name]) for face in faces]),
        "words": told.words,
        "term": term,
        "terms": _joined([_term(*one) for one in terms]),
        "paper": paper,
        "papers": _joined(serial(papers)),
        "numbers": _joined([drawer.numbers for drawer in chest.drawers]),
        "standard": standard,
        "standards": _joined(standards),
        "groups": _joined([f"{one.id}\t{one.name}" for one in groups()]),
        "sets": _joined([f"{one}\t{sets()[one].group}\t{sets()[one].name}" for one in law]),
        "set": "".join([SIGNS[number] for number in numbers]),
        "stars": "".join([str(face.stars) for face in faces]),
        "flags": _flags(chest),
        "cloths": f"{addresses.ARRANGEMENTS}",
        "files": " ".join(beginnings(len(chest.slips))),
    }


_NOBODY = ("", "", None)
"""Id, name and kind of a producer nobody published; one that is written inside a product goes by its name."""
_UNITS = attrgetter("commune_key", "commune", "province")
_TERM = attrgetter("recognised", "until")


def script(name: str, value: object) -> bytes:
    """Return a script that hands a value to the search engine, so that it also loads from a folder."""
    told = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"OCOP.take({json.dumps(name)},{told})\n".encode()


def photos(chest: Chest) -> dict[str, str]:
    """Return the photos by set: the name of one for each product that has any, in the order of codes."""
    found: dict[str, list[str]] = {}
    for card in chest.cards:
        if card.photos:
            first = card.photos[0]
            found.setdefault(card.tab.set_id, []).append(addresses.photo_name(first.digest, first.width))
    return {one: "\n".join(lines) for one, lines in found.items()}


def _law(faces: Iterable[Face]) -> dict[str, int]:
    """Number the sets that are there, in the order of the law."""
    used = {face.set_id for face in faces}
    return {one: number for number, one in enumerate(one for one in sets() if one in used)}


def _lines(columns: Iterable[str]) -> list[str]:
    return [line for column in columns for line in column.split("\n")]


def _term(recognised: date, until: date | None) -> str:
    return f"{_day(recognised)} {(until - recognised).days}" if until else str(_day(recognised))


def _day(day: date) -> int:
    return (day - _DAY_ONE).days


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def _flags(chest: Chest) -> str:
    marks = "".join([drawer.marks for drawer in chest.drawers])
    flags = [
        MARKS[mark]
        | (DEMO if card.demo else 0)
        | (REVOKED if card.face.revoked else 0)
        | (TRACED if card.lots else 0)
        | (SEEN if card.photos else 0)
        for card, mark in zip(chest.cards, marks, strict=True)
    ]
    return "".join([SIGNS[one] for one in flags])
