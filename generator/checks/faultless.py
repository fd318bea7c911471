"""A record without any fault, read in one pass; one that has a fault is for `shape` to look at closely."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from generator.checks.slots import Form, Reader, slots
from generator.model.record import Record, defaults
from generator.model.text import Words
from generator.rules.privacy import refused
from generator.vietnamese import INVISIBLE

Kind = TypeVar("Kind", bound=Record)
TWIN = re.compile(r"(.+)_([a-z]{2,3})")
"""The key of a text in another language: `name_en`."""


class _FaultError(Exception):
    """Something is wrong, or is told of."""


@dataclass(frozen=True, slots=True)
class _Key:
    """What reads each form in which a key's value may be written."""

    text: Reader | None
    mapping: type[Record] | None
    text_of_list: Reader | None
    mapping_of_list: type[Record] | None
    spoken: bool


@dataclass(frozen=True, slots=True)
class _Form:
    """A model as it is written."""

    keys: dict[str, _Key]
    required: frozenset[str]


@cache
def _form(model: type[Record]) -> _Form:
    keys: dict[str, _Key] = {}
    for name, slot in slots(model).items():
        is_list, is_mapping = Form.LIST in slot.forms, Form.MAPPING in slot.forms
        keys[name] = _Key(
            slot.reads if Form.TEXT in slot.forms else None,
            slot.model if is_mapping else None,
            slot.reads if is_list and not slot.model else None,
            slot.model if is_list else None,
            slot.spoken,
        )
    required = frozenset(name for name, slot in slots(model).items() if slot.required)
    return _Form(keys, required)


def faultless(data: dict[str, Any], model: type[Kind], languages: tuple[str, ...]) -> Kind | None:
    """Return the value a mapping says, or nothing where there may be anything to tell of it."""
    try:
        return _record(data, model, languages)
    except (_FaultError, ValueError):
        return None


def _record(data: dict[str, Any], model: type[Kind], languages: tuple[str, ...]) -> Kind:
    form = _form(model)
    keys, values = form.keys, defaults(model).copy()
    given: set[str] = set()
    others: list[str] = []
    for name, value in data.items():
        key = keys.get(name)
        if key is None:
            others.append(name)
        elif isinstance(value, str):
            if _says(value):
                values[name] = _read(value, key.text)
                given.add(name)
        elif isinstance(value, dict):
            values[name] = _inner(value, key.mapping, languages)
            given.add(name)
        elif value != []:
            values[name] = _items(value, key, languages)
            given.add(name)
    if not form.required <= given:
        raise _FaultError
    for name in others:
        base, language = _base(name, form, languages)
        if base not in given:
            raise _FaultError
        values[base] = _joined(values[base], language, data[name], form.keys[base])
    return model.of(values, given)


def _says(text: str) -> bool:
    """Tell whether a text is more than spaces."""
    if not (text.isascii() and text.isprintable()) and INVISIBLE.search(text):
        raise _FaultError
    return text != "" and not text.isspace()


def _read(text: str, reader: Reader | None) -> Any:
    if reader is None:
        raise _FaultError
    return reader(text)


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
    if not all(isinstance(one, str) and _says(one) for one in values):
        raise _FaultError
    return tuple([_read(one, key.text_of_list) for one in values])


def _base(name: str, form: _Form, languages: tuple[str, ...]) -> tuple[str, str]:
    """Return which key's text another one says in which language."""
    found = TWIN.fullmatch(name)
    if found is None or refused(name):
        raise _FaultError
    base, language = found.groups()
    key = form.keys.get(base)
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
    return _both(plain, language, _read(said, key.text)) if _says(said) else plain


def _both(plain: Words, language: str, other: Words) -> Words:
    return Words((*plain.texts, (language, other.text())))
