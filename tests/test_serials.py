"""Serials: unguessable, issued once whatever stops the programme, published as fingerprints in small files."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.memory import Memory
from generator.pipeline import build
from generator.problems import TroubleError
from generator.serials import book, buckets, serial
from generator.serials.fingerprint import BITS, fingerprint
from generator.serials.issue import LIST, Order, issued, read_list, voided
from tests.conftest import ROOT, TODAY, Office, files

ADDRESS = "HTTPS://OCOP.EXAMPLE.VN/P/DB0001/L1/"
LOTS = "- lot: L1\n- lot: L2\n  recalled:\n    date: 01/11/2026\n    reason: Bao bì hở\n"
SERIALS = st.integers(0, 2**85 - 1).map(
    lambda number: next(
        body + check
        for body in ["".join(serial.LETTERS[number >> shift & 31] for shift in range(80, -1, -5))]
        for check in serial.LETTERS
        if serial.read(body + check)
    )
)


def order(office: Office, count: int = 20, lot: str = "L1") -> Order:
    return Order(office.root / "content", office.root / "tem", "DB0001", lot, count, ADDRESS)


def issue(office: Office, count: int = 20, lot: str = "L1", day: date = TODAY) -> tuple[str, ...]:
    with issued(order(office, count, lot), day) as made:
        return made.serials


@pytest.fixture
def tea(office: Office) -> Office:
    """An office with a product of two lots, one of them recalled."""
    office.product("DB0001")
    office.write("content/lots/DB0001.yml", LOTS)
    return office


def test_serials_are_random() -> None:
    """A serial has 85 random bits, from the system; a thousand of them use every letter in every place."""
    assert serial.RANDOM_BITS == 85
    made = [serial.new() for _ in range(1000)]
    assert len(set(made)) == 1000
    assert all(serial.read(one) == one for one in made)
    for place in range(serial.LENGTH):
        assert {one[place] for one in made} == set(serial.LETTERS)


@given(SERIALS, st.integers(0, 17), st.sampled_from(serial.LETTERS), st.integers(0, 17))
def test_slips_are_found(right: str, at: int, letter: str, other: int) -> None:
    """Any one wrong character, and any two that changed places, make a serial malformed and never another one."""
    slipped = right[:at] + letter + right[at + 1 :]
    assert serial.read(slipped) == (right if slipped == right else None)
    swapped = list(right)
    swapped[at], swapped[other] = swapped[other], swapped[at]
    assert serial.read("".join(swapped)) == (right if "".join(swapped) == right else None)


def test_people_type_what_they_see() -> None:
    """Small letters, spaces, dashes, and O, I, L for 0 and 1 are read as what is meant; U is no letter of serials."""
    right = next(one for one in iter(serial.new, "") if "0" in one and "1" in one)
    typed = serial.grouped(right).lower().replace("0", "o").replace("1", "l").replace("-", " – ")
    assert serial.read(typed) == right
    assert re.fullmatch(r"[0-9A-Z]{6}-[0-9A-Z]{6}-[0-9A-Z]{6}", serial.grouped(right))
    for wrong in ("", "U" * 18, right[:-1], right + "0", "Đ" + right[1:], "0" * 17 + "İ"):
        assert serial.read(wrong) is None


def test_a_fingerprint_is_of_one_product_and_lot() -> None:
    """The same serial has another fingerprint with another product or lot; the vectors hold for every release."""
    assert fingerprint("MAU-01", "L2604", "0" * 18) == "30as50KfTkjn9K"
    assert len({fingerprint(*of, "0" * 18) for of in (("A1", "L1"), ("A1", "L2"), ("A2", "L1"))}) == 3


def test_odds_of_a_guess() -> None:
    """Among as many serials as a lot may have, a guess passes less than once in 10⁹, by far."""
    assert BITS == 78
    assert book.MOST / 2**BITS < 1e-17


def test_a_million_serials_stay_small() -> None:
    """Of a million serials the ledger has at most 12 MB, and the file a check asks for at most 8 KB."""
    chance = random.Random(5)
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
    prints = [f"{chance.randrange(4096):03x}" + "".join(chance.choices(letters, k=11)) for _ in range(1_000_000)]
    content = book.written("DB0001", "L1", 1, TODAY, prints)
    assert len(content) <= 12_000_000
    made = book.Book("L1", (book.parsed(content, "", "DB0001", "L1", 1),))
    assert made.stamps == 1_000_000
    files = buckets.filled("DB0001", made, TODAY, [content])
    assert len(files) == 4096
    assert max(map(len, files)) <= 8192
    assert sum(map(len, files)) <= 12_000_000
    told = buckets.told(files[int(prints[0][:3], 16)])
    assert buckets.found_in(told, prints[0]) == (1, "2026-11-22", None)
    assert buckets.found_in(told, prints[0][:3] + "A" * 11) is None


@pytest.mark.parametrize(("count", "runs"), [(1, 1), (400, 1), (401, 1), (6400, 100), (9000, 90), (300, 100)])
def test_no_bucket_is_large(count: int, runs: int) -> None:
    """However a lot's serials are spread over its runs, each is found in its bucket, and no bucket exceeds 8 KB."""
    chance = random.Random(count)
    prints = [f"{chance.randrange(4096):03x}{chance.randrange(10**11):011}" for _ in range(count)]
    shares = [prints[at::runs] for at in range(runs)]
    contents = [book.written("DB0001", "L1", at, TODAY, share) for at, share in enumerate(shares, 1)]
    made = book.Book("L1", tuple(book.parsed(one, "", "DB0001", "L1", at) for at, one in enumerate(contents, 1)))
    deep = buckets.depth(made)
    files = dict(zip(buckets.names(deep), buckets.filled("DB0001", made, None, contents), strict=True))
    assert max(map(len, files.values())) <= 8192
    for at, share in enumerate(shares, 1):
        for one in share:
            found = buckets.found_in(buckets.told(files[buckets.name(one, deep)]), one)
            assert found == (at, "2026-11-22", None)


def test_issuing_writes_list_and_ledger(tea: Office) -> None:
    """The list has every number with its address; the ledger has as many fingerprints, and not one plain number."""
    serials = issue(tea)
    assert read_list(tea.root / "tem/DB0001/L1/0001" / LIST) == serials
    rows = (tea.root / "tem/DB0001/L1/0001" / LIST).read_text(encoding="ascii").split("\n")
    assert rows[1].strip() == f"1,{serial.grouped(serials[0])},{ADDRESS}#{serials[0]}"
    ledger = (tea.root / "content/serials/DB0001/L1/0001.txt").read_bytes()
    expected = sorted(fingerprint("DB0001", "L1", one) for one in serials)
    assert list(book.fingerprints(ledger)) == expected
    assert not any(one.encode() in ledger for one in serials)
    assert (tea.root / "tem/DB0001/.gitignore").read_text(encoding="ascii") == "*\n"


def test_each_run_has_its_number(tea: Office) -> None:
    """A further run gets the next number and other serials; both are in the ledger."""
    first, second = issue(tea), issue(tea, 7)
    assert not set(first) & set(second)
    names = sorted(one.name for one in (tea.root / "content/serials/DB0001/L1").iterdir())
    assert names == ["0001.txt", "0002.txt"]


def test_a_number_is_never_used_again(tea: Office) -> None:
    """Without the folder of an earlier run, or with one of another office's by its number, the next number is taken."""
    issue(tea)
    (tea.root / "tem/DB0001/L1/0001").rename(tea.root / "elsewhere")
    with issued(order(tea), TODAY) as made:
        assert made.run == 2
    # Stopped before its ledger was written; meanwhile another office's run 3 came through version control.
    (tea.root / "tem/DB0001/L1/0002").rename(tea.root / "tem/DB0001/L1/0003.part")
    other = book.written("DB0001", "L1", 3, TODAY, ["000" + "A" * 11])
    tea.write("content/serials/DB0001/L1/0003.txt", other)
    with issued(order(tea), TODAY) as again:
        assert (again.run, again.serials) == (4, made.serials)
    assert (tea.root / "content/serials/DB0001/L1/0003.txt").read_bytes() == other


def test_a_stopped_run_asks_for_its_own_count(tea: Office) -> None:
    """What was stopped at 20 is not taken for the beginning of 30: it is told, and nothing is changed."""
    with pytest.raises(KeyboardInterrupt), issued(order(tea), TODAY):
        raise KeyboardInterrupt
    with pytest.raises(TroubleError) as wrong, issued(order(tea, 30), TODAY):
        pass
    assert wrong.value.rule == "run-stopped"
    assert dict(wrong.value.details)["count"] == "20"


CHILD = """
import sys
from datetime import date
from pathlib import Path
from generator.serials.issue import Order, issued
root = Path(sys.argv[1])
print("begun", flush=True)
with issued(Order(root / "content", root / "tem", "DB0001", "L1", 300, "HTTPS://X/#"), date(2026, 11, 22)) as made:
    (made.folder / "printed").write_text(" ".join(made.serials))
print("done", flush=True)
"""


def test_killed_at_any_moment(tea: Office) -> None:
    """Killed again and again, then left alone: one run, each number listed, issued and printed once."""
    chance = random.Random(7)
    kill = signal.SIGKILL if os.name != "nt" else signal.SIGTERM
    known: tuple[str, ...] = ()
    for _ in range(12):
        child = subprocess.Popen([sys.executable, "-c", CHILD, str(tea.root)], cwd=ROOT, stdout=subprocess.PIPE)
        assert child.stdout
        child.stdout.readline()
        time.sleep(chance.uniform(0, 0.12))
        child.send_signal(kill)
        child.communicate()
        lists = list((tea.root / "tem").rglob(LIST))
        ledgers = list((tea.root / "content/serials").rglob("*.txt"))
        if lists and len(lists) == 1:
            known = known or read_list(lists[0])
            assert read_list(lists[0]) == known
        if (tea.root / "tem/DB0001/L1/0001").exists():
            break
        for ledger in ledgers:  # written ahead: whatever a ledger tells of, the list has
            expected = sorted(fingerprint("DB0001", "L1", one) for one in known)
            assert list(book.fingerprints(ledger.read_bytes())) == expected
    if not (tea.root / "tem/DB0001/L1/0001").exists():
        subprocess.run([sys.executable, "-c", CHILD, str(tea.root)], cwd=ROOT, check=True, capture_output=True)
    run = tea.root / "tem/DB0001/L1/0001"
    serials = read_list(run / LIST)
    assert len(set(serials)) == 300
    assert known in ((), serials)
    assert (run / "printed").read_text().split() == list(serials)
    ledger = book.fingerprints((tea.root / "content/serials/DB0001/L1/0001.txt").read_bytes())
    assert list(ledger) == sorted(fingerprint("DB0001", "L1", one) for one in serials)
    assert [one.name for one in (tea.root / "tem/DB0001/L1").iterdir()] == ["0001"]


class StoppedError(BaseException):
    """What stands for a power failure."""


@pytest.mark.parametrize("step", range(14))
def test_stopped_before_each_step(tea: Office, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Stopped before the n-th write, rename or sync to disk, the next run goes on to the same serials, once each."""
    steps = iter(range(100))

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            if next(steps) == step:
                raise StoppedError
            return real(*given, **named)

        return call

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", counted(os.fsync))
        patched.setattr(Path, "replace", counted(Path.replace))
        patched.setattr(Path, "rename", counted(Path.rename))
        patched.setattr(Path, "open", counted(Path.open))
        try:
            issue(tea)
            stopped = False
        except StoppedError:
            stopped = True
    lists = list((tea.root / "tem").rglob(LIST))
    before = read_list(lists[0]) if lists else None
    if stopped and (tea.root / "tem/DB0001/L1/0001").exists():
        return  # all was done but for the very last sync
    after = issue(tea) if stopped else before
    assert after is not None
    assert before in (None, after)
    assert stopped or step > 10
    assert [one.name for one in (tea.root / "tem/DB0001/L1").iterdir()] == ["0001"]
    assert [one.name for one in (tea.root / "content/serials/DB0001/L1").iterdir()] == ["0001.txt"]


def test_two_cannot_issue_at_once(tea: Office) -> None:
    """While one process issues another is told so."""
    with issued(order(tea), TODAY), pytest.raises(TroubleError) as wrong, issued(order(tea), TODAY):
        pass
    assert wrong.value.rule == "issuing-already"


def test_voiding_adds_to_the_ledger(tea: Office) -> None:
    """A run is voided by a file of its own, once; the run's file stays as it was. Only what was issued is voided."""
    issue(tea)
    ledger = tea.root / "content/serials/DB0001/L1/0001.txt"
    before = ledger.read_bytes()
    assert voided(order(tea), 1, TODAY, "In\n lệch") is True
    assert voided(order(tea), 1, TODAY, "Khác") is False
    assert ledger.read_bytes() == before
    assert book.parsed_void(ledger.with_name("0001-voided.txt").read_bytes(), "DB0001", "L1", 1) == (TODAY, "In lệch")
    with pytest.raises(TroubleError) as wrong:
        voided(order(tea), 2, TODAY, "")
    assert wrong.value.rule == "run-unknown"


def test_the_site_tells_what_was_issued(tea: Office) -> None:
    """The lot's folder has what there is of its serials, and every bucket; a void run and a recall are told there."""
    first, second, recalled = issue(tea), issue(tea, 500), issue(tea, 3, "L2")
    voided(order(tea), 1, TODAY, "In lệch")
    tea.build()
    folder = tea.out / "P/DB0001/L1/so-tem"
    assert sorted(one.name for one in folder.iterdir()) == sorted([f"{at:x}.js" for at in range(16)] + ["so-tem.json"])
    about = json.loads((folder / "so-tem.json").read_text(encoding="utf-8"))
    assert (about["product"], about["lot"], about["characters"], about["serials"]) == ("DB0001", "L1", 1, 520)
    assert about["runs"] == [
        {"run": 1, "issued": "2026-11-22", "count": 20, "voided": "2026-11-22", "reason": "In lệch"},
        {"run": 2, "issued": "2026-11-22", "count": 500, "voided": None, "reason": ""},
    ]
    for one, expected in ((first[0], (1, "2026-11-22", "2026-11-22")), (second[0], (2, "2026-11-22", None))):
        wanted = fingerprint("DB0001", "L1", one)
        assert buckets.found_in(buckets.told((folder / f"{wanted[0]}.js").read_bytes()), wanted) == expected
    other = buckets.told((tea.out / "P/DB0001/L2/so-tem/tat-ca.js").read_bytes())
    assert other["recalled"] == "2026-11-01"
    assert buckets.found_in(other, fingerprint("DB0001", "L2", recalled[0])) == (1, "2026-11-22", None)
    page = tea.page("P/DB0001/L1/index.html")
    assert "Đã phát hành 520 tem cho lô này trong 2 đợt." in page
    assert "Đợt 1 (20 tem) bị hủy từ ngày 22/11/2026: In lệch." in page


def test_a_build_takes_what_was_added(tea: Office) -> None:
    """A run issued or voided after a build changes its lot's files and pages, no other, to what a full build makes."""
    tea.build()
    issue(tea)
    assert tea.build().made == 4  # the page in two languages, so-tem.json, tat-ca.js
    assert tea.build().made == 0
    voided(order(tea), 1, TODAY, "x")
    assert tea.build().made == 4
    assert tea.build().made == 0
    whole = tea.root / "whole"
    build(tea.root, whole, TODAY, memory=Memory())
    assert files(whole) == files(tea.out)
