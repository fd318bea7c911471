"""What is handed on to everybody as data: tables whose rows lie in the memory, and what there is to warn of."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Sheet(NamedTuple):
    """A table of the open data."""

    name: str
    drawers: tuple[tuple[int, int, str, str], ...]
    """How many rows lie in each, the bytes of their CSV, and the keys of their CSV and of their JSON in the memory."""


class Warned(NamedTuple):
    """A certificate that was revoked, or a lot that was recalled."""

    code: str
    name: str
    day: str
    """Since when, as ISO 8601 has it."""
    lot: str
    """Empty where it is a certificate."""
    decision: str
    reason: str
    """In the record's words, or the ground's word."""

    @property
    def digest(self) -> str:
        """All of it."""
        return repr(tuple(self))


class OpenData(NamedTuple):
    """What is handed on to everybody as data: nothing personal, nothing invented."""

    sheets: tuple[Sheet, ...] = ()
    warned: tuple[Warned, ...] = ()
    kept: Callable[[], set[str]] = set
    """Tells the keys of all that lies in the memory for it: asked only when the memory is tidied."""


NOTHING = OpenData()
