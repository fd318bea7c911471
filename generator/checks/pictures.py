"""Pictures that records name: there, real, small enough; each looked at once, on all cores, and remembered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path as FilePath

from generator.faces import Photo
from generator.problems import Fault, Path, error
from generator.records.folder import Seen, SourceFile
from generator.records.pictured import Picture

_MANY_MISSING = 200
"""From so many on, no near name is looked for."""

Found = Picture | tuple[str, dict[str, str]]
"""The picture, or the rule it breaks with what the rule's words need."""


@dataclass(slots=True)
class Gallery:
    """The files below content/images/."""

    files: dict[str, SourceFile]
    missing: int = 0
    seen: dict[str, tuple[Seen | None, Found]] = field(default_factory=dict)
    """What was found, and how the file looked from outside then."""

    def unseen(self, names: Iterable[str]) -> list[str]:
        """Return those of the named files that changed since they were looked at, or never were."""
        return [
            name
            for name in dict.fromkeys(names)
            if name in self.files
            and (name not in self.seen or not self.files[name].seen or self.seen[name][0] != self.files[name].seen)
        ]

    def take(self, looked: Iterable[tuple[str, Found]]) -> None:
        """Note what was found."""
        for name, found in looked:
            self.seen[name] = self.files[name].seen, found

    def faults(self, name: str, path: Path) -> Iterator[Fault]:
        """Yield what is wrong with a named picture."""
        if name not in self.files:
            self.missing += 1
            lower = {file.lower(): file for file in self.files} if self.missing <= _MANY_MISSING else {}
            if near := get_close_matches(name.lower(), lower, n=1, cutoff=0.6):
                right = lower[near[0]]
                yield error(path, "picture-missing-near", found=name, near=right)
            else:
                yield error(path, "picture-missing", found=name)
            return
        found = self.seen[name][1]
        if not isinstance(found, Picture):
            yield error(path, found[0], file=name, **found[1])

    def photo(self, name: str) -> Photo | None:
        """Return a picture for the catalogue, or nothing when it cannot be shown."""
        found = self.seen[name][1] if name in self.files else None
        return Photo(name, self.files[name].path, found) if isinstance(found, Picture) else None


def look_at(files: Iterable[tuple[str, str]]) -> list[tuple[str, Found]]:
    """Return what is found in picture files; pairs of name and path."""
    # Imported late: most builds see no new picture.
    from generator.records.picture import look

    return [(name, look(FilePath(path))) for name, path in files]
