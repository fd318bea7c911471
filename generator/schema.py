"""The JSON Schema of each kind of record, made from the models, for editors that help while typing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.checks.slots import slots
from generator.model.config import Config
from generator.model.lot import Lot
from generator.model.producer import Producer
from generator.model.product import Product
from generator.model.record import Record
from generator.rules.programme import sets

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that YAML editors know best."""


def _described(model: type[Record]) -> dict[str, Any]:
    made = model.model_json_schema()
    for owner in (model, *_records(model)):
        definition = made if owner is model else made["$defs"].get(owner.__name__)
        if definition:
            _finish(definition, owner)
    return {"$schema": DRAFT, **made}


def _records(model: type[Record], seen: frozenset[type[Record]] = frozenset()) -> set[type[Record]]:
    found = {slot.model for slot in slots(model).values() if slot.model} - seen
    return found.union(*(_records(one, seen | found) for one in found)) if found else set()


def _finish(definition: dict[str, Any], model: type[Record]) -> None:
    """Say what the reader of records also takes: empty optional keys, and twins in other languages."""
    spoken = [name for name, slot in slots(model).items() if slot.spoken]
    for name, slot in slots(model).items():
        value = definition["properties"][name]
        value.pop("default", None)
        if not slot.required:
            _or_empty(value)
    if spoken:
        definition["patternProperties"] = {
            f"^({'|'.join(spoken)})_[a-z]{{2,3}}$": {"type": ["string", "number", "null"]}
        }


def _or_empty(value: dict[str, Any]) -> None:
    if "anyOf" not in value:
        kept = {key: value.pop(key) for key in list(value) if key not in {"description", "title"}}
        value["anyOf"] = [kept]
    if {"type": "null"} not in value["anyOf"]:
        value["anyOf"].append({"type": "null"})


def _product() -> dict[str, Any]:
    made = _described(Product)
    made["properties"]["set"] = {
        "description": made["properties"]["set"]["description"],
        "oneOf": [{"const": one.id, "description": one.name} for one in sets().values()],
    }
    made["properties"]["certificates"]["minItems"] = 1
    return made


def _lots() -> dict[str, Any]:
    made = _described(Lot)
    definitions = made.pop("$defs", {})
    draft = made.pop("$schema")
    return {"$schema": draft, "title": "Lots", "type": "array", "items": made, "$defs": definitions}


SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "product": _product,
    "producer": lambda: _described(Producer),
    "lots": _lots,
    "config": lambda: _described(Config),
}
"""Each kind of record and its schema."""
