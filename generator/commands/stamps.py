"""`ocop stamps`: issue serials and print stamps, or void a run."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from generator import formats
from generator.card import Card
from generator.checks.check import check
from generator.crew import Staff, local
from generator.faces import LotFacts
from generator.gather import gather
from generator.labels.design import LEAST
from generator.labels.order import Wish, address, files, product, run_of
from generator.labels.press import File, printed
from generator.labels.stocks import stocks
from generator.memory import FOLDER, Memory
from generator.problems import ContentError, TroubleError
from generator.progress import watch
from generator.records.folder import read
from generator.report import Report, say, shown, size
from generator.serials.book import MOST
from generator.serials.issue import LIST, Order, issued, voided
from generator.template_files import find
from generator.version import version

MOST_OF_A_FILE = 10_000
"""Stamps of one PDF: more take gigabytes of memory to be set."""
SECONDS = 0.004
"""What a stamp takes to be set and printed."""


def run(root: Path, out: Path, report: Report, today: date, wish: Wish) -> int:
    """Print stamps and return 0; of a lot each has a serial, issued before. With errors in records return 1."""
    inside = next((one for one in ("content", "site") if out.resolve().is_relative_to((root / one).resolve())), None)
    if inside:
        raise TroubleError("stamps-out-published", out=out, folder=inside)
    if out.exists() and not out.is_dir():
        raise TroubleError("out-not-a-folder", file=out)
    for found, most, rule in ((wish.count or 0, MOST, "stamps-most"), (wish.batch, MOST_OF_A_FILE, "stamps-most-file")):
        if found > most:
            raise TroubleError(rule, found=found, most=most)
    with Memory(root / FOLDER, version()) as memory, Staff(local(), watch(report)) as staff:
        try:
            catalogue = gather(check(read(root), today, memory, staff).accepted(), memory)
        except ContentError as wrong:
            for line in report.problems(wrong.problems):
                say(line, to=sys.stderr)
            say(report.words("stamps-refused"), to=sys.stderr)
            return 1
        _tell_what_ended(report, today, *product(catalogue, wish))
        lot = wish.lot if wish.serials else None
        print_run = run_of(catalogue, find(root), memory, wish, numbered=lot is not None)
        if lot is None:
            stem = "-".join(
                dict.fromkeys(part for part in (wish.code, wish.lot, wish.kind, print_run.stock.id) if part)
            )
            count = wish.count or print_run.stock.room
            _print(report, staff, list(files(print_run, [""] * count, out / wish.code, stem, wish.batch)), count)
            return 0
        if not wish.count:
            raise TroubleError("stamps-no-count", lot=lot)
        order = Order(root / "content", out, wish.code, lot, wish.count, address(catalogue, wish))
        with issued(order, today, staff) as issue:
            if issue.continued:
                say(report.words("stamps-continued", run=issue.run, count=len(issue.serials)))
            stem = f"{wish.code}-{lot}-{issue.run:04}"
            made = list(files(print_run, issue.serials, issue.folder, stem, wish.batch, issue.run))
            _print(report, staff, made, wish.count, issue.folder.with_suffix(""))
        folder, ledger = issue.folder.with_suffix(""), shown(order.ledger(issue.run))
        say(report.words("stamps-issued", run=issue.run, count=wish.count, list=shown(folder / LIST), ledger=ledger))
    return 0


def _tell_what_ended(report: Report, today: date, made: Card, lot: LotFacts | None) -> None:
    """Tell where stamps will be printed for what has ended; packets that are out there may still need them."""
    if made.face.until and made.face.until < today:
        told = {"code": made.code, "until": formats.day(made.face.until), "stars": made.face.stars}
        say(report.words("stamps-certificate-ended", **told), to=sys.stderr)
    if lot and lot.expires and lot.expires < today:
        say(report.words("stamps-lot-expired", lot=lot.lot, expires=formats.day(lot.expires)), to=sys.stderr)


def _print(report: Report, staff: Staff, made: list[File], count: int, folder: Path | None = None) -> None:
    """Print files on all cores, and tell of them; `folder` is where they will be in the end."""
    design = made[0].run.design
    at_once = len(made[0].serials)
    crew = staff.crew(count * SECONDS, near=True)
    total = sum(bytes_ for _, bytes_ in staff.each(crew, printed, made, count, at_once, "printing"))
    first, last = (shown((folder or Path(one.target).parent) / Path(one.target).name) for one in (made[0], made[-1]))
    where = first if first == last else f"{first} … {last}"
    module = f"{design.module:.3f}".replace(".", ",")
    say(report.words("stamps-printed", count=count, files=len(made), where=where, size=size(total), module=module))
    if design.module < LEAST:
        say(report.words("stamps-forced", module=module), to=sys.stderr)


def void(root: Path, out: Path, report: Report, today: date, wish: Wish, number: int, reason: str) -> int:
    """Void a run, so that its stamps count no more; return 0."""
    if wish.lot is None:
        raise TroubleError("stamps-no-lot-named")
    order = Order(root / "content", out, wish.code, wish.lot, 0, "")
    fresh = voided(order, number, today, reason)
    rule = "stamps-voided" if fresh else "stamps-void-already"
    say(report.words(rule, run=number, code=wish.code, lot=wish.lot, ledger=shown(order.ledger(number, voided=True))))
    return 0


def tell_stocks(report: Report) -> int:
    """Print the table of stocks; return 0."""
    say(report.words("stocks-heading"))
    for one in stocks().values():
        label = " × ".join(f"{side:g}".replace(".", ",") for side in one.label)
        say(f"  {one.id:<12} {label:>13} mm  {one.columns} × {one.rows}  {one.known}")
    return 0
