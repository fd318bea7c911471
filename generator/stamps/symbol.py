"""The QR symbol of a stamp (ISO/IEC 18004), by the package `qrcode`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET_ZONE = 4
"""Light modules around the symbol (ISO/IEC 18004, 9.1)."""
DOTS_PER_INCH = 600
DOTS_PER_MODULE = 12
"""Whole dots, so that every edge is sharp."""
MODULE_MM = Decimal("25.4") * DOTS_PER_MODULE / DOTS_PER_INCH
"""0.508 mm: above the 0.495 mm that GS1 General Specifications (5.12.3) aim at for retail goods."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR symbol at level M, without its quiet zone."""

    payload: str
    rows: tuple[tuple[bool, ...], ...]
    """Dark modules, from the top."""

    @property
    def size(self) -> int:
        """Modules on a side, quiet zone not counted."""
        return len(self.rows)

    @property
    def width_mm(self) -> Decimal:
        """Printed width, quiet zone counted: (17 + 4 × version + 8) modules."""
        return (self.size + 2 * QUIET_ZONE) * MODULE_MM

    def runs(self) -> tuple[tuple[int, int, int], ...]:
        """Return the dark modules as horizontal runs: column, row, length; the quiet zone is counted."""
        return tuple(run for y, row in enumerate(self.rows) for run in _runs(row, y))


def _runs(row: tuple[bool, ...], y: int) -> list[tuple[int, int, int]]:
    found: list[tuple[int, int, int]] = []
    start: int | None = None
    for x, dark in enumerate((*row, False)):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            found.append((start + QUIET_ZONE, y + QUIET_ZONE, x - start))
            start = None
    return found


@lru_cache(maxsize=64)
def symbol(payload: str) -> Symbol:
    """Return the smallest symbol at level M that holds a payload of ASCII text."""
    maker = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    maker.add_data(payload.encode("ascii"))
    maker.make(fit=True)
    return Symbol(payload, tuple(tuple(bool(dark) for dark in row) for row in maker.modules))
