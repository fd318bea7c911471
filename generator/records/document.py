"""A YAML text as plain data, every scalar as text, with the line of every key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from generator.problems import Fault, Path, Problem
from generator.vietnamese import nfc

DEEPEST = 12
"""Levels of nesting; a product uses five."""


@dataclass(slots=True)
class Document:
    """What a file says, and where."""

    file: str
    data: Any = None
    """Dicts, lists and text; nothing when the file could not be read as YAML."""
    lines: dict[Path, int] = field(default_factory=dict)
    """The line of every key and list item."""
    flows: set[Path] = field(default_factory=set)
    """The places written in flow style, `{a: b}`."""
    problems: list[Problem] = field(default_factory=list)
    body: str = ""
    """What follows the front matter."""
    body_line: int = 1

    def line_of(self, path: Path) -> int:
        """Return the line of a place, or of the nearest place around it."""
        for length in range(len(path), -1, -1):
            line = self.lines.get(path[:length])
            if line is not None:
                return line
        return 1

    def problem(self, fault: Fault) -> Problem:
        """Return the fault with its file and line."""
        return Problem(self.file, self.line_of(fault.path), fault.path, fault.rule, fault.details, fault.severity)


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


class _StopReadingError(Exception):
    """The text cannot be followed further."""


@dataclass(slots=True)
class _Reader:
    document: Document
    events: Iterator[Any]

    def complain(self, event: Any, path: Path, rule: str, **details: object) -> None:
        line = _line(event)
        filled = tuple((key, str(value)) for key, value in details.items())
        self.document.problems.append(Problem(self.document.file, line, path, rule, filled))

    def read(self) -> Any:
        """Return the one document of the text."""
        data: Any = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.complain(event, (), "yaml-documents")
                    raise _StopReadingError
                data = self.node(next(self.events), ())
        return data

    def node(self, event: Any, path: Path) -> Any:
        self.refuse_machinery(event, path)
        if len(path) > DEEPEST:
            self.complain(event, path[:3], "yaml-deep", most=DEEPEST)
            raise _StopReadingError
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(event, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, path)
        return "" if isinstance(event, yaml.AliasEvent) else nfc(event.value)

    def refuse_machinery(self, event: Any, path: Path) -> None:
        if isinstance(event, yaml.AliasEvent):
            self.complain(event, path, "yaml-alias", found=f"*{event.anchor}")
            return
        if event.anchor:
            self.complain(event, path, "yaml-alias", found=f"&{event.anchor}")
        if event.tag:
            self.complain(event, path, "yaml-tag", found=event.tag.replace("tag:yaml.org,2002:", "!!"))

    def mapping(self, start: Any, path: Path) -> dict[str, Any]:
        if start.flow_style:
            self.document.flows.add(path)
        found: dict[str, Any] = {}
        while not isinstance(key_event := next(self.events), yaml.MappingEndEvent):
            line = _line(key_event)
            if not isinstance(key_event, yaml.ScalarEvent):
                self.complain(key_event, path, "yaml-key")
                raise _StopReadingError
            self.refuse_machinery(key_event, path)
            key = nfc(key_event.value)
            if key == "<<":
                self.complain(key_event, path, "yaml-merge")
            if key in found:
                first = self.document.lines[(*path, key)]
                self.complain(key_event, (*path, key), "yaml-duplicate", first=first)
                self.node(next(self.events), (*path, key))
                continue
            self.document.lines[(*path, key)] = line
            found[key] = self.node(next(self.events), (*path, key))
        return found

    def sequence(self, start: Any, path: Path) -> list[Any]:
        if start.flow_style:
            self.document.flows.add(path)
        found: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            place = (*path, len(found))
            self.document.lines[place] = _line(event)
            found.append(self.node(event, place))
        return found


_SYNTAX = (
    ("cannot start any token", "yaml-token"),
    ("mapping values are not allowed", "yaml-colon"),
    ("could not find expected ':'", "yaml-no-colon"),
    ("did not find expected ',' or", "yaml-flow"),
    ("while scanning a quoted scalar", "yaml-quote"),
    ("while parsing a block", "yaml-indent"),
    ("found undefined alias", "yaml-alias-unknown"),
)


def parse(text: str, file: str) -> Document:
    """Return what a YAML text says; problems of its form stand in the document, none is raised."""
    document = Document(file)
    try:
        reader = _Reader(document, yaml.parse(text, Loader=yaml.CBaseLoader))
        document.data = reader.read()
    except _StopReadingError:
        document.data = None
    except yaml.MarkedYAMLError as wrong:
        document.data = None
        document.problems.append(_syntax_problem(wrong, text, file))
    except yaml.YAMLError as wrong:
        document.data = None
        document.problems.append(Problem(file, 1, (), "yaml-syntax", (("reason", str(wrong)),)))
    return document


def _syntax_problem(wrong: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    said = f"{wrong.context or ''} {wrong.problem or ''}"
    mark = wrong.problem_mark or wrong.context_mark
    line = mark.line + 1 if mark is not None else 1
    rule = next((rule for words, rule in _SYNTAX if words in said), "yaml-syntax")
    if rule == "yaml-quote" and wrong.context_mark:
        line = wrong.context_mark.line + 1
    lines = text.split("\n")
    line = min(line, len(lines))
    shown = lines[line - 1].strip()[:60]
    if rule == "yaml-token":
        indented = lines[line - 1][: len(lines[line - 1]) - len(lines[line - 1].lstrip())]
        rule = "yaml-tab" if "\t" in indented else "yaml-token"
    return Problem(file, line, (), rule, (("found", shown), ("reason", (wrong.problem or "").strip())))


def front_matter(text: str, file: str) -> Document:
    """Return the front matter of a Markdown text as a document, and what follows it as its body."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return Document(file, problems=[Problem(file, 1, (), "front-matter-missing")])
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        return Document(file, problems=[Problem(file, 1, (), "front-matter-open")])
    # The opening fence is YAML's own start of a document, so lines keep their numbers.
    document = parse("\n".join(lines[:end]), file)
    document.body = "\n".join(lines[end + 1 :])
    document.body_line = end + 2
    return document
