"""Packed forms of texts, made once: Brotli and gzip at their best, remembered by content.

gzip is libdeflate's, bundled with its Python package: the zlib that Python came with differs from machine to machine.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

from generator.memory import FOLDER, Memory

BEST_GZIP, BEST_BROTLI = 12, 11
_AT_ONCE = 256
"""Files that are packed together; what they hold is in memory for so long."""


def packer(root: Path) -> Memory:
    """Return what is remembered of a project's packed files; other versions of the libraries begin anew."""
    (root / FOLDER).mkdir(exist_ok=True)
    return Memory(root / FOLDER / "bundle", f"{version('brotli')} {version('deflate')}")


def packed(memory: Memory, files: Iterable[tuple[str, str, Path]]) -> Iterator[tuple[str, bytes, bytes, bytes]]:
    """Yield the path, content, Brotli and gzip form of texts, in their order; each comes as path, SHA-256 and file."""
    waiting: list[tuple[str, str, Path]] = []
    with ThreadPoolExecutor(os.cpu_count()) as crew:
        for one in files:
            waiting.append(one)
            if len(waiting) == _AT_ONCE:
                yield from _batch(memory, waiting, crew)
                waiting = []
        yield from _batch(memory, waiting, crew)


def _batch(
    memory: Memory, files: list[tuple[str, str, Path]], crew: ThreadPoolExecutor
) -> Iterator[tuple[str, bytes, bytes, bytes]]:
    known = dict(memory.kept(key for _, sha256, _ in files for key in _keys(sha256)))
    contents = [file.read_bytes() for _, _, file in files]
    new = {
        sha256: content
        for (_, sha256, _), content in zip(files, contents, strict=True)
        if any(key not in known for key in _keys(sha256))
    }
    made = zip(new, crew.map(_forms, new.values()), strict=True)
    fresh = {key: form for sha256, forms in made for key, form in zip(_keys(sha256), forms, strict=True)}
    memory.keep(fresh.items())
    known |= fresh
    for (path, sha256, _), content in zip(files, contents, strict=True):
        brotli, gzip = (known[key] for key in _keys(sha256))
        yield path, content, brotli, gzip


def _keys(sha256: str) -> tuple[str, str]:
    return f"br {sha256}", f"gz {sha256}"


def _forms(content: bytes) -> tuple[bytes, bytes]:
    # Imported late: a bundle that was packed before packs nothing.
    import brotli
    import deflate

    return brotli.compress(content, quality=BEST_BROTLI), bytes(deflate.gzip_compress(content, BEST_GZIP))
