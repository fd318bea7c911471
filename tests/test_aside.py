"""Files that are made aside, before the site gets them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.aside import lies, put
from tests.publishing import publish


@pytest.fixture
def aside(tmp_path: Path) -> Path:
    """A folder within a site in which `P/A` stands."""
    (tmp_path / "P" / "A").mkdir(parents=True)
    (tmp_path / ".new").mkdir()
    return tmp_path / ".new"


def test_only_what_is_new_gets_a_folder(aside: Path) -> None:
    """A file lies by itself where its folder stands in the site, and in its own folders where it does not."""
    for path in ("index.html", "P/A/index.html", "P/B/index.html", "P/B/tem.png"):
        assert put(str(aside), path, path.encode())[0] == path
        assert Path(lies(str(aside), path)).read_bytes() == path.encode()
    assert [one.name for one in aside.iterdir() if one.is_dir()] == ["P"]
    assert sorted(path.relative_to(aside).as_posix() for path in aside.glob("P/**/*")) == [
        "P/B",
        "P/B/index.html",
        "P/B/tem.png",
    ]
    assert len([one for one in aside.iterdir() if one.is_file()]) == 2


def test_a_write_cut_short_goes_on(aside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that takes a few bytes at a time gets all of them, in their order."""
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, rest: write(file, bytes(rest[:7])))
    put(str(aside), "P/A/index.html", bytes(range(256)))
    assert Path(lies(str(aside), "P/A/index.html")).read_bytes() == bytes(range(256))


def test_new_files_arrive_beside_those_that_stand(tmp_path: Path) -> None:
    """A site gets what is new in a folder it has, and a whole folder it has not, and keeps what nobody touched."""
    out = tmp_path / "site"
    publish([("a/1.html", b"1"), ("a/2.html", b"2")], out)
    publish([("a/1.html", b"1"), ("a/2.html", b"new"), ("a/3.html", b"3"), ("b/c/4.html", b"4")], out)
    found = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.glob("[ab]/**/*.html")}
    assert found == {"a/1.html": b"1", "a/2.html": b"new", "a/3.html": b"3", "b/c/4.html": b"4"}
    assert sorted(path.name for path in out.iterdir()) == [".lock", ".manifest.json", "a", "b"]
