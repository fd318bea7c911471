"""The log of an office's records and ledgers: one line for each that came, changed or went; only ever added to.

<SHA-256 in hex> P/DB0001/ho-so.json          a record is this from now on
<SHA-256 in hex> P/DB0001/L2403/so-tem/1      a run of serials: said once, for ever
- P/DB0001/ho-so.json                         a record is gone
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator.signed.releases import BrokenHistoryError

GONE = "-"
_LINE = re.compile(rf"(?P<digest>[0-9a-f]{{64}}|{GONE}) (?P<key>P(?:/[0-9A-Za-z-][0-9A-Za-z.-]*)+)")
_FOR_EVER = re.compile("P/[^/]+/[^/]+/so-tem/.+")
"""What is known of serials that were issued or voided."""


class History(NamedTuple):
    """What a log says."""

    now: dict[str, str]
    """The digests of all there is."""
    changed: int
    """How many times a record became another."""
    gone: tuple[str, ...]
    """Records that are no more."""


def replayed(log: str) -> History:
    """Return what a log says; raises BrokenHistoryError where it takes back what is for ever."""
    now: dict[str, str] = {}
    changed = 0
    gone: dict[str, None] = {}
    for number, line in enumerate(log.splitlines(), 1):
        found = _LINE.fullmatch(line)
        if found is None:
            raise BrokenHistoryError("log-form", number)
        key, digest = found["key"], found["digest"]
        if key in now and _FOR_EVER.fullmatch(key):
            raise BrokenHistoryError("log-serials", number, key)
        if digest == GONE:
            if now.pop(key, None) is None:
                raise BrokenHistoryError("log-form", number)
            gone[key] = None
        else:
            changed += key in now
            now[key] = digest
            gone.pop(key, None)
    return History(now, changed, tuple(gone))


def added(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines that lead from one state to the next; raises BrokenHistoryError where none may."""
    for key in sorted(before.keys() | now.keys()):
        digest = now.get(key, GONE)
        if before.get(key, GONE) == digest:
            continue
        if key in before and _FOR_EVER.fullmatch(key):
            raise BrokenHistoryError("log-serials", found=key)
        yield f"{digest} {key}\n"
