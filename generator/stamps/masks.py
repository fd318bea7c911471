"""The data mask of a QR symbol: all eight are tried, the least penalty is taken (ISO/IEC 18004, 7.8).

A *board* is one integer that holds a whole symbol, a bit for a module, dark is 1, the first module highest: all rows
from the top, then all columns from the left, each of these lines followed by GAP light bits. Shifted and compared with
itself it shows every module beside its neighbour, so that a rule of the standard is a handful of operations for all
modules at once. On numpy arrays they take two to three times as long, one symbol or many at a time, and a slow import.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from qrcode import QRCode
from qrcode.base import rs_blocks
from qrcode.constants import ERROR_CORRECT_M

MASKS = range(8)
_MODULES = bytes.maketrans(b"01", b"\0\1")
SHARE = 255
"""Bits of the codewords that find their places at once: a table of `bytes.translate` has 256 entries."""
GAP = 4
"""Light modules after each line of a board: what rule 3 looks for beside a pattern, and as wide as the quiet zone."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What every symbol of one version and level shares."""

    size: int
    """Modules on a side."""
    places: tuple[bytes, ...]
    """For each SHARE bits of the codewords, which of them, from 1, is where on a board; 0 where none of them is."""
    empty: tuple[int, ...]
    """For each mask the board of a symbol of codewords 0: function patterns, format and version bits, the mask."""
    beside: int
    """On a board, the modules that have a module before them in their line."""
    corner: int
    """On a board's rows, the modules that have a module above, before and diagonally between the two."""


def masked(version: int, codewords: bytes, level: int = ERROR_CORRECT_M) -> tuple[int, bytes]:
    """Return the mask with the least penalty (the lowest number of equals) and the modules of the symbol, dark is 1.

    Every mask is judged on the complete symbol, its own format bits and the version bits in place. `qrcode` 8.2 judges
    with these left light, does not see the quiet zone beside a pattern and counts a pattern twice that is light on both
    sides, so its choice may differ; each is a valid symbol that reads the same.
    """
    shared = layout(version, level)
    data = _placed(codewords, shared)
    tried = [data ^ empty for empty in shared.empty]
    points = [penalty(complete, shared) for complete in tried]
    mask = points.index(min(points))
    line = shared.size + GAP
    drawn = format(tried[mask], f"0{2 * shared.size * line}b")
    rows = [drawn[at : at + shared.size] for at in range(0, shared.size * line, line)]
    return mask, "".join(rows).encode("ascii").translate(_MODULES)


def _placed(codewords: bytes, shared: Layout) -> int:
    """Return codewords on a board that is light everywhere else."""
    bits = format(int.from_bytes(codewords), f"0{8 * len(codewords)}b").encode("ascii")
    data = 0
    for number, places in enumerate(shared.places):
        share = b"0" + bits[number * SHARE : (number + 1) * SHARE]
        data |= int(places.translate(share.ljust(256)), 2)
    return data


def penalty(complete: int, shared: Layout) -> int:
    """Return the penalty points of a complete symbol's board (7.8.3.1, Table 11).

    Rule 3 is read as: 1:1:3:1:1 in single modules with four light ones or more before it or after it, the quiet zone
    being light; counted once, be it light on one side or on both. Without the quiet zone, or with each side counted for
    itself, the worked example of Annex I ("01234567") would not get the mask that is printed there.
    """
    size, line = shared.size, shared.size + GAP
    alike = (complete ^ (complete >> 1) ^ shared.beside) & shared.beside
    # A bit for each module that ends five alike: a run of n ≥ 5 has n - 4 of these and costs n - 2.
    pairs = alike & (alike >> 1)
    fives = pairs & (pairs >> 2)
    runs = fives.bit_count() + 2 * (fives & ~(fives >> 1)).bit_count()
    blocks = (alike & (alike >> line) & ~(complete ^ (complete >> line)) & shared.corner).bit_count()
    # A bit for the last module of each 1011101: dark there and 2, 3, 4 and 6 modules before, light 1 and 5 before.
    ends = complete & (complete >> 2)
    finders = ends & (ends >> 4) & (complete >> 3) & ~((complete >> 1) | (complete >> 5))
    pair_dark = complete | (complete >> 1)
    four_dark = pair_dark | (pair_dark >> 2)
    finders &= ~((four_dark >> 7) & (four_dark << 4))
    # A step for each whole 5 % away from half dark, without fractions; a board holds every module twice.
    dark, every = complete.bit_count() // 2, size * size
    steps = abs(20 * dark - 10 * every) // every
    return runs + 3 * blocks + 40 * finders.bit_count() + 10 * steps


def board(modules: str, size: int) -> int:
    """Return the board of a symbol given as 0 and 1, row by row."""
    return int(_lines(modules.encode("ascii"), size, b"0"), 2)


def _lines(modules: bytes, size: int, light: bytes) -> bytes:
    """Return the lines of a board, one after the other."""
    rows = [modules[at : at + size] for at in range(0, size * size, size)]
    columns = [modules[at::size] for at in range(size)]
    gap = light * GAP
    return gap.join(rows + columns) + gap


@cache
def layout(version: int, level: int = ERROR_CORRECT_M) -> Layout:
    """Return what the symbols of a version and level share.

    It is read off `qrcode`'s own symbols of nothing but 0 and nothing but 1, which takes as long as one of these, once
    in a process.
    """
    size = 17 + 4 * version
    count = sum(block.total_count for block in rs_blocks(version, level))
    empty = [_modules(version, level, mask, 0, count) for mask in MASKS]
    full = _modules(version, level, 0, 0xFF, count)
    shares = [bytearray(size * size) for _ in range(0, 8 * count, SHARE)]
    for bit, at in enumerate(at for at in _zigzag(size) if empty[0][at] != full[at]):
        shares[bit // SHARE][at] = bit % SHARE + 1
    inner, light = "0" + "1" * (size - 1) + "0" * GAP, "0" * (size + GAP)
    return Layout(
        size,
        tuple(_lines(bytes(share), size, b"\0") for share in shares),
        tuple(board(modules, size) for modules in empty),
        beside=int(inner * (2 * size), 2),
        corner=int(light + inner * (size - 1) + light * size, 2),
    )


def _modules(version: int, level: int, mask: int, codeword: int, count: int) -> str:
    """Return the symbol, as `qrcode` makes it, whose codewords are all the same."""
    maker = QRCode(version=version, error_correction=level, border=0, mask_pattern=mask)
    maker.data_cache = [codeword] * count
    maker.make(fit=False)
    return "".join("1" if dark else "0" for row in maker.modules for dark in row)


def _zigzag(size: int) -> Iterator[int]:
    """Yield all modules in the order of 7.7.3: column pairs from the right, up and down in turn, without column 6."""
    upward = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for row in reversed(range(size)) if upward else range(size):
            yield row * size + right
            yield row * size + right - 1
        upward = not upward
