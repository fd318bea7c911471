"""A recipe: files of the site that are made together, and all they are made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import Enum
from hashlib import blake2b
from typing import Any, NamedTuple


class Recipe(NamedTuple):
    """Files of the site; made by a pure function, so the same inputs give the same bytes anywhere."""

    paths: tuple[str, ...]
    """Where they go, relative to the site, with forward slashes; the first names the recipe."""
    make: Callable[..., Sequence[bytes]]
    """A function of a module, so that another process can find it; called with the theme and the inputs, it returns
    the files' contents in the order of `paths`; a `Page` brings its other editions along, at paths of their own."""
    inputs: tuple[Any, ...]
    """Frozen values: the files depend on these, on the templates and on the code, and on nothing else. What is
    `Kept` in the memory is taken out for `make`."""
    templates: tuple[str, ...]
    """The templates `make` draws with; what those ask for themselves need not be told."""
    seconds: float = 0.002
    """What it takes one process, about."""

    @property
    def name(self) -> str:
        """Its first path."""
        return self.paths[0]

    def recipes(self) -> tuple[Recipe]:
        """Return itself: a bundle of one."""
        return (self,)

    def digest(self, templates: str) -> str:
        """Return a digest of all the files depend on, besides the code; `templates` is that of the templates."""
        parts = [templates, self.make.__module__, self.make.__qualname__, *self.paths]
        for value in self.inputs:
            _tell(value, parts)
        return _digest(parts)


class Bundle(NamedTuple):
    """Recipes that depend on the same things: while those are the same, not even the recipes are worked out."""

    name: str
    depends: str
    """A digest of all the recipes' inputs, or of more."""
    templates: tuple[str, ...]
    """All the recipes' templates."""
    recipes: Callable[[], Iterable[Recipe]]

    def digest(self, templates: str) -> str:
        """Return what tells all its files depend on, besides the code; `templates` is the digest of the templates."""
        return f"{templates} {self.depends}"


_PLAIN = frozenset({type(None), bool, int, date})


def _digest(parts: list[str]) -> str:
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _tell(value: Any, parts: list[str]) -> None:
    """Put into words what of an input decides the result; every value ends where it cannot be taken for another."""
    kind = value.__class__
    if kind is str:
        parts.append(f"{len(value)} {value}")
    elif kind in _DIGESTED:
        parts.append(value.digest)
    elif kind is tuple:
        parts.append(f"({len(value)}")
        for one in value:
            _tell(one, parts)
    elif kind in _PLAIN or isinstance(value, Enum):
        parts.append(f"{kind.__name__} {value}")
    elif isinstance(getattr(value, "digest", None), str):
        _DIGESTED.add(kind)
        parts.append(value.digest)
    elif isinstance(value, tuple):
        _tell(tuple(value), parts)
    else:
        raise TypeError(f"{kind.__name__} cannot be an input of a recipe: it has no digest")


_DIGESTED: set[type] = set()
"""The kinds of inputs that know their digest, as far as any were met."""
