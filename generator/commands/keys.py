"""`ocop keys`: make the key an office signs its records with, show it, change it, or go on without a lost one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from generator.problems import TroubleError
from generator.report import Report, say
from generator.signed.office import Office, new_key, public_key, read_key

ACTIONS = {"new": 1, "show": 1, "change": 2, "lost": 1}
"""What can be done, and with how many files of private keys."""


def run(root: Path, action: str, files: list[Path], report: Report, today: date) -> int:
    """Do one thing with keys, and say which public key is to be told to everybody; return 0."""
    if len(files) != ACTIONS[action]:
        raise TroubleError(f"keys-files-{action}")
    if action == "new":
        say(report.words("key-made", file=files[0], key=new_key(files[0], root)))
        return 0
    private = [read_key(file, root) for file in files]
    office = Office(root)
    if action == "show":
        public = public_key(private[0])
        held = office.signer
        say(report.words("key-shown", key=public))
        say(report.words("key-unused" if not held else "key-signs" if held == public else "key-other", key=held))
    elif action == "change":
        release = office.change(private[0], private[1], today)
        say(report.words("key-changed", number=release.number, key=release.key, file=files[0]))
    else:
        release = office.lose(private[0], today)
        say(report.words("key-lost", number=release.number, key=release.key))
    return 0
