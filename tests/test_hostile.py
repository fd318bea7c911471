"""Hostile text in every field of every record: shown as text or refused; nothing runs or ends what it stands in."""

from __future__ import annotations

import copy
import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from lxml import etree

from generator.checks.check import check
from generator.checks.slots import Form, slots
from generator.memory import Memory
from generator.model import values
from generator.model.config import Config
from generator.model.lot import Lot
from generator.model.producer import Producer, ProducerFacts
from generator.model.product import Product
from generator.model.record import Record
from generator.pipeline import build
from generator.records.folder import read
from generator.report import Report
from tests import serving
from tests.conftest import CONFIG, TODAY, Office
from tests.test_every_key import FULL, RECORDS

Open = Callable[..., Any]
PAYLOADS = {
    "script": "<script>window.pwned=1</script>",
    "end of script": "</script><script>window.pwned=1</script><!--",
    "event": "\"><img src=x onerror=window.pwned=1>' onmouseover='window.pwned=1",
    "svg": "--></title></textarea><svg onload=window.pwned=1>]]>",
    "braces": "{{7*7}}{% raw %}{{config.site.url}}{# x #}${7*7}#{7*7}",
    "formula": "=cmd|' /C calc'!A0;=1+1;@SUM(1)\t+1",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "link": "javascript:window.pwned=1 [x](javascript:window.pwned=1) data:text/html,<script>window.pwned=1</script>",
    "bidi": "abc\u202edcba\u2066x\u2069\u200b\u0000\u0007\ufffe",
    "long word": "W" * 180,
}
CODES = {name: f"HOST-{number}" for number, name in enumerate(PAYLOADS)}
FREE = {get_args(kind)[1].read for kind in (values.Text, values.Said, values.Name)}
"""What reads free text, and nothing else."""
LAW = {(Product, "set")}
"""Text of which law says what it may be."""
STORY = """
<script>window.pwned=1</script>
<img src=x onerror=window.pwned=1>

[bấm](javascript:window.pwned=1) [bấm](data:text/html;base64,PHNjcmlwdD4=) <a href="javascript:window.pwned=1">bấm</a>
<javascript:window.pwned=1> ![ảnh](javascript:window.pwned=1) {{7*7}} </main></script>
"""


def hostile(data: Any, model: type[Record], payload: str, met: set[tuple[str, str]]) -> Any:
    """Return a record in which every free text is the payload."""
    if isinstance(data, list):
        return [hostile(one, model, payload, met) for one in data]
    told = {}
    for key, value in data.items():
        plain = key if key in slots(model) else key.rsplit("_", 1)[0]
        slot = slots(model)[plain]
        if slot.model and not isinstance(value, str):
            told[key] = hostile(value, slot.model, payload, met)
        elif slot.reads in FREE and (model, plain) not in LAW:
            met.add((model.__name__, plain))
            told[key] = [payload] * len(value) if isinstance(value, list) else payload
        else:
            told[key] = value
    return told


def free(model: type[Record]) -> set[tuple[str, str]]:
    """Return every free text below a model."""
    found = set()
    for key, slot in slots(model).items():
        if slot.model:
            found |= free(slot.model)
        if slot.reads in FREE and (model, key) not in LAW and not (slot.model and Form.TEXT in slot.forms):
            found.add((model.__name__, key))
    return found


def written(data: Any) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, default_style='"', width=10**6)


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[tuple[str, str]]]:
    """A project with a product, its producer and its lots for each payload, and settings that are hostile too."""
    root = tmp_path_factory.mktemp("hostile") / "office"
    met: set[tuple[str, str]] = set()
    office = Office(root)
    for image in (FULL / "content/images").iterdir():
        office.write(f"content/images/{image.name}", image.read_bytes())
    settings = hostile(RECORDS["config"][1], Config, PAYLOADS["end of script"] + PAYLOADS["event"], met)
    settings["site"]["contact"]["report_doubt"] = RECORDS["config"][1]["site"]["contact"]["report_doubt"]
    office.write("config.yml", written(settings))
    for name, payload in PAYLOADS.items():
        code = CODES[name]
        product = hostile(copy.deepcopy(RECORDS["product"][1]), Product, payload, met)
        inside = name in {"script", "formula"}
        maker = hostile(copy.deepcopy(RECORDS["producer"][1]), Producer, payload, met)
        product |= {"code": code, "producer": f"ke-{code.lower()}", "demo": "false"}
        product["ocop_code"] = f"11-03256-{code[-1]}-2026"
        product["traceability"].pop("gtin")
        maker.pop("gln")
        if inside:
            product["producer"] = {key: value for key, value in maker.items() if key != "id"}
        else:
            office.write(f"content/producers/ke-{code.lower()}.yml", written(maker | {"id": f"ke-{code.lower()}"}))
        seen = re.sub("[\x00-\x08\ufffe]", "", payload)  # raw, these are refused: see below
        office.product(code, text=f"---\n{written(product)}---\n{seen}\n{STORY}")
        office.write(f"content/products/{code}.en.md", STORY)
        office.write(f"content/lots/{code}.yml", written(hostile(RECORDS["lots"][1], Lot, payload, met)))
    build(root, root / "site", TODAY)
    return root, met


@pytest.fixture(scope="module")
def strict(attacked: tuple[Path, set[tuple[str, str]]]) -> Iterator[str]:
    """The site behind a host that forbids all it does not need."""
    with serving.strict(attacked[0] / "site") as address:
        yield address


def test_every_text_was_attacked(attacked: tuple[Path, set[tuple[str, str]]]) -> None:
    """No free text of any record kind was left out."""
    wanted = set().union(*(free(model) for model, _ in RECORDS.values()))
    # A producer inside a product has the keys of one with a file.
    known = {(Producer.__name__ if name == ProducerFacts.__name__ else name, key) for name, key in attacked[1]}
    wanted = {(Producer.__name__ if name == ProducerFacts.__name__ else name, key) for name, key in wanted}
    assert wanted - known == set()
    assert len(wanted) > 60


WATCH = """
window.violated = [];
document.addEventListener("securitypolicyviolation", (one) => violated.push(`${one.violatedDirective} ${one.sample}`));
"""
STIR = """() => {
  for (const one of document.querySelectorAll("*")) {
    for (const kind of ["mouseover", "focus", "error", "load", "toggle"]) one.dispatchEvent(new Event(kind));
  }
  const leads = /^(href|src|action|formaction|xlink:href)$/, runs = /^\\s*(javascript|data|vbscript):/i;
  const bad = (one) => [...one.attributes].some(
    ({name, value}) => name.startsWith("on") || (leads.test(name) && runs.test(value)));
  const found = [...document.querySelectorAll("*")].filter(bad).map((one) => one.outerHTML);
  return {pwned: window.pwned ?? null, violated, bad: found, wide: document.documentElement.scrollWidth};
}"""
SHARED = (
    "index.html",
    "san-pham/index.html",
    "chu-the/index.html",
    "xa/index.html",
    "xa/03256/index.html",
    "bo/che/index.html",
)
SHARED += ("sao/4/index.html", "data/index.html", "kiem-tra-tem/index.html", "tim-kiem/index.html?q=HOST", "404.html")
SHARED += ("tim-kiem/index.html?q=%3Cimg%20src%3Dx%20onerror%3Dwindow.pwned%3D1%3E",)


def stirred(opened: Any, where: str) -> Any:
    opened.add_init_script(WATCH)
    opened.goto(where)
    found = opened.evaluate(STIR)
    assert found["pwned"] is None, where
    assert found["violated"] == [], where
    assert found["bad"] == [], where
    assert [line for line in opened.logged if "404" not in line] == [], where
    return found


@pytest.mark.parametrize("name", PAYLOADS)
def test_nothing_runs_and_the_text_is_shown(strict: str, open_page: Open, name: str) -> None:
    """On the pages of product, lots and producer: 0 executed, 0 violations of the policy, the words to read."""
    code, payload = CODES[name], PAYLOADS[name]
    page = open_page("about:blank")
    pages = [
        f"P/{code}/",
        f"P/{code}/LO-030/",
        *([] if name in {"script", "formula"} else [f"chu-the/ke-{code.lower()}/"]),
    ]
    for path in pages:
        found = stirred(page, f"{strict}/{path}")
        assert found["wide"] <= 360, path
        shown = " ".join(page.locator("main").inner_text().split())
        if name == "bidi":
            assert "abcdcbax" in shown
            assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b]", page.content())
        else:
            assert " ".join(payload.split()) in shown, path


@pytest.mark.parametrize("path", SHARED)
def test_nothing_runs_on_shared_pages(strict: str, open_page: Open, path: str) -> None:
    """Lists, the home page, search with its results and the open data show hostile names as text."""
    page = open_page("about:blank")
    found = stirred(page, f"{strict}/{path}")
    assert found["wide"] <= 360


class Scripts(HTMLParser):
    """Collect what stands in elements of JSON-LD."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inside = False
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.inside = dict(attrs).get("type") == "application/ld+json"
            assert self.inside or "src" in dict(attrs)

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found.append(data)


def test_everything_is_well_formed(attacked: tuple[Path, set[tuple[str, str]]]) -> None:
    """JSON in pages and beside them, feeds, sitemap, OpenSearch and drawings can be read, and none holds a script."""
    site, kinds = attacked[0] / "site", set()
    for file in site.rglob("*"):
        kind = file.suffix if file.is_file() else ""
        if kind == ".html":
            for text in Scripts(file.read_text(encoding="utf-8")).found:
                kinds.add("ld+json")
                json.loads(text)
        elif kind in {".json", ".jsonld"}:
            json.loads(file.read_text(encoding="utf-8"))
        elif kind == ".jsonl":
            [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]
        elif kind in {".xml", ".svg"}:
            document = etree.fromstring(file.read_bytes())
            assert [one for one in document.iter() if str(one.tag).endswith(("}script", "}foreignObject"))] == []
            assert [name for one in document.iter() for name in one.attrib if name.startswith("on")] == []
        kinds.add(kind)
    assert {".html", "ld+json", ".json", ".jsonld", ".jsonl", ".xml", ".svg", ".csv"} <= kinds


def test_no_cell_is_a_formula(attacked: tuple[Path, set[tuple[str, str]]]) -> None:
    """In every table, however a spreadsheet separates cells, none begins with what makes it compute."""
    names = []
    for file in sorted((attacked[0] / "site/data").glob("*.csv")):
        text = file.read_bytes().decode("utf-8-sig")
        for delimiter in ",;\t":
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
                assert [cell for cell in row if re.match(r"\s*[=+\-@＝＋－＠]|[\t\r](?!\n)", cell)] == [], file
        names.append(file.stem)
    assert names == ["certificates", "details", "lots", "producers", "products", "stories"]


def links(data: Any, model: type[Record], path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the place of every web address in a record."""
    if isinstance(data, list):
        for number, one in enumerate(data):
            yield from links(one, model, (*path, number))
        return
    for key, value in data.items():
        slot = slots(model).get(key)
        if slot and slot.model and not isinstance(value, str):
            yield from links(value, slot.model, (*path, key))
        elif slot and slot.reads is get_args(values.Url)[1].read:
            yield (*path, key)


@pytest.mark.parametrize(
    "link",
    ["javascript:window.pwned=1", "data:text/html,<script>window.pwned=1</script>", "JaVaScRiPt://x/%0aalert(1)"],
)
def test_links_that_run_are_refused(office: Office, link: str) -> None:
    """Every web address of every record kind: anything but http and https is an error that names the place."""
    wanted = set()
    for kind, folder in (("product", "products"), ("producer", "producers")):
        model, told = RECORDS[kind]
        for place in links(told, model):
            data = copy.deepcopy(told)
            inner: Any = data
            for step in place[:-1]:
                inner = inner[step]
            inner[place[-1]] = link
            office.write("config.yml", CONFIG)
            name = "FULL-1.md" if kind == "product" else "hkd-day-du.yml"
            text = f"---\n{written(data)}---\n" if kind == "product" else written(data)
            office.write(f"content/{folder}/{name}", text)
            found = [
                one for one in check(read(office.root), TODAY, Memory()).problems.errors if one.rule == "url-scheme"
            ]
            dotted = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in place)[1:]
            assert [one.dotted for one in found] == [dotted], place
            wanted.add(dotted)
            line = Report("vi").line(found[0])
            assert line.startswith(f"content/{folder}/{name}:{found[0].line}: ")
            (office.root / f"content/{folder}/{name}").unlink()
    assert wanted == {"traceability.links[1].url", "shops[1].url", "contact.website"}


def test_a_raw_nul_is_refused(office: Office) -> None:
    """A file with a NUL byte is no record: one clear line, and nothing is built."""
    office.product("DB0001", "Trà\0xanh")
    (found,) = check(read(office.root), TODAY, Memory()).problems.errors
    assert Report("vi").line(found).startswith("content/products/DB0001.md:3: ")
