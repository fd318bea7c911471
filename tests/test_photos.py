"""Pictures as pages show them: upright, in the web's colours, without hidden data, the same bytes everywhere."""

from __future__ import annotations

import hashlib
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from PIL import Image

from generator import addresses, pictures
from generator.catalogue import Catalogue
from generator.checks.shape import shape
from generator.faces import Photo
from generator.model.config import Config
from generator.outputs import photos
from generator.problems import TroubleError
from generator.records.picture import look
from generator.records.pictured import Picture
from tests.quarters import (
    BLUE,
    GREEN,
    RED,
    YELLOW,
    close,
    exact,
    opened,
    profile_of,
    quarters,
    saved,
    shown,
    swapped,
)

MARK = "DAU-VET-BI-MAT"
"""A hidden value that no output may hold."""


def test_widths_and_kinds() -> None:
    """Every file has its width and kind, its height in proportion and its source's colours."""
    files = addresses.photo_files(2000)
    made = pictures.photo(saved(quarters(2000, 1498), "JPEG"), files)
    names = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}
    for (width, kind), content in zip(files, made, strict=True):
        picture = opened(content)
        assert (picture.format, picture.size) == (names[kind], (width, round(1498 * width / 2000)))
        assert close(picture, RED, GREEN, BLUE, YELLOW)


@pytest.mark.parametrize("width", [1, 399, 400, 401, 800, 1000, 1200, 4000])
def test_files_of_a_width(width: int) -> None:
    """No file is wider than its source; the one of a link preview is there; a page names only what is made."""
    files = addresses.photo_files(width)
    assert len(set(files)) == len(files)
    assert max(files)[0] == min(width, 1200)
    assert (min(width, 1200), "jpg") in files
    links = addresses.photo_choices(lambda path: path, "0" * 64, width)
    named = {one.split()[0] for words in links.values() for one in words.split(", ")}
    assert named <= {addresses.photo("0" * 64, *file) for file in files}
    assert len(named) == 2 * len(addresses.photo_widths(width)) + 1


def turned(turn: int) -> tuple[Image.Image, Image.Exif]:
    """Return the four quarters as a camera stores them, with the EXIF that says how to turn them."""
    exif = Image.Exif()
    exif[0x0112] = turn
    back = {6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    upright = quarters(480, 640)
    turns = pictures._TURNS
    return (upright.transpose(back.get(turn, turns[turn])) if turn in turns else upright), exif


@pytest.mark.parametrize("turn", range(10))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_upright(turn: int, kind: str) -> None:
    """What EXIF turns or mirrors is shown upright; what it says beyond 1 to 8 is passed over."""
    picture, exif = turned(turn)
    made = exact(saved(picture, kind, exif=exif.tobytes()), 120)
    assert made.size == (120, 160)
    assert close(made, RED, GREEN, BLUE, YELLOW)


@pytest.mark.parametrize(
    "said",
    [
        struct.pack(">HHIHH", 0x0112, 3, 2, 6, 6),  # two turns
        struct.pack(">HHI4s", 0x0112, 2, 2, b"6"),  # words
        struct.pack(">HHII", 0x0112, 3, 9, 4_000_000),  # outside the file
    ],
)
def test_odd_exif(said: bytes, tmp_path: Path) -> None:
    """EXIF that makes no sense is passed over in silence, and looking and making agree on what it says."""
    exif = b"Exif\0\0MM\0\x2a" + struct.pack(">IH", 8, 1) + said + bytes(4)
    (tmp_path / "tra.jpg").write_bytes(saved(quarters(480, 320), "JPEG", exif=exif))
    seen = look(tmp_path / "tra.jpg")
    assert isinstance(seen, Picture)
    made = exact((tmp_path / "tra.jpg").read_bytes(), seen.width)
    assert made.size == (seen.width, seen.height)


@pytest.mark.parametrize(
    ("size", "turn", "width", "decoded"),
    [
        ((2400, 1600), 1, 1200, (1200, 800)),
        ((2400, 1600), 1, 1201, (2400, 1600)),
        ((2400, 1600), 1, 300, (300, 200)),
        ((2400, 1600), 6, 800, (1200, 800)),
        ((2400, 1600), 8, 801, (2400, 1600)),
        ((2400, 100), 3, 600, (600, 25)),
    ],
)
def test_decoded_once(size: tuple[int, int], turn: int, width: int, decoded: tuple[int, int]) -> None:
    """A JPEG is decoded once for all its files, no larger than the widest needs, and never smaller."""
    exif = Image.Exif()
    exif[0x0112] = turn
    content, really, seen = saved(Image.new("RGB", size), "JPEG", exif=exif), Image.open, []

    def watched(*given: Any) -> Image.Image:
        seen.append(really(*given))
        return seen[-1]

    with patch.object(Image, "open", watched):
        pictures.photo(content, [(width, "jpg"), (width // 2, "jpg"), (width, "webp")])
    assert [one.size for one in seen] == [decoded]


def test_nothing_hidden_stays() -> None:
    """No output holds the source's EXIF, position, XMP, IPTC, profile, comment or text."""
    exif = Image.Exif()
    exif[0x010E] = exif[0x013B] = MARK
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 23.0, 17.0), 29: MARK})
    exif.get_ifd(0x8769)[0x9286] = MARK.encode()
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{MARK}</x:xmpmeta>".encode()
    profile = profile_of(b"RGB ", {b"desc": b"desc" + MARK.encode()})
    options: dict[str, Any] = {"exif": exif, "xmp": xmp, "icc_profile": profile, "comment": MARK}
    source = saved(quarters(900, 600), "JPEG", **options)
    iptc = b"Photoshop 3.0\x00" + MARK.encode()
    source = source[:2] + b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc + source[2:]
    text = Image.new("RGB", (900, 600))
    text.info.update(exif=exif.tobytes(), xmp=xmp, icc_profile=profile)
    sources = [source, saved(text, "PNG", **options), *(saved(text, kind, **options) for kind in ("WEBP", "AVIF"))]
    for source in sources:
        assert source.count(MARK.encode()) >= 3
        for made in (*pictures.photo(source, addresses.photo_files(900)), pictures.logo(source, 320)):
            assert MARK.encode() not in made
            assert not opened(made).getexif()
            assert opened(made).info.keys().isdisjoint({"exif", "xmp", "icc_profile", "comment", "photoshop", "Author"})


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "MPO"])
def test_first_frame(kind: str) -> None:
    """Of a picture that moves, or has others behind it, the first is shown."""
    more = [Image.new("RGB", (600, 400), "black")] * 2
    source = saved(quarters(600, 400), kind, save_all=True, append_images=more)
    for made in shown(source, 300):
        assert getattr(made, "n_frames", 1) == 1
        assert close(made, RED, GREEN, BLUE, YELLOW)


@pytest.mark.parametrize(("size", "made"), [((20, 40_000), (20, 16_383)), ((9000, 2), (400, 1)), ((1, 1), (1, 1))])
def test_odd_shapes(size: tuple[int, int], made: tuple[int, int]) -> None:
    """Any shape can be shown; of one that is taller than WebP holds, the middle."""
    source = saved(Image.new("RGB", size, GREEN))
    for picture in shown(source, made[0]):
        assert picture.size == made
        assert close(picture, GREEN)


def everything(seed: int = 7) -> str:
    """Return a digest of all files of a picture with detail."""
    noise = np.random.default_rng(seed).integers(0, 255, (90, 120, 3), dtype=np.uint8)
    source = Image.fromarray(noise).resize((720, 540), Image.Resampling.BICUBIC)
    content = saved(source, "PNG", compress_level=1, icc_profile=swapped())
    made = pictures.photo(content, addresses.photo_files(720))
    return hashlib.sha256(b"".join(made)).hexdigest()


def test_same_bytes(tmp_path: Path) -> None:
    """The same picture gives the same bytes again, in another process, however many cores and wherever."""
    code = (
        "import os; os.cpu_count = lambda: 7\n"
        "os.sched_getaffinity = lambda _: range(7)\n"
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent.parent)!r})\n"
        "from tests.test_photos import everything; print(everything())"
    )
    other = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert everything() == everything() == other.stdout.strip()
    assert everything(8) != everything()


@pytest.fixture
def catalogue(tmp_path: Path) -> Callable[..., Catalogue]:
    """Return a catalogue whose only pictures are the office's own."""

    def made(*photos: tuple[str, Photo]) -> Catalogue:
        site = {"title": "OCOP", "url": "https://ocop.example.vn", "publisher": "OCOP"}
        return Catalogue(shape({"site": site}, Config).value, "", (), (), photos)

    return made


def test_one_recipe_for_a_file(catalogue: Callable[..., Catalogue], tmp_path: Path) -> None:
    """A file that is logo and mark at once is made once."""
    (tmp_path / "logo.png").write_bytes(saved(quarters(600, 400)))
    content = (tmp_path / "logo.png").read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    one = Photo("logo.png", str(tmp_path / "logo.png"), Picture(digest, 600, 400))
    (recipe,) = photos.plan(catalogue(("logo", one), ("mark", one)), None)
    (made,) = recipe.make(None, *recipe.inputs)
    assert (recipe.paths, opened(made).size) == ((addresses.brand(digest),), (320, 213))


def test_missing_kinds_are_told(catalogue: Callable[..., Catalogue], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Pillow cannot write a kind, a site with pictures is not built, one without is."""
    one = Photo("logo.png", "logo.png", Picture("0" * 64, 600, 400))
    monkeypatch.setitem(pictures.KINDS, "avif", ("AVIF", {"codec": "none"}))
    monkeypatch.setitem(pictures.KINDS, "webp", ("WEBP-2", {}))
    assert not list(photos.plan(catalogue(), None))
    with pytest.raises(TroubleError) as wrong:
        list(photos.plan(catalogue(("logo", one)), None))
    assert (wrong.value.rule, wrong.value.details) == ("picture-kinds-missing", (("found", "avif, webp"),))
