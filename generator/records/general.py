"""YAML in general, by the YAML library: with every line and every problem of its form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from generator.problems import Path, Problem
from generator.records.document import DEEPEST, MOST_VALUES, Document
from generator.records.text_file import MOST_MARKS, heaped
from generator.vietnamese import nfc


class _StopReadingError(Exception):
    """The text cannot be followed further."""


@dataclass(slots=True)
class _Reader:
    document: Document
    events: Iterator[Any]
    lines: dict[Path, int]
    values: int = 0

    def complain(self, event: Any, path: Path, rule: str, **details: object) -> None:
        filled = tuple((key, str(value)) for key, value in details.items())
        self.document.problems.append(Problem(self.document.file, event.start_mark.line + 1, path, rule, filled))

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
        self.admit(event, path)
        if len(path) > DEEPEST:
            self.complain(event, path[:3], "yaml-deep", most=DEEPEST)
            raise _StopReadingError
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return self.text(event, path)
        if kind is yaml.MappingStartEvent:
            return self.mapping(event, path)
        return self.sequence(event, path) if kind is yaml.SequenceStartEvent else ""

    def text(self, event: Any, path: Path) -> str:
        # Written as escapes, marks reach us only here.
        if heaped(event.value) is None:
            return nfc(event.value)
        self.complain(event, path, "marks-heaped", most=MOST_MARKS)
        return ""

    def admit(self, event: Any, path: Path) -> None:
        """Count a node, and refuse what makes YAML a programme."""
        self.count(event)
        if event.anchor:
            mark = "*" if isinstance(event, yaml.AliasEvent) else "&"
            self.complain(event, path, "yaml-alias", found=f"{mark}{event.anchor}")
        if getattr(event, "tag", None):
            self.complain(event, path, "yaml-tag", found=event.tag.replace("tag:yaml.org,2002:", "!!"))

    def count(self, event: Any) -> None:
        self.values += 1
        if self.values > self.document.most:
            self.complain(event, (), "file-too-many", most=self.document.most)
            raise _StopReadingError

    def mapping(self, start: Any, path: Path) -> dict[str, Any]:
        if start.flow_style:
            self.document.flows.add(path)
        found: dict[str, Any] = {}
        for event in self.events:
            kind = type(event)
            if kind is yaml.MappingEndEvent:
                break
            if kind is not yaml.ScalarEvent:
                self.complain(event, path, "yaml-key")
                raise _StopReadingError
            self.admit(event, path)
            key = self.text(event, path)
            place = (*path, key)
            if key == "<<":
                self.complain(event, path, "yaml-merge")
                self.pass_over()
            elif key in found:
                self.complain(event, place, "yaml-duplicate", first=self.lines[place])
                self.pass_over()
            else:
                self.lines[place] = event.start_mark.line + 1
                found[key] = self.node(next(self.events), place)
        return found

    def pass_over(self) -> None:
        """Leave out the value that follows: what is wrong inside it goes with it."""
        open_nodes = 0
        for event in self.events:
            self.count(event)
            open_nodes += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if open_nodes == 0:
                return

    def sequence(self, start: Any, path: Path) -> list[Any]:
        if start.flow_style:
            self.document.flows.add(path)
        found: list[Any] = []
        for event in self.events:
            if type(event) is yaml.SequenceEndEvent:
                break
            place = (*path, len(found))
            self.lines[place] = event.start_mark.line + 1
            found.append(self.node(event, place))
        return found


_SYNTAX = (
    ("found a tab character", "yaml-tab"),
    ("cannot start any token", "yaml-token"),
    ("while scanning an a", "yaml-token"),  # an alias, an anchor
    ("while scanning a tag", "yaml-token"),
    ("while scanning a block scalar", "yaml-token"),
    ("parsing a block node did not find expected node content", "yaml-token"),
    ("block sequence entries are not allowed", "yaml-dash"),
    ("mapping values are not allowed", "yaml-colon"),
    ("could not find expected ':'", "yaml-no-colon"),
    ("while parsing a flow", "yaml-flow"),
    ("escape", "yaml-escape"),
    ("hexdecimal", "yaml-escape"),  # libyaml's own spelling
    ("while scanning a quoted scalar", "yaml-quote"),
    ("while parsing a block", "yaml-indent"),
    ("expected <document start>", "yaml-indent"),
)
_OPENED = frozenset({"yaml-quote", "yaml-flow", "yaml-no-colon"})
"""What is mended where it was opened, not where the text ends."""
_MORE_AFTER_QUOTE = re.compile(r"""(?:[^"']*[:-])?\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*[^\s#:]""")
_KEY_OF_ONE_WORD = re.compile(r"""[^\s"':]+:(\s|$)(?!.*:\s)""")


def by_library(text: str, file: str, most: int = MOST_VALUES) -> Document:
    """Return what a YAML text says, by the YAML library, with every line and every problem."""
    lines: dict[Path, int] = {}
    document = Document(file, known_lines=lines, most=most)
    try:
        document.data = _Reader(document, yaml.parse(text, Loader=yaml.CBaseLoader), lines).read()
    except _StopReadingError:
        pass
    except yaml.MarkedYAMLError as wrong:
        document.problems.append(_syntax_problem(wrong, text, file))
    except yaml.YAMLError as wrong:
        document.problems.append(Problem(file, 1, (), "yaml-syntax", (("found", ""), ("reason", str(wrong)))))
    if document.data is None and not document.problems:
        document.problems.append(Problem(file, 1, (), "file-empty"))
    return document


def _syntax_problem(wrong: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    said = f"{wrong.context or ''} {wrong.problem or ''}"
    rule = next((rule for words, rule in _SYNTAX if words in said), "yaml-syntax")
    mark = wrong.context_mark if rule in _OPENED else wrong.problem_mark
    mark = mark or wrong.problem_mark or wrong.context_mark
    lines = text.split("\n")
    number = min(mark.line if mark else 0, len(lines) - 1)
    while number and not lines[number].strip():
        number -= 1
    if rule == "yaml-token" and "\t" in _indent(lines[number]):
        rule = "yaml-tab"
    elif rule == "yaml-indent" and _MORE_AFTER_QUOTE.match(lines[number]):
        rule = "yaml-after-quote"
    elif rule == "yaml-colon" and (before := _lacks_colon(lines, number)) is not None:
        rule, number = "yaml-no-colon", before
    details = {"found": lines[number].strip()[:60], "reason": (wrong.problem or "").strip()}
    if above := next((line for line in lines[number - 1 :: -1] if _above(line, lines[number])), ""):
        details["under"] = above.partition(":")[0].strip()
    return Problem(file, number + 1, (), rule, tuple(details.items()))


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _above(line: str, inner: str) -> bool:
    """Tell whether a line holds the key over an indented one."""
    return ":" in line and not line.lstrip().startswith("#") and len(_indent(line)) < len(_indent(inner))


def _lacks_colon(lines: list[str], number: int) -> int | None:
    """Return the line before, where that is the one without its `: `, so that YAML reads both as one text."""
    before = [place for place in range(number) if lines[place].strip() and not lines[place].lstrip().startswith("#")]
    if not before or not _KEY_OF_ONE_WORD.match(lines[number].lstrip()):
        return None
    last = lines[before[-1]]
    if re.search(r":(\s|$)", last) or last.lstrip().startswith("-"):
        return None
    over = lines[before[-2]] if len(before) > 1 else ""
    continues = len(_indent(over)) < len(_indent(last)) and not over.rstrip().endswith(":")
    return None if continues else before[-1]
