"""Profiles: what a record lacks for a text of law, told with its point, its line and what to write."""

from __future__ import annotations

import json

import pytest

from generator.checks.check import check
from generator.checks.profile import lacks
from generator.cli import PROFILES, main
from generator.locale import languages, messages
from generator.memory import Memory
from generator.records.folder import read
from generator.rules.profiles import profiles
from tests.conftest import PRODUCT, ROOT, TODAY, Office

BARE = PRODUCT.format(code="DB0001", name="Trà")
WHO = BARE.removesuffix("---\n") + (
    "producer:\n  name: Hộ chè\n  kind: ho-san-xuat\n  representative: Lò Thị Mẫu\n  contact:\n"
    "    phone: 0912 345 678\n    address: Số 7\n    email: che@example.vn\n    website: https://che.example.vn\n"
)


def wanted(office: Office, profile: str) -> list[str]:
    """Return what the office's records lack."""
    sources, memory = read(office.root), Memory()
    found = lacks(profiles()[profile], check(sources, TODAY, memory), sources, memory)
    return [problem.rule.removeprefix("want-") for problem in found]


BARE_LACKS = {
    "tt31": ["origin", "image", "producer", "address", "trace-code", "events", "lot", "expiry", "standards"],
    "consumer7": ["origin", "image", "producer", "address", "lot", "expiry", "doubts"],
    "dpp32": ["gtin", "producer", "address", "gln", "origin", "trace", "made", "expiry", "standards", "warnings"],
    "4star": ["trace-system", "story"],
    "privacy": [],
}


@pytest.mark.parametrize("profile", BARE_LACKS)
def test_a_bare_record_lacks_all_but_its_name(office: Office, profile: str) -> None:
    """Of a record that says only what it must, everything else is told, in the text's order."""
    office.product("DB0001", text=BARE)
    assert wanted(office, profile) == BARE_LACKS[profile]


@pytest.mark.parametrize("profile", BARE_LACKS)
def test_a_full_record_lacks_nothing(profile: str) -> None:
    """The record that fills every key lacks nothing for any text."""
    sources, memory = read(ROOT / "tests/full"), Memory()
    assert list(lacks(profiles()[profile], check(sources, TODAY, memory), sources, memory)) == []


def test_the_public_cannot_see_what_is_withheld(office: Office) -> None:
    """An address that a household keeps back is there for the record's text, and lacking for the consumer's."""
    office.product("DB0001", text=WHO + "---\n")
    assert "address" not in wanted(office, "tt31")
    assert "address" in wanted(office, "consumer7")


def test_privacy_asks_a_person_for_consent(office: Office) -> None:
    """Each contact of a natural person lacks its consent until consent names it; an organisation needs none."""
    office.product("DB0001", text=WHO + "---\n")
    every = ["representative", "phone", "email", "website", "address"]
    assert wanted(office, "privacy") == [f"consent-{field}" for field in every]
    office.product("DB0001", text=WHO + "  consent:\n    fields:\n      - phone\n    date: 1/3/2026\n---\n")
    assert wanted(office, "privacy") == [f"consent-{field}" for field in every if field != "phone"]
    office.product("DB0001", text=WHO.replace("ho-san-xuat", "hop-tac-xa") + "---\n")
    assert wanted(office, "privacy") == []


@pytest.mark.parametrize(("set_id", "lacking"), [("cay-canh", ["story"]), ("dich-vu-du-lich", [])])
def test_some_sets_are_asked_less(office: Office, set_id: str, lacking: list[str]) -> None:
    """A trace code is no condition of 4 stars for ornamental plants and tourism, nor is the story in tourism."""
    office.product("DB0001", text=BARE.replace("set: che", f"set: {set_id}"))
    assert wanted(office, "4star") == lacking


def test_the_command_tells_point_line_and_remedy(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """`ocop check --profile` prints one clickable line for each and ends with 1; with --json it tells machines."""
    office.product("DB0001", text=WHO + "---\n")
    assert main(["check", "--root", str(office.root), "--profile", "tt31"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert (
        "content/products/DB0001.md:1: file: Trà: thiếu hình ảnh sản phẩm; ghi vào images "
        "(theo Thông tư 31/2026/TT-BCT, Điều 6, điểm c)"
    ) in lines
    assert lines[-1] == "Còn thiếu 7 điều so với văn bản đã chọn."
    assert main(["check", "--root", str(office.root), "--profile", "4star", "--profile", "privacy", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)["lacking"]
    assert [one["rule"] for one in found] == [
        "want-story",
        "want-trace-system",
        "want-consent-representative",
        "want-consent-phone",
        "want-consent-address",
        "want-consent-email",
        "want-consent-website",
    ]
    assert {one["line"] for one in found} == {1, 13, 15, 16, 17, 18}


def test_nothing_lacking_ends_well(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing is lacking the command ends with 0 and says what it did not look at."""
    office.product("DB0001", text=BARE)
    assert main(["check", "--root", str(office.root), "--profile", "privacy"]) == 0
    assert "không xét đúng hay sai" in capsys.readouterr().out


def test_profiles_have_words_and_names() -> None:
    """The command line knows every profile; every want has its words in every language."""
    assert tuple(profiles()) == PROFILES
    for language in languages():
        for profile in profiles().values():
            assert {f"want-{want.what}" for want in profile.wants} <= messages(language).keys()
