"""What an office wrote of addresses that are gone or have moved: each note with its file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from generator.checks.examine import open_document
from generator.checks.masking import masked
from generator.checks.shape import shape
from generator.model.past import Redirect, Tombstone
from generator.model.record import Record
from generator.model.text import Words
from generator.problems import Fault, Problem, Problems, error
from generator.records.document import Document
from generator.records.folder import SourceFile, Sources
from generator.records.text_file import read_bytes

Kind = TypeVar("Kind", bound=Record)


@dataclass(frozen=True, slots=True)
class Note:
    """What is written of one address."""

    address: str
    problem: Callable[..., Problem]
    """Returns a problem at the note's place in its file: called with a rule and its details."""
    since: date | None = None
    reason: Words | None = None
    was: Words | None = None
    instead: str = ""
    target: str = ""
    """Where it moved to; empty of what is gone."""


@dataclass(slots=True)
class Notes:
    """All that is written, by address."""

    by_address: dict[str, Note] = field(default_factory=dict)
    wrong: bool = False
    """Whether some of it cannot be read, so that nobody can say what it would tell."""

    @property
    def gone(self) -> set[str]:
        """The codes of products that are told to be gone or moved, and `CODE/LOT` of lots."""
        return {address.removeprefix("/P/")[:-1] for address in self.by_address if address.startswith("/P/")}


def notes(sources: Sources, today: date, languages: tuple[str, ...], problems: Problems) -> Notes:
    """Return what is written, and tell what is wrong with it by itself."""
    found = Notes()
    for source, read in ((sources.tombstones, _tombstones), (sources.redirects, _redirects)):
        if source is None:
            continue
        document = _document(source, problems)
        if document.data is not None:
            faults = read(document, today, languages, found)
            problems.add(masked(one) for one in document.told(faults))
            found.wrong |= bool(faults)
        found.wrong |= bool(document.problems)
    problems.add(masked(one) for one in _chains(found))
    return found


def _document(source: SourceFile, problems: Problems) -> Document:
    content, unreadable = read_bytes(source.path, source.file)
    document = Document(source.file, problems=list(unreadable)) if unreadable else open_document(source, content)
    problems.add(masked(one) for one in document.problems)
    return document


def _rows(document: Document, model: type[Kind], languages: tuple[str, ...]) -> Iterator[tuple[int, Kind, list[Fault]]]:
    """Yield each item of a list with what is wrong with it."""
    if not isinstance(document.data, list):
        return
    for number, row in enumerate(document.data):
        shaped = shape(row, model, languages, document.flows, at=(number,))
        yield number, shaped.value, shaped.faults


def _tombstones(document: Document, today: date, languages: tuple[str, ...], found: Notes) -> list[Fault]:
    faults = [] if isinstance(document.data, list) else [error((), "notes-not-list")]
    for number, one, wrong in _rows(document, Tombstone, languages):
        faults += wrong
        if wrong:
            continue
        named = [key for key in ("address", "code", "producer") if getattr(one, key)]
        if len(named) != 1 or (one.lot and named != ["code"]):
            faults.append(error((number,), "tombstone-which"))
            continue
        if one.since > today:
            faults.append(
                error((number, "since"), "date-future", found=f"{one.since:%d/%m/%Y}", today=f"{today:%d/%m/%Y}")
            )
        address = one.address or (f"/chu-the/{one.producer}/" if one.producer else f"/P/{one.code}/")
        address += f"{one.lot}/" if one.lot else ""
        place = (number, named[0])
        note = Note(address, _teller(document, place), one.since, one.reason, one.was, one.replaced_by or "")
        faults += _taken(found, note, place)
    return faults


def _redirects(document: Document, today: date, languages: tuple[str, ...], found: Notes) -> list[Fault]:
    faults = [] if isinstance(document.data, list) else [error((), "notes-not-list")]
    for number, one, wrong in _rows(document, Redirect, languages):
        faults += wrong
        if wrong:
            continue
        if one.since and one.since > today:
            faults.append(
                error((number, "since"), "date-future", found=f"{one.since:%d/%m/%Y}", today=f"{today:%d/%m/%Y}")
            )
        place = (number, "address")
        faults += _taken(found, Note(one.address, _teller(document, place), one.since, target=one.to), place)
    return faults


def _taken(found: Notes, note: Note, place: tuple[int, str]) -> Iterable[Fault]:
    if (before := found.by_address.setdefault(note.address, note)) is note:
        return ()
    other = before.problem("note-twice")
    return [error(place, "note-twice", found=note.address, other=f"{other.file}:{other.line}")]


def _teller(document: Document, place: tuple[int, str]) -> Callable[..., Problem]:
    def problem(rule: str, **details: object) -> Problem:
        return document.problem(error(place, rule, **details))

    return problem


def _chains(found: Notes) -> Iterator[Problem]:
    """Yield redirects that lead to another redirect, in a circle, or to what is gone."""
    for note in found.by_address.values():
        if not note.target:
            continue
        seen, last = {note.address}, note
        while (after := found.by_address.get(last.target)) and after.target and after.address not in seen:
            seen.add(after.address)
            last = after
        if after and after.address in seen:
            yield note.problem("redirect-loop", found=note.address, other=note.target)
        elif after:
            yield note.problem("redirect-to-gone", found=note.address, other=after.address)
        elif last is not note:
            yield note.problem("redirect-chain", found=note.target, right=last.target)
