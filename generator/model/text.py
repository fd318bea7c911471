"""Texts of a record: cleaned, bounded, and with their twins in other languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from generator.vietnamese import nfc, without_invisible

LONGEST_SHOWN = 200
"""Characters of a value that an error repeats; a record file may hold a million."""


class RefusedError(ValueError):
    """A value is refused: the rule it breaks, and what the rule's words in `console.po` are filled with."""

    def __init__(self, rule: str, details: dict[str, str]) -> None:
        super().__init__(rule)
        self.rule = rule
        self.details = details


def refuse(rule: str, **details: object) -> RefusedError:
    """Return the error of a value."""
    return RefusedError(rule, {key: _shown(str(value)) for key, value in details.items()})


def _shown(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


@dataclass(frozen=True, slots=True)
class Words:
    """A text that readers see, with its twins in other languages."""

    texts: tuple[tuple[str, str], ...]
    """Pairs of language and text; the plain key is `vi`."""

    def text(self, language: str = "vi") -> str:
        """Return the text in a language, else in Vietnamese, else in whatever language there is."""
        first = self.texts[0][1]
        if len(self.texts) == 1:
            return first
        by_language = dict(self.texts)
        return by_language.get(language) or by_language.get("vi") or first

    @property
    def twins(self) -> tuple[tuple[str, str], ...]:
        """The texts in languages other than the one `text()` gives."""
        if len(self.texts) == 1:
            return ()
        shown = self.text()
        return tuple(pair for pair in self.texts if pair[0] != "vi" and pair[1] != shown)

    @property
    def others(self) -> tuple[tuple[str, str], ...]:
        """The texts in languages other than Vietnamese, also where they are the same."""
        return tuple(pair for pair in self.texts if pair[0] != "vi")

    def __str__(self) -> str:
        return self.text()

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what a copy is made from in another process."""
        return said, self.texts


def said(*texts: tuple[str, str]) -> Words:
    """Return texts in their languages as one."""
    return Words(texts)


def clean(value: str) -> str:
    """Return a text as the catalogue keeps it: composed, trimmed, nothing invisible."""
    if value.isascii() and value.isprintable():
        return value.strip()
    return without_invisible(nfc(value)).strip()


def short(longest: int) -> Callable[[Any], str]:
    """Return the reading of a text of at most so many characters."""

    def read(value: Any) -> str:
        text = clean(str(value))
        if len(text) > longest:
            raise refuse("text-long", found=f"{text[:40]}…", length=len(text), most=longest)
        return text

    return read


def spoken(longest: int) -> Callable[[object], Words]:
    """Return the reading of a text that readers see, with its twins."""
    text = short(longest)

    def read(value: object) -> Words:
        if isinstance(value, Words):
            return Words(tuple((language, text(said)) for language, said in value.texts))
        return Words((("vi", text(value)),))

    return read
