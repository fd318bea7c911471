"""The models are data and documentation: words for every key, a reference, and schemas that agree with the reader."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from jsonschema import Draft7Validator, ValidationError

from generator.checks.shape import shape
from generator.checks.slots import slots
from generator.locale import messages
from generator.meanings import declaring, in_english
from generator.model.config import Config
from generator.model.lot import Lot
from generator.model.past import Redirect, Tombstone
from generator.model.producer import Producer
from generator.model.product import Product
from generator.model.record import Record, fields
from generator.problems import Fault
from generator.rules.programme import sets
from generator.schema import SCHEMAS
from tests.conftest import ROOT
from tests.contract import ALSO, GOOD, WRONG
from tests.reference import REFERENCE, generated


class Editor(yaml.SafeLoader):
    """Reads YAML 1.2 as editors do: numbers are numbers, dates are text, an empty value is null."""


Editor.yaml_implicit_resolvers = {}

for kind, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(rf"^(?:{pattern})$"), first)
Editor.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))


def complaints(kind: str, text: str) -> list[str]:
    """Return the places an editor underlines."""
    found = validator(kind).iter_errors(yaml.load(text, Loader=Editor))
    return sorted({place for one in found for place in places(one)})


@cache
def validator(kind: str) -> Draft7Validator:
    """Return what checks a kind of record."""
    return Draft7Validator(SCHEMAS[kind]("vi"))


def places(wrong: ValidationError) -> Iterator[str]:
    """Yield the place of an error, or the places inside, where none of several forms fits."""
    yield from (place for one in wrong.context for place in places(one)) if wrong.context else (wrong.json_path,)


def models(model: type[Record]) -> Iterator[type[Record]]:
    """Yield a model and all models below it."""
    yield model
    for slot in slots(model).values():
        if slot.model:
            yield from models(slot.model)


RECORDS: dict[str, type[Record]] = {
    "product": Product,
    "producer": Producer,
    "lots": Lot,
    "tombstones": Tombstone,
    "redirects": Redirect,
    "config": Config,
}
ALL = sorted({one for root in RECORDS.values() for one in models(root)}, key=lambda one: one.__name__)


def words_of(annotation: Any) -> Iterator[str]:
    """Yield the words of the closed list that a key chooses from, if it does."""
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        yield from map(str, annotation)
    for inner in get_args(annotation):
        yield from words_of(inner)


def faults(kind: str, text: str) -> list[Fault]:
    """Return what the programme says of the same text, read as it reads: every value a text."""
    data = yaml.load(text, Loader=yaml.BaseLoader)
    records = data if isinstance(data, list) else [data]
    return [fault for one in records for fault in shape(one, RECORDS[kind], ("vi", "en")).faults]


def test_every_key_has_its_vietnamese_words() -> None:
    """fields.po says what every key of every model means, and speaks of no other."""
    keys = {f"{declaring(model, key).__name__}.{key}" for model in ALL for key in fields(model)}
    assert messages("vi", "fields").keys() == keys
    assert all(text.endswith(".") for text in messages("vi", "fields").values())


def test_every_key_has_its_english_words() -> None:
    """Every field has its docstring, which is its English description."""
    assert [
        (model, key) for model in ALL for key in fields(model) if key not in in_english(declaring(model, key))
    ] == []


@pytest.mark.parametrize("model", ALL)
def test_closed_lists_are_explained(model: type[Record]) -> None:
    """The words of a closed list all stand in the Vietnamese sentence of their key."""
    for key, field in fields(model).items():
        said = messages("vi", "fields")[f"{declaring(model, key).__name__}.{key}"]
        assert [word for word in words_of(field.kind) if not re.search(rf"\b{word}\b", said)] == []


def test_reference_is_generated() -> None:
    """docs/records.md is what the models and fields.po say (`make reference` writes it)."""
    assert REFERENCE.read_text(encoding="utf-8") == generated()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", SCHEMAS)
def test_schemas_are_draft_07(kind: str, language: str) -> None:
    """Each schema is a valid one, and says what each key means."""
    schema = SCHEMAS[kind](language)
    Draft7Validator.check_schema(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    for mapping in mappings(schema):
        assert mapping["additionalProperties"] is False
        assert all(one["description"] for one in mapping["properties"].values())


def mappings(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield every part of a schema that describes a mapping."""
    if isinstance(schema, dict):
        if "properties" in schema and "additionalProperties" in schema:
            yield schema
        for part in schema.values():
            yield from mappings(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from mappings(part)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_editors_never_offer_null(kind: str) -> None:
    """No schema names null, which an editor would write for a word and the programme would read as one."""
    schema = str(SCHEMAS[kind]("vi"))
    assert "None" not in schema
    assert "'null'" not in schema


def test_sets_are_offered_by_name() -> None:
    """An editor offers the 26 sets, each with its name."""
    offered = {one["const"]: one["description"] for one in SCHEMAS["product"]("vi")["properties"]["set"]["oneOf"]}
    assert offered == {one.id: one.name for one in sets().values()}
    assert len(offered) == 26


def test_closed_lists_are_offered() -> None:
    """An editor offers the words of a closed list, and both spellings of yes and no."""
    product = SCHEMAS["product"]("vi")["properties"]
    given = product["certificates"]["items"]["anyOf"][0]["properties"]
    assert given["level"]["enum"] == ["district", "province", "centre"]
    assert product["status"]["anyOf"][0]["enum"] == ["on-sale", "seasonal", "ceased"]
    assert product["demo"]["anyOf"][0]["enum"] == [True, False, "có", "không"]


def test_schema_speaks_the_language_asked(tmp_path: Path) -> None:
    """Keys are described in Vietnamese; `ocop schema --lang en` describes them in English."""
    assert SCHEMAS["product"]("vi")["properties"]["origin"]["description"].startswith("Nơi làm ra sản phẩm")
    command = [sys.executable, "-m", "generator", "schema", "--out", str(tmp_path), "--lang", "en"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    for kind, make in SCHEMAS.items():
        assert json.loads((tmp_path / f"{kind}.schema.json").read_text(encoding="utf-8")) == make("en")
    assert SCHEMAS["product"]("en")["properties"]["origin"]["description"] == "Where it comes from."


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_contract_validates(kind: str) -> None:
    """The contract's own records please the editor, which types their values, and the programme, which does not."""
    assert complaints(kind, GOOD[kind]) == []
    assert faults(kind, GOOD[kind]) == []


@pytest.mark.parametrize(("kind", "right", "wrong", "place"), WRONG, ids=[f"{one[0]}-{one[2]!r}" for one in WRONG])
def test_wrong_records_do_not(kind: str, right: str, wrong: str, place: str) -> None:
    """What is wrong in a record the editor underlines at its place, and the programme refuses too."""
    assert right in GOOD[kind]
    text = GOOD[kind].replace(right, wrong, 1)
    assert any(found.startswith(place) for found in complaints(kind, text))
    assert faults(kind, text)


@pytest.mark.parametrize(("kind", "right", "other"), ALSO, ids=[f"{one[0]}-{one[2]!r}" for one in ALSO])
def test_other_spellings_validate(kind: str, right: str, other: str) -> None:
    """Whatever the programme reads under a key the editor takes as well."""
    assert right in GOOD[kind]
    text = GOOD[kind].replace(right, other, 1)
    assert faults(kind, text) == []
    assert complaints(kind, text) == []


@pytest.mark.parametrize("kind", ["product", "producer", "config"])
def test_optional_keys_may_be_empty(kind: str) -> None:
    """An optional key with nothing after it is absent; a required one is missing."""
    schema = SCHEMAS[kind]("vi")
    for key in schema["properties"]:
        emptied = yaml.safe_dump({**yaml.load(GOOD[kind], Loader=yaml.BaseLoader), key: ""}).replace(": ''", ":")
        assert complaints(kind, emptied) == ([f"$.{key}"] if key in schema["required"] else [])


def written() -> Iterator[tuple[str, Path]]:
    """Yield the repository's own records and settings."""
    for root in (ROOT, ROOT / "tests" / "full"):
        yield "config", root / "config.yml"
        for kind, place in (("product", "products/*[0-9].md"), ("producer", "producers/*.yml"), ("lots", "lots/*.yml")):
            yield from ((kind, path) for path in sorted((root / "content").glob(place)))


WRITTEN = list(written())


@pytest.mark.parametrize(("kind", "path"), WRITTEN, ids=[path.name for _, path in WRITTEN])
def test_our_own_records_validate(kind: str, path: Path) -> None:
    """Every record in the repository pleases the editor."""
    text = path.read_text(encoding="utf-8")
    assert complaints(kind, text.split("---\n")[1] if kind == "product" else text) == []


@pytest.mark.parametrize(
    ("kind", "path"),
    [one for one in WRITTEN if one[0] != "product" and "full" not in one[1].parts],
    ids=lambda one: one if isinstance(one, str) else one.name,
)
def test_records_name_their_schema(kind: str, path: Path) -> None:
    """The first line of each YAML file leads an editor to the schema that `ocop schema` writes."""
    first = path.read_text(encoding="utf-8").split("\n")[0]
    target = first.removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / target).resolve() == ROOT / "schemas" / f"{kind}.schema.json"
