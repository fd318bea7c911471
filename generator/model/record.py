"""What every part of a record has in common."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple, NoReturn, Self, TypeVar, get_type_hints

_NOTHING = (None, ())
_set = object.__setattr__
Kind = TypeVar("Kind", bound="Record")


class Model(type):
    """The kind of all models: without one of its own mypy takes how a value is hashed for how its class is."""


class Record(metaclass=Model):
    """A frozen value read from a record; a model declares its fields with their kinds, as a dataclass does.

    A field that may be left out, and says nothing or an empty list, is not kept in the value: its class answers for it.
    So equal records hold the same, in the order of their fields.
    """

    @classmethod
    def of(cls, values: dict[str, Any]) -> Self:
        """Return a record of typed values, in the order of their fields and without those that say nothing."""
        record = cls.__new__(cls)
        _set(record, "__dict__", values)
        return record

    def but(self, **changes: Any) -> Self:
        """Return the record with other values in some of its fields."""
        if not changes:
            return self
        values, silent = {**self.__dict__, **changes}, _silent(type(self))
        kept = (name for name in fields(type(self)) if name in values)
        return self.of({name: values[name] for name in kept if name not in silent or values[name] not in _NOTHING})

    def __setattr__(self, name: str, _: object) -> NoReturn:
        raise AttributeError(name)

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(name)

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *self.__dict__.items()))

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in fields(type(self)))
        return f"{type(self).__name__}({told})"


class Field(NamedTuple):
    """One field of a model."""

    kind: Any
    """Its annotation, with what reads it."""
    required: bool
    default: Any = None
    """What it is where it is left out."""


@cache
def fields(model: type[Record]) -> dict[str, Field]:
    """Return the fields of a model, in their order: those it inherits come first."""
    kinds = get_type_hints(model, include_extras=True)
    return {name: Field(kind, not hasattr(model, name), getattr(model, name, None)) for name, kind in kinds.items()}


@cache
def standard(model: type[Record]) -> dict[str, Any]:
    """Return what fields say that are left out, where that is more than nothing or an empty list."""
    return {name: field.default for name, field in fields(model).items() if field.default not in _NOTHING}


def blank(model: type[Kind]) -> Kind:
    """Return a record in which nothing is given."""
    return model.of(dict(standard(model)))


@cache
def _silent(model: type[Record]) -> frozenset[str]:
    """Return the fields that may be left out, and then say nothing."""
    return frozenset(name for name, one in fields(model).items() if not one.required and name not in standard(model))
