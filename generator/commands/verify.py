"""`ocop verify`: check a site, in a folder or published, against what its office signed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.problems import TroubleError
from generator.report import Report, say
from generator.signed.releases import BrokenHistoryError, is_key
from generator.signed.state import keys
from generator.signed.verdict import Verdict, verify
from generator.signed.visit import folder, is_web, web


def run(where: str, report: Report, *, key: str | None = None, since: Path | None = None, site: str = "site") -> int:
    """Say whether all that was signed is there as it was signed, or what a photographed stamp is: 0, else 1.

    `site` is the folder or address that is asked about a stamp.
    """
    if Path(where).is_file():
        return _picture(Path(where), site, report)
    empty: Iterator[str] = iter(())
    if is_web(where):
        read, standing = web(where), empty
    elif Path(where).is_dir():
        read, standing = folder(Path(where)), keys(Path(where))
    else:
        raise TroubleError("verify-what", found=where)
    if key is not None and not is_key(key):
        raise TroubleError("verify-key-form", found=key)
    kept = _kept(since) if since else ""
    try:
        verdict = verify(read, standing, key, kept)
    except BrokenHistoryError as wrong:
        say(report.words("history-bad"))
        say(report.words(wrong.rule, number=wrong.number, found=wrong.found))
        return 1
    for line in _lines(verdict, report, pinned=key is not None):
        say(line)
    return 0 if verdict.good else 1


def _kept(since: Path) -> str:
    """Return releases that were kept; a file that holds none would prove nothing."""
    try:
        text = since.read_text(encoding="utf-8", errors="replace")
    except OSError as trouble:
        raise TroubleError("verify-since", file=since, reason=trouble.strerror or trouble) from trouble
    if not text.strip():
        raise TroubleError("verify-since", file=since, reason="0 byte")
    return text


def _picture(picture: Path, site: str, report: Report) -> int:
    """Say of each stamp in a picture what it is: 0 where all are as they should be, else 1."""
    from generator.labels.sighting import GOOD, seen, told

    if not is_web(site) and not Path(site).is_dir():
        raise TroubleError("site-none")
    texts = seen(picture)
    if not texts:
        say(report.words("sighting-none"))
        return 1
    read = web(site) if is_web(site) else folder(Path(site))
    sightings = [told(text, read) for text in texts]
    for one in sightings:
        about = {name: getattr(one, name) for name in ("text", "product", "lot", "serial", "title", "run")}
        days = {name: "/".join(reversed(getattr(one, name).split("-"))) for name in ("issued", "voided")}
        say(report.words(f"sighting-{one.state}", **about, **days))
        if one.noticed:
            say(report.words("sighting-noticed"))
        if one.serial:
            say(report.words("sighting-copies"))
    return 0 if all(one.state in GOOD and not one.noticed for one in sightings) else 1


SHOWN = 20
"""Lines of one kind; more only bury the sum."""


def _lines(verdict: Verdict, report: Report, *, pinned: bool) -> list[str]:
    found = []
    for rule in ("other", "missing", "unsigned", "gone"):
        names = getattr(verdict, rule)
        found += [report.words(f"verify-{rule}", found=name) for name in names[:SHOWN]]
        if len(names) > SHOWN:
            found.append(report.words("verify-more", count=len(names) - SHOWN))
    last = verdict.last
    counts = {"records": verdict.records, "runs": verdict.runs, "changed": verdict.changed}
    found.append(
        report.words("verify-history", number=last.number, day=f"{last.day:%d/%m/%Y}", site=last.site, **counts)
    )
    found.append(report.words("verify-key-held" if pinned else "verify-key", key=last.key))
    wrong = len(verdict.other) + len(verdict.missing)
    found.append(report.words("verify-good") if verdict.good else report.words("verify-bad", count=wrong))
    return found
