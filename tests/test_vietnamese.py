"""Vietnamese text: one form, folding, order."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from generator.vietnamese import fold, nfc, slug, sort_key, without_invisible


def test_fold_reads_d_with_stroke_as_d() -> None:
    """đ does not decompose in Unicode, so it is folded by hand."""
    assert fold("Điểm Đồng Đăng") == "diem dong dang"


def test_slug_is_for_addresses() -> None:
    """Names become lower-case words joined by hyphens."""
    assert slug("Xã Mường Ảng, tỉnh Điện Biên") == "xa-muong-ang-tinh-dien-bien"


def test_order_is_the_dictionarys() -> None:
    """A ă â b c d đ e ê … first, then tones: ngang huyền hỏi ngã sắc nặng."""
    words = ["mạ", "mà", "ma", "mã", "má", "mả", "mă", "mâ", "na", "đa", "da", "dê", "de"]
    assert sorted(words, key=sort_key) == ["da", "de", "dê", "đa", "ma", "mà", "mả", "mã", "má", "mạ", "mă", "mâ", "na"]


def test_order_does_not_see_the_form() -> None:
    """Composed and decomposed text stand in the same place."""
    assert sort_key(nfc(unicodedata.normalize("NFD", "Ẳng"))) == sort_key("Ẳng")


@given(st.text() | st.text(alphabet="aàảãáạăâđĐêôơưỲ\u0300\u0309\u0323\u05b0\u3099ßİŒ "))
def test_folding_takes_every_mark(text: str) -> None:
    """Folded text is the decomposed small letters of any script, without what Unicode calls combining."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    assert fold(text) == "".join(letter for letter in letters if not unicodedata.combining(letter))


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    """Folding is idempotent and leaves no combining mark."""
    once = fold(text)
    assert fold(once) == once
    assert not any(unicodedata.combining(char) for char in once)


def test_invisible_characters_go() -> None:
    """Zero-width, direction and control characters are taken out; line ends and tabs stay."""
    assert without_invisible("a\u200bb\ufeff\u202ec\u00add\te\n") == "abcd\te\n"
