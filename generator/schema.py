"""The JSON Schema of each kind of record, made from the models, for editors that help while typing."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from generator.checks.slots import slots
from generator.meanings import declaring, meaning
from generator.model.config import Config
from generator.model.lot import Lot
from generator.model.past import Redirect, Tombstone
from generator.model.producer import Producer
from generator.model.product import Product
from generator.model.record import Record, fields
from generator.model.values import Written
from generator.rules.programme import sets

Schema = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that YAML editors know best."""
EMPTY: Schema = {"not": {"type": ["string", "number", "boolean", "object", "array"]}}
"""Nothing after a key. With `type: null` editors would offer the word null, which the programme reads as text."""


def value_schema(kind: Any, language: str, *metadata: Any) -> Schema:
    """Return the schema of a value as it is written in YAML 1.2."""
    if given := next((one for one in metadata if isinstance(one, Written)), None):
        return dict(given.schema)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return value_schema(inner[0], language, *inner[1:])
    if origin in {Union, UnionType}:
        return _any_of([value_schema(one, language) for one in inner if one is not NoneType])
    if origin is tuple:
        return {"type": "array", "items": _any_of([value_schema(inner[0], language), EMPTY])}
    if issubclass(kind, StrEnum):
        return {"enum": [str(word) for word in kind]}
    return _record(kind, language)


def _any_of(values: list[Schema]) -> Schema:
    flat = [one for value in values for one in (value["anyOf"] if value.keys() == {"anyOf"} else [value])]
    return flat[0] if len(flat) == 1 else {"anyOf": flat}


def _record(model: type[Record], language: str) -> Schema:
    """Return the schema of a mapping: its keys, the twins of its texts in other languages, and no other key."""
    # A model's own keys come before those it inherits: `id` is a producer's first.
    ordered = sorted(fields(model), key=lambda key: declaring(model, key) is not model)
    keys = {key: _key(model, key, language) for key in ordered}
    twins = {f"^{key}_(?!vi$)[a-z]{{2,3}}$": _twin(keys[key]) for key, slot in slots(model).items() if slot.spoken}
    return {
        "type": "object",
        "properties": keys,
        **({"patternProperties": twins} if twins else {}),
        "required": [key for key, slot in slots(model).items() if slot.required],
        "additionalProperties": False,
    }


def _key(model: type[Record], key: str, language: str) -> Schema:
    field = fields(model)[key]
    value = value_schema(field.kind, language)
    if not field.required:
        value = _any_of([value, EMPTY])
    elif value.get("type") == "array":
        value["minItems"] = 1
    return {"description": meaning(model, key, language), **value}


def _twin(key: Schema) -> Schema:
    """Return the schema of a text in another language: what the plain key takes, or nothing."""
    value = {name: part for name, part in key.items() if name != "description"}
    optional = value if EMPTY in value.get("anyOf", ()) else _any_of([value, EMPTY])
    return {"description": key["description"], **optional}


def _product(language: str) -> Schema:
    made = _record(Product, language)
    made["properties"]["set"] = {
        "description": meaning(Product, "set", language),
        "oneOf": [{"const": one.id, "description": one.name} for one in sets().values()],
    }
    return made


def _list(model: type[Record], language: str) -> Schema:
    return {"$schema": DRAFT, "type": "array", "items": _record(model, language)}


SCHEMAS: dict[str, Callable[[str], Schema]] = {
    "product": lambda language: {"$schema": DRAFT, **_product(language)},
    "producer": lambda language: {"$schema": DRAFT, **_record(Producer, language)},
    "lots": lambda language: _list(Lot, language),
    "tombstones": lambda language: _list(Tombstone, language),
    "redirects": lambda language: _list(Redirect, language),
    "config": lambda language: {"$schema": DRAFT, **_record(Config, language)},
}
"""Each kind of record and its schema, described in the language asked for."""
