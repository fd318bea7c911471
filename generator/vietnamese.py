"""Vietnamese text: one form of it, its folding to plain letters, its words as search compares them, its order."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e0fff]"
)
"""Characters that a reader cannot see and that change what a text is: control, zero-width, direction marks."""

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: rank for rank, letter in enumerate(_LETTERS, start=100)}
_TONE_RANK = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries; no tone comes first."""
_HORNS_AND_HATS = {"\u0302", "\u0306", "\u031b"}
_MARKS = re.compile("[\u0300-\u036f]+")
_BETWEEN_WORDS = re.compile("[^0-9a-z]+")
_WORD = re.compile(r"[^\W_]+")
_TONES = str.maketrans({"\u0300": "`", "\u0309": "?", "\u0303": "~", "\u0301": "'", "\u0323": "."})
"""The five tones as signs behind a word (those of VIQR)."""
_TONE = re.compile("[\u0300\u0309\u0303\u0301\u0323]")
_TONE_SIGNS = re.compile("[`?~'.]+")
_FINAL_Y = re.compile("^([hklmst]|qu)y([`?~'.]*)$")
"""Written y or i as the writer likes: `mỳ` is `mì`, `quý` is `quí`; but `thuý` is not `thúi`."""


def nfc(text: str) -> str:
    """Return the text in Unicode's composed form, the one the portals' standard (TCVN 6909) wants."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def without_invisible(text: str) -> str:
    """Return the text without characters nobody sees."""
    return INVISIBLE.sub("", text) if INVISIBLE.search(text) else text  # to replace nothing takes twice as long


def fold(text: str) -> str:
    """Return lower-case letters without marks, đ as d: `Điểm` gives `diem`."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    plain = _MARKS.sub("", unicodedata.normalize("NFD", folded.replace("đ", "d")))
    # Vietnamese ends here; other scripts have marks elsewhere.
    return plain if plain.isascii() else "".join(char for char in plain if not unicodedata.combining(char))


def words(text: str) -> list[str]:
    """Return the words of a text: letters and digits that stand together."""
    return _WORD.findall(nfc(text))


@lru_cache(maxsize=65536)
def spelling(word: str) -> str:
    """Return a word as search compares it exactly: small letters, its tone behind, `Điểm` as `điêm?`.

    So `hoà` is `hòa`, and `mỳ` is `mì`.
    """
    letters = word.lower()
    if not letters.isascii():
        parts = unicodedata.normalize("NFD", letters)
        if tones := _TONE.findall(parts):
            parts = _TONE.sub("", parts) + "".join(tones).translate(_TONES)
        letters = unicodedata.normalize("NFC", parts)
    return _FINAL_Y.sub(r"\1i\2", letters)


@lru_cache(maxsize=65536)
def bare_spelling(spelt: str) -> str:
    """Return what all spellings of a word share, as who types without marks writes it: `điêm?` gives `diem`."""
    letters = _TONE_SIGNS.sub("", spelt)
    if letters.isascii():
        return letters
    parts = unicodedata.normalize("NFD", letters.replace("đ", "d"))
    return "".join(char for char in parts if unicodedata.category(char)[0] != "M")


def slug(text: str) -> str:
    """Return a name for an address: folded words joined by hyphens, `xa-muong-ang`."""
    return _BETWEEN_WORDS.sub("-", fold(text)).strip("-")


def sort_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    """Return a key in Vietnamese order: letters (a ă â b c d đ e ê …) first, then tones, then the text."""
    letters, tones = zip(*map(rank, nfc(text).lower()), strict=True) if text else ((), ())
    return letters, tones, text


@lru_cache(maxsize=4096)
def rank(char: str) -> tuple[int, int]:
    """Return the places of a letter and of its tone."""
    parts = unicodedata.normalize("NFD", char)
    tone = next((_TONE_RANK[part] for part in parts if part in _TONE_RANK), 0)
    base = unicodedata.normalize("NFC", parts[0] + "".join(part for part in parts[1:] if part in _HORNS_AND_HATS))
    return _LETTER_RANK.get(base, ord(base[0]) if ord(base[0]) < 97 else 1000 + ord(base[0])), tone
