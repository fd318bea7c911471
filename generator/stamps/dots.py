"""Pictures in dots of one colour each: shapes turned into dots and laid on a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from generator.stamps.outlines import GRID, Shape

Bits = NDArray[np.uint8]
"""Rows of bytes; the leftmost dot is in the highest bits."""
STEPS = 8
"""Straight lines that a curve is drawn with: at the largest size they leave it by a fifth of a dot."""


@dataclass(slots=True)
class Sort:
    """Something in dots, ready to be laid on any sheet."""

    left: int
    """Columns from its origin, in dots."""
    top: int
    """Rows from its origin, downwards."""
    cells: NDArray[np.bool_]
    """What is inked."""
    packed: dict[int, Bits] = field(default_factory=dict)
    """What was packed of it, by depth × 8 and shift."""

    def pack(self, depth: int, shift: int) -> Bits:
        """Return its dots as rows of bytes, `depth` bits for each, so many bits further to the right: 0 to 7."""
        height, width = self.cells.shape
        bits = np.zeros((height, shift + width * depth), np.bool_)
        bits[:, shift:] = self.cells.repeat(depth, axis=1)
        packed = self.packed[depth << 3 | shift] = np.packbits(bits, axis=1)
        return packed


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed on."""

    width: int
    """In dots."""
    depth: int
    """Bits for each dot: 1, or 2 where something is pale."""
    rows: Bits
    """From the top, each after an empty byte, where PNG says how it is written; all bits of a black dot are set."""

    def lay(self, sorts: Iterable[tuple[Sort, int, int]]) -> None:
        """Lay sorts, each with its origin at a dot, across and down; what reaches over the edge is lost."""
        rows, depth = self.rows, self.depth
        height, length = rows.shape
        for sort, x, y in sorts:
            top, start = y + sort.top, (x + sort.left) * depth
            bits = sort.packed.get(depth << 3 | start & 7)
            if bits is None:
                bits = sort.pack(depth, start & 7)
            tall, wide = bits.shape
            left = (start >> 3) + 1
            bottom, right = top + tall, left + wide
            if top < 0 or left < 1 or bottom > height or right > length:
                bits = bits[max(-top, 0) : max(height - top, 0), max(1 - left, 0) : max(length - left, 0)]
                top, left = max(top, 0), max(left, 1)
            under = rows[top:bottom, left:right]
            under |= bits

    def copy(self) -> Sheet:
        """Return another sheet like it."""
        return Sheet(self.width, self.depth, self.rows.copy())


def sheet(width: int, height: int, depth: int = 1) -> Sheet:
    """Return an empty sheet of so many dots."""
    return Sheet(width, depth, np.zeros((height, 1 - (-width * depth // 8)), np.uint8))


def together(sorts: Sequence[tuple[Sort, int, int]]) -> Sort:
    """Return sorts, each with its origin at a dot, across and down, as one."""
    left = min((x + sort.left for sort, x, _ in sorts), default=0)
    top = min((y + sort.top for sort, _, y in sorts), default=0)
    right = max((x + sort.left + sort.cells.shape[1] for sort, x, _ in sorts), default=0)
    bottom = max((y + sort.top + sort.cells.shape[0] for sort, _, y in sorts), default=0)
    cells = np.zeros((bottom - top, right - left), np.bool_)
    for sort, x, y in sorts:
        down, across = y + sort.top - top, x + sort.left - left
        height, width = sort.cells.shape
        cells[down : down + height, across : across + width] |= sort.cells
    return Sort(left, top, cells)


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
