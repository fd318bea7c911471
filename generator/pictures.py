"""Making pictures: upright, in the colours of the web, on white, without hidden data, in every width and kind.

Speeds and qualities were measured on photos of 12 megapixels (`benchmarks/photos.py`). At these, AVIF and WebP are
equally like the source (SSIM) and AVIF is a quarter smaller; AVIF's next slower speed takes three times as long for
1 to 3 % less, WebP's next method twice as long for 6 %, a progressive JPEG five times as long for 6 %.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from typing import Any

import pillow_heif
from PIL import Image, ImageCms

from generator.records.picture import SIDEWAYS, orientation

pillow_heif.register_heif_opener()

KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    # One encoder, since others give other bytes; one thread, since the other cores have pictures of their own.
    "avif": ("AVIF", {"quality": 58, "speed": 10, "codec": "aom", "max_threads": 1, "autotiling": False}),
    "webp": ("WEBP", {"quality": 78, "method": 2}),
    "jpg": ("JPEG", {"quality": 75}),
    "png": ("PNG", {"optimize": True}),
}
"""By ending: Pillow's name of the kind, and how it is written."""
TALLEST = 16_383
"""Pixels: WebP holds no more (RFC 9649, 2.7.1); a taller picture shows its middle."""
_GAP = 3.0
"""A source many times too large is first shrunk by a whole number, to no less than three times the width asked for."""
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What turns a picture upright, by its EXIF orientation. Pillow's own `exif_transpose` also writes the EXIF anew, which
nobody needs here and odd EXIF makes fail."""


def photo(content: bytes, files: Sequence[tuple[int, str]]) -> tuple[bytes, ...]:
    """Return a picture's files, each of a width in pixels and a kind; `content` is decoded once for all of them."""
    widths = sorted({width for width, _ in files}, reverse=True)
    colours, alpha = _upright(content, widths[0])
    shown = _on_white(colours, alpha)
    size, made = shown.size, {}
    for width in widths:
        # From the next larger one: a third of the work, and nobody can tell.
        shown = _shrunk(shown, (width, _scaled(size[1], size[0], width)))
        made[width] = shown
    return tuple(_written(made[width], kind) for width, kind in files)


def logo(content: bytes, width: int) -> bytes:
    """Return a picture `width` pixels wide as PNG, its transparency kept."""
    colours, alpha = _upright(content, width)
    if alpha:
        colours.putalpha(alpha)
    return _written(colours, "png")


def kinds_missing() -> tuple[str, ...]:
    """Return the kinds that this installation of Pillow cannot write; only its wheel for Windows on ARM lacks one."""
    return tuple(kind for kind in KINDS if not _can_write(kind))


def _can_write(kind: str) -> bool:
    try:
        return bool(_written(Image.new("RGB", (1, 1)), kind))
    except (KeyError, OSError, ValueError):
        return False


def _upright(content: bytes, width: int) -> tuple[Image.Image, Image.Image | None]:
    """Return a picture's sRGB colours and its transparency, if it has any, `width` pixels wide."""
    # What Pillow warns of, such as odd EXIF, was no reason to refuse the picture.
    with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(content)) as opened:
        turn = orientation(opened)
        sideways = turn in SIDEWAYS
        across, down = reversed(opened.size) if sideways else opened.size
        height = _scaled(down, across, width)
        # A JPEG decodes to a half, a quarter or an eighth for less; the smallest that is still as wide as asked for.
        opened.draft(None, (1, width) if sideways else (width, 1))
        small = _shrunk(_plain(opened), (height, width) if sideways else (width, height))
    if turn in _TURNS:
        small = small.transpose(_TURNS[turn])
    if height > TALLEST:
        above = (height - TALLEST) // 2
        small = small.crop((0, above, width, above + TALLEST))
    alpha = small.getchannel("A") if small.mode in {"LA", "RGBA"} else None
    return _in_srgb(small), alpha


def _scaled(height: int, width: int, to_width: int) -> int:
    return max(1, round(height * to_width / width))


def _shrunk(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    if picture.size == size:
        return picture
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=_GAP)


def _plain(opened: Image.Image) -> Image.Image:
    """Return the first frame in a mode that can be resized: L, LA, RGB, RGBA or CMYK, of 8 bits each."""
    opened.load()
    if opened.mode.startswith("I"):  # 16 bits; Pillow's `convert` alone makes everything above 255 white
        opened.info.pop("transparency", None)
        return opened.point(lambda light: light / 256).convert("L")
    if opened.has_transparency_data and opened.mode not in {"LA", "RGBA"}:
        return opened.convert("RGBA")
    if opened.mode == "1":
        return opened.convert("L")
    return opened if opened.mode in {"L", "LA", "RGB", "RGBA", "CMYK"} else opened.convert("RGB")


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Return the colours in sRGB; a profile that cannot be read, or is another kind of picture's, is passed over."""
    profile = picture.info.get("icc_profile")
    colours = picture.convert({"LA": "L", "RGBA": "RGB"}.get(picture.mode, picture.mode))
    if profile:
        try:
            source, target = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(colours, source, target, outputMode="RGB") or colours
        except (ImageCms.PyCMSError, OSError):
            pass
    return colours.convert("RGB")


def _on_white(colours: Image.Image, alpha: Image.Image | None) -> Image.Image:
    if alpha is None:
        return colours
    white = Image.new("RGB", colours.size, "white")
    white.paste(colours, mask=alpha)
    return white


def _written(picture: Image.Image, kind: str) -> bytes:
    # Pillow keeps EXIF, position, comments and profile here and would write them.
    picture.info.clear()
    name, options = KINDS[kind]
    out = io.BytesIO()
    picture.save(out, name, **options)
    return out.getvalue()
