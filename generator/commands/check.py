"""`ocop check`: tell every problem of the records at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from generator.checks.check import check
from generator.records.folder import read
from generator.report import Report, say


def run(root: Path, report: Report, today: date, *, as_json: bool) -> int:
    """Print every problem; return 0 when nothing stops a build, else 1."""
    checked = check(read(root), today)
    problems = checked.problems
    if as_json:
        say(report.as_json(problems))
        return 1 if problems.errors else 0
    for line in report.problems(problems):
        say(line)
    if problems.errors:
        say(report.words("check-failed", errors=len(problems.errors), warnings=len(problems.warnings)))
        return 1
    say(report.words("check-fine", products=len(checked.products), warnings=len(problems.warnings)))
    return 0
