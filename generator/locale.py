"""Words by language, from the gettext catalogues beside the templates."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

HERE = Path(__file__).resolve().parent
LOCALES = next(
    folder for folder in (HERE / "templates" / "locale", HERE.parent / "templates" / "locale") if folder.is_dir()
)


MANY = "\0"
"""Stands before the key of a form for more than one."""


@cache
def messages(language: str, domain: str = "console") -> dict[str, str]:
    """Return a catalogue's messages by their key."""
    with (LOCALES / language / f"{domain}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    found: dict[str, str] = {}
    for message in catalogue:
        if isinstance(message.id, str):
            found[message.id] = str(message.string)
        elif isinstance(message.string, tuple):
            # Vietnamese has one form, so both of its are alike: the languages' further form has a key of its own.
            found[message.id[0]], found[MANY + message.id[1]] = message.string[0], message.string[-1]
    found.pop("", None)
    return found


def languages() -> tuple[str, ...]:
    """Return the languages that the console speaks, Vietnamese first."""
    found = sorted(path.parent.name for path in LOCALES.glob("*/console.po"))
    return ("vi", *(language for language in found if language != "vi"))


def editions() -> tuple[str, ...]:
    """Return the languages that pages can be had in, Vietnamese first."""
    found = sorted(path.parent.name for path in LOCALES.glob("*/pages.po"))
    return ("vi", *(language for language in found if language != "vi"))
