"""Pages in a real Chromium: accessible, quiet, readable without scripts, right about today."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe

Open = Callable[..., Any]
PAGES = {
    "home": "index.html",
    "product": "P/MAU-01/index.html",
    "sparse product": "P/DB0002/index.html",
    "revoked product": "P/MAU-06/index.html",
    "lot": "P/MAU-01/L2605/index.html",
    "product by its GTIN": "01/09506000134352/index.html",
    "lot by its GTIN": "01/09506000134352/10/L2604/index.html",
    "producer": "chu-the/hkd-mau-1/index.html",
    "producers": "chu-the/index.html",
    "groups": "nhom/index.html",
    "group": "nhom/thuc-pham/index.html",
    "set": "bo/che/index.html",
    "empty set": "bo/dong-vat-canh/index.html",
    "stars": "sao/index.html",
    "three stars": "sao/3/index.html",
    "communes": "xa/index.html",
    "commune not published": "xa/chua-cong-bo/index.html",
    "all products": "san-pham/index.html",
    "search": "tim-kiem/index.html",
    "own list": "danh-sach/index.html",
    "check a stamp": "kiem-tra-tem/index.html",
    "open data": "data/index.html",
    "about": "gioi-thieu/index.html",
    "privacy": "quyen-rieng-tu/index.html",
    "not found": "404.html",
    "home in English": "en/index.html",
    "product in English": "en/P/MAU-01/index.html",
    "lot in English": "en/P/MAU-01/L2605/index.html",
    "producer in English": "en/producers/hkd-mau-1/index.html",
    "groups in English": "en/groups/index.html",
    "stars in English": "en/stars/3/index.html",
    "search in English": "en/search/index.html",
    "own list in English": "en/my-list/index.html",
    "about in English": "en/about/index.html",
}
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_accessible_and_quiet(served: str, open_page: Open, name: str, width: int) -> None:
    """Each page type: zero axe violations (WCAG 2.2 AA), nothing logged, asked elsewhere or wider than the screen."""
    page = open_page(f"{served}/{PAGES[name]}", viewport={"width": width, "height": 800})
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page, options=RULES)
        told = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found["violations"]]
        assert told == [], scheme
    assert page.logged == []
    assert [url for url in page.asked if not url.startswith((served, "data:"))] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", PAGES)
def test_narrow_and_enlarged(site: Path, open_page: Open, name: str) -> None:
    """At 320 CSS pixels (400 % zoom, WCAG 1.4.10) nothing needs scrolling sideways."""
    page = open_page(site / PAGES[name], viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("name", PAGES)
def test_readable_without_scripts(site: Path, open_page: Open, name: str) -> None:
    """With scripts off the page shows its heading and text, and nothing says it needs scripts."""
    page = open_page(site / PAGES[name], java_script_enabled=False)
    assert page.locator("h1").is_visible()
    assert len(page.locator("main").inner_text()) > 60


def plate(page: Any) -> str:
    return re.sub(r"\s+", " ", page.locator(".plate").first.inner_text()).strip()


@pytest.mark.parametrize(
    ("code", "day", "said"),
    [
        ("MAU-01", "2026-11-22T03:00:00Z", "Còn hiệu lực"),
        ("MAU-04", "2026-11-22T03:00:00Z", "Còn hiệu lực"),
        ("MAU-05", "2026-11-22T03:00:00Z", "Còn hiệu lực"),
        ("MAU-07", "2026-11-22T03:00:00Z", "ết hiệu lực"),
        ("MAU-08", "2026-11-22T03:00:00Z", "Còn hiệu lực đến 31/01/2027"),
        ("MAU-08", "2027-01-31T16:59:00Z", "Còn hiệu lực"),
        ("MAU-08", "2027-01-31T17:01:00Z", "ết hiệu lực"),
        ("MAU-06", "2026-11-22T03:00:00Z", "hu hồi"),
        ("MAU-11", "2026-11-22T03:00:00Z", "hưa công bố thời hạn"),
        ("DB0001", "2026-11-22T03:00:00Z", "hưa công bố thời hạn"),
    ],
)
def test_status_is_that_of_the_day(site: Path, open_page: Open, code: str, day: str, said: str) -> None:
    """The plate tells how the certificate stands on the day it is looked at, by Vietnam's midnight."""
    assert said in plate(open_page(site / f"P/{code}/index.html", clock=day))


def test_status_does_not_trust_a_clock_in_the_past(site: Path, open_page: Open) -> None:
    """A phone whose clock is before the day of issue gets the plain date, not a wrong answer."""
    page = open_page(site / "P/MAU-07/index.html", clock="2015-01-01T00:00:00Z")
    assert "Có hiệu lực đến" in plate(page)


def test_without_scripts_the_plate_says_the_plain_date(site: Path, open_page: Open) -> None:
    """Scripts off: the last day is written out; a revocation and an unknown term are facts that need no script."""
    for code, said in (("MAU-07", "Có hiệu lực đến"), ("MAU-06", "hu hồi"), ("DB0001", "hưa công bố thời hạn")):
        assert said in plate(open_page(site / f"P/{code}/index.html", java_script_enabled=False))


def test_revoked_and_expired_say_so_first(site: Path, open_page: Open) -> None:
    """The notice of a revoked or expired product stands above its name."""
    for code in ("MAU-06", "MAU-07"):
        page = open_page(site / f"P/{code}/index.html", clock="2026-11-22T03:00:00Z")
        notices = page.locator(".notice:visible").all()
        assert notices, code
        heading = page.locator("h1").bounding_box()["y"]
        assert min(notice.bounding_box()["y"] for notice in notices) < heading
    quiet = open_page(site / "P/DB0002/index.html", clock="2026-11-22T03:00:00Z")
    assert quiet.locator(".notice:visible").count() == 0


def test_a_product_page_is_light(site: Path) -> None:
    """Product page and style together are at most 14 KB gzipped, photos not counted."""
    style = next((site / "assets").glob("site-*.css")).read_bytes()
    for page in [*(site / "P").glob("*/index.html"), *(site / "en" / "P").glob("*/index.html")]:
        size = len(gzip.compress(page.read_bytes(), 9)) + len(gzip.compress(style, 9))
        assert size <= 14 * 1024, (page.parent.name, size)


def test_the_address_bar_shows_the_permanent_address(served: str, open_page: Open) -> None:
    """On a host the page's address is the one on the stamp, also when a link led to index.html."""
    page = open_page(f"{served}/P/DB0001/index.html?a=1#tem")
    assert page.url == f"{served}/P/DB0001/?a=1#tem"


def test_keyboard_reaches_the_content_first(site: Path, open_page: Open) -> None:
    """The first stop of the Tab key is the link to the content, and it can be seen."""
    page = open_page(site / "index.html")
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    assert focused.startswith("#")
    box = page.locator(":focus").bounding_box()
    assert box["x"] >= 0
    assert box["y"] >= 0


def test_touch_targets_are_large_enough(site: Path, open_page: Open) -> None:
    """Buttons and links outside running text are at least 24 px high and wide (WCAG 2.5.8)."""
    page = open_page(site / "P/MAU-01/index.html")
    small = page.evaluate(
        """() => [...document.querySelectorAll('a,button,input')].filter(one => {
            const box = one.getBoundingClientRect();
            const inText = one.closest('p,li,dd,td,small,figcaption') && getComputedStyle(one).display === 'inline';
            return box.width && !inText && (box.height < 24 || box.width < 24);
        }).map(one => one.outerHTML.slice(0, 90))"""
    )
    assert small == []


def test_print_is_complete(site: Path, open_page: Open) -> None:
    """Printed, the page is black on white A4, has the stamp at its true size and no navigation."""
    page = open_page(site / "P/MAU-01/index.html", viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    assert not page.locator("header nav").first.is_visible()
    stamp = page.locator("img[src$='tem.svg']").first
    stamp.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector(\"img[src$='tem.svg']\").complete")
    width = float(re.findall(r'width="([0-9.]+)mm"', (site / "P/MAU-01/tem.svg").read_text(encoding="utf-8"))[0])
    assert abs(stamp.bounding_box()["width"] - width * 96 / 25.4) < 1
    assert page.pdf(format="A4").startswith(b"%PDF")
