"""A recipe: files of the site that are made together, and all they are made from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Recipe:
    """Files of the site; made by a pure function, so the same inputs give the same bytes anywhere."""

    paths: tuple[str, ...]
    """Where they go, relative to the site, with forward slashes."""
    make: Callable[..., Sequence[bytes]]
    """A function of a module, so that another process can find it; called with the theme and the inputs, it returns
    the files' contents in the order of `paths`."""
    inputs: tuple[Any, ...]
    """Frozen values: the files depend on these, on the theme and on the code, and on nothing else."""
