"""What a GS1 Digital Link may look like, as patterns that web servers understand (GS1 Digital Link: URI Syntax)."""

from __future__ import annotations

import re
from functools import cache

from generator.gs1.identifiers import identifiers

LETTER = "(?:[!&'()*+,.:;=0-9A-Z_a-z-]|%(?:2[125-9A-Fa-f]|3[0-9A-Fa-f]|4[1-9A-Fa-f]|5[0-9AaFf]|6[1-9A-Fa-f]|7[0-9Aa]))"
"""One of the 82 characters of values, as it stands or percent-encoded (General Specifications, figure 7.11-1)."""
_ASKED = LETTER.replace("&", "").replace("+", "").replace(";", "")
"""The same in a query, where & and ; part what is said and + is a space."""
TWICE = r"(?:^|[&;])(\d+)=(?:.*[&;])?\1="
"""A query that says an attribute twice; RE2 knows no such pattern."""
LENGTHS = (14, 13, 12, 8)
"""Digits that a GTIN may be written with; the standard's own form is the first."""
_NARROWING = frozenset({"22", "10", "21", "235"})
"""What stands in the path after a GTIN: in the query it is misplaced."""
_NOT_ATTRIBUTES = _NARROWING | {"01", "8200"}


def rest() -> str:
    """Return the pattern of what follows a GTIN in the path: variant, lot and serial in this order, or 235 alone."""
    told = "".join(f"(?:/{ai}/{LETTER}{{1,20}})?" for ai in ("22", "10", "21"))
    return f"(?:{told}|/235/{LETTER}{{1,28}})/?"


def check_digit() -> str:
    """Return the pattern of 14 digits whose last is the check digit of the others.

    A group for each remainder of the weighted sum, and for whether the next digit counts thrice or once; each digit
    leads to the next group, and only the remainder 0 may end. Groups call each other by number, so the engine must
    be PCRE.
    """
    thrice = [_step(remainder, 3, 11) for remainder in range(10)]
    once = [_step(remainder, 1, 1) for remainder in range(10)]
    thrice[0] = thrice[0].replace("(", "($|", 1)
    return rf"^(?=\d{{14}}$)(?(DEFINE){''.join(thrice)}{''.join(once)})(?1)"


def _step(remainder: int, weight: int, first: int) -> str:
    return "(" + "|".join(f"{digit}(?{first + (remainder + weight * digit) % 10})" for digit in range(10)) + ")"


def check_sum(digit: str) -> str:
    """Return a formula that is true where the check digit holds; `digit` is how the formula names one, from 1."""
    weighted = " + ".join(f"int({digit.format(place)}) * {3 if place % 2 else 1}" for place in range(1, 15))
    return f"({weighted}) % 10 == 0"


@cache
def attributes(*, pcre: bool = True) -> str:
    """Return the pattern of a whole query: what has a number for its name is an attribute of the table and fits it.

    Check digits of other keys are not looked at, nor whether a month has a 31st. PCRE's form is half as long.
    """
    letter = "(?1)" if pcre else _ASKED
    by_shape: dict[str, list[str]] = {}
    for known in identifiers().values():
        if known.ai not in _NOT_ATTRIBUTES:
            shape = _DAY if known.check == "day" else _encoded(known.pattern.pattern, letter)
            by_shape.setdefault(shape, []).append(known.ai)
    said = "|".join(f"(?:{_either(ais)})={shape}" for shape, ais in by_shape.items())
    begin = f"^(?(DEFINE)({_ASKED}))" if pcre else "^"
    return f"{begin}(?:(?:|=[^&;]*|[0-9]*[^0-9=&;][^&;]*|{said})(?:[&;]|$))*$"


_DAY = r"\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])"


def _encoded(pattern: str, letter: str) -> str:
    """Return the pattern of a value as it stands in an address."""
    plain = re.sub(r"\(\?:\[0-9\]\{(\d+)\}\)", r"\\d{\1}", pattern).replace("(?:[0-9]", r"(?:\d")
    return re.sub(r"\[!?[^\]]*[A-Z][^\]]*\]", lambda _: letter, plain)


def _either(numbers: list[str]) -> str:
    """Return a pattern of some identifiers; neighbours are written as a range of their last digit."""
    runs: list[list[str]] = []
    for ai in numbers:
        if runs and runs[-1][-1][:-1] == ai[:-1] and int(runs[-1][-1][-1]) + 1 == int(ai[-1]):
            runs[-1].append(ai)
        else:
            runs.append([ai])
    return "|".join(run[0] if len(run) == 1 else f"{run[0][:-1]}[{run[0][-1]}-{run[-1][-1]}]" for run in runs)
