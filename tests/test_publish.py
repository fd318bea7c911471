"""Putting the site in place: whole or not at all, and only over what is ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.problems import TroubleError
from tests.conftest import ROOT, files
from tests.publishing import publish


def beside(folder: Path) -> dict[str, bytes]:
    """Return every file but the lock, which stays."""
    return {path: content for path, content in files(folder).items() if not path.endswith("/.lock")}


def published(folder: Path) -> dict[str, bytes]:
    return {path: content for path, content in files(folder).items() if not path.startswith(".")}


def test_leftovers_go_and_others_stay(tmp_path: Path) -> None:
    """Files of the last build that are no longer made are removed, with folders that become empty."""
    out = tmp_path / "site"
    out.mkdir()
    (out / ".gitkeep").touch()
    publish([("a.html", b"1"), ("P/X/index.html", b"2")], out)
    (out / "CNAME").write_bytes(b"mine")
    publish([("a.html", b"3")], out)
    assert published(out) == {"a.html": b"3", "CNAME": b"mine"}
    assert not (out / "P").exists()
    assert (out / ".gitkeep").exists()


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    """A folder with files this programme did not make is never written into."""
    (tmp_path / "letters.txt").write_bytes(b"dear")
    with pytest.raises(TroubleError) as wrong:
        publish([("index.html", b"x")], tmp_path)
    assert (wrong.value.rule, dict(wrong.value.details)["found"]) == ("out-not-ours", "letters.txt")
    assert files(tmp_path) == {"letters.txt": b"dear"}


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    """An output that is a file is an error in words, and the file stays."""
    target = tmp_path / "site"
    target.write_bytes(b"x")
    with pytest.raises(TroubleError) as wrong:
        publish([("index.html", b"x")], target)
    assert wrong.value.rule == "out-not-a-folder"
    assert target.read_bytes() == b"x"


def test_failure_while_making_leaves_the_site(tmp_path: Path) -> None:
    """When a file cannot be made, nothing of the old site is touched and nothing lies beside it."""
    out = tmp_path / "site"
    publish([("a.html", b"1"), ("b.html", b"2")], out)
    before = beside(tmp_path)

    def failing():
        yield "a.html", b"new"
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        publish(failing(), out)
    assert beside(tmp_path) == before


def test_failure_while_moving_puts_everything_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk refuses in the middle of replacing, the files already replaced are put back."""
    out = tmp_path / "site"
    publish([(f"{letter}.html", b"old") for letter in "abc"], out)
    before = beside(tmp_path)
    replace = os.replace

    def refusing(source: str, target: str) -> None:
        if Path(target).name == "c.html" and Path(source).parent.name == ".new":
            raise PermissionError(13, "Permission denied", str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", refusing)
    with pytest.raises(TroubleError) as wrong:
        publish([("a.html", b"new"), ("d.html", b"new"), ("c.html", b"new")], out)
    assert wrong.value.rule == "cannot-write"
    assert beside(tmp_path) == before


def test_a_damaged_manifest_loses_nothing(tmp_path: Path) -> None:
    """A manifest that cannot be read, or that points outside, removes nothing and is made anew."""
    out = tmp_path / "site"
    publish([("a.html", b"1")], out)
    (tmp_path / "precious").write_bytes(b"x")
    for damage in (b"{", b"[]", b'{"../precious": ["", 1]}', b'{"a": 1}'):
        (out / ".manifest.json").write_bytes(damage)
        (out / "P").mkdir(exist_ok=True)
        (out / "P" / "withdrawn.html").write_bytes(b"x")
        publish([("a.html", b"2"), ("P/b.html", b"3")], out)
        assert not (out / "P" / "withdrawn.html").exists()
        (out / "P" / "b.html").unlink()
        assert published(out) == {"a.html": b"2"}
        assert (tmp_path / "precious").exists()


def test_what_a_power_cut_leaves_is_put_right(tmp_path: Path) -> None:
    """A build killed at any moment leaves no half-written file, and the next one ends as a clean one does."""
    script = (
        "import sys; from pathlib import Path; from tests.publishing import publish\n"
        "publish([(f'{n}.html', sys.argv[2].encode() * 5000) for n in range(int(sys.argv[3]))], Path(sys.argv[1]))"
    )
    out = tmp_path / "site"
    publish([(f"{number}.html", b"old" * 5000) for number in range(300)], out)
    whole = {b"old" * 5000, b"new" * 5000}
    for delay in range(0, 30, 3):
        command = [sys.executable, "-c", script, str(out), "new", "250"]
        started = subprocess.Popen(command, cwd=ROOT)
        time.sleep(0.25 + delay / 100)
        started.kill()
        started.wait()
        assert set(published(out).values()) <= whole
    publish([("0.html", b"last")], out)
    assert beside(tmp_path).keys() == {"site/0.html", "site/.manifest.json"}


def test_a_replacement_cut_off_is_undone_first(tmp_path: Path) -> None:
    """Where files were being replaced when the power went, the next build begins by putting the old ones back."""
    out, undo = tmp_path / "site", tmp_path / "site" / ".old"
    publish([("a.html", b"old"), ("b.html", b"old")], out)
    before = files(out)
    undo.mkdir()
    plan = {"new": ["c.html"], "old": ["a.html", "b.html"], "manifest": True}
    (undo / ".plan.json").write_text(json.dumps(plan), encoding="utf-8")
    (undo / ".manifest.json").write_bytes(before[".manifest.json"])
    (undo / "0").write_bytes(b"old")
    (out / "a.html").write_bytes(b"new")
    (out / "c.html").write_bytes(b"new")
    manifest = {**json.loads(before[".manifest.json"]), "c.html": ["", 3]}
    (out / ".manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    def failing():
        yield "a.html", b"newer"
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        publish(failing(), out)
    assert beside(tmp_path) == {f"site/{path}": content for path, content in before.items() if path != ".lock"}


def test_a_second_build_waits_its_turn(tmp_path: Path) -> None:
    """While one build is at work another into the same folder says so, and the first ends undisturbed."""
    out = tmp_path / "site"

    def slow():
        yield "a.html", b"1"
        with pytest.raises(TroubleError) as wrong:
            publish([("b.html", b"2")], out)
        assert wrong.value.rule == "build-running"
        assert dict(wrong.value.details)["process"] == str(os.getpid())

    publish(slow(), out)
    assert published(out) == {"a.html": b"1"}
