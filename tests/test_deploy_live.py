"""The check of the live site: what visitors get must be the release, and otherwise the release before comes back."""

from __future__ import annotations

import http.server
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from generator.cli import main
from generator.deploy import live
from generator.deploy.live import Finding, chosen, look
from generator.deploy.release import File, Release
from tests import serving
from tests.conftest import Office


class Host(http.server.SimpleHTTPRequestHandler):
    """A plain host that a test tells what to do wrong."""

    gone: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    leads = "/index.html"
    late = 0

    def do_GET(self) -> None:
        if self.path in self.moved:
            self.send_response(301)
            self.send_header("Location", self.leads)
            self.end_headers()
        elif self.path in self.gone:
            content = (Path(self.directory) / self.path[1:] / "index.html").read_bytes()
            self.send_response(410)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        elif Host.late:
            Host.late -= 1
            self.send_error(503)
        else:
            super().do_GET()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def top(tmp_path: Path) -> Path:
    return tmp_path / "target"


@pytest.fixture
def host(top: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A host that serves the target's current release; its address."""
    monkeypatch.setattr(live, "PAUSES", (0.0, 0.0))
    monkeypatch.setattr(look, "__defaults__", ("", (0.0, 0.0)))
    with serving.serving(partial(Host, directory=str(top / "current"))) as address:
        yield address


def ocop(office: Office, top: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, list[str], list[str]]:
    code = main(["deploy", str(top), "--root", str(office.root), *more])
    said = capsys.readouterr()
    return code, said.out.splitlines(), said.err.splitlines()


def test_the_live_site_is_looked_at(office: Office, top: Path, host: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A live site that shows the release is fine; one that shows another brings the last release back, with code 1."""
    office.product("DB0001")
    code, said, errors = ocop(office, top, capsys, "--check", host)
    assert (code, said[0], errors) == (0, f"Đang kiểm tra trang thật ở {host}…", [])
    office.product("DB0001", "Chè khác")
    Host.late = 10_000
    code, said, errors = ocop(office, top, capsys, "--check", host)
    Host.late = 0
    assert code == 1
    assert errors[0] == f"{host}/: trang thật trả lời “503”"
    assert errors[-1].endswith(
        "nên đã quay về bản 1; bản 2 bị gỡ. Hãy xem máy chủ có đưa ra thư mục “current” không (docs/deploy.md). Nếu"
        " trang thật ở địa chỉ khác, ghi --check; nếu không cần kiểm tra, ghi --no-check."
    )
    assert (top / "current").readlink().name == "000001"
    assert ocop(office, top, capsys, "--check", host)[0] == 0
    assert (top / "current").readlink().name == "000003"


def test_a_site_that_shows_something_else(
    office: Office, top: Path, tmp_path: Path, host: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each address with another content is named, ten at most; a first release stays."""
    office.product("DB0001")
    office.build()
    (top / "current").mkdir(parents=True)
    code, _, errors = ocop(office, tmp_path / "elsewhere", capsys, "--check", host)
    assert code == 1
    assert len(errors) == 12
    assert errors[0] == f"{host}/: trang thật hiện nội dung khác với bản vừa phát hành"
    assert errors[1].endswith(": trang thật trả lời “404”")
    assert errors[-1].split("; ")[1].startswith("bản 1 vẫn để nguyên vì lần này không có bản nào để quay về.")


def test_no_answer(office: Office, top: Path, capsys: pytest.CaptureFixture[str], host: str) -> None:
    """Where nobody answers the system's reason is told."""
    code, _, errors = ocop(office, top, capsys, "--check", "http://127.0.0.1:9")
    assert code == 1
    assert errors[0] == "http://127.0.0.1:9/: trang thật trả lời “[Errno 111] Connection refused”"


def test_rules_of_a_server(office: Office, top: Path, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that tells of a product that is gone may come as 410; one that leads on may be a redirect to a page.

    A rule names the public address, also where the site is looked at elsewhere; it may not lead out of the release.
    """
    office.product("DB0001")
    office.product("DB0002")
    office.build()
    assert main(["deploy", str(top), "--root", str(office.root), "--no-check"]) == 0
    release = released(office)
    monkeypatch.setattr(Host, "gone", ("/P/DB0001/",))
    monkeypatch.setattr(Host, "moved", ("/P/DB0002/",))
    pages = ["P/DB0001/index.html", "P/DB0002/index.html"]
    assert look(host, release, pages) == []
    monkeypatch.setattr(Host, "leads", "https://ocop.example.vn/index.html")
    assert look(host, release, pages, "https://ocop.example.vn") == []
    monkeypatch.setattr(Host, "leads", "/P/")
    assert look(host, release, pages) == [Finding(f"{host}/P/DB0002/", "")]
    monkeypatch.setattr(Host, "leads", "/index.html")
    (top / "current/P/DB0001/index.html").write_bytes(b"")
    assert look(host, release, pages) == [Finding(f"{host}/P/DB0001/", "")]


def released(office: Office) -> Release:
    from generator.deploy.release import following, site_files

    return following(1, "2026-11-22T21:05", site_files(office.out), None)


def test_patience(office: Office, top: Path, host: str) -> None:
    """What is not right at once may be so a moment later."""
    office.product("DB0001")
    assert main(["deploy", str(top), "--root", str(office.root), "--no-check"]) == 0
    Host.late = 3
    assert look(host, released(office), []) == []


def test_what_is_asked_for() -> None:
    """The home page, what changed, one of each kind; never more than forty, never what a host keeps to itself."""
    paths = ["index.html", "404.html", ".well-known/x", "assets/a.css", "assets/b.css", "anh/x.webp"]
    paths += [f"P/DB{number}/{name}" for number in range(500) for name in ("index.html", "tem.svg")]
    release = Release(7, "", {path: File("", 0, 7) for path in paths} | {"assets/old.css": File("", 0, 6)})
    assert chosen(release, []) == ["index.html", "P/DB0/index.html", "P/DB0/tem.svg", "anh/x.webp", "assets/a.css"]
    asked = chosen(release, [path for path in paths if path.endswith("tem.svg")])
    assert len(asked) == 24
    assert asked[:2] == ["index.html", "P/DB0/tem.svg"]
