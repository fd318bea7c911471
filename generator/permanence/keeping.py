"""Keeping what was promised: the pages that are no record's, the pages that stand for what is gone, the new ledger."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from generator.catalogue import Catalogue
from generator.checks.check import Checked
from generator.checks.promises import GOOD, Promises
from generator.crew import Staff
from generator.disk import write_whole
from generator.memory import Memory, digest
from generator.past import Moved, Past, address_of, promised
from generator.permanence.marks import marks
from generator.problems import ContentError, Problem, Problems
from generator.records.addresses import FILE, Line, amended, line_of, written

_LEAF = re.compile(r"(.*/)trang-([0-9]+)/")
_LISTS = (("/xa/", "/xa/"), ("/lo/", "/P/"))
"""Lists that come and go with what stands on them, and where their addresses lead once they are empty."""


_LISTED = ("/lo/", "/chu-the/")
"""Records' addresses that may be lists of many pages."""


def past(records: Checked, catalogue: Catalogue, memory: Memory, staff: Staff, today: date) -> Past:
    """Return what is known of the days before this build."""
    promised = records.promises
    now = marks(catalogue, memory, staff)
    known = promised.known
    stale = [address for address, mark in now.items() if (rest := known.get(address)) is None or rest[22:34] != mark]
    return Past(
        today=today,
        known=known,
        fresh={address: _first(known, address, today) for address in stale if _told(known.get(address))},
        stale=tuple(stale),
        marks=now,
        gone=tuple([promised.gone[address] for address in sorted(promised.gone)]),
        moved=tuple([promised.moved[address] for address in sorted(promised.moved)]),
        rest=lambda pages: moved_by_themselves(promised, pages),
    )


def _first(known: Mapping[str, str], address: str, today: date) -> date:
    return date.fromisoformat(known[address][:10]) if address in known else today


def _told(rest: str | None) -> bool:
    """Tell whether a record is new or has changed; that a line without a mark is given one is no change."""
    return rest is None or bool(line_of(rest).mark)


def moved_by_themselves(promised: Promises, planned: set[str]) -> tuple[Moved, ...]:
    """Return what moves though nobody wrote it down: lists that are empty, further pages of lists that got shorter.

    `planned` are the paths of all pages of the site. Raises ContentError where any other address would be lost, or
    leads nowhere.
    """
    problems, moved = Problems(), []
    pages = ChainMap(promised.now, dict.fromkeys(map(address_of, planned), Line("")))
    lost = []
    for address in sorted(promised.others):
        if address in pages:
            continue
        target = _nearest(address, pages)
        if target:
            moved.append(Moved(address, target, said=False))
        else:
            lost.append(address)
    problems.add(promised.lost(lost))
    moved += _shorter(promised, pages)
    problems.add(_nowhere(promised, pages))
    if problems.errors:
        raise ContentError(problems)
    return tuple(moved)


def _nearest(address: str, pages: Container[str]) -> str:
    for room, target in _LISTS:
        if address.startswith(room) and address != room:
            place = f"/P/{address.split('/')[2]}/" if target == "/P/" else target
            return place if place in pages else ""
    return ""


def _shorter(promised: Promises, pages: Container[str]) -> Iterator[Moved]:
    """Yield the further pages that a list has no more; of one that is gone itself they lead where it does."""
    lists = [address for address in promised.now if address.startswith(_LISTED)]
    for address in (*promised.others, *lists, *promised.gone, *promised.moved):
        rest = promised.known.get(address, " ")
        if not rest[-1].isdecimal() or rest.count("\t") < len(Line._fields) - 1:
            continue
        target = address
        if address in promised.moved:
            target = promised.moved[address].target
        elif address not in pages and address not in promised.gone:
            target = _nearest(address, pages)
        of_lots = promised.now.get(address, Line(""))
        for number in range(int(of_lots.pages or 1) + 1, int(line_of(rest).pages) + 1):
            further = f"{address}trang-{number}/"
            if further not in pages and target:
                yield Moved(further, target, said=False)


def _nowhere(promised: Promises, pages: Container[str]) -> Iterator[Problem]:
    """Yield notes that lead to what is no page, and notes on pages that stand."""
    for note in promised.notes.by_address.values():
        if note.target and note.target not in pages:
            yield note.problem("target-unknown", found=note.target)
        # What took the place of another may have gone too by now: its page says so.
        after = note.instead
        if after and after not in pages and after not in promised.gone and after not in promised.moved:
            yield note.problem("target-unknown", found=after)
        if note.address in pages and note.address not in promised.now:
            yield note.problem("redirect-stands" if note.target else "tombstone-stands", found=note.address)


class Keeper:
    """The ledger's file, as this build leaves it."""

    def __init__(self, root: Path, promises: Promises, past: Past, memory: Memory, *, keep: bool) -> None:
        self._root, self._promises, self._past, self._memory, self._keep = root, promises, past, memory, keep

    def write(self, planned: Iterable[str]) -> None:
        """Write down what went out with this build, where that is another than the ledger says."""
        if not self._keep:
            return
        known = self._promises.known
        changes = dict(self._changes(known, planned))
        before, clean = self._promises.content, self._promises.clean
        if changes or not clean:
            content = amended(before, changes) if clean else written({**known, **changes})
            if content != before:
                write_whole(self._root / FILE, content)
            self._memory.write(GOOD, digest(content))

    def _changes(self, known: Mapping[str, str], planned: Iterable[str]) -> Iterator[tuple[str, str]]:
        today = self._past.today.isoformat()
        now, marks = self._promises.now, self._past.marks
        for address in dict.fromkeys((*self._past.stale, *(now.keys() - known.keys()))):
            line, mark = now[address], marks.get(address, "")
            before = line_of(known[address]) if address in known else Line(today)
            changed = today if address in self._past.fresh else before.changed or before.first
            name = " ".join(line.name.split())
            told = Line(before.first, changed if mark else "", mark, name, line.whose, before.pages or line.pages)
            yield address, told.text
        yield from self._pages(known, planned, today)
        for address in (*self._promises.gone, *self._promises.moved):
            if address not in known:
                yield address, Line(today).text

    def _pages(self, known: Mapping[str, str], planned: Iterable[str], today: str) -> Iterator[tuple[str, str]]:
        lists = ((address, line.pages) for address, line in self._promises.now.items() if line.pages)
        counts = {address: int(pages) for address, pages in lists}
        for path in planned:
            address = address_of(path)
            further = _LEAF.fullmatch(address)
            if further:
                counts[further[1]] = max(counts.get(further[1], 1), int(further[2]))
            elif promised(path) and address not in known and address not in self._promises.now:
                counts.setdefault(address, 1)
        for address, count in counts.items():
            before = line_of(known[address]) if address in known else Line(today)
            if address not in known or count > int(before.pages or 1):
                yield address, before._replace(pages=str(count) if count > 1 else before.pages).text
