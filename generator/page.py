"""A page as it was drawn, in each language it can be had in."""

from __future__ import annotations


class Page(bytes):
    """A page in Vietnamese; the same in other languages beside it, so that what it shows is worked out once."""

    beside: tuple[tuple[str, bytes], ...] = ()
    """Path and bytes of each of its other editions."""
