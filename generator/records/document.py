"""A YAML text as plain data, every scalar as text, with the line of every key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from generator.problems import Fault, Path, Problem
from generator.records.plain import plain
from generator.records.text_file import MOST_MARKS, heaped
from generator.vietnamese import nfc

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
_FENCE = re.compile(r"---[^\S\n]*(?:\n|\Z)")
_KEY_OF_ONE_WORD = re.compile(r"""[^\s"':]+:(\s|$)(?!.*:\s)""")


def parse(text: str, file: str, most: int = MOST_VALUES) -> Document:
    """Return what a YAML text says; problems of its form stand in the document, none is raised.

    `most` is how many keys and values it may have.
    """
    data = plain(text, most // VALUES_A_LINE, DEEPEST)
    return by_library(text, file, most) if data is None else Document(file, data, source=text, most=most)


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
