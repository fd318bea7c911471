"""Deploying: releases by number, only what changed is sent, one switch, and every way back."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from generator.deploy import folder as folder_target
from generator.deploy.folder import Folder
from generator.deploy.rollout import Rollout
from generator.problems import TroubleError
from tests.conftest import files
from tests.deployed import MOMENT
from tests.publishing import publish

PAGES = [("index.html", b"home 1"), ("P/DB1/index.html", b"one"), ("assets/site-0123456789.css", b"old")]
NEXT = [("index.html", b"home 2"), ("P/DB2/index.html", b"one"), ("assets/site-abcdefabcd.css", b"new")]
LAYOUTS = pytest.mark.parametrize("layout", ["linked", "in-place", "no-links"])


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A built site."""
    publish(PAGES, tmp_path / "site")
    return tmp_path / "site"


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A target."""
    return tmp_path / "target"


def own(folder: Path) -> dict[str, bytes]:
    return {path: content for path, content in files(folder).items() if not path.startswith(".")}


def rollout(top: Path, *, in_place: bool = False, **more: object) -> Rollout:
    return Rollout(Folder(top, in_place=in_place), MOMENT, wait=0, **more)


def visible(top: Path, layout: str) -> dict[str, bytes]:
    return own(top if layout == "in-place" else top / "current")


def without_links(patch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(1314, "A required privilege is not held by the client")

    patch.setattr(Path, "symlink_to", refused)


@LAYOUTS
def test_what_visitors_see(out: Path, top: Path, layout: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Visitors see the release, then the next one with what pages of the last still ask for, and either one again.

    So it is where a link leads, where the folder itself is served, and on a Windows where links are not allowed.
    """
    if layout == "no-links":
        without_links(monkeypatch)
    again = rollout(top, in_place=layout == "in-place")
    assert again.deploy(out).sent == 3
    assert visible(top, layout) == dict(PAGES)
    assert (top / "current").is_symlink() is (layout == "linked")
    publish(NEXT, out)
    outcome = again.deploy(out)
    assert (outcome.number, outcome.before, outcome.sent, outcome.size) == (2, 1, 2, 9)
    assert visible(top, layout) == {**dict(NEXT), "assets/site-0123456789.css": b"old"}
    assert again.rollback(None).number == 1
    assert visible(top, layout) == dict(PAGES)
    assert again.rollback(2).number == 2
    assert visible(top, layout) == {**dict(NEXT), "assets/site-0123456789.css": b"old"}


def test_a_page_that_moved_is_not_sent_again(out: Path, top: Path) -> None:
    """A content the last release has under another address is linked there; what did not change is the same file."""
    rollout(top).deploy(out)
    publish([*PAGES[1:], ("index.html", b"home 2"), ("P/DB3/index.html", b"one")], out)
    assert rollout(top).deploy(out).sent == 1
    numbers = [top / "releases" / number / "P/DB1/index.html" for number in ("000001", "000002")]
    assert numbers[0].samefile(numbers[1])
    assert numbers[0].samefile(top / "releases/000002/P/DB3/index.html")


def test_nothing_changed(out: Path, top: Path) -> None:
    """A site that is published already makes no release."""
    rollout(top).deploy(out)
    assert (rollout(top).deploy(out).number, rollout(top).deploy(out).sent) == (1, 0)
    assert [one.number for one in rollout(top).releases()[0]] == [1]


@LAYOUTS
def test_a_live_site_that_is_wrong_brings_the_last_release_back(
    out: Path, top: Path, layout: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the check finds anything wrong, visitors see the release before; its number is never used again."""
    if layout == "no-links":
        without_links(monkeypatch)
    place = layout == "in-place"
    rollout(top, in_place=place).deploy(out)
    publish(NEXT, out)
    outcome = rollout(
        top, in_place=place, check=lambda release, changed: [f"{release.number} {sorted(changed)}"]
    ).deploy(out)
    assert (outcome.number, outcome.failed) == (1, 2)
    assert outcome.wrong == ("2 ['P/DB2/index.html', 'assets/site-abcdefabcd.css', 'index.html']",)
    assert visible(top, layout) == dict(PAGES)
    assert not (top / ("releases" if not place else ".releases") / "000002").exists()
    outcome = rollout(top, in_place=place, check=lambda *_: []).deploy(out)
    assert (outcome.number, outcome.failed, outcome.wrong) == (3, None, ())
    assert visible(top, layout)["index.html"] == b"home 2"
    with pytest.raises(TroubleError, match="deploy-release-unknown"):
        rollout(top, in_place=place).rollback(2)


def test_the_first_release_has_none_to_go_back_to(out: Path, top: Path) -> None:
    """Where the first check fails, the release stays, so that the server can be set right."""
    outcome = rollout(top, check=lambda *_: ["wrong"]).deploy(out)
    assert (outcome.number, outcome.failed, outcome.wrong) == (1, None, ("wrong",))
    assert visible(top, "linked") == dict(PAGES)


def test_a_deploy_killed_before_its_check_is_proved_by_the_next(out: Path, top: Path) -> None:
    """What was switched to but not yet looked at is looked at next time, and taken back where it is wrong."""
    rollout(top).deploy(out)
    publish(NEXT, out)

    def killed(*_: object) -> list[str]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rollout(top, check=killed).deploy(out)
    assert visible(top, "linked")["index.html"] == b"home 2"
    outcome = rollout(top, check=lambda *_: ["wrong"]).deploy(out)
    assert (outcome.number, outcome.failed) == (1, 2)
    assert visible(top, "linked") == dict(PAGES)


def test_old_releases_go(out: Path, top: Path) -> None:
    """So many releases stay as is asked, with the one visitors see; the numbers of those that go stay used."""
    for number in range(1, 8):
        publish([*PAGES[1:], ("index.html", str(number).encode())], out)
        rollout(top, keep=3).deploy(out)
    headings, current = rollout(top).releases()
    assert ([one.number for one in headings], current) == ([7, 6, 5], 7)
    assert {one.name for one in (top / "releases").iterdir() if one.is_dir()} == {"000005", "000006", "000007"}
    rollout(top, keep=3).rollback(5)
    publish(PAGES, out)
    assert rollout(top, keep=1).deploy(out).number == 8
    assert [one.number for one in rollout(top).releases()[0]] == [8]


def failing(step: int, patch: pytest.MonkeyPatch) -> None:
    """Have the disk refuse once, at this step of all that write to it."""
    left = step

    def limited(call: Callable[..., object]) -> Callable[..., object]:
        def called(*given: object, **named: object) -> object:
            nonlocal left
            left -= 1
            if left == 0:
                raise OSError(28, "No space left on device", "x")
            return call(*given, **named)

        return called

    for name in ("write_whole", "_copied", "_link_or_copy"):
        patch.setattr(folder_target, name, limited(getattr(folder_target, name)))


@LAYOUTS
def test_a_disk_that_takes_no_more(out: Path, top: Path, layout: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk refuses at any step visitors see the old release; the next deploy ends as if nothing had been."""
    if layout == "no-links":
        without_links(monkeypatch)
    again = rollout(top, in_place=layout == "in-place")
    again.deploy(out)
    publish(NEXT, out)
    step = 0
    while again.target.standing().current == 1:
        step += 1
        assert visible(top, layout) == dict(PAGES), step
        with pytest.MonkeyPatch.context() as patch, suppress(OSError):
            failing(step, patch)
            again.deploy(out)
    assert step > (4 if layout == "linked" else 6)
    assert again.deploy(out).number == 2
    assert visible(top, layout) == {**dict(NEXT), "assets/site-0123456789.css": b"old"}
    assert again.rollback(1).number == 1
    assert visible(top, layout) == dict(PAGES)


def test_a_file_missing_in_the_last_release_is_sent_again(out: Path, top: Path) -> None:
    """What somebody has taken out of the last release, or cut short, comes from the site again."""
    rollout(top).deploy(out)
    (top / "releases/000001/P/DB1/index.html").unlink()
    (top / "releases/000001/assets/site-0123456789.css").write_bytes(b"o")
    publish([*PAGES[1:], ("index.html", b"home 2")], out)
    rollout(top).deploy(out)
    assert visible(top, "linked") == {**dict(PAGES), "index.html": b"home 2"}


def test_a_disk_without_links(out: Path, top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file cannot have two names it is copied."""

    def refused(*_: object, **__: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    rollout(top).deploy(out)
    publish(NEXT, out)
    rollout(top).deploy(out)
    assert visible(top, "linked") == {**dict(NEXT), "assets/site-0123456789.css": b"old"}
    assert own(top / "releases/000001") == dict(PAGES)


def test_what_has_arrived_is_not_sent_again(out: Path, top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a deploy that was stopped only the rest is sent; what arrived half is told by its content."""
    copied, left = folder_target._copied, 2

    def stopping(source: Path, blob: Path, sha256: str) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            blob.write_bytes(b"half")
            raise KeyboardInterrupt
        copied(source, blob, sha256)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folder_target, "_copied", stopping)
        with pytest.raises(KeyboardInterrupt):
            rollout(top).deploy(out)
    sent: list[str] = []
    monkeypatch.setattr(folder_target, "_copied", lambda *given: (sent.append(given[0].name), copied(*given)))
    rollout(top).deploy(out)
    assert len(sent) == 1
    assert visible(top, "linked") == dict(PAGES)


def test_two_at_once(out: Path, top: Path) -> None:
    """A second deploy says who holds the target, or waits its turn."""
    first = Folder(top)
    with first.held(0):
        with pytest.raises(TroubleError) as wrong:
            rollout(top).deploy(out)
        assert wrong.value.rule == "deploy-held"
        assert f"({os.getpid()})" in dict(wrong.value.details)["holder"]
        waiting = threading.Thread(target=Rollout(Folder(top), MOMENT, wait=20).deploy, args=[out])
        waiting.start()
    waiting.join()
    assert visible(top, "linked") == dict(PAGES)


def test_a_site_changed_under_way(out: Path, top: Path) -> None:
    """A file that is not as it was built is not published."""
    rollout(top).deploy(out)
    publish(NEXT, out)
    (out / "index.html").write_bytes(b"edited")
    with pytest.raises(TroubleError, match="deploy-site-changed"):
        rollout(top).deploy(out)
    assert visible(top, "linked") == dict(PAGES)


@pytest.mark.parametrize("in_place", [False, True])
def test_a_folder_of_somebody_else(out: Path, top: Path, in_place: bool) -> None:
    """A `current` of somebody else, or a served folder with other files, is never written into."""
    (top / "current").mkdir(parents=True)
    with pytest.raises(TroubleError) as wrong:
        rollout(top, in_place=in_place).deploy(out)
    assert (wrong.value.rule, dict(wrong.value.details)["found"]) == ("deploy-not-ours", "current")
    assert [one.name for one in top.iterdir()] == ["current"]
