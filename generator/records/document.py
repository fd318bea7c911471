"""A YAML text as plain data, every scalar as text, with the line of every key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from generator.problems import Fault, Path, Problem
from generator.records.text_file import MOST_MARKS, heaped
from generator.vietnamese import nfc

DEEPEST = 12
"""Levels of nesting; a product uses five."""
MOST_VALUES = 50_000
"""Keys and values of a file; ten years of daily lots have 40,000. Looking at a million would take minutes."""


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

    def told(self, faults: Iterable[Fault]) -> list[Problem]:
        """Return faults with file and line, without those that only follow from a problem of the text itself."""
        # What is an alias to YAML has no value; that it is missing only follows.
        said = {problem.path for problem in self.problems}
        return [self.problem(fault) for fault in faults if fault.rule != "missing" or fault.path not in said]


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


class _StopReadingError(Exception):
    """The text cannot be followed further."""


@dataclass(slots=True)
class _Reader:
    document: Document
    events: Iterator[Any]
    values: int = 0

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
        self.count(event)
        self.refuse_machinery(event, path)
        if len(path) > DEEPEST:
            self.complain(event, path[:3], "yaml-deep", most=DEEPEST)
            raise _StopReadingError
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(event, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, path)
        return "" if isinstance(event, yaml.AliasEvent) else self.text(event, path)

    def text(self, event: Any, path: Path) -> str:
        # Written as escapes, marks reach us only here.
        if heaped(event.value) is None:
            return nfc(event.value)
        self.complain(event, path, "marks-heaped", most=MOST_MARKS)
        return ""

    def count(self, event: Any) -> None:
        self.values += 1
        if self.values > MOST_VALUES:
            self.complain(event, (), "file-too-many", most=MOST_VALUES)
            raise _StopReadingError

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
            self.count(key_event)
            self.refuse_machinery(key_event, path)
            key = self.text(key_event, path)
            if key == "<<":
                self.complain(key_event, path, "yaml-merge")
                self.pass_over()
                continue
            if key in found:
                first = self.document.lines[(*path, key)]
                self.complain(key_event, (*path, key), "yaml-duplicate", first=first)
                self.pass_over()
                continue
            self.document.lines[(*path, key)] = line
            found[key] = self.node(next(self.events), (*path, key))
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
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            place = (*path, len(found))
            self.document.lines[place] = _line(event)
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
