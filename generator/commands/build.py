"""`ocop build`: make the site."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from generator.pipeline import build
from generator.problems import ContentError
from generator.report import Report, say, shown, size


def run(root: Path, out: Path, report: Report, today: date) -> int:
    """Build and say where to open it; with errors print them, leave the site as it was and return 1."""
    try:
        built = build(root, out, today)
    except ContentError as wrong:
        for line in report.problems(wrong.problems):
            say(line, to=sys.stderr)
        say(report.words("build-refused", out=shown(out)), to=sys.stderr)
        return 1
    for line in report.problems(built.problems):
        say(line, to=sys.stderr)
    say(
        report.words(
            "built", products=built.products, files=built.files, size=size(built.size), open=shown(out / "index.html")
        )
    )
    return 0
