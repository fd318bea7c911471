"""Stories: CommonMark with tables, as other programmes read it, and nothing but text markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.markup import reduced, story_html

CASES = {
    "paragraphs": "Một.\n\nHai.",
    "soft line break": "Một\nhai",
    "hard line break": "Một  \nhai",
    "emphasis": "*nghiêng* và **đậm** và **đậm *cả hai***",
    "heading": "# Lớn\n\n## Nhỏ\n\nChữ",
    "heading under text": "Chữ\n# Lớn",
    "list": "- một\n- hai\n- ba",
    "list right under text": "Có:\n- một\n- hai",
    "numbers right under text": "Làm:\n1. một\n2. hai",
    "a year is no list": "Năm ấy là\n1985. Sau đó thì khác",
    "list in list, two spaces": "- một\n  - trong\n  - trong nữa\n- hai",
    "list in list, four spaces": "- một\n    - trong\n- hai",
    "numbers in list": "- một\n  1. trong\n  2. trong nữa\n- hai",
    "list then text": "- một\n- hai\n\nChữ sau",
    "stars and plus": "* một\n* hai",
    "numbers with bracket": "1) một\n2) hai",
    "numbers from three": "3. ba\n4. bốn",
    "item of two lines": "- một\n  dòng nữa\n- hai",
    "quote": "> Lời kể\n> tiếp",
    "rule": "Trên\n\n---\n\nDưới",
    "link": '[trang](https://example.com/a?b=1&c=2 "Tên")',
    "address": "<https://example.com>",
    "code": "Gõ `a < b`",
    "fence": "```\na < b\n\n- không phải mục\n```",
    "table": "| A | B |\n|---|---|\n| 1 | 2 |",
    "escape": r"\*không nghiêng\*",
    "entities": "&copy; & <",
}


def plain(html: str) -> str:
    """Return HTML in one form: what our cleaning and page add or shift does not count."""
    html = re.sub(r' rel="[^"]*"', "", html)
    html = re.sub(r"<(/?)h([1-6])>", lambda tag: f"<{tag[1]}h{tag[2]}>", html)
    html = re.sub(r"<br ?/?>", "<br>", html).replace("<hr />", "<hr>").replace("&quot;", '"')
    html = re.sub(r">\s+<", "><", html)
    return (
        re.sub(r"\s+", " ", html).strip().replace(" </li>", "</li>").replace(" <ul>", "<ul>").replace(" <ol>", "<ol>")
    )


@pytest.mark.parametrize("name", CASES)
def test_stories_read_as_commonmark(name: str) -> None:
    """What story writers use gives the same HTML as the CommonMark reference port (headings two levels down)."""
    reference = MarkdownIt("commonmark").enable("table").render(CASES[name])
    lowered = re.sub(r"(</?h)([1-6])>", lambda tag: f"{tag[1]}{min(int(tag[2]) + 2, 6)}>", reference)
    assert plain(story_html(CASES[name])) == plain(lowered)


HARMFUL = {
    "<script>alert(1)</script>": ("<script>",),
    "<p onclick='x()'>a</p>": ("<p onclick>",),
    "<iframe src='https://example.com'></iframe>": ("<iframe>",),
    "<img src='https://example.com/a.png'>": ("<img>",),
    "![ảnh](https://example.com/a.png)": ("<img>",),
    "<a href='javascript:alert(1)'>a</a>": ("<a href>",),
    "[a](javascript:alert(1))": ("<a href>",),
    "<style>p{}</style>": ("<style>",),
    "<b style='position:fixed'>a</b>": ("<b style>",),
    "<svg onload=alert(1)>": ("<svg>",),
    "<!-- ghi chú -->": ("<!-- -->",),
}


@pytest.mark.parametrize("source", HARMFUL)
def test_harmful_markup_is_taken_away_and_told(source: str) -> None:
    """Nothing that loads, runs or positions stays, and the office is told what went."""
    made = story_html(source)
    assert not re.search(r"script|onclick|iframe|<img|javascript|style|svg|onload|<!--", made), made
    assert reduced(source) == HARMFUL[source]


@pytest.mark.parametrize("source", ["<b>đậm</b> H<sub>2</sub>O", "<table><tr><td align='right'>1</td></tr></table>"])
def test_harmless_markup_stays(source: str) -> None:
    """Text markup in HTML stays and is no warning."""
    assert reduced(source) == ()
    assert "<b>" in story_html(source) or "<td" in story_html(source)


@given(st.text(alphabet=st.sampled_from("ab -*+>#`|_[]()<!&\n\t\\1.:/=~\"'"), max_size=120))
def test_no_text_breaks_the_reader(source: str) -> None:
    """Any text becomes HTML with allowed elements only."""
    elements = set(re.findall(r"<\s*([a-zA-Z0-9]+)", story_html(source)))
    assert elements <= {
        *("p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "strong", "em", "a"),
        *("table", "thead", "tbody", "tr", "th", "td", "b", "i", "u", "s", "del", "ins", "q"),
    }


@pytest.mark.parametrize(
    ("source", "levels"),
    [("## A\n\n## B", "33"), ("# A\n\n### B\n\n# C", "343"), ("### A\n\n# B\n\n## C", "334"), ("###### A", "3")],
)
def test_headings_stand_in_order(source: str, levels: str) -> None:
    """A story's highest heading is h3, below the page's own, and none is more than one deeper than the one before."""
    assert "".join(re.findall(r"<h([1-6])>", story_html(source))) == levels
