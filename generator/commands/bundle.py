"""`ocop bundle`: build, then put all that a web server needs into one archive."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from generator.bundle.release import bundle
from generator.checks.check import settings
from generator.crew import Staff, local
from generator.pipeline import build
from generator.problems import ContentError
from generator.progress import watch
from generator.records.folder import read
from generator.report import Report, say, shown, size


def run(root: Path, site: Path, out: Path, report: Report, today: date) -> int:
    """Build, write the archive and say where to put it; with errors in the records write nothing and return 1."""
    try:
        with Staff(local(), watch(report)) as staff:
            build(root, site, today, staff)
        made = bundle(root, site, out, settings(read(root)).site.url.rstrip("/"))
    except ContentError as wrong:
        for line in report.problems(wrong.problems):
            say(line, to=sys.stderr)
        say(report.words("build-refused", out=shown(site)), to=sys.stderr)
        return 1
    sizes = {"size": size(made.size), "sent": size(made.sent), "archive": size(made.archive)}
    say(report.words("bundled", file=shown(made.file), release=made.release, files=made.files, **sizes))
    return 0
