"""Deploying over SSH, to a real OpenSSH server on loopback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from generator.cli import main
from generator.deploy.connection import Connection
from generator.deploy.ssh import Server
from generator.problems import TroubleError
from tests.conftest import ROOT, Office, files
from tests.deployed import deploy
from tests.deploying import client, sshd
from tests.publishing import publish
from tests.test_deploy import NEXT, PAGES, own, visible

LAYOUTS = pytest.mark.parametrize("layout", ["linked", "in-place"])


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server and its client have their keys."""
    return tmp_path_factory.mktemp("sshd")


@pytest.fixture(scope="module")
def server(keys: Path) -> Iterator[str]:
    """The server's address."""
    with sshd(keys) as address:
        yield address


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A built site."""
    publish(PAGES, tmp_path / "site")
    return tmp_path / "site"


@LAYOUTS
def test_what_visitors_see(server: str, out: Path, tmp_path: Path, layout: str) -> None:
    """Over SSH a folder comes to look as a local one does, release after release; what it has already is not sent."""
    top = tmp_path / "thư mục của 'máy chủ'"
    where, more = server + str(top), ["in-place"] * (layout == "in-place")
    assert deploy(out, where, tmp_path, *more).sent == 3
    assert visible(top, layout) == dict(PAGES)
    publish(NEXT, out)
    outcome = deploy(out, where, tmp_path, *more)
    assert (outcome.number, outcome.before, outcome.sent) == (2, 1, 2)
    assert visible(top, layout) == {**dict(NEXT), "assets/site-0123456789.css": b"old"}
    assert deploy(out, where, tmp_path, *more).number == 2
    publish([*PAGES, ("P/DB4/index.html", b"one"), ("a b/it's.txt", b"x"), ("c/d.txt", b"x")], out)
    assert deploy(out, where, tmp_path, *more).sent == 2
    assert visible(top, layout).items() >= {"P/DB4/index.html": b"one", "a b/it's.txt": b"x", "c/d.txt": b"x"}.items()
    publish(PAGES, out)
    assert deploy(out, where, tmp_path, *more).sent == 0
    assert visible(top, layout) == {**dict(PAGES), "assets/site-abcdefabcd.css": b"new"}
    assert not [path for path in files(top) if path.endswith((".new", "/plan", "/lock"))]


def test_a_release_is_one_file_with_the_last(server: str, out: Path, tmp_path: Path) -> None:
    """What did not change is the same file in both releases, and a changed one leaves the old release as it was."""
    where = server + str(tmp_path / "target")
    deploy(out, where, tmp_path)
    publish([*PAGES[1:], ("index.html", b"home 2")], out)
    deploy(out, where, tmp_path)
    first, second = (tmp_path / "target/releases" / number for number in ("000001", "000002"))
    assert (first / "P/DB1/index.html").samefile(second / "P/DB1/index.html")
    assert own(first) == dict(PAGES)
    assert (second / "index.html").stat().st_mtime > 1_700_000_000


def test_what_arrived_half_is_sent_again(server: str, out: Path, tmp_path: Path) -> None:
    """What lies there from a deploy that was cut off is believed by its content only."""
    incoming = tmp_path / "target/releases/incoming"
    incoming.mkdir(parents=True)
    (incoming / ("0" * 64)).write_bytes(b"half")
    deploy(out, server + str(tmp_path / "target"), tmp_path)
    assert own(tmp_path / "target/current") == dict(PAGES)
    assert not incoming.exists()


def test_what_a_killed_deploy_still_sends_harms_nobody(
    server: str, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files of a deploy that died lie apart: whole ones are taken, a plan and damaged ones are not, and all go."""
    left = tmp_path / "target/releases/incoming.0123456789abcdef"
    left.mkdir(parents=True)
    whole = sha256(b"one").hexdigest()
    (left / whole).write_bytes(b"one")
    (left / ("0" * 64)).write_bytes(b"half")
    (left / "plan").write_bytes(b"gone index.html\n")
    sent: list[str] = []
    send = Connection.send

    def told(self: Connection, given: Iterable[tuple[str, bytes]], folder: str) -> None:
        files = list(given)
        sent.extend(name for name, _ in files)
        send(self, files, folder)

    monkeypatch.setattr(Connection, "send", told)
    deploy(out, server + str(tmp_path / "target"), tmp_path)
    others = {sha256(content).hexdigest() for _, content in PAGES} - {whole}
    assert set(sent) == {*others, "wanted", "plan", "record"}
    assert own(tmp_path / "target/current") == dict(PAGES)
    assert sorted(path.name for path in left.parent.iterdir()) == ["000001", "000001.json"]


def test_what_arrives_damaged_is_not_published(
    server: str, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the switch every file that was sent is hashed where it arrived."""
    send = Connection.send

    def damaging(self: Connection, given: Iterable[tuple[str, bytes]], folder: str) -> None:
        send(self, [(name, b"x" if content == b"one" else content) for name, content in given], folder)

    monkeypatch.setattr(Connection, "send", damaging)
    assert_refused(server + str(tmp_path / "target"), out, tmp_path, "deploy-damaged")
    assert not (tmp_path / "target/current").exists()


def assert_refused(where: str, out: Path, root: Path, rule: str, *more: str) -> None:
    with pytest.raises(TroubleError) as wrong:
        deploy(out, where, root, *more)
    assert wrong.value.rule == rule


def test_files_that_stand_already(server: str, out: Path, tmp_path: Path) -> None:
    """A deploy file by file that was cut off goes on where files of it stand already."""
    where, top = server + str(tmp_path / "target"), tmp_path / "target"
    deploy(out, where, tmp_path, "in-place")
    publish(NEXT, out)
    deploy(out, where, tmp_path, "in-place")
    [store] = top.glob("*/standing")
    (store.parent / "placing").write_text("1 2\n", encoding="utf-8")
    (top / "index.html").unlink()
    assert deploy(out, where, tmp_path, "in-place").number == 2
    assert visible(top, "in-place") == {**dict(NEXT), "assets/site-0123456789.css": b"old"}
    assert not (store.parent / "placing").exists()


def test_what_is_refused_is_taken_back(server: str, out: Path, tmp_path: Path) -> None:
    """Where a file cannot be placed, those placed before it are taken back, and the reason is told."""
    where, top = server + str(tmp_path / "target"), tmp_path / "target"
    deploy(out, where, tmp_path, "in-place")
    publish([*PAGES, ("P/DB0/index.html", b"new"), ("index.html.d/x", b"new")], out)
    (top / "index.html.d").write_bytes(b"in the way")
    assert_refused(where, out, tmp_path, "deploy-refused", "in-place")
    assert not (top / "P/DB0/index.html").exists()
    (top / "index.html.d").unlink()
    assert deploy(out, where, tmp_path, "in-place").number == 2
    assert (top / "P/DB0/index.html").read_bytes() == b"new"


def test_two_at_once(server: str, out: Path, tmp_path: Path) -> None:
    """A second deploy says who holds the folder; a lock of a process that is gone holds nobody."""
    where = server + str(tmp_path / "target")
    (tmp_path / "target").mkdir()
    with Server(where).held(0):
        from generator.problems import TroubleError

        with pytest.raises(TroubleError) as wrong, Server(where).held(0):
            pass
        assert wrong.value.rule == "deploy-held"
        assert os.uname().nodename in dict(wrong.value.details)["holder"]
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (tmp_path / "target/releases/lock").symlink_to(f"{ended.pid} {os.uname().nodename} someone@somewhere 10:00")
    assert deploy(out, where, tmp_path).number == 1


def ocop(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    return main(["deploy", *arguments, "--no-check"]), capsys.readouterr().err


def test_errors_in_words(
    server: str,
    keys: Path,
    office: Office,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A key that is not known, a host that is not known, no answer, a folder of others: all are told, none asks."""
    root, target = ("--root", str(office.root)), str(tmp_path / "target")
    after = (
        " Chương trình không hỏi mật khẩu và không tự nhận máy lạ: hãy gõ ssh với địa chỉ ấy một lần trong cửa sổ lệnh,"
        " và dùng khóa SSH. Khách vẫn thấy bản cũ.\n"
    )
    for about, said in (
        ({"key": "stranger"}, "Permission denied (publickey"),
        ({"known": "none"}, "Host key verification failed."),
    ):
        monkeypatch.setenv("OCOP_SSH", client(keys, **about))
        code, errors = ocop(capsys, server + target, *root)
        assert code == 1
        assert errors.startswith(f"Không nối được hoặc bị ngắt khỏi {server}{target}: ")
        assert said in errors
        assert errors.endswith(after)
    monkeypatch.setenv("OCOP_SSH", client(keys))
    code, errors = ocop(capsys, f"ssh://127.0.0.1:9{target}", *root)
    assert (code, "Connection refused" in errors) == (1, True)
    code, errors = ocop(capsys, f"{server}/no/such/folder", *root)
    assert code == 1
    assert errors.startswith(f"{server}/no/such/folder không nhận: mkdir: cannot create directory")
    (tmp_path / "target" / "current").mkdir(parents=True)
    code, errors = ocop(capsys, server + target, *root)
    assert errors.startswith(f"Ở {server}{target} đã có tệp khác (current) không do “ocop deploy” đặt vào")
    monkeypatch.setenv("OCOP_SSH", "no-such-ssh")
    code, errors = ocop(capsys, server + target, *root)
    assert errors.startswith("Máy này chưa có chương trình ssh; hãy cài OpenSSH")


def test_a_disk_that_takes_no_more(server: str, out: Path, tmp_path: Path) -> None:
    """Where the server's disk is full its words are told, and the old release stands."""
    where = server + str(tmp_path / "target")
    deploy(out, where, tmp_path)
    publish([("index.html", os.urandom(3_000_000)), *NEXT[1:]], out)
    incoming = tmp_path / "target/releases/incoming"
    incoming.symlink_to("/dev/full")
    assert_refused(where, out, tmp_path, "deploy-refused")
    assert own(tmp_path / "target/current") == dict(PAGES)
    incoming.unlink()
    assert deploy(out, where, tmp_path).number == 2


def test_the_command(server: str, office: Office, tmp_path: Path) -> None:
    """`ocop deploy ssh://…` as it is run."""
    office.product("DB0001")
    command = [sys.executable, "-m", "generator", "deploy", f"{server}{tmp_path}/target", "--no-check"]
    ended = subprocess.run([*command, "--root", str(office.root)], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert (tmp_path / "target/current/P/DB0001/index.html").is_file()
