"""Gather the pages' words into `templates/locale/pages.pot`, for translators."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

ROOT = Path(__file__).resolve().parent.parent
POT = ROOT / "templates" / "locale" / "pages.pot"
METHODS = [("**.html", "jinja2"), ("**.json", "jinja2"), ("**.xml", "jinja2")]
OPTIONS = {pattern: {"trimmed": "true", "newstyle_gettext": "true"} for pattern, _ in METHODS}


def gathered() -> bytes:
    """Return the words of all templates as a catalogue without translations."""
    catalogue = Catalog(project="OCOP", charset="utf-8", fuzzy=False)
    found = extract_from_dir(
        str(ROOT / "templates"), METHODS, OPTIONS, comment_tags=("i18n:",), strip_comment_tags=True
    )
    for file, _line, message, comments, context in sorted(found, key=lambda one: (one[0].replace("\\", "/"), one[1])):
        catalogue.add(
            message, None, [(f"templates/{file}".replace("\\", "/"), None)], auto_comments=comments, context=context
        )
    out = io.BytesIO()
    write_po(out, catalogue, width=110, omit_header=True, sort_output=False)
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return header.encode() + out.getvalue()


if __name__ == "__main__":
    POT.write_bytes(gathered())
