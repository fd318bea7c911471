"""Markdown to safe HTML: CommonMark with tables, raw HTML reduced to harmless text markup."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from generator.stories.plain import plain


@dataclass(frozen=True, slots=True)
class Story:
    """A story as it is shown."""

    html: str
    """Only text markup and safe links."""
    reduced: tuple[str, ...]
    """What cleaning took away: `<script>`, `<p onclick>`; nothing when all was harmless."""


@lru_cache(maxsize=1024)
def story(source: str) -> Story:
    """Return a story in Markdown as HTML, with what was taken away; a text asked for again is not read again."""
    made = plain(source)
    return by_library(source) if made is None else Story(_lowered(made), ())


def story_html(source: str) -> str:
    """Return a story as HTML that holds only text markup and safe links."""
    return story(source).html


def reduced(source: str) -> tuple[str, ...]:
    """Return what cleaning takes away from a story: `<script>`, `<p onclick>`; nothing when all is harmless."""
    return story(source).reduced


def by_library(source: str) -> Story:
    """Return what `story` does, read by the Markdown library whatever the text."""
    # Importing them takes longer than reading a hundred plain stories.
    from generator.stories import cleaning, commonmark

    made = _lowered(commonmark.html(source))
    return Story(cleaning.cleaned(made), cleaning.reduced(made))


_HEADING = re.compile(r"(</?h)([1-6])\b")


def _lowered(html: str) -> str:
    return _HEADING.sub(_Lowered(html), html) if "<h" in html else html


class _Lowered:
    """Put a story's headings under the page's own h1 and h2: the highest becomes h3, and no level is jumped over."""

    def __init__(self, html: str) -> None:
        self.highest = min((int(level) for _, level in _HEADING.findall(html)), default=1)
        self.level = 2

    def __call__(self, tag: re.Match[str]) -> str:
        if tag[1] == "<h":
            self.level = min(int(tag[2]) - self.highest + 3, self.level + 1, 6)
        return f"{tag[1]}{self.level}"
