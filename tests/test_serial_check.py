"""The check of a stamp's number in a real Chromium: every state, from a server and a folder, by link and by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe

from generator.serials import serial
from generator.serials.issue import Order, issued, voided
from tests import serving
from tests.conftest import TODAY, Office
from tests.test_browser import RULES

Open = Callable[..., Any]
LOTS = (
    "- lot: L1\n  made: 01/11/2026\n- lot: L2\n  recalled:\n    date: 01/11/2026\n    reason: Bao bì hở\n- lot: L3\n"
    "- lot: L4\n"
)
GENUINE = "Số tem đã được phát hành cho sản phẩm này, lô này"
UNKNOWN = "Số tem không có trong sổ tem đã phát hành cho lô này"
VOIDED = "Số tem thuộc một đợt tem đã bị hủy"
RECALLED = "Số tem đã được phát hành cho lô này, nhưng lô đã bị thu hồi"
MALFORMED = "Số tem chưa đúng dạng nên không kiểm tra được"
UNCHECKED = "Chưa kiểm tra được số tem"
COPIES = "Số tem thật vẫn có thể bị chép sang tem khác"


class Shop(Office):
    """An office that issued stamps: of each lot the serials, of L1 a void run first, L4 in 16 buckets."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.write("config.yml", "site:\n  url: https://ocop.example.vn\n")
        self.product("DB0001")
        self.write("content/lots/DB0001.yml", LOTS)
        self.void = self._issue("L1", 3)
        voided(self._order("L1", 3), 1, TODAY, "In lệch")
        self.good, self.bad, self.many = self._issue("L1", 20), self._issue("L2", 2), self._issue("L4", 450)
        self.build()

    def _order(self, lot: str, count: int) -> Order:
        return Order(self.root / "content", self.root / "tem", "DB0001", lot, count, "HTTPS://X/")

    def _issue(self, lot: str, count: int) -> tuple[str, ...]:
        with issued(self._order(lot, count), TODAY) as made:
            return made.serials


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A built site of an office that issued stamps."""
    return Shop(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def served(shop: Shop) -> Iterator[str]:
    """Serve the site on loopback, forbidding everything it does not need; keep what was asked for."""
    with serving.strict(shop.out) as address:
        yield address


def said(page: Any) -> str:
    """Return what the check says once it has ended."""
    page.locator("#so-tem[data-state]:not([data-state=checking])").wait_for(state="attached")
    return " ".join(page.locator("#so-tem [role=status]").inner_text().split())


def cases(shop: Shop) -> dict[str, tuple[str, str, str]]:
    return {
        "genuine": ("L1", shop.good[0], GENUINE),
        "genuine, the last": ("L1", shop.good[-1], GENUINE),
        "genuine, one of many": ("L4", shop.many[200], GENUINE),
        "as printed": ("L1", serial.grouped(shop.good[1]), GENUINE),
        "in small letters": ("L1", shop.good[2].lower(), GENUINE),
        "unknown": ("L1", serial.new(), UNKNOWN),
        "of another lot": ("L1", shop.many[0], UNKNOWN),
        "of a lot without stamps": ("L3", shop.good[0], UNKNOWN),
        "voided": ("L1", shop.void[0], VOIDED),
        "recalled": ("L2", shop.bad[0], RECALLED),
        "malformed": ("L1", "0" + shop.good[0], MALFORMED),
        "a slip": ("L1", shop.good[0][:-1] + ("0" if shop.good[0][-1] != "0" else "1"), MALFORMED),
        "hostile": ("L1", "%3Cimg src=x onerror=alert(1)%3E%E0%A4%A", MALFORMED),
    }


NAMES = tuple(cases(type("Shop", (), dict.fromkeys(("good", "bad", "many", "void"), ("0" * 18,) * 300))()))


@pytest.mark.parametrize("how", ["served", "folder"])
@pytest.mark.parametrize("name", NAMES)
def test_every_state(shop: Shop, served: str, open_page: Open, name: str, how: str) -> None:
    """What the page says of a number in its address, from a strict server and from a folder without one."""
    lot, written, expected = cases(shop)[name]
    base = served if how == "served" else shop.out.as_uri()
    page = open_page(f"{base}/P/DB0001/{lot}/index.html#{written}")
    words = said(page)
    assert words.startswith(expected)
    assert (COPIES in words) == (expected in {GENUINE, RECALLED})
    number = serial.read(written)
    assert (serial.grouped(number) in words) if number else True
    assert page.logged == []


def test_nothing_of_the_number_leaves_the_device(shop: Shop, served: str, open_page: Open) -> None:
    """One small file is asked for beside the page's own; its name says a sixteenth, and no request has the number."""
    page = open_page(f"{served}/P/DB0001/L4/#{shop.many[7]}")
    assert said(page).startswith(GENUINE)
    asked = [url for url in page.asked if "/so-tem/" in url]
    assert len(asked) == 1
    assert len(asked[0].rsplit("/", 1)[1]) == len("a.js")
    assert not any(shop.many[7] in url.split("#")[0] for url in page.asked)
    page = open_page(f"{served}/P/DB0001/L4/")
    assert [url for url in page.asked if "/so-tem/" in url] == []


def test_typed_by_hand(shop: Shop, served: str, open_page: Open) -> None:
    """A number can be typed, corrected and typed again; what was said before goes away."""
    page = open_page(f"{served}/P/DB0001/L1/")
    assert page.locator("#so-tem [role=status]").inner_text().strip() == ""
    box = page.get_by_label("Số in cạnh mã vuông")
    for typed, expected in (
        (serial.grouped(shop.good[3]).lower(), GENUINE),
        (shop.good[3][:-1], MALFORMED),
        (shop.void[1], VOIDED),
        (shop.void[1], VOIDED),
    ):
        box.fill(typed)
        box.press("Enter")
        page.locator("#so-tem .plate:visible", has_text=expected).wait_for()
        shown = page.locator("#so-tem .plate:visible").all_inner_texts()
        assert [one.strip() for one in shown] == [expected]


def test_a_place_on_the_page_is_no_number(shop: Shop, open_page: Open) -> None:
    """A link to a section keeps what the check said, and alone it checks nothing."""
    page = open_page(f"{shop.out.as_uri()}/P/DB0001/L1/index.html#nghi-ngo")
    assert page.locator("#so-tem .plate:visible").count() == 0
    page = open_page(f"{shop.out.as_uri()}/P/DB0001/L1/index.html#{shop.good[0]}")
    assert said(page).startswith(GENUINE)
    page.evaluate("location.hash = '#nghi-ngo'")
    assert said(page).startswith(GENUINE)


def test_offline(shop: Shop, served: str, open_page: Open) -> None:
    """Where the list cannot be loaded the page says so, and nothing of genuine or false; online again it checks."""
    page = open_page(f"{served}/P/DB0001/L1/")
    page.context.set_offline(True)
    page.evaluate(f"location.hash = '#{shop.good[0]}'")
    page.locator("#so-tem[data-state=unchecked]").wait_for()
    words = said(page)
    assert words.startswith(UNCHECKED)
    assert "không nói lên tem thật hay giả" in words
    page.context.set_offline(False)
    page.evaluate("location.hash = ''")
    page.evaluate(f"location.hash = '#{shop.good[0]}'")
    page.locator("#so-tem[data-state=genuine]").wait_for()


def test_without_scripts(shop: Shop, open_page: Open) -> None:
    """Scripts off: the page claims nothing of the number and says that it could not check."""
    page = open_page(f"{shop.out.as_uri()}/P/DB0001/L1/index.html#{shop.good[0]}", java_script_enabled=False)
    words = page.locator("#so-tem").inner_text()
    assert "chưa kiểm tra được số tem" in words
    assert GENUINE not in words
    assert page.locator("#so-tem form").is_hidden()


@pytest.mark.parametrize("name", ["genuine", "unknown", "voided", "recalled", "malformed"])
@pytest.mark.parametrize("width", [320, 1280])
def test_accessible(shop: Shop, served: str, open_page: Open, name: str, width: int) -> None:
    """Every state: zero axe violations (WCAG 2.2 AA) in light and dark, nothing wider than the screen."""
    lot, written, expected = cases(shop)[name]
    page = open_page(f"{served}/P/DB0001/{lot}/#{written}", viewport={"width": width, "height": 800})
    assert said(page).startswith(expected)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page, options=RULES)
        assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
