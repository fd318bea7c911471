"""Words as search compares them: the same in Python and in the browser, case by case."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.vietnamese import bare_spelling, fold, sort_key, spelling, words
from tests.conftest import ROOT
from tests.searching import rows

CASES = [tuple(row) for row in rows("folding.txt")]
SAMPLES = st.text(alphabet="aăâàảãáạbdđeêếghiịoôơởquưừvyýỳ' .-ĐƯ19", max_size=30)


@pytest.fixture(scope="module")
def engine(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Any]]:
    """Run a piece of script beside the search engine."""
    page = browser.new_page()
    folder = tmp_path_factory.mktemp("engine")
    (folder / "index.html").write_text('<!doctype html><meta charset="utf-8"><script src="search.js"></script>')
    templates = jinja2.Environment(loader=jinja2.FileSystemLoader(ROOT / "templates", encoding="utf-8"))
    (folder / "search.js").write_text(templates.get_template("search.js").render(), encoding="utf-8")
    page.goto((folder / "index.html").as_uri())
    yield page.evaluate
    page.close()


def test_python_spells_as_the_table_says() -> None:
    """Each word of the table has the spelling and the bare letters that stand beside it, decomposed too."""
    for word, spelt, bare in CASES:
        assert (spelling(word), bare_spelling(spelling(word))) == (spelt, bare)
        assert words(unicodedata.normalize("NFD", word)) == [unicodedata.normalize("NFC", word)]


def test_the_browser_spells_as_the_table_says(engine: Any) -> None:
    """The script spells the same table the same way."""
    told = engine(
        """cases => cases.map(word => {
            const [only] = OCOP.words.words(word.normalize("NFD"));
            return [word, OCOP.words.spelling(only), OCOP.words.bare(OCOP.words.spelling(only))];
        })""",
        [word for word, _, _ in CASES],
    )
    assert [tuple(one) for one in told] == CASES


def test_both_split_and_spell_any_text_alike(engine: Any) -> None:
    """Python and the browser find the same words in a text, spell them alike and put texts into the same order."""
    texts: list[str] = []

    @given(SAMPLES)
    def collect(text: str) -> None:
        texts.append(text)

    collect()
    ours = [[[spelling(word), bare_spelling(spelling(word))] for word in words(text)] for text in texts]
    theirs = engine(
        """texts => texts.map(text => OCOP.words.words(text).map(word => {
            const spelt = OCOP.words.spelling(word);
            return [spelt, OCOP.words.bare(spelt)];
        }))""",
        texts,
    )
    assert theirs == ours
    names = sorted(set(map(str.strip, texts)))
    keys = engine("names => names.map(OCOP.words.order)", names)
    order = [name for _, name in sorted(zip(keys, names, strict=True))]
    assert [sort_key(one)[:2] for one in order] == sorted(sort_key(one)[:2] for one in names)


def test_keys_of_telex_and_vni(engine: Any) -> None:
    """What was typed for Telex or VNI is read as what these would have written; other words are left alone."""
    cases = rows("typing.txt")
    told = engine("cases => cases.map(([keys, method]) => OCOP.words.typed(keys, method) || '-')", cases)
    assert told == [spelt for _, _, spelt in cases]


@given(SAMPLES)
def test_without_marks_is_what_folding_says(text: str) -> None:
    """The bare letters of a word are those of `fold`, but for a final y that is an i."""
    for word in words(text):
        assert bare_spelling(spelling(word)).replace("i", "y") == fold(word).replace("i", "y")
