"""What every part of a record has in common."""

from __future__ import annotations

from functools import cache
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict

_set = object.__setattr__
Kind = TypeVar("Kind", bound="Record")


class Record(BaseModel):
    """A frozen value read from a record; unknown keys are refused before it is made."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        defer_build=True,  # what checks each value is built when a record has a fault: most builds never see one
    )

    @classmethod
    def of(cls, values: dict[str, Any], given: set[str]) -> Self:
        """Return a record of typed values of all its fields, in their order, and the names of those that were given."""
        record = cls.__new__(cls)
        # As pydantic's own __setstate__ does, whose dict of dicts takes longer than all the rest.
        _set(record, "__dict__", values)
        _set(record, "__pydantic_fields_set__", given)
        _set(record, "__pydantic_extra__", None)
        _set(record, "__pydantic_private__", None)
        return record

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what a copy is made from in another process: the fields given, told by bits, and their values."""
        given, values = self.model_fields_set, self.__dict__
        bits, said, bit = 0, [], 1
        for name, default in defaults(type(self)).items():
            if name in given or values[name] is not default:
                bits |= bit
                said.append(values[name])
            bit += bit
        return again, (type(self), bits, *said)


@cache
def defaults(model: type[Record]) -> dict[str, Any]:
    """Return what every field of a model is when it is not given, in their order."""
    return {name: info.default for name, info in model.model_fields.items()}


@cache
def _told_by(model: type[Record], bits: int) -> tuple[str, ...]:
    return tuple(name for place, name in enumerate(defaults(model)) if bits >> place & 1)


def blank(model: type[Kind]) -> Kind:
    """Return a record in which nothing is given."""
    return model.of(defaults(model).copy(), set())


def again(model: type[Record], bits: int, *said: Any) -> Record:
    """Return the record that `__reduce__` took apart."""
    names = _told_by(model, bits)
    values = defaults(model).copy()
    values.update(zip(names, said, strict=True))
    return model.of(values, set(names))
