"""GS1 keys: check digits, and which GTINs are public (GS1 General Specifications, sections 1.4 and 7.9)."""

from __future__ import annotations


def check_digit_holds(digits: str) -> bool:
    """Tell whether the last digit is the modulo-10 check digit of the others."""
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return weighted % 10 == 0


def gtin14(digits: str) -> str:
    """Return a GTIN-8, -12 or -13 as its 14 digits."""
    return digits.zfill(14)


def restricted(digits: str) -> bool:
    """Tell whether a GTIN's prefix is for use inside one company or region only.

    GTIN-8 beginning with 0 or 2 (velocity and restricted codes), also where it is written with zeros before it;
    GS1 prefixes 02 and 20 to 29.
    """
    fourteen = gtin14(digits)
    if fourteen.startswith("000000"):
        return fourteen[6] in "02"
    return fourteen[1:].startswith(("02", "2"))
