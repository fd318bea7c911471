"""Keys of an office: made, shown, changed with the old one's word, and gone on without it after a loss that all see."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.cli import main
from generator.signed.chain import checked
from generator.signed.office import public_key, read_key
from generator.signed.releases import BrokenHistoryError, Release, digest, parsed, signed, written
from tests.conftest import Office
from tests.signed import verify

A, B, C, D = (bytes([one]) * 32 for one in b"abcd")
NOBODY = public_key(b"x" * 32)


@pytest.fixture
def keyed(office: Office, tmp_path: Path) -> Office:
    """An office that signed once with `a.pem`, and has `b.pem` and `c.pem` beside it."""
    office.product("DB0001")
    for name in "abc":
        assert keys(office, "new", name) == 0
    assert sign(office, "a") == 0
    return office


def keys(office: Office, action: str, *names: str) -> int:
    files = [str(office.root.parent / f"{name}.pem") for name in names]
    return main(["keys", action, *files, "--root", str(office.root)])


def sign(office: Office, name: str) -> int:
    return main(["sign", "--root", str(office.root), "--key", str(office.root.parent / f"{name}.pem")])


def public(office: Office, name: str) -> str:
    return public_key(read_key(office.root.parent / f"{name}.pem", office.root))


def told(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_a_key_is_changed(keyed: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """The old key names the new one: from then on only the new one signs, and who trusts either finds all right."""
    kept = keyed.root.parent / "kept.txt"
    shutil.copy(keyed.out / "ky/phat-hanh.txt", kept)
    assert keys(keyed, "change", "a", "b") == 0
    said = told(capsys)
    assert "Đã thay khóa ở lần phát hành số 3: khóa cũ đã ký giới thiệu khóa mới." in said
    assert public(keyed, "b") in said
    keyed.product("DB0002")
    assert sign(keyed, "a") == 1
    assert f"Lịch sử phải ký tiếp bằng khóa {public(keyed, 'b')}" in capsys.readouterr().err
    assert sign(keyed, "b") == 0
    found = parsed((keyed.out / "ky/phat-hanh.txt").read_text(encoding="utf-8"))
    assert [one.key for one in found] == [public(keyed, name) for name in "aabb"]
    assert [one.next for one in found] == ["", public(keyed, "b"), "", ""]
    assert verify(keyed.out) == 0
    assert "Đã thay khóa sau lần phát hành số 2, khóa cũ ký giới thiệu khóa mới." in told(capsys)
    for name in "ab":
        assert verify(keyed.out, "--key", public(keyed, name), "--since", str(kept)) == 0
    assert verify(keyed.out, "--key", public(keyed, "c")) == 1


def test_a_key_is_lost(keyed: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the old key an office goes on by a break: not right by itself, right for who was told the new key."""
    assert keys(keyed, "lost", "b") == 0
    assert "ai kiểm tra cũng sẽ thấy chỗ đứt này" in told(capsys)
    keyed.product("DB0002")
    assert sign(keyed, "b") == 0
    capsys.readouterr()
    assert verify(keyed.out) == 4
    said = told(capsys)
    assert "ĐỨT Ở LẦN PHÁT HÀNH SỐ 2: khóa mới không được khóa cũ giới thiệu." in said
    assert said.splitlines()[-1].startswith("CHƯA ĐỦ: những gì đã ký còn nguyên như khi ký, nhưng chữ ký chưa cho biết")
    assert verify(keyed.out, "--key", public(keyed, "b")) == 0
    capsys.readouterr()
    assert verify(keyed.out, "--key", public(keyed, "a")) == 1
    assert "Từ lần phát hành số 2, trang ký bằng khóa khác mà khóa bạn đưa không giới thiệu" in told(capsys)


def test_half_a_key_is_no_key(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the disk is full no key is made, none is left half, and the same command makes it when there is room."""
    file = office.root.parent / "khoa.pem"
    command = ["keys", "--root", str(office.root), "new", str(file)]

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        assert main(command) == 1
    told = f"Không tạo được tệp khóa {file} (No space left on device). Hãy chọn nơi khác có quyền ghi.\n"
    assert capsys.readouterr().err == told
    assert not file.exists()
    assert main(command) == 0


def test_a_key_is_shown(keyed: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """The public key of a file, and whether it is the one that signs next."""
    capsys.readouterr()
    assert keys(keyed, "show", "a") == 0
    assert told(capsys).splitlines() == [
        f"Khóa công khai: {public(keyed, 'a')}",
        "Đây là khóa ký lần phát hành tới của dự án này.",
    ]
    assert keys(keyed, "show", "b") == 0
    assert told(capsys).endswith(f"lần phát hành tới phải ký bằng khóa {public(keyed, 'a')}\n")
    shutil.rmtree(keyed.root / "content/signed")
    assert keys(keyed, "show", "b") == 0
    assert told(capsys).endswith("Dự án này chưa ký lần phát hành nào.\n")


@pytest.mark.parametrize(
    ("action", "names", "said"),
    [
        ("change", ("a",), "Thay khóa cần hai tệp, khóa cũ trước"),
        ("change", ("a", "a"), "đã có trong lịch sử; khóa mới phải là khóa chưa dùng bao giờ."),
        ("change", ("b", "c"), "Lịch sử phải ký tiếp bằng khóa"),
        ("lost", ("a",), "đã có trong lịch sử"),
        ("lost", ("a", "b"), "Đi tiếp khi mất khóa cần đúng một tệp"),
        ("new", ("a",), "đã có; không ghi đè khóa."),
        ("new", ("nowhere/a",), "chưa có thư mục"),
        ("show", ("none",), "Không đọc được tệp khóa"),
    ],
)
def test_what_may_not_be_done(
    keyed: Office, capsys: pytest.CaptureFixture[str], action: str, names: tuple[str, ...], said: str
) -> None:
    """What would harm the history is refused in plain words, and leaves it as it was."""
    before = (keyed.root / "content/signed/phat-hanh.txt").read_bytes()
    assert keys(keyed, action, *names) == 1
    assert said in capsys.readouterr().err
    assert (keyed.root / "content/signed/phat-hanh.txt").read_bytes() == before


def test_no_history_no_change(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """Before the first release there is no key to change or to lose."""
    for name in "ab":
        assert keys(office, "new", name) == 0
    for action, names in (("change", "ab"), ("lost", "a")):
        assert keys(office, action, *names) == 1
        assert "Chưa có lần phát hành nào được ký" in capsys.readouterr().err


def release(before: Release | None, private: bytes, **said: Any) -> Release:
    """Return a release that goes on from another, of an empty log."""
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    number = before.number + 1 if before else 1
    key = public_key(private)
    made = Release(number, "https://a.vn", date(2026, 1, 1), key, 0, empty, digest(before.text) if before else "-", "")
    return signed(made._replace(**said), private)


def chain(*links: tuple[bytes, dict[str, Any]]) -> list[Release]:
    made: list[Release] = []
    for private, said in links:
        made.append(release(made[-1] if made else None, private, **said))
    return made


NEXT_B, NEXT_C = {"next": public_key(B)}, {"next": public_key(C)}
LOST_A, LOST_B = {"lost": public_key(A)}, {"lost": public_key(B)}
CHAINS: dict[str, tuple[list[Release], str | int]] = {
    "one key": (chain((A, {}), (A, {})), 0),
    "changed": (chain((A, {}), (A, NEXT_B), (B, {})), 0),
    "changed, nothing signed yet": (chain((A, NEXT_B)), 0),
    "changed twice": (chain((A, NEXT_B), (B, NEXT_C), (C, {})), 0),
    "lost": (chain((A, {}), (B, LOST_A), (B, {})), 2),
    "changed, then lost": (chain((A, NEXT_B), (C, LOST_B)), 2),
    "lost, then changed": (chain((A, {}), (B, LOST_A), (B, NEXT_C), (C, {})), 2),
    "a key nobody named": (chain((A, {}), (B, {})), "history-key"),
    "the old one after its change": (chain((A, NEXT_B), (A, {})), "history-key"),
    "another than the named": (chain((A, NEXT_B), (C, {})), "history-key"),
    "names itself": (chain((A, {"next": public_key(A)}), (A, {})), "history-key"),
    "names one given up": (chain((A, NEXT_B), (B, {"next": public_key(A)}), (A, {})), "history-key"),
    "loses one that did not sign": (chain((A, {}), (C, LOST_B)), "history-key"),
    "loses the named one's forerunner": (chain((A, NEXT_B), (C, LOST_A)), "history-key"),
    "loses itself": (chain((A, {}), (A, LOST_A)), "history-key"),
    "comes back after a loss": (chain((A, {}), (B, LOST_A), (A, LOST_B)), "history-key"),
    "begins with a loss": (
        chain(
            (B, LOST_A),
        ),
        "history-key",
    ),
    "the named key's owner did not sign": (
        [*chain((A, NEXT_B)), release(chain((A, NEXT_B))[0], C)._replace(key=public_key(B))],
        "history-signature",
    ),
    "a name put in by another": (
        [chain((A, {}))[0]._replace(next=public_key(B)), *chain((A, {}), (B, {}))[1:]],
        "history-signature",
    ),
    "a name taken out": ([chain((A, NEXT_B))[0]._replace(next=""), *chain((A, {}), (A, {}))[1:]], "history-signature"),
}


@pytest.mark.parametrize("name", CHAINS)
def test_who_vouches_for_whom(name: str) -> None:
    """A key signs only where the one before named it; one that was given up never again; a loss is told as a break."""
    releases, expected = CHAINS[name]
    text = written(releases)
    if isinstance(expected, str):
        with pytest.raises(BrokenHistoryError) as broken:
            checked(text, b"")
        assert broken.value.rule == expected
        return
    assert checked(text, b"").breaks == ((expected,) if expected else ())
    assert parsed(text) == releases


@pytest.mark.parametrize(
    ("name", "key", "rule"),
    [
        ("changed twice", A, ""),
        ("changed twice", B, ""),
        ("changed twice", C, ""),
        ("changed twice", D, "history-key"),
        ("changed, nothing signed yet", B, "history-key"),
        ("lost", A, "history-lost"),
        ("lost", B, ""),
        ("changed, then lost", A, "history-lost"),
        ("changed, then lost", B, "history-key"),
        ("lost, then changed", B, ""),
        ("lost, then changed", C, ""),
        ("lost, then changed", A, "history-lost"),
    ],
)
def test_a_key_that_is_trusted(name: str, key: bytes, rule: str) -> None:
    """Trust goes from a key that signed to those it named, and ends at a loss; one that signed nothing proves none."""
    text = written(CHAINS[name][0])
    if not rule:
        assert checked(text, b"", public_key(key)).releases
        return
    with pytest.raises(BrokenHistoryError) as broken:
        checked(text, b"", public_key(key))
    assert broken.value.rule == rule


def test_both_lines_are_no_form() -> None:
    """A release either names the next key or tells of a loss."""
    one = chain((A, NEXT_B))[0].text
    with pytest.raises(BrokenHistoryError):
        parsed(one.replace("signature", f"lost {NOBODY}\nsignature"))
