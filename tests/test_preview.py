"""The preview: shows what was saved at once, tells what is wrong and keeps the last good site."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from generator.preview import State, server
from tests.conftest import ROOT, Office

SAVED_SHOWS_WITHIN = 20_000
"""Milliseconds; generous, for a busy machine: how long it really takes is measured elsewhere."""


@pytest.fixture
def preview(office: Office) -> Iterator[str]:
    """Serve a small project; return its address."""
    office.product("DB0001")
    command = [sys.executable, "-m", "generator", "serve", "--root", str(office.root), "--port", "0"]
    # Wherever it runs, it must be stopped as a person does.
    flags = subprocess.CREATE_NEW_PROCESS_GROUP if os.name == "nt" else 0
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", creationflags=flags) as serving:
        assert serving.stdout is not None
        address = next(found[0] for line in serving.stdout if (found := re.search(r"http://127\.0\.0\.1:\d+/", line)))
        yield address
        serving.send_signal(signal.CTRL_BREAK_EVENT if os.name == "nt" else signal.SIGINT)
        assert serving.wait(20) in {0, 0xC000013A}


def asked(address: str, path: str, host: str = "") -> tuple[int, str]:
    """Ask the preview as any programme on this machine could."""
    connection = http.client.HTTPConnection(address.split("/")[2], timeout=10)
    with closing(connection):
        connection.request("GET", path, headers={"Host": host} if host else {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def test_what_is_saved_shows(preview: str, office: Office, open_page: Callable[..., Page]) -> None:
    """A saved record shows in the open page by itself; a broken one is told in it, and the good site stays."""
    page = open_page(f"{preview}P/DB0001/")
    record = office.root / "content/products/DB0001.md"
    text = record.read_text(encoding="utf-8")
    name = re.search("name: (.*)", text)
    assert name is not None
    record.write_text(text.replace(name[1], "Trà mới lưu"), encoding="utf-8")
    expect(page.locator("h1")).to_have_text("Trà mới lưu", timeout=SAVED_SHOWS_WITHIN)
    record.write_text(text.replace("stars: 4", "stars: 9"), encoding="utf-8")
    told = page.locator("#preview-problems")
    expect(told).to_contain_text("content/products/DB0001.md:", timeout=SAVED_SHOWS_WITHIN)
    expect(page.locator("h1")).to_have_text("Trà mới lưu")
    page.reload()
    expect(told).to_contain_text("stars", timeout=SAVED_SHOWS_WITHIN)
    record.write_text(text, encoding="utf-8")
    expect(page.locator("h1")).to_have_text(name[1], timeout=SAVED_SHOWS_WITHIN)
    expect(told).to_have_count(0)


def test_the_site_itself_stays_clean(preview: str, office: Office) -> None:
    """The preview's script is in what it serves, never in the site's files."""
    status, text = asked(preview, "/P/DB0001/")
    assert (status, "/_preview/script.js" in text) == (200, True)
    built = (office.root / "site/P/DB0001/index.html").read_text(encoding="utf-8")
    assert "_preview" not in built
    assert text.replace('<script src="/_preview/script.js" defer></script>', "") == built


def test_only_the_site_is_served(preview: str) -> None:
    """Nothing outside the site is served, no hidden file, and nothing to a page of another site."""
    for path in ("/.manifest.json", "/.lock", "/../config.yml", "/%2e%2e/config.yml", "/P/nowhere/"):
        status, text = asked(preview, path)
        assert (path, status) == (path, 404)
        assert "province_code" not in text
    assert asked(preview, "/", host="ocop.example.vn")[0] == 403


def test_a_browser_that_leaves_is_no_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who closes a page while it is coming gets no complaint on the console, and others are still served."""
    (tmp_path / "index.html").write_bytes(b"<html></head>" + b"x" * 20_000_000)
    with server(tmp_path, State(), 0) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        before = threading.active_count()
        for _ in range(3):
            with socket.create_connection(("127.0.0.1", serving.server_port)) as leaving:
                leaving.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                leaving.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                leaving.recv(10)
        assert asked(f"http://127.0.0.1:{serving.server_port}/", "/")[0] == 200
        while threading.active_count() > before:
            time.sleep(0.05)
        serving.shutdown()
    assert capsys.readouterr().err == ""


def test_a_taken_port_is_told(preview: str, office: Office, tmp_path: Path) -> None:
    """A port that somebody else uses is an error in words."""
    port = preview.rsplit(":", maxsplit=1)[-1].strip("/")
    command = [sys.executable, "-m", "generator", "serve", "--root", str(office.root), "--port", port]
    done = subprocess.run(
        [*command, "--out", str(tmp_path / "other")], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60
    )
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert port in done.stderr
