"""The plain Markdown that most stories are written in, read many times faster than Markdown in general."""

from __future__ import annotations

import re
from itertools import pairwise

_NOT_PLAIN = re.compile(r"[`\\\[\]<>&|~_]|  |\n | (?:\n|\Z)")
"""What begins code, links, HTML, tables or line breaks, and any indent."""
_BLANK = re.compile(r"\n\n+")
_BEGINS = re.compile(r"(?![0-9]+[.)])[\w“”‘’\"'(]|\*\*?[^\s*]")
"""How a line of a paragraph begins: not as a list, a heading, a rule or an underline does."""
_HEADING = re.compile(r"(#{1,6}) ([^#\n]+)")
_BULLET = re.compile(r"- (.+)")
_NUMBER = re.compile(r"[0-9]{1,9}\. (.+)")
_EMPHASIS = re.compile(r"(?:(?<=[\s(])|(?<![^\n]))(\*\*?)([^\s*](?:[^*]*[^\s*])?)\1(?![^\s.,;:!?)])")
_ELEMENTS = {"*": "em", "**": "strong"}


class _NotPlainError(Exception):
    """Only the Markdown library can tell what stands there."""


def plain(source: str) -> str | None:
    """Return a story as HTML; nothing where the Markdown library has to be asked.

    Plain are paragraphs, headings, lists without anything inside their items, bold and italics.
    """
    if _NOT_PLAIN.search(source) or not source.replace("\n", " ").isprintable():
        return None
    blocks = _BLANK.split(source.strip("\n"))
    try:
        made = [_block(block) for block in blocks]
    except _NotPlainError:
        return None
    # Two lists one after the other may be one with paragraphs in its items.
    lists = [block.startswith(("<ul>", "<ol>")) for block in made]
    return None if any(map(all, pairwise(lists))) else "\n".join(made)


def _block(block: str) -> str:
    if heading := _HEADING.fullmatch(block):
        level = len(heading[1])
        return f"<h{level}>{_text(heading[2])}</h{level}>"
    lines = block.split("\n")
    if block.startswith("- "):
        return _list("ul", _BULLET, lines)
    if block.startswith("1. "):
        return _list("ol", _NUMBER, lines)
    if not all(map(_BEGINS.match, lines)):
        raise _NotPlainError
    return f"<p>{_text(block)}</p>"


def _list(kind: str, item: re.Pattern[str], lines: list[str]) -> str:
    found = [item.fullmatch(line) for line in lines]
    texts = [one[1] for one in found if one and _BEGINS.match(one[1])]
    if len(texts) < len(lines):
        raise _NotPlainError
    items = "\n".join(f"<li>{_text(text)}</li>" for text in texts)
    return f"<{kind}>\n{items}\n</{kind}>"


def _text(text: str) -> str:
    if "*" not in text:
        return text
    made = _EMPHASIS.sub(_emphasis, text)
    if "*" in made:
        raise _NotPlainError
    return made


def _emphasis(found: re.Match[str]) -> str:
    element = _ELEMENTS[found[1]]
    return f"<{element}>{found[2]}</{element}>"
