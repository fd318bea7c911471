"""GS1 application identifiers: what a value may be (GS1 General Specifications, section 3)."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources
from typing import NamedTuple

from generator.rules.gs1 import check_digit_holds

_SETS = {
    "N": "[0-9]",
    "X": r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]",  # figure 7.11-1: the 82 characters
    "Y": r"[#\-/0-9A-Z]",  # figure 7.11-2: the 39 characters
    "Z": r"[\-0-9A-Z_a-z=]",  # figure 7.11-3: file-safe base 64
}
_PART = re.compile(r"(?P<open>\[?)(?P<set>[NXYZ])(?P<upto>\.\.)?(?P<length>[0-9]+)\]?")
_PREDEFINED = re.compile("0[0-4]|1[1-9]|20|3[1-6]|41")
"""The first two digits of identifiers whose values have a predefined length (figure 7.8.5-2)."""
_KEY_LENGTHS = (18, 17, 14, 13)


class Identifier(NamedTuple):
    """An application identifier."""

    ai: str
    pattern: re.Pattern[str]
    """What a value looks like."""
    check: str
    """What else must hold: `digit` of the leading key, `day` as YYMMDD, or nothing."""
    key_length: int
    """The digits its check digit is about."""

    @property
    def predefined(self) -> bool:
        """Whether the length of values is known beforehand, so that nothing need end them."""
        return _PREDEFINED.match(self.ai) is not None

    def fits(self, value: str) -> bool:
        """Tell whether a value is well formed."""
        if not self.pattern.fullmatch(value):
            return False
        if self.check == "digit":
            return check_digit_holds(value[: self.key_length])
        return self.check != "day" or _is_day(value)


def _is_day(written: str) -> bool:
    """Tell whether YYMMDD is a day; 00 stands for the month's last one (section 3.4)."""
    month, day = int(written[2:4]), int(written[4:])
    longest = 29 if month == 2 else 30 if month in {4, 6, 9, 11} else 31
    if month == 2 and int(written[:2]) % 4:
        longest = 28
    return 1 <= month <= 12 and day <= longest


@cache
def identifiers() -> dict[str, Identifier]:
    """Return all application identifiers."""
    found: dict[str, Identifier] = {}
    table = resources.files(__package__).joinpath("identifiers.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines()):
        pattern = re.compile("".join(_part(one) for one in row["shape"].split()))
        length = next((one for one in _KEY_LENGTHS if row["shape"].startswith(f"N{one}")), 0)
        for number in range(int(row["first"]), int(row["last"]) + 1):
            ai = str(number).zfill(len(row["first"]))
            found[ai] = Identifier(ai, pattern, row["check"], length)
    return found


def _part(written: str) -> str:
    found = _PART.fullmatch(written)
    if found is None:
        raise ValueError(written)
    times = f"{{1,{found['length']}}}" if found["upto"] else f"{{{found['length']}}}"
    return f"(?:{_SETS[found['set']]}{times}){'?' if found['open'] else ''}"
