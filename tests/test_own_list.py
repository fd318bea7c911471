"""The list of one's own: kept on the device, shown, printed, sent as a link."""

from __future__ import annotations

from generator import addresses
from tests.test_search_page import Open, opened

SEARCH, LIST = addresses.SEARCH, addresses.OWN_LIST


def test_a_list_of_my_own(top: str, open_page: Open) -> None:
    """Ribbons on results and on a product's page keep products on the device; the list shows and forgets them."""
    with opened(open_page, f"{top}/{SEARCH}?q=ca+tep") as page:
        page.locator("#cards .keep").click()
        assert page.locator("[data-kept]").first.inner_text() == "1"
        page.goto(f"{top}/P/MAU-01/index.html")
        page.get_by_role("button", name="Lưu vào danh sách").click()
        assert page.evaluate("localStorage.getItem('ocop-danh-sach')") == '["DB0001","MAU-01"]'
        assert page.evaluate("document.cookie") == ""
        page.goto(f"{top}/{LIST}")
        page.locator("#rows li").nth(1).wait_for()
        assert page.locator("#rows .code").all_inner_texts() == ["DB0001", "MAU-01"]
        assert page.locator("#count").inner_text() == "2 sản phẩm"
        page.get_by_role("button", name="Lưu vào danh sách của tôi: Cá tép dầu sấy Na Lay").click()
        assert page.locator("#count").inner_text() == "1 sản phẩm"
        page.get_by_role("button", name="Lấy lại cả danh sách").click()
        assert page.locator("#count").inner_text() == "2 sản phẩm"
        page.get_by_role("button", name="Bỏ hết khỏi danh sách").click()
        page.reload()
        page.get_by_text("Danh sách đang trống.").wait_for()


def test_a_list_is_sent_as_a_link(served: str, open_page: Open) -> None:
    """The link holds the codes where no server sees them; who opens it keeps a list of their own untouched."""
    with opened(open_page, f"{served}/{LIST}") as page:
        page.evaluate("OCOP.list.put(['DB0001', 'MAU-01'])")
        page.get_by_role("button", name="Gửi liên kết").click()
        link = page.locator("#link").input_value()
        assert link == f"{served}/danh-sach/#DB0001,MAU-01"
    with opened(open_page, f"{served}/{LIST}") as page:
        page.evaluate("OCOP.list.put(['DB0002'])")
        page.goto(link)
        page.get_by_role("heading", name="Danh sách được gửi cho bạn").wait_for()
        page.locator("#rows li").nth(1).wait_for()
        assert page.evaluate("OCOP.list.all()") == ["DB0002"]
        page.get_by_role("button", name="Lưu vào danh sách của tôi", exact=True).click()
        assert page.evaluate("OCOP.list.all()") == ["DB0002", "DB0001", "MAU-01"]
        assert not [url for url in page.asked if "MAU-01," in url or ",MAU-01" in url.split("#")[0]]


def test_a_sent_list_may_hold_anything(served: str, open_page: Open) -> None:
    """Codes that are not in the catalogue are said not to be; what is no code at all is left out."""
    with opened(open_page, f"{served}/{LIST}#XX-9%2c<b>x,../P,%E1%BA,DB0001,XX-9") as page:
        page.locator("#rows li").nth(1).wait_for()
        assert page.locator("#rows .code").all_inner_texts() == ["XX-9", "DB0001"]
        page.get_by_text("không có trong danh mục này.").wait_for()


def test_a_list_prints_with_codes_to_scan(served: str, open_page: Open) -> None:
    """On paper: names, how the certificates stand today, the day, a line for notes and each code at its true size."""
    with opened(open_page, f"{served}/{LIST}#DB0001,MAU-06") as page:
        page.locator("#rows li").nth(1).wait_for()
        page.emulate_media(media="print")
        assert not page.locator("#print").is_visible()
        assert page.get_by_text("In từ danh mục ngày 22/11/2026.").is_visible()
        assert page.get_by_text("Đã thu hồi").is_visible()
        codes = page.locator("#rows .qr")
        page.wait_for_function("() => [...document.querySelectorAll('.qr')].every(one => one.naturalWidth)")
        assert codes.evaluate_all("all => all.map(one => one.width >= one.naturalWidth)") == [True, True]
        assert page.pdf(format="A4").startswith(b"%PDF")
