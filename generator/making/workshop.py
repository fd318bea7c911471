"""Making files from their recipes: only what is stale, by whoever is there, each written as soon as it is made."""

from __future__ import annotations

import hashlib
import os
import pickle
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from generator.crew import Crew, Staff
from generator.making.recipe import Recipe
from generator.memory import Kept, Memory

RECIPES_AT_ONCE = 24
SECONDS_A_RECIPE = 0.002


class Theme(Protocol):
    """How the site looks, as far as a workshop must know."""

    @property
    def packed(self) -> bytes:
        """The theme for the way to another process; the same theme gives the same bytes."""

    def digest(self, templates: tuple[str, ...]) -> str:
        """Return a digest of all that decides what is drawn with these templates."""


class MadeFile(NamedTuple):
    """A file that was made."""

    path: str
    sha256: str
    size: int
    """Bytes."""
    changed: int
    """When it was written, in nanoseconds, as the system tells it."""


class Made(NamedTuple):
    """What came of a recipe."""

    digest: str
    """All it was made from."""
    files: tuple[MadeFile, ...]


class ForgottenError(Exception):
    """The memory lost a value that it knew of: whatever else it knows is not to be trusted either."""


class Batch(NamedTuple):
    """Recipes for one worker, with all they need."""

    theme: bytes
    recipes: list[tuple[str, Recipe]]
    """Each with the digest of what it is made from."""
    values: dict[str, bytes]
    """What the recipes take from the memory."""
    folder: str
    """Where the files are to be written; empty for workers elsewhere, who hand them back."""


Handed = tuple[str, str, list[MadeFile | tuple[str, bytes]]]
"""The recipe's name and digest, and its files, written or not."""


def make(
    recipes: Iterable[Recipe], before: Mapping[str, Made], theme: Theme, memory: Memory, staff: Staff, folder: str
) -> dict[str, Made]:
    """Return what came of every recipe; what is stale is made now, and written below a folder.

    `before` is what was made last time and still stands. Raises ForgottenError where the memory lost something.
    """
    made: dict[str, Made] = {}
    stale: list[tuple[str, Recipe]] = []
    digests: dict[tuple[str, ...], str] = {}
    for recipe in recipes:
        name = recipe.paths[0]
        templates = digests.get(recipe.templates) or digests.setdefault(
            recipe.templates, theme.digest(recipe.templates)
        )
        digest = recipe.digest(templates)
        known = before.get(name)
        if known is not None and known.digest == digest:
            made[name] = known
        else:
            stale.append((digest, recipe))
    crew = staff.crew(len(stale) * SECONDS_A_RECIPE)
    batches = _batches(stale, theme, memory, crew, folder)
    for handed in staff.each(crew, work, batches, len(stale), RECIPES_AT_ONCE, "making"):
        for name, digest, files in handed:
            written = (one if isinstance(one, MadeFile) else put(folder, *one) for one in files)
            made[name] = Made(digest, tuple(written))
    return made


def _batches(stale: list[tuple[str, Recipe]], theme: Theme, memory: Memory, crew: Crew, folder: str) -> Iterator[Batch]:
    packed = theme.packed
    for first in range(0, len(stale), RECIPES_AT_ONCE):
        recipes = stale[first : first + RECIPES_AT_ONCE]
        keys = [value.key for _, recipe in recipes for value in recipe.inputs if isinstance(value, Kept)]
        values = dict(memory.kept(keys))
        if len(values) < len(set(keys)):
            raise ForgottenError
        yield Batch(packed, recipes, values, folder if crew.near else "")


def work(batch: Batch) -> list[Handed]:
    """Make the files of a batch."""
    theme = _unpacked(batch.theme)
    values = {key: pickle.loads(value) for key, value in batch.values.items()}  # noqa: S301 - our own, by its digest
    done: list[Handed] = []
    for digest, recipe in batch.recipes:
        inputs = (values[value.key] if isinstance(value, Kept) else value for value in recipe.inputs)
        files = zip(recipe.paths, recipe.make(theme, *inputs), strict=True)
        kept = [put(batch.folder, *file) if batch.folder else file for file in files]
        done.append((recipe.paths[0], digest, kept))
    return done


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Any:
    return pickle.loads(zlib.decompress(packed))  # noqa: S301 - comes from this same programme


def put(folder: str, path: str, content: bytes) -> MadeFile:
    """Write a file of the site below a folder."""
    target = os.path.join(folder, *path.split("/"))  # noqa: PTH118 - Paths would take longer than writing
    try:
        file = open(target, "wb", buffering=0)  # noqa: PTH123, SIM115 - as above
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120 - as above
        file = open(target, "wb", buffering=0)  # noqa: PTH123, SIM115 - as above
    with file:
        # A raw write may be cut short; what is missing is written again, or the disk says why not.
        rest = memoryview(content)
        while rest:
            rest = rest[file.write(rest) :]
    changed = os.stat(target).st_mtime_ns  # noqa: PTH116 - as above
    return MadeFile(path, hashlib.sha256(content).hexdigest(), len(content), changed)
