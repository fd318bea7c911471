"""The command line: what it does not understand it says in the user's language, with exit code 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli import main

STAMPS = ("stamps", "DB0001", "--lot", "L1")
COUNT = "phải là số nguyên từ 1, viết liền không dấu chấm, ví dụ 5000; bạn ghi"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((*STAMPS, "--count", "0"), f"--count {COUNT} “0”. Xem cách dùng: ocop stamps --help"),
        ((*STAMPS, "--count", "-3"), f"--count {COUNT} “-3”. Xem cách dùng: ocop stamps --help"),
        ((*STAMPS, "--count", "abc"), f"--count {COUNT} “abc”. Xem cách dùng: ocop stamps --help"),
        ((*STAMPS, "--count", "1.000"), f"--count {COUNT} “1.000”. Xem cách dùng: ocop stamps --help"),
        ((*STAMPS, "--count", "1_0"), f"--count {COUNT} “1_0”. Xem cách dùng: ocop stamps --help"),
        ((*STAMPS, "--count", "9" * 5000), f"--count {COUNT} “{'9' * 5000}”. Xem cách dùng: ocop stamps --help"),
        ((*STAMPS, "--count"), "sau --count phải ghi giá trị. Xem cách dùng: ocop stamps --help"),
        ((*STAMPS, "--crop=1"), "--crop không nhận giá trị “1”. Xem cách dùng: ocop stamps --help"),
        (
            (*STAMPS, "--module", "nan"),
            "--module phải là số milimét lớn hơn 0, ví dụ 0,5; bạn ghi “nan”. Xem cách dùng: ocop stamps --help",
        ),
        (
            (*STAMPS, "--level", "X"),
            "--level không có “X”; hãy chọn một trong: L, M, Q, H. Xem cách dùng: ocop stamps --help",
        ),
        ((*STAMPS, "--cuont", "3"), "không có “--cuont 3” trong cách viết lệnh này. Xem cách dùng: ocop --help"),
        (("sign",), "còn thiếu --key. Xem cách dùng: ocop sign --help"),
        (("keys", "new"), "còn thiếu FILE. Xem cách dùng: ocop keys --help"),
        (("serve", "--port", "x"), "--port phải là số từ 0 đến 65535; bạn ghi “x”. Xem cách dùng: ocop serve --help"),
        (("build", "--root", "none"), "--root: không có thư mục “none”. Xem cách dùng: ocop build --help"),
    ],
)
def test_what_is_not_understood(given: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each mistake in plain Vietnamese, below how the command is written."""
    with pytest.raises(SystemExit) as ended:
        main(given)
    assert ended.value.code == 2
    error = capsys.readouterr().err
    assert error.startswith("Cách viết: ocop ")
    assert error.splitlines()[-1] == f"Lệnh viết chưa đúng: {said}"


def test_a_command_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    """A command that is misspelled is told with those there are, in English where that is asked."""
    with pytest.raises(SystemExit):
        main(["stmps", "--lang", "en"])
    assert (
        "The command line is not right: COMMAND has no “stmps”; choose one of: build, bundle, check, deploy, "
        in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            ("--count", "10000000"),
            "Xin in 10000000 tem, nhưng mỗi lần và mỗi lô chỉ được tối đa 1600000; chưa phát hành",
        ),
        (("--count", "5", "--batch", "10001"), "--batch 10001 quá lớn: mỗi tệp PDF chỉ được tối đa 10000 tem"),
    ],
)
def test_more_than_a_lot_has(
    tmp_path: Path, more: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What no lot and no file has room for is refused before anything is read or written."""
    assert main([*STAMPS, "--root", str(tmp_path), *more]) == 1
    assert capsys.readouterr().err.startswith(said)
    assert list(tmp_path.iterdir()) == []
