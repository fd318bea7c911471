"""Whether files of a site look as they were left: asked by a second process, or by this one where there is none."""

from __future__ import annotations

import os
import sys
from array import array
from pathlib import Path

import pytest

from generator.making import looks
from generator.making.looks import Look, Lookout

NAMES = ("index.html", "P/DB1/index.html", "P/DB1/tem ảnh.svg")


@pytest.fixture(params=["second process", "this one", "no other can be started"])
def however(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look in each of the ways there are."""
    monkeypatch.setattr(looks, "MANY", 0 if request.param != "this one" else 1000)
    if request.param == "no other can be started":
        monkeypatch.setattr(sys, "executable", "no-such-python")


def left(folder: Path) -> Look:
    """Return how files look now."""
    seen = [(folder / name).stat() for name in NAMES]
    numbers = array("q", [one.st_size for one in seen] + [one.st_mtime_ns for one in seen])
    return "\n".join(NAMES), numbers.tobytes()


@pytest.mark.usefixtures("however")
def test_what_was_touched_is_seen(tmp_path: Path) -> None:
    """Another size, another time and a file that is gone each touch their group of files, and no other group."""
    groups = {}
    for number, folder in enumerate(("same", "size", "time", "gone")):
        for name in NAMES:
            (tmp_path / folder / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / folder / name).write_bytes(b"content")
        paths, numbers = left(tmp_path / folder)
        groups[number] = "\n".join(f"{folder}/{path}" for path in paths.split("\n")), numbers
    groups[4] = "", b""
    assert set(Lookout(str(tmp_path), groups).untouched().values()) == {True}
    before = (tmp_path / "size" / NAMES[2]).stat()
    (tmp_path / "size" / NAMES[2]).write_bytes(b"contents")
    os.utime(tmp_path / "size" / NAMES[2], ns=(before.st_atime_ns, before.st_mtime_ns))
    os.utime(tmp_path / "time" / NAMES[1], ns=(before.st_atime_ns, before.st_mtime_ns + 1000))
    (tmp_path / "gone" / NAMES[0]).unlink()
    assert Lookout(str(tmp_path), groups).untouched() == {0: True, 1: False, 2: False, 3: False, 4: True}


def test_a_second_process_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many files it is the second process that tells."""
    monkeypatch.setattr(looks, "MANY", 0)
    (tmp_path / "a").write_bytes(b"x")
    monkeypatch.setattr(looks, "untouched", lambda *_: pytest.fail("looked here"))
    seen = (tmp_path / "a").stat()
    told = Lookout(str(tmp_path), {7: ("a", array("q", [seen.st_size, seen.st_mtime_ns]).tobytes())}).untouched()
    assert told == {7: True}
