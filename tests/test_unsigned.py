"""What a site shows and nobody signed: it is named, and never passes as right."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Office
from tests.signed import copied, sign, tampered, verify, write

UNSIGNED: dict[str, tuple[Callable[[Path], None], str]] = {
    "record": (copied("P/DB0001/ho-so.json", "P/DB0009/ho-so.json"), "P/DB0009/ho-so.json"),
    "page of a product": (copied("P/DB0001/index.html", "P/DB0009/index.html"), "P/DB0009/ho-so.json"),
    "page of a lot": (copied("P/DB0001/L1/index.html", "P/DB0002/L9/index.html"), "P/DB0002/L9/ho-so.json"),
    "page of a GS1 address": (
        copied("P/DB0001/index.html", "01/09506000134352/index.html", b"/P/DB0001/", b"/P/DB0009/"),
        "P/DB0009/ho-so.json",
    ),
    "page of a GS1 address that names no record": (
        lambda site: write(site / "01/09506000134352/index.html", b"<p>"),
        "01/09506000134352/index.html",
    ),
    "run of serials": (
        tampered("P/DB0001/L1/so-tem/so-tem.json", b'"run": 1', b'"run": 1, "voided": null}, {"run": 7'),
        "P/DB0001/L1/so-tem/7",
    ),
    "list of serials": (copied("P/DB0001/L1/so-tem/tat-ca.js", "P/DB0002/L9/so-tem/tat-ca.js"), "P/DB0002/L9/so-tem"),
}


@pytest.mark.parametrize("name", UNSIGNED)
def test_what_nobody_signed_is_not_right(
    standing: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is on a site and in no release is named, and the whole is not told as right: that has its own exit code."""
    site = tmp_path / "site"
    shutil.copytree(standing, site)
    change, told = UNSIGNED[name]
    change(site)
    capsys.readouterr()
    code, said = verify(site), capsys.readouterr().out
    assert f"CHƯA KÝ: {told}\n" in said
    assert "ĐÚNG: " not in said.replace("KHÔNG ĐÚNG: ", "")
    if name != "run of serials":  # which also spoils the lot's signed one
        assert code == 4
        assert said.splitlines()[-1] == (
            "CHƯA ĐỦ: những gì đã ký còn nguyên như khi ký, nhưng 1 mục kể trên có trên trang mà không chữ ký nào "
            "nhận. Có thể là hồ sơ mới đang chờ ký, cũng có thể do người khác đưa vào: đừng coi là của nơi công bố."
        )


def test_what_is_new_waits_for_its_signature(signing: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """A record that came after the last release is told as not signed until it is."""
    assert sign(signing) == 0
    signing.product("DB0003")
    signing.build()
    capsys.readouterr()
    assert verify(signing.out) == 4
    assert "CHƯA KÝ: P/DB0003/ho-so.json" in capsys.readouterr().out
    assert sign(signing) == 0
    assert verify(signing.out) == 0


def test_what_was_taken_away_does_not_come_back(signing: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """A record that a release took away and somebody put back is signed by none, whatever was signed once."""
    assert sign(signing) == 0
    kept = (signing.out / "P/DB0002/ho-so.json").read_bytes()
    (signing.root / "content/products/DB0002.md").unlink()
    signing.write("content/tombstones.yml", "- code: DB0002\n  since: 22/11/2026\n  reason: Ngừng sản xuất\n")
    assert sign(signing) == 0
    assert verify(signing.out) == 0
    write(signing.out / "P/DB0002/ho-so.json", kept)
    capsys.readouterr()
    assert verify(signing.out) == 4
    assert "CHƯA KÝ: P/DB0002/ho-so.json" in capsys.readouterr().out


def test_an_old_state_is_seen(signing: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A site as it was before, every signature right, is seen by whoever kept the later releases."""
    assert sign(signing) == 0
    old = tmp_path / "old"
    shutil.copytree(signing.out, old)
    signing.product("DB0001", name="Trà khác")
    assert sign(signing) == 0
    capsys.readouterr()
    assert verify(old) == 0
    assert verify(old, "--since", str(signing.out / "ky/phat-hanh.txt")) == 1
    assert "Trang này là bản cũ hơn tệp bạn đã giữ: chỉ có 1 lần phát hành, còn tệp ấy có 2." in capsys.readouterr().out


ODD: dict[str, tuple[str, bytes]] = {
    "nested beyond reading": ("P/DB0001/L1/so-tem/so-tem.json", b"[" * 100_000 + b"]" * 100_000),
    "a bucket nested": ("P/DB0001/L1/so-tem/tat-ca.js", b"ocopSerials(" + b"[" * 100_000 + b"]" * 100_000 + b");"),
    "a list for a mapping": ("P/DB0001/L1/so-tem/so-tem.json", b"[]"),
    "text for runs": ("P/DB0001/L1/so-tem/so-tem.json", b'{"characters": 0, "runs": "x"}'),
    "a number of many digits": ("P/DB0001/L1/so-tem/so-tem.json", b'{"runs": [{"run": ' + b"9" * 5000 + b"}]}"),
    "text for a recall": ("P/DB0001/L1/ho-so.json", b'{"recalled": "x"}'),
    "no releases": ("ky/phat-hanh.txt", b""),
    "zeros for releases": ("ky/phat-hanh.txt", bytes(1000)),
    "a million lines for releases": ("ky/phat-hanh.txt", b"OCOP release 1\n" * 1_000_000),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_files_are_wrong_and_no_bug(standing: Path, tmp_path: Path, name: str) -> None:
    """Whatever somebody puts in a file's place is told as wrong, with exit code 1."""
    site = tmp_path / "site"
    shutil.copytree(standing, site)
    path, content = ODD[name]
    write(site / path, content)
    assert verify(site) == 1


def test_a_link_hides_nothing(standing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is a link, which hosts show and nobody looks into, is told as not signed."""
    site = tmp_path / "site"
    shutil.copytree(standing, site)
    (site / "P/DB0009").symlink_to(site / "P/DB0001")
    assert verify(site) == 4
    assert "CHƯA KÝ: P/DB0009\n" in capsys.readouterr().out


def test_kept_releases_that_are_none(standing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is given as kept releases and is none is what is told as wrong, not the site."""
    kept = tmp_path / "kept.txt"
    kept.write_text("hello\n", encoding="utf-8")
    assert verify(standing, "--since", str(kept)) == 1
    assert f"{kept} không phải tệp các lần phát hành" in capsys.readouterr().err
