"""Lots: their pages at every address, their lists, what machines read of them, and what nobody may read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe

from generator.checks.check import check
from generator.records.folder import read
from tests.conftest import PRODUCT, TODAY, Office
from tests.test_browser import RULES
from tests.test_epcis import EPCIS, LINKSET

GTIN = "09506000134352"
WITH_GTIN = (
    PRODUCT.format(code="DB0001", name="Trà").removesuffix("---\n") + "traceability:\n  gtin: 9506000134352\n---\n"
)
LOT = """- lot: L2403
  made: 15/03/2024
  materials:
    - name: Búp chè
      place: Ẳng Nưa
      lot: VX-1
  events:
    - step: ship
      time: 20/03/2024
      place: Chợ phiên
    - step: receive
      time: 2024-03-10T14:00+07:00
      place: Bếp sao
"""


def many(count: int, recalled: int = -1) -> str:
    """Return a product's lots, one made each day from 1/1/2020."""
    lots = []
    for number in range(count):
        year, day = 2020 + number // 336, number % 336
        lots.append(f"- lot: L{number:04}\n  made: {day % 28 + 1}/{day // 28 + 1}/{year}\n")
        if number == recalled:
            lots.append("  recalled:\n    date: 1/6/2026\n    reason: Hở bao\n")
    return "".join(lots)


def detailed(count: int) -> str:
    """Return lots with all that can be said of them."""
    days = (f"{number % 28 + 1}/{number // 28 % 12 + 1}/{2010 + number // 336 % 15}" for number in range(count))
    return "".join(
        f"- lot: L{number:05}\n  made: {day}\n  expires: 28/02/2028\n  quantity: {number % 90 + 10} kg\n"
        f"  materials:\n    - name: Búp chè lứa {number}\n      place: Nương Tả Chải\n      lot: NL-{number}\n"
        f"      harvested: {day}\n    - name: Lá sen\n      lot: LS-{number}\n"
        f"  events:\n    - step: harvest\n      time: {day}\n      place: Nương Tả Chải\n      note: Hái sáng\n"
        f"    - step: process\n      time: {day}\n      place: Xưởng sao chè\n    - step: pack\n      time: {day}\n"
        f"  tests:\n    - date: {day}\n      lab: Trung tâm\n      report: PKN-{number}\n      result: pass\n"
        "  retained_sample: có\n"
        for number, day in enumerate(days)
    )


@pytest.mark.parametrize("kind", ["yml", "csv"])
def test_five_thousand_lots(office: Office, kind: str) -> None:
    """Five thousand lots of one product, in YAML with all details or in a table, are read without a complaint."""
    office.product("DB0001")
    rows = "".join(f"L{number:05};{number % 28 + 1}/1/2024;10 kg;có\n" for number in range(5000))
    table = f"lot;made;quantity;retained_sample\n{rows}"
    office.write(f"content/lots/DB0001.{kind}", detailed(5000) if kind == "yml" else table)
    checked = check(read(office.root), TODAY)
    assert checked.problems.found == []
    assert checked.products[0].lots is not None
    assert len(checked.products[0].lots.facts or ()) == 5000


TABLE = """lot;made;materials[1].name;materials[1].place;materials[1].lot;materials[2].name;\
events[1].step;events[1].time;events[1].place;events[2].step;events[2].time;events[2].place;recalled.date;recalled.reason
L2403;15/03/2024;;;;Búp chè;ship;20/03/2024;Chợ phiên;receive;2024-03-10T14:00+07:00;Bếp sao;1/6/2026;Hở bao
L2404;16/03/2024;Búp chè;Ẳng Nưa;VX-1;Lá sen;;;;pack;17/03/2024;;;
"""
AS_YAML = """- lot: L2403
  made: 15/03/2024
  materials:
    - name: Búp chè
  events:
    - step: ship
      time: 20/03/2024
      place: Chợ phiên
    - step: receive
      time: 2024-03-10T14:00+07:00
      place: Bếp sao
  recalled:
    date: 1/6/2026
    reason: Hở bao
- lot: L2404
  made: 16/03/2024
  materials:
    - name: Búp chè
      place: Ẳng Nưa
      lot: VX-1
    - name: Lá sen
  events:
    - step: pack
      time: 17/03/2024
"""


def test_a_table_tells_all_of_a_lot(office: Office) -> None:
    """A table has a column for whatever stands inside a lot, and the site is the same as from YAML."""
    sites = []
    for kind, text in (("yml", AS_YAML), ("csv", TABLE)):
        office.product("DB0001")
        office.write(f"content/lots/DB0001.{kind}", text)
        office.build()
        pages = sorted((office.out / "P").rglob("*.*"))
        sites.append({path: path.read_bytes() for path in pages if path.is_file()})
        (office.root / f"content/lots/DB0001.{kind}").unlink()
    assert sites[0] == sites[1]


def linked(page: str) -> list[str]:
    """Return the lots a page leads to, in its order."""
    return re.findall(r'<li><a href="[^"]*?(L[0-9]{4})/index.html">', page)


def test_pages_stand_at_both_addresses(office: Office) -> None:
    """With a GTIN a product and its lots also answer as GS1 Digital Links: one page, one canonical."""
    office.product("DB0001", text=WITH_GTIN)
    office.write("content/lots/DB0001.yml", LOT)
    office.build()
    pairs = (
        ("P/DB0001/index.html", f"01/{GTIN}/index.html"),
        ("P/DB0001/L2403/index.html", f"01/{GTIN}/10/L2403/index.html"),
    )
    for first, second in pairs:
        canonical = f'<link rel="canonical" href="https://ocop.example.vn/{first.removesuffix("index.html")}">'
        assert canonical in office.page(first)
        assert canonical in office.page(second)
        # Only what is to be found itself says where it is in other languages.
        told = [re.sub(r'<link rel="alternate" .*\n', "", office.page(path)) for path in (first, second)]
        bare = [re.sub(r'(href|src|srcset|data-lists)="[^"]*"', "", page) for page in told]
        assert bare[0] == bare[1]
        for link in re.findall(r'href="([^":#]+)"', office.page(second)):
            assert (office.out / second).parent.joinpath(link.split("#")[0]).resolve().exists(), link


def test_without_gtin_and_lots_there_is_nothing_more(office: Office) -> None:
    """A product that has neither GTIN nor lots has no files for machines and no further address."""
    office.product("DB0001")
    office.build()
    assert sorted(path.name for path in (office.out / "P/DB0001").iterdir()) == [
        "ho-so.json",
        "index.html",
        "qr.png",
        "qr.svg",
        "tem.png",
        "tem.svg",
    ]
    assert not (office.out / "01").exists()
    assert not (office.out / "lo").exists()
    assert "linkset" not in office.page("P/DB0001/index.html")


def test_one_step_back_and_one_forward(office: Office) -> None:
    """A lot's page says where it came from and where it went, and its events by their days."""
    office.product("DB0001")
    office.write("content/lots/DB0001.yml", LOT)
    office.build()
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", office.page("P/DB0001/L2403/index.html")))
    assert "Một bước trước Búp chè · Ẳng Nưa · lô VX-1 Tiếp nhận · Bếp sao · 14:00 10/03/2024" in page
    assert "Một bước sau Vận chuyển · Chợ phiên · 20/03/2024" in page
    assert page.index("Tiếp nhận 14:00") < page.index("Vận chuyển 20/03/2024")


def test_a_recall_comes_first(office: Office) -> None:
    """What a reader of a recalled lot's page meets first is the recall."""
    office.product("DB0001")
    office.write("content/lots/DB0001.yml", LOT + "  recalled:\n    date: 1/6/2026\n    reason: Hở bao\n")
    office.build()
    page = office.page("P/DB0001/L2403/index.html")
    main = page[page.index("<main") :]
    assert main.index("Lô này bị thu hồi từ ngày 01/06/2026") < main.index("<h1>")


def test_thousands_of_lots(office: Office) -> None:
    """A product's page shows the newest ten lots and those recalled; pages of 200 lead to every one."""
    office.product("DB0001")
    office.write("content/lots/DB0001.yml", many(1001, recalled=7))
    office.build()
    page = office.page("P/DB0001/index.html")
    newest = [f"L{number:04}" for number in range(1000, -1, -1)]
    assert linked(page) == [*newest[:10], "L0007"]
    assert 'href="../../lo/DB0001/index.html">Xem tất cả 1.001 lô</a>' in page
    lists = ["lo/DB0001/index.html", *[f"lo/DB0001/trang-{number}/index.html" for number in range(2, 7)]]
    assert [lot for path in lists for lot in linked(office.page(path))] == newest
    assert not (office.out / "lo/DB0001/trang-7").exists()
    assert office.page(lists[-2]).count("Thu hồi") == 1


def test_few_lots_need_no_list(office: Office) -> None:
    """Ten lots all stand on the product's page."""
    office.product("DB0001")
    office.write("content/lots/DB0001.yml", many(10))
    office.build()
    assert len(linked(office.page("P/DB0001/index.html"))) == 10
    assert not (office.out / "lo").exists()


def test_files_for_machines_are_valid(site: Path) -> None:
    """Every linkset and every EPCIS document of the repository's own site is valid; what is invented says so."""
    linksets = [json.loads(path.read_text(encoding="utf-8")) for path in site.rglob("linkset.json")]
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in site.rglob("epcis.jsonld")]
    assert (len(linksets), len(documents)) != (0, 0)
    for found in linksets:
        assert [error.message for error in LINKSET.iter_errors(found)] == []
        assert found["linkset"][0]["itemDescription"].startswith("MẪU – dữ liệu dựng để trình diễn")
    for found in documents:
        assert [error.message for error in EPCIS.iter_errors(found)] == []
        assert all(event["ocop:demo"].startswith("MẪU") for event in found["epcisBody"]["eventList"])


def test_links_lead_to_files(site: Path) -> None:
    """What linksets of the repository's own site link to in it is there."""
    for path in site.rglob("linkset.json"):
        for one in json.loads(path.read_text(encoding="utf-8"))["linkset"]:
            for href in re.findall(r'"href": "https://ocop\.dienbien\.gov\.vn/([^"#]*)', json.dumps(one)):
                assert (site / href / "index.html" if href.endswith("/") else site / href).is_file(), href


def test_undated_lots_have_no_events(office: Office) -> None:
    """A lot in which nothing has a day has a page and a linkset, and no EPCIS document."""
    office.product("DB0001")
    office.write("content/lots/DB0001.yml", "- lot: A\n  events:\n    - step: pack\n")
    office.build()
    assert sorted(path.name for path in (office.out / "P/DB0001/A").iterdir()) == ["index.html", "linkset.json"]
    assert "epcis" not in office.page("P/DB0001/A/index.html")


def test_what_a_person_keeps_back_is_in_no_lot(office: Office) -> None:
    """A household's telephone, address and name are withheld from lots as well, however they are written there."""
    producer = """producer:
  name: Hộ chè
  kind: ho-san-xuat
  representative: Lò Thị Mẫu
  contact:
    phone: 0912 345 678
    address: Số 7 bản Co Hắm
"""
    office.product("DB0001", text=PRODUCT.format(code="DB0001", name="Trà").removesuffix("---\n") + producer + "---\n")
    office.write(
        "content/lots/DB0001.yml",
        """- lot: A
  materials:
    - name: Búp chè
      place: số 7, bản Co Hắm
    - name: Lá của bà Lò Thị Mẫu
  events:
    - step: harvest
      time: 1/2/2026
      place: Số 7 bản Co Hắm
      by: bà LÒ THỊ MẪU
      note: gọi 0912.345.678
    - step: pack
      time: 2/2/2026
      place: Bếp sao của bản
  tests:
    - date: 3/2/2026
      lab: Phòng 1
      report: 0912 345 678
  quantity: 5 kg, gọi 0912345678
  recalled:
    date: 4/2/2026
    reason: Gọi 0912345678
    decision: 0912345678
""",
    )
    office.build()
    told = "".join(path.read_text(encoding="utf-8") for path in (office.out / "P/DB0001/A").iterdir())
    for secret in ("Co Hắm", "LÒ THỊ", "Lò Thị", "0912"):
        assert secret not in told
    for open_fact in ("Búp chè", "Bếp sao của bản", "Phòng 1"):
        assert open_fact in told


@pytest.mark.parametrize("page", ["P/DB0001/", "lo/DB0001/", "lo/DB0001/trang-2/"])
def test_lists_are_accessible(office: Office, open_page: Callable[..., Any], page: str) -> None:
    """A product with hundreds of lots and their lists have no axe violation and fit a phone."""
    office.product("DB0001")
    office.write("content/lots/DB0001.yml", many(300, recalled=7))
    office.build()
    opened = open_page(office.out / page / "index.html")
    found = Axe().run(opened, options=RULES)
    assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found["violations"]] == []
    assert opened.evaluate("document.documentElement.scrollWidth") <= 360
