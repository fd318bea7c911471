"""All products as columns, for the one file that search begins with: what is alike stands together and packs well."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from hashlib import blake2b
from itertools import repeat

from generator import addresses
from generator.catalogue import NO_COMMUNE, Card, Catalogue, Chest, Maker
from generator.model.words import ProducerKindName
from generator.rules.programme import ProductSet, groups, sets
from generator.search.ranges import beginnings
from generator.search.signs import SIGNS, Vocabulary, references, serial

_DAY_ONE = date(1970, 1, 1).toordinal()
KINDS = {kind: SIGNS[number] for number, kind in enumerate((None, *ProducerKindName))}
"""Kinds of producers as letters, in the order of the records' words."""
DEMO, REVOKED, CEASED, TRACED, SOLD, SEEN = 1, 2, 4, 8, 16, 32
"""What is so of a product: invented, revoked, no longer made, traced, sold, shown in a photo."""


def core(catalogue: Catalogue) -> dict[str, object]:
    """Return the columns by their names; `docs/search.md` says what each holds."""
    chest, law = catalogue.chest, _law(catalogue.chest.cards)
    cards = chest.cards
    codes = [card.face.code for card in cards]
    makers = [_maker(card.maker) for card in cards]
    maker, all_makers = references(makers, repeat(None, len(cards)))
    places = [_place(card, catalogue.province) for card in cards]
    place, all_places = references(places, makers)
    before, all_before = references([", ".join(card.face.as_certified) for card in cards], places)
    terms = [(card.face.recognised, card.face.until) for card in cards]
    term, all_terms = references(terms, makers)
    paper, all_papers = references(_lines(drawer.papers for drawer in chest.drawers), terms)
    set_ids = [card.face.set_id for card in cards]
    standard, all_standards = references(_lines(drawer.standards for drawer in chest.drawers), set_ids)
    province, all_provinces = references([province for _, _, province in all_places], repeat(None, len(all_places)))
    at = {one.id: SIGNS[number] for number, one in enumerate(law)}
    vocabulary = Vocabulary()
    return {
        "mark": blake2b("\n".join(codes).encode(), digest_size=6).hexdigest(),
        "newest": max([_day(day) for card in cards for day in (card.face.updated, card.face.issued) if day], default=0),
        "codes": _joined(serial(codes)),
        "maker": maker,
        "makers": vocabulary.column([name for _, name, _ in all_makers]),
        "kinds": "".join([KINDS[kind] for _, _, kind in all_makers]),
        "place": place,
        "places": vocabulary.column([name for _, name, _ in all_places]),
        "communes": _joined([key for key, _, _ in all_places]),
        "province": province,
        "provinces": vocabulary.column(all_provinces),
        "before": before,
        "befores": vocabulary.column(all_before),
        "names": vocabulary.column([card.face.name for card in cards]),
        "twins": vocabulary.column([" ".join(card.face.twins) for card in cards]),
        "words": vocabulary.words,
        "term": term,
        "terms": _joined([_term(*one) for one in all_terms]),
        "paper": paper,
        "papers": _joined(serial(all_papers)),
        "numbers": _joined([drawer.numbers for drawer in chest.drawers]),
        "standard": standard,
        "standards": _joined(all_standards),
        "groups": _joined([f"{one.id}\t{one.name}" for one in groups()]),
        "sets": _joined([f"{one.id}\t{one.group}\t{one.name}" for one in law]),
        "set": "".join([at[one] for one in set_ids]),
        "stars": "".join([str(card.face.stars) for card in cards]),
        "flags": _flags(chest),
        "files": " ".join(beginnings(len(chest.slips))),
    }


def _maker(maker: Maker | None) -> tuple[str, str, ProducerKindName | None]:
    """Return a producer's id, name and kind; one that is written inside a product goes by its name."""
    return (maker.id or maker.name, maker.name, maker.kind) if maker else ("", "", None)


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
            found.setdefault(card.face.set_id, []).append(addresses.photo_name(first.digest, first.width))
    return {one: "\n".join(lines) for one, lines in found.items()}


def _law(cards: Iterable[Card]) -> list[ProductSet]:
    used = {card.face.set_id for card in cards}
    return [one for one in sets().values() if one.id in used]


def _place(card: Card, province: str | None) -> tuple[str, str, str]:
    face = card.face
    return face.commune_key or NO_COMMUNE, face.commune or "", face.province or province or ""


def _lines(columns: Iterable[str]) -> list[str]:
    return [line for column in columns for line in column.split("\n")]


def _term(recognised: date, until: date | None) -> str:
    return f"{_day(recognised)} {(until - recognised).days}" if until else str(_day(recognised))


def _day(day: date) -> int:
    return day.toordinal() - _DAY_ONE


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def _flags(chest: Chest) -> str:
    marks = "".join([drawer.marks for drawer in chest.drawers])
    column = []
    for card, mark in zip(chest.cards, marks, strict=True):
        face = card.face
        flags = DEMO * face.demo + REVOKED * (face.revoked is not None) + CEASED * face.ceased
        traced, sold = ord(mark) - ord(SIGNS[0]) & 1 or card.lots, ord(mark) - ord(SIGNS[0]) & 2
        column.append(SIGNS[flags + TRACED * bool(traced) + SOLD * bool(sold) + SEEN * bool(card.photos)])
    return "".join(column)
