"""What became of a file in Python's plainest kinds, which a memory takes out many times faster."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple, TypeVar, cast

from generator.checks.examine import Examined, MakerTies, Ties
from generator.faces import Face, LotFacts, Maker
from generator.memory import Kept
from generator.model.words import ProducerKindName
from generator.problems import Path, Problem, Severity

Short = tuple[Any, ...]
"""Text, numbers, nothing, and tuples of these."""
_Named = TypeVar("_Named", bound=NamedTuple)


def short(one: Examined) -> Short:
    """Return what became of a file as plain values."""
    problems = tuple(
        (told.file, told.line, told.path, told.rule, told.details, told.severity.value) for told in one.problems
    )
    return one.file, one.content, problems, _short_facts(one.facts), one.value


def whole(row: Short) -> Examined:
    """Return what became of a file from its plain values."""
    file, content, problems, facts, value = row
    told = tuple([_told(*one) for one in problems]) if problems else ()
    return _new(Examined, (file, content, told, _KINDS[facts[0]](facts[1]) if facts else None, value))


def _told(file: str, line: int, path: Path, rule: str, details: tuple[tuple[str, str], ...], severity: str) -> Problem:
    return Problem(file, line, path, rule, details, Severity(severity))


def _short_facts(facts: object) -> Short | None:
    if isinstance(facts, Ties):
        return "product", short_ties(facts)
    if isinstance(facts, MakerTies):
        made = _short_maker(facts.maker) if facts.maker else None
        return "producer", tuple(facts._replace(maker=cast("Any", made)))
    if isinstance(facts, tuple):
        return "lots", short_lots(facts)
    return None


def short_ties(ties: Ties) -> Short:
    """Return what of a product others must fit as plain values."""
    made = _short_maker(ties.maker) if ties.maker else None
    shown = _undated(ties.face, _DATES_OF_FACE) if ties.face else None
    return tuple(ties._replace(maker=cast("Any", made), face=cast("Any", shown)))


def ties(row: Short) -> Ties:
    """Return what of a product others must fit from its plain values."""
    code, gtin, producer, within, named, images, addresses, point, shown, mark = row
    made, seen = _maker(within) if within else None, _face(shown) if shown else None
    return _new(Ties, (code, gtin, producer, made, named, images, addresses, point, seen, mark))


def _face(row: Short) -> Face:
    return _new(Face, _dated(row, _DATES_OF_FACE))


def _producer(row: Short) -> MakerTies:
    return _new(MakerTies, (row[0], row[1], _maker(row[2]) if row[2] else None))


def short_lots(lots: Iterable[LotFacts]) -> Short:
    """Return a product's lots as plain values."""
    return tuple(_undated(lot._replace(kept=cast("Any", lot.kept.key)), _DATES_OF_LOT) for lot in lots)


def lots(rows: Short) -> tuple[LotFacts, ...]:
    """Return a product's lots from their plain values."""
    dated = (_dated(row, _DATES_OF_LOT) for row in rows)
    return tuple([_new(LotFacts, (*lot[:_KEPT], Kept(lot[_KEPT]), *lot[_KEPT + 1 :])) for lot in dated])


_KINDS = {"product": ties, "producer": _producer, "lots": lots}


def _short_maker(maker: Maker) -> Short:
    return tuple(maker._replace(kind=cast("Any", maker.kind.value if maker.kind else None)))


def _maker(row: Short) -> Maker:
    return _new(Maker, (*row[:_KIND], _KIND_OF[row[_KIND]], *row[_KIND + 1 :]))


def _new(kind: type[_Named], values: tuple[Any, ...]) -> _Named:
    """Return a named tuple, without the detour over its own `__new__`."""
    return tuple.__new__(kind, values)


class _Days(dict[int | None, date | None]):
    """Dates by their number of days since the year 1: a catalogue has few of them, many times."""

    def __missing__(self, number: int) -> date:
        return self.setdefault(number, date.fromordinal(number))  # type: ignore[return-value]  # a number has a date


def _dates(kind: type[NamedTuple]) -> slice:
    """Return where a kind's dates stand: in one row, so that they are read at once."""
    places = [place for place, name in enumerate(kind._fields) if "date" in str(kind.__annotations__[name])]
    first, last = min(places), max(places)
    if places != list(range(first, last + 1)):
        raise TypeError(f"the dates of {kind.__name__} do not stand beside each other")
    return slice(first, last + 1)


_DAYS = _Days({None: None})
_DATES_OF_FACE, _DATES_OF_LOT = _dates(Face), _dates(LotFacts)
_KIND = Maker._fields.index("kind")
_KIND_OF: dict[str | None, ProducerKindName | None] = {None: None, **{one.value: one for one in ProducerKindName}}
_KEPT = LotFacts._fields.index("kept")


def _undated(values: tuple[Any, ...], dates: slice) -> Short:
    """Return values with their dates as days since the year 1."""
    days = [one.toordinal() if one else None for one in values[dates]]
    return (*values[: dates.start], *days, *values[dates.stop :])


def _dated(values: Short, dates: slice) -> Short:
    """Return values with their dates."""
    return (*values[: dates.start], *map(_DAYS.__getitem__, values[dates]), *values[dates.stop :])
