"""A record without any fault, read in one pass; one that has a fault is for `shape` to look at closely."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NoReturn, TypeVar

from generator.checks.slots import Form, Reader, slots
from generator.model.record import Record, standard
from generator.model.text import Words
from generator.rules.privacy import refused
from generator.vietnamese import INVISIBLE

Kind = TypeVar("Kind", bound=Record)
TWIN = re.compile(r"(.+)_([a-z]{2,3})")
"""The key of a text in another language: `name_en`."""
_ABSENT = object()


class _FaultError(Exception):
    """Something is wrong, or is told of."""


@dataclass(frozen=True, slots=True)
class _Key:
    """What reads each form in which a key's value may be written; a text may turn out to be absent."""

    text: Reader
    mapping: type[Record] | None
    text_of_list: Reader
    mapping_of_list: type[Record] | None
    spoken: bool
    required: bool


@cache
def _keys(model: type[Record]) -> dict[str, _Key]:
    """Return the keys of a model, in their order, as they are written."""
    keys: dict[str, _Key] = {}
    for name, slot in slots(model).items():
        is_list, is_mapping = Form.LIST in slot.forms, Form.MAPPING in slot.forms
        reads = slot.reads or _refuse
        keys[name] = _Key(
            _remembered(reads if Form.TEXT in slot.forms else _refuse),
            slot.model if is_mapping else None,
            _remembered(reads if is_list and not slot.model else _refuse),
            slot.model if is_list else None,
            slot.spoken,
            slot.required,
        )
    return keys


@cache
def _remembered(reads: Reader) -> Reader:
    """Return what types a text, or tells that it says nothing, and still knows the values of texts it met of late.

    Records repeat days, places, authorities; and what is one object is told once when a record is kept.
    """

    def read(text: str) -> Any:
        if not (text.isascii() and text.isprintable()) and INVISIBLE.search(text):
            raise _FaultError
        return reads(text) if text and not text.isspace() else _ABSENT

    return lru_cache(maxsize=1024)(read)


def _refuse(_: object) -> NoReturn:
    raise _FaultError


def faultless(data: dict[str, Any], model: type[Kind], languages: tuple[str, ...]) -> Kind | None:
    """Return the value a mapping says, or nothing where there may be anything to tell of it."""
    try:
        return _record(data, model, languages)
    except (_FaultError, ValueError):
        return None


def _record(data: dict[str, Any], model: type[Kind], languages: tuple[str, ...]) -> Kind:
    keys, unwritten = _keys(model), standard(model)
    values: dict[str, Any] = {}
    absent = 0
    for name, key in keys.items():
        value = data.get(name, _ABSENT)
        if value is _ABSENT:
            absent += 1
        elif isinstance(value, str):
            if (typed := key.text(value)) is not _ABSENT:
                values[name] = typed
                continue
        elif isinstance(value, dict):
            values[name] = _inner(value, key.mapping, languages)
            continue
        elif value != []:
            values[name] = _items(value, key, languages)
            continue
        if name in unwritten:
            values[name] = unwritten[name]
        elif key.required:
            raise _FaultError
    if len(data) + absent > len(keys):
        _join(values, data, keys, languages)
    return model.of(values)


def _inner(data: Any, model: type[Record] | None, languages: tuple[str, ...]) -> Record:
    if model is None or not isinstance(data, dict):
        raise _FaultError
    return _record(data, model, languages)


def _items(values: Any, key: _Key, languages: tuple[str, ...]) -> tuple[Any, ...]:
    """Return a list's values; one that is left empty is told where the others stand."""
    if not isinstance(values, list):
        raise _FaultError
    if key.mapping_of_list is not None:
        return tuple([_inner(one, key.mapping_of_list, languages) for one in values])
    typed = tuple([key.text_of_list(one) if isinstance(one, str) else _ABSENT for one in values])
    if _ABSENT in typed:
        raise _FaultError
    return typed


def _join(values: dict[str, Any], data: dict[str, Any], keys: dict[str, _Key], languages: tuple[str, ...]) -> None:
    """Join the texts in other languages with their plain keys; any further key may be a fault."""
    for name, said in data.items():
        if name not in keys:
            base, language = _base(name, keys, languages)
            if base not in values:
                raise _FaultError
            values[base] = _joined(values[base], language, said, keys[base])


def _base(name: str, keys: dict[str, _Key], languages: tuple[str, ...]) -> tuple[str, str]:
    """Return which key's text another one says in which language."""
    found = TWIN.fullmatch(name)
    if found is None or refused(name):
        raise _FaultError
    base, language = found.groups()
    key = keys.get(base)
    if key is None or not key.spoken or language == "vi" or (languages and language not in languages):
        raise _FaultError
    return base, language


def _joined(plain: Any, language: str, said: Any, key: _Key) -> Any:
    """Return a text, or a list of texts, with its twin in another language."""
    if isinstance(plain, tuple):
        others = _items(said, key, ()) if said != [] else ()
        if len(others) != len(plain):
            raise _FaultError
        return tuple([_both(one, language, other) for one, other in zip(plain, others, strict=True)])
    if not isinstance(said, str):
        raise _FaultError
    other = key.text(said)
    return plain if other is _ABSENT else _both(plain, language, other)


def _both(plain: Words, language: str, other: Words) -> Words:
    return Words((*plain.texts, (language, other.text())))
