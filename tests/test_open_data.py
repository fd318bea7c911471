"""The open data: lossless, valid by other people's tools, nothing personal, nothing invented."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from frictionless import Package as Frictionless
from frictionless import system
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyshacl import validate
from rdflib import Graph

from generator.checks.examine import record_of
from generator.checks.product_rules import with_gtin14
from generator.checks.shape import shape
from generator.memory import Memory
from generator.model.lot import Lot
from generator.model.producer import Producer, ProducerFacts
from generator.model.product import Product
from generator.model.record import Record, fields
from generator.opendata.columns import columns
from generator.opendata.tables import GONE, NAMES, all_lists, tables
from generator.outputs import data
from generator.pipeline import build
from generator.records.folder import Room, SourceFile, read
from generator.rules.certificates import history
from generator.rules.privacy import published
from generator.rules.publication import left_out, published_lot, published_product, without_portraits
from tests.conftest import CONFIG, ROOT, TODAY, Office
from tests.reimport import Package
from tests.test_every_key import FULL
from tests.test_valid_records import PRODUCTS

LANGUAGES = ("vi", "en")
DCAT = ROOT / "tests" / "conformance" / "dcat-ap.ttl"
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


def stripped(value: Any, gone: frozenset[str]) -> Any:
    """Return a record without the keys that open data leaves out, wherever they stand."""
    if isinstance(value, tuple):
        return tuple(stripped(one, gone) for one in value)
    if not isinstance(value, Record):
        return value
    kept: dict[str, Any] = {}
    for name, info in fields(type(value)).items():
        one = getattr(value, name)
        kept[name] = info.default if name in gone else stripped(one, gone)
    # A part of which nothing is left is not there at all.
    kept = {name: None if isinstance(one, Record) and _empty(one) else one for name, one in kept.items()}
    return value.but(**kept)


def _empty(record: Record) -> bool:
    return all(getattr(record, name) == info.default for name, info in fields(type(record)).items())


def facts(root: Path) -> tuple[dict[str, str], dict[str, str], dict[tuple[str, str], str]]:
    """Return all products, producers and lots of a project's files that open data must hold, in words."""
    rooms: dict[Room, list[SourceFile]] = {room: [] for room in Room}
    for source in read(root).records:
        rooms[source.room].append(source)
    makers = {one.stem: record_of(one, Producer, LANGUAGES)[0] for one in rooms[Room.PRODUCER]}
    products, lots = {}, {}
    behind: dict[str, ProducerFacts | None] = {}
    for source in rooms[Room.PRODUCT]:
        product = with_gtin14(record_of(source, Product, LANGUAGES)[0])
        inside = product.producer
        maker = makers[inside] if isinstance(inside, str) else inside
        behind[product.code] = maker
        if not product.demo:
            shown = stripped(without_portraits(published_product(product, maker)), left_out(maker))
            told = stripped(published(inside), left_out(inside)) if isinstance(inside, ProducerFacts) else inside
            ordered = tuple(stripped(one.certificate, GONE) for one in history(product.certificates))
            products[product.code] = repr(shown.but(producer=told, certificates=ordered))
    for source in rooms[Room.LOTS]:
        if source.stem in products:
            for row in yaml.load(Path(source.path).read_text(encoding="utf-8"), Loader=yaml.BaseLoader):
                lot = shape(row, Lot, LANGUAGES, frozenset()).value
                lots[source.stem, lot.lot] = repr(stripped(published_lot(lot, behind[source.stem]), GONE))
    made = {name: repr(stripped(published(one), left_out(one))) for name, one in makers.items()}
    return products, made, lots


def reread(folder: Path) -> tuple[dict[str, str], dict[str, str], dict[tuple[str, str], str]]:
    """Return the same from the open data alone."""
    package = Package(folder)
    return (
        {code: repr(one) for code, one in package.products(LANGUAGES).items()},
        {name: repr(one) for name, one in package.producers(LANGUAGES).items()},
        {of: repr(one) for of, one in package.lots(LANGUAGES).items()},
    )


def real(root: Path) -> Path:
    """Return a copy of the records that fill every key, no longer a demonstration, with more that differ."""
    shutil.copytree(FULL, root)
    file = root / "content/products/FULL-1.md"
    text = file.read_text(encoding="utf-8").replace("demo: true\n", "")
    file.write_text(text, encoding="utf-8")
    inside = "producer:\n  name: Cơ sở viết liền\n  kind: {kind}\n  place:\n    address: Số 9\n    commune: Xã Kế\n"
    for code, maker in (
        ("FULL-2", inside.format(kind="ho-san-xuat")),
        ("FULL-3", inside.format(kind="doanh-nghiep")),
        ("FULL-4", "producer: htx-khac\n"),
        ("FULL-5", ""),
    ):
        other = text.replace("code: FULL-1", f"code: {code}").replace("producer: hkd-day-du\n", maker)
        other = other.replace("  gtin: 9506000134352\n", "").replace("11-03256-07-2026", f"11-03256-{code[-1]}-2026")
        (root / f"content/products/{code}.md").write_text(other, encoding="utf-8")
    lots = (root / "content/lots/FULL-1.yml").read_text(encoding="utf-8")
    (root / "content/lots/FULL-2.yml").write_text(lots, encoding="utf-8")
    cooperative = (
        "id: htx-khac\nname: Hợp tác xã khác\nkind: hop-tac-xa\ncontact:\n  phone: 0215 1\nplace:\n  address: Số 1\n"
    )
    (root / "content/producers/htx-khac.yml").write_text(cooperative, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with every key filled, and its site."""
    root = real(tmp_path_factory.mktemp("open") / "office")
    build(root, root / "site", TODAY)
    return root


def test_csv_reimported_gives_the_same_catalogue(full: Path) -> None:
    """What the CSV says, read with its published description alone, is every published field of every record."""
    products, makers, lots = facts(full)
    assert len(products) == 5
    assert len(lots) >= 2
    assert reread(full / "site/data") == (products, makers, lots)


@settings(max_examples=2, deadline=None, suppress_health_check=[*HealthCheck])
@given(made=st.lists(PRODUCTS, min_size=3, max_size=4))
def test_any_records_survive(tmp_path_factory: pytest.TempPathFactory, made: list[dict[str, Any]]) -> None:
    """Whatever valid records say and leave out, the tables bring it back."""
    office = Office(tmp_path_factory.mktemp("any") / "office")
    office.write("config.yml", CONFIG)
    for number, one in enumerate(made):
        code = f"DB{number:04}"
        text = yaml.safe_dump(one | {"code": code, "demo": "false"}, allow_unicode=True)
        office.product(code, text=f"---\n{text}---\n= Chuyện\n")
    office.build()
    assert reread(office.out / "data") == facts(office.root)


def test_json_says_the_same_as_csv(full: Path) -> None:
    """JSON and JSON Lines hold the rows of the CSV: the same columns, what is empty left out, numbers as numbers."""
    folder = full / "site/data"
    known = tables(LANGUAGES)
    for name in NAMES:
        rows = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        assert rows
        assert [json.loads(line) for line in lines] == rows
        plain = Package(folder).tables[name]
        kinds = {column.name: column.kind for column in known[name].columns}
        assert [set(row) for row in rows] == [set(row) for row in plain]
        for row, cells in zip(rows, plain, strict=True):
            for key, value in row.items():
                assert isinstance(value, {"integer": int, "number": (int, float), "boolean": bool}.get(kinds[key], str))
                written = str(value).lower() if isinstance(value, bool) else str(value)
                assert written == cells[key] or float(cells[key]) == value


def test_columns_of_one_name_hold_one_kind() -> None:
    """The items of all lists share a table: what has one name there has one kind."""
    kinds: dict[str, str] = {}
    for one in all_lists():
        if issubclass(one.item, Record):
            for column in columns(one.item, LANGUAGES, GONE):
                assert kinds.setdefault(column.name, column.kind) == column.kind, column.name
    for table in tables(LANGUAGES).values():
        assert len(set(table.names)) == len(table.names)


def test_the_package_validates_with_its_own_tool(full: Path) -> None:
    """Frictionless finds nothing wrong with datapackage.json, with any table, any key and any reference."""
    with system.use_context(trusted=True):
        report = Frictionless(str(full / "site/data/datapackage.json")).validate()
        assert report.flatten(["type", "note"]) == []
        assert report.stats["tasks"] == 3 * len(NAMES)


@pytest.mark.parametrize(
    ("name", "before", "after", "found"),
    [
        ("certificates.csv", b"FULL-1,", b"FULL-X,", "foreign-key"),
        ("products.csv", b"FULL-2,", b"FULL-1,", "primary-key"),
        ("certificates.csv", b",2025-08-07,", b",07/08/2025,", "type-error"),
        ("products.csv", b"code,", b"codes,", "incorrect-label"),
    ],
)
def test_its_tool_would_see_what_is_wrong(
    full: Path, tmp_path: Path, name: str, before: bytes, after: bytes, found: str
) -> None:
    """A wrong reference, a code twice, a date in another form, a column nobody described: Frictionless tells."""
    shutil.copytree(full / "site/data", tmp_path / "data")
    file = tmp_path / "data" / name
    content = file.read_bytes()
    assert before in content
    file.write_bytes(content.replace(before, after, 1))
    with system.use_context(trusted=True):
        report = Frictionless(str(tmp_path / "data/datapackage.json")).validate()
    assert found in {one[0] for one in report.flatten(["type"])}


def test_long_tables_come_in_parts(full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table beyond its length goes on in further files; the package names them in order and nothing is lost."""
    monkeypatch.setattr(data, "LONGEST", 1)
    monkeypatch.setattr("generator.opendata.drawers.LAST_OF_DRAWER", 2)
    build(full, tmp_path / "site", TODAY, memory=Memory())
    folder = tmp_path / "site/data"
    assert (folder / "products-2.csv").is_file()
    assert (folder / "products-2.jsonl").is_file()
    assert reread(folder) == facts(full)
    with system.use_context(trusted=True):
        report = Frictionless(str(folder / "datapackage.json")).validate()
    assert report.flatten(["type", "note"]) == []


def rdf(file: Path) -> Graph:
    return Graph().parse(data=file.read_text(encoding="utf-8"), format="json-ld")


def test_dcat_holds_to_the_profile(full: Path) -> None:
    """The JSON-LD is read as RDF and has all that DCAT-AP 3 asks of a catalogue, a dataset and a distribution."""
    graph = rdf(full / "site/data/catalog.jsonld")
    conforms, _, told = validate(graph, shacl_graph=Graph().parse(DCAT), advanced=False)
    assert conforms, told
    ask = "select (count(?x) as ?n) where { ?x a <http://www.w3.org/ns/dcat#%s> }"
    counts = [int(next(iter(graph.query(ask % kind)))[0]) for kind in ("Catalog", "Dataset", "Distribution")]
    assert counts == [1, len(NAMES), 3 * len(NAMES)]


@pytest.mark.parametrize("gone", ["dct:title", "dct:publisher", "dcat:accessURL", "dct:description", "dct:license"])
def test_the_profile_would_see_what_is_missing(full: Path, gone: str) -> None:
    """Without a property that DCAT-AP asks for, the shapes say so."""
    text = (full / "site/data/catalog.jsonld").read_text(encoding="utf-8").replace(f'"{gone}"', '"dct:relation"')
    graph = Graph().parse(data=text, format="json-ld")
    assert not validate(graph, shacl_graph=Graph().parse(DCAT))[0]


def test_every_file_it_names_is_there(full: Path) -> None:
    """Addresses in the catalogue for portals lead to files of this site."""
    told = (full / "site/data/catalog.jsonld").read_text(encoding="utf-8")
    links = re.findall(r'"@id": "https://ocop\.example\.vn/(data/[^"#]+\.[a-z]+)"', told)
    assert len(links) == 3 * len(NAMES)
    assert [link for link in links if not (full / "site" / link).is_file()] == []


def test_nothing_personal_and_nothing_invented(full: Path, tmp_path: Path) -> None:
    """Names and contacts of people, portraits, a household's address and point are in none of it; nor is a sample."""
    files = [*(full / "site/data").iterdir(), *(full / "site/feeds").iterdir(), full / "site/sitemap.xml"]
    records = [full / f"site/P/FULL-{number}/ho-so.json" for number in (1, 2)]
    maker = yaml.safe_load((full / "content/producers/hkd-day-du.yml").read_text(encoding="utf-8"))
    reach = maker["contact"]
    never = [maker["representative"], reach["phone"], reach["email"], reach["website"], reach["address"], "anh-1.jpg"]
    for file in [*files, *records]:
        text = file.read_text(encoding="utf-8")
        assert [word for word in never if str(word) in text] == [], file
    products = {row["code"]: row for row in Package(full / "site/data").tables["products"]}
    at_home = {"origin_as_certified_address", "origin_today_address", "origin_geo_lat"}
    assert at_home & set(products["FULL-1"]) == set()
    assert at_home & set(products["FULL-2"]) == set()
    assert at_home <= set(products["FULL-3"])
    build(FULL, tmp_path / "site", TODAY)
    for file in [
        *(tmp_path / "site/data").iterdir(),
        *(tmp_path / "site/feeds").iterdir(),
        tmp_path / "site/sitemap.xml",
    ]:
        assert "FULL-1" not in file.read_text(encoding="utf-8"), file
    assert not (tmp_path / "site/P/FULL-1/ho-so.json").exists()


def test_pages_lead_to_their_data(full: Path, tmp_path: Path) -> None:
    """The page of a real product names its record as data, at each of its addresses; that of a sample does not."""
    link = re.compile(r'<link rel="alternate" type="application/json" href="([^"]+)">')
    pages = [*(full / "site").glob("P/*/index.html"), *(full / "site").glob("01/*/index.html")]
    assert len(pages) > 3
    for page in pages:
        (href,) = link.findall(page.read_text(encoding="utf-8"))
        record = json.loads((page.parent / href).read_text(encoding="utf-8"))
        assert f"<h1>{record['name']['vi']}</h1>" in page.read_text(encoding="utf-8")
        assert (page.parent / href).resolve().parent.name == record["code"]
    build(FULL, tmp_path / "site", TODAY)
    assert link.findall((tmp_path / "site/P/FULL-1/index.html").read_text(encoding="utf-8")) == []


def test_without_real_records_all_is_empty_and_valid(tmp_path: Path) -> None:
    """With nothing but samples every file is there, holds no row and validates."""
    build(FULL, tmp_path / "site", TODAY)
    folder = tmp_path / "site/data"
    for name in NAMES:
        assert json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) == []
        assert (folder / f"{name}.jsonl").read_bytes() == b""
        assert (folder / f"{name}.csv").read_bytes().count(b"\r\n") == 1
    with system.use_context(trusted=True):
        assert Frictionless(str(folder / "datapackage.json")).validate().flatten(["type", "note"]) == []
    assert validate(rdf(folder / "catalog.jsonld"), shacl_graph=Graph().parse(DCAT))[0]


def test_what_nobody_published_is_empty(office: Office) -> None:
    """A record with the fewest keys fills no other column."""
    office.product("DB0001")
    office.build()
    (row,) = Package(office.out / "data").tables["products"]
    assert row == {
        "code": "DB0001",
        "name": "Trà Shan tuyết",
        "set": "che",
        "status": "on-sale",
        "stars": "4",
        "valid_until": "2028-08-05",
        "page": "https://ocop.example.vn/P/DB0001/",
    }


def test_the_form_of_csv(full: Path) -> None:
    """UTF-8 with a byte order mark, lines that end in CR LF, as many cells in each as there are columns."""
    for name in NAMES:
        content = (full / f"site/data/{name}.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"\r\n")
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
        assert {len(row) for row in rows} == {len(rows[0])}
