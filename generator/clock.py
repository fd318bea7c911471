"""Vietnam's time: days begin at its midnight, wherever a build runs."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))


def today() -> date:
    """Return the day it is in Vietnam."""
    return datetime.now(VIETNAM).date()
