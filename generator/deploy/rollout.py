"""A release on its way: made whole beside the others, switched to, proved on the live site or taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from generator.crew import Watch
from generator.deploy.release import Heading, Plan, Release, following, heading, placing, planned, read, site_files
from generator.deploy.target import FAILED, KEPT, STAGED, Standing, Target
from generator.problems import TroubleError

Check = Callable[[Release, Sequence[str]], Sequence[str]]
"""Looks at the live site: asks for files of a release, most of all those named, and returns what is wrong in lines."""


@dataclass(frozen=True)
class Outcome:
    """How a deploy ended."""

    number: int
    """The release that visitors see now."""
    before: int | None
    """The one they saw."""
    sent: int = 0
    """Files that were sent."""
    size: int = 0
    """Bytes of these."""
    wrong: tuple[str, ...] = ()
    """What the live site showed that it should not."""
    failed: int | None = None
    """The release that was taken back for it."""


@dataclass(frozen=True)
class Rollout:
    """Brings releases to a target."""

    target: Target
    moment: str
    """Now in Vietnam, as 2026-11-22T21:05."""
    wait: float = 60
    """Seconds to wait for another deploy."""
    keep: int = 5
    """Releases that stay, with the one that visitors see."""
    check: Check | None = None
    watch: Watch | None = None

    def deploy(self, site: Path) -> Outcome:
        """Publish the site of a folder; whatever stops it, visitors see the release before."""
        with self.target.held(self.wait):
            standing = self._tidied()
            before = self._read(standing, standing.current)
            release, is_there = self._wanted(site, standing, before)
            if release is before:
                return self._again(release, standing)
            plan = planned(release, before)
            if not is_there:
                self._send(plan, site)
            self._show(release, standing, before)
            outcome = Outcome(release.number, standing.current)
            if not is_there:
                outcome = replace(outcome, sent=len(plan.send), size=plan.size)
            return self._proved(outcome, release, [path for path, _ in plan.put], before)

    def rollback(self, number: int | None) -> Outcome:
        """Show visitors an earlier release again: one by its number, else the one before."""
        with self.target.held(self.wait):
            standing = self._tidied()
            if standing.current and standing.records.get(standing.current) == STAGED:
                self.target.rename(standing.current, STAGED, KEPT)
                standing = self.target.standing()
            shown = self._earlier(standing, number)
            release = read(self.target.record(shown, KEPT))
            if shown != standing.current or standing.cut:
                self._show(release, standing, self._read(standing, standing.current))
            return self._looked(Outcome(release.number, standing.current), release)

    def releases(self) -> tuple[list[Heading], int | None]:
        """Return the releases that can be shown, the newest first, and the number of the one that visitors see."""
        with self.target.held(self.wait):
            standing = self.target.standing()
            shown = {*standing.kept, *([standing.current] if standing.current else [])}
            headings = [
                heading(self.target.heading(number, standing.records[number])) for number in sorted(shown, reverse=True)
            ]
            return headings, standing.current

    def _tidied(self) -> Standing:
        """Put right what a deploy that was stopped had left."""
        standing = self.target.standing()
        if standing.current and standing.records.get(standing.current) == FAILED:
            # Stopped while it was being taken back, so it is what visitors see, not yet proved.
            self.target.rename(standing.current, FAILED, STAGED)
            standing = self.target.standing()
        self.target.tidy(standing)
        return standing

    def _read(self, standing: Standing, number: int | None) -> Release | None:
        if number is None:
            return None
        if number not in standing.records:
            raise TroubleError("deploy-record-damaged", reason=number)
        return read(self.target.record(number, standing.records[number]))

    def _earlier(self, standing: Standing, number: int | None) -> int:
        if number is None:
            earlier = [one for one in standing.kept if one < (standing.current or 0)]
            if not earlier:
                raise TroubleError("deploy-none-before")
            return earlier[-1]
        if number not in standing.kept:
            raise TroubleError("deploy-release-unknown", number=number, known=", ".join(map(str, standing.kept)) or "–")
        return number

    def _wanted(self, site: Path, standing: Standing, before: Release | None) -> tuple[Release, bool]:
        """Return the release to show, and whether it is on the target already."""
        own = site_files(site)
        if before and before.own == own:
            return before, True
        for number, state in standing.records.items():
            if state == STAGED:
                # Another deploy had made it whole and was stopped before the switch.
                release = read(self.target.record(number, state))
                if release == following(number, release.made, own, before):
                    return release, True
        number = max(standing.records, default=0) + 1
        return following(number, self.moment, own, before), False

    def _send(self, plan: Plan, site: Path) -> None:
        with self.watch("send", len(plan.send)) if self.watch else nullcontext(_nobody) as sent:
            self.target.stage(plan, site, sent)

    def _show(self, release: Release, standing: Standing, before: Release | None) -> None:
        """Have visitors see a release; where that cannot be done wholly, they see the one before."""
        if not self.target.placed:
            self.target.switch(release.number)
            return
        mixed = {number: read(self.target.record(number, standing.records[number])) for number in standing.cut}
        mixed |= {before.number: before} if before else {}
        try:
            self.target.place(release.number, placing(release, mixed.values()), [*mixed, release.number])
            self.target.switch(release.number)
        except (OSError, TroubleError):
            if before and before is not release:
                mixed[release.number] = release
                # Where this fails too, the target remembers what stands mixed, and the next deploy puts it right.
                with suppress(OSError, TroubleError):
                    self.target.place(before.number, placing(before, mixed.values()), [*mixed])
                    self.target.switch(before.number)
            raise

    def _again(self, release: Release, standing: Standing) -> Outcome:
        """Look after what stands already: nothing has changed since."""
        if standing.cut:
            self._show(release, standing, release)
        outcome = Outcome(release.number, release.number)
        if standing.records[release.number] != STAGED:
            return self._looked(outcome, release)
        # The deploy that brought it was stopped before it was proved.
        earlier = [one for one in standing.kept if one < release.number]
        back = self._read(standing, earlier[-1]) if earlier else None
        return self._proved(outcome, release, [path for path, _ in planned(release, back).put], back)

    def _looked(self, outcome: Outcome, release: Release) -> Outcome:
        """Look at the live site where nothing came that could be taken back."""
        self._settle(release.number)
        return replace(outcome, wrong=tuple(self.check(release, ())) if self.check else ())

    def _proved(self, outcome: Outcome, release: Release, changed: Sequence[str], back: Release | None) -> Outcome:
        """Look at the live site; where it is not the release, take it back. Then let old releases go."""
        wrong = tuple(self.check(release, changed)) if self.check else ()
        if wrong and back:
            self._show(back, self.target.standing(), release)
            self.target.rename(release.number, STAGED, FAILED)
            self.target.tidy(self.target.standing())
            return replace(outcome, number=back.number, wrong=wrong, failed=release.number)
        self._settle(release.number)
        return replace(outcome, wrong=wrong)

    def _settle(self, number: int) -> None:
        """Count a release among those that are kept, and let go those that are not."""
        standing = self.target.standing()
        if standing.records[number] == STAGED:
            self.target.rename(number, STAGED, KEPT)
            standing = self.target.standing()
        others = [one for one in standing.kept if one != number]
        going = dict.fromkeys(others[: max(0, len(others) - self.keep + 1)], KEPT)
        # A number must not come again, so the last one stays noted also where its release was taken back.
        last = max(standing.records)
        going |= {
            one: state for one, state in standing.records.items() if state == STAGED or (state == FAILED and one < last)
        }
        for one, state in going.items():
            self.target.drop(one, state)


def _nobody(_: int) -> None:
    """Nobody watches."""
