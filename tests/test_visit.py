"""`ocop verify` over the web: a server that does not answer as a site is told in plain words, and never waited for."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator

import pytest

from generator.signed import lists, visit
from generator.signed.visit import web
from tests.signed import verify


class Server(http.server.BaseHTTPRequestHandler):
    """A server that answers as its `manner` says."""

    manner: Callable[[Server], None]

    def do_GET(self) -> None:
        """Answer."""
        try:
            type(self).manner(self)
        except OSError:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Be quiet."""


def refuses(server: Server) -> None:
    server.send_error(503)


def lacks(server: Server) -> None:
    server.send_error(404)


def circles(server: Server) -> None:
    server.send_response(302)
    server.send_header("Location", "/ky/phat-hanh.txt")
    server.end_headers()


def moves(server: Server) -> None:
    server.send_response(301)
    server.send_header("Location", "http://ocop.example.com/ky/phat-hanh.txt")
    server.end_headers()


def babbles(server: Server) -> None:
    server.wfile.write(b"\0\1\2\r\n\r\n")


def breaks_off(server: Server) -> None:
    server.send_response(200)
    server.send_header("Content-Length", "500")
    server.end_headers()
    server.wfile.write(b"OCOP")


def floods(server: Server) -> None:
    server.send_response(200)
    server.end_headers()
    while True:
        server.wfile.write(bytes(1 << 20))


def drips(server: Server) -> None:
    server.send_response(200)
    server.end_headers()
    while True:
        server.wfile.write(b"x")
        if LATE.wait(0.05):
            return


def keeps_silent(server: Server) -> None:
    LATE.wait(60)


def shows_its_own_page(server: Server) -> None:
    server.send_response(200)
    server.end_headers()
    server.wfile.write(b"\n<!DOCTYPE html><title>404</title>")


LATE = threading.Event()


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Callable[[Server], None]], str]]:
    """Start a server of a manner on loopback; return its address."""
    LATE.clear()
    servers = []

    def start(manner: Callable[[Server], None]) -> str:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("_", (Server,), {"manner": manner}))
        server.daemon_threads = True
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    LATE.set()
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("manner", "said"),
    [
        (refuses, "Máy chủ không đưa {} (mã HTTP 503)"),
        (lacks, "Không thấy lần phát hành nào được ký"),
        (shows_its_own_page, "Không thấy lần phát hành nào được ký"),
        (circles, "Máy chủ cứ chuyển {} vòng quanh (mã HTTP 302)"),
        (moves, "{} chuyển sang một nơi khác, http://ocop.example.com/ky/phat-hanh.txt; chưa kiểm tra gì."),
        (babbles, "Máy chủ ở {} không trả lời như một máy chủ web"),
        (breaks_off, "Máy chủ đưa {} nhưng giữa chừng thì đứt"),
        (floods, "{} lớn hơn 16 MB nên không phải tệp của một trang như thế này"),
        (drips, "Máy chủ trả lời {} quá chậm"),
        (keeps_silent, "Máy chủ trả lời {} quá chậm"),
    ],
)
def test_a_server_that_is_none(
    served: Callable[[Callable[[Server], None]], str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    manner: Callable[[Server], None],
    said: str,
) -> None:
    """Each way of failing has its words and exit code 1; none is waited for longer than so long."""
    if manner in {drips, keeps_silent}:
        monkeypatch.setattr(visit, "SECONDS", 0.3)
    address = served(manner)
    assert verify(f"{address}/") == 1
    told = capsys.readouterr()
    assert said.format(f"{address}/ky/phat-hanh.txt") in told.out + told.err


def test_lists_without_end(served: Callable[[Callable[[Server], None]], str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A server whose every page leads to another product is not read for ever, nor for lots of what nobody signed."""
    asked: list[str] = []

    def goes_on(server: Server) -> None:
        asked.append(server.path)
        server.send_response(200)
        server.end_headers()
        server.wfile.write(f'<a href="/P/X{len(asked)}/index.html">'.encode())

    monkeypatch.setattr(lists, "MOST_PAGES", 20)
    monkeypatch.setattr(lists, "MOST_LOT_PAGES", 5)
    found = list(lists.listed(web(served(goes_on)), {"P/X3/ho-so.json"}))
    assert len(found) == len(set(found)) == 20
    assert len(asked) == 20 + 5 + 1


def test_the_host_that_was_signed_for(capsys: pytest.CaptureFixture[str]) -> None:
    """Another host than the one that is signed for is named, unless it is this machine."""
    from generator.commands.verify import _stranger

    assert _stranger("https://OCOP.example.vn/x/", "https://ocop.example.vn") == ""
    assert _stranger("https://0cop.example.vn/", "https://ocop.example.vn") == "0cop.example.vn"
    assert _stranger("https://ocop.example.vn@evil.example/", "https://ocop.example.vn") == "evil.example"
    assert _stranger("http://127.0.0.1:8000/", "https://ocop.example.vn") == ""
    assert _stranger("some/folder", "https://ocop.example.vn") == ""
