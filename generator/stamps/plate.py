"""The plate of a QR symbol: printed alone, or as part of a full stamp."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.stamps.dots import BLACK_ON_WHITE, Sort, png, sheet
from generator.stamps.symbol import DOTS_PER_MODULE, QUIET_ZONE, Symbol

_RUNS = [f"h{length}v1h-{length}z" for length in range(178)]
"""Runs of so many modules, from their corner; no symbol has more than 177 on a side (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A symbol ready to be printed."""

    symbol: Symbol
    path: str
    """Its dark modules as SVG path data, in modules; filled, for lines are not scaled alike by every programme."""
    dots: Sort
    """Its dark modules in dots; the origin is the corner of the quiet zone."""

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
        on.lay([(self.dots, 0, 0)])
        return png(on, BLACK_ON_WHITE)


def plate(symbol: Symbol) -> Plate:
    """Return a symbol ready to be printed."""
    path = "".join([f"M{x} {y}{_RUNS[length]}" for x, y, length in symbol.runs()])
    quiet = QUIET_ZONE * DOTS_PER_MODULE
    return Plate(symbol, path, Sort(quiet, quiet, np.array(symbol.rows, np.bool_), DOTS_PER_MODULE))
