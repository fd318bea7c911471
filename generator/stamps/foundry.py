"""The type foundry: Typst casts letters from the fonts it has inside, the same ones on every machine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any
from xml.etree import ElementTree

from generator.stamps.outlines import Outline, outline, together


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface in one weight."""

    name: str
    """Short, for use in drawings."""
    family: str
    weight: str
    em: int
    """Units of its size that the font counts in; outlines and widths are whole numbers of them."""
    ascender: float
    """How far a line reaches above the baseline, in ems."""
    descender: float
    """How far a line reaches below the baseline, in ems."""
    kerned: bool
    """Whether some pairs of letters stand closer together than their widths say."""
    stray: float
    """How far a curve on a stamp may stray from the font's, in units: 0.3 dots (13 µm) at the face's largest size."""


SERIF_BOLD = Face("b", "Libertinus Serif", "bold", 1000, 0.894, 0.246, True, 3)
SERIF = Face("s", "Libertinus Serif", "regular", 1000, 0.894, 0.246, True, 6)
MONO_BOLD = Face("m", "DejaVu Sans Mono", "bold", 2048, 0.760, 0.240, False, 10)


@dataclass(frozen=True)
class Cast:
    """A letter, or several that belong together, in units of its face."""

    face: Face
    width: float
    """How far the next letter stands."""
    glyphs: tuple[tuple[float, float, str], ...]
    """Where each glyph stands, and its outline as path data."""

    @cached_property
    def outline(self) -> Outline:
        """From its origin on the baseline, y upwards."""
        return together([outline(data, self.face.stray, x, y) for x, y, data in self.glyphs])


# One line on one page. Each text stands in a box, so that its neighbours have no say in how it is set, and after it an
# end mark without width. Texts stand in the source: values handed over from outside would make Typst begin anew, 1 ms.
_SOURCE = """
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(font: "{face.family}", weight: "{face.weight}", size: {face.em}pt, lang: "vi", ligatures: false)
#let end = box(width: 0pt, height: 1pt, fill: black)
#for words in ({words}) {{ box(text(words)) + end }}
"""
_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_NUMBER = re.compile(r"-?[0-9.]+")


@cache
def _press() -> Any:
    # Imported where it is used: a process that makes no full stamp need not load it.
    import typst

    return typst.Compiler(ignore_system_fonts=True)


def cast(face: Face, texts: Iterable[str]) -> list[Cast]:
    """Return each text cast by itself; a character that no font has is a crossed box, as everywhere in Typst."""
    words = "".join(f"{json.dumps(text, ensure_ascii=False)}, " for text in texts)
    printed = _press().compile(_SOURCE.format(face=face, words=words).encode(), format="svg")
    drawing = ElementTree.fromstring(printed)  # noqa: S314 - Typst wrote it
    outlines = {f"#{symbol.get('id')}": symbol[0].get("d", "") for symbol in drawing.iter(f"{_SVG}symbol")}
    casts: list[Cast] = []
    begin = 0.0
    glyphs: list[tuple[float, float, str]] = []
    for part in drawing.findall(f"{_SVG}g"):
        at = _across(part) - begin
        for group in part.findall(f"{_SVG}g"):
            for use in group.findall(f"{_SVG}use"):
                x, y = float(use.get("x", 0)), float(use.get("y", 0))
                glyphs.append((at + _across(group) + x, y, outlines[use.get(_HREF, "")]))
        if part.find(f"{_SVG}path") is not None:
            casts.append(Cast(face, round(at, 3), tuple(glyphs)))
            begin, glyphs = begin + at, []
    return casts


def _across(group: ElementTree.Element) -> float:
    """Return how far to the right a group is moved."""
    numbers = [float(number) for number in _NUMBER.findall(group.get("transform", ""))]
    return numbers[4] if len(numbers) == 6 else numbers[0] if numbers else 0.0
