"""Whether releases hold: each signed, each going on from the one before, and who vouches for the key of each."""

from __future__ import annotations

from base64 import b64decode
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from generator.signed.releases import FIRST, BrokenHistoryError, Release, digest, parsed


class Chain(NamedTuple):
    """Releases that hold."""

    releases: tuple[Release, ...]
    changes: tuple[int, ...]
    """Numbers of the releases in which a key named the one that followed it."""
    breaks: tuple[int, ...]
    """Numbers of the releases whose key nobody vouches for: the one before was lost, or so whoever signed says."""

    @property
    def last(self) -> Release | None:
        """The newest release."""
        return self.releases[-1] if self.releases else None

    @property
    def signer(self) -> str:
        """The public key that the next release has to be signed with; empty before the first."""
        return (self.last.next or self.last.key) if self.last else ""


def checked(text: str, log: bytes, key: str | None = None) -> Chain:
    """Return the releases of a file where all of them hold: signatures, keys, order, and the log they speak of.

    `key` is a public key that is trusted, and with it each that it, or one that it vouched for, named; a release it
    signed vouches for all before. Raises BrokenHistoryError.
    """
    releases = parsed(text)
    keys = _Keys(releases[0].key if releases else "")
    before, length, day = FIRST, 0, date.min
    for number, release in enumerate(releases, 1):
        keys.admit(number, release)
        if not _holds(release):
            raise BrokenHistoryError("history-signature", number)
        if (release.number, release.previous) != (number, before) or release.day < day or release.length < length:
            raise BrokenHistoryError("history-chain", number)
        if sha256(log[: release.length]).hexdigest() != release.digest or len(log) < release.length:
            raise BrokenHistoryError("history-log", number)
        before, length, day = digest(release.text), release.length, release.day
    if key is not None and releases:
        _trusted(releases, keys.breaks, key)
    return Chain(tuple(releases), tuple(keys.changes), tuple(keys.breaks))


class _Keys:
    """Which key may sign the next release."""

    def __init__(self, first: str) -> None:
        self._expected = first
        self._given_up: set[str] = set()
        self.changes: list[int] = []
        self.breaks: list[int] = []

    def admit(self, number: int, release: Release) -> None:
        """Take a release; raise BrokenHistoryError where its key may not sign it, or name the one it names.

        A key that was given up never signs again: it was given up because somebody else might have it.
        """
        if release.lost and number > 1 and release.lost == self._expected:
            self._given_up.add(self._expected)
            self.breaks.append(number)
        elif release.lost or release.key != self._expected:
            raise BrokenHistoryError("history-key", number, release.key)
        if release.next:
            self._given_up.add(release.key)
            self.changes.append(number)
        self._expected = release.next or release.key
        if self._expected in self._given_up:
            raise BrokenHistoryError("history-key", number, self._expected)


def _trusted(releases: list[Release], breaks: list[int], key: str) -> None:
    """Raise BrokenHistoryError where what a key signed does not lead to the newest release."""
    own = max((release.number for release in releases if release.key == key), default=0)
    if not own:
        raise BrokenHistoryError("history-key", 1, releases[0].key)
    broken = next((number for number in breaks if number > own), None)
    if broken:
        raise BrokenHistoryError("history-lost", broken, releases[broken - 1].key)


def _holds(release: Release) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = Ed25519PublicKey.from_public_bytes(b64decode(release.key))
        public.verify(b64decode(release.signature), release.statement.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
