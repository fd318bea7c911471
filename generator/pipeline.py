"""The table of contents: records in, one catalogue in the middle, files out."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.crew import Staff
from generator.making.ledger import Ledger
from generator.making.workshop import make
from generator.memory import FOLDER, ForgottenError, Memory
from generator.problems import Problems
from generator.publish import MANIFEST, taken
from generator.records.addresses import FILE as LEDGER
from generator.records.folder import Sources, read
from generator.template_files import Templates, find
from generator.version import version

SITE = "site"
"""The project's own site, below its folder."""
COMPILED = "templates"
"""The note of the compiled templates."""


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


def build(
    root: Path,
    out: Path,
    today: date,
    staff: Staff | None = None,
    memory: Memory | None = None,
    *,
    keep: bool | None = None,
) -> Built:
    """Build the site of a project folder; what stands already is not made again.

    `memory` is the project's, where somebody keeps it open. With `keep`, which a build into the project's own site/
    does by itself, the ledger of addresses remembers what went out; else it is only held.
    Raises ContentError when the content has errors, TroubleError when the disk refuses; in both cases the
    output folder stays as it was.
    """
    with nullcontext(memory) if memory else Memory(root / FOLDER, version()) as known:
        ledger = Ledger(known, out, MANIFEST)
        ledger.look()
        sources, templates = read(root), find(root)
        keep = out.resolve() == (root / SITE).resolve() if keep is None else keep
        if (last := ledger.last(_mark(sources, templates, out, keep), today)) is not None:
            return Built(*last)
        try:
            built = _made(sources, templates, out, today, known, ledger, staff or Staff(), keep)
        except ForgottenError:
            # Damaged, or on a disk that takes no more: this build remembers in this process only.
            known.clear()
            afresh = Memory()
            ledger = Ledger(afresh, out, MANIFEST)
            return _made(sources, templates, out, today, afresh, ledger, staff or Staff(), keep)
        mark = _mark(sources, templates, out, keep)
        ledger.note_last(mark, today, (built.products, built.problems, built.files, built.size))
    return built


def _mark(sources: Sources, templates: Templates, out: Path, keep: bool) -> str:
    """Return what stands for all a site is made from, and for its manifest; empty where a closer look is needed."""
    try:
        manifest = (out / MANIFEST).stat()
    except OSError:
        return ""
    # The ledger as the manifest by its looks: a build writes both, whole and under a new number.
    addresses = Path(sources.root, LEDGER)
    look = addresses.stat() if addresses.is_file() else None
    known = f"{look and (look.st_size, look.st_mtime_ns, look.st_ino)} {keep}"
    return f"{sources.mark} {templates.mark} {known} {manifest.st_size} {manifest.st_mtime_ns}" if sources.mark else ""


def _made(
    sources: Sources,
    templates: Templates,
    out: Path,
    today: date,
    memory: Memory,
    ledger: Ledger,
    staff: Staff,
    keep: bool,
) -> Built:
    # Imported late: to see that there is nothing to do takes less time than these.
    from generator.outputs import plan
    from generator.permanence import budget, links
    from generator.permanence.keeping import Keeper, past
    from generator.roll import call
    from generator.theme import theme

    records, catalogue = call(sources, today, memory, staff)
    catalogue = replace(catalogue, past=past(records, catalogue, memory, staff, today))
    keeper, pages = Keeper(sources.root, records.promises, catalogue.past, memory, keep=keep), set[str]()
    compiled = memory.note(COMPILED) or {}
    known = len(compiled)
    look = theme(templates, catalogue, compiled)
    with taken(out) as site:
        standing = ledger.standing()
        changes = make(plan(catalogue, look, pages, standing.recipes), standing, look, memory, staff, str(site.aside))
        links.check(changes.links, changes.arriving, changes.leaving, site.aside, out, records.config.site.url)
        listed = site.replace(changes.arriving, changes.leaving, ledger.listed, lambda: ledger.manifest(changes))
        keeper.write(pages)
        files, size = ledger.note(changes, listed)
        limit = records.config.site.file_limit
        records.problems.add(budget.check(files, limit, ledger.paths, memory, others=bool(changes.leaving)))
        if len(compiled) > known:
            memory.write(COMPILED, compiled)
        memory.keep_only(lambda: catalogue.kept)
    return Built(len(catalogue.cards), records.problems, files, size, len(changes.arriving))
