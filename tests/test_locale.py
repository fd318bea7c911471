"""The catalogues of words: read line by line here, written by Babel."""

from __future__ import annotations

import pytest
from babel.messages.pofile import read_po

from generator.locale import LOCALES, MANY, messages

CATALOGUES = sorted(path.relative_to(LOCALES) for path in LOCALES.glob("*/*.po"))


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=str)
def test_catalogues_say_what_babel_reads_in_them(catalogue):
    """Every message of every catalogue is understood as Babel understands it, the further form beside the first."""
    with (LOCALES / catalogue).open("rb") as file:
        told = [one for one in read_po(file, locale=catalogue.parent.name) if one.id]
    wanted = {}
    for one in told:
        if isinstance(one.id, str):
            wanted[one.id] = one.string
        else:
            wanted[one.id[0]], wanted[MANY + one.id[1]] = one.string[0], one.string[-1]

    assert messages(catalogue.parent.name, catalogue.stem) == wanted
    assert len(wanted) > 100


def test_messages_over_several_lines_with_escapes_are_one(tmp_path, monkeypatch):
    """Parts of a message are joined, escapes are read; a message nobody asks for any more is left out."""
    (tmp_path / "xx").mkdir()
    text = '#: a.html:1\nmsgid ""\n"mot "\n"hai\\n"\nmsgstr "one \\"two\\"\\n"\n'
    text += '\n#~ msgid "cũ"\n#~ msgstr "old"\n\nmsgid "ba"\nmsgstr ""\n'
    (tmp_path / "xx" / "pages.po").write_text(text, encoding="utf-8")
    monkeypatch.setattr("generator.locale.LOCALES", tmp_path)

    assert messages.__wrapped__("xx", "pages") == {"mot hai\n": 'one "two"\n', "ba": ""}
