"""A lot (lô): one making of a product, with what went in and what happened to it."""

from __future__ import annotations

from datetime import date, datetime

from generator.clock import VIETNAM
from generator.model.record import Record
from generator.model.values import Day, LotCode, Moment, Said, Text, YesNo
from generator.model.words import Result, Step


class LotMaterial(Record):
    """What went into a lot."""

    name: Said
    """The material."""
    place: Text | None = None
    """Where it came from."""
    lot: Text | None = None
    """The supplier's lot."""
    harvested: Day | None = None
    """When it was harvested."""


class Event(Record):
    """One tracked step in the life of a lot."""

    step: Step
    """What was done."""
    time: Moment | None = None
    """When."""
    place: Text | None = None
    """Where."""
    by: Text | None = None
    """Who did it."""
    note: Said | None = None
    """What else to know."""


def _begins(time: date | datetime | None) -> tuple[date, bool, float]:
    """Return what sorts a time: a day without an hour before the hours of that day in Vietnam."""
    if isinstance(time, datetime):
        return time.astimezone(VIETNAM).date(), True, time.timestamp()
    return time or date.min, False, 0.0


class LotTest(Record):
    """A laboratory test of a lot."""

    date: Day | None = None
    """When."""
    lab: Text | None = None
    """Which laboratory."""
    report: Text | None = None
    """The report's number."""
    result: Result | None = None
    """How it ended."""


class Recall(Record):
    """The recall of a lot."""

    date: Day
    """Since when."""
    reason: Said
    """Why."""
    decision: Text | None = None
    """By which decision."""


class Lot(Record):
    """One lot of one product."""

    lot: LotCode
    """Permanent code, unique in its product."""
    made: Day | None = None
    """When it was made."""
    expires: Day | None = None
    """When it expires."""
    quantity: Text | None = None
    """How much was made, with its unit."""
    materials: tuple[LotMaterial, ...] = ()
    """What went in."""
    events: tuple[Event, ...] = ()
    """What happened, in the order written."""
    tests: tuple[LotTest, ...] = ()
    """Laboratory tests."""
    retained_sample: YesNo | None = None
    """Whether a sample is kept."""
    recalled: Recall | None = None
    """The recall, if it was recalled."""

    @property
    def history(self) -> tuple[Event, ...]:
        """The events by their days, where each has one; else in the order written."""
        if not all(event.time for event in self.events):
            return self.events
        return tuple(sorted(self.events, key=lambda event: _begins(event.time)))
