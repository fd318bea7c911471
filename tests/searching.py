"""A catalogue to search in: the invented products of `tests/search/products.txt` beside the real ones of `content/`."""

from __future__ import annotations

import pickle
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from generator.checks.check import check
from generator.gather import gather
from generator.memory import Kept, Memory
from generator.outputs import search
from generator.records.folder import read
from generator.rules.programme import communes, provinces, rule_sets
from generator.template_files import find
from generator.theme import theme
from tests.conftest import CONFIG, ROOT, TODAY

HERE = Path(__file__).resolve().parent / "search"
PAGE = '<!doctype html><meta charset="utf-8"><script src="search.js"></script><script src="tim-kiem/loi.js"></script>'


def rows(name: str) -> list[list[str]]:
    """Return the rows of a table in `tests/search/`, its remarks left out."""
    text = (HERE / name).read_text(encoding="utf-8")
    return [[cell.strip() for cell in line.split(" | ")] for line in text.splitlines() if line and line[0] != "#"]


class Row(NamedTuple):
    """A product of `products.txt`."""

    code: str
    name: str
    english: str
    set: str
    stars: str
    issued: str
    kind: str
    producer: str
    commune: str
    before: str
    gtin: str
    decision: str
    standard: str
    trace: str
    shop: str
    story: str


PRODUCTS = [Row(*cells) for cells in rows("products.txt")]
REAL = {
    path.stem: re.findall("^name: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)[0]
    for path in sorted((ROOT / "content" / "products").glob("DB*.md"))
}
"""The names of the real products of `content/`, by their codes."""


def write(root: Path) -> None:
    """Write the catalogue as a project folder."""
    folder = root / "content" / "products"
    folder.mkdir(parents=True)
    (root / "config.yml").write_text(CONFIG, encoding="utf-8")
    for real in (ROOT / "content" / "products").glob("DB*.md"):
        shutil.copy(real, folder)
    for row in PRODUCTS:
        (folder / f"{row.code}.md").write_text(_record(row), encoding="utf-8", newline="\n")


def _record(row: Row) -> str:
    today, issued = communes()[row.commune], date(*map(int, reversed(row.issued.split("/"))))
    before = dict(zip(("commune", "district", "province"), row.before.split(", "), strict=False))
    level = "centre" if row.stars == "5" else "province"
    lines = [
        f"code: {row.code}",
        f"name: {row.name}",
        *([f"name_en: {row.english}"] if row.english else []),
        f"set: {row.set}",
        "certificates:",
        f"  - stars: {row.stars}",
        f"    rule_set: {[one.id for one in rule_sets().values() if one.first_day <= issued][-1]}",
        f"    level: {level}",
        f"    issued: {row.issued}",
        f"    decision: {row.decision}",
        "producer:",
        f"  name: {row.producer}",
        f"  kind: {row.kind}",
        "origin:",
        *(["  as_certified:", *(f"    {unit}: {name}" for unit, name in before.items())] if row.before else []),
        "  today:",
        f"    commune: {today.name}",
        f"    commune_code: {today.code}",
        f"    province: {provinces()[today.province_code]}",
        f"    province_code: {today.province_code}",
        "traceability:",
        *([f"  gtin: {row.gtin}"] if row.gtin else []),
        *(["  standards:", f"    - name: {row.standard}"] if row.standard else []),
        *(["  links:", "    - system: Hệ thống thử", "      url: https://example.com/"] if row.trace else []),
        *(["shops:", "  - name: Gian hàng thử"] if row.shop else []),
        "demo: true",
    ]
    return "\n".join(("---", *lines, "---", row.story, ""))


def publish(root: Path, out: Path) -> None:
    """Make the files of search, and a page that loads them; nothing else of the site."""
    memory = Memory()
    catalogue = gather(check(read(root), TODAY, memory).accepted(), memory)
    look = theme(find(root), catalogue)
    values = _reader(memory)
    for recipe in (recipe for one in search.plan(catalogue, look) for recipe in one.recipes()):
        for path, content in zip(recipe.paths, recipe.make(look, *map(values, recipe.inputs)), strict=True):
            (out / path).parent.mkdir(parents=True, exist_ok=True)
            (out / path).write_bytes(content)
    (out / "search.js").write_bytes(look.assets["search.js"][1])
    (out / "index.html").write_text(PAGE, encoding="utf-8")


def _reader(memory: Memory) -> Callable[[Any], Any]:
    """Return what takes a kept value out of the memory, and leaves others as they are."""

    def value(one: Any) -> Any:
        return pickle.loads(dict(memory.kept([one.key]))[one.key]) if isinstance(one, Kept) else one

    return value


DAY = TODAY.isoformat()
"""The day of the questions, unless they say another."""


class Found:
    """What the engine answers in a browser."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def __call__(self, text: str, **options: Any) -> list[dict[str, Any]]:
        """Return the products found."""
        return self.whole(text, **options)["rows"]

    def whole(self, text: str, **options: Any) -> dict[str, Any]:
        """Return the products found, and all that is said of them together."""
        said = self.page.evaluate(
            """async ([text, options]) => {
                const found = await OCOP.search(text, options);
                const { total, counts, nearest, partial, code } = found;
                return { rows: [...found], total, counts, nearest, partial, code };
            }""",
            [text, {"today": DAY, **options}],
        )
        assert isinstance(said, dict)
        return said

    def codes(self, text: str, **options: Any) -> list[str]:
        """Return the codes of the products found."""
        return [one["code"] for one in self(text, **options)]


def opened(browser: Any, out: Path) -> Found:
    """Open the engine from a folder."""
    page = browser.new_page()
    page.goto((out / "index.html").as_uri())
    return Found(page)
