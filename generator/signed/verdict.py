"""What comes of checking a site against what its office signed."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from typing import NamedTuple

from generator import addresses
from generator.signed.chain import checked
from generator.signed.log import replayed
from generator.signed.releases import LOG, RELEASES, BrokenHistoryError, Release, parsed
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
    """What the site has and no release knows: new and waiting, or put there by somebody else."""
    changes: tuple[int, ...]
    """Releases in which a key named the one that followed it."""
    breaks: tuple[int, ...]
    """Releases signed with a key that nothing vouches for."""

    @property
    def good(self) -> bool:
        """Whether all that was signed is there as it was signed."""
        return not self.other and not self.missing

    @property
    def whole(self) -> bool:
        """Whether nothing is there besides that, and the keys lead from the first to the last."""
        return self.good and not self.unsigned and not self.breaks


Standing = Callable[[Container[str]], Iterable[str]]
"""Returns what a site has that ought to be signed, as far as that can be listed, by what is signed."""


def verify(read: Read, standing: Standing, key: str | None = None, since: str = "") -> Verdict:
    """Check a site; `standing` tells what it has that ought to be signed.

    `key` is a public key that is trusted, `since` a file of releases kept from before. Raises BrokenHistoryError
    where the history does not hold or is not a continuation of that.
    """
    found = read(addresses.signed(RELEASES))
    if found is None or found.lstrip().startswith(b"<"):  # some hosts answer every address with a page
        raise BrokenHistoryError("history-none")
    text = found.decode("utf-8", "replace")
    log = read(addresses.signed(LOG)) or b""
    chain = checked(text, log, key)
    last = chain.last
    if last is None:
        raise BrokenHistoryError("history-none")
    _goes_on(chain.releases, parsed(since))
    history = replayed(log[: last.length].decode("utf-8", "replace"))
    read = fetched(read, (key for key in (*history.now, *history.gone) if key.endswith(RECORD)))
    digest = digests(read)
    now = {key: digest(key) for key in history.now}
    records = sum(key.endswith(RECORD) for key in history.now)
    # A record that was taken away by a signature and stands there again is signed by none.
    back = [key for key in history.gone if read(key) is not None]
    there = [key for key in standing(history.now) if key not in history.now and key not in history.gone]
    return Verdict(
        last,
        records,
        len(history.now) - records,
        history.changed,
        history.gone,
        tuple(key for key, found in now.items() if found is not None and found != history.now[key]),
        tuple(key for key, found in now.items() if found is None),
        tuple(sorted({*back, *there})),
        chain.changes,
        # Whoever holds the key that came after a break learned it from elsewhere.
        () if key is not None else chain.breaks,
    )


def _goes_on(releases: tuple[Release, ...], before: list[Release]) -> None:
    """Raise BrokenHistoryError where releases are no continuation of those that were kept."""
    kept = tuple(before)
    if releases[: len(kept)] == kept:
        return
    older = kept[: len(releases)] == releases
    raise BrokenHistoryError("history-older" if older else "history-other", len(kept), str(len(releases)))
