"""The ledger of addresses, tombstones and redirects; links and files of a site as a whole."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from generator import addresses
from generator.permanence import budget
from generator.permanence.links import check
from generator.problems import ContentError
from generator.records.addresses import HEADER, amended, parsed, trusted, written
from tests.conftest import CONFIG as BOTH
from tests.conftest import PRODUCT, TODAY, Office, files

CONFIG = f"{BOTH}  editions:\n    - vi\n"
LATER = date(2027, 3, 1)


def ledger(office: Office) -> Path:
    """Return the office's ledger."""
    return office.root / "content" / "addresses.tsv"


def rows(office: Office) -> dict[str, list[str]]:
    """Return the ledger's cells by address."""
    lines = ledger(office).read_text(encoding="utf-8").splitlines()
    assert lines[0] == HEADER
    return {line.split("\t")[0]: line.split("\t")[1:] for line in lines[1:]}


def refused(office: Office, today: date = TODAY) -> list[tuple[str, str]]:
    """Return the rules and addresses a build is refused for; the site stays as it was."""
    before = files(office.out)
    with pytest.raises(ContentError) as wrong:
        office.build(today=today)
    assert {path: content for path, content in files(office.out).items() if ".holder" not in path} == before
    return [(one.rule, dict(one.details)["found"]) for one in wrong.value.problems.errors]


@pytest.fixture
def office(office: Office) -> Office:
    """A project in Vietnamese alone: what English adds is in tests/test_editions.py."""
    office.write("config.yml", CONFIG)
    return office


@pytest.fixture
def two(office: Office) -> Office:
    """An office with two products, one of them with lots, published."""
    office.product("DB0001")
    office.product("DB0002", "Mật ong rừng")
    office.write("content/lots/DB0002.yml", "- lot: L1\n  made: 01/02/2026\n- lot: L2\n")
    office.build()
    return office


def test_the_projects_own_site_is_remembered(two: Office) -> None:
    """Every page and file of open data stands in the ledger with its first day; what its content names does not."""
    known = rows(two)
    assert known["/P/DB0002/"][:2] == ["2026-11-22", "2026-11-22"]
    assert known["/P/DB0002/"][3] == "Mật ong rừng"
    assert known["/P/DB0002/L1/"][3] == "2026-02-01"
    pages = {path for path in files(two.out) if path.endswith("index.html")}
    assert {f"/{path.removesuffix('index.html')}" for path in pages} <= known.keys()
    assert not [address for address in known if address.startswith(("/assets/", "/anh/", "/hoa-van/"))]
    assert ledger(two).read_bytes().endswith(b"\n")
    assert list(known) == sorted(known)


def test_other_builds_only_hold_it(two: Office, tmp_path: Path) -> None:
    """A build into another folder and the preview write no line, and refuse a loss all the same."""
    before = ledger(two).read_bytes()
    two.product("DB0003")
    two.build(tmp_path / "elsewhere")
    two.build(keep=False)
    assert ledger(two).read_bytes() == before
    two.build()
    assert "/P/DB0003/" in rows(two)
    (two.root / "content/products/DB0001.md").unlink()
    with pytest.raises(ContentError):
        two.build(tmp_path / "elsewhere")


def test_a_lost_address_is_refused(two: Office) -> None:
    """A product that is simply gone: each of its addresses is named with its line, and the site stays."""
    shutil.rmtree(two.root / "content" / "lots")
    (two.root / "content/products/DB0002.md").unlink()
    assert refused(two) == [("address-lost", f"/P/DB0002/{rest}") for rest in ("", "L1/", "L2/")]
    text = ledger(two).read_text(encoding="utf-8").splitlines(keepends=True)
    ledger(two).write_text("".join(line for line in text if "/P/DB0002/" not in line), encoding="utf-8")
    two.build()
    assert "/P/DB0002/" not in rows(two)


def test_a_tombstone_answers_for_all_of_a_product(two: Office) -> None:
    """What is gone says what it was, since when and why, at the product's and its lots' addresses, and to servers."""
    shutil.rmtree(two.root / "content" / "lots")
    (two.root / "content/products/DB0002.md").unlink()
    two.write(
        "content/tombstones.yml",
        "- code: DB0002\n  since: 01/02/2027\n  reason: <b>Ngừng</b> làm\n  replaced_by: DB0001\n",
    )
    two.build(today=LATER)
    for path in ("P/DB0002/index.html", "P/DB0002/L1/index.html"):
        page = two.page(path)
        assert "Mật ong rừng" in page
        assert "01/02/2027" in page
        assert "&lt;b&gt;Ngừng&lt;/b&gt; làm" in page
        assert '<meta name="robots" content="noindex">' in page
        assert "22/11/2026" in page
    told = json.loads(two.page("data/addresses.json"))
    assert told["moved"] == []
    assert [(one["address"], one["since"]) for one in told["gone"]] == [
        (f"/P/DB0002/{rest}", "2027-02-01") for rest in ("", "L1/", "L2/")
    ]
    assert rows(two)["/P/DB0002/"][0] == "2026-11-22"
    two.product("DB0002", "Gạo nếp")
    assert refused(two, LATER) == [("tombstone-stands", "/P/DB0002/")]


def test_a_redirect_takes_lots_along(two: Office) -> None:
    """What has moved leads to its new address, each lot to the same lot there, without a script too."""
    (two.root / "content/products/DB0002.md").unlink()
    two.product("MO-1", "Mật ong rừng")
    (two.root / "content/lots/DB0002.yml").rename(two.root / "content/lots/MO-1.yml")
    two.write("content/redirects.yml", "- address: DB0002\n  to: MO-1\n")
    two.build()
    moved = json.loads(two.page("data/addresses.json"))["moved"]
    assert moved == [{"from": f"/P/DB0002/{rest}", "to": f"/P/MO-1/{rest}"} for rest in ("", "L1/", "L2/")]
    page = two.page("P/DB0002/L1/index.html")
    assert '<meta http-equiv="refresh" content="0; url=../../MO-1/L1/index.html">' in page
    assert '<link rel="canonical" href="https://ocop.example.vn/P/MO-1/L1/">' in page
    two.write("content/redirects.yml", "- address: DB0002\n  to: /P/MO-2/\n")
    assert refused(two) == [("target-unknown", "/P/MO-2/")]


def test_lists_lead_on_by_themselves(two: Office) -> None:
    """A commune's list that is empty now, and a further page of a list that got shorter, lead on without a word."""
    place = "origin:\n  today:\n    commune: Xã Mường Ảng\n    province: Tỉnh Điện Biên\n---\n"
    two.product("DB0001", text=PRODUCT.format(code="DB0001", name="Trà").removesuffix("---\n") + place)
    two.build()
    commune = next(address for address in rows(two) if re.fullmatch(r"/xa/0.+/", address))
    two.product("DB0001", "Trà")
    lines = ledger(two).read_text(encoding="utf-8")
    ledger(two).write_text(re.sub(r"(?m)^(/san-pham/\t\S+)$", r"\1\t\t\t\t\t3", lines), encoding="utf-8", newline="\n")
    two.build()
    moved = json.loads(two.page("data/addresses.json"))["moved"]
    assert moved == [
        {"from": commune, "to": "/xa/"},
        {"from": "/san-pham/trang-2/", "to": "/san-pham/"},
        {"from": "/san-pham/trang-3/", "to": "/san-pham/"},
    ]
    assert 'url=../index.html"' in two.page("san-pham/trang-2/index.html")


def test_same_ledger_same_bytes_on_any_day(two: Office, tmp_path: Path) -> None:
    """With its ledger a site is the same to the byte whenever it is built, and the ledger too."""
    before = ledger(two).read_bytes()
    two.build(tmp_path / "again", date(2026, 11, 30))
    built, again = files(two.out), files(tmp_path / "again")
    assert [path for path in built | again if built.get(path) != again.get(path) and path != ".lock"] == []
    two.build(today=LATER)
    assert ledger(two).read_bytes() == before


def test_a_power_cut_before_the_ledger_heals(two: Office) -> None:
    """Where the site stands but its ledger was not written any more, the next build writes it."""
    before = ledger(two).read_bytes()
    two.product("DB0003")
    two.build()
    after = ledger(two).read_bytes()
    ledger(two).write_bytes(before)
    two.build()
    assert ledger(two).read_bytes() == after
    ledger(two).unlink()
    two.build()
    assert ledger(two).read_bytes() == after


def test_two_offices_merge(two: Office) -> None:
    """Marks of a merge, doubled lines, spreadsheets' quotes and days, CR and BOM: all is read, and written clean."""
    good = ledger(two).read_text(encoding="utf-8")
    lines = good.splitlines()
    number = next(at for at, line in enumerate(lines) if line.startswith("/P/DB0001/"))
    earlier = lines[number].replace("2026-11-22", "21/11/2026", 1).split("\t")
    quoted = "\t".join(f'"{cell}"' for cell in earlier)
    merged = [*lines[:number], "<<<<<<< HEAD", lines[number], "=======", quoted, ">>>>>>> b", *lines[number + 1 :], ""]
    ledger(two).write_bytes(b"\xef\xbb\xbf" + "\r\n".join(merged).encode())
    two.build()
    assert ledger(two).read_text(encoding="utf-8") == good.replace(
        lines[number], lines[number].replace("2026-11-22", "2026-11-21", 1)
    )


def test_what_is_written_is_read_the_same() -> None:
    """The quick reading of a ledger and the patient one agree on what this programme writes."""
    known = {
        "/": "2026-01-01",
        "/P/DB0001/": '2026-01-01\t2026-01-02\t0123456789ab\tTrà "Ô"\thtx',
        "/sao/": "2026-01-01\t\t\t\t\t3",
    }
    content = written(known)
    assert trusted(content) == known
    assert parsed(content) == (known, [])
    changes = {"/P/DB0001/": "2026-01-01", "/P/DB0000/": "2026-01-03", "/xa/": "2026-01-03", "/!": "2026-01-03"}
    assert amended(content, changes) == written({**known, **changes})


def test_a_code_is_not_given_to_another_product(two: Office) -> None:
    """Name and producer changed at once need a word: the old name deleted from the ledger's line."""
    for maker in ("htx-a", "htx-b"):
        two.write(f"content/producers/{maker}.yml", f"id: {maker}\nname: Hợp tác xã {maker}\nkind: hop-tac-xa\n")
    text = PRODUCT.format(code="DB0001", name="Trà").removesuffix("---\n")
    two.product("DB0001", text=f"{text}producer: htx-a\n---\n")
    two.build()
    two.product("DB0001", text=f"{text.replace('Trà', 'Gạo')}producer: htx-b\n---\n")
    assert refused(two) == [("record-other", "/P/DB0001/")]
    lines = ledger(two).read_text(encoding="utf-8").replace("\tTrà\thtx-a", "\t\thtx-a")
    ledger(two).write_text(lines, encoding="utf-8", newline="\n")
    two.build()
    assert rows(two)["/P/DB0001/"][3:5] == ["Gạo", "htx-b"]


def test_a_comment_is_no_change(two: Office) -> None:
    """The day of the change stays where only the file changed, not what is published of it."""
    two.product(
        "DB0001", text=PRODUCT.format(code="DB0001", name="Trà Shan tuyết").replace("name:", "# ghi chú\nname:")
    )
    two.build(today=LATER)
    assert rows(two)["/P/DB0001/"][1] == "2026-11-22"
    two.product("DB0001", "Trà")
    two.build(today=LATER)
    assert rows(two)["/P/DB0001/"][:2] == ["2026-11-22", "2027-03-01"]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<a href="/P/DB0009/">x</a>', "/P/DB0009/index.html"),
        ('<img src="../anh/khong-co.jpg" alt="">', "/anh/khong-co.jpg"),
        ('<a href="#khong-co">x</a>', "#khong-co"),
        ('<a href="{{ to(addresses.ABOUT) }}#khong-co">x</a>', "/gioi-thieu/index.html#khong-co"),
        ('<link rel="alternate" href="https://ocop.example.vn/en/">', "/en/index.html"),
    ],
)
def test_broken_links_fail_the_build(two: Office, body: str, found: str) -> None:
    """A link, picture, fragment or own address that leads nowhere is named with its page, and nothing is published."""
    two.write(
        "templates/privacy.html", f'{{% extends "page.html" %}}{{% block main %}}<h1>R</h1>{body}{{% endblock %}}'
    )
    with pytest.raises(ContentError) as wrong:
        two.build()
    assert [(one.file, one.rule, dict(one.details)["found"]) for one in wrong.value.problems.errors] == [
        ("site/quyen-rieng-tu/index.html", "link-broken", found)
    ]


def test_a_page_that_stands_is_held_too(two: Office, tmp_path: Path) -> None:
    """A page that is not made again but links to a file that goes is found."""
    cloth = addresses.cloth("che", addresses.arrangement("DB0001"))
    with pytest.raises(ContentError) as wrong:
        check({}, set(), {cloth}, tmp_path, two.out, "https://ocop.example.vn")
    assert {one.rule for one in wrong.value.problems.errors} == {"link-broken"}
    assert "site/P/DB0001/index.html" in {one.file for one in wrong.value.problems.errors}


def test_the_budget_of_files_is_told(two: Office) -> None:
    """Near the host's limit and above it the build warns, and names what takes most."""
    count = len([path for path in files(two.out) if not path.startswith(".")])
    for limit, rule in ((count, "files-near"), (count - 1, "files-over")):
        two.write("config.yml", CONFIG + f"  file_limit: {limit}\n")
        told = two.build().problems.warnings
        assert [(one.rule, dict(one.details)["found"]) for one in told] == [(rule, str(count))]
        assert "hoa-van/….svg" in dict(told[0].details)["most"]
    for limit in (0, count * 2):
        two.write("config.yml", CONFIG + f"  file_limit: {limit}\n")
        assert two.build().problems.warnings == ()
    assert budget.kind("P/DB0001/L1/index.html") == "P/…/…/index.html"


def test_the_compact_layout_keeps_every_address(two: Office) -> None:
    """The compact layout has fewer files and loses no address of the ledger."""
    before, known = len(files(two.out)), rows(two)
    two.write("config.yml", CONFIG + "  layout: compact\n")
    two.build()
    assert rows(two) == known
    assert len(files(two.out)) == before - 4
    assert not list(two.out.rglob("P/**/*.png"))
    assert "tem.png" not in two.page("P/DB0001/index.html")


def test_further_pages_of_what_is_gone_lead_on(two: Office) -> None:
    """A list of lots that is needed no more leads to its product, and so does each of its further pages."""
    lines = ledger(two).read_text(encoding="utf-8").splitlines(keepends=True)
    lines.append("/lo/DB0002/\t2026-11-22\t\t\t\t\t2\n")
    ledger(two).write_text("".join([lines[0], *sorted(lines[1:])]), encoding="utf-8", newline="\n")
    two.build()
    assert json.loads(two.page("data/addresses.json"))["moved"] == [
        {"from": "/lo/DB0002/", "to": "/P/DB0002/"},
        {"from": "/lo/DB0002/trang-2/", "to": "/P/DB0002/"},
    ]
    (two.root / "content/products/DB0002.md").unlink()
    (two.root / "content/lots/DB0002.yml").unlink()
    two.write("content/tombstones.yml", "- code: DB0002\n  since: 01/11/2026\n  reason: Thôi làm\n")
    two.build()
    told = json.loads(two.page("data/addresses.json"))
    assert "/lo/DB0002/" in [one["address"] for one in told["gone"]]
    assert told["moved"] == [{"from": "/lo/DB0002/trang-2/", "to": "/lo/DB0002/"}]
