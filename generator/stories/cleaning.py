"""HTML reduced to harmless text markup, and what was taken away from it."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser

import nh3

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
_ALIGNED = re.compile(r' style="text-align: (left|right|center);"')
"""How the Markdown library aligns a table's cells."""
_TAG = re.compile("<[^>]*>?")
_PLAIN_TAGS = frozenset(f"<{slash}{tag}>" for slash in ("", "/") for tag in TAGS)


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS,
        clean_content_tags=_VOID,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener nofollow",
    )


def cleaned(html: str) -> str:
    """Return HTML that holds only text markup and safe links."""
    return _cleaner().clean(_ALIGNED.sub(r' align="\1"', html))


def reduced(html: str) -> tuple[str, ...]:
    """Return what cleaning takes away: `<script>`, `<p onclick>`; nothing when all is harmless."""
    if _PLAIN_TAGS.issuperset(_TAG.findall(html)):
        return ()
    looking = _Depth()
    looking.feed(html)
    looking.close()
    return tuple(looking.reduced)


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
