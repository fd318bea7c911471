"""Gather the pages' words into `templates/locale/pages.pot` and hand them on to each language's catalogue."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from generator.rules.programme import groups

ROOT = Path(__file__).resolve().parent.parent
POT = ROOT / "templates" / "locale" / "pages.pot"
METHODS = [("**.html", "jinja2"), ("**.json", "jinja2"), ("**.xml", "jinja2")]
OPTIONS = {
    # A template that cannot be read is an error: left out, its words would be missed by nobody.
    pattern: {"trimmed": "true", "newstyle_gettext": "true", "silent": "false", "extensions": "jinja2.ext.do"}
    for pattern, _ in METHODS
}


def law() -> Iterator[str]:
    """Yield what the law calls groups, families and sets: templates ask for these by what the rules say."""
    for group in groups():
        yield group.name
        for one in group.sets:
            yield from filter(None, (one.family, one.name))


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
    for name in law():
        catalogue.add(name, None, [("generator/rules/classification.yml", None)])
    return _written(catalogue, HEADER)


def handed_on(template: bytes, content: bytes) -> bytes:
    """Return a language's catalogue with every word of the template: new ones empty, old ones left out."""
    wanted, known = read_po(io.BytesIO(template)), read_po(io.BytesIO(content))
    for message in wanted:
        if message.id and (told := known.get(message.id)):
            message.string = told.string
    header, _, _ = content.decode().partition("\n\n")
    return _written(wanted, f"{header}\n\n")


HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def _written(catalogue: Catalog, header: str) -> bytes:
    out = io.BytesIO()
    write_po(out, catalogue, width=110, omit_header=True, sort_output=False)
    return header.encode() + out.getvalue()


if __name__ == "__main__":
    POT.write_bytes(gathered())
    for file in sorted(POT.parent.glob("*/pages.po")):
        file.write_bytes(handed_on(POT.read_bytes(), file.read_bytes()))
