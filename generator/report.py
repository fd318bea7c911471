"""Problems and results in words: the only module, with the command line, that prints."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from generator.locale import messages
from generator.problems import Problem, Problems


@dataclass(frozen=True, slots=True)
class Report:
    """Says things in one language."""

    language: str = "vi"

    def words(self, key: str, /, **details: object) -> str:
        """Return a message of the console catalogue, filled."""
        return messages(self.language)[key].format_map({name: _visible(str(value)) for name, value in details.items()})

    def message(self, problem: Problem) -> str:
        """Return what is wrong, what was expected and what to do, in one line."""
        return self.words(problem.rule, **dict(problem.details))

    def line(self, problem: Problem) -> str:
        """Return the problem as one clickable line: `file:line: field: message`."""
        field = f"{_visible(problem.field)}: " if problem.field else ""
        return f"{_visible(problem.file)}:{problem.line}: {field}{self.message(problem)}"

    def problems(self, problems: Problems) -> Iterable[str]:
        """Yield the lines of a check: errors, then warnings, each under its heading."""
        for heading, found in (("errors", problems.errors), ("warnings", problems.warnings)):
            if found:
                yield self.words(heading, count=len(found))
                yield from (self.line(problem) for problem in found)
                yield ""

    def lacking(self, problems: Problems) -> Iterable[str]:
        """Yield the lines of what records lack for a text of law, under their heading."""
        if problems.found:
            yield self.words("lacking", count=len(problems.warnings))
            yield from (self.line(problem) for problem in problems.warnings)
            yield ""

    def as_json(self, problems: Problems, lacking: Problems | None = None) -> str:
        """Return all problems for machines, and what records lack where that was asked."""
        found = {"errors": problems.errors, "warnings": problems.warnings}
        if lacking is not None:
            found["lacking"] = lacking.warnings
        told = {name: [self._data(problem) for problem in some] for name, some in found.items()}
        return json.dumps(told, ensure_ascii=False, indent=2)

    def _data(self, problem: Problem) -> dict[str, object]:
        return {
            "file": problem.file,
            "line": problem.line,
            "field": problem.field,
            "path": problem.dotted,
            "rule": problem.rule,
            "message": self.message(problem),
            "details": dict(problem.details),
        }


def _visible(text: str) -> str:
    """Show characters that a terminal would obey, or could not print, as escapes."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


def say(line: str, *, to: TextIO | None = None) -> None:
    """Print a line; a terminal that lacks a letter shows an escape instead of failing."""
    stream = to or sys.stdout
    encoding = stream.encoding or "utf-8"
    stream.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def size(count: int) -> str:
    """Write a number of bytes for people."""
    return f"{count / 1e6:.1f} MB".replace(".", ",") if count >= 100_000 else f"{count / 1e3:.0f} kB"


def shown(path: Path) -> str:
    """Write a path the short way where it is below the current folder."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
