"""EPCIS and linksets: valid against the standards' schemas, event ids as the standard hashes them, nothing invented."""

from __future__ import annotations

import copy
import json
import re
from datetime import date
from typing import Any

import jsonschema
import pytest
import yaml
from epcis_event_hash_generator.hash_generator import epcis_hashes_from_events
from epcis_event_hash_generator.json_to_py import event_list_from_epcis_document_json

from generator.checks.shape import shape
from generator.gs1.epcis import document
from generator.gs1.linkset import Target, context
from generator.model.lot import Lot
from tests.conftest import ROOT

CONFORMANCE = ROOT / "tests/conformance"
THING = "https://ocop.example.vn/01/09506000134352/10/L2403"
PAGE = "https://ocop.example.vn/P/DB0001/L2403/"
OURS = "https://ocop.example.vn/gioi-thieu/#"
URI = r"(_|[A-Za-z][A-Za-z0-9+.\-]*):[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+"  # RFC 3986, and blank nodes
TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})"  # RFC 3339


def schema(path: str) -> jsonschema.Draft7Validator:
    found = json.loads((CONFORMANCE / path).read_text(encoding="utf-8"))
    formats = jsonschema.FormatChecker(())
    formats.checks("uri")(lambda value: re.fullmatch(URI, str(value)) is not None)
    formats.checks("date-time")(lambda value: re.fullmatch(TIME, str(value)) is not None)
    return jsonschema.Draft7Validator(found, format_checker=formats)


EPCIS = schema("epcis/EPCIS-JSON-Schema.json")
LINKSET = schema("linkset/gs1-linkset-schema.json")
PLAIN_LINKSET = schema("linkset/linkset-schema.json")


def lot(text: str) -> Lot:
    """Return a lot an office wrote."""
    return shape(yaml.load(text, Loader=yaml.BaseLoader), Lot, ("vi", "en"), frozenset()).value


def told(text: str, thing: str = THING, demo: str | None = None) -> dict[str, Any]:
    return document(lot(text), thing, PAGE, OURS, demo)


def events(text: str) -> list[dict[str, Any]]:
    found = told(text)["epcisBody"]["eventList"]
    return [{key: value for key, value in event.items() if key != "eventID"} for event in found]


FULL = """
lot: L2403
made: 15/03/2024
expires: 15/03/2026
quantity: 12,5 kg
materials:
  - name: Búp chè Shan
    place: Ẳng Nưa
    lot: VX-1
    harvested: 10/03/2024
  - name: Hoa bưởi
events:
  - step: harvest
    time: 2024-03-10T08:00+07:00
    place: Ẳng Nưa
    by: Bà Lò Thị Mẫu
  - step: process
    time: 12/03/2024
  - step: pack
    time: 2024-03-15T09:30:15Z
  - step: other
    note: không có ngày
  - step: other
    time: 16/03/2024
tests:
  - date: 18/03/2024
    lab: Phòng thử nghiệm
    report: PKN-1
    result: pass
  - date: 19/03/2024
    result: fail
recalled:
  date: 01/04/2024
  reason: Bao bì hở
  decision: 7/QĐ
"""


def test_every_step_is_told_as_the_standard_says() -> None:
    """Events come in order of time, with the vocabulary's words; what has no field there is ours; no people."""
    of_lot = {"quantityList": [{"epcClass": THING}]}
    at = {"type": "ObjectEvent", "action": "OBSERVE", "eventTimeZoneOffset": "+07:00", **of_lot}
    day = {**at, "ocop:precision": "day"}
    assert events(FULL) == [
        {**at, "eventTime": "2024-03-10T08:00:00+07:00", "bizStep": "other", "ocop:step": "harvest"}
        | {"ocop:place": "Ẳng Nưa"},
        {**day, "eventTime": "2024-03-12T00:00:00+07:00", "bizStep": "other", "ocop:step": "process"},
        {
            "type": "TransformationEvent",
            "eventTime": "2024-03-15T00:00:00+07:00",
            "eventTimeZoneOffset": "+07:00",
            "ocop:precision": "day",
            "inputQuantityList": [{"epcClass": f"{PAGE}#nguyen-lieu-1"}, {"epcClass": f"{PAGE}#nguyen-lieu-2"}],
            "outputQuantityList": [{"epcClass": THING, "quantity": 12.5, "uom": "KGM"}],
            "bizStep": "creating_class_instance",
            "ilmd": {"cbvmda:lotNumber": "L2403", "cbvmda:itemExpirationDate": "2026-03-15"},
            "ocop:material": [
                {
                    "ocop:name": "Búp chè Shan",
                    "ocop:place": "Ẳng Nưa",
                    "ocop:lot": "VX-1",
                    "ocop:harvested": "2024-03-10",
                },
                {"ocop:name": "Hoa bưởi"},
            ],
        },
        {**at, "eventTime": "2024-03-15T09:30:15+00:00", "eventTimeZoneOffset": "+00:00", "bizStep": "packing"}
        | {"ocop:step": "pack"},
        {**day, "eventTime": "2024-03-16T00:00:00+07:00", "bizStep": "other"},
        {**day, "eventTime": "2024-03-18T00:00:00+07:00", "bizStep": "inspecting", "disposition": "conformant"}
        | {"ocop:laboratory": "Phòng thử nghiệm", "ocop:report": "PKN-1"},
        {**day, "eventTime": "2024-03-19T00:00:00+07:00", "bizStep": "inspecting", "disposition": "non_conformant"},
        {**day, "eventTime": "2024-04-01T00:00:00+07:00", "disposition": "recalled"}
        | {"ocop:reason": "Bao bì hở", "ocop:decision": "7/QĐ"},
    ]


LOTS = {
    "all of it": FULL,
    "only made": "lot: A\nmade: 15/03/2024\nquantity: 20 gói",
    "only a step": "lot: A\nevents:\n  - step: sell\n    time: 01/02/2024",
}


@pytest.mark.parametrize("text", LOTS.values(), ids=LOTS)
@pytest.mark.parametrize("demo", [None, "MẪU – dữ liệu dựng để trình diễn, không có thật"])
@pytest.mark.parametrize("thing", [THING, PAGE])
def test_documents_are_valid(text: str, demo: str | None, thing: str) -> None:
    """A lot's document is valid against the schema of EPCIS 2.0, with or without a GTIN."""
    found = told(text, thing, demo)
    assert [error.message for error in EPCIS.iter_errors(found)] == []
    said = [event.get("ocop:demo") for event in found["epcisBody"]["eventList"]]
    assert said == [demo] * len(said)


@pytest.mark.filterwarnings("ignore:open_text is deprecated:DeprecationWarning")  # the library's
@pytest.mark.parametrize("text", LOTS.values(), ids=LOTS)
@pytest.mark.parametrize("demo", [None, "MẪU"])
def test_ids_are_those_of_the_standard(text: str, demo: str | None) -> None:
    """Each event's id is what the reference generator makes of the whole document, by way of its own reader."""
    found = told(text, demo=demo)
    hashes = epcis_hashes_from_events(event_list_from_epcis_document_json(copy.deepcopy(found)))
    assert [event["eventID"] for event in found["epcisBody"]["eventList"]] == hashes
    assert len(set(hashes)) == len(hashes)


def test_the_schema_sees_faults() -> None:
    """The schema these tests stand on refuses an event without a time and a step that is no word of the standard."""
    for key, wrong in (("eventTime", "today"), ("bizStep", "cooking"), ("eventTimeZoneOffset", "+7")):
        found = told(FULL)
        found["epcisBody"]["eventList"][0][key] = wrong
        assert not EPCIS.is_valid(found)


@pytest.mark.parametrize("name", ["9.6.1-ObjectEvent", "9.6.3-AggregationEvent", "9.6.4-TransformationEvent"])
def test_the_schema_takes_the_standards_examples(name: str) -> None:
    """The standard's own examples are valid against the schema these tests stand on."""
    text = (CONFORMANCE / f"epcis/Example_{name}.jsonld").read_text(encoding="utf-8")
    assert EPCIS.is_valid(json.loads(text))


def test_nothing_dated_is_no_document() -> None:
    """Of a lot in which nothing has a day there is nothing to tell."""
    with pytest.raises(ValueError, match="A"):
        told("lot: A\nevents:\n  - step: sell")


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("120 kg", {"quantity": 120, "uom": "KGM"}),
        ("1,5 tấn", {"quantity": 1.5, "uom": "TNE"}),
        ("30 lít", {"quantity": 30, "uom": "LTR"}),
        ("1.200 kg", {}),
        ("200 gói", {}),
        ("khoảng 3 kg", {}),
    ],
)
def test_quantities_are_never_guessed(written: str, known: dict[str, Any]) -> None:
    """A quantity is told where number and unit are beyond doubt, else left out."""
    made = events(f"lot: A\nmade: {date(2024, 3, 15)}\nquantity: {written}")[0]
    assert made["quantityList"] == [{"epcClass": THING, **known}]


@pytest.mark.parametrize("file", ["basic", "gs1"])
def test_linkset_schemas_tell_right_from_wrong(file: str) -> None:
    """GS1's schemas take GS1's valid examples and refuse the others."""
    right, wrong = (
        json.loads((CONFORMANCE / f"linkset/{kind}-{file}-example.json").read_text(encoding="utf-8"))
        for kind in ("valid", "invalid")
    )
    checker = LINKSET if file == "gs1" else PLAIN_LINKSET
    assert checker.is_valid(right)
    assert not checker.is_valid(wrong)


def test_linksets_are_valid() -> None:
    """Links of one kind stand together; the whole is valid against GS1's schema."""
    one = context(
        THING,
        "Trà",
        [
            Target("pip", PAGE, "Trang", languages=("vi",)),
            Target("traceability", "https://a.vn/x?y=1", "Hệ thống", media=""),
            Target("traceability", PAGE, "Lô"),
        ],
    )
    found = {"linkset": [one]}
    assert found == {
        "linkset": [
            {
                "anchor": THING,
                "itemDescription": "Trà",
                "https://gs1.org/voc/pip": [{"href": PAGE, "title": "Trang", "type": "text/html", "hreflang": ["vi"]}],
                "https://gs1.org/voc/traceability": [
                    {"href": "https://a.vn/x?y=1", "title": "Hệ thống"},
                    {"href": PAGE, "title": "Lô", "type": "text/html"},
                ],
            }
        ]
    }
    assert [error.message for error in LINKSET.iter_errors(found)] == []
