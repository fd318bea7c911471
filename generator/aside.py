"""Files made aside: they wait in a folder within the site's, to be put in their places once all are there."""

from __future__ import annotations

import os
from hashlib import blake2b, sha256

MadeFile = tuple[str, str, int, int]
"""A file that was made: path, SHA-256 in hex, bytes, when it was written in nanoseconds as the system tells it.

A plain tuple: a country's catalogue has a million of them to remember.
"""
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def put(folder: str, path: str, content: bytes) -> MadeFile:
    """Write a file of the site aside, in `folder`, which lies in the site's own."""
    # Making and removing a folder takes longer than writing a page: only what the site has not yet comes in folders.
    target = f"{folder}/{path}"
    if os.path.isdir(f"{folder}/../{path.rpartition('/')[0]}"):  # noqa: PTH112 - Paths would take longer than writing
        target = _alone(folder, path)
    try:
        file = os.open(target, _NEW, 0o666)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120 - as above
        file = os.open(target, _NEW, 0o666)
    try:
        # A write may be cut short; what is missing is written again, or the disk says why not.
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(file, rest) :]
    finally:
        os.close(file)
    changed = os.stat(target).st_mtime_ns  # noqa: PTH116 - as above
    return path, sha256(content).hexdigest(), len(content), changed


def lies(folder: str, path: str) -> str:
    """Return where a file that was put aside lies: below its own folders, or alone where these stand in the site."""
    alone = _alone(folder, path)
    return alone if os.path.lexists(alone) else f"{folder}/{path}"


def _alone(folder: str, path: str) -> str:
    return f"{folder}/.{blake2b(path.encode(), digest_size=16).hexdigest()}"
