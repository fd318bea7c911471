"""`ocop verify`: check a site, in a folder or published, against what its office signed.

0 all there is is as signed · 1 something is not · 4 what was signed is as signed, but not all that is there was signed,
or the signatures do not tell by whom.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from generator.problems import TroubleError
from generator.report import Report, say
from generator.signed.lists import listed
from generator.signed.releases import BrokenHistoryError, is_key, parsed
from generator.signed.state import Read, standing
from generator.signed.verdict import Standing, Verdict, verify
from generator.signed.visit import folder, is_web, web

PARTLY = 4
_HERE = frozenset({"127.0.0.1", "localhost", "::1"})
"""A preview on this machine is nobody's false address."""


def run(where: str, report: Report, *, key: str | None = None, since: Path | None = None, site: str = "site") -> int:
    """Say whether all that is there is as it was signed, or what a photographed stamp is; return the exit code.

    `site` is the folder or address that is asked about a stamp.
    """
    if Path(where).is_file():
        return _picture(Path(where), site, report)
    if key is not None and not is_key(key):
        raise TroubleError("verify-key-form", found=key)
    kept = _kept(since) if since else ""
    read, there = _visited(where)
    try:
        verdict = verify(read, there, key, kept)
    except BrokenHistoryError as wrong:
        say(report.words("history-bad"))
        say(report.words(wrong.rule, number=wrong.number, found=wrong.found))
        return 1
    for line in _lines(verdict, report, pinned=key is not None):
        say(line)
    return _summed(verdict, _stranger(where, verdict.last.site), report)


def _visited(where: str) -> tuple[Read, Standing]:
    """Return what reads a site, and what it has that ought to be signed."""
    if is_web(where):
        read = web(where)
        return read, lambda signed: listed(read, signed)
    if Path(where).is_dir():
        return folder(Path(where)), lambda _: standing(Path(where))
    raise TroubleError("verify-what", found=where)


def _stranger(where: str, signed: str) -> str:
    """Return the host that was asked where it is not the one that was signed for; nothing on this machine."""
    hosts = [(urlsplit(address).hostname or "").lower() for address in (where, signed)]
    return hosts[0] if is_web(where) and hosts[0] not in {hosts[1], *_HERE} else ""


def _summed(verdict: Verdict, stranger: str, report: Report) -> int:
    """Say what it all comes to; return the exit code."""
    if stranger:
        say(report.words("verify-elsewhere", host=stranger, site=verdict.last.site))
    if not verdict.good:
        say(report.words("verify-bad", count=len(verdict.other) + len(verdict.missing)))
        return 1
    if verdict.unsigned:
        say(report.words("verify-partly", count=len(verdict.unsigned)))
    elif verdict.breaks or stranger:
        say(report.words("verify-doubtful"))
    else:
        say(report.words("verify-good"))
    return 0 if verdict.whole and not stranger else PARTLY


def _kept(since: Path) -> str:
    """Return releases that were kept; a file that holds none would prove nothing."""
    try:
        text = since.read_text(encoding="utf-8", errors="replace")
    except OSError as trouble:
        raise TroubleError("verify-since", file=since, reason=trouble.strerror or trouble) from trouble
    if not text.strip():
        raise TroubleError("verify-since", file=since, reason="0 byte")
    try:
        parsed(text)
    except BrokenHistoryError as wrong:
        raise TroubleError("verify-since-form", file=since) from wrong
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
    if verdict.changes:
        found.append(report.words("verify-changes", numbers=", ".join(map(str, verdict.changes))))
    found += [report.words("verify-break", number=number) for number in verdict.breaks]
    return found
