"""The ledgers of issued serials: whole, in their place, and of lots that have a page."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

from generator.checks.between import CheckedProduct
from generator.faces import LotFacts
from generator.memory import Memory, Original
from generator.problems import Problem, Problems, Severity
from generator.records.folder import Seen, SourceFile
from generator.serials.book import FOLDER, MOST, MOST_RUNS, NAME, Book, DamagedError, Run, parsed, parsed_void

_TABLE = "ledgers"
"""What each file said, and how it looked then: a ledger of a million serials takes a second to read through."""
_Row = tuple[Seen | None, tuple[Any, ...]]
_Lots = dict[tuple[str, str], dict[int, tuple[SourceFile, Run]]]


def books(
    files: Iterable[SourceFile],
    products: Iterable[CheckedProduct] | None,
    problems: Problems,
    memory: Memory,
    gone: Container[str] = (),
) -> dict[str, tuple[Book, ...]]:
    """Return the ledgers of each product's lots, and tell what is wrong with them; no `products` where all fitted.

    Those of products and lots (`CODE/LOT`) that are told to be `gone` are kept by the office and published no more.
    """
    known: Mapping[str, _Row] = memory.table(_TABLE)
    now: dict[str, _Row] = {}
    runs: _Lots = {}
    voids: list[tuple[SourceFile, str, str, int, tuple[date, str]]] = []
    for source in files:
        found = NAME.fullmatch(source.file.split("/", 2)[2])
        if not found:
            continue
        product, lot, number = found["product"], found["lot"], int(found["run"])
        if product in gone or f"{product}/{lot}" in gone:
            continue
        row = known.get(source.file)
        if row is None or source.seen is None or row[0] != source.seen:
            try:
                row = source.seen, _row(source, product, lot, number, void=bool(found["voided"]))
            except DamagedError as wrong:
                problems.add([Problem(source.file, wrong.line, (), wrong.rule, wrong.details)])
                continue
            except OSError as trouble:
                details = (("reason", str(trouble.strerror or trouble)),)
                problems.add([Problem(source.file, 1, (), "file-unreadable", details)])
                continue
        now[source.file] = row
        if found["voided"]:
            day, reason = row[1]
            voids.append((source, product, lot, number, (date.fromisoformat(day), reason)))
        else:
            issued, count, digest = row[1]
            run = Run(number, date.fromisoformat(issued), count, Original(source.path, digest))
            runs.setdefault((product, lot), {})[number] = (source, run)
    memory.write_table(_TABLE, now)
    _void(runs, voids, problems)
    if products is not None:
        _placed(runs, products, problems)
    return _bound(runs)


def _row(source: SourceFile, product: str, lot: str, number: int, *, void: bool) -> tuple[Any, ...]:
    """Return what a file says in the plainest kinds, for the memory."""
    content = Path(source.path).read_bytes()
    if void:
        day, reason = parsed_void(content, product, lot, number)
        return str(day), reason
    run = parsed(content, source.path, product, lot, number)
    return str(run.issued), run.stamps, run.source.digest


def _void(runs: _Lots, voids: Iterable[tuple[SourceFile, str, str, int, tuple[date, str]]], problems: Problems) -> None:
    for source, product, lot, number, (day, reason) in voids:
        of_lot = runs.get((product, lot), {})
        if number not in of_lot:
            problems.add([Problem(source.file, 1, (), "ledger-void-alone", (("run", str(number)),))])
            continue
        file, run = of_lot[number]
        of_lot[number] = file, run._replace(voided=day, reason=reason)


def _placed(runs: _Lots, products: Iterable[CheckedProduct], problems: Problems) -> None:
    """Tell of serials whose lot has no page: their stamps would lead nowhere."""
    wanted = {product for product, _ in runs}
    lots = {code: _lots(one) for one in products if (code := one.ties.code) in wanted}
    for (product, lot), of_lot in runs.items():
        file = min(source.file for source, _ in of_lot.values())
        if product not in lots:
            problems.add([Problem(file, 2, ("product",), "ledger-without-product", (("found", product),))])
        elif (known := lots[product]) is not None and lot not in known:
            details = (("found", lot), ("product", product))
            problems.add([Problem(file, 3, ("lot",), "ledger-without-lot", details)])
        count = sum(run.stamps for _, run in of_lot.values())
        if count > MOST or len(of_lot) > MOST_RUNS:
            bounds = (("most", str(MOST)), ("runs", str(MOST_RUNS)), ("folder", f"content/{FOLDER}/{product}/{lot}"))
            problems.add([Problem(file, 1, (), "ledger-full", bounds)])


def _lots(product: CheckedProduct) -> set[str] | None:
    """Return a product's lots; nothing where their file has errors, of which enough is told."""
    if product.lots is None:
        return set()
    if any(problem.severity is Severity.ERROR for problem in product.lots.problems):
        return None
    return {facts.lot for facts in cast("tuple[LotFacts, ...]", product.lots.facts)}


def _bound(runs: _Lots) -> dict[str, tuple[Book, ...]]:
    made: dict[str, tuple[Book, ...]] = {}
    for (product, lot), of_lot in sorted(runs.items()):
        book = Book(lot, tuple([of_lot[number][1] for number in sorted(of_lot)]))
        made[product] = (*made.get(product, ()), book)
    return made
