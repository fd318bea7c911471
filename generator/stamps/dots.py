"""Pictures in dots of one colour each: shapes turned into dots, laid on a sheet, written as PNG."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from generator.stamps.outlines import GRID, Shape
from generator.stamps.symbol import DOTS_PER_INCH

Bits = NDArray[np.uint8]
"""Rows of dots from the top, eight to a byte, the leftmost in the highest bit."""
Colour = tuple[int, int, int]
BLACK_ON_WHITE: tuple[Colour, ...] = ((255, 255, 255), (0, 0, 0))
STEPS = 8
"""Straight lines that a curve is drawn with: at the largest size they leave it by a fifth of a dot."""
_INCH_IN_METRES = 0.0254
_ONE_BLOCK = 9
"""zlib's largest memory level: a stamp is one block of deflate, so where a block ends is no choice either."""


@dataclass(slots=True)
class Sort:
    """A shape in dots, ready to be laid anywhere."""

    left: int
    """Columns from its origin, in dots."""
    top: int
    """Rows from its origin, downwards."""
    inked: NDArray[np.bool_]
    """Its dots."""
    _packed: dict[int, Bits] = field(default_factory=dict)

    def packed(self, shift: int) -> Bits:
        """Return its dots as bits, so many columns further to the right: 0 to 7."""
        found = self._packed.get(shift)
        if found is None:
            height, width = self.inked.shape
            moved = np.zeros((height, shift + width), np.bool_)
            moved[:, shift:] = self.inked
            found = self._packed[shift] = np.packbits(moved, axis=1)
        return found


def dotted(shape: Shape) -> Sort:
    """Return a shape's dots: those whose centre lies inside, by the nonzero rule.

    Whole numbers throughout, so that every machine finds the same dots.
    """
    if not len(shape.curves):
        return Sort(0, 0, np.zeros((0, 0), np.bool_))
    # Points along the curves are on a STEPS × STEPS times finer grid.
    along = np.einsum("cpa,ps->acs", shape.curves, _BLEND)
    dot = GRID * STEPS * STEPS
    left, top = (int(least) // dot for least in along.min(axis=(1, 2)))
    right, bottom = (-(-int(most) // dot) for most in along.max(axis=(1, 2)))
    x0, y0 = along[:, :, :-1].reshape(2, -1)
    x1, y1 = along[:, :, 1:].reshape(2, -1)
    # The rows and columns whose centre comes next: dot `n` has its centre at (n + ½) × dot.
    row0, row1 = -((dot // 2 - y0) // dot), -((dot // 2 - y1) // dot)
    crossed = np.abs(row1 - row0)
    edge = np.repeat(np.arange(len(crossed)), crossed)
    x0, y0, run, rise = x0[edge], y0[edge], (x1 - x0)[edge], (y1 - y0)[edge]
    row = np.arange(len(edge)) - np.repeat(np.cumsum(crossed) - crossed, crossed) + np.minimum(row0, row1)[edge]
    column = -((rise * (dot // 2 - x0) - (row * dot + dot // 2 - y0) * run) // (rise * dot))
    width = right - left + 1
    turns = np.zeros((bottom - top) * width, np.int8)
    np.add.at(turns, (row - top) * width + column - left, np.sign(rise).astype(np.int8))
    return Sort(left, top, np.cumsum(turns.reshape(-1, width), axis=1, dtype=np.int8)[:, :-1] != 0)


_BLEND = np.array([[(STEPS - t) ** 2, 2 * t * (STEPS - t), t * t] for t in range(STEPS + 1)]).T


def sheet(width: int, height: int) -> Bits:
    """Return an empty sheet of so many dots."""
    return np.zeros((height, -(-width // 8)), np.uint8)


def lay(on: Bits, ink: Sort, x: int, y: int) -> None:
    """Lay a sort on a sheet, its origin at a dot; what reaches over the edge is lost."""
    left, top = x + ink.left, y + ink.top
    bits = ink.packed(left & 7)
    byte = left >> 3
    bottom, end = top + bits.shape[0], byte + bits.shape[1]
    if top < 0 or byte < 0 or bottom > on.shape[0] or end > on.shape[1]:
        bits = bits[max(-top, 0) : max(on.shape[0] - top, 0), max(-byte, 0) : max(on.shape[1] - byte, 0)]
        top, byte = max(top, 0), max(byte, 0)
        bottom, end = top + bits.shape[0], byte + bits.shape[1]
    on[top:bottom, byte:end] |= bits


_TWICE = np.repeat(np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1), 2, axis=1)
_TWO_BYTES = np.packbits(_TWICE, axis=1).view(np.uint16)[:, 0]
"""Each byte with every bit twice, as the two bytes lie in memory."""


def doubled(bits: Bits) -> Bits:
    """Return every bit twice."""
    return _TWO_BYTES.take(bits).view(np.uint8)


def png(rows: Bits, width: int, palette: Sequence[Colour]) -> bytes:
    """Return a PNG of colours from a palette of 2 (one bit for each dot) or 4 (two bits).

    It says its resolution. Each row is written as its difference from the row above (filter 2 of the PNG specification,
    9.2), mostly zeros, and of deflate only the run lengths are used: no other level makes these pictures smaller in
    less than ten times the time, and the method leaves no choice in which one zlib could differ from another.
    """
    bits = len(palette) // 2
    length = -(-width * bits // 8)
    filtered = np.empty((len(rows), 1 + length), np.uint8)
    filtered[:, 0] = 2
    filtered[0, 1:] = rows[0, :length]
    np.subtract(rows[1:, :length], rows[:-1, :length], out=filtered[1:, 1:])
    deflate = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS, _ONE_BLOCK, zlib.Z_RLE)
    per_metre = round(DOTS_PER_INCH / _INCH_IN_METRES)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, len(rows), bits, 3, 0, 0, 0)),
            _chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)),
            _chunk(b"PLTE", bytes(level for colour in palette for level in colour)),
            _chunk(b"IDAT", deflate.compress(filtered.data) + deflate.flush()),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
