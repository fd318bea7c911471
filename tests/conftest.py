"""Offices to test with: small project folders, the built site of this repository, a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from generator.memory import Memory
from generator.pipeline import Built, build
from tests import chromium, compiled, hosts, serving

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 22)

settings.register_profile("ocop", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.load_profile("ocop")

CONFIG = (
    "site:\n  url: https://ocop.example.vn\n  title: OCOP Thử\n  province_code: 11\n  languages:\n    - vi\n    - en\n"
)
PRODUCT = """---
code: {code}
name: {name}
set: che
certificates:
  - stars: 4
    rule_set: QD148
    level: province
    issued: 05/08/2025
---
"""


class Office:
    """A project folder that tests write into."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.out = root / "site"

    def write(self, path: str, content: str | bytes) -> Path:
        """Put a file into the folder."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        return target

    def product(self, code: str, name: str = "Trà Shan tuyết", text: str | None = None) -> None:
        """Write a good product."""
        self.write(f"content/products/{code}.md", PRODUCT.format(code=code, name=name) if text is None else text)

    def build(self, out: Path | None = None, today: date = TODAY, *, keep: bool | None = None) -> Built:
        """Build the site; without `keep` no address of it counts as published."""
        return build(self.root, out or self.out, today, keep=keep)

    def page(self, path: str) -> str:
        """Return a built page."""
        return (self.out / path).read_text(encoding="utf-8")


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    with compiled.shared():
        yield


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A project folder with settings and no product."""
    made = Office(tmp_path / "office")
    made.write("config.yml", CONFIG)
    (made.root / "content" / "products").mkdir(parents=True)
    return made


def files(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the repository's own content, once."""
    out = tmp_path_factory.mktemp("site") / "site"
    build(ROOT, out, TODAY, memory=Memory())
    return out


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """Serve the site on loopback."""
    with serving.strict(site) as address:
        yield address


@pytest.fixture(params=["host", "folder"])
def top(request: pytest.FixtureRequest, site: Path) -> str:
    """Where the site is opened from: a strict host, or a folder."""
    return str(request.getfixturevalue("served")) if request.param == "host" else site.resolve().as_uri()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Any]]:
    """Open a page of a folder in a fresh window; what it logs and asks for is kept beside it."""
    contexts = []

    def opened(path: Path | str, *, clock: str | None = None, **options: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 360, "height": 740}, **options})
        context.set_default_timeout(120_000)  # milliseconds: a busy machine is no fault of a page
        contexts.append(context)
        page = context.new_page()
        page.logged = []
        page.asked = []
        page.on("console", lambda message: page.logged.append(message.text))
        page.on("pageerror", lambda wrong: page.logged.append(str(wrong)))
        page.on("request", lambda request: page.asked.append(request.url))
        if clock:
            page.clock.set_fixed_time(clock)
        page.goto(path if isinstance(path, str) else path.resolve().as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def bundled(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the bundle of the repository's own site."""
    return hosts.prepared(site, tmp_path_factory.mktemp("bundle"))


@pytest.fixture(scope="session", params=list(hosts.HOSTS))
def host(request: pytest.FixtureRequest, bundled: Path) -> Iterator[hosts.Server]:
    """Run a real server with the bundle's configuration."""
    with hosts.open_folder() as folder, hosts.HOSTS[request.param](bundled, folder) as server:
        yield server


@pytest.fixture(scope="session")
def bundled_site(bundled: Path) -> dict[str, bytes]:
    """Every file of the bundle's site."""
    return files(bundled / "site")


@pytest.fixture
def signing(tmp_path: Path) -> Office:
    """An office with two products, lots, and a key."""
    from tests.signed import signing_office  # which needs this module

    return signing_office(tmp_path)


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A signed site."""
    from tests.signed import signed_site  # which needs this module

    return signed_site(tmp_path_factory.mktemp("signed"))
