"""Records without a fault, read in one pass: the same values as by looking at each; and records in other processes."""

from __future__ import annotations

import copy
import pickle
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.checks.faultless import faultless
from generator.checks.shape import examined, shape
from generator.model.config import Config
from generator.model.lot import Lot
from generator.model.producer import Producer
from generator.model.product import Certificate, Product
from generator.model.record import Record
from generator.model.text import Words
from tests.test_any_bytes import DATA, model_data
from tests.test_records_contract import MODELS, text_of
from tests.test_valid_records import PRODUCTS, written

LANGUAGES = st.sampled_from([("vi", "en"), ("vi",), ()])


def given_keys(value: Any) -> Any:
    """Return which keys of a record, and of what is inside it, were given."""
    if isinstance(value, Record):
        return type(value), {name: given_keys(inner) for name, inner in vars(value).items()}
    return [given_keys(inner) for inner in value] if isinstance(value, tuple) else type(value)


def same(one: Any, other: Any) -> bool:
    """Tell whether two values cannot be told apart."""
    return (one, repr(one), given_keys(one)) == (other, repr(other), given_keys(other))


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
@given(st.data(), LANGUAGES)
def test_what_is_faultless_is_read_the_same(
    model: type[Record], data: st.DataObject, languages: tuple[str, ...]
) -> None:
    """Of any data, what is read in one pass has nothing to be told of and is the value that looking closely gives."""
    record = data.draw(model_data(model) | st.dictionaries(st.sampled_from(["name", "name_en", "lot"]), DATA))
    quick = faultless(record, model, languages)
    closely = examined(record, model, languages)
    assert quick is None or (closely.faults == [] and closely.places == {} and same(quick, closely.value))


@given(PRODUCTS, LANGUAGES)
def test_valid_records_are_faultless(product: dict[str, Any], languages: tuple[str, ...]) -> None:
    """A record that keeps the contract is read in one pass, twins in the site's languages with it."""
    product = written({key: value for key, value in product.items() if not key.endswith("_en") or "en" in languages})
    closely = examined(product, Product, languages)
    quick = faultless(product, Product, languages)
    assert same(quick, closely.value) if closely.faults == [] else quick is None


@pytest.mark.parametrize("kind", MODELS)
def test_every_key_is_read(kind: str) -> None:
    """A record in which every key is written is read in one pass."""
    data = yaml.load(text_of(kind), Loader=yaml.BaseLoader)
    record = data[0] if isinstance(data, list) else data
    quick = faultless(record, MODELS[kind], ("vi", "en"))
    assert quick is not None
    assert same(quick, examined(record, MODELS[kind], ("vi", "en")).value)
    assert same(pickle.loads(pickle.dumps(quick)), quick)


GOOD: dict[str, Any] = {
    "code": "DB0001",
    "name": "Trà",
    "set": "che",
    "certificates": [{"stars": "3", "rule_set": "QD148", "level": "province"}],
}


@pytest.mark.parametrize(
    "wrong",
    [
        *({"name": ""}, {"name": ["Trà"]}, {"name": {}}, {"name": "Tr\u200bà"}, {"summary": "\u115f"}, {"stars": "3"}),
        *({"certificates": []}, {"certificates": "QD148"}, {"certificates": [""]}, {"certificates": [[]]}),
        *({"name_vi": "Trà"}, {"name_fr": "Thé"}, {"code_en": "DB0001"}, {"summary_en": "Tea"}, {"name_en": ["Tea"]}),
        *({"sources": ["a", ""]}, {"sources": ["a"], "sources_en": ["a", "b"]}, {"sources": "a"}, {"price": "5"}),
        *({"producer": ["a"]}, {"producer": "Chủ thể"}, {"cccd": "1"}, {"updated": "hôm nay"}, {"demo": "nhé"}),
    ],
    ids=str,
)
def test_what_may_be_told_is_not_faultless(wrong: dict[str, Any]) -> None:
    """A fault, and whatever else there is to tell, is left for looking closely."""
    assert faultless(GOOD, Product, ("vi", "en")) is not None
    assert faultless(GOOD | wrong, Product, ("vi", "en")) is None


def test_keys_left_empty_are_faultless() -> None:
    """A key with nothing behind it, whatever belongs there, is read in one pass as if it were not there."""
    empty = {"summary": "", "producer": "", "origin": " ", "images": "", "sources": [], "shops": []}
    assert faultless(GOOD | empty, Product, ("vi", "en")) == faultless(GOOD, Product, ("vi", "en"))
    assert faultless(GOOD, Product, ("vi", "en")) is not None


@given(PRODUCTS | model_data(Product), st.sampled_from([Product, Producer, Lot, Config]))
def test_records_cross_to_other_processes(data: dict[str, Any], model: type[Record]) -> None:
    """A record comes back as it was, also one that lacks what was wrong."""
    value = shape(written(data), model, ("vi", "en")).value
    assert same(pickle.loads(pickle.dumps(value)), value)
    assert same(copy.deepcopy(value), value)


def test_changed_records_cross_too() -> None:
    """What was given, changed or left out afterwards is told apart in the other process as well."""
    product = shape(GOOD | {"demo": "false", "summary": "a", "summary_en": "b"}, Product, ("vi", "en")).value
    changed = product.but(updated=date(2026, 1, 1), summary=None)
    for value in (product, changed, changed.certificates[0], product.summary, shape({}, Certificate).value):
        assert same(pickle.loads(pickle.dumps(value)), value)
    assert list(vars(changed)) == ["code", "name", "set", "certificates", "status", "demo", "updated"]
    assert hash(pickle.loads(pickle.dumps(changed))) == hash(changed)
    assert product.summary == Words((("vi", "a"), ("en", "b")))
