"""Pictures of every kind that offices have: taken where the contract says so, never a failure of the programme."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from PIL import Image

from generator.records.picture import look
from generator.records.pictured import Picture


def picture(kind: str, mode: str = "RGB", **options: Any) -> bytes:
    """Return a small picture."""
    out = io.BytesIO()
    Image.new(mode, (16, 12)).save(out, kind, **options)
    return out.getvalue()


FRAMES = {"save_all": True, "append_images": [Image.new("RGB", (16, 12), (1, 2, 3))]}


@pytest.mark.parametrize(
    ("kind", "mode", "options"),
    [
        *((kind, "RGB", {}) for kind in ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")),
        *((kind, "RGB", FRAMES) for kind in ("WEBP", "PNG", "MPO")),
        *(("JPEG", mode, {}) for mode in ("L", "CMYK")),
        *(("PNG", mode, {}) for mode in ("1", "P", "LA", "RGBA", "I;16")),
        ("JPEG", "RGB", {"progressive": True}),
    ],
)
def test_pictures_are_taken(tmp_path: Path, kind: str, mode: str, options: dict[str, Any]) -> None:
    """JPEG, PNG, WebP, AVIF and HEIC are shown, whatever their ending, colours and number of frames."""
    path = tmp_path / "tra.jpg"
    path.write_bytes(picture(kind, mode, **options))
    seen = look(path)
    assert isinstance(seen, Picture)
    assert (seen.width, seen.height) == (16, 12)


def test_pictures_are_measured_upright(tmp_path: Path) -> None:
    """A picture that its EXIF turns on its side has its width and height swapped."""
    turned = Image.Exif()
    turned[0x0112] = 6
    path = tmp_path / "tra.jpg"
    path.write_bytes(picture("JPEG", exif=turned))
    seen = look(path)
    assert isinstance(seen, Picture)
    assert (seen.width, seen.height) == (12, 16)


@pytest.mark.parametrize("said", [0, 9, 65535])
def test_odd_turns_are_passed_over(tmp_path: Path, said: int) -> None:
    """A turn that EXIF does not know turns nothing."""
    exif = Image.Exif()
    exif[0x0112] = said
    path = tmp_path / "tra.jpg"
    path.write_bytes(picture("JPEG", exif=exif))
    seen = look(path)
    assert isinstance(seen, Picture)
    assert (seen.width, seen.height) == (16, 12)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO", "PPM", "PDF", "TGA"])
def test_other_kinds_are_refused(tmp_path: Path, kind: str) -> None:
    """Any other kind is told, whatever its ending."""
    path = tmp_path / "tra.jpg"
    path.write_bytes(picture(kind))
    assert isinstance(seen := look(path), tuple)
    assert seen[0] in {"picture-kind", "picture-unknown"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_cut_pictures_are_told(tmp_path: Path, kind: str) -> None:
    """A picture that was cut off anywhere before its middle is told broken, wherever it was cut."""
    whole = picture(kind)
    path = tmp_path / "tra.jpg"
    for length in range(0, len(whole) // 2, max(1, len(whole) // 40)):
        path.write_bytes(whole[:length])
        assert isinstance(look(path), tuple), length


SCANS: tuple[dict[str, Any], ...] = (
    {},
    {"progressive": True},
    {"restart_marker_blocks": 3},
    {"progressive": True, "restart_marker_rows": 1},
    {"subsampling": 0, "optimize": True, "comment": "FF D9"},
    {"streamtype": 0},
)
"""Ways to write a JPEG that order its segments differently."""


def detailed(mode: str = "RGB", **options: Any) -> bytes:
    """Return a JPEG with detail everywhere."""
    noise = np.random.default_rng(11).integers(0, 255, (40, 60, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).convert(mode).save(out, "JPEG", **options)
    return out.getvalue()


@pytest.mark.parametrize("options", SCANS)
def test_cut_photos_are_told(tmp_path: Path, options: dict[str, Any]) -> None:
    """A JPEG is told broken wherever it was cut, also when only its last byte is missing."""
    whole = detailed(exif=b"Exif\0\0" + picture("JPEG"), **options)
    path = tmp_path / "tra.jpg"
    for length in (*range(0, len(whole), 97), len(whole) - 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert isinstance(seen := look(path), tuple), length
        assert seen[0] in {"picture-broken", "picture-unknown"}
    path.write_bytes(whole + b"\0" * 100)
    assert isinstance(look(path), Picture)


def decodes(content: bytes) -> bool:
    """Tell whether Pillow decodes a file to its end."""
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(content)) as opened:
            opened.load()
    except Exception:
        return False
    return True


@pytest.mark.parametrize("options", SCANS)
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_spoilt_photos_are_told(tmp_path: Path, mode: str, options: dict[str, Any]) -> None:
    """A JPEG with any bytes changed is taken exactly if it can be decoded, though its dots are not looked at."""
    whole, chance, path = detailed(mode, **options), Random(mode + str(options)), tmp_path / "tra.jpg"
    markers = (b"\xff\xd9", b"\xff\xda", b"\xff\xc4", b"\xff\xff", b"\xff\x48", b"\xff\xd0", b"\xff\xfe\0\4ab", b"\0")
    found = set()
    for _ in range(60):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(2, chance.choice((700, len(content))))
            if chance.random() < 0.6:
                content[at] = chance.randrange(256)
            else:
                content[at : at + chance.randrange(3)] = chance.choice(markers)
        path.write_bytes(content)
        taken = isinstance(look(path), Picture)
        assert taken == decodes(bytes(content))
        found.add(taken)
    assert found == {True, False}


def test_wrong_segments_are_told(tmp_path: Path) -> None:
    """A segment of no known kind, anywhere between the dots, spoils a JPEG just if it cannot be decoded then."""
    whole, path = detailed(progressive=True, restart_marker_rows=1), tmp_path / "tra.jpg"
    tables = [at for at in range(len(whole)) if whole.startswith(b"\xff\xc4", at)]
    assert len(tables) > 5
    for at in tables:
        path.write_bytes(whole[:at] + b"\xff\x48" + whole[at + 2 :])
        assert isinstance(look(path), Picture) == decodes(path.read_bytes()), at
