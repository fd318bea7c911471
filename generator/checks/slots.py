"""What may stand under each key of a model, read from the model itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, TypeAlias, Union, cast, get_args, get_origin

from pydantic import BeforeValidator, create_model
from pydantic.fields import FieldInfo

from generator.model.record import Record, again
from generator.model.text import Words

Reader: TypeAlias = Callable[[str], Any]
"""What types a value as it is written, or refuses it."""


class Form(StrEnum):
    """What is written under a key."""

    TEXT = "text"
    MAPPING = "mapping"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Slot:
    """One key of a model: what may stand under it."""

    forms: tuple[Form, ...]
    model: type[Record] | None
    """The model of the mapping, or of the list's items."""
    spoken: bool
    """A text that readers see, so it may have twins."""
    required: bool
    reads: Reader | None = None
    """What types the text, or each text of the list."""


@cache
def slots(model: type[Record]) -> dict[str, Slot]:
    """Return a model's keys and what may stand under them."""
    return {name: _slot(info) for name, info in model.model_fields.items()}


def _slot(info: FieldInfo) -> Slot:
    forms: list[Form] = []
    model: type[Record] | None = None
    spoken = False
    reads: Reader | None = None
    for kind, reader in _alternatives(info.annotation, info.metadata):
        inner, read = kind, reader
        if get_origin(kind) is tuple:
            forms.append(Form.LIST)
            inner, read = next(iter(_alternatives(get_args(kind)[0])))
        else:
            forms.append(Form.MAPPING if _is_record(kind) else Form.TEXT)
        model = inner if _is_record(inner) else model
        spoken = spoken or inner is Words
        reads = read or reads
    return Slot(tuple(forms), model, spoken, info.is_required(), reads)


def _alternatives(annotation: Any, metadata: Iterable[Any] = ()) -> Iterator[tuple[Any, Reader | None]]:
    """Yield each kind of value an annotation allows, with what reads it from text."""
    # Each of our readings takes the text alone; pydantic's own kind may also take what is around it.
    reader = next((cast(Reader, one.func) for one in metadata if isinstance(one, BeforeValidator)), None)
    if get_origin(annotation) is Annotated:
        yield from _alternatives(get_args(annotation)[0], get_args(annotation)[1:])
    elif get_origin(annotation) in {Union, UnionType}:
        for one in get_args(annotation):
            yield from ((kind, inner or reader) for kind, inner in _alternatives(one))
    elif annotation is not NoneType:
        yield annotation, reader


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Record)


@cache
def lenient(model: type[Record]) -> type[Record]:
    """Return the model with nothing required, for looking further into a record that has faults."""
    fields: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        kind = _lenient_type(info.annotation)
        kind = Annotated[kind, *info.metadata] if info.metadata else kind
        if info.is_required():
            empty = () if Form.LIST in slots(model)[name].forms else None
            fields[name] = (kind | None, empty)
        else:
            fields[name] = (kind, info.default)
    loose = create_model(f"Lenient{model.__name__}", __base__=model, **fields)
    loose.__reduce__ = _taken_apart  # type: ignore[assignment]  # a class made at run time has no name to import
    return loose


def _taken_apart(record: Record) -> tuple[Any, ...]:
    _, (loose, *said) = Record.__reduce__(record)
    return _leniently_again, (loose.__base__, *said)


def _leniently_again(model: type[Record], bits: int, *said: Any) -> Record:
    return again(lenient(model), bits, *said)


def _lenient_type(annotation: Any) -> Any:
    origin, inner = get_origin(annotation), get_args(annotation)
    if _is_record(annotation):
        return lenient(annotation)
    if origin is Annotated:
        return Annotated[_lenient_type(inner[0]), *inner[1:]]
    if origin is tuple:
        return tuple[_lenient_type(inner[0]), ...]  # type: ignore[misc]  # a type made at run time
    if origin in {Union, UnionType}:
        return Union[tuple(_lenient_type(one) for one in inner)]  # noqa: UP007 - made at run time
    return annotation
