"""Files that are there whole or not at all, whatever stops the programme or the machine."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(file: Path, content: bytes) -> None:
    """Write a file beside its place and give it its name when all of it is on the disk; the folder must be there."""
    fresh = file.with_name(f"{file.name}.new")
    try:
        with fresh.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())  # a name must never stand for a file that a power failure kept empty
        fresh.replace(file)
    except OSError as trouble:
        trouble.filename = trouble.filename or str(file)  # a full disk does not say what it had no room for
        raise


def settle(folder: Path) -> None:
    """Have the disk keep the names in a folder; Windows knows no such thing and does so by itself."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
