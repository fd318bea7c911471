"""Making files from their recipes: only what is stale, by whoever is there, each written as soon as it is made."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from generator.aside import MadeFile, put
from generator.crew import Alone, Crew, Staff
from generator.making.links import Finder
from generator.making.recipe import Bundle, Recipe
from generator.memory import ForgottenError, Kept, Memory, Original, digest
from generator.page import Page

RECIPES_AT_ONCE = 24
LONG = 0.1
"""Seconds: a recipe that takes longer is a batch of its own."""


class Theme(Protocol):
    """How the site looks, as far as a workshop must know."""

    @property
    def config(self) -> Any:
        """The settings of the site."""

    @property
    def packed(self) -> bytes:
        """The theme for the way to another process; the same theme gives the same bytes."""

    def digest(self, templates: tuple[str, ...]) -> str:
        """Return a digest of all that decides what is drawn with these templates."""


Part = tuple[str, str, tuple[MadeFile, ...]]
"""What came of a recipe: its name, the digest of all it was made from, its files."""
Made = tuple[str, tuple[Part, ...]]
"""What came of a bundle, or of a recipe that is in none: its digest, and its parts."""


class Standing(Protocol):
    """What was made last time."""

    @property
    def digests(self) -> Mapping[str, str]:
        """The digest of every bundle; an empty one where some of its files do not stand as they were made."""

    def noted(self, name: str) -> tuple[Part, ...]:
        """Return all parts of a bundle, standing or not."""

    def parts(self, name: str) -> tuple[Part, ...]:
        """Return the parts of a bundle that stand."""


class Changes(NamedTuple):
    """What is another than last time."""

    made: dict[str, Made]
    """Bundles that came, or have changed, by name."""
    gone: tuple[str, ...]
    """Bundles there are no more."""
    arriving: dict[str, tuple[str, int]]
    """The files that were made, with their SHA-256 in hex and their size in bytes."""
    leaving: frozenset[str]
    """The files there are no more."""
    links: dict[str, str]
    """What the files that were made link to, each with one of those that do."""


Task = tuple[str, str, Recipe]
"""A recipe that is stale, after its bundle's name and the digest of what it is made from."""


class Batch(NamedTuple):
    """Recipes for one worker, with all they need."""

    theme: Theme | Path | bytes
    """For another process the file it lies in, packed; or its bytes, for workers elsewhere."""
    tasks: list[Task]
    values: dict[str, bytes]
    """What the recipes take from the memory."""
    folder: str
    """Where the files are to be written; empty for workers elsewhere, who hand them back."""


Handed = tuple[str, str, str, list[MadeFile | tuple[str, bytes]]]
"""The bundle's name, the recipe's name and digest, and its files, written or not."""


def make(
    plan: Iterable[Recipe | Bundle],
    before: Standing,
    theme: Theme,
    memory: Memory,
    staff: Staff,
    folder: str,
) -> Changes:
    """Make what is stale, each file written below a folder, and return what has changed.

    `before` is what was made last time. Raises ForgottenError where the memory lost something.
    """
    begun: dict[str, tuple[str, list[Part]]] = {}
    stale: list[Task] = []
    planned: set[str] = set()
    digests: dict[tuple[str, ...], str] = {}
    known = before.digests.get

    def drawn_with(templates: tuple[str, ...]) -> str:
        return digests.get(templates) or digests.setdefault(templates, digest(theme.digest(templates).encode()))

    for one in plan:
        name = one.name
        planned.add(name)
        made_from = one.digest(drawn_with(one.templates))
        if known(name) == made_from:
            continue
        parts = {part[0]: part for part in before.parts(name)}
        begun[name] = made_from, []
        for recipe in one.recipes():
            drawn = recipe.digest(drawn_with(recipe.templates))
            part = parts.get(recipe.name)
            if part is not None and part[1] == drawn:
                begun[name][1].append(part)
            else:
                stale.append((name, drawn, recipe))
    crew = staff.crew(sum(recipe.seconds for _, _, recipe in stale))
    batches = _batches(stale, theme, memory, crew, folder)
    arriving: dict[str, tuple[str, int]] = {}
    links: dict[str, str] = {}
    for handed, found in staff.each(crew, work, batches, len(stale), RECIPES_AT_ONCE, "making"):
        links.update(found)
        for bundle, name, made_from, files in handed:
            written = tuple(put(folder, *one) if len(one) == 2 else one for one in files)
            begun[bundle][1].append((name, made_from, written))
            arriving.update((path, (sha256, size)) for path, sha256, size, _ in written)
    made = {name: (digest, tuple(sorted(parts))) for name, (digest, parts) in begun.items()}
    gone = tuple(before.digests.keys() - planned)
    staying = {file[0] for _, parts in made.values() for part in parts for file in part[2]}
    known_files = (file[0] for name in (*made, *gone) for part in before.noted(name) for file in part[2])
    return Changes(made, gone, arriving, frozenset(known_files) - staying, links)


def _batches(stale: list[Task], theme: Theme, memory: Memory, crew: Crew, folder: str) -> Iterator[Batch]:
    look = _handed(theme, crew, folder) if stale else theme
    # What takes long comes first and alone, so that all workers end together.
    long = [task for task in stale if task[2].seconds > LONG]
    short = [task for task in stale if task[2].seconds <= LONG]
    batches = [[task] for task in long]
    batches += [short[first : first + RECIPES_AT_ONCE] for first in range(0, len(short), RECIPES_AT_ONCE)]
    for tasks in batches:
        keys = [value.key for _, _, recipe in tasks for value in recipe.inputs if isinstance(value, Kept)]
        values = dict(memory.kept(keys))
        if len(values) < len(set(keys)):
            raise ForgottenError
        if crew.near:
            yield Batch(look, tasks, values, folder)
        else:
            carried = [(bundle, digest, _carried(recipe)) for bundle, digest, recipe in tasks]
            yield Batch(look, carried, values, "")


def _handed(theme: Theme, crew: Crew, folder: str) -> Theme | Path | bytes:
    if isinstance(crew, Alone):
        return theme
    if not crew.near:
        return theme.packed
    # In each of a thousand batches, it alone would take them as long on their way as all that is made of them.
    file = Path(folder, f".theme-{digest(theme.packed)}")
    file.write_bytes(theme.packed)
    return file


def _carried(recipe: Recipe) -> Recipe:
    """Return a recipe with the files it is made from, for workers elsewhere."""
    inputs = (value.carried() if isinstance(value, Original) else value for value in recipe.inputs)
    return recipe._replace(inputs=tuple(inputs))


def work(batch: Batch) -> tuple[list[Handed], dict[str, str]]:
    """Make the files of a batch, and find what they link to."""
    theme = _unpacked(batch.theme) if isinstance(batch.theme, Path | bytes) else batch.theme
    values = {key: pickle.loads(value) for key, value in batch.values.items()}  # noqa: S301 - our own, by its digest
    done: list[Handed] = []
    links, finder = dict[str, str](), _finder(theme.config.site.url)
    for bundle, made_from, recipe in batch.tasks:
        inputs = (values[value.key] if isinstance(value, Kept) else value for value in recipe.inputs)
        files: list[tuple[str, bytes]] = []
        for path, content in zip(recipe.paths, recipe.make(theme, *inputs), strict=True):
            # Without what it brings along, which would travel twice.
            files += [(path, bytes(content)), *content.beside] if isinstance(content, Page) else [(path, content)]
        links.update((link, path) for path, content in files for link in finder.links(path, content))
        written = [put(batch.folder, *one) if batch.folder else one for one in files]
        done.append((bundle, recipe.name, made_from, written))
    return done, links


_finder = lru_cache(maxsize=1)(Finder)
"""One for all batches of a process."""


@lru_cache(maxsize=1)
def _unpacked(packed: Path | bytes) -> Any:
    packed = packed.read_bytes() if isinstance(packed, Path) else packed
    return pickle.loads(zlib.decompress(packed))  # noqa: S301 - comes from this same programme
