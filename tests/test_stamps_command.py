"""`ocop stamps`: what is issued is printed and listed, what must not be printed is refused in plain words."""

from __future__ import annotations

import csv
import errno
import os
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from generator.cli import main
from generator.labels import press
from generator.serials import serial
from tests.conftest import PRODUCT, Office

LOTS = "- lot: L1\n- lot: L2\n  recalled:\n    date: 01/11/2026\n    reason: Bao bì hở\n"


@pytest.fixture
def tea(office: Office) -> Office:
    """An office with a product of two lots, one of them recalled."""
    office.product("DB0001")
    office.write("content/lots/DB0001.yml", LOTS)
    return office


def stamps(office: Office, *arguments: str) -> int:
    return main(["stamps", "--root", str(office.root), *arguments])


def read(file: Path) -> set[str]:
    found: set[str] = set()
    for page in pypdfium2.PdfDocument(file.read_bytes()):
        found |= {one.text for one in zxingcpp.read_barcodes(page.render(scale=300 / 72, grayscale=True).to_pil())}
    return found


def test_the_print_and_the_list_agree(tea: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """Every stamp printed is in the list with its serial and address, and the other way round."""
    assert stamps(tea, "DB0001", "--lot", "L1", "--count", "30", "--batch", "21") == 0
    run = tea.root / "tem/DB0001/L1/0001"
    assert sorted(one.name for one in run.iterdir()) == [
        "DB0001-L1-0001-001.pdf",
        "DB0001-L1-0001-002.pdf",
        "so-tem.csv",
    ]
    with (run / "so-tem.csv").open(encoding="ascii", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["no"] for row in rows] == [str(at + 1) for at in range(30)]
    for row in rows:
        assert row["url"] == f"HTTPS://OCOP.EXAMPLE.VN/P/DB0001/L1/#{serial.read(row['serial'])}"
    assert read(run / "DB0001-L1-0001-001.pdf") | read(run / "DB0001-L1-0001-002.pdf") == {row["url"] for row in rows}
    told = capsys.readouterr().out
    assert "Đã dàn 30 tem vào 2 tệp PDF" in told
    assert "Đợt 1: đã phát hành 30 số tem." in told


def stopped(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin a run of five stamps, and stop it while it prints."""

    def stop(_: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(press, "pdf", stop)
        assert stamps(office, "DB0001", "--lot", "L1", "--count", "5") == 130


def test_stopped_while_printing(
    tea: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Stopped while it prints, the same command goes on with the same serials and says so."""
    stopped(tea, monkeypatch)
    before = (tea.root / "tem/DB0001/L1/0001.part/so-tem.csv").read_bytes()
    assert stamps(tea, "DB0001", "--lot", "L1", "--count", "6") == 1
    assert "Hãy chạy lại với --count 5" in capsys.readouterr().err
    assert stamps(tea, "DB0001", "--lot", "L1", "--count", "5") == 0
    assert "Đợt 1 lần trước dừng giữa chừng nên làm tiếp với đúng 5 số tem đã có." in capsys.readouterr().out
    assert (tea.root / "tem/DB0001/L1/0001/so-tem.csv").read_bytes() == before
    assert len(list((tea.root / "content/serials").rglob("*.txt"))) == 1


def test_a_full_disk(tea: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A full disk is told with the file it had no room for; with room again the run goes on with its serials."""
    command = ("DB0001", "--lot", "L1", "--count", "3")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        assert stamps(tea, *command) == 1
    file = tea.root / "tem/DB0001/L1/0001.part/so-tem.csv"
    assert f"Không ghi được {file}: No space left on device." in capsys.readouterr().err
    assert not file.exists()
    assert not (tea.root / "content/serials").exists()
    assert stamps(tea, *command) == 0


def test_what_has_ended_is_told(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """Stamps for a certificate or a lot that has ended are printed, and it is told, as packets may be on their way."""
    office.write("content/lots/DB0001.yml", "- lot: L1\n  made: 1/1/2022\n  expires: 1/6/2022\n")
    ended = PRODUCT.format(code="DB0001", name="Trà").replace("05/08/2025", "05/08/2021").replace("QD148", "QD1048")
    office.write("content/products/DB0001.md", ended)
    assert stamps(office, "DB0001", "--lot", "L1", "--count", "1") == 0
    told = (
        "Lưu ý: giấy chứng nhận OCOP của DB0001 chỉ có hiệu lực đến 05/08/2024, mà tem vẫn in 4 sao; hãy chắc chắn "
        "hàng dán tem được làm ra khi giấy còn hạn.\n"
        "Lưu ý: lô L1 đã hết hạn dùng ngày 01/06/2022; hãy xem lại mã lô trước khi dán tem.\n"
    )
    assert capsys.readouterr().err == told


def test_a_card_of_a_lot_names_the_page_it_leads_to(tea: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """What stands below a card's symbol is the address in it, a lot's as well."""
    assert stamps(tea, "DB0001", "--lot", "L1", "--kind", "card-a6") == 0
    file = tea.root / "tem/DB0001/DB0001-L1-card-a6.pdf"
    assert read(file) == {"HTTPS://OCOP.EXAMPLE.VN/P/DB0001/L1/"}
    assert "ocop.example.vn/P/DB0001/L1/" in pypdfium2.PdfDocument(file)[0].get_textpage().get_text_bounded()
    capsys.readouterr()


def test_lists_beside_other_things(tea: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """Lists keep themselves out of version control and nothing else, wherever they go; a file is no folder for them."""
    assert stamps(tea, "DB0001", "--lot", "L1", "--count", "1", "--out", str(tea.root)) == 0
    assert [
        one.relative_to(tea.root).as_posix() for one in tea.root.rglob(".gitignore") if ".ocop" not in one.parts
    ] == ["DB0001/.gitignore"]
    assert stamps(tea, "DB0001", "--lot", "L1", "--count", "1", "--out", str(tea.root / "config.yml")) == 1
    assert "config.yml không phải là thư mục; hãy chọn nơi khác bằng --out." in capsys.readouterr().err


def test_a_stopped_run_that_was_voided_is_over(
    tea: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A run that was stopped and then voided is never printed: the next stamps are of a run of their own."""
    stopped(tea, monkeypatch)
    assert stamps(tea, "DB0001", "--lot", "L1", "--void", "1", "--reason", "Dừng giữa chừng") == 0
    assert stamps(tea, "DB0001", "--lot", "L1", "--count", "4") == 0
    assert "Đợt 2: đã phát hành 4 số tem." in capsys.readouterr().out
    runs = tea.root / "tem/DB0001/L1"
    assert {one.name: len(list(one.iterdir())) for one in runs.iterdir()} == {"0001": 1, "0002": 2}
    assert not read(runs / "0002/DB0001-L1-0002.pdf") & set((runs / "0001/so-tem.csv").read_text("ascii").split(","))


def test_prints_without_serials(tea: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """Product stamps, a lot's without serials and cards issue nothing; without a count they fill a page."""
    assert stamps(tea, "DB0001", "--kind", "qr", "--stock", "a4-65") == 0
    assert stamps(tea, "db0001", "--lot", "l1", "--no-serials", "--count", "2") == 0
    assert stamps(tea, "DB0001", "--kind", "card-a6", "--words", "en", "--crop") == 0
    folder = tea.root / "tem/DB0001"
    expected = {"DB0001-qr-a4-65.pdf": "", "DB0001-L1-full-a4-21.pdf": "L1/", "DB0001-card-a6.pdf": ""}
    assert {one.name for one in folder.iterdir()} == set(expected)
    for name, lot in expected.items():
        assert read(folder / name) == {f"HTTPS://OCOP.EXAMPLE.VN/P/DB0001/{lot}"}
    assert not (tea.root / "content/serials").exists()
    text = pypdfium2.PdfDocument((folder / "DB0001-card-a6.pdf").read_bytes())[0].get_textpage().get_text_bounded()
    assert "4 stars" in text
    capsys.readouterr()


def test_voiding(tea: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """A run is voided with a reason; a second time nothing changes; without a reason the command is wrong."""
    stamps(tea, "DB0001", "--lot", "L1", "--count", "2")
    assert stamps(tea, "DB0001", "--lot", "L1", "--void", "1") == 2
    assert stamps(tea, "DB0001", "--lot", "L1", "--void", "1", "--reason", "In lệch") == 0
    assert stamps(tea, "DB0001", "--lot", "L1", "--void", "1", "--reason", "In lệch") == 0
    assert stamps(tea, "DB0001", "--lot", "L1", "--void", "3", "--reason", "x") == 1
    told = capsys.readouterr()
    assert "Đã hủy đợt 1 của DB0001, lô L1" in told.out
    assert "Đợt 1 của DB0001, lô L1 đã hủy từ trước" in told.out
    assert "Lô L1 của DB0001 không có đợt tem 3; đang có: 1." in told.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "Thiếu mã sản phẩm, ví dụ: ocop stamps DB0001 --lot L2403 --count 500"),
        (("DB0002",), 1, "Không có sản phẩm DB0002; gần giống nhất: DB0001."),
        (("DB0001", "--lot", "L9", "--count", "1"), 1, "Sản phẩm DB0001 không có lô L9; đang có: "),
        (("DB0001", "--lot", "L2", "--count", "1"), 1, "Lô L2 của DB0001 đã bị thu hồi nên không in tem."),
        (("DB0001", "--lot", "L1"), 1, "Tem của lô L1 mỗi con một số nên cần biết in bao nhiêu: --count 500"),
        (("DB0001", "--stock", "a4-99"), 1, "Không có giấy tem a4-99; hãy chọn: a4-65, a4-24,"),
        (("DB0001", "--stock", "20x12"), 1, "Trên nhãn 20 × 12 mm (20x12) ô vuông chỉ còn 0,254 mm"),
        (("DB0001", "--module", "0,3"), 1, "Ô vuông 0,3 mm nhỏ quá: hàng bán lẻ cần ít nhất 0,396 mm. Hãy bỏ --module"),
        (
            ("DB0001", "--lot", "L1", "--count", "1", "--stock", "12x12"),
            1,
            "mã hoặc chữ sẽ nhỏ tới mức không đọc được.",
        ),
        (("XYZ",), 1, "Không có sản phẩm XYZ. Tem chỉ in cho sản phẩm có hồ sơ"),
        (("MEN-RUOU", "--lot", "L1", "--count", "1"), 1, "Sản phẩm MEN-RUOU chưa có lô nào nên không có lô L1."),
        (("MEN-RUOU", "--lot", "L1", "--void", "1", "--reason", "x"), 1, "Lô L1 của MEN-RUOU chưa có đợt tem nào;"),
        (("DB0001", "--lot", "L1", "--count", "1", "--reason", "x"), 2, "--reason chỉ dùng để hủy một đợt tem"),
        (("DB0001", "--lot", "L1", "--count", "1", "--void", "1", "--reason", "x"), 2, "hãy làm từng việc một."),
        (("DB0001", "--kind", "card-a6", "--stock", "a4-65"), 2, "Thẻ gian hàng có cỡ giấy của nó"),
        (
            ("DB0001", "--lot", "L1", "--count", "2000000"),
            1,
            "Xin in 2000000 tem, nhưng mỗi lần và mỗi lô chỉ được tối đa 1600000;",
        ),
        (("DB0001", "--count", "0"), 2, "--count"),
    ],
)
def test_refusals(
    tea: Office, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, said: str
) -> None:
    """What cannot be printed is told in one line, and nothing is written."""
    tea.product("MEN-RUOU")
    assert stamps_or_exit(tea, arguments) == code
    assert said in capsys.readouterr().err
    assert not (tea.root / "tem/DB0001").exists()
    assert not (tea.root / "content/serials").exists()


def stamps_or_exit(office: Office, arguments: tuple[str, ...]) -> int:
    try:
        return stamps(office, *arguments)
    except SystemExit as ended:
        return int(ended.code or 0)


def test_records_with_errors_print_nothing(tea: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """Stamps lead to pages; where these cannot be built no stamp is printed."""
    tea.write("content/products/DB0003.md", "---\ncode: DB0003\n---\n")
    assert stamps(tea, "DB0001") == 1
    assert "Chưa in tem vì hồ sơ còn lỗi." in capsys.readouterr().err
    assert not (tea.root / "tem").exists()


def test_the_table_of_stocks(capsys: pytest.CaptureFixture[str]) -> None:
    """`--stocks` tells every stock with its label and what shops call it."""
    assert main(["stamps", "--stocks"]) == 0
    assert "  a4-21          63,5 × 38,1 mm  3 × 7  L7160, 21 tem" in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("folder", ["content/images", "site/P"])
def test_lists_stay_out_of_what_is_published(tea: Office, folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The plain serials never go where a build would publish them; nothing is issued then."""
    assert stamps(tea, "DB0001", "--lot", "L1", "--count", "2", "--out", str(tea.root / folder)) == 1
    assert "danh sách số tem phải giữ kín" in capsys.readouterr().err
    assert not (tea.root / "content/serials").exists()


@pytest.mark.parametrize("module", ["0", "-1", "nan", "inf", "x"])
def test_a_module_is_a_length(tea: Office, module: str) -> None:
    """A module that is no length is a wrong command, not a fault of the programme."""
    with pytest.raises(SystemExit) as ended:
        stamps(tea, "DB0001", "--lot", "L1", "--count", "2", f"--module={module}")
    assert ended.value.code == 2
