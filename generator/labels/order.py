"""What is to be printed: a product or a lot, how many, on what; and what stands on every stamp."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import addresses
from generator.card import Card
from generator.catalogue import Catalogue
from generator.checks.suggestions import suggestion
from generator.entry import Told
from generator.faces import LotFacts
from generator.labels.design import designed
from generator.labels.press import TEMPLATE, File, Run
from generator.labels.stocks import CARDS, Stock, card, own, stocks
from generator.memory import Memory
from generator.outputs.stamps import Label, words
from generator.problems import TroubleError
from generator.serials import serial
from generator.stamps import symbol as symbols
from generator.template_files import Templates
from generator.theme import theme

STOCK = "a4-21"
BATCH = 2500
"""Stamps of one file, about: whole pages are filled."""
_CROP, _CARD_MARGIN = 1.5, 8.0
"""Millimetres: a crop mark's length between labels, and the margin around a card that has room for longer ones."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks to be printed."""

    code: str
    lot: str | None = None
    count: int | None = None
    kind: str = "full"
    stock: str | None = None
    """One of the table, or a size of one's own such as `60x30`."""
    module: float | None = None
    """Millimetres."""
    level: str = "M"
    language: str = "vi"
    crop: bool = False
    batch: int = BATCH
    serials: bool = True
    force: bool = False


def paper(wish: Wish) -> Stock:
    """Return what is printed on. Raises TroubleError where there is no such stock."""
    if wish.kind in CARDS:
        return card(wish.kind, _CARD_MARGIN if wish.crop else 0)
    named = wish.stock or STOCK
    found = stocks().get(named) or own(named)
    if found is None:
        raise TroubleError("stock-unknown", found=named, known=", ".join(stocks()))
    return found


def product(catalogue: Catalogue, wish: Wish) -> tuple[Card, LotFacts | None]:
    """Return the product and lot. Raises TroubleError where there is none, or where it may carry no stamp any more."""
    cards = {one.code: one for one in catalogue.cards}
    found = cards.get(wish.code)
    if found is None:
        near = suggestion(wish.code, cards)
        raise TroubleError("stamps-no-product-near" if near else "stamps-no-product", found=wish.code, near=near)
    if found.face.revoked:
        raise TroubleError("stamps-revoked", code=wish.code)
    if wish.lot is None:
        return found, None
    lots = {one.lot: one for one in found.lots}
    lot = lots.get(wish.lot)
    if lot is None:
        known = ", ".join(list(lots)[:10])
        rule = "stamps-no-lot" if lots else "stamps-no-lots"
        raise TroubleError(rule, found=wish.lot, code=wish.code, known=known)
    if lot.recalled:
        raise TroubleError("stamps-recalled", code=wish.code, lot=wish.lot)
    return found, lot


def address(catalogue: Catalogue, wish: Wish) -> str:
    """Return what the symbols say, before the serial."""
    return addresses.stamp(catalogue.config.site.url, wish.code, wish.lot)


def run_of(catalogue: Catalogue, templates: Templates, memory: Memory, wish: Wish, *, numbered: bool) -> Run:
    """Return what all stamps of a print have in common; `numbered` where each has a serial.

    Raises TroubleError where it does not fit the stock, or the template is broken.
    """
    made, stock, says = product(catalogue, wish)[0], paper(wish), address(catalogue, wish)
    any_serial = serial.LETTERS[0] * serial.LENGTH
    made_symbol = symbols.numbered(says, any_serial, wish.level) if numbered else symbols.symbol(says, wish.level)
    design = designed(
        wish.kind,
        stock,
        made_symbol.size,
        numbered=numbered,
        module=wish.module,
        force=wish.force,
    )
    code = f"{wish.code} · {wish.lot}" if wish.lot else wish.code
    crop = 0.0 if not wish.crop else _CARD_MARGIN - 2 if wish.kind in CARDS else _CROP
    said = _words(catalogue, templates, memory, wish, made)
    run, sheet = said.pop("run"), said.pop("sheet")
    note = " · ".join((code, run, sheet) if numbered else (code, sheet))
    return Run(
        template=templates.texts[TEMPLATE],
        stock=stock,
        design=design,
        level=wish.level,
        address=says,
        words=tuple(({**said, "code": code}).items()),
        title=f"{said['name']} – {code}",
        language=wish.language,
        note="" if wish.kind in CARDS else note,
        crop=crop,
    )


def files(
    run: Run, serials: Sequence[str], folder: Path, stem: str, batch: int = BATCH, issued: int = 0
) -> Iterator[File]:
    """Yield the files of a print, numbered from 1; each but the last fills its pages."""
    size = -(-batch // run.stock.room) * run.stock.room
    count = -(-len(serials) // size)
    for number in range(count):
        some = tuple(serials[number * size : (number + 1) * size])
        name = f"{stem}-{number + 1:03}.pdf" if count > 1 else f"{stem}.pdf"
        yield File(run, str(folder / name), some, number * size + 1, number + 1, count, issued)


def _words(catalogue: Catalogue, templates: Templates, memory: Memory, wish: Wish, made: Card) -> dict[str, Any]:
    """Return all words of a stamp, as the templates say them."""
    look = theme(templates, catalogue, language=wish.language)
    face = made.face
    where = face.province or catalogue.province
    name = face.name if wish.language == "vi" else _name(memory, made, wish.language)
    label = Label(face.code, name, face.stars, face.demo, face.revoked is not None, where)
    said = words(look, label)
    drawn = look.draw(
        "print.json",
        lot=wish.lot,
        place=face.place,
        maker=made.maker.name if made.maker else None,
        address=addresses.public(catalogue.config.site.url, _page(wish)).partition("//")[2],
    )
    try:
        more = json.loads(drawn)
    except ValueError as wrong:
        raise look.broken("print.json", wrong) from wrong
    keys = ("publisher", "name", "stars", "grade", "scan", "mark")
    return {**{key: getattr(said, key) for key in keys}, **more}


def _page(wish: Wish) -> str:
    """Return the page that the symbols lead to."""
    return addresses.lot(wish.code, wish.lot) if wish.lot else addresses.product(wish.code)


def _name(memory: Memory, made: Card, language: str) -> str:
    """Return a product's name in a language, or in Vietnamese where it has none."""
    for _, value in memory.kept([made.kept.key]):
        told = pickle.loads(value)  # noqa: S301 - our own, by its digest
        if isinstance(told, Told):
            return told.product.name.text(language)
    return made.name
