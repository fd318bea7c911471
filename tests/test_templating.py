"""What templates write is what the escaping library writes, only sooner."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import jinja2
from hypothesis import given
from hypothesis import strategies as st
from jinja2.filters import sync_do_join, sync_do_select
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

from generator.addresses import quoted
from generator.making.links import _LINKS
from generator.templating import _in_steps, joined, selected, written

VALUES: st.SearchStrategy[Any] = st.one_of(
    st.text(),
    st.text("<>&'\"a"),
    st.integers(),
    st.decimals(),
    st.dates(),
    st.none(),
    st.booleans(),
    st.text().map(Markup),
)


@given(VALUES)
def test_values_are_written_as_markupsafe_writes_them(value: Any) -> None:
    """Text, numbers, dates, nothing and markup: the same characters as markupsafe's `escape` gives."""
    assert str(written(value)) == str(escape(value))


@given(st.one_of(st.text(), st.text("<>&'\"a")))
def test_texts_are_escaped_alike_with_any_markupsafe(text: str) -> None:
    """Where markupsafe has no function of its own for it, ours gives the same."""
    assert _in_steps(text) == str(escape(text))


def test_what_brings_its_own_html_keeps_it() -> None:
    """An object that says itself how it stands in HTML is asked; any other is text."""

    class Star:
        def __html__(self) -> str:
            return "<b>★</b>"

    assert written(Star()) == "<b>★</b>"
    assert written(Decimal("62.5")) == "62.5"
    assert written(date(2026, 1, 2)) == "2026-01-02"


@given(st.lists(VALUES), st.one_of(st.text(), st.text().map(Markup)), st.booleans())
def test_values_are_joined_as_jinja_joins_them(values: list[Any], between: str, escaping: bool) -> None:
    """The same characters, markup where Jinja's are markup."""
    context = EvalContext(jinja2.Environment(autoescape=escaping))
    ours, theirs = joined(context, values, between), sync_do_join(context, values, between)
    assert (str(ours), type(ours)) == (str(theirs), type(theirs))


@given(st.lists(VALUES))
def test_values_are_chosen_as_jinja_chooses_them(values: list[Any]) -> None:
    """Those that hold, or those that pass a test."""
    context = jinja2.Environment().from_string("").new_context()
    for test in ((), ("string",), ("none",)):
        assert list(selected(context, values, *test)) == list(sync_do_select(context, values, *test))


@given(st.one_of(st.text(), st.text("aZ09_.~/-@ %é")))
def test_addresses_are_quoted_as_python_quotes_them(text: str) -> None:
    """A text with nothing to quote is not even looked at letter by letter, and is the same."""
    assert quoted(text) == quote(text)


MARKS = (' href="', ' src="', ' srcset="', ' action="')
ATTRIBUTES = st.sampled_from([*MARKS, ' id="', ' data-src="', 'href="', ' alt="'])


@given(st.lists(st.tuples(ATTRIBUTES, st.text("ab/.#=< é\n"))))
def test_links_are_what_stands_behind_their_marks(attributes: list[tuple[str, str]]) -> None:
    """Going through a page once finds what splitting it at each mark finds."""
    content = "<p>".join(f'<a{mark}{value}">' for mark, value in attributes).encode()
    parts = [part for mark in MARKS for part in content.split(mark.encode())[1:]]
    assert set(_LINKS(content)) == {part[: part.find(b'"')] for part in parts}
