"""Pictures of every kind that offices have: taken where the contract says so, never a failure of the programme."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from generator.records.picture import Picture, look


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
