"""A picture file, as far as pages must know it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that can be shown."""

    digest: str
    width: int
    height: int
