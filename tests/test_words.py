"""The pages' words: every one of them in a catalogue, every catalogue complete, no word outside of all."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from generator import theme as theme_module
from generator.checks import config_rules
from generator.cli import main
from generator.locale import LOCALES, editions
from generator.opendata.tables import tables
from generator.opendata.words import of_column, of_table
from generator.outputs import lots, shelves
from generator.serials.issue import voided
from generator.template_files import OURS
from generator.theme import Theme
from tests import compiled
from tests.conftest import PRODUCT, ROOT, TODAY, Office
from tests.signed import sign
from tests.test_pages import Reader
from tests.test_serials import LOTS, issue, order

LANGUAGES = editions()[1:]
"""Those that are not the source."""


def messages(file: Path) -> dict[Any, Message]:
    """Return the messages of a catalogue."""
    with file.open("rb") as opened:
        return {one.id: one for one in read_po(opened) if one.id}


def forms(said: str | tuple[str, ...]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def blanks(said: str) -> list[str]:
    """Return what is filled into a message, and its markup."""
    return sorted(re.findall(r"%\(\w+\)s|#|<[^>]*>", said))


def test_languages_are_complete() -> None:
    """Each language has every word of the templates and no other, nothing doubtful, nothing left from before."""
    wanted = messages(LOCALES / "pages.pot")
    assert len(wanted) > 500
    for language in LANGUAGES:
        file = LOCALES / language / "pages.po"
        found = messages(file)
        assert found.keys() == wanted.keys(), language
        assert [one.id for one in found.values() if one.fuzzy or not all(forms(one.string))] == [], language
        assert "\n#~" not in file.read_text(encoding="utf-8"), language


def test_languages_fill_the_same_blanks() -> None:
    """A translation has the blanks and the markup of its source; of a count each form has them."""
    wrong = [
        (language, one.id, said)
        for language in LANGUAGES
        for one in messages(LOCALES / language / "pages.po").values()
        for said in forms(one.string)
        if blanks(said) != blanks(forms(one.id)[0])
    ]
    assert wrong == []


def test_counts_have_the_forms_of_the_language() -> None:
    """Vietnamese says one and many alike; English does not: each count has as many forms as its catalogue says."""
    for language in LANGUAGES:
        with (LOCALES / language / "pages.po").open("rb") as opened:
            catalogue = read_po(opened, locale=language)
        counted = [one for one in catalogue if isinstance(one.id, tuple)]
        assert counted
        assert {len(one.string) for one in counted} == {catalogue.num_plurals}
    _, ngettext = theme_module.translate("en")
    said = [ngettext("Tìm thấy %(num)s kết quả", "Tìm thấy %(num)s kết quả", count) for count in (1, 2)]
    assert said == ["%(num)s result found", "%(num)s results found"]


# ---- A made-up language in which every word is marked: what stands outside of all marks is nobody's translation.

ACCENTS = str.maketrans("aeiouyAEIOUY", "àéîöüÿÀÉÎÖÜŸ")
KNOWN = {
    "OCOP",
    "QR",
    "SVG",
    "PNG",
    "GTIN",
    "GLN",
    "Tiếng Việt",
    "English",
    "qps",
    "ocop verify",
    "K7M2QX-9ABCDE-FGHJKM",
    "Bốn 204",  # what was removed was called so
    "mã",
}
"""Names that are the same in every language, and a language's own name."""
MET = ("alt", "title", "aria-label", "placeholder", "content", "label", "download")
"""Attributes that people meet."""
SAID_BY_SCRIPTS = {"words", "list"}
"""Ids of the elements whose data scripts say."""
NOT_SAID = {"data-home", "data-link"}
SPECIAL = re.compile(r"%\(\w+\)s|#|<[^>]*>")


def marked(words: str) -> str:
    """Return words as the made-up language has them: marked, with other letters, blanks and markup as they were."""
    rest, kept = SPECIAL.split(words), SPECIAL.findall(words)
    told = [one.translate(ACCENTS) for one in rest]
    return "⟦" + "".join(text + (kept[at] if at < len(kept) else "") for at, text in enumerate(told)) + "⟧"


def unmarked(text: str) -> str:
    """Return what stands outside all ⟦marks⟧, which may hold each other."""
    depth, kept = 0, []
    for char in text:
        depth += (char == "⟦") - (char == "⟧")
        if depth == 0 and char != "⟧":
            kept.append(char)
    return "".join(kept)


class Everything(Office):
    """An office with a page of every kind: full records, lots with stamps, long lists, signed."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "office")
        shutil.copytree(ROOT / "tests" / "full", self.root)
        self.product("DB0001", name="Một 201")
        self.write("content/lots/DB0001.yml", LOTS + "".join(f"- lot: A{number}\n" for number in range(12)))
        issue(self)
        voided(order(self), 1, TODAY, "Mất tem 202")
        issue(self)
        bare = PRODUCT.replace("name: {name}", "name: {name}\ndemo: true").replace("set: che", "set: hoa")
        for number in range(12):
            self.product(f"DB01{number:02}", text=bare.format(code=f"DB01{number:02}", name=f"Hai {number:03}"))
        ceased = bare.format(code="DB0200", name="Ba 203").removesuffix("---\n") + "status: ceased\n---\n"
        self.product("DB0200", text=ceased)
        for code in ("DB0300", "DB0301"):
            self.product(code, name="Bốn 204")
        assert main(["keys", "new", str(folder / "office.pem"), "--root", str(self.root)]) == 0
        assert sign(self) == 0
        shutil.rmtree(self.root / ".ocop")
        shutil.rmtree(self.out)
        ledger = self.root / "content/addresses.tsv"
        went_out = ledger.read_text(encoding="utf-8")
        self.write("content/addresses.tsv", re.sub("^/en/\t.*\n", "", went_out, flags=re.MULTILINE))
        for code in ("DB0300", "DB0301"):
            (self.root / f"content/products/{code}.md").unlink()
        gone = "- code: DB0300\n  since: 22/11/2026\n  reason: Ngừng sản xuất 205\n"
        self.write("content/tombstones.yml", gone)
        self.write("content/redirects.yml", "- address: DB0301\n  to: DB0001\n")
        text = (self.root / "config.yml").read_text(encoding="utf-8")
        self.write("config.yml", text.replace("editions:\n    - vi\n    - en", "editions:\n    - vi\n    - qps"))


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, set[str]]]:
    """A site with a page of every kind in two languages, both of them marked; and the templates it was drawn with."""
    drawn = set()
    real = Theme.draw

    def draw(self: Theme, template: str, language: str | None = None, **values: Any) -> bytes:
        drawn.add((template, language))
        return real(self, template, language, **values)

    office = Everything(tmp_path_factory.mktemp("pseudo"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(theme_module, "translate", lambda language: (marked, lambda one, many, n: marked(one)))
        patch.setattr(config_rules, "editions", lambda: ("vi", "qps"))
        patch.setattr(shelves, "PAGE_LENGTH", 1)
        patch.setattr(lots, "LOTS_A_PAGE", 5)
        patch.setattr(Theme, "draw", draw)
        with compiled.anew():  # the words are settled in them
            office.build()
        yield office, {template for template, language in drawn if language == "qps"}


def test_every_page_is_drawn_in_every_language(pseudo: tuple[Office, set[str]]) -> None:
    """No template of a page was left out of the made-up language; 404 has one address and carries its words along."""
    pages = {file.name for file in OURS.glob("*.html")} - {"page.html", "404.html"}
    assert pages - pseudo[1] == set()
    assert "parts/no-page.html" in pseudo[1]


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif value is not None:
        yield str(value)


def told_by_records(root: Path) -> list[str]:
    """Return every text of the records, the longest first."""
    found: set[str] = set()
    for file in [root / "config.yml", *(root / "content").rglob("*.yml"), *(root / "content").rglob("*.md")]:
        text = file.read_text(encoding="utf-8")
        head, _, story = text.removeprefix("---\n").partition("\n---\n") if file.suffix == ".md" else (text, "", "")
        found.update(line.strip("#* ") for line in story.splitlines())
        found.update([head.strip()] if ".en." in file.name else leaves(yaml.load(head, yaml.BaseLoader)))
    found |= {" ".join(one.split()[: shelves.GUIDE_WORDS]) for one in found}  # what long lists guide by
    return sorted((one for one in found if len(one) > 3), key=len, reverse=True)


def said(page: Reader) -> Iterator[str]:
    """Yield all that a page says: to eyes, to ears, to search engines, through its scripts."""
    yield "\n".join(text for tag, text in page.texts if tag != "script")
    for tag, attrs in page.tags:
        for name, value in attrs.items():
            met = (
                name in MET
                and "http-equiv" not in attrs
                and not (tag == "meta" and (attrs.get("name") or attrs.get("property")) in MACHINES)
            )
            if (value and met) or (
                attrs.get("id") in SAID_BY_SCRIPTS and name.startswith("data-") and name not in NOT_SAID
            ):
                yield value or ""
        if (drop := attrs.get("data-drop")) is not None:
            yield drop


MACHINES = {"viewport", "color-scheme", "theme-color", "robots", "og:url", "og:type", "og:locale", "og:image"}
MACHINES |= {"twitter:card"}


def told_by_tables(languages: tuple[str, ...]) -> list[str]:
    """Return what the page of open data tells of its tables, which has catalogues of its own, the longest first."""
    known = tables(languages)
    said = {of_table(name, what)["vi"] for name in known for what in ("title", "description")}
    for table in known.values():
        said |= {text for column in table.columns for text in (column.name, of_column(column, "vi"))}
    return sorted({*said, *CODE}, key=len, reverse=True)


CODE = ("CSV", "JSON Lines", "JSON", "curl -O", "import pandas", "pandas.read_json", "lines=True, dtype=False")
CODE += ("datapackage.json", "catalog.jsonld")


def test_no_word_escapes_translation(pseudo: tuple[Office, set[str]]) -> None:
    """In both languages each letter outside of a mark comes from a record: no template, script or rule has its own."""
    office, _ = pseudo
    records, of_tables = told_by_records(office.root), told_by_tables(("vi", "en"))
    bare: dict[str, str] = {}
    files = sorted(office.out.rglob("*.html"))
    assert len({file.relative_to(office.out).parts[0] for file in files} & {"qps", "P", "404.html"}) == 3
    for path in files:
        for text in said(Reader(path.read_text(encoding="utf-8"))):
            for rest in unmarked(text).split("\n"):
                left = re.sub(r"[\w.:/@-]*example\.\w+\S*|\S+\.(svg|png)|\b\S{43}=", "", rest)
                for known in (*(of_tables if path.parent.name == "data" else ()), *records, *KNOWN):
                    left = left.replace(known, "")
                if re.search(r"[^\W\d_]{2,}", left):
                    bare.setdefault(left.strip(), path.relative_to(office.out).as_posix())
    assert bare == {}, "\n".join(f"{one!r} {path}" for one, path in bare.items())


def test_scripts_have_no_words_of_their_own() -> None:
    """What scripts show they take from the page: none writes a text that begins with a letter into it."""
    for name in theme_module.ASSETS:
        if name.endswith(".js"):
            text = (OURS / name).read_text(encoding="utf-8")
            shown = re.findall(r"(?:textContent|innerText|title|ariaLabel)\s*=\s*[\"'`]\s*[^\W\d_]\w*", text)
            assert shown == [], name
