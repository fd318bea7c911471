"""Issuing serials so that none is ever given twice and none is lost, whatever stops the programme.

A run is a folder: `0003.part` until everything of it is done, then `0003`. In this order, each step whole and on disk
before the next: the list of the plain numbers, the ledger's file that says they are issued, what is printed, the
folder's last name. A run that was stopped is found by its folder and goes on from its list.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.crew import Staff
from generator.disk import settle, write_whole
from generator.memory import FOLDER
from generator.problems import TroubleError
from generator.serials import book, serial
from generator.serials.fingerprint import fingerprint

LIST = "so-tem.csv"
"""The list of a run: what a print house needs, and the only place where the plain numbers are."""
COLUMNS = ("no", "serial", "url")
PART = ".part"
_AT_ONCE, _SECONDS = 2000, 0.0003
_RUN = re.compile(r"([0-9]{4})(\.part)?")


@dataclass(frozen=True, slots=True)
class Issue:
    """A run, issued."""

    run: int
    serials: tuple[str, ...]
    folder: Path
    """Where its list is, and what is printed may go."""
    continued: bool
    """Whether it had been begun before."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be issued, and where things are."""

    content: Path
    """The project's content folder."""
    out: Path
    """The folder of plain numbers and prints; never published."""
    product: str
    lot: str
    count: int
    address: str
    """What a stamp's QR says before its serial."""

    @property
    def runs(self) -> Path:
        """The folder of the lot's runs."""
        return self.out / self.product / self.lot

    def ledger(self, run: int, *, voided: bool = False) -> Path:
        """Return the ledger's file of a run."""
        return self.content / book.path_of(self.product, self.lot, run, voided=voided)


@contextmanager
def issued(order: Order, today: date, staff: Staff | None = None) -> Iterator[Issue]:
    """Issue a run, or go on with the one that was stopped; print it while this is held, then it is done.

    Raises TroubleError where another process issues, where a stopped run had another count, where the lot is full, and
    where the ledger has a run by this number that is another.
    """
    order.out.mkdir(parents=True, exist_ok=True)
    with _alone(order.content.parent / FOLDER):
        # In a folder of ours: whoever keeps lists beside other things does not lose these from version control.
        ignored = order.out / order.product / ".gitignore"
        ignored.parent.mkdir(exist_ok=True)
        if not ignored.exists():
            ignored.write_text("*\n", encoding="ascii")
        begun = _begun(order)
        run = _number(order, begun)
        folder = order.runs / f"{run:04}{PART}"
        if begun and begun != folder:
            begun.rename(folder)
        folder.mkdir(parents=True, exist_ok=True)
        serials, continued = _listed(order, folder)
        ledger = order.ledger(run)
        if not ledger.exists():
            prints = _fingerprints(order, serials, staff or Staff())
            written(ledger, book.written(order.product, order.lot, run, today, prints))
        yield Issue(run, serials, folder, continued)
        folder.rename(folder.with_suffix(""))
        settle(order.runs)


def voided(order: Order, run: int, today: date, reason: str) -> bool:
    """Void a run; return whether it was not void before. Raises TroubleError where it was never issued."""
    if not order.ledger(run).is_file():
        known = _known(order)
        rule = "run-unknown" if known else "run-none"
        raise TroubleError(rule, run=run, product=order.product, lot=order.lot, known=known)
    with _alone(order.content.parent / FOLDER):
        target = order.ledger(run, voided=True)
        if target.exists():
            return False
        written(target, book.written_void(order.product, order.lot, run, today, " ".join(reason.split())))
    return True


def read_list(file: Path) -> tuple[str, ...]:
    """Return the plain numbers of a run. Raises TroubleError where the list is not as it was written."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    numbers = [serial.read(row.get("serial") or "") for row in rows]
    if not numbers or None in numbers or [row.get("no") for row in rows] != [str(at + 1) for at in range(len(rows))]:
        raise TroubleError("serial-list-damaged", file=file)
    return tuple(number for number in numbers if number)


def written(target: Path, content: bytes) -> None:
    """Write a file whole, in a folder that is made where there is none; it and its name are on the disk then."""
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, content)
    settle(target.parent)


def _begun(order: Order) -> Path | None:
    """Return the folder of the run that was stopped; one that was voided since is over, and is never printed."""
    for folder in sorted(order.runs.glob(f"[0-9][0-9][0-9][0-9]{PART}")):
        file, number = folder / LIST, int(folder.name[:4])
        if order.ledger(number, voided=True).exists() and _is_ours(order, number, file):
            folder.rename(folder.with_suffix(""))
            continue
        if file.exists() and (count := len(read_list(file))) != order.count:
            raise TroubleError("run-stopped", folder=folder, count=count, asked=order.count)
        return folder
    return None


def _number(order: Order, begun: Path | None) -> int:
    """Return the number of the run: that of the one that goes on, unless the ledger has another run by that number."""
    taken = {int(found[1]) for one in _names(order.runs) if (found := _RUN.fullmatch(one)) and not found[2]}
    noted = {int(found["run"]) for one in _names(order.ledger(1).parent) if (found := _file(order, one))}
    if begun:
        number = int(begun.name[:4])
        if number not in noted or _is_ours(order, number, begun / LIST):
            return number
        taken.add(number)
    number = max(taken | noted, default=0) + 1
    if number > book.MOST_RUNS or order.count + _so_far(order, noted) > book.MOST:
        raise TroubleError("lot-full", lot=order.lot, most=book.MOST, runs=book.MOST_RUNS)
    return number


def _is_ours(order: Order, number: int, file: Path) -> bool:
    """Return whether the ledger's run is the one of a list."""
    if not file.exists():
        return False
    ours = {fingerprint(order.product, order.lot, one) for one in read_list(file)}
    return ours == set(book.fingerprints(order.ledger(number).read_bytes()))


def _listed(order: Order, folder: Path) -> tuple[tuple[str, ...], bool]:
    """Return the plain numbers of a run, made now or listed before, and whether they were."""
    file = folder / LIST
    if file.exists():
        return read_list(file), True
    numbers: dict[str, None] = {}
    while len(numbers) < order.count:
        numbers[serial.new()] = None
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow(COLUMNS)
    write.writerows((at, serial.grouped(one), f"{order.address}#{one}") for at, one in enumerate(numbers, 1))
    written(file, out.getvalue().encode("ascii"))
    return tuple(numbers), False


def _fingerprints(order: Order, serials: tuple[str, ...], staff: Staff) -> list[str]:
    """Return the fingerprints of serials, in any order."""
    at_once = [(order.product, order.lot, serials[at : at + _AT_ONCE]) for at in range(0, len(serials), _AT_ONCE)]
    crew = staff.crew(len(serials) * _SECONDS)
    done = staff.each(crew, fingerprinted, at_once, len(serials), _AT_ONCE, "issuing")
    return [one for some in done for one in some]


def fingerprinted(batch: tuple[str, str, tuple[str, ...]]) -> list[str]:
    """Return the fingerprints of some serials of a product and lot."""
    product, lot, serials = batch
    return [fingerprint(product, lot, one) for one in serials]


def _so_far(order: Order, runs: set[int]) -> int:
    return sum(sum(1 for _ in book.fingerprints(order.ledger(run).read_bytes())) for run in runs)


def _known(order: Order) -> str:
    noted = sorted(one for one in _names(order.ledger(1).parent) if _file(order, one))
    return ", ".join(str(int(one[:4])) for one in noted)


def _file(order: Order, name: str) -> re.Match[str] | None:
    found = book.NAME.fullmatch(f"{order.product}/{order.lot}/{name}")
    return None if found is None or found["voided"] else found


def _names(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir()] if folder.is_dir() else []


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the project's lock, whatever folders its lists go into: the ledger is one for all of them."""
    import portalocker

    folder.mkdir(exist_ok=True)
    try:
        with portalocker.Lock(folder / "stamps.lock", flags=portalocker.LOCK_EX | portalocker.LOCK_NB, timeout=0):
            yield
    except portalocker.LockException as held:
        raise TroubleError("issuing-already", folder=folder) from held
