"""The events of a lot as EPCIS 2.0 in JSON-LD (GS1 EPCIS 2.0, ISO/IEC 19987; vocabulary CBV 2.0, ISO/IEC 19988)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from generator.model.lot import Lot
from generator.model.words import ResultName, StepName

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
OURS = "ocop"
"""The prefix of what the record says and the standard has no field for."""
OFFSET = "+07:00"
"""Vietnam's hour, for days that are told without one."""
STEPS = {
    StepName.COLLECT: "accepting",
    StepName.RECEIVE: "receiving",
    StepName.TEST: "inspecting",
    StepName.PACK: "packing",
    StepName.STORE: "storing",
    StepName.SHIP: "shipping",
    StepName.SELL: "retail_selling",
}
"""The business step of CBV 2.0; growing, harvesting and processing have none there and are `other`."""
_TESTED = {ResultName.PASS: "conformant", ResultName.FAIL: "non_conformant"}
_UNITS = {"g": "GRM", "kg": "KGM", "tạ": "DTN", "tấn": "TNE", "ml": "MLT", "l": "LTR", "lít": "LTR"}
"""Units of UN/ECE Recommendation 20; packets and bottles are left out, as nobody says what one of them is."""
_QUANTITY = re.compile(r"(?P<number>[0-9]+(?:[.,][0-9]{1,2})?)\s*(?P<unit>\w+)")
Event = dict[str, Any]


def document(lot: Lot, thing: str, page: str, vocabulary: str, demo: str | None) -> dict[str, Any]:
    """Return all that is known to have happened to a lot, oldest first, with the events' hash ids.

    `thing` is the lot's own URI, `page` the address of its page, `vocabulary` the namespace of what is ours and
    `demo` says that all of it is invented. Events without a day are left out, for EPCIS has none such; so are people,
    and places, which have no GLN, are told in words. Raises ValueError where nothing has a day.
    """
    events = sorted(_events(lot, thing, page), key=lambda event: datetime.fromisoformat(event["eventTime"]))
    if not events:
        raise ValueError(lot.lot)
    for event in events:
        if demo:
            event[f"{OURS}:demo"] = demo
    identified = [{"eventID": found, **event} for found, event in zip(_ids(events, vocabulary), events, strict=True)]
    return {
        "@context": [CONTEXT, {OURS: vocabulary}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        # No clock: the same records give the same bytes. The document says what was known when its last event happened.
        "creationDate": events[-1]["eventTime"],
        "epcisBody": {"eventList": identified},
    }


def _events(lot: Lot, thing: str, page: str) -> Iterator[Event]:
    of_lot = {"quantityList": [{"epcClass": thing}]}
    if lot.made:
        yield _made(lot, lot.made, thing, page)
    for one in lot.events:
        if one.time:
            step = STEPS.get(one.step, "other")
            # A step of its own name would be taken for the standard's word of that name.
            ours = _ours(step=None if one.step is StepName.OTHER else one.step, place=one.place)
            yield _object(one.time, "OBSERVE", {**of_lot, "bizStep": step, **ours})
    for test in lot.tests:
        if test.date:
            said = {"bizStep": "inspecting"} | ({"disposition": _TESTED[test.result]} if test.result in _TESTED else {})
            yield _object(test.date, "OBSERVE", {**of_lot, **said, **_ours(laboratory=test.lab, report=test.report)})
    if lot.recalled:
        reason = lot.recalled.reason.text() if lot.recalled.reason else None
        why = _ours(reason=reason, decision=lot.recalled.decision)
        yield _object(lot.recalled.date, "OBSERVE", {**of_lot, "disposition": "recalled", **why})


def _made(lot: Lot, day: date, thing: str, page: str) -> Event:
    """Return how the lot came to be: out of its materials, where these are known."""
    whole = {"epcClass": thing, **_quantity(lot.quantity)}
    known = {"cbvmda:lotNumber": lot.lot}
    if lot.expires:
        known["cbvmda:itemExpirationDate"] = lot.expires.isoformat()
    step = {"bizStep": "creating_class_instance", "ilmd": known}
    if not lot.materials:
        return _object(day, "ADD", {"quantityList": [whole], **step})
    materials = [
        _ours(
            name=one.name.text(),
            place=one.place,
            lot=one.lot,
            harvested=one.harvested.isoformat() if one.harvested else None,
        )
        for one in lot.materials
    ]
    # Nobody but the supplier may number a material; what the lot's page says of it is what can be pointed to.
    inputs = [{"epcClass": f"{page}#nguyen-lieu-{number}"} for number in range(1, len(materials) + 1)]
    return {
        "type": "TransformationEvent",
        **_when(day),
        "inputQuantityList": inputs,
        "outputQuantityList": [whole],
        **step,
        f"{OURS}:material": materials,
    }


def _object(when: date | datetime, action: str, said: Event) -> Event:
    return {"type": "ObjectEvent", "action": action, **_when(when), **said}


def _when(when: date | datetime) -> dict[str, str]:
    """Return a time with its offset; of a day, when it begins, with a word that no hour is known."""
    if isinstance(when, datetime):
        written = when.isoformat(timespec="seconds").replace("Z", "+00:00")
        return {"eventTime": written, "eventTimeZoneOffset": written[-6:]}
    day = {"eventTime": f"{when.isoformat()}T00:00:00{OFFSET}", "eventTimeZoneOffset": OFFSET}
    return {**day, f"{OURS}:precision": "day"}


def _quantity(written: str | None) -> dict[str, Any]:
    found = _QUANTITY.fullmatch(written) if written else None
    unit = _UNITS.get(found["unit"].lower()) if found else None
    if found is None or unit is None:
        return {}
    number = Decimal(found["number"].replace(",", "."))
    return {"quantity": int(number) if number == int(number) else float(number), "uom": unit}


def _ours(**said: str | None) -> dict[str, str]:
    return {f"{OURS}:{name}": str(value) for name, value in said.items() if value}


Simple = tuple[str, str, list["Simple"]]
"""Name, value and children: the form the hash is worked out from."""


def _ids(events: list[Event], vocabulary: str) -> list[str]:
    """Return the EPCIS event hash ids (CBV 2.0, section 8.9.2) of events as they are written in a document."""
    from epcis_event_hash_generator.hash_generator import epcis_hashes_from_events

    simple = [(event["type"], "", _children(event, vocabulary)) for event in events]
    return list(epcis_hashes_from_events(("EventList", "", simple)))


def _children(members: Event, vocabulary: str) -> list[Simple]:
    """Return an object in the form the library hashes.

    Its own reader gives the same, by way of a JSON-LD processor that takes ten times longer and may ask the network.
    """
    found: list[Simple] = []
    for name, value in members.items():
        known = name.replace(f"{OURS}:", f"{{{vocabulary}}}", 1) if name.startswith(f"{OURS}:") else name
        if name.endswith("QuantityList") or name == "quantityList":
            found.append((name, "", [("quantityElement", "", _children(one, vocabulary)) for one in value]))
        elif isinstance(value, list):
            found += [(known, "", _children(one, vocabulary)) for one in value]
        elif isinstance(value, dict):
            found.append((known, "", _children(value, vocabulary)))
        else:
            found.append((known, _word(name, str(value)), []))
    return sorted(found)


def _word(name: str, value: str) -> str:
    """Return a word of the standard's vocabulary in full."""
    begin = {"bizStep": "BizStep", "disposition": "Disp"}.get(name)
    return f"https://ref.gs1.org/cbv/{begin}-{value}" if begin else value
