"""What may stand under each key of a model, read from the model itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin

from generator.model.record import Field, Record, fields
from generator.model.text import Words
from generator.model.values import Reads

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
    return {name: _slot(field) for name, field in fields(model).items()}


def _slot(field: Field) -> Slot:
    forms: list[Form] = []
    model: type[Record] | None = None
    spoken = False
    reads: Reader | None = None
    for kind, reader in _alternatives(field.kind):
        inner, read = kind, reader
        if get_origin(kind) is tuple:
            forms.append(Form.LIST)
            inner, read = next(iter(_alternatives(get_args(kind)[0])))
        else:
            forms.append(Form.MAPPING if _is_record(kind) else Form.TEXT)
        model = inner if _is_record(inner) else model
        spoken = spoken or inner is Words
        reads = read or reads
    return Slot(tuple(forms), model, spoken, field.required, reads)


def _alternatives(annotation: Any, metadata: Iterable[Any] = ()) -> Iterator[tuple[Any, Reader | None]]:
    """Yield each kind of value an annotation allows, with what reads it from text."""
    reader = next((one.read for one in metadata if isinstance(one, Reads)), None)
    if get_origin(annotation) is Annotated:
        yield from _alternatives(get_args(annotation)[0], get_args(annotation)[1:])
    elif get_origin(annotation) in {Union, UnionType}:
        for one in get_args(annotation):
            yield from ((kind, inner or reader) for kind, inner in _alternatives(one))
    elif annotation is not NoneType:
        yield annotation, reader


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Record)
