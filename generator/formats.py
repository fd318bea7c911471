"""How days, numbers and texts of the records are written on pages, by language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from generator.clock import VIETNAM

if TYPE_CHECKING:
    from babel import Locale

REGIONS = {"en": "en_GB", "vi": "vi_VN"}
"""Whose way of writing is meant, where a language has several: the day before the month, as in Vietnam."""


@lru_cache(maxsize=4096)
def day(value: date | datetime | None) -> str:
    """Write a date as dd/mm/yyyy, with Vietnam's hour where there is one."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(VIETNAM)
        return f"{value:%H:%M} {value.day:02}/{value.month:02}/{value.year:04}"
    return f"{value.day:02}/{value.month:02}/{value.year:04}"


def number(value: Decimal | int) -> str:
    """Write a number the Vietnamese way: 1.234,5."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


@lru_cache(maxsize=8192)
def long_day(language: str, value: date | datetime | None) -> str:
    """Write a date with its month as a word, so that nobody takes it for another: 5 March 2026."""
    if value is None:
        return ""
    hour = ""
    if isinstance(value, datetime):
        value = value.astimezone(VIETNAM)
        hour, value = f"{value:%H:%M}, ", value.date()
    known = _locale(language)
    if known is None:
        return hour + value.isoformat()
    from babel.dates import format_date  # imported late: a site in Vietnamese alone needs none of it

    return hour + format_date(value, "long", known)


def grouped_number(language: str, value: Decimal | int) -> str:
    """Write a number with the language's signs: 1,234.5."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return text.translate(_signs(language))


@cache
def _locale(language: str) -> Locale | None:
    from babel import Locale, UnknownLocaleError  # imported late, as above

    try:
        return Locale.parse(REGIONS.get(language, language))
    except UnknownLocaleError:
        return None


@cache
def _signs(language: str) -> dict[int, str]:
    """Return the signs that part thousands and decimals, in the place of English ones."""
    known = _locale(language)
    if known is None:
        return {}
    from babel.numbers import get_decimal_symbol, get_group_symbol  # imported late, as above

    return {ord(","): get_group_symbol(known), ord("."): get_decimal_symbol(known)}


def in_vietnamese(text: Any) -> Markup:
    """Say of a text of the records that it is Vietnamese: a name of a place or an office, which has no other."""
    return Markup(f'<bdi lang="vi">{escape(text)}</bdi>') if text else NOTHING  # noqa: S704 - escaped


NOTHING = Markup()


def filters(language: str) -> dict[str, Callable[..., Any]]:
    """Return how a language writes days and numbers, and what it says of Vietnamese texts."""
    if language == "vi":
        return {"day": day, "number": number, "vi": lambda text: text}
    return {
        "day": partial(long_day, language),
        "number": partial(grouped_number, language),
        "vi": in_vietnamese,
    }


def twin(language: str, texts: tuple[tuple[str, str], ...]) -> str | None:
    """Return which of the pairs of language and text is in a language."""
    for code, text in texts:
        if code == language:
            return text
    return None
