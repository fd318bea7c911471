"""The products' pictures in the widths pages ask for, upright and without hidden data."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pillow_heif
from PIL import Image, ImageCms, ImageOps

from generator import addresses
from generator.catalogue import Catalogue, Photo
from generator.making.recipe import Recipe
from generator.theme import Theme

pillow_heif.register_heif_opener()

WIDTHS = (400, 800, 1200)
"""Pixels: a card on a phone, a phone's full width, a desk's half."""
BRAND_WIDTH = 320
"""Pixels: a logo in the header at twice its size."""
KINDS = {"webp": "WEBP", "jpg": "JPEG"}
QUALITY = {"webp": 78, "jpg": 82}


def plan(catalogue: Catalogue, theme: Theme) -> Iterator[Recipe]:
    """Plan every picture once, however many pages show it."""
    photos = {photo.digest: photo for card in catalogue.cards for photo in card.photos}
    for digest, photo in sorted(photos.items()):
        for width in widths(photo):
            for kind in KINDS:
                yield Recipe((addresses.photo(digest, width, kind),), picture, (photo, digest, width, kind), ())
    for _, photo in catalogue.brand:
        width = min(photo.width, BRAND_WIDTH)
        yield Recipe((addresses.brand(photo.digest),), brand, (photo, photo.digest, width), ())


def widths(photo: Photo) -> tuple[int, ...]:
    """Return the widths a picture is made in: never wider than itself."""
    return tuple(sorted({min(width, photo.width) for width in WIDTHS}))


def picture(theme: Theme, source: Photo, digest: str, width: int, kind: str) -> tuple[bytes]:
    """Make a picture `width` pixels wide; the profile becomes sRGB's, EXIF and position stay behind."""
    with Image.open(source.path) as opened:
        opened.draft("RGB", (2 * width, 2 * width))
        upright = _on_white(_in_srgb(ImageOps.exif_transpose(opened)))
    height = max(1, round(upright.height * width / upright.width))
    small = upright.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
    small.info.clear()
    out = io.BytesIO()
    small.save(out, KINDS[kind], quality=QUALITY[kind], method=4, progressive=True, optimize=True)
    return (out.getvalue(),)


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Return the picture in the colours of the web; a profile that cannot be read is passed over."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return picture
    try:
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode) or picture
    except ImageCms.PyCMSError:
        return picture


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    white = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(white, picture.convert("RGBA")).convert("RGB")


def brand(theme: Theme, source: Photo, digest: str, width: int) -> tuple[bytes]:
    """Make the office's own picture `width` pixels wide, its transparency kept."""
    with Image.open(source.path) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGBA")
    small = upright.resize((width, max(1, round(upright.height * width / upright.width))), Image.Resampling.LANCZOS)
    small.info.clear()
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return (out.getvalue(),)
