"""The table of contents: records in, one catalogue in the middle, files out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.checks.check import check
from generator.crew import Staff
from generator.gather import gather
from generator.making.ledger import Ledger, fresh, manifest
from generator.making.workshop import ForgottenError, make
from generator.memory import FOLDER, Memory
from generator.outputs import plan
from generator.problems import Problems
from generator.publish import taken
from generator.records.folder import read
from generator.theme import theme
from generator.version import version


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made."""

    products: int
    problems: Problems
    files: int
    size: int
    """Bytes."""
    made: int
    """Files that were made anew; the others stood already."""


def build(root: Path, out: Path, today: date, staff: Staff | None = None) -> Built:
    """Build the site of a project folder.

    Raises ContentError when the content has errors, TroubleError when the disk refuses; in both cases the
    output folder stays as it was.
    """
    with Memory(root / FOLDER, version()) as memory:
        try:
            return _build(root, out, today, memory, staff or Staff())
        except ForgottenError:
            memory.clear()
            return _build(root, out, today, memory, staff or Staff())


COMPILED = "templates"
"""The note of the compiled templates."""


def _build(root: Path, out: Path, today: date, memory: Memory, staff: Staff) -> Built:
    sources = read(root)
    records = check(sources, today, memory, staff).accepted()
    catalogue = gather(records)
    look = theme(root, catalogue, memory.note(COMPILED))
    with taken(out) as site:
        ledger = Ledger(memory, out)
        before = ledger.standing()
        made = make(plan(catalogue, look), before, look, memory, staff, str(site.aside))
        arriving = fresh(made, before)
        now = manifest(made)
        site.replace(arriving, now)
        ledger.note(made)
        memory.write(COMPILED, look.compiled)
    return Built(len(catalogue.cards), records.problems, len(now), sum(size for _, size in now.values()), len(arriving))
