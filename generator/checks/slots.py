"""What may stand under each key of a model, read from the model itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import create_model
from pydantic.fields import FieldInfo

from generator.model.record import Record
from generator.model.text import Words


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


@cache
def slots(model: type[Record]) -> dict[str, Slot]:
    """Return a model's keys and what may stand under them."""
    return {name: _slot(info) for name, info in model.model_fields.items()}


def _slot(info: FieldInfo) -> Slot:
    forms: list[Form] = []
    model: type[Record] | None = None
    spoken = False
    for kind in _alternatives(info.annotation):
        if get_origin(kind) is tuple:
            inner = next(iter(_alternatives(get_args(kind)[0])))
            forms.append(Form.LIST)
            model = inner if _is_record(inner) else model
            spoken = spoken or inner is Words
        elif _is_record(kind):
            forms.append(Form.MAPPING)
            model = kind
        else:
            forms.append(Form.TEXT)
            spoken = spoken or kind is Words
    return Slot(tuple(forms), model, spoken, info.is_required())


def _alternatives(annotation: Any) -> Iterable[Any]:
    if get_origin(annotation) is Annotated:
        yield from _alternatives(get_args(annotation)[0])
    elif get_origin(annotation) in {Union, UnionType}:
        for one in get_args(annotation):
            yield from _alternatives(one)
    elif annotation is not NoneType:
        yield annotation


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
    return create_model(f"Lenient{model.__name__}", __base__=model, **fields)


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
