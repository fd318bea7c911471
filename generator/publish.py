"""Putting the site in place: what changed is first made aside, then each file replaced whole, leftovers removed."""

from __future__ import annotations

import json
import os
import shutil
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from generator.aside import lies
from generator.clock import VIETNAM
from generator.disk import write_whole
from generator.memory import digest
from generator.problems import TroubleError

MANIFEST = ".manifest.json"
"""What this programme put into the folder, so that it removes only its own leftovers."""
ASIDE, UNDO, LOCK, HOLDER = ".new", ".old", ".lock", ".holder"
"""Where what changed is made, where old files are kept while they are replaced, whose turn it is, who that is."""
PLAN = ".plan.json"
"""In UNDO: which files are being replaced."""
OURS = {MANIFEST, f"{MANIFEST}.new", ASIDE, UNDO, LOCK, HOLDER, ".gitkeep"}
Manifest = Mapping[str, tuple[str, int]]
"""Each file's path, with its SHA-256 in hex and its size in bytes."""


class Site:
    """The folder of the site while a build works on it.

    Everything is written aside first, and while files are replaced the old ones are kept: a failure leaves the
    folder as it was, and what a power failure leaves is put right by the next build.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self.aside = out / ASIDE  # inside, so that the folder may be a mount of its own, and one file system for sure
        self._undo = out / UNDO

    def begin(self) -> None:
        """Put right what a build that died had left, and make room."""
        self._restore()
        shutil.rmtree(self.aside, ignore_errors=True)
        self.aside.mkdir()

    def replace(
        self,
        arriving: Manifest,
        leaving: Collection[str],
        last: str,
        whole: Callable[[], Manifest],
    ) -> str:
        """Put the files that are aside in their places, remove what the site has no more; return the manifest's digest.

        `last` is the digest of the manifest that the changes are told against. Where another stands, or none, `whole`
        is asked for all that the site has now. Whatever stops it, the old files are put back.
        """
        text = _text_of(self._out / MANIFEST)
        if text and digest(text.encode()) == last:
            going, text = sorted(leaving, reverse=True), amended(text, arriving, leaving)
        else:
            manifest = whole()
            going = sorted(self._standing(text, manifest) - manifest.keys(), reverse=True)
            text = listed(manifest)
        # Pages last, so that none asks for a style or picture that is not there yet.
        coming = sorted(arriving, key=lambda path: (path.endswith(".html"), path))
        old = dict.fromkeys(path for path in coming if os.path.lexists(self._out / path))
        new = [path for path in coming if path not in old]
        old.update(dict.fromkeys(going))
        self._undo.mkdir()
        plan = {"new": new, "old": list(old), "manifest": (self._out / MANIFEST).exists()}
        write_whole(self._undo / PLAN, json.dumps(plan).encode())
        kept = {path: f"{self._undo}/{number}" for number, path in enumerate(old)}
        try:
            for path in coming:
                if path in old:
                    _keep(f"{self._out}/{path}", kept[path])
                    os.replace(lies(str(self.aside), path), f"{self._out}/{path}")  # noqa: PTH105 - Paths would take longer
                else:
                    self._arrive(path)
            for path in going:
                _keep(f"{self._out}/{path}", kept[path])
                _remove(self._out, path)
            _keep(f"{self._out}/{MANIFEST}", f"{self._undo}/{MANIFEST}")
            write_whole(self._out / MANIFEST, text.encode())
        except BaseException:
            self._restore()
            raise
        (self._undo / PLAN).unlink()
        shutil.rmtree(self._undo, ignore_errors=True)
        return digest(text.encode())

    def _standing(self, text: str, manifest: Manifest) -> set[str]:
        """Return the paths of the site that stands there now."""
        noted = noted_in(text)
        if noted:
            return noted
        # The manifest was lost: what stands in the site's own folders is the site's.
        rooms = {path.split("/")[0] for path in manifest if "/" in path}
        return {f"{room}/{path}" for room in rooms for path in _below(self._out / room)}

    def _arrive(self, path: str) -> None:
        """Put a file in its place where none stood."""
        aside = Path(lies(str(self.aside), path))
        if aside != self.aside / path:
            aside.replace(self._out / path)
            return
        if not os.path.lexists(aside):
            return  # came with its folder
        # A folder that is new comes as a whole, its page and its pictures in one moment.
        whole = path
        while "/" in whole and not os.path.lexists(self._out / (around := whole.rpartition("/")[0])):
            whole = around
        (self.aside / whole).replace(self._out / whole)

    def _restore(self) -> None:
        """Put back what a replacement that did not end had taken away, and take away what it had brought."""
        if not self._undo.exists():
            return
        plan = _planned(self._undo / PLAN)
        for path in plan.get("new", ()):
            _remove(self._out, path)
        kept = [(str(number), path) for number, path in enumerate(plan.get("old", ()))]
        for name, path in (*kept, (MANIFEST, MANIFEST)):
            source, target = self._undo / name, self._out / path
            if _inside(path) and os.path.lexists(source):
                if source.is_dir() and target.is_file():
                    target.unlink()
                target.parent.mkdir(parents=True, exist_ok=True)
                source.replace(target)
        if plan and not plan.get("manifest"):
            (self._out / MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(self._undo, ignore_errors=True)


@contextmanager
def taken(out: Path) -> Iterator[Site]:
    """Hold the folder of the site while building into it.

    Raises TroubleError when the folder is somebody else's, another build is at work, or the disk refuses.
    """
    site = Site(out)
    try:
        _must_be_ours(out)
        out.mkdir(parents=True, exist_ok=True)
        with _alone(out):
            site.begin()
            try:
                yield site
            finally:
                shutil.rmtree(site.aside, ignore_errors=True)
    except OSError as trouble:
        reason = trouble.strerror or trouble
        raise TroubleError("cannot-write", file=trouble.filename or out, reason=reason) from trouble


def _must_be_ours(out: Path) -> None:
    if not out.exists():
        return
    if not out.is_dir():
        raise TroubleError("out-not-a-folder", file=out)
    foreign = [one.name for one in out.iterdir() if one.name not in OURS]
    if foreign and not (out / MANIFEST).is_file():
        raise TroubleError("out-not-ours", file=out, found=", ".join(sorted(foreign)[:3]))


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Hold the folder's lock; the system lets it go with the process, however that ends.

    The lock's file stays: who removes it may take it from under somebody who is just opening it.
    """
    import portalocker

    try:
        with portalocker.Lock(out / LOCK, flags=portalocker.LOCK_EX | portalocker.LOCK_NB, timeout=0):
            holder = out / HOLDER
            holder.write_text(f"{os.getpid()} {datetime.now(VIETNAM):%H:%M}", encoding="ascii")
            try:
                yield
            finally:
                holder.unlink(missing_ok=True)
    except portalocker.LockException as held:
        process = since = "?"
        with suppress(OSError, ValueError):
            process, since = (out / HOLDER).read_text(encoding="ascii").split()
        raise TroubleError("build-running", file=out, process=process, since=since) from held


def _keep(target: str, kept: str) -> None:
    """Let an old file be found again; visitors find it in its place until the very moment of the new one."""
    try:
        os.link(target, kept, follow_symlinks=False)
    except FileNotFoundError:
        pass  # somebody took it away
    except (OSError, NotImplementedError):
        # A file system without links, or a folder where a file is to come.
        if Path(target).is_dir() and not Path(target).is_symlink():
            Path(target).replace(kept)
            return
        shutil.copy2(target, f"{kept}.part", follow_symlinks=False)
        Path(f"{kept}.part").replace(kept)


def noted_in(text: str) -> set[str]:
    """Return the paths in a manifest, or nothing where it cannot be read."""
    try:
        return {path for path, (_, _) in json.loads(text).items() if _inside(path)}
    except (ValueError, TypeError, AttributeError):
        return set()


_BEGIN, _NEXT, _END = "{\n", ",\n", "\n}\n"


def listed(manifest: Manifest) -> str:
    """Return a manifest as it is written, in JSON: one file a line, by path."""
    return _BEGIN + _NEXT.join([_line(path, *manifest[path]) for path in sorted(manifest)]) + _END


def amended(text: str, arriving: Manifest, leaving: Collection[str]) -> str:
    """Return a manifest with some files changed: the same as if it were written anew, in a tenth of the time."""
    lines = [line for line in text[len(_BEGIN) : -len(_END)].split(_NEXT) if line]
    for path in (*arriving, *leaving):
        # The quote after a path sorts before all that a longer path goes on with, so lines are in the paths' order.
        begin = f'"{path}"'
        place = bisect_left(lines, begin)
        there = place < len(lines) and lines[place].startswith(begin)
        lines[place : place + there] = [_line(path, *arriving[path])] if path in arriving else []
    return _BEGIN + _NEXT.join(lines) + _END


def _line(path: str, sha256: str, size: int) -> str:
    return f'"{path}": ["{sha256}", {size}]'


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def _planned(file: Path) -> dict[str, Any]:
    try:
        plan = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # it ended, or had not begun
    plan["new"] = [path for path in plan["new"] if _inside(path)]
    return dict(plan)


def _below(folder: Path) -> Iterator[str]:
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _inside(path: str) -> bool:
    if ".." in path and ".." in path.split("/"):
        return False
    return bool(path) and path[0] not in "/\\" and ":" not in path


def _remove(out: Path, path: str) -> None:
    (out / path).unlink(missing_ok=True)
    for folder in (out / path).parents:
        if folder == out:
            return
        try:
            folder.rmdir()
        except OSError:
            return
