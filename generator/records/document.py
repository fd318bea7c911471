"""A YAML text as plain data, every scalar as text, with the line of every key."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from generator.problems import Fault, Path, Problem
from generator.records.plain import plain

DEEPEST = 12
"""Levels of nesting; a product uses five."""
MOST_VALUES = 50_000
"""Keys and values of a record, which has some hundreds."""
MOST_LOT_VALUES = 400_000
"""Of a file of lots: ten thousand lots with materials, events and tests have 40 each."""
VALUES_A_LINE = 4
"""That a line of plain YAML begins at most: `- key: value` in a list that begins with it."""


@dataclass(slots=True)
class Document:
    """What a file says, and where."""

    file: str
    data: Any = None
    """Dicts, lists and text; nothing when the file could not be read as YAML."""
    known_lines: dict[Path, int] | None = None
    """The lines, where they were looked up already."""
    flows: set[Path] = field(default_factory=set)
    """The places written in flow style, `{a: b}`."""
    problems: list[Problem] = field(default_factory=list)
    body: str = ""
    """What follows the front matter."""
    body_line: int = 1
    source: str = ""
    """Plain YAML, in which lines are looked up once there is a problem to report."""
    most: int = MOST_VALUES
    """Keys and values it may have."""

    @property
    def lines(self) -> dict[Path, int]:
        """The line of every key and list item."""
        if self.known_lines is None:
            self.known_lines = {}
            plain(self.source, self.most // VALUES_A_LINE, DEEPEST, self.known_lines)
        return self.known_lines

    def line_of(self, path: Path) -> int:
        """Return the line of a place, or of the nearest place around it."""
        lines = self.lines
        for length in range(len(path), -1, -1):
            line = lines.get(path[:length])
            if line is not None:
                return line
        return 1

    def problem(self, fault: Fault) -> Problem:
        """Return the fault with its file and line."""
        return Problem(self.file, self.line_of(fault.path), fault.path, fault.rule, fault.details, fault.severity)

    def told(self, faults: Iterable[Fault]) -> list[Problem]:
        """Return faults with file and line, without those that only follow from a problem of the text itself."""
        # What is an alias to YAML has no value; that it is missing only follows.
        said = {problem.path for problem in self.problems}
        return [self.problem(fault) for fault in faults if fault.rule != "missing" or fault.path not in said]


_FENCE = re.compile(r"---[^\S\n]*(?:\n|\Z)")


def parse(text: str, file: str, most: int = MOST_VALUES) -> Document:
    """Return what a YAML text says; problems of its form stand in the document, none is raised.

    `most` is how many keys and values it may have.
    """
    data = plain(text, most // VALUES_A_LINE, DEEPEST)
    if data is not None:
        return Document(file, data, source=text, most=most)
    # Importing the library takes longer than reading a hundred plain records.
    from generator.records.general import by_library

    return by_library(text, file, most)


def front_matter(text: str, file: str) -> Document:
    """Return the front matter of a Markdown text as a document, and what follows it as its body."""
    if not _FENCE.match(text):
        return Document(file, problems=[Problem(file, 1, (), "front-matter-missing")])
    end, closing = 0, None
    while not closing:
        end = text.find("\n---", end) + 1
        if not end:
            return Document(file, problems=[Problem(file, 1, (), "front-matter-open")])
        closing = _FENCE.match(text, end)
    # The opening fence is YAML's own start of a document, so lines keep their numbers.
    document = parse(text[: end - 1], file)
    document.body = text[closing.end() :]
    document.body_line = text.count("\n", 0, end) + 2
    return document
