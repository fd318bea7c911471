"""Plain stories, read quickly: the same HTML as by the Markdown library."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.markup import by_library, story
from generator.records.document import front_matter
from generator.stories import commonmark
from generator.stories.plain import plain
from tests.conftest import ROOT

WORDS = st.sampled_from(
    [
        "chè",
        "Làng nghề",
        "5",
        "1985.",
        "3)",
        "**đậm**",
        "*nghiêng*",
        "**hai chữ**",
        "(*x*)",
        "*x*,",
        "“x”",
        '"x"',
        "é-ế",
    ]
)
ODD = st.sampled_from(
    [
        *("**x**y", "***a***", "* a *", "**a", "*", "=", "===", "---", "+ a", ": a", "#a", "a #", "a_b_c", "&amp;"),
        *("a & b", "<b>x</b>", "[a](b)", "`x`", "\\*", "| a | b |", "> a", "  ", "\u00a0", "\u200b", "~~~", "\t"),
    ]
)
OPENINGS = st.sampled_from(
    ["", "", "", "- ", "- ", "1. ", "2. ", "10. ", "# ", "## ", "### ", "* ", "1) ", "- - ", " "]
)
LINES = st.builds(
    "{0}{1}{2}".format,
    OPENINGS,
    st.lists(st.one_of(WORDS, WORDS, WORDS, WORDS, ODD), min_size=1, max_size=3).map(" ".join),
    st.sampled_from(["", "", "", "", " ", "  "]),
)
BLOCKS = st.one_of(
    LINES,
    st.lists(LINES, max_size=3).map("\n".join),
    st.lists(WORDS, min_size=1, max_size=3).map(lambda items: "\n".join(f"- {one}" for one in items)),
    st.lists(WORDS, min_size=1, max_size=3).map(lambda items: "\n".join(f"1. {one}" for one in items)),
    st.builds("{0} {1}".format, st.sampled_from(["#", "##", "####"]), WORDS),
)
STORIES = st.builds(
    str.join, st.sampled_from(["\n\n", "\n\n", "\n\n\n", "\n"]), st.lists(BLOCKS, min_size=1, max_size=4)
)


@settings(max_examples=600)
@given(STORIES)
def test_plain_stories_are_read_as_the_library_reads_them(source: str) -> None:
    """What the quick reader takes for plain gives the library's HTML, in which there is nothing to clean."""
    quick = plain(source)
    if quick is not None:
        assert quick == commonmark.html(source)
        assert story(source) == by_library(source)
        assert story(source).reduced == ()


PLAIN = """\
# Làng chè

Cây **Shan tuyết** cổ thụ (*trăm năm*)
mọc trên núi cao.

- Hái tay
- Sao lửa nhỏ

## Cách pha

1. Tráng ấm
2. Ủ 3 phút

2021 là năm đầu.
"""


def test_plain_story() -> None:
    """Headings, paragraphs, lists, bold and italics need no library."""
    assert plain(PLAIN) == (
        "<h1>Làng chè</h1>\n<p>Cây <strong>Shan tuyết</strong> cổ thụ (<em>trăm năm</em>)\nmọc trên núi cao.</p>\n"
        "<ul>\n<li>Hái tay</li>\n<li>Sao lửa nhỏ</li>\n</ul>\n<h2>Cách pha</h2>\n"
        "<ol>\n<li>Tráng ấm</li>\n<li>Ủ 3 phút</li>\n</ol>\n<p>2021 là năm đầu.</p>"
    )
    assert story(PLAIN).html == plain(PLAIN).replace("h2>", "h4>").replace("h1>", "h3>")


@pytest.mark.parametrize(
    "source",
    [
        *("a\n- b", "- a\nb", "- a\n\n- b", "- a\n\n1. b", "2. a", "- # a", "- - a", "* a", "a\n===", "a\n---", "---"),
        *("# a #", "#a", "# a\nb", "a  \nb", "a ", " a", "    a", "a * b", "**a", "a**b**", "***a***", "a_b_", "`a`"),
        *("[a](b)", "<b>", "a & b", "a < b", "> a", "|a|", "\\a", "~~~", "a\u00a0b", "a\u200bb", "a\tb", "1985. a"),
    ],
)
def test_all_other_markdown_is_for_the_library(source: str) -> None:
    """What is rare, and what only looks plain, is never read quickly."""
    assert plain(source) is None


@pytest.mark.parametrize("path", sorted((ROOT / "content" / "products").glob("DB*.md")), ids=lambda path: path.stem)
def test_stories_are_plain(path: Path) -> None:
    """Stories as offices write them are read without the library."""
    assert plain(front_matter(path.read_text(encoding="utf-8"), path.name).body.strip("\n")) is not None
