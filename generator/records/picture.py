"""Looking at a picture file: what it really is, how large, whether it can be decoded to the end."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from pathlib import Path

import pillow_heif
from PIL import Image, UnidentifiedImageError

from generator.records.pictured import Picture

pillow_heif.register_heif_opener()

KINDS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "WebP", "AVIF": "AVIF", "HEIF": "HEIC"}
"""Pillow's names of the kinds we take, and people's; MPO is a camera's JPEG with more pictures behind the first."""
_CHOICES = ", ".join(dict.fromkeys(KINDS.values()))
_BEGINNINGS = re.compile(rb"\xff\xd8\xff|\x89PNG|RIFF....WEBP|....ftyp(?:avi|he|mi)", re.DOTALL)
"""The first bytes of those kinds: a file that begins so and cannot be opened is a broken picture."""
LARGEST_BYTES = 40 * 1000 * 1000
LARGEST_PIXELS = 64 * 1000 * 1000
SIDEWAYS = frozenset({5, 6, 7, 8})
"""EXIF orientations that swap width and height."""
_END_OF_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""The marker after a JPEG's coded dots, in which FF stands only before 00, FF or a restart (ITU-T T.81, B.1.1)."""
_FIRST_MARKER = 0xC0
"""Lower ones begin no segment; libjpeg skips or refuses them, depending on the dots before."""
_LEFT_OUT = frozenset({0xE1, 0xE2, 0xFE})
"""JPEG segments that the decoder never reads: EXIF and XMP; profile and list of pictures; comment."""


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
        return _measure(content)
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


def orientation(opened: Image.Image) -> int:
    """Return how the picture is to be turned (EXIF 0112): 1 as it is, 2 to 8 mirrored or turned."""
    found = opened.getexif().get(0x0112)
    return found if isinstance(found, int) else 1


def _measure(content: bytes) -> Picture | tuple[str, dict[str, str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(content)) as opened:
            if opened.format not in KINDS:
                return "picture-kind", {"found": opened.format or "?", "choices": _CHOICES}
            if opened.width * opened.height > LARGEST_PIXELS:
                return "picture-large", {"found": _millions(opened.width * opened.height)}
            width, height = opened.size
            if orientation(opened) in SIDEWAYS:
                width, height = height, width
            hollow = _hollow(content) if KINDS[opened.format] == "JPEG" else None
            if hollow is None:
                _decode(opened)
        if hollow is not None:
            with Image.open(io.BytesIO(hollow)) as opened:
                _decode(opened)
    return Picture(hashlib.sha256(content).hexdigest(), width, height)


def _decode(opened: Image.Image) -> None:
    """Decode the picture to its end, a JPEG at an eighth of its size; an error tells that it is broken."""
    opened.draft(None, (max(1, opened.width // 8), max(1, opened.height // 8)))
    opened.load()


def _hollow(content: bytes) -> bytes | None:
    """Return a JPEG without its coded dots, or nothing where it does not run cleanly to its end.

    Most of the work of decoding is the dots, yet libjpeg never refuses those: wrong or missing ones it paints as it
    can, with a warning. What it does refuse are wrong segments between them, and those are all in the hollow one.
    """
    kept, at = [content[:2]], 2
    while content[at : at + 1] == b"\xff" and len(content) >= at + 4 and content[at + 1] >= _FIRST_MARKER:
        kind = content[at + 1]
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if kind not in _LEFT_OUT:
            kept.append(content[at:end])
        if kind == 0xDA:
            found = _END_OF_SCAN.search(content, end)
            if not found:
                return None
            end = found.start()
            if content[end + 1] == 0xD9:
                return b"".join((*kept, b"\xff\xd9"))
        at = end
    return None
