"""`ocop sign`: build, sign what is new in records and ledgers, and build again with the signature."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from generator.checks.check import check
from generator.crew import Staff, local
from generator.pipeline import build
from generator.problems import ContentError
from generator.progress import watch
from generator.records.folder import read
from generator.report import Report, say, shown
from generator.signed.office import Office, read_key


def run(root: Path, out: Path, key: Path, report: Report, today: date) -> int:
    """Make the next release of the history; with errors in the records sign nothing and return 1."""
    private = read_key(key, root)
    try:
        site = check(read(root), today).accepted().config.site
        office = Office(root)
        office.begin()
        with Staff(local(), watch(report)) as staff:
            build(root, out, today, staff)
            release = office.release(out, site.url, private, today)
            build(root, out, today, staff)
    except ContentError as wrong:
        for line in report.problems(wrong.problems):
            say(line, to=sys.stderr)
        say(report.words("build-refused", out=shown(out)), to=sys.stderr)
        return 1
    if release is None:
        say(report.words("sign-nothing"))
    else:
        say(report.words("signed", number=release.number, key=release.key, out=shown(out)))
    return 0
