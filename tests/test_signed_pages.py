"""Signatures on pages and over the web: checked in Chromium by the page itself, and by the command."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe

from generator.signed.releases import written
from tests import serving
from tests.signed import tampered, verify
from tests.test_browser import RULES
from tests.test_keys import CHAINS


@pytest.fixture
def served(standing: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A copy of the signed site, served on loopback."""
    site = tmp_path / "served"
    shutil.copytree(standing, site)
    with serving.strict(site, f"{serving.POLICY}; connect-src 'self'") as address:
        yield address, site


def test_a_published_site_is_checked_like_a_folder(
    served: tuple[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """A web address is checked file by file; a record that another shows in its place is found; silence is told."""
    address, site = served
    assert verify(address) == 0
    shutil.copy(site / "P/DB0002/ho-so.json", site / "P/DB0001/ho-so.json")
    assert verify(f"{address}/") == 1
    assert "KHÁC BẢN ĐÃ KÝ: P/DB0001/ho-so.json" in capsys.readouterr().out
    assert verify("http://127.0.0.1:9/") == 1
    assert "Không đọc được http://127.0.0.1:9/ky/phat-hanh.txt" in capsys.readouterr().err


def asked(page: Any) -> str:
    """Press the button, and return what the page then says."""
    page.get_by_role("button", name="Kiểm tra chữ ký").click()
    page.wait_for_function("() => document.querySelector('#chu-ky [data-say]:not([hidden]):not([data-say=checking])')")
    return re.sub(r"\s+", " ", page.locator("#chu-ky [role=status]").inner_text()).strip()


@pytest.mark.parametrize("path", ["P/DB0001/", "P/DB0001/L1/", "ky/"])
def test_the_page_checks_itself(served: tuple[str, Path], open_page: Callable[..., Any], path: str) -> None:
    """In Chromium a page checks the whole history and its own record when asked, and says what it found."""
    address, site = served
    page = open_page(f"{address}/{path}")
    assert asked(page).startswith("Chữ ký đúng. Lần phát hành số 1, ngày ")
    assert page.logged == []
    record = site / path / "ho-so.json"
    if record.exists():
        record.write_bytes(record.read_bytes() + b" ")
        assert asked(page).startswith("Dữ liệu ở đây khác với bản đã ký.")
    tampered("ky/nhat-ky.txt", b"P/DB0002/", b"P/DB0003/")(site)
    assert asked(page).startswith("Chữ ký hoặc nhật ký không đúng.")


@pytest.mark.parametrize("name", CHAINS)
def test_the_page_follows_keys_as_the_command_does(
    served: tuple[str, Path], open_page: Callable[..., Any], name: str
) -> None:
    """Every change of keys, right or forged, is to the browser what it is to `ocop verify`."""
    address, site = served
    releases, expected = CHAINS[name]
    (site / "ky/phat-hanh.txt").write_text(written(releases), encoding="utf-8", newline="")
    (site / "ky/nhat-ky.txt").write_bytes(b"")
    said = asked(open_page(f"{address}/ky/"))
    if isinstance(expected, str):
        assert said.startswith("Chữ ký hoặc nhật ký không đúng.")
    elif expected:
        assert said.startswith(f"Chữ ký đúng, nhưng chưa biết là của ai. Từ lần phát hành số {expected} nơi công bố ký")
        assert said.endswith(releases[-1].key)
    else:
        assert said.startswith(f"Chữ ký đúng. Lần phát hành số {len(releases)}, ngày 01/01/2026.")


def test_a_published_site_is_asked_for_what_nobody_signed(
    served: tuple[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """What the lists of a published site lead to and no release knows is told, also a lot of a signed product."""
    address, site = served
    for path, old, new in (
        ("san-pham/index.html", b"P/DB0002/", b"P/DB0009/"),
        ("P/DB0001/index.html", b'"L1/index.html"', b'"L8/index.html"'),
    ):
        content = (site / path).read_bytes()
        assert old in content
        (site / path).write_bytes(content.replace(old, new))
    assert verify(address) == 4
    said = capsys.readouterr().out
    assert "CHƯA KÝ: P/DB0001/L8/ho-so.json\nCHƯA KÝ: P/DB0009/ho-so.json\n" in said
    assert "nhưng 2 mục kể trên có trên trang" in said


def test_from_a_folder_the_page_says_it_cannot(standing: Path, open_page: Callable[..., Any]) -> None:
    """Opened from a folder a page says that it cannot check, and what to do instead."""
    page = open_page(standing / "P/DB0001/index.html")
    assert asked(page).endswith("Xin dùng lệnh ocop verify.")


@pytest.mark.parametrize("path", ["P/DB0001/", "P/DB0001/L1/", "ky/"])
def test_signed_pages_are_accessible(served: tuple[str, Path], open_page: Callable[..., Any], path: str) -> None:
    """Before and after the check a signed page has no axe violation and is no wider than a phone."""
    page = open_page(f"{served[0]}/{path}", viewport={"width": 360, "height": 800})
    for _ in range(2):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page, options=RULES)
            assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        asked(page)


def test_without_scripts_nothing_is_offered(standing: Path, open_page: Callable[..., Any]) -> None:
    """Scripts off: the page tells of the signature, and has no button that would do nothing."""
    page = open_page(standing / "P/DB0001/index.html", java_script_enabled=False)
    assert page.locator("#chu-ky h2").is_visible()
    assert not page.locator("#chu-ky button").is_visible()
