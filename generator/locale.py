"""Words by language, from the gettext catalogues beside the templates."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

HERE = Path(__file__).resolve().parent
LOCALES = next(
    folder for folder in (HERE / "templates" / "locale", HERE.parent / "templates" / "locale") if folder.is_dir()
)


MANY = "\0"
"""Stands before the key of a form for more than one."""


@cache
def messages(language: str, domain: str = "console") -> dict[str, str]:
    """Return a catalogue's messages by their key.

    Read line by line: Babel, which writes the catalogues, takes a tenth of a second to be imported and to read one.
    """
    text = (LOCALES / language / f"{domain}.po").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for _, block in groupby(text.split("\n"), key=bool):
        parts = dict(_parts(block))
        one, forms = parts.get("msgid"), [said for name, said in parts.items() if name.startswith("msgstr")]
        if one and forms:
            # Vietnamese has one form, so both of its are alike: the languages' further form has a key of its own.
            found[one] = forms[0]
            if many := parts.get("msgid_plural"):
                found[MANY + many] = forms[-1]
    return found


_PART = re.compile(r'(?:(?P<name>[a-z_]+(?:\[\d\])?) )?(?P<said>".*")')


def _parts(block: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield what a block of a catalogue says of its message: name and text of each part."""
    name, said = "", ""
    for line in block:
        # Comments, and messages nobody asks for any more, begin with a hash.
        if not (part := _PART.fullmatch(line)):
            continue
        if part["name"]:
            if name:
                yield name, said
            name, said = part["name"], ""
        said += json.loads(part["said"])
    if name:
        yield name, said


def languages() -> tuple[str, ...]:
    """Return the languages that the console speaks, Vietnamese first."""
    found = sorted(path.parent.name for path in LOCALES.glob("*/console.po"))
    return ("vi", *(language for language in found if language != "vi"))


def editions() -> tuple[str, ...]:
    """Return the languages that pages can be had in, Vietnamese first."""
    found = sorted(path.parent.name for path in LOCALES.glob("*/pages.po"))
    return ("vi", *(language for language in found if language != "vi"))
