"""Putting the site in place: whole or not at all, and only over what is ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.problems import TroubleError
from generator.publish import publish
from tests.conftest import files


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
    before = files(tmp_path)

    def failing():
        yield "a.html", b"new"
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        publish(failing(), out)
    assert files(tmp_path) == before


def test_failure_while_moving_puts_everything_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk refuses in the middle of replacing, the files already replaced are put back."""
    out = tmp_path / "site"
    publish([(f"{letter}.html", b"old") for letter in "abc"], out)
    before = files(tmp_path)
    replace = Path.replace

    def refusing(self: Path, target: Path) -> Path:
        if self.name == "c.html" and "undo" not in str(self.parent):
            raise PermissionError(13, "Permission denied", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refusing)
    with pytest.raises(TroubleError) as wrong:
        publish([("a.html", b"new"), ("d.html", b"new"), ("c.html", b"new")], out)
    assert wrong.value.rule == "cannot-write"
    assert files(tmp_path) == before


def test_a_damaged_manifest_loses_nothing(tmp_path: Path) -> None:
    """A manifest that cannot be read, or that points outside, removes nothing and is made anew."""
    out = tmp_path / "site"
    publish([("a.html", b"1")], out)
    (tmp_path / "precious").write_bytes(b"x")
    for damage in (b"{", b"[]", b'{"../precious": ["", 1]}', b'{"a": 1}'):
        (out / ".manifest.json").write_bytes(damage)
        publish([("a.html", b"2")], out)
        assert published(out) == {"a.html": b"2"}
        assert (tmp_path / "precious").exists()
