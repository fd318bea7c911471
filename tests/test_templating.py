"""What templates write is what the escaping library writes, only sooner."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from generator.templating import _in_steps, written

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
