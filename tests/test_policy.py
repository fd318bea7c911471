"""The Content-Security-Policy: strict by reading it, and nothing on any page runs against it in a real Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.bundle import policy
from tests import hosts
from tests.signed import signed_site
from tests.test_browser import PAGES

Open = Callable[..., Any]
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (one) => {
  violations.push(`${one.violatedDirective} ${one.blockedURI}`);
});
"""
FETCHED = {name for name in policy.CONTENT if name.endswith("-src")}


def test_the_policy_is_strict() -> None:
    """No unsafe word, no wildcard, no scheme, no other host; Trusted Types are required."""
    told = policy.HEADERS["Content-Security-Policy"]
    parsed = {name: values for name, *values in (part.split() for part in told.split("; "))}
    assert parsed == {name: values.split() for name, values in policy.CONTENT.items()}
    for name in FETCHED:
        assert parsed[name] in (["'none'"], ["'self'"]), name
    assert not re.search(r"unsafe|\*|https?:|data:|blob:|nonce|strict-dynamic|report-only", told)
    assert (
        parsed["default-src"] == parsed["object-src"] == parsed["base-uri"] == parsed["frame-ancestors"] == ["'none'"]
    )
    assert parsed["form-action"] == ["'self'"]
    assert parsed["require-trusted-types-for"] == ["'script'"]
    assert parsed["trusted-types"] == ["ocop"]


@pytest.fixture(scope="module")
def secured(bundled: Path) -> Iterator[hosts.Server]:
    """Serve the repository's own site as its bundle says."""
    with hosts.open_folder() as folder, hosts.nginx(bundled, folder) as server:
        yield server


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[hosts.Server]:
    """Serve a site with signatures and serials as its bundle says."""
    root = tmp_path_factory.mktemp("signed")
    bundle = hosts.prepared(signed_site(root / "made"), root)
    with hosts.open_folder() as folder, hosts.nginx(bundle, folder) as server:
        yield server


@pytest.fixture
def visit(open_page: Open) -> Open:
    """Open a page of a server whose certificate signs itself; what the policy stops is kept."""

    def opened(address: str) -> Any:
        page = open_page("about:blank", ignore_https_errors=True)
        page.add_init_script(WATCH)
        page.goto(address, wait_until="networkidle")
        return page

    return opened


def quiet(page: Any) -> None:
    assert page.evaluate("violations") == []
    assert page.logged == []


@pytest.mark.parametrize("path", [path for path in PAGES.values() if not path.startswith("01/")])
def test_no_page_breaks_it(secured: hosts.Server, visit: Open, path: str) -> None:
    """Every page type, with all its styles, scripts and pictures: no violation, nothing logged."""
    page = visit(f"{secured.address}/{path.removesuffix('index.html')}")
    quiet(page)
    broken = "[...document.images].filter((one) => one.currentSrc && one.complete && !one.naturalWidth).length"
    assert page.evaluate(broken) == 0  # search gives its cards their pictures after the paint


def test_search_and_list(secured: hosts.Server, visit: Open) -> None:
    """Searching and marking work under it."""
    page = visit(f"{secured.address}/tim-kiem/?q=che")
    page.wait_for_selector("main li a[href*='/P/'], main li a[href*='../P/']")
    quiet(page)
    page = visit(f"{secured.address}/P/MAU-01/")
    page.locator("button:visible").first.click()
    page.goto(f"{secured.address}/danh-sach/", wait_until="networkidle")
    quiet(page)


def test_signatures_and_serials(signed: hosts.Server, visit: Open) -> None:
    """Checking a signature asks this site only, and a serial is looked up, both under it."""
    page = visit(f"{signed.address}/P/DB0001/")
    page.get_by_role("button", name="Kiểm tra chữ ký").click()
    page.wait_for_function("() => document.querySelector('#chu-ky [data-say]:not([hidden]):not([data-say=checking])')")
    assert "Chữ ký đúng" in page.locator("#chu-ky [role=status]").inner_text()
    quiet(page)
    page = visit(f"{signed.address}/P/DB0001/L1/#0123456789ABCDEFGHJK")
    page.locator("#so-tem[data-state]:not([data-state=checking])").wait_for(state="attached")
    quiet(page)


def test_it_stops_what_is_foreign(secured: hosts.Server, visit: Open) -> None:
    """The watch of these tests sees violations: a script from elsewhere, an inline one, text taken for code."""
    page = visit(f"{secured.address}/")
    page.evaluate("""() => {
        const script = document.createElement("script");
        try { script.textContent = "ran = 1"; document.head.append(script); } catch {}
        const image = new Image(); image.src = "https://example.invalid/x.png";
        try { document.body.innerHTML = "<b>x</b>"; } catch {}
    }""")
    page.wait_for_timeout(100)
    assert page.evaluate("window.ran") is None
    kinds = {one.split(" ")[0] for one in page.evaluate("violations")}
    assert {"require-trusted-types-for", "img-src"} <= kinds
