"""Looking at a picture file: what it really is, how large, whether it can be decoded to the end."""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from pathlib import Path

import pillow_heif
from PIL import Image, UnidentifiedImageError

pillow_heif.register_heif_opener()

KINDS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")
LARGEST_BYTES = 40 * 1000 * 1000
LARGEST_PIXELS = 64 * 1000 * 1000
_SEVERAL_IN_ONE = {"MPO": "JPEG"}
"""JPEG files of cameras that keep more pictures behind the first, by Pillow's name for them."""
_SIDEWAYS = frozenset({5, 6, 7, 8})
"""EXIF orientations that swap width and height."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that can be shown."""

    digest: str
    width: int
    height: int


def look(path: Path) -> Picture | tuple[str, dict[str, str]]:
    """Return the picture, or the rule it breaks with what the rule's words need."""
    try:
        if not path.is_file():
            return "picture-broken", {"reason": ""}
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            return "picture-heavy", {"found": f"{size / 1e6:.0f}"}
        content = path.read_bytes()
    except OSError as trouble:
        return "file-unreadable", {"reason": str(trouble.strerror or trouble)}
    try:
        return _measure(path, hashlib.sha256(content).hexdigest())
    except UnidentifiedImageError:
        kind = "SVG" if b"<svg" in content[:2000].lower() else content[:4].decode("latin-1").strip() or "0"
        return "picture-kind", {"found": kind if kind.isprintable() else "?", "choices": ", ".join(KINDS)}
    except Image.DecompressionBombError:
        return "picture-large", {"found": "> 64"}
    except Exception as wrong:
        return "picture-broken", {"reason": str(wrong)[:80]}


def _measure(path: Path, digest: str) -> Picture | tuple[str, dict[str, str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(path) as opened:
            if _SEVERAL_IN_ONE.get(opened.format or "", opened.format) not in KINDS:
                return "picture-kind", {"found": opened.format or "?", "choices": ", ".join(KINDS)}
            if opened.width * opened.height > LARGEST_PIXELS:
                return "picture-large", {"found": f"{opened.width * opened.height / 1e6:.0f}"}
            width, height = opened.size
            if opened.getexif().get(0x0112, 1) in _SIDEWAYS:
                width, height = height, width
            opened.draft("RGB", (max(1, width // 8), max(1, height // 8)))
            opened.load()
    return Picture(digest, width, height)
