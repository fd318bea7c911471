"""`ocop verify picture`: a photographed stamp is told with product, lot, serial and state."""

from __future__ import annotations

import io
import random
import struct
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageFilter
from pillow_heif import register_heif_opener

from generator.cli import main
from generator.labels.sighting import State, seen, told
from generator.locale import messages
from generator.problems import TroubleError
from generator.serials import serial
from generator.serials.issue import read_list
from generator.signed.visit import folder
from generator.stamps.plate import plate
from generator.stamps.symbol import symbol
from tests.conftest import TODAY, Office

HOST = "HTTPS://OCOP.EXAMPLE.VN"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office whose site has lots with issued, void and recalled stamps."""
    office = Office(tmp_path_factory.mktemp("shop"))
    office.write("config.yml", "site:\n  url: https://ocop.example.vn\n")
    office.product("DB0001", "Trà Shan tuyết & mật ong")
    office.write("content/lots/DB0001.yml", "- lot: L1\n- lot: L2\n- lot: L3\n")
    for lot, count in (("L1", "3"), ("L1", "500"), ("L2", "2")):
        assert main(["stamps", "--root", str(office.root), "DB0001", "--lot", lot, "--count", count]) == 0
    assert main(["stamps", "--root", str(office.root), "DB0001", "--lot", "L1", "--void", "1", "--reason", "x"]) == 0
    office.write(
        "content/lots/DB0001.yml",
        "- lot: L1\n- lot: L2\n  recalled:\n    date: 01/11/2026\n    reason: Hở\n- lot: L3\n",
    )
    office.build(today=TODAY)
    return office


def listed(shop: Office, run: str) -> tuple[str, ...]:
    return read_list(shop.root / "tem/DB0001" / run / "so-tem.csv")


def cases(shop: Office) -> dict[str, tuple[str, State]]:
    good, void, recalled = (listed(shop, run) for run in ("L1/0002", "L1/0001", "L2/0001"))
    return {
        "genuine": (f"{HOST}/P/DB0001/L1/#{good[250]}", State.GENUINE),
        "small letters": (f"https://ocop.example.vn/P/DB0001/L1/#{good[0].lower()}", State.GENUINE),
        "void": (f"{HOST}/P/DB0001/L1/#{void[0]}", State.VOIDED),
        "recalled": (f"{HOST}/P/DB0001/L2/#{recalled[1]}", State.RECALLED),
        "of another lot": (f"{HOST}/P/DB0001/L2/#{good[0]}", State.UNKNOWN),
        "of a lot without stamps": (f"{HOST}/P/DB0001/L3/#{good[0]}", State.UNKNOWN),
        "malformed": (f"{HOST}/P/DB0001/L1/#{good[0][:-1]}", State.MALFORMED),
        "no serial": (f"{HOST}/P/DB0001/L1/", State.PAGE),
        "product": (f"{HOST}/P/DB0001/", State.PAGE),
        "no such lot": (f"{HOST}/P/DB0001/L9/#{good[0]}", State.MISSING),
        "out of the site": (f"{HOST}/P/../../config.yml", State.MISSING),
        "another host": (f"HTTPS://OCOP.EXAMPLE.COM/P/DB0001/L1/#{good[0]}", State.FOREIGN),
        "host as user": (f"HTTPS://OCOP.EXAMPLE.VN@EVIL.EXAMPLE/P/DB0001/#{good[0]}", State.FOREIGN),
        "no address": ("hello", State.FOREIGN),
    }


NAMES = (
    "genuine", "small letters", "void", "recalled", "of another lot", "of a lot without stamps", "malformed",
    "no serial", "product", "no such lot", "out of the site", "another host", "host as user", "no address",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_what_a_site_tells_of_a_stamp(shop: Office, name: str) -> None:
    """Every state, by what the symbol says; the page's title is told, the serial as it is printed."""
    assert set(NAMES) == set(cases(shop))
    text, state = cases(shop)[name]
    found = told(text, folder(shop.out))
    assert found.state is state
    if state in {State.GENUINE, State.VOIDED, State.RECALLED}:
        assert found.serial == serial.grouped(serial.read(text.split("#")[1]) or "")
        assert (found.product, found.issued) == ("DB0001", "2026-11-22") or found.issued
        assert "Trà Shan tuyết & mật ong" in found.title
    assert found.noticed == ("/L2/" in text)


def photo(shop: Office, path: Path) -> Path:
    """Take a picture of the first row of a printed sheet: askew, a little blurred, on a dark table."""
    sheet = pypdfium2.PdfDocument((shop.root / "tem/DB0001/L1/0002/DB0001-L1-0002.pdf").read_bytes())[0]
    page = sheet.render(scale=250 / 72).to_pil()
    row = page.crop((0, 150, page.width, 520))
    turned = row.rotate(7, expand=True, fillcolor=(60, 50, 45)).filter(ImageFilter.GaussianBlur(1))
    turned.save(path, quality=70)
    return path


def test_a_photograph(shop: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Three stamps in one photograph are all told; the exit code says that all is well."""
    file = photo(shop, tmp_path / "ảnh tem.jpg")
    expected = listed(shop, "L1/0002")[:3]
    assert set(seen(file)) == {f"{HOST}/P/DB0001/L1/#{one}" for one in expected}
    assert main(["verify", str(file), "--site", str(shop.out)]) == 0
    out = capsys.readouterr().out
    for one in expected:
        assert f"Sản phẩm DB0001, lô L1, số {serial.grouped(one)}: đã phát hành ngày" in out
    assert "Số thật vẫn có thể bị chép sang tem khác" in out


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("void", 1, "thuộc đợt 1, đã bị HỦY từ ngày"),
        ("recalled", 1, "nhưng lô đã bị THU HỒI."),
        ("of another lot", 1, "KHÔNG có trong sổ tem đã phát hành."),
        ("product", 0, "không biết tem có thật."),
        ("another host", 1, "Không phải địa chỉ của trang này"),
        ("no such lot", 1, "Trang này không có địa chỉ ấy"),
    ],
)
def test_words(
    shop: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, code: int, said: str
) -> None:
    """What is said of each state, and whether all is well."""
    file = tmp_path / "tem.png"
    file.write_bytes(plate(symbol(cases(shop)[name][0])).png())
    assert main(["verify", str(file), "--site", str(shop.out)]) == code
    assert said in capsys.readouterr().out


def test_pictures_without_stamps(shop: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A picture without a symbol, what is no picture, and a missing site are told, each in its own words."""
    empty, text = tmp_path / "empty.jpg", tmp_path / "text.jpg"
    Image.new("L", (300, 300), 200).save(empty)
    text.write_text("no picture", encoding="utf-8")
    assert main(["verify", str(empty), "--site", str(shop.out)]) == 1
    assert "Không đọc được mã QR nào trong ảnh." in capsys.readouterr().out
    assert main(["verify", str(text), "--site", str(shop.out)]) == 1
    assert "không phải là ảnh đọc được" in capsys.readouterr().err
    assert main(["verify", str(empty), "--site", str(tmp_path)]) == 1
    with pytest.raises(TroubleError):
        told(f"{HOST}/P/DB0001/", folder(tmp_path))


def _png(width: int, height: int) -> bytes:
    """Return a picture that says it has such a size, and hardly any content."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    parts = (
        struct.pack(">I", len(said)) + kind + said + struct.pack(">I", zlib.crc32(kind + said)) for kind, said in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _saved(kind: str, mode: str = "RGB", **options: Any) -> bytes:
    """Return a picture of a stamp in a format."""
    register_heif_opener()
    picture = Image.open(io.BytesIO(plate(symbol(f"{HOST}/P/DB0001/")).png())).convert(mode)
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("GIF", "P"), ("WEBP", "RGB"),
     ("AVIF", "RGB"), ("HEIF", "RGB"), ("BMP", "RGB"), ("TIFF", "RGB")],
)  # fmt: skip
def test_kinds_of_pictures(tmp_path: Path, kind: str, mode: str) -> None:
    """Whatever a phone or a scanner saves is read."""
    file = tmp_path / "stamp"
    file.write_bytes(_saved(kind, mode))
    assert seen(file) == (f"{HOST}/P/DB0001/",)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (_png(7000, 7000), "sighting-broken"),
        (_png(9500, 9500), "sighting-too-large"),
        (_png(30_000, 30_000), "sighting-too-large"),
        (_png(2**31 - 1, 2**31 - 1), "sighting-too-large"),
        *[(_saved(kind)[: len(_saved(kind)) // 2], "sighting-broken") for kind in ("JPEG", "PNG", "HEIF", "TIFF")],
        (b"", "sighting-unreadable"),
        ("Tem số 5".encode(), "sighting-unreadable"),
        (b"%PDF-1.7\n", "sighting-unreadable"),
        (b"\0\0\0\x18ftypmp42", "sighting-unreadable"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "sighting-unreadable"),
    ],
)
def test_what_is_no_whole_picture(
    shop: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, rule: str
) -> None:
    """A picture cut short, one that says it is enormous, what is none: each in its words, no traceback."""
    file = tmp_path / "tem.jpg"
    file.write_bytes(content)
    assert main(["verify", str(file), "--site", str(shop.out)]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"{messages('vi')[rule].format(file=file)}\n")


def test_broken_pictures_are_never_a_bug(tmp_path: Path) -> None:
    """Pictures with some bytes changed are read, or refused by a rule: 40 of each kind."""
    chance = random.Random(7)
    file = tmp_path / "stamp"
    for kind in ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF", "TIFF"):
        whole = _saved(kind)
        for _ in range(40):
            content = bytearray(whole)
            for _ in range(chance.randrange(1, 20)):
                content[chance.randrange(len(content))] = chance.randrange(256)
            file.write_bytes(content)
            with suppress(TroubleError):
                seen(file)


def test_the_list_is_missing(shop: Office, tmp_path: Path) -> None:
    """Where the site has the lot but not its list, nothing is said of genuine or false."""
    text = cases(shop)["genuine"][0]
    whole = folder(shop.out)

    def read(path: str) -> bytes | None:
        return None if path.endswith(".js") else whole(path)

    assert told(text, read).state is State.UNCHECKED
