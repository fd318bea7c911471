"""The plain YAML that most records are written in, read line by line: many times faster than YAML in general."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from generator.problems import Path
from generator.records.text_file import heaped

_LINE = re.compile(r"^( *+)(-(?: ++|$))?+(?:([A-Za-z]\w{0,99}+):(?: ++|$))?+(.*)$", re.MULTILINE | re.ASCII)
"""Indent, a list's dash, a key, a value."""
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
"""What a bare value does not begin with."""
_QUOTED = re.compile(r"""("[^"\\]*"|'[^']*') *""")


class _NotPlainError(Exception):
    """Only the YAML library can tell what stands there."""


def plain(text: str, most_lines: int, deepest: int, lines: dict[Path, int] | None = None) -> Any:
    """Return what plain YAML says, as dicts, lists and text; nothing where the YAML library has to be asked.

    Plain are block mappings and lists whose values stand on one line. What may be wrong in any way is not plain.
    `lines` is filled with the line of every key and list item, from 1.
    """
    first = 2 if text.startswith("---\n") else 1
    text = text.removeprefix("---\n")
    if text.count("\n") > most_lines or not text.replace("\n", " ").isprintable():
        return None
    if not unicodedata.is_normalized("NFC", text) or heaped(text) is not None:
        return None
    try:
        return _read(enumerate(_LINE.findall(text), first), _Tree(deepest, lines))
    except _NotPlainError:
        return None


def _read(lines: Iterable[tuple[int, tuple[str, str, str, str]]], tree: _Tree) -> Any:
    for number, (indent, dash, key, value) in lines:
        if not dash and not key:
            if value and value[0] != "#":
                raise _NotPlainError
            continue
        inner = tree.at(len(indent), dash != "", number)
        text = _text(value) if value else ""
        place: Any = key
        if dash:
            place = len(inner)
            inner.append(text)
            tree.note(place, number)
            if key:
                inner = tree.open({}, len(indent) + len(dash), place)
                place = key
        if key:
            if key in inner:
                raise _NotPlainError
            inner[key] = text
            tree.note(key, number)
        tree.waits = None if value else place
    return tree.root[0]


class _Tree:
    """The mappings and lists that are open, from the outermost in, and the columns they are written in."""

    __slots__ = ("columns", "deepest", "lines", "paths", "root", "waits", "within")

    def __init__(self, deepest: int, lines: dict[Path, int] | None) -> None:
        self.deepest = deepest
        self.lines = lines
        self.root: list[Any] = [None]
        self.within: list[Any] = [self.root]
        self.columns = [-1]
        self.paths: list[Path] = [()]
        self.waits: Any = 0
        """The key or number in the innermost whose value may begin on the next line."""

    def at(self, column: int, item: bool, number: int) -> Any:
        """Open or close mappings and lists until that of a line is the innermost; return it."""
        columns, within = self.columns, self.within
        inner, outer = within[-1], columns[-1]
        if self.waits is None:
            if column == outer and (inner.__class__ is list) is item:
                return inner
        # A list may stand right under its key without being indented.
        elif column > outer or (column == outer and item and inner.__class__ is dict):
            if inner.__class__ is list:
                self.note(self.waits, number)  # what is an item by itself is where it begins
            return self.open([] if item else {}, column, self.waits)
        while columns[-1] > column:
            self.close()
        if not item and columns[-1] == column == columns[-2]:
            self.close()
        if columns[-1] != column or (within[-1].__class__ is list) is not item:
            raise _NotPlainError
        return within[-1]

    def open(self, inner: Any, column: int, place: Any) -> Any:
        """Begin a mapping or list at a place of the innermost; return it."""
        if len(self.columns) > self.deepest:
            raise _NotPlainError
        self.paths.append((*self.paths[-1], place) if self.columns[-1] >= 0 else ())
        self.within[-1][place] = inner
        self.within.append(inner)
        self.columns.append(column)
        return inner

    def close(self) -> None:
        """End the innermost."""
        self.columns.pop()
        self.within.pop()
        self.paths.pop()

    def note(self, place: str | int, number: int) -> None:
        """Remember the line of a key or item of the innermost, where lines are wanted."""
        if self.lines is not None and self.columns[-1] >= 0:
            self.lines[(*self.paths[-1], place)] = number


def _text(value: str) -> str:
    if value[0] in _INDICATORS:
        if quoted := _QUOTED.fullmatch(value):
            return quoted[1][1:-1]
        raise _NotPlainError
    if ": " in value or " #" in value:
        raise _NotPlainError
    value = value.rstrip(" ")
    if value[-1] == ":":
        raise _NotPlainError
    return value
