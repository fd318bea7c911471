"""Markdown to safe HTML: CommonMark with tables, raw HTML reduced to harmless text markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import markdown
import nh3
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

TAGS = {
    *("p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code"),
    *("strong", "em", "b", "i", "u", "s", "del", "ins", "sub", "sup", "small", "q", "abbr", "mark"),
    *("table", "thead", "tbody", "tr", "th", "td", "caption", "dl", "dt", "dd", "a"),
}
"""Text markup: nothing that loads, runs, positions or asks."""
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "abbr": {"title"}, "th": {"align"}, "td": {"align"}}
SCHEMES = {"http", "https", "mailto", "tel"}
_VOID = {"script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math"}
"""Elements whose content goes with them."""


class _ListsAsCommonMark(Preprocessor):
    """Let lists stand right under a paragraph, and be indented by two or three spaces, as CommonMark does.

    Python-Markdown wants a blank line before a list and four spaces for a list inside a list.
    """

    _item = re.compile(r"^( *)([-*+]|[0-9]{1,9}[.)])( +)(?=\S)")
    _fence = re.compile(r"^ {0,3}(```|~~~)")

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with list items where Python-Markdown looks for them."""
        out: list[str] = []
        columns: list[int] = []  # where the text of each open list level begins, as written
        fence = ""
        for line in lines:
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


class _Depth(HTMLParser):
    """Find what the cleaning will take away."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.reduced: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS | {"h1", "h2"}:
            self.reduced[f"<{tag}>"] = None
            return
        for name, value in attrs:
            if (
                name == "style"
                and tag in {"th", "td"}
                and re.fullmatch(r"text-align: (left|right|center);", value or "")
            ):
                continue
            if name not in ATTRIBUTES.get(tag, ()) or (name == "href" and not _safe_link(value or "")):
                self.reduced[f"<{tag} {name}>"] = None

    def handle_comment(self, data: str) -> None:
        self.reduced["<!-- -->"] = None


def _safe_link(link: str) -> bool:
    scheme = re.match(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*)\s*:", link)
    return scheme is None or scheme[1].lower() in SCHEMES


def _html(source: str) -> str:
    made = markdown.markdown(
        source, extensions=["tables", "fenced_code", "sane_lists", _CommonMark()], output_format="html"
    )
    return _HEADING.sub(_Lowered(made), made)


_HEADING = re.compile(r"(</?h)([1-6])\b")


class _Lowered:
    """Put a story's headings under the page's own h1 and h2: the highest becomes h3, and no level is jumped over."""

    def __init__(self, html: str) -> None:
        self.highest = min((int(level) for _, level in _HEADING.findall(html)), default=1)
        self.level = 2

    def __call__(self, tag: re.Match[str]) -> str:
        if tag[1] == "<h":
            self.level = min(int(tag[2]) - self.highest + 3, self.level + 1, 6)
        return f"{tag[1]}{self.level}"


def story_html(source: str) -> str:
    """Return a story as HTML that holds only text markup and safe links."""
    made = re.sub(r' style="text-align: (left|right|center);"', r' align="\1"', _html(source))
    return nh3.clean(
        made,
        tags=TAGS,
        clean_content_tags=_VOID,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener nofollow",
    )


def reduced(source: str) -> tuple[str, ...]:
    """Return what cleaning takes away from a story: `<script>`, `<p onclick>`; nothing when all is harmless."""
    looking = _Depth()
    looking.feed(_html(source))
    looking.close()
    return tuple(looking.reduced)
