"""A problem found in what an office wrote, a list of them, and the one base error of the programme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

Path = tuple[str | int, ...]
"""Where a value stands in its record: `("certificates", 0, "stars")`."""


class Severity(StrEnum):
    """Whether a problem stops the build."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend, or to know, in one place of one file; its words are in the locale catalogues."""

    file: str
    """The file, relative to the project folder, with forward slashes."""
    line: int
    """The line, from 1."""
    path: Path
    """The value's place in the record; empty for the file as a whole."""
    rule: str
    """The rule's name, which is also its key in `problems.po`."""
    details: tuple[tuple[str, str], ...] = ()
    """What the rule's words are filled with."""
    severity: Severity = Severity.ERROR

    @property
    def field(self) -> str:
        """The key the problem is about, as the office wrote it."""
        return next((str(part) for part in reversed(self.path) if isinstance(part, str)), "")

    @property
    def dotted(self) -> str:
        """The whole path, list items counted from 1: `certificates[1].stars`."""
        text = ""
        for part in self.path:
            text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
        return text


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem whose file and line are not looked up yet."""

    path: Path
    rule: str
    details: tuple[tuple[str, str], ...] = ()
    severity: Severity = Severity.ERROR


def error(path: Path, rule: str, **details: object) -> Fault:
    """Return a fault that stops the build."""
    return Fault(path, rule, tuple((key, str(value)) for key, value in details.items()))


def warning(path: Path, rule: str, **details: object) -> Fault:
    """Return a fault that the office should know of but that stops nothing."""
    return Fault(path, rule, tuple((key, str(value)) for key, value in details.items()), Severity.WARNING)


@dataclass(slots=True)
class Problems:
    """All problems of one run, in the order of their files and lines when read."""

    found: list[Problem] = field(default_factory=list)

    def add(self, problems: Iterable[Problem]) -> None:
        """Keep more problems."""
        self.found.extend(problems)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop the build, by file and line."""
        return self._of(Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that stop nothing, by file and line."""
        return self._of(Severity.WARNING)

    def _of(self, severity: Severity) -> tuple[Problem, ...]:
        kept = {problem for problem in self.found if problem.severity is severity}
        return tuple(sorted(kept, key=lambda one: (one.file, one.line, one.dotted, one.rule, one.details)))


class CatalogueError(Exception):
    """The one base error: something the user can mend, told without a traceback."""


class ContentError(CatalogueError):
    """The content has errors, so nothing was written."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(f"{len(problems.errors)} errors")
        self.problems = problems


class TroubleError(CatalogueError):
    """Something outside the content went wrong (disk, permissions, another build), named by its rule."""

    def __init__(self, rule: str, **details: object) -> None:
        super().__init__(rule)
        self.rule = rule
        self.details = tuple((key, str(value)) for key, value in details.items())
