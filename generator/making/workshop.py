"""Making files from their recipes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from generator.making.recipe import Recipe


def make(recipes: Iterable[Recipe], theme: Any) -> Iterator[tuple[str, bytes]]:
    """Yield each file's path and bytes, recipe by recipe, so that memory stays flat."""
    for recipe in recipes:
        yield from zip(recipe.paths, recipe.make(theme, *recipe.inputs), strict=True)
