"""All products as columns, for the one file that search begins with: what is alike stands together and packs well."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from hashlib import blake2b
from itertools import repeat

from generator import addresses
from generator.catalogue import NO_COMMUNE, Card, Catalogue, Chest, Maker
from generator.rules.programme import ProductSet, groups, sets
from generator.search.ranges import beginnings
from generator.search.signs import SIGNS, references, serial

_DAY_ONE = date(1970, 1, 1).toordinal()
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
    at = {one.id: SIGNS[number] for number, one in enumerate(law)}
    return {
        "mark": blake2b("\n".join(codes).encode(), digest_size=6).hexdigest(),
        "newest": max([_day(day) for card in cards if (day := card.face.updated or card.face.issued)], default=0),
        "codes": _joined(serial(codes)),
        "names": _joined([card.face.name for card in cards]),
        "twins": _joined(["\t".join(card.face.twins) for card in cards]),
        "makers": _joined([f"{name}\t{kind}" for _, name, kind in all_makers]),
        "maker": maker,
        "places": _joined(["\t".join(one) for one in all_places]),
        "place": place,
        "befores": _joined(all_before),
        "before": before,
        "terms": _joined([_term(*one) for one in all_terms]),
        "term": term,
        "papers": _joined(serial(all_papers)),
        "paper": paper,
        "numbers": _joined([drawer.numbers for drawer in chest.drawers]),
        "standards": _joined(all_standards),
        "standard": standard,
        "groups": _joined([f"{one.id}\t{one.name}" for one in groups()]),
        "sets": _joined([f"{one.id}\t{one.group}\t{one.name}" for one in law]),
        "set": "".join([at[one] for one in set_ids]),
        "stars": "".join([str(card.face.stars) for card in cards]),
        "flags": _flags(chest),
        "files": " ".join(beginnings(len(chest.slips))),
    }


def _maker(maker: Maker | None) -> tuple[str, str, str]:
    """Return a producer's id, name and kind; one that is written inside a product goes by its name."""
    return (maker.id or maker.name, maker.name, maker.kind or "") if maker else ("", "", "")


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
