"""`ocop check --links`: addresses of other sites, asked politely; here a server on loopback stands for them."""

from __future__ import annotations

import http.server
import time
from collections.abc import Iterator

import pytest

from generator.permanence import outside
from generator.records.folder import read
from tests import serving
from tests.conftest import PRODUCT, Office


class Asked(http.server.BaseHTTPRequestHandler):
    """Answers by the path; what was asked is kept."""

    questions: list[tuple[str, str, str, float]]

    def answer(self) -> None:
        self.questions.append((self.command, self.path, self.headers["User-Agent"], time.monotonic()))
        code = {"/gone": 404, "/no-head": 405 if self.command == "HEAD" else 200}.get(self.path, 200)
        self.send_response(code)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = answer  # noqa: N815 - named by the library

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def host() -> Iterator[tuple[str, list[tuple[str, str, str, float]]]]:
    """A host on loopback, and what it was asked."""
    questions: list[tuple[str, str, str, float]] = []
    with serving.serving(type("Host", (Asked,), {"questions": questions})) as address:
        yield address, questions


def test_links_are_asked_for_politely(office: Office, host: tuple[str, list[tuple[str, str, str, float]]]) -> None:
    """Each address is asked for once, the head first, one after another; what fails is told at its line."""
    address, questions = host
    shops = "".join(f"  - name: A\n    url: {address}{path}\n" for path in ("/good", "/gone", "/no-head", "/good"))
    text = PRODUCT.format(code="DB0001", name="Trà").removesuffix("---\n")
    office.product("DB0001", text=f"{text}shops:\n{shops}---\nXem [đây]({address}/gone).\n")
    found = list(outside.found(read(office.root)))
    told = list(outside.check(found, "https://ocop.example.vn", pause=0.05))
    assert [(one.file, one.line, one.rule, dict(one.details)) for one in told] == [
        ("content/products/DB0001.md", line, "link-silent", {"found": f"{address}/gone", "reason": "HTTP 404"})
        for line in (14, 20)
    ]
    assert [(method, path) for method, path, _, _ in questions] == [
        *(("HEAD", "/good"), ("HEAD", "/gone"), ("GET", "/gone")),
        *(("HEAD", "/no-head"), ("GET", "/no-head")),
    ]
    assert {agent for _, _, agent, _ in questions} == {"ocop-catalogue link check for https://ocop.example.vn"}
    first = {path: at for _, path, _, at in reversed(questions)}
    assert first["/gone"] - first["/good"] >= 0.05


def test_a_host_that_is_not_there_is_told(office: Office) -> None:
    """No answer at all is told with its reason; the site's own address is not asked for."""
    text = PRODUCT.format(code="DB0001", name="Trà").removesuffix("---\n")
    office.product("DB0001", text=f"{text}shops:\n  - name: A\n    url: http://127.0.0.1:9/x\n---\n")
    found = list(outside.found(read(office.root)))
    assert [link.url for link in found] == ["http://127.0.0.1:9/x"]
    told = list(outside.check(found, "https://ocop.example.vn", patience=2))
    assert [dict(one.details)["found"] for one in told] == ["http://127.0.0.1:9/x"]
    assert dict(told[0].details)["reason"]
