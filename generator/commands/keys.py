"""`ocop keys`: make the key an office signs its records with."""

from __future__ import annotations

from pathlib import Path

from generator.report import Report, say
from generator.signed.office import new_key


def run(root: Path, file: Path, report: Report) -> int:
    """Write a new private key and say the public one."""
    public = new_key(file, root)
    say(report.words("key-made", file=file, key=public))
    return 0
