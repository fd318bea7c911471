"""`ocop check`: tell every problem of the records at once, and what they lack for a text of law."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from generator.checks.check import check
from generator.memory import Memory
from generator.problems import Problems
from generator.records.folder import read
from generator.report import Report, say


def run(
    root: Path, report: Report, today: date, *, as_json: bool, profiles: Sequence[str] = (), links: bool = False
) -> int:
    """Print every problem; return 0 when nothing stops a build and no profile lacks anything, else 1."""
    sources, memory = read(root), Memory()
    checked = check(sources, today, memory)
    problems, lacking = checked.problems, Problems()
    if profiles and not problems.errors:
        # Imported late: most checks ask for none.
        from generator.checks.profile import lacks
        from generator.rules.profiles import profiles as known

        for name in dict.fromkeys(profiles):
            lacking.add(lacks(known()[name], checked, sources, memory))
    silent = Problems()
    if links:
        from generator.permanence import outside

        silent.add(outside.check(outside.found(sources), checked.config.site.url))
        problems.add(silent.found)
    if as_json:
        say(report.as_json(problems, lacking if profiles else None))
        return 1 if problems.errors or lacking.found or silent.found else 0
    for line in report.problems(problems):
        say(line)
    if problems.errors:
        say(report.words("check-failed", errors=len(problems.errors), warnings=len(problems.warnings)))
        return 1
    for line in report.lacking(lacking):
        say(line)
    say(report.words("check-fine", products=len(checked.products), warnings=len(problems.warnings)))
    if profiles:
        say(report.words("profile-lacks" if lacking.found else "profile-full", count=len(lacking.warnings)))
    return 1 if lacking.found or silent.found else 0
