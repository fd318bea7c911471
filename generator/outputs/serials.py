"""The small files that tell which serials were issued for a lot."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator import addresses
from generator.card import Card
from generator.catalogue import Catalogue
from generator.making.recipe import Recipe
from generator.memory import Original
from generator.model.lot import Lot
from generator.problems import TroubleError
from generator.serials.book import Book, Issued, Run
from generator.serials.buckets import depth, filled, names
from generator.theme import Theme

ABOUT = "so-tem.json"
"""What there is of a lot's serials, for programmes."""
SECONDS_A_SERIAL = 1e-6


def of(card: Card, catalogue: Catalogue) -> Iterator[Recipe]:
    """Plan the files of each lot that has serials."""
    lots = {lot.lot: lot.kept for lot in card.lots}
    for book in card.books:
        paths = [f"{name}.js" for name in names(depth(book))]
        inputs = (card.code, card.name, card.demo, lots[book.lot], book.told, *[run.source for run in book.runs])
        yield Recipe(
            tuple([addresses.serial_list(card.code, book.lot, path) for path in (ABOUT, *paths)]),
            lists,
            inputs,
            (),
            0.001 + book.stamps * SECONDS_A_SERIAL,
        )


def lists(
    theme: Theme, code: str, name: str, demo: bool, lot: Lot, runs: tuple[Issued, ...], *sources: Original
) -> list[bytes]:
    """Make the files of a lot."""
    contents = [_read(source) for source in sources]
    ordered = zip(runs, sources, strict=True)
    book = Book(lot.lot, tuple(Run(run.run, run.issued, run.stamps, at, run.voided) for run, at in ordered))
    recalled = lot.recalled.date if lot.recalled else None
    about = {
        "product": code,
        "name": name,
        "demo": demo,
        "lot": lot.lot,
        "recalled": str(recalled) if recalled else None,
        "characters": depth(book),
        "serials": book.stamps,
        "runs": [
            {
                "run": run.run,
                "issued": str(run.issued),
                "count": run.stamps,
                "voided": str(run.voided) if run.voided else None,
                "reason": run.reason,
            }
            for run in runs
        ],
    }
    told = json.dumps(about, ensure_ascii=False, indent=1) + "\n"
    return [told.encode(), *filled(code, book, recalled, contents)]


def _read(source: Original) -> bytes:
    content = source.read()
    if content is None:
        raise TroubleError("ledger-changed", file=source.path)
    return content
