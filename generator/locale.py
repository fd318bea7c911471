"""Words by language, from the gettext catalogues beside the templates."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

HERE = Path(__file__).resolve().parent
LOCALES = next(
    folder for folder in (HERE / "templates" / "locale", HERE.parent / "templates" / "locale") if folder.is_dir()
)


@cache
def messages(language: str, domain: str = "console") -> dict[str, str]:
    """Return a catalogue's messages by their key."""
    with (LOCALES / language / f"{domain}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {str(message.id): str(message.string) for message in catalogue if message.id}


def languages() -> tuple[str, ...]:
    """Return the languages that the console speaks, Vietnamese first."""
    found = sorted(path.parent.name for path in LOCALES.glob("*/console.po"))
    return ("vi", *(language for language in found if language != "vi"))
