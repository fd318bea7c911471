"""The plate of a QR symbol: printed alone, or as part of a full stamp."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from generator.stamps.dots import Bits, Sheet, sheet
from generator.stamps.strips import BLACK_ON_WHITE, png, strips
from generator.stamps.symbol import DOTS_PER_MODULE, QUIET_ZONE, Symbol

_RUNS = [f"h{length}v1h-{length}z" for length in range(178)]
"""Runs of so many modules, from their corner; no symbol has more than 177 on a side (ISO/IEC 18004)."""


_DOUBLED = np.array([3 * int(f"{byte:b}", 4) for byte in range(256)], ">u2")
"""Eight dots of a bit each as two bytes with two bits for each."""


@dataclass(frozen=True)
class Plate:
    """A symbol ready to be printed."""

    symbol: Symbol
    path: str
    """Its dark modules as SVG path data, in modules; filled, for lines are not scaled alike by every programme."""

    def svg(self) -> bytes:
        """Return the QR alone as SVG, its size in millimetres."""
        side = self.symbol.size + 2 * QUIET_ZONE
        millimetres = self.symbol.width_mm
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{millimetres}mm" height="{millimetres}mm" '
            f'viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
            f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{self.path}"/></svg>\n'
        ).encode()

    def png(self) -> bytes:
        """Return the QR alone as PNG that prints at its true size."""
        side = (self.symbol.size + 2 * QUIET_ZONE) * DOTS_PER_MODULE
        on = sheet(side, side)
        self.lay(on, 0)
        return png(side, side, on.depth, BLACK_ON_WHITE, strips(on.rows))

    def lay(self, on: Sheet, corner: int) -> None:
        """Lay it on a sheet, the corner of its quiet zone at a dot across and as far down; a multiple of eight."""
        bits = self._bits if on.depth == 1 else _DOUBLED[self._bits].view(np.uint8)
        at = corner + QUIET_ZONE * DOTS_PER_MODULE
        left = 1 + at * on.depth // 8
        under = on.rows[at : at + self.symbol.size * DOTS_PER_MODULE, left : left + bits.shape[1]]
        under |= bits.repeat(DOTS_PER_MODULE, axis=0)

    @cached_property
    def _bits(self) -> Bits:
        """A row of dots, a bit for each, for every row of modules."""
        size = self.symbol.size
        modules = np.frombuffer(self.symbol.modules, np.bool_).reshape(size, size)
        return np.packbits(modules.repeat(DOTS_PER_MODULE, axis=1), axis=1)


def plate(symbol: Symbol) -> Plate:
    """Return a symbol ready to be printed: each run of dark modules in a row is drawn as one."""
    size = symbol.size
    # A light module before each row parts the runs.
    modules = np.zeros((size + 1) * size + 1, np.bool_)
    modules[:-1].reshape(size, size + 1)[:, 1:] = np.frombuffer(symbol.modules, np.bool_).reshape(size, size)
    edges = (modules[1:] != modules[:-1]).nonzero()[0]
    begins = edges[::2]
    corners = _corners(size)
    runs = zip(begins.tolist(), (edges[1::2] - begins).tolist(), strict=True)
    return Plate(symbol, "".join([corners[begin] + _RUNS[length] for begin, length in runs]))


@cache
def _corners(size: int) -> list[str]:
    """Return where each module begins and each row ends, row by row."""
    return [f"M{x} {y}" for y in range(QUIET_ZONE, QUIET_ZONE + size) for x in range(QUIET_ZONE, QUIET_ZONE + size + 1)]
