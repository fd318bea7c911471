"""Looking at a picture file: what it really is, how large, whether it can be decoded to the end."""

from __future__ import annotations

import hashlib
import re
import warnings
from dataclasses import dataclass
from pathlib import Path

import pillow_heif
from PIL import Image, UnidentifiedImageError

pillow_heif.register_heif_opener()

KINDS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "WebP", "AVIF": "AVIF", "HEIF": "HEIC"}
"""Pillow's names of the kinds we take, and people's; MPO is a camera's JPEG with more pictures behind the first."""
_CHOICES = ", ".join(dict.fromkeys(KINDS.values()))
_BEGINNINGS = re.compile(rb"\xff\xd8\xff|\x89PNG|RIFF....WEBP|....ftyp(?:avi|he|mi)", re.DOTALL)
"""The first bytes of those kinds: a file that begins so and cannot be opened is a broken picture."""
LARGEST_BYTES = 40 * 1000 * 1000
LARGEST_PIXELS = 64 * 1000 * 1000
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
            return "picture-unknown", {"choices": _CHOICES}
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            return "picture-heavy", {"found": _millions(size)}
        content = path.read_bytes()
    except OSError as trouble:
        return "picture-unreadable", {"reason": str(trouble.strerror or trouble)}
    try:
        return _measure(path, hashlib.sha256(content).hexdigest())
    except UnidentifiedImageError:
        return _unidentified(content)
    except Image.DecompressionBombError as wrong:
        pixels = re.search(r"[0-9]+", str(wrong))
        return "picture-large", {"found": _millions(int(pixels[0])) if pixels else "> 64"}
    except Exception as wrong:
        return "picture-broken", {"reason": str(wrong)[:80]}


def _unidentified(content: bytes) -> tuple[str, dict[str, str]]:
    if not content or _BEGINNINGS.match(content):
        return "picture-broken", {"reason": f"{len(content)} byte"}
    if b"<svg" in content[:2000].lower():
        return "picture-kind", {"found": "SVG", "choices": _CHOICES}
    return "picture-unknown", {"choices": _CHOICES}


def _millions(count: int) -> str:
    return str(-(-count // 1_000_000))  # up, so that one too many does not read as the limit itself


def _measure(path: Path, digest: str) -> Picture | tuple[str, dict[str, str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(path) as opened:
            if opened.format not in KINDS:
                return "picture-kind", {"found": opened.format or "?", "choices": _CHOICES}
            if opened.width * opened.height > LARGEST_PIXELS:
                return "picture-large", {"found": _millions(opened.width * opened.height)}
            width, height = opened.size
            if opened.getexif().get(0x0112, 1) in _SIDEWAYS:
                width, height = height, width
            opened.draft("RGB", (max(1, width // 8), max(1, height // 8)))
            opened.load()
    return Picture(digest, width, height)
