"""`ocop deploy` on the command line: what it says, and what it refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.cli import main
from generator.deploy import folder as folder_target
from tests.conftest import Office


def ocop(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["deploy", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_command(office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`ocop deploy` builds, publishes, lists and goes back, in plain words."""
    office.product("DB0001")
    top, root = tmp_path / "máy chủ", ("--root", str(office.root))
    code, said, errors = ocop(capsys, str(top), "--no-check", *root)
    assert (code, errors) == (0, "")
    assert re.fullmatch(
        r"Đã phát hành bản 1 lên .*máy chủ: gửi \d+ tệp, [\d,]+ (MB|kB); khách đang thấy bản này.\n", said
    )
    assert (top / "current/P/DB0001/index.html").is_file()
    office.product("DB0002", "Chè")
    assert ocop(capsys, str(top), "--no-check", *root)[0] == 0
    nothing = f"Trang không đổi: khách vẫn thấy bản 2 ở {top}.\n"
    assert ocop(capsys, str(top), "--no-check", *root) == (0, nothing, "")
    code, said, errors = ocop(capsys, str(top), "--list", *root)
    shape = r"(→| ) bản (\d)  \d\d/\d\d/\d{4} \d\d:\d\d  \d+ tệp, [\d,]+ (?:MB|kB)(  \(khách đang thấy\))?"
    shown = [re.fullmatch(shape, line) for line in said.splitlines()]
    assert [one and one.groups() for one in shown] == [("→", "2", "  (khách đang thấy)"), (" ", "1", None)]
    back = f"Khách đang thấy lại bản 1 ở {top} (trước đó là bản 2).\n"
    assert ocop(capsys, str(top), "--rollback", "--no-check", *root) == (0, back, "")
    assert not (top / "current/P/DB0002").exists()
    none = "Không có bản phát hành nào trước bản đang hiện để quay về; chạy --list để xem các bản đang giữ.\n"
    assert ocop(capsys, str(top), "--rollback", "--no-check", *root) == (1, "", none)
    unknown = "Không có bản phát hành số 9; các bản đang giữ: 1, 2.\n"
    assert ocop(capsys, str(top), "--rollback", "9", "--no-check", *root) == (1, "", unknown)


def test_records_with_errors_are_not_published(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With errors in the records nothing is published."""
    office.write("content/products/DB0001.md", "---\ncode: DB0001\n---\n")
    code, said, errors = ocop(capsys, str(tmp_path / "target"), "--root", str(office.root), "--no-check")
    assert (code, said) == (1, "")
    assert errors.splitlines()[-1].startswith("Chưa dựng trang vì hồ sơ còn lỗi;")
    assert not (tmp_path / "target").exists()


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("ftp://host/site", "“ftp://host/site” không phải là nơi phát hành; hãy ghi một thư mục,"),
        ("ssh://host", "“ssh://host” không phải là nơi phát hành; hãy ghi một thư mục,"),
        ("ssh://user:secret@host/site", "“ssh://user:secret@host/site” không phải là nơi phát hành;"),
        ("ssh://-oProxyCommand=x/site", "“ssh://-oProxyCommand=x/site” không phải là nơi phát hành;"),
        ("s3:///site", "“s3:///site” không phải là nơi phát hành;"),
        ("{tmp}/no/such", "Không có thư mục {tmp}/no/such hoặc thư mục chứa nó; hãy xem lại đường dẫn,"),
        ("{root}/site/x", "Không phát hành vào {root}/site/x được vì đó là chỗ dựng trang ({root}/site);"),
    ],
)
def test_targets_that_are_none(
    where: str, said: str, office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is no target, or not there, is told with what to write instead; nothing is made."""
    names = {"tmp": tmp_path, "root": office.root}
    code, _, errors = ocop(capsys, where.format(**names), "--no-check", "--root", str(office.root))
    assert code == 1
    assert errors.startswith(said.format(**names))
    assert "Traceback" not in errors


def test_no_right_to_write(office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where one may not write, file and reason are told."""

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "releases/000001.staged")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folder_target, "write_whole", refused)
        code, _, errors = ocop(capsys, str(tmp_path / "target"), "--no-check", "--root", str(office.root))
    assert code == 1
    assert errors == (
        "Không ghi được releases/000001.staged: Permission denied. Trang cũ vẫn nguyên; hãy xem lại chỗ trống trên đĩa"
        " và quyền ghi rồi chạy lại.\n"
    )
