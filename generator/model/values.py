"""The kinds of single value a record holds: each reads the text as written and types it, or says why not.

A kind's one `Reads` is all that reads it; what its schema says is for editors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlsplit

from generator.model.text import RefusedError, Words, clean, refuse, short, spoken
from generator.vietnamese import INVISIBLE, nfc, without_invisible

PLAIN = ["string", "number"]
"""How editors see a scalar that the programme reads as text: `0215` is as welcome as `No` and `12:30`, which are text
since YAML 1.2. Not boolean: editors would offer `true` and `false` under every key."""


class Reads(NamedTuple):
    """Marks a kind of value with what types its text, or refuses it by `RefusedError`."""

    read: Callable[[Any], Any]


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """Marks a kind of value with its JSON Schema, as it is written in YAML."""

    schema: dict[str, Any]


def schema(**keys: Any) -> Written:
    """Return the JSON Schema of a value as it is written in YAML."""
    return Written(keys)


def _pattern(rule: str, pattern: str, **details: object) -> Callable[[str], str]:
    compiled = re.compile(pattern)

    def read(value: str) -> str:
        if compiled.fullmatch(value):
            return value
        if INVISIBLE.search(value):
            raise refuse("invisible-in-code", found=without_invisible(value))
        raise refuse(rule, found=value, **details)

    return read


_DEVICE_NAMES = re.compile(r"(CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])", re.IGNORECASE)


def _code(rule: str, pattern: str) -> Callable[[str], str]:
    read_pattern = _pattern(rule, pattern)

    def read(value: str) -> str:
        if _DEVICE_NAMES.fullmatch(value):
            raise refuse("device-name", found=value)
        return read_pattern(value)

    return read


FIRST_YEAR, LAST_YEAR = 1900, 2200
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


def read_date(value: str) -> date:
    """Read `2025-08-05`, `05/08/2025` or `5/8/2025`, day first; nothing else."""
    if isinstance(value, date):
        return value
    if found := _DAY_FIRST.fullmatch(value):
        day, month, year = found.groups()
    elif found := _ISO.fullmatch(value):
        year, month, day = found.groups()
    else:
        raise refuse("date-form", found=value)
    try:
        read = date(int(year), int(month), int(day))
    except ValueError:
        raise refuse("date-impossible", found=value) from None
    return _near(read, value)


def _near(day: date, written: str) -> date:
    """Refuse years in which no certificate or lot can be: most are slips, and 36 months must still follow."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise refuse("date-range", found=written, low=FIRST_YEAR, high=LAST_YEAR)
    return day


def read_moment(value: str) -> date | datetime:
    """Read a date, or a date with time and offset: `2024-03-10T08:00+07:00`."""
    if isinstance(value, date):
        return value
    if not re.fullmatch(_TIME, value):
        try:
            return read_date(value)
        except RefusedError as problem:
            raise refuse("moment-form" if problem.rule == "date-form" else problem.rule, found=value) from None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise refuse("date-impossible", found=value) from None
    _near(moment.date(), value)
    return moment


_DECIMAL = re.compile(r"[+-]?[0-9]{1,15}([.,][0-9]{1,9})?")


def _decimal(low: str, high: str | None) -> Callable[[Any], Decimal]:
    bounds = {"low": low, "high": high or "…"}
    least, most = Decimal(low), Decimal(high or "Infinity")

    def read(value: Any) -> Decimal:
        written = str(value)
        if not _DECIMAL.fullmatch(written):
            raise refuse("number-form", found=written, **bounds)
        number = Decimal(written.replace(",", "."))
        if not least <= number <= most:
            raise refuse("number-range" if high is not None else "number-negative", found=written, **bounds)
        return number

    return read


_currency_form = _pattern("currency-form", r"[A-Z]{3}")


def _currency(value: str) -> str:
    code = _currency_form(value)
    if code != "VND" and code not in _currencies():
        raise refuse("currency-form", found=code)
    return code


def _currencies() -> Container[str]:
    from babel.core import get_global

    return get_global("all_currencies")


_WHOLE = re.compile("[0-9]{1,9}")


def _whole(low: int, high: int, rule: str) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        written = str(value)
        if not _WHOLE.fullmatch(written) or not low <= int(written) <= high:
            raise refuse(rule, found=written, low=low, high=high)
        return int(written)

    return read


_YES = {"true": True, "có": True, "false": False, "không": False}


def _yes_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    answer = _YES.get(nfc(str(value)).strip().lower())
    if answer is None:
        raise refuse("yes-no", found=value)
    return answer


_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.?|[0-9A-Fa-f:]+")
"""Words joined by dots, in any alphabet, or an IPv6 address as urlsplit gives it."""


LONGEST_ADDRESS = 2000
_PLAIN_URL = re.compile(r"https?://[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)+(?:[/?#][0-9A-Za-z/?#._~=&%+-]*)?")
"""Most addresses: nothing in them can be wrong."""


def read_url(value: str) -> str:
    """Read an http or https address without user, password or spaces."""
    if len(value) <= LONGEST_ADDRESS and _PLAIN_URL.fullmatch(value):
        return value
    value = nfc(value)
    # An error repeats no password.
    found = re.sub(r"//[^/]*@", "//…@", without_invisible(value))
    if re.search(r"\s", value) or INVISIBLE.search(value):
        raise refuse("url-spaces", found=found)
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise refuse("url-form", found=found) from None
    if parts.scheme.lower() not in {"http", "https"}:
        raise refuse("url-scheme", found=found)
    if len(value) > LONGEST_ADDRESS or not host or not _HOST.fullmatch(host) or re.search(r"[\"<>\\^`{|}]", value):
        raise refuse("url-form", found=found)
    if parts.username is not None or parts.password is not None:
        raise refuse("url-password", host=host)
    return value


_EMAIL = re.compile(r"[^\s@<>\"'(),:;\\\[\]]+@[^\s@<>\"'(),:;\\\[\]]+\.[^\s@<>\"'(),:;\\\[\]]+")


def read_email(value: str) -> str:
    """Read a mail address."""
    value = clean(value)
    if len(value) > LONGEST_ADDRESS or not _EMAIL.fullmatch(value):
        raise refuse("email-form", found=value)
    return value


def _picture_file(value: str) -> str:
    if INVISIBLE.search(value):
        raise refuse("invisible-in-code", found=without_invisible(value))
    parts = value.replace("\\", "/").split("/")
    if value.startswith(("/", "\\")) or ":" in value or any(part in {"", ".", ".."} for part in parts):
        raise refuse("path-leaves", found=value)
    return nfc("/".join(parts))


def choice(kind: type[StrEnum]) -> Reads:
    """Return the reading of one word out of a table of words."""
    members = {str(word): word for word in kind}

    def read(value: Any) -> StrEnum:
        if found := members.get(value):
            return found
        raise refuse("choice", found=value, choices=", ".join(kind))

    return Reads(read)


Text = Annotated[str, Reads(short(300)), schema(type=PLAIN)]
"""Any short text, composed and trimmed: a place, a number, an authority."""
Said = Annotated[Words, Reads(spoken(5000)), schema(type=PLAIN)]
"""A text that readers see; may have a twin such as `name_en`."""
Name = Annotated[Words, Reads(spoken(200)), schema(type=PLAIN)]
"""A name that readers see and that must fit a card and a stamp; may have a twin."""

_CODE = r"[0-9A-Z](?:[0-9A-Z-]{1,18})[0-9A-Z]"
_LOT = r"[0-9A-Z](?:[0-9A-Z-]{0,18}[0-9A-Z])?"
_ID = r"[0-9a-z](?:[0-9a-z-]{0,61}[0-9a-z])?"
Code = Annotated[str, Reads(_code("code-form", _CODE)), schema(type=["string", "number"], pattern=f"^{_CODE}$")]
"""A product's permanent code: 3 to 20 of [0-9A-Z] and inner hyphens."""
LotCode = Annotated[str, Reads(_code("lot-form", _LOT)), schema(type=["string", "number"], pattern=f"^{_LOT}$")]
"""A lot's permanent code: 1 to 20 of [0-9A-Z] and inner hyphens."""
ProducerId = Annotated[str, Reads(_code("id-form", _ID)), schema(type=["string", "number"], pattern=f"^{_ID}$")]
"""A producer's permanent id: [0-9a-z] and inner hyphens."""

_OCOP = r"[0-9]{2}-(?:[0-9]{3}-)?[0-9]{5}-[0-9]{1,4}-20[0-9]{2}"
OcopCode = Annotated[str, Reads(_pattern("ocop-code-form", _OCOP)), schema(type="string", pattern=f"^{_OCOP}$")]
"""The programme's own code: province-commune-no.-year, or the older one with the district."""
CommuneCode = Annotated[
    str,
    Reads(_pattern("commune-code-form", r"[0-9]{5}")),
    schema(type=["string", "number"], pattern="^[0-9]{5}$"),
]
"""Five digits of Quyết định 19/2025/QĐ-TTg."""
ProvinceCode = Annotated[
    str,
    Reads(_pattern("province-code-form", r"[0-9]{2}")),
    schema(type=["string", "number"], pattern="^[0-9]{2}$"),
]
"""Two digits of Quyết định 19/2025/QĐ-TTg."""
Currency = Annotated[str, Reads(_currency), schema(type="string", pattern="^[A-Z]{3}$")]
"""Three letters of ISO 4217."""
Digits = Annotated[
    str,
    Reads(_pattern("digits", r"[0-9]{1,20}")),
    schema(type=["string", "number"], pattern="^[0-9]+$"),
]
"""Digits as written; check digits are checked with the rules."""
Colour = Annotated[
    str,
    Reads(_pattern("colour-form", r"#[0-9A-Fa-f]{6}")),
    schema(type="string", pattern="^#[0-9A-Fa-f]{6}$"),
]
"""A colour as `#A3241C`."""
Language = Annotated[
    str,
    Reads(_pattern("language-form", r"[a-z]{2,3}")),
    schema(type="string", pattern="^[a-z]{2,3}$"),
]
"""A language as in BCP 47: `vi`, `en`."""

_DATE = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4})$"
Day = Annotated[date, Reads(read_date), schema(type="string", pattern=_DATE)]
"""A day: `2025-08-05`, `05/08/2025`, `5/8/2025`."""
_TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})"
Moment = Annotated[
    date | datetime,
    Reads(read_moment),
    schema(type="string", pattern=f"{_DATE}|^{_TIME}$"),
]
"""A day, or a time with its offset: `2024-03-10T08:00+07:00`."""

_NUMBER = {"type": ["number", "string"], "pattern": r"^[+-]?[0-9]+([.,][0-9]+)?$"}
_positive = _decimal("0", None)
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:[.,][0-9]{3})+")


def _amount(value: Any) -> Decimal:
    # `150.000` is a hundred and fifty thousand to whoever writes it, and 150 to a machine.
    if _THOUSANDS.fullmatch(str(value)):
        raise refuse("number-thousands", found=value, right=re.sub("[.,]", "", str(value)))
    return _positive(value)


Points = Annotated[Decimal, Reads(_decimal("0", "100")), schema(**_NUMBER, minimum=0, maximum=100)]
"""A number from 0 to 100."""
Amount = Annotated[Decimal, Reads(_amount), schema(**_NUMBER, minimum=0)]
"""A number of zero or more."""
Degrees = Annotated[Decimal, Reads(_decimal("-180", "180")), schema(**_NUMBER)]
"""Decimal degrees."""
Stars = Annotated[int, Reads(_whole(3, 5, "stars")), schema(enum=[3, 4, 5, "3", "4", "5"])]
"""3, 4 or 5: fewer stars get no certificate."""
_YEAR = {"type": ["integer", "string"], "minimum": 2018, "maximum": 2100, "pattern": "^2[01][0-9]{2}$"}
Year = Annotated[int, Reads(_whole(2018, 2100, "year")), schema(**_YEAR)]
"""A year of the programme, which began in 2018."""
_COUNT = {"type": ["integer", "string"], "pattern": "^[0-9]{1,9}$"}
Count = Annotated[int, Reads(_whole(0, 999_999_999, "count-form")), schema(**_COUNT)]
"""A whole number of zero or more."""
_OFFERED = (True, False, "có", "không")
_ANY_CASE = r"^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Cc][Óó]|[Kk][Hh][Ôô][Nn][Gg])$"
YesNo = Annotated[bool, Reads(_yes_no), schema(anyOf=[{"enum": [*_OFFERED]}, {"type": "string", "pattern": _ANY_CASE}])]
"""`true`/`false` or `có`/`không`."""
Url = Annotated[str, Reads(read_url), schema(type="string", pattern="^[Hh][Tt][Tt][Pp][Ss]?://")]
"""An http or https address without user and password."""
Email = Annotated[str, Reads(read_email), schema(type="string", pattern="@")]
"""A mail address."""
PictureFile = Annotated[str, Reads(_picture_file), schema(type="string")]
"""A file below content/images/."""
