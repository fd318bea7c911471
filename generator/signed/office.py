"""The office's side: its key, and the next release of its history."""

from __future__ import annotations

import os
from base64 import b64encode
from datetime import date
from hashlib import sha256
from pathlib import Path

from generator.disk import write_whole
from generator.problems import TroubleError
from generator.signed.chain import Chain, checked
from generator.signed.log import added, replayed
from generator.signed.releases import (
    FIRST,
    LOG,
    RELEASES,
    BrokenHistoryError,
    Release,
    digest,
    plain,
    signed,
    written,
)
from generator.signed.state import digests, keys
from generator.signed.visit import folder


class Office:
    """A project folder whose records are signed."""

    def __init__(self, root: Path) -> None:
        self._folder = root / "content" / "signed"

    def begin(self) -> None:
        """Make room for the history, so that builds know of it; an empty one says nothing."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for name in (LOG, RELEASES):
            if not (self._folder / name).exists():
                write_whole(self._folder / name, b"")

    def release(self, site: Path, address: str, private: bytes, today: date) -> Release | None:
        """Sign what a built site has, and return the release; nothing where nothing is new.

        Raises TroubleError where the history on the disk does not hold, another key signed it, or serials are gone.
        """
        try:
            chain, log = self._read()
            last = chain.last
            _own(chain, private)
            # What a run that was stopped had written behind the signed part counts for nothing.
            log = log[: last.length if last else 0]
            digest_of = digests(folder(site))
            now = {key: found for key in keys(site) if (found := digest_of(key)) is not None}
            lines = "".join(added(replayed(log.decode()).now, now))
        except BrokenHistoryError as wrong:
            raise TroubleError(wrong.rule, number=wrong.number, found=wrong.found) from wrong
        if last and not lines and last.site == address:
            return None
        log += lines.encode()
        release = _following(last, address, today, private, log)
        write_whole(self._folder / LOG, log)
        self._write(*chain.releases, release)
        return release

    def change(self, old: bytes, new: bytes, today: date) -> Release:
        """Give up a key for another, which the old one names: two releases, the first by the old, the last by the new.

        Raises TroubleError where there is no history, it does not hold, or the old key is not the one it goes on with.
        """
        chain, last, log = self._begun()
        _own(chain, old)
        _fresh(chain, new)
        naming = _following(last, last.site, today, old, log, next=public_key(new))
        release = _following(naming, last.site, today, new, log)
        self._write(*chain.releases, naming, release)
        return release

    def lose(self, new: bytes, today: date) -> Release:
        """Go on with another key after the old one was lost: a break that everybody sees.

        Raises TroubleError where there is no history, or it does not hold.
        """
        chain, last, log = self._begun()
        _fresh(chain, new)
        release = _following(last, last.site, today, new, log, lost=chain.signer)
        self._write(*chain.releases, release)
        return release

    @property
    def signer(self) -> str:
        """The public key that the history goes on with; empty where there is none yet."""
        if not (self._folder / RELEASES).is_file():
            return ""
        try:
            return self._read()[0].signer
        except BrokenHistoryError as wrong:
            raise TroubleError(wrong.rule, number=wrong.number, found=wrong.found) from wrong

    def _read(self) -> tuple[Chain, bytes]:
        text = plain((self._folder / RELEASES).read_bytes()).decode("utf-8", "replace")
        log = plain((self._folder / LOG).read_bytes())
        return checked(text, log), log

    def _begun(self) -> tuple[Chain, Release, bytes]:
        if not (self._folder / RELEASES).is_file():
            raise TroubleError("keys-no-history")
        try:
            chain, log = self._read()
        except BrokenHistoryError as wrong:
            raise TroubleError(wrong.rule, number=wrong.number, found=wrong.found) from wrong
        if chain.last is None:
            raise TroubleError("keys-no-history")
        return chain, chain.last, log[: chain.last.length]

    def _write(self, *releases: Release) -> None:
        write_whole(self._folder / RELEASES, written(releases).encode())


def _own(chain: Chain, private: bytes) -> None:
    """Refuse a key that the history does not go on with."""
    public = public_key(private)
    if chain.last and chain.signer != public:
        raise TroubleError("sign-other-key", found=public, expected=chain.signer)


def _fresh(chain: Chain, private: bytes) -> None:
    """Refuse a key that signed before: it was given up, or it is the one that is to be given up."""
    public = public_key(private)
    if any(public in (release.key, release.next) for release in chain.releases):
        raise TroubleError("keys-used", key=public)


def _following(last: Release | None, site: str, today: date, private: bytes, log: bytes, **change: str) -> Release:
    """Return the signed release that goes on from another."""
    release = Release(
        number=last.number + 1 if last else 1,
        site=site,
        day=max(today, last.day) if last else today,
        key=public_key(private),
        length=len(log),
        digest=sha256(log).hexdigest(),
        previous=digest(last.text) if last else FIRST,
        signature="",
        **change,
    )
    return signed(release, private)


def new_key(file: Path, root: Path) -> str:
    """Make a key of its own for an office, in a file outside the project; return the public key, base64."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    _outside(file, root)
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    try:
        # Nobody else may ever have been able to read it, and no key that is there is ever overwritten.
        opened = os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        try:
            with opened:
                opened.write(pem)
                opened.flush()
                os.fsync(opened.fileno())
        except OSError:
            file.unlink()  # half a key would stand in the way of the next try
            raise
    except FileExistsError as there:
        raise TroubleError("key-there", file=file) from there
    except FileNotFoundError as missing:
        raise TroubleError("key-no-folder", file=file, folder=file.parent) from missing
    except OSError as trouble:
        raise TroubleError("key-unwritten", file=file, reason=trouble.strerror or trouble) from trouble
    return public_key(read_key(file, root))


def read_key(file: Path, root: Path) -> bytes:
    """Return the 32 bytes of a private key."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    _outside(file, root)
    try:
        key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    except OSError as trouble:
        raise TroubleError("key-unreadable", file=file, reason=trouble.strerror or trouble) from trouble
    except (TypeError, ValueError) as wrong:
        raise TroubleError("key-form", file=file) from wrong
    if not isinstance(key, Ed25519PrivateKey):
        raise TroubleError("key-form", file=file)
    return key.private_bytes_raw()


def public_key(private: bytes) -> str:
    """Return the public key of a private one, base64."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return b64encode(Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()).decode()


def _outside(file: Path, root: Path) -> None:
    if file.resolve().is_relative_to(root.resolve()):
        raise TroubleError("key-inside", file=file)
