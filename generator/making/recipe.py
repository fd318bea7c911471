"""A recipe: one file of the site, and all it is made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Recipe:
    """One file of the site; made by a pure function, so the same inputs give the same bytes anywhere."""

    path: str
    """Where it goes, relative to the site, with forward slashes."""
    make: Callable[..., bytes]
    """A function of a module, so that another process can find it; called with the theme and the inputs."""
    inputs: tuple[Any, ...]
    """Frozen values: the file depends on these, on the theme and on the code, and on nothing else."""
