"""Putting the site in place: all files first aside, then each replaced whole, leftovers removed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import portalocker

from generator.problems import TroubleError

MANIFEST = ".manifest.json"
"""What this programme put into the folder, so that it removes only its own leftovers."""
ASIDE, UNDO, LOCK = ".new", ".old", ".lock"
"""Where the next site is made, where the last one is kept while files are replaced, whose turn it is."""
OURS = {MANIFEST, f"{MANIFEST}.new", ASIDE, UNDO, LOCK, ".gitkeep"}
Manifest = dict[str, tuple[str, int]]
"""Each file's path, with its SHA-256 in hex and its size in bytes."""


def publish(files: Iterable[tuple[str, bytes]], out: Path) -> tuple[int, int]:
    """Put the files into the folder and return how many files and bytes the site has.

    Everything is written aside first, and while files are replaced the old ones are kept: a failure leaves the
    folder as it was, and what a power failure leaves is put right by the next build.
    Raises TroubleError when the folder is somebody else's, another build is at work, or the disk refuses.
    """
    # Inside the folder, so that it may be a mount of its own; what is there is the same file system for sure.
    aside, undo = out / ASIDE, out / UNDO
    try:
        _must_be_ours(out)
        out.mkdir(parents=True, exist_ok=True)
        with _alone(out):
            _restore(out, undo)
            shutil.rmtree(aside, ignore_errors=True)
            try:
                manifest = _write(files, aside)
                _replace(manifest, aside, out, undo)
            finally:
                shutil.rmtree(aside, ignore_errors=True)
    except OSError as trouble:
        reason = trouble.strerror or trouble
        raise TroubleError("cannot-write", file=trouble.filename or out, reason=reason) from trouble
    return len(manifest), sum(size for _, size in manifest.values())


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
    lock = out / LOCK
    try:
        with portalocker.Lock(lock, flags=portalocker.LOCK_EX | portalocker.LOCK_NB, timeout=0):
            yield
    except portalocker.LockException as held:
        raise TroubleError("build-running", file=out) from held


def _write(files: Iterable[tuple[str, bytes]], aside: Path) -> Manifest:
    manifest: Manifest = {}
    aside.mkdir(parents=True)
    for path, content in files:
        target = aside / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        manifest[path] = (hashlib.sha256(content).hexdigest(), len(content))
    return manifest


def _replace(manifest: Manifest, aside: Path, out: Path, undo: Path) -> None:
    """Replace the files one by one; whatever stops it, the old ones are put back."""
    before = _noted(out) or _found(out, manifest)
    undo.mkdir()
    _note(undo, before)
    # The union: a move cut off by a power failure must not orphan files that no manifest knows.
    _note(out, {**before, **manifest})
    leftovers = sorted(before.keys() - manifest.keys(), reverse=True)
    # Pages last, so that none asks for a style or picture that is not there yet.
    arriving = sorted(manifest, key=lambda path: path.endswith(".html"))
    try:
        for path in [*arriving, *leftovers]:
            _swap(path, aside, out, undo)
        _note(out, manifest)
    except BaseException:
        _restore(out, undo)
        raise
    shutil.rmtree(undo, ignore_errors=True)


def _swap(path: str, aside: Path, out: Path, undo: Path) -> None:
    """Put the new file where the old one was, and the old one where it can be found again."""
    target, kept = out / path, undo / path
    if target.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        if target.is_file():
            # A copy, itself put in place whole: at every moment visitors find the old file or the new one.
            copied = kept.with_name(f"{kept.name}.part")
            shutil.copy2(target, copied)
            copied.replace(kept)
        else:
            target.replace(kept)
    if (aside / path).exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        (aside / path).replace(target)
    else:
        _remove(out, path)


def _restore(out: Path, undo: Path) -> None:
    """Put back what a replacement that did not end had taken away, and take away what it had brought."""
    if not undo.exists():
        return
    if (undo / MANIFEST).is_file():
        before = _noted(undo)
        for path in _noted(out).keys() | before.keys():
            if (undo / path).exists():
                (out / path).parent.mkdir(parents=True, exist_ok=True)
                (undo / path).replace(out / path)
            elif path not in before:
                _remove(out, path)
        _note(out, before)
    shutil.rmtree(undo, ignore_errors=True)


def _noted(folder: Path) -> Manifest:
    try:
        noted = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {path: (digest, size) for path, (digest, size) in noted.items() if _inside(path)}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _found(out: Path, manifest: Manifest) -> Manifest:
    """Return what stands in the site's own folders, for when the manifest of it was lost."""
    rooms = {path.split("/")[0] for path in manifest if "/" in path}
    standing = (path for room in rooms for path in (out / room).rglob("*") if path.is_file())
    return {path.relative_to(out).as_posix(): ("", 0) for path in standing}


def _inside(path: str) -> bool:
    return bool(path) and not path.startswith(("/", "\\")) and ":" not in path and ".." not in path.split("/")


def _note(folder: Path, manifest: Manifest) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(f"{json.dumps(path)}: {json.dumps(manifest[path])}" for path in sorted(manifest))
    fresh = folder / f"{MANIFEST}.new"
    with fresh.open("w", encoding="utf-8", newline="\n") as file:
        file.write("{\n" + lines + "\n}\n")
        file.flush()
        os.fsync(file.fileno())  # a name must never stand for a file that the power failure kept empty
    fresh.replace(folder / MANIFEST)


def _remove(out: Path, path: str) -> None:
    (out / path).unlink(missing_ok=True)
    for folder in (out / path).parents:
        if folder == out:
            return
        try:
            folder.rmdir()
        except OSError:
            return
