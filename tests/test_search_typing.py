"""Typing into the search page, in a real Chromium: what shows when, and that nothing typed or found is lost."""

from __future__ import annotations

from typing import Any

from tests.test_search_page import SEARCH, Open, found, names, opened


def test_results_appear_while_typing(top: str, open_page: Open) -> None:
    """Letter by letter, without a key that says go; from a folder and under a policy that forbids all but scripts."""
    with opened(open_page, f"{top}/{SEARCH}") as page:
        found(page, "Cả danh mục: 21 kết quả")
        page.locator("#q").press_sequentially("ca tep")
        found(page, "Tìm thấy 1 kết quả")
        assert names(page) == ["Cá tép dầu sấy Na Lay"]
        page.locator("#cards .name").click()
        page.wait_for_url("**/P/DB0001/**")


def hold(page: Any, files: str) -> list[Any]:
    """Let what is asked for wait; return a list of what does."""
    held: list[Any] = []

    def wait(route: Any) -> None:
        held.append(route)

    page.route(files, wait)
    return held


def test_what_is_typed_early_stays(served: str, open_page: Open) -> None:
    """Letters that come before the catalogue does are looked for when it is there, and nothing wipes them out."""
    with opened(open_page, f"{served}/{SEARCH}?q=mau") as page:
        held = hold(page, "**/tim-kiem/loi.js")
        page.reload(wait_until="commit")
        page.locator("#q").fill("ca tep")
        page.wait_for_function("() => !document.getElementById('finder').hidden")
        for one in held:
            one.continue_()
        found(page, "Tìm thấy 1 kết quả")
        assert page.locator("#q").input_value() == "ca tep"
        assert names(page) == ["Cá tép dầu sấy Na Lay"]


def test_nothing_is_said_to_be_missing_before_all_was_looked_through(served: str, open_page: Open) -> None:
    """While the words of stories are on their way the page says that it still looks, not that there is nothing."""
    with opened(open_page, f"{served}/{SEARCH}") as page:
        held = hold(page, "**/tim-kiem/tu/*")
        page.locator("#q").fill("bxuoixxda")
        found(page, "Đang tìm tiếp trong phần giới thiệu và câu chuyện…")
        assert not page.locator("#none").is_visible()
        page.wait_for_function("() => !!document.querySelector('script[src*=\"/tu/\"]')")
        for one in held:
            one.continue_()
        found(page, "Không tìm thấy “bxuoixxda”")


def test_cards_are_written_anew(top: str, open_page: Open) -> None:
    """Cards that showed other products before are, to the letter, those of a page opened with the question."""
    cards = "() => document.getElementById('cards').innerHTML"
    settled = "() => [...document.querySelectorAll('#cards img')].every(one => one.hasAttribute('src'))"

    def shown(page: Any) -> str:
        page.wait_for_function("() => document.querySelectorAll('#cards .card').length > 1")
        page.wait_for_timeout(400)
        page.wait_for_function(settled)
        return str(page.evaluate(cards))

    for text in ("mau", "tra", ""):
        with opened(open_page, f"{top}/{SEARCH}?q={text}") as page:
            wanted = shown(page)
        with opened(open_page, f"{top}/{SEARCH}?q=muong+lay") as page:
            for other in ("ca tep", "mau", "zzzzz", "dien bien", text):
                page.locator("#q").fill(other)
                page.wait_for_timeout(50)
            assert shown(page) == wanted
