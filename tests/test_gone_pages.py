"""Tombstones and redirects in a real Chromium."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe

from generator.memory import Memory
from generator.pipeline import build
from tests.conftest import ROOT, TODAY, Office

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def gone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build this repository's content with a product, a lot and a producer gone, and a product moved."""
    root = tmp_path_factory.mktemp("gone")
    shutil.copytree(ROOT / "content", root / "content")
    shutil.copy(ROOT / "config.yml", root)
    with Memory(root / ".ocop", "1") as memory:
        build(root, root / "site", TODAY, memory=memory, keep=True)
        for code in ("DB0002", "DB0003"):
            (root / f"content/products/{code}.md").unlink()
        lots = root / "content/lots/MAU-01.yml"
        lots.write_text(
            re.sub(r"(?ms)^- lot: L2604.*?(?=^- lot:)", "", lots.read_text(encoding="utf-8")), encoding="utf-8"
        )
        (root / "content/tombstones.yml").write_text(
            "- code: DB0002\n  since: 01/11/2026\n  reason: Cơ sở đã ngừng sản xuất từ tháng 10 năm 2026\n"
            "  replaced_by: DB0001\n- code: MAU-01\n  lot: L2604\n  since: 02/11/2026\n  reason: Ghi nhầm số lô\n",
            encoding="utf-8",
        )
        (root / "content/redirects.yml").write_text("- address: DB0003\n  to: DB0004\n", encoding="utf-8")
        build(root, root / "site", TODAY, memory=memory, keep=True)
    return root / "site"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["P/DB0002", "P/MAU-01/L2604", "01/09506000134352/10/L2604"])
def test_tombstones_in_a_browser(gone: Path, open_page: Open, path: str, width: int) -> None:
    """A tombstone is accessible, quiet and as wide as the screen, and leads on."""
    page = open_page(gone / path / "index.html", viewport={"width": width, "height": 800})
    assert page.logged == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [found["id"] for found in Axe().run(page)["violations"]] == []
    assert page.locator(".notice:visible").count() == 1
    assert page.locator("main a:visible").count() >= 4


@pytest.mark.parametrize("width", [360, 1280])
def test_redirects_in_a_browser(gone: Path, open_page: Open, width: int) -> None:
    """A redirect leads on with and without a script, keeps the serial behind #, and is accessible where it stays."""
    size = {"width": width, "height": 800}
    target = (gone / "P/DB0004/index.html").resolve().as_uri()
    page = open_page(f"{(gone / 'P/DB0003/index.html').resolve().as_uri()}#0123", viewport=size)
    page.wait_for_url(f"{target}#0123")
    page = open_page(gone / "P/DB0003/index.html", viewport=size, java_script_enabled=False)
    page.wait_for_url(target)
    still = gone / "P/DB0003/still.html"
    text = (gone / "P/DB0003/index.html").read_text(encoding="utf-8")
    still.write_text(
        re.sub(r"<noscript>.*?</noscript>|<script src=\"[^\"]*moved[^>]*></script>", "", text), encoding="utf-8"
    )
    page = open_page(still, viewport=size)
    assert [found["id"] for found in Axe().run(page)["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click("#moved")
    page.wait_for_url(target)


def test_what_is_gone_or_has_moved_says_so_in_english(office: Office) -> None:
    """Tombstones and redirects stand in each language, lead to pages in it, and are told to servers in each."""
    for code in ("DB0001", "DB0002", "DB0003"):
        office.product(code, f"Trà {code}")
    office.build()
    for code in ("DB0001", "DB0002"):
        (office.root / f"content/products/{code}.md").unlink()
    office.write("content/tombstones.yml", "- code: DB0001\n  since: 01/11/2026\n  reason: Ngừng sản xuất\n")
    office.write("content/redirects.yml", "- address: DB0002\n  to: DB0003\n")
    office.build()
    told = json.loads(office.page("data/addresses.json"))
    assert [one["address"] for one in told["gone"]] == ["/P/DB0001/", "/en/P/DB0001/"]
    assert told["moved"] == [
        {"from": "/P/DB0002/", "to": "/P/DB0003/"},
        {"from": "/en/P/DB0002/", "to": "/en/P/DB0003/"},
    ]
    assert "This product is no longer in the catalogue since 1 November 2026." in office.page("en/P/DB0001/index.html")
    assert 'href="../DB0003/index.html"' in office.page("en/P/DB0002/index.html")
