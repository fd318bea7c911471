"""The site in its languages: every page in each, leading to itself in the others; one address for what they share."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from generator import theme as theme_module
from generator.addresses import EDITIONS, edition
from generator.clock import VIETNAM
from generator.formats import filters
from generator.problems import ContentError
from generator.template_files import find
from tests.conftest import Office, files
from tests.test_pages import Reader
from tests.whole import whole

Open = Callable[..., Any]
SITE = "https://ocop.dienbien.gov.vn/"
FULL = """---
code: DB0001
name: Trà Shan tuyết
name_en: Shan Tuyet tea
set: che
summary: Trà sao tay
certificates:
  - stars: 4
    rule_set: QD148
    level: province
    issuer: UBND tỉnh
    issued: 05/03/2026
    score: 86,5
specification:
  storage: Nơi khô
  storage_en: Keep dry
  use: Pha nóng
  ingredients:
    - Búp chè
    - Hoa nhài
price:
  amount: 1234500
updated: 05/03/2026
---
Chuyện *kể*.
"""


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Reader]:
    """All pages of the repository's own content."""
    found = site.rglob("*.html")
    return {path.relative_to(site).as_posix(): Reader(path.read_text(encoding="utf-8")) for path in found}


def led(site: Path, path: str, link: str) -> str | None:
    """Return which file of the site a page's link leads to; none where it leads elsewhere."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path:
        return None
    if parts.path.startswith("/"):
        return unquote(parts.path).lstrip("/") + ("index.html" if parts.path.endswith("/") else "")
    return ((site / path).parent / unquote(parts.path)).resolve().relative_to(site.resolve()).as_posix()


def switches(page: Reader) -> list[tuple[str | None, str]]:
    """Return language and link of the ways to the same page in other languages."""
    return [
        (attrs.get("hreflang"), attrs["href"] or "")
        for tag, attrs in page.tags
        if tag == "a" and attrs.get("rel") == "alternate"
    ]


def alternates(page: Reader) -> dict[str | None, str | None]:
    return {
        attrs.get("hreflang"): attrs.get("href")
        for tag, attrs in page.tags
        if tag == "link" and attrs.get("rel") == "alternate" and "hreflang" in attrs
    }


def vietnamese(pages: dict[str, Reader]) -> set[str]:
    """Return the pages that have an address of their own in each language."""
    return {path for path in pages if not path.startswith(("en/", "01/")) and path != "404.html"}


def test_every_page_is_there_in_english(pages: dict[str, Reader]) -> None:
    """Each Vietnamese page has its English one and each English one its Vietnamese; nothing else stands twice."""
    english = {path for path in pages if path.startswith("en/")}
    assert {edition(path, "en") for path in vietnamese(pages)} == english
    assert len(english) == len(vietnamese(pages)) > 90


def test_only_pages_stand_in_english(site: Path) -> None:
    """Stamps, photos, styles, scripts and data have one address for all languages."""
    assert {path.suffix for path in (site / "en").rglob("*") if path.is_file()} == {".html"}


def test_languages_name_each_other(pages: dict[str, Reader]) -> None:
    """hreflang: each page names itself and its twin, both name the same; a copy under a GTIN and 404 name none."""
    for path in vietnamese(pages):
        there = edition(path, "en")
        wanted = {
            "vi": SITE + path.removesuffix("index.html"),
            "en": SITE + there.removesuffix("index.html"),
            "x-default": SITE + path.removesuffix("index.html"),
        }
        assert alternates(pages[path]) == wanted, path
        assert alternates(pages[there]) == wanted, there
    others = pages.keys() - vietnamese(pages) - {edition(path, "en") for path in vietnamese(pages)}
    assert "404.html" in others
    assert [path for path in others if alternates(pages[path])] == []


def test_the_switch_stays_on_the_same_page(site: Path, pages: dict[str, Reader]) -> None:
    """Every page has one way to its own twin: a product to the same product, a GTIN's copy to its product."""
    for path, page in pages.items():
        own = re.sub("^01/09506000134352/(?:10/)?", "P/MAU-01/", path) if path != "404.html" else "index.html"
        back = {edition(one, "en"): one for one in vietnamese(pages)}
        wanted = ("vi", back[path]) if path.startswith("en/") else ("en", edition(own, "en"))
        assert [(language, led(site, path, link)) for language, link in switches(page)] == [wanted], path


def test_languages_are_not_mixed(site: Path, pages: dict[str, Reader]) -> None:
    """No page leads to another language's page but by the switch; 404 speaks to all who come there."""
    for path, page in pages.items():
        if path == "404.html":
            continue
        away = {link for _, link in switches(page)}
        for tag, attrs in page.tags:
            link = attrs.get("href") if tag == "a" else attrs.get("action") if tag == "form" else None
            target = led(site, path, link) if link and link not in away else None
            if target and target.endswith(".html"):
                assert target.startswith("en/") == path.startswith("en/"), (path, link)
            assert not (link or "").startswith(SITE) or not path.startswith("en/"), (path, link)


def test_one_language_alone(office: Office) -> None:
    """A site with `editions: [vi]` has nothing of English, and its pages say nothing of languages."""
    config = (office.root / "config.yml").read_text(encoding="utf-8")
    office.write("config.yml", config + "  editions:\n    - vi\n")
    office.product("DB0001", text=FULL)
    office.build()
    assert not (office.out / "en").exists()
    told = "".join(path.read_text(encoding="utf-8") for path in office.out.rglob("*.html"))
    assert "hreflang" not in told
    assert "/en/" not in told


def test_a_language_comes_and_goes(office: Office) -> None:
    """English can only be taken away by leading its pages to the Vietnamese ones; back again it is byte for byte so."""
    office.product("DB0001", text=FULL)
    office.build()
    before = files(office.out / "en")
    config = (office.root / "config.yml").read_text(encoding="utf-8")
    office.write("config.yml", config + "  editions:\n    - vi\n")
    with pytest.raises(ContentError) as refused:
        office.build()
    assert {(one.rule, dict(one.details)["found"]) for one in refused.value.problems.found} == {
        ("address-lost", "/en/")
    }
    office.write("content/redirects.yml", "- address: /en/\n  to: /\n")
    office.build()
    after = files(office.out / "en")
    assert after.keys() == before.keys()
    assert b'<link rel="canonical" href="https://ocop.example.vn/P/DB0001/">' in after["P/DB0001/index.html"]
    office.write("config.yml", config)
    (office.root / "content/redirects.yml").unlink()
    office.build()
    assert files(office.out / "en") == before


def test_english_where_there_is_english(office: Office) -> None:
    """A record's English stands alone, names beside the Vietnamese on the label; the rest is marked, field by field."""
    office.product("DB0001", text=FULL)
    office.product("DB0002", name="Mật ong rừng")
    office.build()
    page = office.page("en/P/DB0001/index.html")
    assert '<h1>Shan Tuyet tea</h1>\n<p class="twin" lang="vi">Trà Shan tuyết</p>' in page
    assert "<dt>Storage</dt><dd>Keep dry" in page
    assert "Nơi khô" not in page
    assert '<bdi lang="vi">Pha nóng</bdi> <small>(in Vietnamese)</small>' in page
    assert '<bdi lang="vi">Trà sao tay</bdi> <small>(in Vietnamese)</small>' in page
    items = '<li><bdi lang="vi">Búp chè</bdi></li><li><bdi lang="vi">Hoa nhài</bdi> <small>(in Vietnamese)</small>'
    assert items in page.replace("\n", "")
    assert '<p> <small>(in Vietnamese)</small></p>\n<div lang="vi"><div class="prose"><p>Chuyện' in page
    assert '<bdi lang="vi">UBND tỉnh</bdi>' in page
    assert '<meta name="description" content="Shan Tuyet tea: an OCOP product with 4 stars.">' in page
    assert "1,234,500 dong" in page
    assert "86.5 out of 100" in page
    assert "Updated on 5 March 2026." in page
    bare = office.page("en/P/DB0002/index.html")
    assert '<h1><bdi lang="vi">Mật ong rừng</bdi></h1>\n<p class="twin"> <small>(in Vietnamese)</small></p>' in bare
    cards = office.page("en/products/index.html")
    assert '>Shan Tuyet tea</a>\n<p class="twin" lang="vi">Trà Shan tuyết</p>' in cards
    assert ' lang="vi">Mật ong rừng</a>\n<p class="twin"> <small>(in Vietnamese)</small></p>' in cards


def test_a_story_in_english_stands_alone(office: Office) -> None:
    """An English story takes the Vietnamese one's place in English; in Vietnamese both stand."""
    office.product("DB0001", text=FULL)
    office.write("content/products/DB0001.en.md", "A story.")
    office.build()
    english, plain = office.page("en/P/DB0001/index.html"), office.page("P/DB0001/index.html")
    assert "A story." in english
    assert "Chuyện" not in english
    assert "A story." in plain
    assert "Chuyện" in plain


def test_machines_are_told_the_language(office: Office) -> None:
    """JSON-LD of an English page names the same product, in English, with the name on the label beside it."""
    office.product("DB0001", text=FULL)
    office.build()
    page = office.page("en/P/DB0001/index.html")
    assert '<html lang="en">' in page
    for told in (
        '"@id":"https://ocop.example.vn/P/DB0001/"',
        '"url":"https://ocop.example.vn/en/P/DB0001/"',
        '"inLanguage":"en"',
        '"name":"Shan Tuyet tea"',
        '"alternateName":"Trà Shan tuyết"',
        '"category":"Tea, fresh and processed"',
    ):
        assert told in page, told


def test_days_and_numbers_are_written_as_the_language_does() -> None:
    """English: the month in letters, so that nobody mistakes it; a language unknown to Unicode gets ISO 8601."""
    moment = datetime(2026, 3, 5, 7, 30, tzinfo=VIETNAM)
    written = {
        language: (
            told["day"](date(2026, 3, 5)),
            told["day"](moment),
            told["day"](None),
            told["number"](Decimal("1234.5")),
            told["number"](21),
        )
        for language in ("vi", "en", "qps")
        for told in [filters(language)]
    }
    assert written == {
        "vi": ("05/03/2026", "07:30 05/03/2026", "", "1.234,5", "21"),
        "en": ("5 March 2026", "07:30, 5 March 2026", "", "1,234.5", "21"),
        "qps": ("2026-03-05", "07:30, 2026-03-05", "", "1,234.5", "21"),
    }


def test_addresses_in_other_languages() -> None:
    """Folders have names of the language, codes and ids stay; no two pages meet, and none meets the root's folders."""
    assert {path: edition(path, "en") for path in ADDRESSES} == ADDRESSES
    assert edition("lo/DB0001/index.html", "lo") == "lao/lo/DB0001/index.html"
    assert edition("nhom/che/index.html", "fr") == "fr/nhom/che/index.html"
    for names in EDITIONS.values():
        assert len(set(names.values())) == len(names)


ADDRESSES = {
    "index.html": "en/index.html",
    "P/DB0001/index.html": "en/P/DB0001/index.html",
    "P/DB0001/TRANG-2/index.html": "en/P/DB0001/TRANG-2/index.html",
    "01/09506000134352/index.html": "01/09506000134352/index.html",
    "404.html": "404.html",
    "P/DB0001/qr.svg": "P/DB0001/qr.svg",
    "tim-kiem/index.html": "en/search/index.html",
    "tim-kiem/loi.js": "tim-kiem/loi.js",
    "san-pham/trang-2/index.html": "en/products/page-2/index.html",
    "chu-the/trang-2/index.html": "en/producers/trang-2/index.html",
    "chu-the/trang-2/trang-3/index.html": "en/producers/trang-2/page-3/index.html",
    "lo/DB0001/trang-2/index.html": "en/lots/DB0001/page-2/index.html",
    "nhom/thuc-pham/index.html": "en/groups/thuc-pham/index.html",
    "du-lieu/index.html": "en/du-lieu/index.html",
}


def test_words_decide_pages_alone(office: Office) -> None:
    """Another word in English makes the pages again, and none of the stamps, styles and data that editions share."""
    made, _ = whole(office.root)
    assert made
    digests = []
    for words in ("", "other"):
        look = theme_module.theme(find(office.root), made.catalogue)
        look._told["en"] = words
        digests.append([look.digest((name,)) for name in ("product.html", "stamp.json", "trace.json", "site.css")])
    assert digests[0][0] != digests[1][0]
    assert digests[0][1:] == digests[1][1:]


def test_search_in_english(top: str, open_page: Open) -> None:
    """Results go by their English names beside those on the labels, and lead to English pages; so does one's list."""
    page = open_page(f"{top}/en/search/index.html?q=shan+tuyet", clock="2026-11-22T03:00:00Z")
    first = page.locator("#cards .card").first
    first.wait_for()
    assert first.locator("a").inner_text() == "Shan Tuyet tea (sample product)"
    assert first.locator(".label").inner_text() == "Trà Shan tuyết (sản phẩm mẫu)"
    assert first.locator("a").get_attribute("href").startswith(f"{top}/en/P/MAU-01/")
    other = page.locator("#cards .card", has_text="P.H.1.4")
    assert other.locator(".label").inner_text().strip() == "(in Vietnamese)"
    assert other.locator("a").get_attribute("lang") == "vi"
    first.locator("button.keep").click()
    page.goto(f"{top}/en/my-list/index.html")
    row = page.locator("#rows li").first
    row.wait_for()
    assert row.locator("a.name").inner_text() == "Shan Tuyet tea (sample product)"
    assert row.locator("time").inner_text() == "5 August 2029"
    assert row.locator("a.name").get_attribute("href").startswith(f"{top}/en/P/MAU-01/")
    page.wait_for_function("document.querySelector('#rows .qr').naturalWidth > 0")
    assert page.logged == []


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_switch_can_be_seen(site: Path, open_page: Open, width: int) -> None:
    """The way to the other language stands in the header at any width, and leads there and back."""
    page = open_page(site / "P/MAU-01/index.html", viewport={"width": width, "height": 740})
    switch = page.locator("header .switch a")
    box = switch.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["height"] >= 24
    switch.click()
    page.wait_for_url("**/en/P/MAU-01/index.html")
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator("header .switch a").click()
    page.wait_for_url(re.compile(r"/(?<!en/)P/MAU-01/index\.html$"))
