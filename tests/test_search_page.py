"""The search page in a real Chromium: by hand, by keys, by address, from a folder."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from axe_core_python.sync_playwright import Axe

from generator import addresses
from generator.vietnamese import sort_key
from tests.conftest import PRODUCT, Office
from tests.test_browser import RULES

Open = Callable[..., Any]
NOW = "2026-11-22T03:00:00Z"
SEARCH, LIST = addresses.SEARCH, addresses.OWN_LIST


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with more products than one screenful of results."""
    office = Office(tmp_path_factory.mktemp("many"))
    office.write("config.yml", "site:\n  url: https://ocop.example.vn\n")
    for number in range(1, 61):
        text = PRODUCT.format(code=f"X{number:02}", name=f"Chè Shan tuyết số {number}")
        office.product(f"X{number:02}", text=text.replace("stars: 4", f"stars: {3 + number % 2}"))
    office.build()
    return office.out


def names(page: Any) -> list[str]:
    return [str(name) for name in page.locator("#cards .name").all_inner_texts()]


def found(page: Any, words: str) -> None:
    """Wait until the heading of the results says so."""
    page.wait_for_function("words => document.getElementById('found').innerText === words", arg=words)


def asked(page: Any) -> list[tuple[str, str]]:
    """What the address asks for."""
    return parse_qsl(urlsplit(page.url).query)


def choose(page: Any, name: str, value: str) -> None:
    """Tick or untick a choice of a filter, also one inside a filter that is closed."""
    box = page.locator(f".choice input[name={name}][value='{value}']")
    box.evaluate("box => box.closest('details').open = true")
    box.click()


@contextmanager
def opened(open_page: Open, address: str, width: int = 1280, **options: Any) -> Iterator[Any]:
    """Open a page and see that it logs nothing."""
    page = open_page(address, clock=NOW, viewport={"width": width, "height": 800}, **options)
    yield page
    assert page.logged == []


def test_the_address_holds_what_is_asked(top: str, open_page: Open) -> None:
    """What was typed, chosen and sorted stands in the address, and the address opens as it was left."""
    with opened(open_page, f"{top}/{SEARCH}") as page:
        page.locator("#q").fill("trà")
        choose(page, "sao", "3")
        choose(page, "hieu-luc", "unknown")
        page.locator("#order").select_option("ten")
        wanted = [("q", "trà"), ("sao", "3"), ("hieu-luc", "unknown"), ("xep", "ten")]
        page.get_by_role("button", name="Bỏ mọi bộ lọc").wait_for()
        assert asked(page) == wanted
        shown, heading, address = names(page), page.locator("#found").inner_text(), page.url
    with opened(open_page, address) as page:
        found(page, heading)
        assert names(page) == shown
        assert page.locator("#q").input_value() == "trà"
        assert page.locator("#order").input_value() == "ten"
        assert page.locator(".choice :checked").evaluate_all("all => all.map(box => box.value)") == ["3", "unknown"]
        assert page.locator("#chosen button").all_inner_texts() == ["3 sao", "Chưa công bố thời hạn", "Bỏ mọi bộ lọc"]


def test_large_numbers_are_grouped(top: str, open_page: Open) -> None:
    """Thousands are parted as the language of the page does it."""
    answer = "OCOP.search = async () => Object.assign([], { total: 1234567, counts: {} })"
    for where, words in (
        (SEARCH, "Cả danh mục: 1.234.567 kết quả"),
        ("en/search/index.html", "Whole catalogue: 1,234,567 in all"),
    ):
        with opened(open_page, f"{top}/{where}") as page:
            page.evaluate(answer)
            page.locator("#order").select_option("ten")
            found(page, words)


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_jumps(top: str, open_page: Open, width: int) -> None:
    """While the data come one after the other, nothing that is on the screen changes its place."""
    with opened(open_page, f"{top}/{addresses.ABOUT}", width) as page:
        page.add_init_script(
            "window.jumps = []; new PerformanceObserver((list) => list.getEntries().forEach((one) => jumps.push("
            "[one.value, ...one.sources.map(({ node }) => node?.id || node?.nodeName)])))"
            ".observe({ type: 'layout-shift' })"
        )
        page.route(f"**/{addresses.SEARCH_CORE.split('/')[0]}/*/*.js*", later)
        page.goto(f"{top}/{SEARCH}?q=mau&sao=4&sao=5")
        page.get_by_role("button", name="Bỏ mọi bộ lọc").wait_for()
        page.wait_for_function("() => document.querySelector('#cards img[src]')")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("jumps.filter(([value]) => value > 0.05)") == []
        assert width > 1000 or page.evaluate("jumps") == []


def later(route: Any) -> None:
    """Answer after some frames have been painted."""
    time.sleep(0.2)
    route.continue_()


def test_back_goes_back(top: str, open_page: Open) -> None:
    """The back button undoes choice after choice, takes a typed query as one step, and comes back from a product."""
    with opened(open_page, f"{top}/{SEARCH}") as page:
        found(page, "Cả danh mục: 21 kết quả")
        page.locator("#q").press_sequentially("mau", delay=10)
        page.wait_for_function("() => location.search === '?q=mau'")
        choose(page, "sao", "5")
        page.wait_for_function("() => location.search === '?q=mau&sao=5'")
        page.get_by_role("button", name="Bỏ lọc: 5 sao").wait_for()
        fives = page.locator("#found").inner_text()
        page.locator("#cards .name").first.click()
        page.wait_for_url("**/P/**")
        page.go_back()
        found(page, fives)
        assert page.locator("#q").input_value() == "mau"
        page.go_back()
        page.wait_for_function("() => location.search === '?q=mau'")
        assert not page.locator("input[name=sao][value='5']").is_checked()
        page.go_back()
        found(page, "Cả danh mục: 21 kết quả")
        assert page.locator("#q").input_value() == ""
        page.go_forward()
        page.wait_for_function("() => document.getElementById('q').value === 'mau'")


def test_products_are_seen(top: str, open_page: Open) -> None:
    """A product with a photo shows the smallest, one without shows its cloth; both are there."""
    for code, picture in (("MAU-01", r"/anh/[0-9a-f]{16}-400\.webp$"), ("DB0001", r"/hoa-van/[a-z-]+-[0-9]{2}\.svg$")):
        with opened(open_page, f"{top}/{SEARCH}?q={code}") as page:
            page.wait_for_function("() => document.querySelector('#cards img')?.naturalWidth")
            assert re.search(picture, page.locator("#cards img").get_attribute("src"))


def count(page: Any, name: str, value: str) -> int:
    row = page.locator(f".choice:has(input[name={name}][value='{value}'])")
    return int(row.locator(".count").text_content())


def test_counts_are_live(top: str, open_page: Open) -> None:
    """Beside each choice stands how many there would be: the other filters count, its own do not."""
    with opened(open_page, f"{top}/{SEARCH}") as page:
        found(page, "Cả danh mục: 21 kết quả")
        stars = {number: count(page, "sao", number) for number in "543"}
        assert sum(stars.values()) == 21
        choose(page, "sao", "4")
        found(page, f"Tìm thấy {stars['4']} kết quả")
        assert {number: count(page, "sao", number) for number in "543"} == stars
        assert sum(count(page, "hieu-luc", one) for one in ("valid", "expired", "revoked", "unknown")) == stars["4"]
        choose(page, "sao", "3")
        found(page, f"Tìm thấy {stars['4'] + stars['3']} kết quả")


def test_status_is_that_of_the_day(site: Path, open_page: Open) -> None:
    """A certificate that runs out at midnight in Vietnam is filtered, counted and told so the minute after."""
    for clock, status in (("2027-01-31T16:59:00Z", "valid"), ("2027-01-31T17:01:00Z", "expired")):
        page = open_page(f"{site.resolve().as_uri()}/{SEARCH}?q=MAU-08&hieu-luc={status}", clock=clock)
        found(page, "Tìm thấy 1 kết quả")
        badges = page.locator("#cards .badge").all_inner_texts()
        assert badges == ([] if status == "valid" else ["Hết hiệu lực"])


def test_an_old_district_finds_the_communes_of_today(site: Path, open_page: Open) -> None:
    """Typing a district that ended on 1/7/2025 into the filter offers the communes that its products lie in today."""
    with opened(open_page, f"{site.resolve().as_uri()}/{SEARCH}") as page:
        found(page, "Cả danh mục: 21 kết quả")
        page.locator("#place").fill("huyen tua chua")
        offered = page.locator("#xa .choice span:first-of-type")
        offered.filter(has_text="Xã Sính Phình").wait_for()
        page.locator("#place").fill("khong co noi nay")
        page.get_by_text("Không có xã, phường nào tên như vậy.").wait_for()


def test_groups_open_their_sets(site: Path, open_page: Open) -> None:
    """The sets of a group show when it is chosen; a group that is left takes its sets along."""
    with opened(open_page, f"{site.resolve().as_uri()}/{SEARCH}") as page:
        found(page, "Cả danh mục: 21 kết quả")
        inside = page.locator("input[name=bo][value=che]")
        assert not inside.is_visible()
        choose(page, "nhom", "thuc-pham")
        inside.click()
        page.wait_for_function("() => location.search === '?nhom=thuc-pham&bo=che'")
        choose(page, "nhom", "thuc-pham")
        found(page, "Cả danh mục: 21 kết quả")
        assert asked(page) == []


def test_keys_are_enough(top: str, open_page: Open) -> None:
    """Without a mouse: type, Enter leads to the results, Tab to a product and its ribbon, Space keeps, Enter opens."""
    with opened(open_page, f"{top}/{SEARCH}") as page:
        found(page, "Cả danh mục: 21 kết quả")
        page.locator("#q").focus()
        page.keyboard.type("ca tep")
        page.keyboard.press("Enter")
        found(page, "Tìm thấy 1 kết quả")
        assert page.evaluate("document.activeElement.id") == "found"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.innerText") == "Cá tép dầu sấy Na Lay"
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        assert page.locator("#cards .keep").get_attribute("aria-pressed") == "true"
        page.locator("input[name=sao][value='3']").focus()
        page.keyboard.press("Space")
        page.wait_for_function("() => location.search.includes('sao=3')")
        assert page.evaluate("document.activeElement.value") == "3"
        page.locator("#chosen button").focus()
        page.keyboard.press("Enter")
        page.wait_for_function("() => !location.search.includes('sao')")
        assert page.evaluate("document.activeElement.id") == "found"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/P/DB0001/**")


def test_screen_readers_are_told(site: Path, open_page: Open) -> None:
    """How many were found is said once the typing rests; every ribbon names its product, every choice its count."""
    with opened(open_page, f"{site.resolve().as_uri()}/{SEARCH}") as page:
        page.locator("#q").fill("ca tep")
        choose(page, "sao", "3")
        page.wait_for_function("() => document.getElementById('said').innerText === 'Tìm thấy 1 kết quả, 3 sao'")
        page.get_by_role("status").first.wait_for(state="attached")
        page.get_by_role("button", name="Lưu vào danh sách của tôi: Cá tép dầu sấy Na Lay").wait_for()
        page.get_by_role("checkbox", name=re.compile("^3 sao 1$")).wait_for()
        page.get_by_role("button", name="Bỏ lọc: 3 sao").wait_for()
        page.get_by_role("searchbox", name="Tìm sản phẩm").wait_for()


def test_more_results_follow(many: Path, open_page: Open) -> None:
    """A button brings the next results and leads to the first of them; going back finds as many as there were."""
    with opened(open_page, f"{many.resolve().as_uri()}/{SEARCH}") as page:
        found(page, "Cả danh mục: 60 kết quả")
        assert len(names(page)) == 24
        page.get_by_role("button", name="Xem thêm, còn 36 kết quả").click()
        page.wait_for_function("() => document.querySelectorAll('#cards .card').length === 48")
        assert page.evaluate("[...document.querySelectorAll('#cards .name')].indexOf(document.activeElement)") == 24
        page.locator("#cards .name").nth(40).click()
        page.wait_for_url("**/P/**")
        page.go_back()
        page.wait_for_function("() => document.querySelectorAll('#cards .card').length === 48")


def test_order_is_as_asked(many: Path, open_page: Open) -> None:
    """By stars: most first; by name: in Vietnamese order."""
    with opened(open_page, f"{many.resolve().as_uri()}/{SEARCH}?xep=sao") as page:
        found(page, "Cả danh mục: 60 kết quả")
        stars = page.locator("#cards .stars").all_inner_texts()
        assert [one.strip() for one in stars] == ["4 sao"] * 24
        page.locator("#order").select_option("ten")
        page.wait_for_function("() => location.search === '?xep=ten'")
        page.wait_for_function("() => document.querySelector('#cards .name').innerText.endsWith('số 1')")
        shown = names(page)
        assert shown == sorted(shown, key=sort_key)


def test_scripts_off_leads_to_the_shelves(site: Path, open_page: Open) -> None:
    """Without scripts there is no box that does nothing, but the ways to browse."""
    page = open_page(site / SEARCH, java_script_enabled=False)
    assert page.locator("h1").is_visible()
    assert not page.locator("#q").is_visible()
    assert not page.locator("#facets").is_visible()
    links = page.locator("main .chips a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    wanted = [addresses.PRODUCTS, addresses.GROUPS, addresses.COMMUNES, addresses.STARS, addresses.PRODUCERS]
    assert links == [f"../{one}" for one in wanted]
    assert not open_page(site / "index.html", java_script_enabled=False).locator("#q").is_visible()


STATES = {
    "filtered": f"{SEARCH}?q=mau&sao=3&sao=4&hieu-luc=valid&nhom=thuc-pham",
    "nothing": f"{SEARCH}?q=ca+tep&sao=5",
    "no code": f"{SEARCH}?q=DB9999",
    "sent list": f"{LIST}#DB0001,MAU-01,MAU-06,XX-1",
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("width", [320, 1280])
def test_accessible_in_every_state(served: str, open_page: Open, state: str, width: int) -> None:
    """Results, filters and answers open: zero axe violations by day and night, nothing wider than the screen."""
    with opened(open_page, f"{served}/{STATES[state]}", width) as page:
        page.locator("#cards .card, #drop, #no-code, #rows li").locator("visible=true").first.wait_for()
        if page.locator("#narrow").is_visible():
            page.locator("#narrow").click()
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            told = Axe().run(page, options=RULES)["violations"]
            assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in told] == [], scheme
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        small = page.evaluate(
            """() => [...document.querySelectorAll('main a, main button, main select, main summary, main label.choice')]
            .filter(one => { const box = one.getBoundingClientRect();
                const inText = one.matches('p > a, li > a') && getComputedStyle(one).display === 'inline';
                return box.width && !inText && (box.height < 24 || box.width < 24) })
            .map(one => one.outerHTML.slice(0, 90))"""
        )
        assert small == []
        assert [url for url in page.asked if not url.startswith((served, "data:"))] == []


def test_filters_fold_away_on_a_phone(site: Path, open_page: Open) -> None:
    """At 360 px the filters are behind one button, and another leads from them to the results."""
    with opened(open_page, f"{site.resolve().as_uri()}/{SEARCH}", 360) as page:
        found(page, "Cả danh mục: 21 kết quả")
        assert not page.locator("#facets").is_visible()
        page.get_by_role("button", name="Bộ lọc").click()
        choose(page, "sao", "5")
        page.get_by_role("button", name=re.compile(r"^Xem \d+ kết quả$")).click()
        assert not page.locator("#facets").is_visible()
        assert page.evaluate("document.activeElement.id") == "found"
        assert page.locator("#narrow").text_content() == "Bộ lọc (1)"
