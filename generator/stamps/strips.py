"""Pictures in dots written as PNG, in strips: what lies at the top or bottom of many pictures is packed once."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from generator.stamps.dots import Bits
from generator.stamps.symbol import DOTS_PER_INCH

Colour = tuple[int, int, int]
BLACK_ON_WHITE: tuple[Colour, ...] = ((255, 255, 255), (0, 0, 0))
_INCH_IN_METRES = 0.0254
_UP = 2
"""The filter that writes a row as its difference from the row above (PNG specification, 9.2)."""
_BEGIN, _END = b"\x78\x01", b"\x03\x00"
"""Of a zlib stream: a window of 32 kB, the lowest level (RFC 1950, 2.2); an empty last block (RFC 1951, 3.2)."""
_WINDOW = 64_000
"""Bytes, a little less than zlib's memory holds."""
_PRIME = 65521
"""Of the Adler-32 checksum (RFC 1950, 8.2)."""


class Strip(NamedTuple):
    """Some rows of a picture, all across, packed so that other strips can follow."""

    packed: bytes
    length: int
    """Bytes before they were packed."""
    check: int
    """Their Adler-32 checksum."""


def strip(rows: Bits) -> Strip:
    """Pack rows of a sheet as one strip."""
    return _strip(rows, _deflate())


def strips(rows: Bits) -> list[Strip]:
    """Pack rows of a sheet in as few strips of one height as zlib takes without moving its window.

    For that it goes through tables that run lengths have no use of: a quarter of its time.
    """
    height = -(-len(rows) // -(-rows.size // _WINDOW))
    deflate = _deflate()
    return [_strip(rows[at : at + height], deflate) for at in range(0, len(rows), height)]


def _deflate() -> zlib._Compress:
    return zlib.compressobj(wbits=-zlib.MAX_WBITS, strategy=zlib.Z_RLE)


def _strip(rows: Bits, deflate: zlib._Compress) -> Strip:
    """Pack rows as one strip.

    Each row but the first is written as its difference from the row above, mostly zeros, and of deflate only the run
    lengths are used: a higher level takes ten times the time for 3 % at most, and the method leaves no choice in which
    one zlib could differ from another. After each strip it begins anew, as if it had packed nothing before.
    """
    filtered = np.empty_like(rows)
    filtered[0] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=filtered[1:])
    filtered[1:, 0] = _UP
    packed = deflate.compress(filtered.data) + deflate.flush(zlib.Z_FULL_FLUSH)
    return Strip(packed, filtered.size, zlib.adler32(filtered.data))


def png(width: int, height: int, depth: int, palette: tuple[Colour, ...], strips: Sequence[Strip]) -> bytes:
    """Return strips, from the top, as one PNG that says its resolution.

    The palette has a colour for each value of a dot of `depth` bits.
    """
    check = struct.pack(">I", _check(strips))
    packed = b"".join([_BEGIN, *[one.packed for one in strips], _END, check])
    return _head(width, height, depth, palette) + _chunk(b"IDAT", packed) + _TAIL


@lru_cache(maxsize=16)
def _head(width: int, height: int, depth: int, palette: tuple[Colour, ...]) -> bytes:
    per_metre = round(DOTS_PER_INCH / _INCH_IN_METRES)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, 3, 0, 0, 0)),
            _chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)),
            _chunk(b"PLTE", bytes([level for colour in palette for level in colour])),
        )
    )


def _check(strips: Sequence[Strip]) -> int:
    """Return the Adler-32 checksum of strips one after the other."""
    low, high = 1, 0
    for one in strips:
        high += (low - 1) * one.length + (one.check >> 16)
        low += (one.check & 0xFFFF) - 1
    return high % _PRIME << 16 | low % _PRIME


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


_TAIL = _chunk(b"IEND", b"")
