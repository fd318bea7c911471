"""The templates' own texts: a project's override the programme's, file by file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

HERE = Path(__file__).resolve().parent
OURS = next(folder for folder in (HERE / "templates", HERE.parent / "templates") if (folder / "page.html").is_file())
"""The programme's own: inside the installed package, or beside it in the source tree."""
KINDS = frozenset({".html", ".css", ".js", ".json", ".svg", ".typ", ".xml"})
ASSETS = (
    "site.css",
    "site.js",
    "list.js",
    "list-page.js",
    "search.css",
    "search.js",
    "search-page.js",
    "serial.js",
    "signature.js",
    "moved.js",
)
"""Files that pages load, named by their content."""
_ASKS = re.compile(r"{%[-+]?\s*(?:extends|include|import|from)\s+(?P<name>\"[^\"]+\"|'[^']+'|(?P<unknown>.))")
_LOADS = "assets["


@dataclass(frozen=True)
class Templates:
    """All templates of a site."""

    texts: dict[str, str]
    """By name, such as `parts/card.html`."""
    own: frozenset[str] = frozenset()
    """The names of those that the project overrides or adds."""

    @property
    def mark(self) -> str:
        """A digest of all of them and of whose they are."""
        return f"{self.digest(tuple(self.texts))} {sorted(self.own)}"

    def digest(self, names: tuple[str, ...]) -> str:
        """Return a digest of some templates and of all they ask for."""
        wanted = sorted(self._closure(names))
        told = "\0".join(f"{name} {self._digests[name]}" for name in wanted)
        return blake2b(told.encode(), digest_size=16).hexdigest()

    @cached_property
    def _digests(self) -> dict[str, str]:
        return {name: blake2b(text.encode(), digest_size=16).hexdigest() for name, text in self.texts.items()}

    def _closure(self, names: tuple[str, ...]) -> set[str]:
        found: set[str] = set()
        waiting = [name for name in names if name in self.texts]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self._asked(name)
        return found

    def _asked(self, name: str) -> list[str]:
        text = self.texts[name]
        asked: list[str] = list(ASSETS) if _LOADS in text else []
        for found in _ASKS.finditer(text):
            if found["unknown"]:
                return list(self.texts)  # a name that is only known when it is drawn may be any
            asked.append(found["name"][1:-1])
        return [name for name in asked if name in self.texts]


def find(project: Path) -> Templates:
    """Return the templates of a project: its own `templates/` override the programme's, file by file.

    Raises OSError or UnicodeDecodeError where one of them cannot be read.
    """
    texts = _read(OURS)
    folder = project / "templates"
    own = _read(folder) if folder.is_dir() and folder.resolve() != OURS else {}
    return Templates({**texts, **own}, frozenset(own))


def _read(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.suffix in KINDS and "locale" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8-sig") for path in files}
