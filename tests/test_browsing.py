"""The way to a product without searching, and from every page to the search."""

from __future__ import annotations

import re
from datetime import date

import pytest

from generator import addresses
from generator.card import Card, Inside, Tab
from generator.catalogue import Catalogue
from generator.checks.shape import shape
from generator.faces import Face
from generator.model.config import Config
from generator.outputs import pages, shelves
from generator.template_files import OURS, find
from generator.theme import theme
from generator.vietnamese import sort_key
from tests.test_search_page import Open, found


@pytest.mark.parametrize("where", ["index.html", addresses.PRODUCTS, addresses.CHECK_STAMP, "404.html"])
def test_every_box_leads_here(served: str, open_page: Open, where: str) -> None:
    """The boxes of home, of all products, of the page about stamps and of the page of nothing ask the search page."""
    page = open_page(f"{served}/{where}")
    page.locator("#q").fill("db0001")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim-kiem/?q=db0001")
    found(page, "Tìm thấy 1 kết quả")


def a_card(number: int) -> Card:
    name = f"Sản phẩm {number:05}"
    day = date(2025, 8, 5)
    face = Face(
        f"X{number}", name, (), "che", 4, True, False, day, day, day, None, day, None, None, None, None, (), None,
        sort_key(name), str(number),
    )  # fmt: skip
    shown = face.code, face.name, face.order, face.set_id, face.stars, face.demo, face.commune_key
    tab = Tab(*shown, None, None, "", str(number), (), False, str(number), str(number), "")
    return Card(tab, Inside(face, None, None, (), ()))


def test_every_product_is_near_among_twenty_thousand() -> None:
    """Home leads to the list of all products, its first page to each of its 334 pages, these to every product."""
    config = shape({"site": {"url": "https://ocop.example.vn"}}, Config).value
    cards = [a_card(number) for number in range(20_000)]
    catalogue = Catalogue(config, "", tuple(cards), ())
    look = theme(find(OURS.parent), catalogue)
    home = next(one for one in pages.plan(catalogue, look) if one.name == addresses.HOME)
    assert f'href="{addresses.PRODUCTS}"' in home.make(look, *home.inputs)[0].decode()
    lists = [one for one in shelves.plan(catalogue, look) if one.name.startswith("san-pham/")]
    first = lists[0].make(look, *lists[0].inputs)[0].decode()
    leads = {f"san-pham/{link}" for link in re.findall(r'href="((?:trang-\d+/)?index\.html)"', first)}
    assert leads == {one.name for one in lists}
    assert len(lists) == 334
    held = {card.code for one in lists for card in one.inputs[2].cards}
    assert held == {card.code for card in cards}
    last = lists[-1].make(look, *lists[-1].inputs)[0].decode()
    assert set(re.findall(r'href="\.\./\.\./(P/[^"]+)"', last)) == {
        addresses.product(f"X{at}") for at in range(19_980, 20_000)
    }
