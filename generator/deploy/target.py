"""What every target can do: hold its releases, one of which visitors see."""

from __future__ import annotations

import getpass
import platform
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from generator.deploy.release import Placing, Plan

Sent = Callable[[int], None]
"""Called with the number of files that were sent just now."""
STAGED, KEPT, FAILED = "staged", "json", "failed"
"""How a record is named: made whole but not yet proved on the live site; kept; taken back, so that its number stays
used."""


@dataclass(frozen=True)
class Standing:
    """What stands on a target."""

    current: int | None
    """The release that visitors see."""
    records: dict[int, str] = field(default_factory=dict)
    """Each release's number, with how its record is named."""
    cut: tuple[int, ...] = ()
    """Releases that may stand mixed in the served folder, because a placing was cut off."""

    @property
    def kept(self) -> list[int]:
        """Releases that can be shown to visitors, in order."""
        return sorted(number for number, state in self.records.items() if state == KEPT)


class Target(Protocol):
    """A place where releases are published; every method may raise TroubleError or OSError."""

    placed: bool
    """Whether one folder is served as it stands, so that files have to be put there one by one."""

    def held(self, wait: float) -> AbstractContextManager[None]:
        """Have the target for oneself; after so many seconds of waiting TroubleError says who holds it."""

    def standing(self) -> Standing:
        """Return what stands there."""

    def record(self, number: int, state: str) -> bytes:
        """Return a release's record."""

    def heading(self, number: int, state: str) -> bytes:
        """Return the first line of a release's record."""

    def tidy(self, standing: Standing) -> None:
        """Remove the folders of no release, or of one that was taken back; what arrived may stay to be used."""

    def stage(self, plan: Plan, site: Path, sent: Sent) -> None:
        """Make a release's folder whole, check what arrived, and write its record."""

    def switch(self, number: int) -> None:
        """Show visitors this release from now on, in one step; where files are `placed`, only note that it stands."""

    def place(self, number: int, placing: Placing, standing: Sequence[int]) -> None:
        """Put a release's files into the served folder; it is noted before that `standing` may stand there mixed."""

    def rename(self, number: int, state: str, to: str) -> None:
        """Name a record by another state."""

    def drop(self, number: int, state: str) -> None:
        """Remove a release with its record."""


def folder_name(number: int) -> str:
    """Return the name of a release's folder."""
    return f"{number:06}"


def who() -> str:
    """Return who deploys, for others to read."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = "?"
    return f"{user}@{platform.node() or '?'}".replace(" ", "_")
