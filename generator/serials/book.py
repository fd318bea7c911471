"""The ledger of a lot's serials: one file for each run of stamps, written once, and one that voids it.

`content/serials/DB0001/L2403/0001.txt` says product, lot, run, day and count, then the fingerprints: a line for each of
their first three characters, the rest of each behind it without a gap, in order. `0001-voided.txt` beside it voids the
run, so that a ledger is only ever added to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from generator.memory import Original
from generator.serials.fingerprint import HEX, LENGTH

REST = LENGTH - HEX
MOST, MOST_RUNS = 1_600_000, 100
"""Serials and runs of one lot: as many as the buckets its page asks for have room for."""
FOLDER = "serials"
"""Below content/."""
NAME = re.compile(r"(?P<product>[0-9A-Z-]+)/(?P<lot>[0-9A-Z-]+)/(?P<run>[0-9]{4})(?P<voided>-voided)?\.txt")
"""A file of the ledger, below its folder."""
_HEAD = (
    "# Fingerprints of issued stamp numbers. Never change or remove this file: the pages of stamps out there need it.\n"
    "product: {product}\nlot: {lot}\nrun: {run}\nissued: {day}\ncount: {count}\n\n"
)
_VOID = (
    "# This run of stamps is void. Never change or remove this file.\n"
    "product: {product}\nlot: {lot}\nrun: {run}\nvoided: {day}\nreason: {reason}\n"
)
_LINE = re.compile(rf"([0-9a-f]{{{HEX}}}) ((?:[0-9A-Za-z_-]{{{REST}}})+)")
_HEADS = 6


class Run(NamedTuple):
    """Stamps that were issued together."""

    number: int
    """From 1, in its lot."""
    issued: date
    stamps: int
    source: Original
    """The file with the fingerprints."""
    voided: date | None = None
    reason: str = ""
    """Why it was voided, for everybody to read."""


class Issued(NamedTuple):
    """A run, as pages tell of it."""

    run: int
    issued: date
    stamps: int
    voided: date | None
    reason: str


class Book(NamedTuple):
    """All runs of a lot."""

    lot: str
    runs: tuple[Run, ...]

    @property
    def digest(self) -> str:
        """All of it."""
        return repr([self.lot, *[(*run[:3], run.source.digest, *run[4:]) for run in self.runs]])

    @property
    def stamps(self) -> int:
        """All serials that were ever issued for the lot."""
        return sum(run.stamps for run in self.runs)

    @property
    def told(self) -> tuple[Issued, ...]:
        """What pages tell of its runs."""
        return tuple([Issued(run.number, run.issued, run.stamps, run.voided, run.reason) for run in self.runs])


class DamagedError(Exception):
    """A file of the ledger that is not as it was written; `line` from 1, `rule` names what is wrong."""

    def __init__(self, line: int, rule: str, **details: object) -> None:
        super().__init__(rule)
        self.line, self.rule = line, rule
        self.details = tuple((key, str(value)) for key, value in details.items())


def path_of(product: str, lot: str, run: int, *, voided: bool = False) -> str:
    """Return where a file of the ledger lies, below content/."""
    return f"{FOLDER}/{product}/{lot}/{run:04}{'-voided' if voided else ''}.txt"


def written(product: str, lot: str, run: int, day: date, fingerprints: Iterable[str]) -> bytes:
    """Return a run as it is written into the ledger; the order of the fingerprints tells nothing of the stamps'."""
    ordered = sorted(fingerprints)
    lines: list[str] = []
    first = ""
    for one in ordered:
        if one[:HEX] != first:
            first = one[:HEX]
            lines.append(f"\n{first} ")
        lines.append(one[HEX:])
    head = _HEAD.format(product=product, lot=lot, run=run, day=day, count=len(ordered))
    return (head + "".join(lines).lstrip("\n") + "\n").encode("ascii")


def written_void(product: str, lot: str, run: int, day: date, reason: str) -> bytes:
    """Return what voids a run."""
    return _VOID.format(product=product, lot=lot, run=run, day=day, reason=reason).encode()


def parsed(content: bytes, path: str, product: str, lot: str, number: int) -> Run:
    """Return a run that was written, checked to the last character.

    `path` is where the file is on this machine. Raises DamagedError.
    """
    lines = _lines(content)
    said = _said(lines, product, lot, number)
    count, last = 0, ""
    for at, line in enumerate(lines[_HEADS + 1 :], _HEADS + 2):
        found = _LINE.fullmatch(line)
        if not found or found[1] <= last:
            raise DamagedError(at, "ledger-damaged")
        last = found[1]
        count += len(found[2]) // REST
    if said.get("count") != str(count):
        raise DamagedError(_HEADS, "ledger-count", found=count, expected=said.get("count", "?"))
    return Run(number, _day(said, "issued", 5), count, Original(path, sha256(content).hexdigest()))


def parsed_void(content: bytes, product: str, lot: str, number: int) -> tuple[date, str]:
    """Return since when and why a run is void. Raises DamagedError."""
    said = _said(_lines(content), product, lot, number)
    return _day(said, "voided", 5), said.get("reason", "")


def fingerprints(content: bytes) -> Iterator[str]:
    """Yield the fingerprints of a run that was written, in order."""
    for line in _lines(content)[_HEADS + 1 :]:
        first, rest = line[:HEX], line[HEX + 1 :]
        for at in range(0, len(rest), REST):
            yield first + rest[at : at + REST]


def _lines(content: bytes) -> list[str]:
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise DamagedError(1, "ledger-damaged") from None
    if not text.endswith("\n"):
        raise DamagedError(text.count("\n") + 1, "ledger-damaged")
    return text[:-1].split("\n")


def _said(lines: list[str], product: str, lot: str, number: int) -> dict[str, str]:
    said = dict(line.split(": ", 1) for line in lines[1:_HEADS] if ": " in line)
    for line, (key, expected) in enumerate((("product", product), ("lot", lot), ("run", str(number))), 2):
        if said.get(key) != expected:
            raise DamagedError(line, "ledger-elsewhere", found=said.get(key, "?"), expected=expected)
    return said


def _day(said: dict[str, str], key: str, line: int) -> date:
    try:
        return date.fromisoformat(said[key])
    except (KeyError, ValueError):
        raise DamagedError(line, "ledger-damaged") from None
