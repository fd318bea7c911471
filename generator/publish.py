"""Putting the site in place: all files first aside, then each replaced whole, leftovers removed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from generator.problems import TroubleError

MANIFEST = ".manifest.json"
"""What this programme put into the folder, so that it removes only its own leftovers."""
KEPT = ".gitkeep"
Manifest = dict[str, tuple[str, int]]
"""Each file's path, with its SHA-256 in hex and its size in bytes."""


def publish(files: Iterable[tuple[str, bytes]], out: Path) -> tuple[int, int]:
    """Put the files into the folder and return how many files and bytes the site has.

    Everything is written aside first: a failure while making or writing leaves the folder as it was.
    Raises TroubleError when the folder is somebody else's, or the disk refuses.
    """
    out = out.absolute()
    aside = out.with_name(f".{out.name}.new-{os.getpid()}")
    try:
        _must_be_ours(out)
        shutil.rmtree(aside, ignore_errors=True)
        manifest = _write(files, aside)
        _move(manifest, aside, out)
    except OSError as trouble:
        raise TroubleError(
            "cannot-write", file=trouble.filename or out, reason=trouble.strerror or trouble
        ) from trouble
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return len(manifest), sum(size for _, size in manifest.values())


def _must_be_ours(out: Path) -> None:
    if not out.exists():
        return
    if not out.is_dir():
        raise TroubleError("out-not-a-folder", file=out)
    foreign = [one.name for one in out.iterdir() if one.name != KEPT]
    if foreign and not (out / MANIFEST).is_file():
        raise TroubleError("out-not-ours", file=out, found=", ".join(sorted(foreign)[:3]))


def _write(files: Iterable[tuple[str, bytes]], aside: Path) -> Manifest:
    manifest: Manifest = {}
    aside.mkdir(parents=True)
    for path, content in files:
        target = aside / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        manifest[path] = (hashlib.sha256(content).hexdigest(), len(content))
    return manifest


def _move(manifest: Manifest, aside: Path, out: Path) -> None:
    """Replace the files one by one; whatever stops it, those already replaced are put back."""
    before = _previous(out)
    undo = aside.with_name(f"{aside.name}.undo")
    shutil.rmtree(undo, ignore_errors=True)
    # The union is noted first: a move cut off by a power failure must not orphan files no manifest knows.
    _note(out, {**before, **manifest})
    done: list[str] = []
    try:
        for path in [*manifest, *sorted(before.keys() - manifest.keys(), reverse=True)]:
            done.append(path)
            _swap(path, aside, out, undo)
        _note(out, manifest)
    except BaseException:
        for path in reversed(done):
            _swap_back(path, out, undo)
        _note(out, before)
        raise
    finally:
        shutil.rmtree(undo, ignore_errors=True)


def _swap(path: str, aside: Path, out: Path, undo: Path) -> None:
    """Put the new file where the old one was, and the old one where it can be found again."""
    target = out / path
    if target.exists():
        (undo / path).parent.mkdir(parents=True, exist_ok=True)
        # A copy, not a move: at every moment visitors find the old file or the new one.
        shutil.copy2(target, undo / path) if target.is_file() else target.replace(undo / path)
    if (aside / path).exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        (aside / path).replace(target)
    else:
        _remove(out, path)


def _swap_back(path: str, out: Path, undo: Path) -> None:
    if (undo / path).exists():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (undo / path).replace(out / path)
    else:
        _remove(out, path)


def _previous(out: Path) -> Manifest:
    try:
        noted = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        return {path: (digest, size) for path, (digest, size) in noted.items() if _inside(path)}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _inside(path: str) -> bool:
    return bool(path) and not path.startswith(("/", "\\")) and ":" not in path and ".." not in path.split("/")


def _note(out: Path, manifest: Manifest) -> None:
    out.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(f"{json.dumps(path)}: {json.dumps(manifest[path])}" for path in sorted(manifest))
    fresh = out / f"{MANIFEST}.new"
    fresh.write_text("{\n" + lines + "\n}\n", encoding="utf-8", newline="\n")
    fresh.replace(out / MANIFEST)


def _remove(out: Path, path: str) -> None:
    (out / path).unlink(missing_ok=True)
    for folder in (out / path).parents:
        if folder == out:
            return
        try:
            folder.rmdir()
        except OSError:
            return
