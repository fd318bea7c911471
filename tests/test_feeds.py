"""Feeds, sitemap, robots.txt and OpenSearch: valid, honest about days, silent about samples and what is gone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from generator import addresses
from generator.outputs import sitemap
from tests.conftest import CONFIG, PRODUCT, ROOT, TODAY, Office

CONFORMANCE = ROOT / "tests" / "conformance"
HOST = "https://ocop.example.vn"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
REVOKED = "    revoked:\n      decision: 7/QĐ-UBND\n      date: 03/02/2026\n      ground: mark-misuse\n"


def valid(content: bytes, schema: str) -> etree._Element:
    """Return a document that holds to its schema."""
    rules = etree.RelaxNG(etree.parse(CONFORMANCE / schema))
    document = etree.fromstring(content)
    rules.assertValid(document)
    return document


def feed(office: Office, name: str) -> feedparser.FeedParserDict:
    """Return a feed that is valid, as a reader of feeds sees it."""
    content = (office.out / addresses.feed(name)).read_bytes()
    valid(content, "atom.rng")
    told = feedparser.parse(content)
    assert told.bozo == 0
    assert told.feed.id == f"{HOST}/feeds/{name}.xml"
    return told


def entries(office: Office, name: str) -> list[tuple[str, str, str]]:
    """Return the id, title and day of each entry."""
    return [(one.id.removeprefix(HOST), one.title, one.updated[:10]) for one in feed(office, name).entries]


def places(content: bytes) -> dict[str, str]:
    """Return the addresses of a sitemap with the day of each, empty where none is told."""
    document = valid(content, "sitemap.rng")
    found = {}
    for one in document:
        loc, *rest = [part.text or "" for part in one]
        found[loc.removeprefix(HOST)] = rest[0] if rest else ""
    assert len(found) == len(document)
    return found


def test_feeds_tell_what_is_new_and_what_changed(office: Office) -> None:
    """A product stands in `new` with its first day, and in `changed` once it is another; its id stays."""
    office.product("DB0001", "Trà <b>&")
    office.build(today=date(2026, 11, 20))
    assert entries(office, "new") == [("/P/DB0001/", "Trà <b>&", "2026-11-20")]
    assert entries(office, "changed") == []
    assert feed(office, "changed").feed.updated == "2026-11-20T00:00:00+07:00"
    office.product("DB0002", "Mật ong")
    office.build(today=date(2026, 11, 21))
    office.product("DB0001", "Trà Shan")
    office.build(today=date(2026, 11, 22))
    assert entries(office, "new") == [("/P/DB0002/", "Mật ong", "2026-11-21"), ("/P/DB0001/", "Trà Shan", "2026-11-20")]
    assert entries(office, "changed") == [("/P/DB0001/", "Trà Shan", "2026-11-22")]
    before = (office.out / "feeds/changed.xml").read_bytes()
    office.build(today=date(2026, 11, 25))
    assert (office.out / "feeds/changed.xml").read_bytes() == before


def test_the_feed_of_recalls_tells_its_days(office: Office) -> None:
    """A certificate revoked and a lot recalled are told with the days of their records and why; the newest first."""
    text = PRODUCT.format(code="DB0001", name="Trà").removesuffix("---\n") + REVOKED + "---\n"
    office.product("DB0001", text=text)
    recalled = "- lot: L1\n  recalled:\n    date: 05/03/2026\n    reason: Bao bì hở\n    decision: 9/TB\n- lot: L2\n"
    office.write("content/lots/DB0001.yml", recalled)
    office.build()
    assert entries(office, "recalls") == [
        ("/P/DB0001/L1/#thu-hoi", "Thu hồi lô L1: Trà", "2026-03-05"),
        ("/P/DB0001/#thu-hoi-2026-02-03", "Thu hồi chứng nhận: Trà", "2026-02-03"),
    ]
    told = [one.summary for one in feed(office, "recalls").entries]
    assert told == ["Bao bì hở (9/TB)", "sử dụng nhãn hiệu OCOP không đúng quy định (7/QĐ-UBND)"]


def test_samples_are_in_no_feed_and_no_sitemap(office: Office) -> None:
    """An invented product, its lots and its producer are told of nowhere."""
    text = PRODUCT.format(code="MAU-1", name="Mẫu").removesuffix("---\n") + REVOKED + "demo: true\nproducer: a\n---\n"
    office.product("MAU-1", text=text)
    office.write("content/producers/a.yml", "id: a\nname: A\n")
    office.write("content/lots/MAU-1.yml", "- lot: L1\n  recalled:\n    date: 05/03/2026\n    reason: X\n")
    office.build()
    assert [entries(office, name) for name in addresses.FEEDS] == [[], [], []]
    shown = places((office.out / "sitemap.xml").read_bytes())
    assert [place for place in shown if "MAU-1" in place or place.startswith("/chu-the/a")] == []


def test_the_sitemap_names_pages_that_stand(office: Office) -> None:
    """Every address leads to a page that may be indexed and calls itself by that address; days are told of records."""
    office.product("DB0001")
    maker = "producer: a\ntraceability:\n  gtin: 09506000134352\n---\n"
    office.product("DB0002", text=PRODUCT.format(code="DB0002", name="Mật").removesuffix("---\n") + maker)
    office.write("content/producers/a.yml", "id: a\nname: A\n")
    office.write("content/lots/DB0002.yml", "".join(f"- lot: L{number}\n" for number in range(12)))
    office.build(today=date(2026, 11, 20))
    shown = places((office.out / "sitemap.xml").read_bytes())
    for place in shown:
        page = (office.out / place.lstrip("/") / "index.html").read_text(encoding="utf-8")
        assert f'<link rel="canonical" href="{HOST}{place}">' in page
        assert "noindex" not in page
    dated = {place: day for place, day in shown.items() if day}
    lots = {f"/P/DB0002/L{number}/": "2026-11-20" for number in range(12)}
    wanted = {"/P/DB0001/": "2026-11-20", "/P/DB0002/": "2026-11-20", "/chu-the/a/": "2026-11-20", **lots}
    english = {f"/en{place.replace('/chu-the/', '/producers/')}": day for place, day in wanted.items()}
    assert dated == wanted | english
    assert {
        "/",
        "/data/",
        "/sao/4/",
        "/bo/che/",
        "/xa/chua-cong-bo/",
        "/lo/DB0002/",
        "/en/",
        "/en/stars/4/",
    } <= shown.keys()
    assert [place for place in shown if place.startswith("/01/")] == []


def test_what_is_gone_leaves_the_sitemap(office: Office) -> None:
    """A tombstone and a redirect answer for ever, but no search engine is sent there."""
    office.product("DB0001")
    office.product("DB0002")
    office.build()
    (office.root / "content/products/DB0001.md").unlink()
    office.write("content/tombstones.yml", "- code: DB0001\n  since: 20/11/2026\n  reason: Nhập trùng\n")
    office.build()
    assert (office.out / "P/DB0001/index.html").is_file()
    assert "/P/DB0001/" not in places((office.out / "sitemap.xml").read_bytes())


def test_a_long_sitemap_comes_in_parts(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond what one file may hold there is an index, and the parts hold the same addresses."""
    for number in range(5):
        office.product(f"DB000{number}")
    office.build()
    whole = places((office.out / "sitemap.xml").read_bytes())
    monkeypatch.setattr(sitemap, "MOST", 7)
    office.build(out=office.root / "other")
    index = places((office.root / "other/sitemap.xml").read_bytes())
    assert list(index) == [f"/sitemap-{number}.xml" for number in range(1, -(-len(whole) // 7) + 1)]
    parts = [places((office.root / "other" / place.lstrip("/")).read_bytes()) for place in index]
    assert [len(part) for part in parts[:-1]] == [7] * (len(parts) - 1)
    assert {place: day for part in parts for place, day in part.items()} == whole


def test_robots_are_told_of_the_sitemap(site: Path) -> None:
    """robots.txt lets everybody in and names the sitemap."""
    told = (site / "robots.txt").read_text(encoding="utf-8")
    assert told == "User-agent: *\nAllow: /\n\nSitemap: https://ocop.dienbien.gov.vn/sitemap.xml\n"


@pytest.mark.parametrize(
    ("title", "short", "long"), [("Ngắn", "Ngắn", None), ("OCOP " + "dài " * 8, "OCOP", "OCOP " + "dài " * 8)]
)
def test_browsers_can_search_the_site(office: Office, title: str, short: str, long: str | None) -> None:
    """The description keeps OpenSearch's lengths, is named in every page's head and leads to the search page."""
    office.write("config.yml", CONFIG.replace("OCOP Thử", title))
    office.product("DB0001")
    office.build()
    document = etree.fromstring((office.out / "tim-kiem/opensearch.xml").read_bytes())
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert document.findtext(f"{space}ShortName") == short
    assert document.findtext(f"{space}LongName") == (long.strip() if long else None)
    assert document.find(f"{space}Url").get("template") == f"{HOST}/tim-kiem/?q={{searchTerms}}"
    assert 'rel="search" type="application/opensearchdescription+xml"' in office.page("P/DB0001/index.html")


def test_names_are_text_wherever_they_stand(office: Office) -> None:
    """Nothing in a name ends an element, and no character that XML forbids gets through."""
    office.product("DB0001", '"]]></title><script>&amp;\\u0007\\u0000\\ufffe \'"')
    office.build()
    (entry,) = entries(office, "new")
    assert "<script>" in entry[1]
    assert TODAY.isoformat() == entry[2]
