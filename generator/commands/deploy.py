"""`ocop deploy`: build, publish the site as a release, look at the live site, and go back where it is not right."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

from generator.checks.check import settings
from generator.clock import VIETNAM
from generator.crew import Staff, local
from generator.deploy.live import look
from generator.deploy.release import Release
from generator.deploy.rollout import Outcome, Rollout
from generator.deploy.targets import target
from generator.pipeline import build
from generator.problems import ContentError
from generator.progress import watch
from generator.records.folder import read
from generator.report import Report, say, shown, size


@dataclass(frozen=True)
class Wish:
    """What the command line asks for."""

    target: str
    """A folder, `ssh://…` or `s3://…`."""
    check: str | None = None
    """The address of the live site, where it is not the one in config.yml."""
    look: bool = True
    """Whether to look at the live site."""
    keep: int = 5
    """Releases that stay."""
    wait: float = 60
    """Seconds to wait for another deploy."""
    endpoint: str | None = None
    """The address of a store that speaks S3, where it is not Amazon's."""
    in_place: bool = False
    """Whether the target itself is the folder that is served."""
    back: bool = False
    """Whether to show an earlier release again."""
    number: int | None = None
    """Which."""
    list: bool = False
    """Whether only to tell which releases there are."""


MOST = 10
"""Lines of what is wrong on the live site."""


def run(root: Path, out: Path, report: Report, today: date, wish: Wish) -> int:
    """Publish and say what visitors see now; return 1 where the records have errors or the live site is not right."""
    place = target(wish.target, root, out, endpoint=wish.endpoint, in_place=wish.in_place)
    try:
        looked_at = wish.look and not wish.list
        # To go back must not depend on what config.yml says now, where it need not.
        public = settings(read(root)).site.url if looked_at and not (wish.back and wish.check) else ""
        if not wish.back and not wish.list:
            with Staff(local(), watch(report)) as staff:
                build(root, out, today, staff)
    except ContentError as wrong:
        for line in report.problems(wrong.problems):
            say(line, to=sys.stderr)
        say(report.words("build-refused", out=shown(out)), to=sys.stderr)
        return 1

    def check(address: str, release: Release, changed: Sequence[str]) -> list[str]:
        say(report.words("deploy-looking", address=address))
        found = look(address, release, changed, public)
        return [
            report.words(
                "deploy-live-answer" if one.found else "deploy-live-other", address=one.address, found=one.found
            )
            for one in found
        ]

    moment = f"{datetime.now(VIETNAM):%Y-%m-%dT%H:%M}"
    rollout = Rollout(
        place, moment, wish.wait, wish.keep, partial(check, wish.check or public) if looked_at else None, watch(report)
    )
    if wish.list:
        return _tell_all(rollout, report)
    outcome = rollout.rollback(wish.number) if wish.back else rollout.deploy(out)
    return _tell(outcome, report, wish, placed=place.placed)


def _tell(outcome: Outcome, report: Report, wish: Wish, *, placed: bool) -> int:
    about = {"number": outcome.number, "target": wish.target, "before": outcome.before}
    if outcome.wrong:
        for line in outcome.wrong[:MOST]:
            say(line, to=sys.stderr)
        if len(outcome.wrong) > MOST:
            say(report.words("deploy-live-more", count=len(outcome.wrong) - MOST), to=sys.stderr)
        rule = "deploy-returned" if outcome.failed else "deploy-stays-wrong"
        say(report.words(rule, **about, failed=outcome.failed, count=len(outcome.wrong)), to=sys.stderr)
        return 1
    if wish.back:
        say(report.words("deploy-rolled-back", **about))
    elif outcome.number == outcome.before:
        say(report.words("deploy-nothing", **about))
    else:
        say(report.words("deployed", **about, sent=outcome.sent, size=size(outcome.size)))
    if placed:
        say(report.words("deploy-in-place"))
    return 0


def _tell_all(rollout: Rollout, report: Report) -> int:
    headings, current = rollout.releases()
    if not headings:
        say(report.words("deploy-no-releases"))
    for one in headings:
        moment = datetime.fromisoformat(one.made)
        about = {"number": one.number, "moment": f"{moment:%d/%m/%Y %H:%M}", "files": one.files, "size": size(one.size)}
        say(report.words("deploy-release-current" if one.number == current else "deploy-release", **about))
    return 0
