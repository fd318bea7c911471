"""The columns of a record as a table: every key that is published, flattened, named as in the record; lists apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from generator.model.record import Record, fields
from generator.model.text import Words


class Column(NamedTuple):
    """One column of a table."""

    name: str
    """As in its table: the keys that lead to it in the record, joined by `_`; a twin ends in `_en`."""
    kind: str
    """As Table Schema names it: string, integer, number, boolean, date."""
    model: type[Record] | None
    """Whose key it is; nothing where it stands in no record."""
    key: str
    language: str = ""
    """Of a twin."""
    required: bool = False
    words: tuple[str, ...] = ()
    """All it may be, where that is a closed list."""


class List(NamedTuple):
    """A list in a record: each of its items is a row of its own."""

    name: str
    """As a column would be named."""
    item: type
    """A record, `Words` for texts that may have twins, or plain text."""
    model: type[Record]
    """Whose key it is."""
    key: str


@cache
def columns(
    model: type[Record], languages: tuple[str, ...], gone: frozenset[str], prefix: str = ""
) -> tuple[Column, ...]:
    """Return the columns of a model without its lists and the keys that are left out; texts in every language."""
    return tuple(_columns(model, languages, gone, prefix))


def _columns(model: type[Record], languages: tuple[str, ...], gone: frozenset[str], prefix: str) -> Iterator[Column]:
    for key, field in fields(model).items():
        kind, many = _kind(field.kind)
        name = f"{prefix}{key}"
        if key in gone or many:
            continue
        if issubclass(kind, Record):
            yield from _columns(kind, languages, gone, f"{name}_")
            continue
        words = tuple(map(str, kind)) if issubclass(kind, StrEnum) else ()
        shape = next(said for of, said in _KINDS if issubclass(kind, of))
        yield Column(name, shape, model, key, "", field.required and not prefix, words)
        if kind is Words:
            yield from (Column(_twin(name, one), shape, model, key, one) for one in languages if one != "vi")


def lists(model: type[Record], gone: frozenset[str], prefix: str = "") -> Iterator[List]:
    """Yield the lists of a model, those of the records inside it too."""
    for key, field in fields(model).items():
        kind, many = _kind(field.kind)
        if key not in gone and many:
            yield List(f"{prefix}{key}", kind, model, key)
        elif key not in gone and issubclass(kind, Record):
            yield from lists(kind, gone, f"{prefix}{key}_")


_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "boolean"),
    (int, "integer"),
    (Decimal, "number"),
    (date, "date"),
    (object, "string"),
)


def _kind(annotation: Any, many: bool = False) -> tuple[type, bool]:
    """Return what kind of value a key holds, and whether a list of them."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _kind(inner[0], many)
    if origin is tuple:
        return _kind(inner[0], True)
    if origin in {Union, UnionType}:
        kinds = [one for one in inner if one is not NoneType]
        # What may be a day or an hour is text to every tool that has one kind for a column.
        return _kind(kinds[0], many) if len(kinds) == 1 else (str, many)
    return annotation, many


def flat(record: Record, gone: frozenset[str]) -> tuple[dict[str, Any], list[tuple[str, list[dict[str, Any]]]]]:
    """Return what a record says by column, without what is empty or left out; and its lists, each item by column."""
    found: dict[str, Any] = {}
    listed: list[tuple[str, list[dict[str, Any]]]] = []
    _flatten(record, gone, "", found, listed)
    return found, listed


def _flatten(
    record: Record,
    gone: frozenset[str],
    prefix: str,
    found: dict[str, Any],
    listed: list[tuple[str, list[dict[str, Any]]]],
) -> None:
    for key, value in record.__dict__.items():
        if value is None or key in gone:
            continue
        kind, name = value.__class__, f"{prefix}{key}"
        if kind is str or kind is int or kind is bool or kind is Decimal:
            found[name] = value
        elif kind is Words:
            _say(value, name, found)
        elif kind is tuple:
            if value:
                listed.append((name, [_item(one, gone) for one in value]))
        elif isinstance(value, Record):
            _flatten(value, gone, f"{name}_", found, listed)
        else:
            found[name] = value.isoformat() if isinstance(value, date) else str(value)


TEXT = "text"
"""The column of an item that is but a text."""


def _item(value: Any, gone: frozenset[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if isinstance(value, Record):
        _flatten(value, gone, "", found, [])
    elif isinstance(value, Words):
        _say(value, TEXT, found)
    else:
        found[TEXT] = str(value)
    return found


def _say(words: Words, name: str, found: dict[str, Any]) -> None:
    for language, text in words.texts:
        found[_twin(name, language)] = text


def _twin(name: str, language: str) -> str:
    return name if language == "vi" else f"{name}_{language}"
