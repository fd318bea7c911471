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


def _write(files: Iterable[tuple[str, bytes]], aside: Path) -> dict[str, tuple[str, int]]:
    manifest: dict[str, tuple[str, int]] = {}
    aside.mkdir(parents=True)
    for path, content in files:
        target = aside / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        manifest[path] = (hashlib.sha256(content).hexdigest(), len(content))
    return manifest


def _move(manifest: dict[str, tuple[str, int]], aside: Path, out: Path) -> None:
    before = _previous(out)
    # The union is noted first: a move cut short must not orphan files that no manifest knows.
    _note(out, {**before, **manifest})
    for path in manifest:
        target = out / path
        if target.is_dir():
            shutil.rmtree(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        (aside / path).replace(target)
    for path in sorted(before.keys() - manifest.keys(), reverse=True):
        _remove(out, path)
    _note(out, manifest)


def _previous(out: Path) -> dict[str, tuple[str, int]]:
    try:
        noted = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        return {path: (digest, size) for path, (digest, size) in noted.items() if _inside(path)}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _inside(path: str) -> bool:
    return bool(path) and not path.startswith(("/", "\\")) and ":" not in path and ".." not in path.split("/")


def _note(out: Path, manifest: dict[str, tuple[str, int]]) -> None:
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
