"""The QR symbol of a stamp (ISO/IEC 18004): `qrcode` puts the text into bits, `masks` chooses the mask."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import chain, zip_longest
from math import isqrt
from typing import Literal

from qrcode.base import Polynomial, gexp, glog, rs_blocks
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.util import (
    ALPHA_NUM,
    BIT_LIMIT_TABLE,
    PAD0,
    PAD1,
    BitBuffer,
    QRData,
    length_in_bits,
    optimal_data_chunks,
)

from generator.stamps import masks

QUIET_ZONE = 4
"""Light modules around the symbol (ISO/IEC 18004, 9.1)."""
DOTS_PER_INCH = 600
DOTS_PER_MODULE = 12
"""Whole dots, so that every edge is sharp."""
MODULE_MM = Decimal("25.4") * DOTS_PER_MODULE / DOTS_PER_INCH
"""0.508 mm: above the 0.495 mm that GS1 General Specifications (5.12.3) aim at for retail goods."""

LEVELS = {"L": ERROR_CORRECT_L, "M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q, "H": ERROR_CORRECT_H}
"""How much of a symbol may be spoilt: 7, 15, 25, 30 %."""
LENGTHS = (range(1, 10), range(10, 27), range(27, 41))
"""Versions whose texts say their length in the same number of bits (Table 3)."""
_CAPITALS: Literal[2] = 2
_BYTES: Literal[4] = 4
"""How a part of a text is put into bits: the alphanumeric and the byte mode (Table 2)."""
_NUMBERS = bytes.maketrans(ALPHA_NUM, bytes(range(len(ALPHA_NUM))))
_LEAST = 20
"""Characters of a part of a text that gets a mode of its own."""
_ALL_CAPITALS = re.compile(rb"(?!.*[0-9]{%d})[%b]{%d,}" % (_LEAST, re.escape(ALPHA_NUM), _LEAST + 1))
"""A text that is one part: in the alphanumeric mode, without figures enough for a part of theirs."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR symbol without its quiet zone."""

    payload: str
    mask: int
    """0 to 7."""
    modules: bytes
    """A byte for each module, row by row from the top: 1 is dark, 0 is light."""

    @property
    def size(self) -> int:
        """Modules on a side, quiet zone not counted."""
        return isqrt(len(self.modules))

    @property
    def rows(self) -> tuple[tuple[bool, ...], ...]:
        """Dark modules, from the top; worked out at every call."""
        size = self.size
        return tuple(tuple(map(bool, self.modules[at : at + size])) for at in range(0, size * size, size))

    @property
    def width_mm(self) -> Decimal:
        """Printed width, quiet zone counted: (17 + 4 × version + 8) modules."""
        return (self.size + 2 * QUIET_ZONE) * MODULE_MM


@lru_cache(maxsize=64)
def symbol(payload: str, level: str = "M") -> Symbol:
    """Return the smallest symbol at a level that holds a payload of ASCII text."""
    spare = LEVELS[level]
    version, bits = _bits(_chunks(payload.encode("ascii")), spare)
    mask, modules = masks.masked(version, _codewords(version, bits, spare), spare)
    return Symbol(payload, mask, modules)


def numbered(address: str, serial: str, level: str = "M") -> Symbol:
    """Return the smallest symbol at a level that holds an address with a serial as its fragment.

    The mark between them is the one character that needs bytes. Room that is left goes into more correction; as all
    serials are as long, all symbols of an address are as large.
    """
    # The modes are stated: letters in a serial are a matter of luck.
    mark, number = QRData(b"#", _BYTES), QRData(serial.encode("ascii"), _CAPITALS)
    chunks = [*_chunks(address.encode("ascii")), mark, number]
    version, bits = _bits(chunks, LEVELS[level])
    for higher in list(LEVELS)[list(LEVELS).index(level) :]:
        if bits.length <= BIT_LIMIT_TABLE[LEVELS[higher]][version]:
            level = higher
    mask, modules = masks.masked(version, _codewords(version, bits, LEVELS[level]), LEVELS[level])
    return Symbol(f"{address}#{serial}", mask, modules)


def _chunks(text: bytes) -> list[QRData]:
    """Return a text in parts, each with the mode that `qrcode` takes for it: at once where one does for all of it."""
    if _ALL_CAPITALS.fullmatch(text):
        return [QRData(text, _CAPITALS, check_data=False)]
    return list(optimal_data_chunks(text, minimum=_LEAST))


# From here to the end stands what `best_fit` and `create_data` of `qrcode` do, with its tables and its results. Working
# bit by bit they take a ninth of the time of its whole symbol, four times as long as our whole one.


class _Bits(BitBuffer):
    """The bits of a text as one integer, for `qrcode` to write into: its own buffer takes them one by one."""

    def __init__(self) -> None:
        self.value = 0
        self.length = 0

    def put(self, num: int, length: int) -> None:
        self.value = self.value << length | num
        self.length += length

    def put_capitals(self, text: bytes) -> None:
        """Put a text of the alphanumeric mode: two characters in eleven bits (7.4.4)."""
        value, numbers = self.value, text.translate(_NUMBERS)
        for first, second in zip(numbers[::2], numbers[1::2], strict=False):
            value = value << 11 | 45 * first + second
        self.value = value
        self.length += 11 * (len(numbers) // 2)
        if len(numbers) % 2:
            self.put(numbers[-1], 6)


def _bits(chunks: list[QRData], level: int) -> tuple[int, _Bits]:
    """Return the smallest version that holds a text, and its bits: mode, length, characters of each chunk."""
    for versions in LENGTHS:
        bits = _Bits()
        for chunk in chunks:
            bits.put(chunk.mode, 4)
            bits.put(len(chunk), length_in_bits(chunk.mode, versions[0]))
            if chunk.mode == _CAPITALS:
                bits.put_capitals(chunk.data)
            else:
                chunk.write(bits)
        for version in versions:
            if bits.length <= BIT_LIMIT_TABLE[level][version]:
                return version, bits
    raise ValueError(f"{bits.length} bits are more than a QR symbol holds at its level")


def _codewords(version: int, bits: _Bits, level: int) -> bytes:
    """Return data and error correction codewords of a version, filled up and interleaved (7.4.10, 7.5, 7.6)."""
    room = BIT_LIMIT_TABLE[level][version]
    ended = min(bits.length + 4, room)
    count = -(-ended // 8)
    data = (bits.value << 8 * count - bits.length).to_bytes(count)
    data = (data + bytes((PAD0, PAD1)) * room)[: room // 8]
    blocks, checks, at = [], [], 0
    for block in rs_blocks(version, level):
        blocks.append(data[at : at + block.data_count])
        checks.append(_checks(blocks[-1], block.total_count - block.data_count))
        at += block.data_count
    in_turn = chain(zip_longest(*blocks), zip(*checks, strict=True))
    return bytes([word for words in in_turn for word in words if word is not None])


def _checks(data: bytes, count: int) -> bytes:
    """Return the error correction codewords of a block: the remainder of a division (7.5.2)."""
    multiples, top = _multiples(count), 8 * (count - 1)
    rest = 0
    for word in data:
        leading = rest >> top
        rest = ((rest ^ leading << top) << 8) ^ multiples[leading ^ word]
    return rest.to_bytes(count)


@cache
def _multiples(count: int) -> tuple[int, ...]:
    """Return the generator polynomial of so many error correction codewords, without its leading 1, times 0 to 255."""
    divisor = Polynomial([1], 0)
    for power in range(count):
        divisor *= Polynomial([1, gexp(power)], 0)
    logs = [glog(term) for term in list(divisor)[1:]]
    return (0, *(int.from_bytes(bytes(gexp(glog(factor) + log) for log in logs)) for factor in range(1, 256)))
