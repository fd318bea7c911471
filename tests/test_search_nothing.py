"""The search page where nothing is found, and where a code or an address is asked for, in a real Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_search_page import SEARCH, Open, asked, found, names, opened


def test_nothing_found_offers_the_nearest_spelling(top: str, open_page: Open) -> None:
    """The page says what was searched for and offers what would find something; a click takes it over."""
    with opened(open_page, f"{top}/{SEARCH}?q=bxuoixxda") as page:
        found(page, "Không tìm thấy “bxuoixxda”")
        assert names(page) == []
        assert page.locator("#none").is_visible()
    with opened(open_page, f"{top}/{SEARCH}?q=na+lax+tuyeets") as page:
        page.locator("#none").wait_for()
        link = page.locator("#nearest a")
        if link.is_visible():
            said = link.inner_text()
            link.click()
            page.wait_for_function("() => document.querySelector('#cards .card')")
            assert page.locator("#q").input_value() == said


def test_nothing_found_offers_the_filter_to_drop(top: str, open_page: Open) -> None:
    """Where filters stand in the way, each that may go is named with what it would bring."""
    with opened(open_page, f"{top}/{SEARCH}?q=ca+tep&sao=5&hieu-luc=unknown") as page:
        found(page, "Không tìm thấy “ca tep”")
        page.locator("#drop").wait_for()
        assert page.locator("#drop button").all_inner_texts() == ["Bỏ “5 sao”\n1 kết quả", "Bỏ mọi bộ lọc\n1 kết quả"]
        page.locator("#drop button").first.click()
        found(page, "Tìm thấy 1 kết quả")
        assert asked(page) == [("q", "ca tep"), ("hieu-luc", "unknown")]


@pytest.mark.parametrize("code", ["DB9999", "8938505974192"])
def test_a_code_that_does_not_exist(top: str, open_page: Open, code: str) -> None:
    """It is said what that means, what it does not mean, and who wants to know."""
    with opened(open_page, f"{top}/{SEARCH}?q={code}") as page:
        found(page, f"Không tìm thấy “{code}”")
        told = page.locator("#no-code").inner_text()
        assert "chưa chứng minh được hàng là giả, cũng chưa chứng minh được hàng là thật" in told
        assert "Văn phòng Điều phối nông thôn mới tỉnh Điện Biên" in told


def test_a_pasted_address_is_its_code(site: Path, open_page: Open) -> None:
    """The address that a stamp leads to, in capitals, finds its product."""
    with opened(open_page, f"{site.resolve().as_uri()}/{SEARCH}") as page:
        page.locator("#q").fill("HTTPS://OCOP.DIENBIEN.GOV.VN/P/DB0001/")
        found(page, "Tìm thấy 1 kết quả")
        assert names(page) == ["Cá tép dầu sấy Na Lay"]
