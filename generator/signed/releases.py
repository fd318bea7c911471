"""Releases: what an office signed, each with the digest of the one before, as plain text that people can read.

    OCOP release 2
    site https://ocop.example.vn
    date 2026-11-22
    key <Ed25519 public key, base64>
    log <bytes> <SHA-256 of so many first bytes of the log>
    previous <SHA-256 of the release before, signature and all>
    next <public key of every release after this one>          only where the office changes its key
    signature <Ed25519 signature of the lines above, base64>

Where an office lost its key, `lost <the key that signed before>` stands in the place of `next`, in a release signed
with a key that nobody introduced: a break everybody sees. An empty line stands between two. The signed bytes are the
UTF-8 lines above `signature`, each with its line feed.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from generator.records.folder import SIGNED

RELEASES, LOG = SIGNED
FIRST = "-"
"""What stands for the release before the first."""
_FORM = re.compile(
    r"OCOP release (?P<number>[1-9][0-9]{0,8})\n"
    r"site (?P<site>https?://\S+)\n"
    r"date (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})\n"
    r"key (?P<key>[A-Za-z0-9+/]{43}=)\n"
    r"log (?P<length>[0-9]{1,15}) (?P<digest>[0-9a-f]{64})\n"
    r"previous (?P<previous>-|[0-9a-f]{64})\n"
    r"(?:next (?P<next>[A-Za-z0-9+/]{43}=)\n|lost (?P<lost>[A-Za-z0-9+/]{43}=)\n)?"
    r"signature (?P<signature>[A-Za-z0-9+/]{86}==)\n"
)


class BrokenHistoryError(Exception):
    """The history is not what was signed; says at which release, and why by the name of a rule."""

    def __init__(self, rule: str, number: int = 0, found: str = "") -> None:
        super().__init__(rule)
        self.rule, self.number, self.found = rule, number, found


class Release(NamedTuple):
    """What an office says by its signature: so far goes the log."""

    number: int
    """From 1."""
    site: str
    day: date
    key: str
    """The public key, base64."""
    length: int
    """Bytes of the log."""
    digest: str
    """SHA-256 of these, in hex."""
    previous: str
    """SHA-256 of the text of the release before, in hex."""
    signature: str
    """Base64."""
    next: str = ""
    """The public key that signs from the next release on, where it is another."""
    lost: str = ""
    """The key that signed before and was lost: nobody but this release itself vouches for its own."""

    @property
    def statement(self) -> str:
        """The lines that are signed."""
        change = f"next {self.next}\n" if self.next else f"lost {self.lost}\n" if self.lost else ""
        return (
            f"OCOP release {self.number}\nsite {self.site}\ndate {self.day}\nkey {self.key}\n"
            f"log {self.length} {self.digest}\nprevious {self.previous}\n{change}"
        )

    @property
    def text(self) -> str:
        """All its lines."""
        return f"{self.statement}signature {self.signature}\n"


def written(releases: Iterable[Release]) -> str:
    """Return releases as their file holds them."""
    return "\n".join(release.text for release in releases)


def parsed(text: str) -> list[Release]:
    """Return the releases of a file; raises BrokenHistoryError where it is not to the letter what this writes."""
    found: list[Release] = []
    for block in text.split("\n\n") if text else []:
        match = _FORM.fullmatch(f"{block}\n" if not block.endswith("\n") else block)
        if match is None:
            raise BrokenHistoryError("history-form", len(found) + 1)
        try:
            day = date.fromisoformat(match["day"])
        except ValueError as wrong:
            raise BrokenHistoryError("history-form", len(found) + 1) from wrong
        site, key, digest, previous, signature = match.group("site", "key", "digest", "previous", "signature")
        number, length = int(match["number"]), int(match["length"])
        change = (match["next"] or "", match["lost"] or "")
        found.append(Release(number, site, day, key, length, digest, previous, signature, *change))
    if written(found) != text:
        raise BrokenHistoryError("history-form", len(found))
    return found


def plain(content: bytes) -> bytes:
    """Return a file of the history as it was written, where a tool for versions had put in other line ends."""
    return content.replace(b"\r\n", b"\n")


def digest(text: str) -> str:
    """Return the SHA-256 of a text, in hex."""
    return sha256(text.encode()).hexdigest()


def is_key(written: str) -> bool:
    """Tell whether this is the form of a public key: 32 bytes in base 64."""
    try:
        return len(b64decode(written, validate=True)) == 32
    except ValueError:
        return False


def signed(release: Release, private: bytes) -> Release:
    """Return a release with its signature; `private` are the 32 bytes of the key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    signature = Ed25519PrivateKey.from_private_bytes(private).sign(release.statement.encode())
    return release._replace(signature=b64encode(signature).decode())
