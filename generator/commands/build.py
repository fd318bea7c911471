"""`ocop build`: make the site."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from generator.crew import Staff, local
from generator.memory import forget
from generator.pipeline import build
from generator.problems import ContentError
from generator.progress import watch
from generator.report import Report, say, shown, size


def run(root: Path, out: Path, report: Report, today: date, *, anew: bool = False, cluster: str | None = None) -> int:
    """Build and say where to open it; with errors print them, leave the site as it was and return 1."""
    if anew:
        forget(root)
    try:
        with hired(report, cluster) as staff:
            built = build(root, out, today, staff)
    except ContentError as wrong:
        for line in report.problems(wrong.problems):
            say(line, to=sys.stderr)
        say(report.words("build-refused", out=shown(out)), to=sys.stderr)
        return 1
    for line in report.problems(built.problems):
        say(line, to=sys.stderr)
    details = {"products": built.products, "files": built.files, "size": size(built.size), "made": built.made}
    say(report.words("built", **details, open=shown(out / "index.html")))
    return 0


def hired(report: Report, cluster: str | None = None) -> Staff:
    """Return who is to work: a cluster at an address, else this machine's cores."""
    if cluster is None:
        return Staff(local(), watch(report))
    from generator.cluster import workers

    return Staff(workers(cluster), watch(report))
