"""How large a stamp gets on its label: the module, the symbol's place, the room for words; lengths in millimetres."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from generator.labels.stocks import CARDS, Stock
from generator.problems import TroubleError
from generator.stamps.symbol import MODULE_MM, QUIET_ZONE

KINDS = ("full", "qr", *CARDS)
LEAST = 0.396
"""Millimetres of a module on retail goods (GS1 General Specifications, 5.12.3)."""
AIM = float(MODULE_MM)
FULL_WIDTH, NARROWEST = 88.0, 42.5
"""Modules a full stamp has beside its symbol, and the fewest in which its words can be read."""
NUMBER_LINE = 19.1
"""Modules from the top of the serial's line to the lower edge of a full stamp: the rows of `print.typ`."""
_RIM = 2.0
_POINT = 25.4 / 72
_LETTER = 0.602
"""Width of a letter of the typewriter face, in ems."""
_LINE = 1.25
_LARGEST, _SMALLEST = 7.0, 4.0
"""Points of a serial in print."""
_CARD_SHARE, _CARD_TOP = 0.52, 0.39
"""Of a card's width for the symbol, of its height above it."""
_GROUP, _WHOLE = 6, 20
"""Characters of a serial's group, and of the whole as it is printed."""


@dataclass(frozen=True, slots=True)
class Design:
    """A stamp on a label, the same for all of a run."""

    kind: str
    module: float
    side: int
    """Modules of the symbol, quiet zone counted."""
    size: tuple[float, float]
    """Width and height of all that is printed of a stamp."""
    qr: tuple[float, float]
    """The corner of the symbol's quiet zone, from the stamp's."""
    number: tuple[float, float]
    """Where the serial begins, from the stamp's corner."""
    number_size: float
    """In points."""
    beside: bool
    """Whether words of a plain symbol stand beside it, not below."""
    cells: tuple[tuple[float, float], ...]
    """The corner of each stamp on a page, on whole dots of the printer."""


def designed(
    kind: str, stock: Stock, modules: int, *, numbered: bool, module: float | None = None, force: bool = False
) -> Design:
    """Return the largest stamp of a kind with a symbol of so many modules that fits a label.

    `module` is how large its modules are wished to be; they become whole dots of the printers that the stock is for.
    Raises TroubleError where it does not fit, or where modules would be too small to be read at a till.
    """
    told = {"label": _size(stock.label), "stock": stock.id, "least": _written(LEAST)}
    if module and module < LEAST and not force:
        raise TroubleError("module-asked", module=_written(module), **told)
    dot = 25.4 / stock.dpi
    side = modules + 2 * QUIET_ZONE
    wish = module or (AIM if kind not in CARDS else _CARD_SHARE * stock.label[0] / side)
    tried = (round(dots * dot, 6) for dots in range(floor(wish / dot + 1e-9), 0, -1))
    made = next((one for size in tried if (one := _placed(kind, stock, side, size, dot, numbered=numbered))), None)
    if made is None:
        raise TroubleError("label-small", **told)
    if made.module < LEAST and not force:
        raise TroubleError("module-small", module=_written(made.module), **told)
    return made


def _placed(kind: str, stock: Stock, side: int, module: float, dot: float, *, numbered: bool) -> Design | None:
    """Return the stamp with modules of a size, or nothing where it does not fit."""
    width, height = stock.label
    square = side * module
    qr, beside = (0.0, 0.0), False
    if kind in CARDS:
        size = stock.label
        qr = (_on((width - square) / 2, dot), _on(height * _CARD_TOP, dot))
        if square > 0.8 * width or qr[1] + square > 0.87 * height:
            return None
        return Design(kind, module, side, size, qr, (0, 0), 0, False, _cells(stock, size, dot))
    if kind == "full":
        size = (min(width, square + FULL_WIDTH * module), square + 2 * _RIM * module)
        qr = (_RIM * module, _RIM * module)
        left = (_RIM + 0.5) * module + square
        room = size[0] - left - 4 * module
        number, points = (left, size[1] - NUMBER_LINE * module), min(_LARGEST, room / _POINT / _LETTER / _WHOLE)
        if size[0] < square + NARROWEST * module or size[1] > height or (numbered and points < _SMALLEST):
            return None
        return Design(kind, module, side, size, qr, number, points, False, _cells(stock, size, dot))
    beside = width - square > height - square
    letters = _GROUP if beside else _WHOLE
    room = width - square - module if beside else square
    points = min(_LARGEST, room / _POINT / _LETTER / letters)
    line = points * _POINT * _LINE
    size = (square + letters * points * _LETTER * _POINT, square) if beside else (square, square + 2 * line)
    if size[0] > width + 1e-6 or size[1] > height or points < _SMALLEST:
        return None
    number = (square, 4 * module + 3 * line) if beside else (0.0, square + line)
    return Design(kind, module, side, size, qr, number, points, beside, _cells(stock, size, dot))


def _cells(stock: Stock, size: tuple[float, float], dot: float) -> tuple[tuple[float, float], ...]:
    across, down = ((room - taken) / 2 for room, taken in zip(stock.label, size, strict=True))
    return tuple((_on(x + across, dot), _on(y + down, dot)) for x, y in stock.cells)


def _on(length: float, dot: float) -> float:
    """Return a length on a whole dot, so that every module is the same number of dots."""
    return round(round(length / dot) * dot, 6)


def _written(length: float) -> str:
    return f"{length:.3f}".rstrip("0").rstrip(".").replace(".", ",")


def _size(label: tuple[float, float]) -> str:
    return " × ".join(f"{side:g}".replace(".", ",") for side in label)
