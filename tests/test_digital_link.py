"""GS1 Digital Link: every vector GS1 tests its own software with, and laws over all links."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.gs1.digital_link import Link, LinkError, build, parse
from generator.gs1.identifiers import identifiers
from generator.rules.gs1 import check_digit_holds
from tests.conftest import ROOT

VECTORS: dict[str, list[dict[str, Any]]] = json.loads(
    (ROOT / "tests/conformance/gs1-digital-link-vectors.json").read_text(encoding="utf-8")
)
CSET82 = st.text("!\"%&'()*+,-./0123456789:;<=>?ABCXYZ_abcxyz", min_size=1, max_size=20)


def bracketed(text: str) -> list[tuple[str, str]]:
    """Return the elements of `(01)123(10)ABC`."""
    return [(ai, value) for ai, value in re.findall(r"\(([0-9]{2,4})\)([^(]*)", text)]


def element_string(link: Link) -> str:
    """Return all that a link says as barcodes carry it, FNC1 written ^."""
    text, ended = "^", True
    for ai, value in link.elements.items():
        text += f"{'' if ended else '^'}{ai}{value}"
        ended = identifiers()[ai].predefined
    return text


@pytest.mark.parametrize("vector", VECTORS["parse"], ids=lambda vector: vector["uri"])
def test_reads_as_gs1_does(vector: dict[str, Any]) -> None:
    """A link is refused, or says exactly what GS1's own reader finds in it."""
    if vector["ok"]:
        assert element_string(parse(vector["uri"])) == vector["elements"]
    else:
        with pytest.raises(LinkError):
            parse(vector["uri"])


@pytest.mark.parametrize("vector", VECTORS["generate"], ids=lambda vector: vector["elements"])
def test_builds_as_gs1_does(vector: dict[str, Any]) -> None:
    """Elements give exactly the link GS1's own builder gives, or none."""
    stem = {"stem": vector["stem"]} if vector["stem"] else {}
    if vector["ok"]:
        assert build(bracketed(vector["elements"]), **stem) == vector["uri"]
    else:
        with pytest.raises(LinkError):
            build(bracketed(vector["elements"]), **stem)


def test_every_vector_is_tried() -> None:
    """None of GS1's vectors is left out."""
    assert (len(VECTORS["parse"]), len(VECTORS["generate"])) == (62, 16)


@given(CSET82, CSET82, CSET82)
def test_what_is_built_is_read_back(variant: str, lot: str, serial: str) -> None:
    """Any variant, lot and serial come back letter by letter from the link they were built into."""
    link = build([("01", "09506000134352"), ("21", serial), ("10", lot), ("22", variant), ("17", "280412")])
    assert parse(link).path == (("01", "09506000134352"), ("22", variant), ("10", lot), ("21", serial))
    assert parse(link).attributes == (("17", "280412"),)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any text is read or refused, never a bug."""
    for uri in (text, f"https://a/01/{text}", f"https://a/01/09506000134352?{text}"):
        try:
            parse(uri)
        except LinkError:
            continue


@pytest.mark.parametrize("uri", ["https://a/01/09506000134352/10/L1/", "https://a/01/09506000134352/"])
def test_a_slash_may_end_it(uri: str) -> None:
    """Addresses as static hosts serve them are read like those without the slash at the end."""
    assert parse(uri) == parse(uri.rstrip("/"))


@pytest.mark.parametrize(
    ("query", "fits"),
    [("17=280412", True), ("17=280400", True), ("17=281301", False), ("17=260229", False), ("17=280229", True)],
)
def test_days_must_be_days(query: str, fits: bool) -> None:
    """YYMMDD is a day of the calendar, or 00 for a month's last one."""
    uri = f"https://a/01/09506000134352?{query}"
    if fits:
        assert parse(uri).attributes == (("17", query[3:]),)
    else:
        with pytest.raises(LinkError):
            parse(uri)


def test_wrong_check_digits_are_refused() -> None:
    """Of the ten possible last digits of a GTIN only the check digit is read and built."""
    good = []
    for digit in "0123456789":
        gtin = f"0950600013435{digit}"
        try:
            assert parse(build([("01", gtin)])).path == (("01", gtin),)
            good.append(gtin)
        except LinkError:
            assert not check_digit_holds(gtin)
    assert good == ["09506000134352"]
