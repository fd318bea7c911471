"""Signed: what an office signed is checked by anybody; nothing of its history can be changed or lost unseen."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from generator.cli import main
from generator.signed.chain import checked
from generator.signed.log import added, replayed
from generator.signed.office import public_key
from generator.signed.releases import BrokenHistoryError, Release, digest, parsed, signed, written
from tests.conftest import Office, files
from tests.signed import sign, tampered, verify
from tests.test_serials import issue

PRODUCER = "producer:\n  name: Hộ chè\n  kind: ho-san-xuat\n  representative: Lò Thị Mẫu\n---\n"


def history(office: Office) -> dict[str, bytes]:
    return files(office.root / "content/signed")


def test_a_key_is_for_its_owner_only(signing: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A key is readable by its owner alone, never overwritten, and refused inside the project."""
    key = tmp_path / "office.pem"
    if os.name == "posix":
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_bytes()
    assert main(["keys", "new", str(key), "--root", str(signing.root)]) == 1
    assert key.read_bytes() == before
    assert main(["keys", "new", str(signing.root / "k.pem"), "--root", str(signing.root)]) == 1
    assert not (signing.root / "k.pem").exists()
    shutil.copy(key, signing.root / "k.pem")
    assert main(["sign", "--root", str(signing.root), "--key", str(signing.root / "k.pem")]) == 1
    assert not (signing.root / "content/signed").exists()


def test_nothing_of_the_key_gets_out(signing: Office, tmp_path: Path) -> None:
    """No file of the project or the site holds the private key."""
    assert sign(signing) == 0
    secret = (tmp_path / "office.pem").read_text(encoding="ascii").splitlines()[1].encode()
    assert [path for path, content in files(signing.root).items() if secret in content] == []


def test_what_is_signed_is_found_right(signing: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """A signed site is right; the public key given is held against it."""
    issue(signing)
    assert sign(signing) == 0
    key = parsed((signing.out / "ky/phat-hanh.txt").read_text(encoding="utf-8"))[-1].key
    capsys.readouterr()
    assert verify(signing.out, "--key", key) == 0
    said = capsys.readouterr().out
    assert "1 lần phát hành nối tiếp nhau" in said
    assert "4 hồ sơ, 1 mục sổ tem" in said
    assert said.splitlines()[-1] == "ĐÚNG: mọi hồ sơ và sổ tem đều đã ký và còn nguyên như khi ký."
    assert verify(signing.out, "--key", "A" * 43 + "=") == 1


def test_signing_again_adds_nothing(signing: Office) -> None:
    """Where nothing is new nothing is signed, and a build leaves every byte of a signed site."""
    assert sign(signing) == 0
    before, site = history(signing), files(signing.out)
    assert sign(signing) == 0
    assert history(signing) == before
    signing.build()
    after = files(signing.out)
    assert {path for path in site if site[path] != after[path]} <= {".holder", ".lock"}


def test_releases_are_chained(signing: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """Each release goes on from the one before; who kept an old file sees that the history was only added to."""
    assert sign(signing) == 0
    kept = signing.root.parent / "kept.txt"
    shutil.copy(signing.out / "ky/phat-hanh.txt", kept)
    signing.product("DB0001", name="Trà khác")
    (signing.root / "content/products/DB0002.md").unlink()
    signing.write("content/tombstones.yml", "- code: DB0002\n  since: 22/11/2026\n  reason: Ngừng sản xuất\n")
    issue(signing)
    assert sign(signing) == 0
    log = (signing.out / "ky/nhat-ky.txt").read_text(encoding="utf-8").splitlines()
    assert [line.split(" ", 1)[1] for line in log[4:]] == [
        "P/DB0001/L1/so-tem/1",
        "P/DB0001/ho-so.json",
        "P/DB0002/ho-so.json",
    ]
    assert log[-1].startswith("- ")
    capsys.readouterr()
    assert verify(signing.out, "--since", str(kept)) == 0
    said = capsys.readouterr().out
    assert "2 lần phát hành" in said
    assert "hồ sơ đã thay đổi 1 lần" in said
    assert "đã gỡ ở một lần phát hành sau: P/DB0002/ho-so.json" in said


def test_a_history_written_anew_is_seen(signing: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An office that throws its history away and signs another is seen by whoever kept the first."""
    assert sign(signing) == 0
    kept = tmp_path / "kept.txt"
    shutil.copy(signing.out / "ky/phat-hanh.txt", kept)
    shutil.rmtree(signing.root / "content/signed")
    signing.product("DB0001", name="Trà khác")
    assert sign(signing) == 0
    assert verify(signing.out) == 0
    assert verify(signing.out, "--since", str(kept)) == 1
    assert "đã bị viết lại" in capsys.readouterr().out


TAMPERED: dict[str, tuple[Callable[[Path], None], str]] = {
    "record": (tampered("P/DB0001/ho-so.json", b"che", b"chu"), "KHÁC BẢN ĐÃ KÝ: P/DB0001/ho-so.json"),
    "record gone": (lambda site: (site / "P/DB0002/ho-so.json").unlink(), "ĐÃ KÝ MÀ KHÔNG CÒN: P/DB0002/ho-so.json"),
    "bucket": (tampered("P/DB0001/L1/so-tem/tat-ca.js", b"]]", b"]"), "KHÁC BẢN ĐÃ KÝ: P/DB0001/L1/so-tem/1"),
    "run forged": (
        tampered("P/DB0001/L1/so-tem/tat-ca.js", b'"runs":[[', b'"runs":[[99,"2026-01-01",null,"AAAAAAAAAAAAAA"],['),
        "KHÁC BẢN ĐÃ KÝ: P/DB0001/L1/so-tem/1",
    ),
    "void taken from a bucket": (
        tampered("P/DB0001/L1/so-tem/tat-ca.js", b'","20', b'","19'),
        "KHÁC BẢN ĐÃ KÝ: P/DB0001/L1/so-tem/1",
    ),
    "recall invented in a bucket": (
        tampered("P/DB0001/L1/so-tem/tat-ca.js", b'"recalled":null', b'"recalled":"2026-11-01"'),
        "KHÁC BẢN ĐÃ KÝ: P/DB0001/L1/so-tem/1",
    ),
    "list of runs broken": (
        lambda site: (site / "P/DB0001/L1/so-tem/so-tem.json").write_bytes(b"{"),
        "ĐÃ KÝ MÀ KHÔNG CÒN: P/DB0001/L1/so-tem/1",
    ),
    "void taken back": (
        tampered("P/DB0001/L1/so-tem/so-tem.json", b'"voided": "2', b'"voided": "1'),
        "KHÁC BẢN ĐÃ KÝ: P/DB0001/L1/so-tem/1/huy",
    ),
    "log": (tampered("ky/nhat-ky.txt", b" P/DB0001/ho", b" P/DB0003/ho"), "Nhật ký không khớp với lần phát hành số 1"),
    "log cut": (lambda site: (site / "ky/nhat-ky.txt").write_bytes(b""), "Nhật ký không khớp với lần phát hành số 1"),
    "date": (tampered("ky/phat-hanh.txt", b"date 20", b"date 19"), "Chữ ký của lần phát hành số 1 sai"),
    "form": (tampered("ky/phat-hanh.txt", b"release", b"Release"), "hỏng ở lần số 1"),
    "none": (lambda site: (site / "ky/phat-hanh.txt").unlink(), "Không thấy lần phát hành nào được ký"),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_whatever_is_changed_is_seen(
    standing: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A change of a record, a ledger, the log or a release is found, and told by its name."""
    site = tmp_path / "site"
    shutil.copytree(standing, site)
    change, words = TAMPERED[name]
    change(site)
    capsys.readouterr()
    assert verify(site) == 1
    assert words in capsys.readouterr().out


def test_no_key_is_no_trusted_key(standing: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty key, as an unset variable gives it, is not taken for any key."""
    assert verify(standing) == 0
    for key in ("", "nonsense", "ä" * 44):
        assert verify(standing, "--key", key) == 1
        assert "không phải khóa công khai" in capsys.readouterr().err


def test_nothing_kept_proves_nothing(standing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Releases that were kept are there and hold something, or the check says so instead of passing."""
    (tmp_path / "empty.txt").touch()
    for name, reason in (("empty.txt", "0 byte"), ("none.txt", "No such file")):
        assert verify(standing, "--since", str(tmp_path / name)) == 1
        assert reason in capsys.readouterr().err


def test_an_address_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    """What looks like a web address and is none is told as a site that does not answer."""
    assert main(["verify", "http://[bad"]) == 1
    assert "http://[bad" in capsys.readouterr().err


def test_another_key_signs_nothing(signing: Office, tmp_path: Path) -> None:
    """A history goes on with the key it began with."""
    assert sign(signing) == 0
    before = history(signing)
    signing.product("DB0001", name="Trà khác")
    (tmp_path / "office.pem").unlink()
    assert main(["keys", "new", str(tmp_path / "office.pem"), "--root", str(signing.root)]) == 0
    assert sign(signing) == 1
    assert history(signing) == before


def test_serials_that_were_signed_stay(signing: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """A ledger that lost a signed run is not signed: its stamps are out there."""
    issue(signing)
    assert sign(signing) == 0
    before = history(signing)
    shutil.rmtree(signing.root / "content/serials")
    capsys.readouterr()
    assert sign(signing) == 1
    assert "Sổ tem P/DB0001/L1/so-tem/1 đã ký mà bị sửa hoặc bị bỏ" in capsys.readouterr().err
    assert history(signing) == before


def test_a_run_that_was_stopped_goes_on(signing: Office) -> None:
    """What was written of a log before the release was, counts for nothing: the next run signs it again."""
    assert sign(signing) == 0
    signing.product("DB0001", name="Trà khác")
    log = signing.root / "content/signed/nhat-ky.txt"
    log.write_bytes(log.read_bytes() + b"0" * 64 + b" P/DB0009/ho-so.json\n")
    assert sign(signing) == 0
    assert b"DB0009" not in log.read_bytes()
    assert verify(signing.out) == 0


def test_line_ends_of_windows_change_nothing(signing: Office) -> None:
    """A history whose line ends a versioning tool turned into Windows' is published and continued as it was signed."""
    assert sign(signing) == 0
    for name in ("phat-hanh.txt", "nhat-ky.txt"):
        file = signing.root / "content/signed" / name
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    signing.product("DB0001", name="Trà khác")
    assert sign(signing) == 0
    assert verify(signing.out) == 0


def test_half_a_history_stops_the_build(signing: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """With one of the two files gone nothing is built, lest the site forget what it promised."""
    assert sign(signing) == 0
    (signing.root / "content/signed/phat-hanh.txt").unlink()
    assert main(["check", "--root", str(signing.root)]) == 1
    assert "thiếu một trong hai tệp" in capsys.readouterr().out


def test_open_records_hold_nothing_personal(office: Office, tmp_path: Path) -> None:
    """Records as data leave people's names and contacts out, also those a page may show."""
    office.product("DB0001")
    text = (office.root / "content/products/DB0001.md").read_text(encoding="utf-8").removesuffix("---\n") + PRODUCER
    agreed = "  consent:\n    fields:\n      - representative\n    date: 1/3/2026\n---\n"
    office.product("DB0001", text=text.removesuffix("---\n") + agreed)
    office.write("content/lots/DB0001.yml", "- lot: A\n  events:\n    - step: pack\n      by: Bà Lò Thị Mẫu\n")
    assert main(["keys", "new", str(tmp_path / "office.pem"), "--root", str(office.root)]) == 0
    assert sign(office) == 0
    assert "Lò Thị Mẫu" in office.page("P/DB0001/index.html")
    for path in office.out.rglob("ho-so.json"):
        assert "Lò Thị Mẫu" not in path.read_text(encoding="utf-8")
    record = json.loads(office.page("P/DB0001/ho-so.json"))
    assert record["producer"] == {"name": {"vi": "Hộ chè"}, "kind": "ho-san-xuat"}
    assert record["certificates"] == [
        {"stars": 4, "rule_set": "QD148", "level": "province", "issued": "2025-08-05"},
    ]


def test_signing_begins_and_ends(signing: Office) -> None:
    """A site that stood before its office began to sign gets checks; it ends where the page's address leads on."""
    signing.build()
    before = files(signing.out)
    assert sign(signing) == 0
    assert (signing.out / "P/DB0001/ho-so.json").is_file()
    assert "chu-ky" in signing.page("P/DB0002/index.html")
    assert verify(signing.out) == 0
    shutil.rmtree(signing.root / "content/signed")
    signing.write("content/redirects.yml", "- address: /ky/\n  to: /\n")
    signing.build()
    after = files(signing.out)
    new = {path for path in after if after[path] != before.get(path)} - {".manifest.json"}
    assert new == {"ky/index.html", "en/signatures/index.html", "data/addresses.json"}
    assert before.keys() <= after.keys()


def test_unsigned_sites_have_nothing_of_it(office: Office) -> None:
    """An office that signs nothing has not a word of signatures."""
    office.product("DB0001")
    office.build()
    assert [path for path in files(office.out) if path.startswith(("ky/", "en/signatures/"))] == []
    assert "chu-ky" not in office.page("P/DB0001/index.html")


def test_logs_are_only_added_to() -> None:
    """The lines between two states replay to the second; what is for ever can be neither changed nor taken away."""
    one, two = "1" * 64, "2" * 64
    before = {"P/A/ho-so.json": one, "P/B/ho-so.json": one, "P/A/L/so-tem/1": one}
    now = {"P/A/ho-so.json": two, "P/A/L/so-tem/1": one, "P/A/L/so-tem/1/huy": one}
    log = "".join(added({}, before)) + "".join(added(before, now))
    assert replayed(log) == (now, 1, ("P/B/ho-so.json",))
    for wrong in ({**now, "P/A/L/so-tem/1": two}, {"P/A/ho-so.json": one}):
        with pytest.raises(BrokenHistoryError):
            list(added(before, wrong))
    for line in (
        f"{two} P/A/L/so-tem/1\n",
        "- P/A/L/so-tem/1\n",
        "- P/C/ho-so.json\n",
        "x\n",
        f"{one} ../x\n",
        f"{one} P/../x\n",
    ):
        with pytest.raises(BrokenHistoryError):
            replayed(log + line)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({}, ""),
        ({"previous": "0" * 64}, "history-chain"),
        ({"number": 3}, "history-chain"),
        ({"day": date(2026, 1, 1)}, "history-chain"),
        ({"length": 1}, "history-chain"),
        ({"digest": "0" * 64}, "history-log"),
        ({"length": 9}, "history-log"),
    ],
)
def test_even_the_office_cannot_break_the_chain(change: dict[str, Any], rule: str) -> None:
    """A release that is rightly signed is refused all the same where it does not go on from the one before."""
    private, log = bytes(range(32)), b"abcd"
    site, key = "https://ocop.example.vn", public_key(private)
    first = signed(Release(1, site, date(2026, 2, 1), key, 2, sha256(log[:2]).hexdigest(), "-", ""), private)
    said = {"number": 2, "day": date(2026, 2, 1), "length": 4, "digest": sha256(log).hexdigest()}
    second = Release(site=site, key=key, signature="", **{"previous": digest(first.text), **said, **change})
    text = written([first, signed(second, private)])
    if not rule:
        assert [release.number for release in checked(text, log).releases] == [1, 2]
        return
    with pytest.raises(BrokenHistoryError) as broken:
        checked(text, log)
    assert (broken.value.rule, broken.value.number) == (rule, 2)
