"""Stamps as they are printed: the QR alone or the full stamp, as exact-size SVG and 600-dpi PNG, set by Typst."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any, Literal

import typst
from PIL import Image

from generator.stamps.symbol import DOTS_PER_INCH, DOTS_PER_MODULE, QUIET_ZONE, Symbol

Words = Mapping[str, Any]
"""What is written on a stamp, by the keys of `stamp.json`."""


class Art(StrEnum):
    """What is on the stamp."""

    QR = "qr"
    FULL = "full"


@cache
def _press() -> typst.Compiler:
    # Only the fonts inside Typst: the same stamp on every machine.
    return typst.Compiler(ignore_system_fonts=True)


def _print(template: str, art: Art, symbol: Symbol, words: Words, kind: Literal["svg", "png"]) -> bytes:
    data = {
        "art": art,
        "size": symbol.size + 2 * QUIET_ZONE,
        "dots": DOTS_PER_MODULE,
        "runs": symbol.runs(),
        **words,
    }
    printed = _press().compile(
        template.encode(), format=kind, ppi=float(DOTS_PER_INCH), sys_inputs={"data": json.dumps(data)}
    )
    assert isinstance(printed, bytes)  # noqa: S101 - a stamp is one page
    return printed


def svg(template: str, art: Art, symbol: Symbol, words: Words) -> bytes:
    """Return the stamp as SVG, its size in millimetres; `words` is what `stamp.json` says."""
    drawn = _print(template, art, symbol, words, "svg").decode()
    millimetres = re.sub(
        r'(<svg\b[^>]*?) width="([0-9.]+)pt" height="([0-9.]+)pt"',
        lambda found: f'{found[1]} width="{_mm(found[2])}mm" height="{_mm(found[3])}mm"',
        drawn,
        count=1,
    )
    return millimetres.encode()


def _mm(points: str) -> str:
    return f"{float(points) * 25.4 / 72:.3f}".rstrip("0").rstrip(".")


def png(template: str, art: Art, symbol: Symbol, words: Words) -> bytes:
    """Return the stamp as PNG that prints at its true size: 600 dots per inch."""
    drawn = _print(template, art, symbol, words, "png")
    with Image.open(io.BytesIO(drawn)) as picture:
        # Only the word across a sample or revoked stamp is coloured.
        coloured = bool(words["mark"])
        flat = picture.convert("RGB").quantize(32, dither=Image.Dither.NONE) if coloured else picture.convert("L")
    out = io.BytesIO()
    flat.save(out, "PNG", compress_level=6, dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    return out.getvalue()
