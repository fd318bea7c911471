"""Pictures that records name: there, real, small enough, and allowed to be shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path as FilePath

from generator.catalogue import Photo
from generator.model.producer import ProducerFacts
from generator.model.product import Image
from generator.problems import Fault, Path, error, warning
from generator.records.picture import Picture, look
from generator.rules.publication import may_show

_MANY_MISSING = 200
"""From so many on, no near name is looked for."""


@dataclass(slots=True)
class Gallery:
    """The files below content/images/, each looked at once."""

    files: dict[str, FilePath]
    missing: int = 0
    _seen: dict[str, Picture | tuple[str, dict[str, str]]] = field(default_factory=dict)

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
        seen = self._look(name)
        if isinstance(seen, tuple):
            yield error(path, seen[0], file=name, **seen[1])

    def photo(self, image: Image) -> Photo | None:
        """Return a picture for the catalogue, or nothing when it cannot be shown."""
        if image.file not in self.files:
            return None
        seen = self._look(image.file)
        if isinstance(seen, tuple):
            return None
        return Photo(image, str(self.files[image.file].resolve()), seen.digest, seen.width, seen.height)

    def _look(self, name: str) -> Picture | tuple[str, dict[str, str]]:
        if name not in self._seen:
            self._seen[name] = look(self.files[name])
        return self._seen[name]


def portrait_faults(images: tuple[Image, ...], producer: ProducerFacts | None) -> Iterator[Fault]:
    """Warn of portraits that are withheld."""
    for number, image in enumerate(images):
        if not may_show(image, producer):
            yield warning(("images", number, "portrait_of"), "portrait-withheld", found=image.file or "")
