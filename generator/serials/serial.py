"""A stamp's own number: 17 random characters and one that finds slips, in Crockford's base 32."""

from __future__ import annotations

import secrets

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32: no I, L, O, U."""
LENGTH = 18
RANDOM_BITS = 5 * (LENGTH - 1)
"""85."""
GROUP = 6
"""Characters printed together."""
_POLYNOMIAL = 0b100101
"""x⁵ + x² + 1 is primitive: any single slip and any two characters that changed places are found."""
_TYPED = str.maketrans("OIL", "011", " -\u2010\u2011\u2013")
"""What people type for what they see."""


def new() -> str:
    """Return a number nobody can guess, from the system's source of randomness."""
    value = secrets.randbits(RANDOM_BITS)
    body = "".join(LETTERS[value >> shift & 31] for shift in range(RANDOM_BITS - 5, -1, -5))
    return body + LETTERS[_shifted(_rest(body))]


def read(written: str) -> str | None:
    """Return the number somebody typed or scanned as it is compared; nothing where it has a slip."""
    text = written.strip().upper().translate(_TYPED)
    right = len(text) == LENGTH and all(letter in LETTERS for letter in text)
    return text if right and _rest(text) == 0 else None


def grouped(serial: str) -> str:
    """Return a number as it is printed for people: `K7M2QX-9ABCDE-FGHJKM`."""
    return "-".join(serial[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def _rest(text: str) -> int:
    """Return the remainder of the characters as a polynomial over GF(32); 0 where the last one is right."""
    rest = 0
    for letter in text:
        rest = _shifted(rest) ^ LETTERS.index(letter)
    return rest


def _shifted(rest: int) -> int:
    rest <<= 1
    return rest ^ _POLYNOMIAL if rest > 31 else rest
