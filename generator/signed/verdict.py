"""What comes of checking a site against what its office signed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from generator import addresses
from generator.signed.log import replayed
from generator.signed.releases import LOG, RELEASES, BrokenHistoryError, Release, checked, parsed
from generator.signed.state import RECORD, Read, digests
from generator.signed.visit import fetched


class Verdict(NamedTuple):
    """What was found."""

    last: Release
    records: int
    runs: int
    """Runs of serials, and their voidings."""
    changed: int
    """How many times records were changed, over all releases."""
    gone: tuple[str, ...]
    """Records that were signed once and were taken away by a later release."""
    other: tuple[str, ...]
    """What the site shows otherwise than it was signed."""
    missing: tuple[str, ...]
    """What was signed and the site has not."""
    unsigned: tuple[str, ...]
    """What the site has and no release knows yet."""

    @property
    def good(self) -> bool:
        """Whether all that was signed is there as it was signed."""
        return not self.other and not self.missing


def verify(read: Read, standing: Iterable[str] = (), key: str | None = None, since: str = "") -> Verdict:
    """Check a site; `standing` is what it has to be signed, as far as that can be listed.

    `key` is the public key that is trusted, `since` a file of releases kept from before. Raises BrokenHistoryError
    where the history does not hold or is not a continuation of that.
    """
    found = read(addresses.signed(RELEASES))
    if found is None:
        raise BrokenHistoryError("history-none")
    text = found.decode("utf-8", "replace")
    log = read(addresses.signed(LOG)) or b""
    releases = checked(text, log, key)
    if not releases:
        raise BrokenHistoryError("history-none")
    before = parsed(since)
    if releases[: len(before)] != before:
        raise BrokenHistoryError("history-other", len(before))
    last = releases[-1]
    history = replayed(log[: last.length].decode("utf-8", "replace"))
    digest = digests(fetched(read, (key for key in history.now if key.endswith(RECORD))))
    now = {key: digest(key) for key in history.now}
    records = sum(key.endswith(RECORD) for key in history.now)
    return Verdict(
        last,
        records,
        len(history.now) - records,
        history.changed,
        history.gone,
        tuple(key for key, found in now.items() if found is not None and found != history.now[key]),
        tuple(key for key, found in now.items() if found is None),
        tuple(key for key in standing if key not in history.now),
    )
