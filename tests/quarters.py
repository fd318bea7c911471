"""A picture with another colour in each quarter, files and profiles of it, and what is shown of them."""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np
from PIL import Image, ImageCms, ImageDraw

from generator import pictures

RED, GREEN, BLUE, YELLOW, WHITE = (210, 30, 30), (20, 150, 60), (30, 60, 200), (240, 220, 40), (255, 255, 255)
SHOWN = ("avif", "webp", "jpg")
CLOSE = 14
"""How far a colour may be off, of 255, after a lossy kind."""


def quarters(width: int, height: int) -> Image.Image:
    """Return a picture with another colour in each quarter: red, green; blue, yellow."""
    made = Image.new("RGB", (width, height), RED)
    draw = ImageDraw.Draw(made)
    draw.rectangle((width // 2, 0, width, height // 2 - 1), GREEN)
    draw.rectangle((0, height // 2, width // 2 - 1, height), BLUE)
    draw.rectangle((width // 2, height // 2, width, height), YELLOW)
    return made


def saved(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """Return a picture's file."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    """Return what a file shows."""
    with Image.open(io.BytesIO(content)) as file:
        file.load()
        return file


def colours(picture: Image.Image) -> list[tuple[int, ...]]:
    """Return the colours in the middle of the four quarters."""
    plain = picture.convert("RGB")
    points = [(plain.width * x // 4, plain.height * y // 4) for y in (1, 3) for x in (1, 3)]
    return [tuple(plain.getpixel(point)) for point in points]


def close(found: Image.Image, *wanted: tuple[int, ...], off: int = CLOSE) -> bool:
    """Tell whether the four quarters have the wanted colours, or all of them the one wanted."""
    return bool(np.abs(np.array(colours(found)) - np.array(wanted)).max() <= off)


def shown(content: bytes, width: int) -> list[Image.Image]:
    """Return what the three kinds of one width show."""
    return [opened(made) for made in pictures.photo(content, [(width, kind) for kind in SHOWN])]


def exact(content: bytes, width: int) -> Image.Image:
    """Return what is shown before a lossy kind changes it."""
    return opened(pictures.photo(content, [(width, "png")])[0])


def profile_of(space: bytes, tags: dict[bytes, bytes]) -> bytes:
    """Return a colour profile (ICC.1:2010): a header, a table of tags and the tags."""
    end = 132 + 12 * len(tags)
    table, content = struct.pack(">I", len(tags)), b""
    for name, tag in tags.items():
        table += name + struct.pack(">II", end + len(content), len(tag))
        content += tag + bytes(-len(tag) % 4)
    connection = b"Lab " if space == b"CMYK" else b"XYZ "
    head = struct.pack(">I4xI4s4s4s12x4s", end + len(content), 0x02400000, b"prtr", space, connection, b"acsp")
    return head.ljust(68, b"\0") + struct.pack(">III", 63190, 65536, 54061).ljust(60, b"\0") + table + content


def swapped() -> bytes:
    """Return a profile like sRGB's in which red and blue have changed places."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return srgb.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")


def linear_grey() -> bytes:
    """Return a profile of a grey whose light is in proportion to its number."""
    return profile_of(
        b"GRAY",
        {
            b"kTRC": b"curv" + struct.pack(">IIH", 0, 1, 0x100),
            b"wtpt": b"XYZ " + struct.pack(">IIII", 0, 63190, 65536, 54061),
        },
    )


def green_inks() -> bytes:
    """Return a profile of four inks: black is black, the others are all green."""
    paper, black, green = bytes((255, 128, 128)), bytes((0, 128, 128)), bytes((128, 98, 150))  # CIELAB
    inks = b"".join(black if number % 2 else green if number else paper for number in range(16))
    matrix = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    same = bytes(range(256))
    head = b"mft1" + bytes((0, 0, 0, 0, 4, 3, 2, 0))
    return profile_of(b"CMYK", {b"A2B0": head + matrix + same * 4 + inks + same * 3})
