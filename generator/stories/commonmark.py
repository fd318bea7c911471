"""Markdown as CommonMark has it: Python-Markdown, made to read lists as other programmes do."""

from __future__ import annotations

import re
from functools import cache

import markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor


class _ListsAsCommonMark(Preprocessor):
    """Let lists stand right under a paragraph, and be indented by two or three spaces, as CommonMark does.

    Python-Markdown wants a blank line before a list and four spaces for a list inside a list.
    """

    _begins = re.compile(r" *(?:[-*+0-9]|```|~~~)")
    _item = re.compile(r"^( *)([-*+]|[0-9]{1,9}[.)])( +)(?=\S)")
    _fence = re.compile(r"^ {0,3}(```|~~~)")

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with list items where Python-Markdown looks for them."""
        out: list[str] = []
        columns: list[int] = []  # where the text of each open list level begins, as written
        fence = ""
        for line in lines:
            if not columns and not fence and not self._begins.match(line):
                out.append(line)
                continue
            opening = self._fence.match(line)
            if opening and not columns:
                fence = "" if opening[1] == fence else fence or opening[1]
            if fence or (opening and not columns):
                out.append(line)
                continue
            self._place(line, out, columns)
        return out

    def _place(self, line: str, out: list[str], columns: list[int]) -> None:
        item = self._item.match(line)
        indent = len(line) - len(line.lstrip(" "))
        if not line.strip():
            out.append(line)
            return
        if item and (columns or indent < 4) and not re.fullmatch(r" {0,3}([-*_] *){3,}", line):
            follows_text = bool(out and out[-1].strip()) and not columns
            while columns and indent < columns[-1]:
                columns.pop()
            number = re.match(r"[0-9]+", item[2])
            if follows_text and number and number[0] != "1":
                out.append(line)  # "1985. It was…" in the middle of a paragraph is no list (CommonMark 0.31, 5.3)
                return
            if follows_text:
                out.append("")
            marker = item[2].replace(")", ".")
            out.append(" " * 4 * len(columns) + marker + " " + line[item.end() :])
            columns.append(item.end())
            return
        if columns and out and not out[-1].strip() and indent < columns[0]:
            columns.clear()
        while columns and indent < columns[-1] and not (out and out[-1].strip()):
            columns.pop()
        # Right under an item's text a line belongs to its paragraph; after a blank line it is one of its own.
        depth = len(columns) - bool(columns and out and out[-1].strip())
        rest = line[columns[-1] :] if columns and indent >= columns[-1] else line.lstrip(" ")
        out.append(" " * 4 * depth + rest if columns else line)


class _CommonMark(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the library's name
        """Register the preprocessor, after fenced code has been taken out."""
        md.preprocessors.register(_ListsAsCommonMark(md), "lists_as_commonmark", 15)


@cache
def _reader() -> markdown.Markdown:
    # To make one takes a third of the time to read a story.
    return markdown.Markdown(extensions=["tables", "fenced_code", "sane_lists", _CommonMark()], output_format="html")


def html(source: str) -> str:
    """Return a text in Markdown as HTML, whatever HTML it holds itself still in it."""
    return str(_reader().reset().convert(source))
