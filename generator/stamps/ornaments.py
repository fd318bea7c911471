"""What is drawn on a full stamp besides its lines of words: frame, rule, stars, and the word across."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from generator.stamps import look
from generator.stamps.dots import Sort, dotted
from generator.stamps.outlines import GRID, Matrix, Outline, Shape, moved, outline, ring, shaped, together
from generator.stamps.type_case import type_case, words

STRAY = 0.1
"""How far a drawn curve may stray, in dots."""
_ARC = 0.5523
"""How far the points that bend a quarter of a circle stand from its ends, in radii."""
_TURN = 2 * math.pi


@dataclass(frozen=True, slots=True)
class Ornament:
    """Something drawn, both ways."""

    shape: Shape
    dots: Sort


@cache
def frame(width: int, height: int) -> Ornament:
    """Return the frame of a stamp of so many dots, from the stamp's corner."""
    middle = look.RIM / 2
    outer, inner = (
        _rounded(middle + inset, width, height, look.FRAME_RADIUS - inset)
        for inset in (-look.FRAME / 2, look.FRAME / 2)
    )
    return _ornament(ring(outer, inner))


@cache
def rule() -> Ornament:
    """Return the rule between publisher and name, from its left upper corner."""
    return _ornament(outline(f"m0 0h{look.WORDS_WIDTH}v{look.RULE}h{-look.WORDS_WIDTH}z", STRAY))


@cache
def star(*, full: bool) -> Ornament:
    """Return a star around its middle."""
    outer = _star(1)
    if full:
        return _ornament(outer)
    # The line is as thick along every edge: both stars are alike, and their edges this far from the middle.
    tip, notch = look.STAR_TIP, look.STAR_NOTCH
    edge = (
        tip
        * notch
        * math.sin(_TURN / 10)
        / math.hypot(tip - notch * math.cos(_TURN / 10), notch * math.sin(_TURN / 10))
    )
    return _ornament(ring(outer, _star(1 - look.STAR_LINE / edge)))


@lru_cache(maxsize=16)
def mark(text: str, width: int, height: int) -> Ornament:
    """Return the word across a stamp of so many dots: rising, in its middle, as large as fits inside the rim."""
    case = type_case(look.MARK_FACE)
    outlines, x = [], 0.0
    for slug in case.slugs(words(text)):
        outlines += [
            moved(case.outline(letter), x + place) for letter, place in zip(slug.letters, slug.places, strict=True)
        ]
        x += slug.width + case.space
    written = together(outlines)
    cos, sin = look.MARK_TILT
    left, top, right, bottom = shaped(written, (cos, -sin, -sin, -cos, 0, 0)).box
    room = min((width - 2 * look.RIM) / max(right - left, 1), (height - 2 * look.RIM) / max(bottom - top, 1))
    scale = room * GRID
    across, down = width * GRID / 2 - scale * (left + right) / 2, height * GRID / 2 - scale * (top + bottom) / 2
    return _ornament(written, (scale * cos, -scale * sin, -scale * sin, -scale * cos, across, down))


def _ornament(outline: Outline, matrix: Matrix = (GRID, 0, 0, GRID, 0, 0)) -> Ornament:
    shape = shaped(outline, matrix)
    return Ornament(shape, dotted(shape))


def _rounded(inset: float, width: int, height: int, radius: float) -> Outline:
    """Return a rectangle with round corners, so far inside another."""
    across, down = width - 2 * (inset + radius), height - 2 * (inset + radius)
    arc, bend = radius * _ARC, radius * (1 - _ARC)
    return outline(
        f"m{inset + radius} {inset}"
        f"h{across}c{arc} 0 {radius} {bend} {radius} {radius}"
        f"v{down}c0 {arc} {-bend} {radius} {-radius} {radius}"
        f"h{-across}c{-arc} 0 {-radius} {-bend} {-radius} {-radius}"
        f"v{-down}c0 {-arc} {bend} {-radius} {radius} {-radius}z",
        STRAY,
    )


def _star(scale: float) -> Outline:
    corners = []
    for number in range(10):
        radius = scale * (look.STAR_NOTCH if number % 2 else look.STAR_TIP)
        angle = number * _TURN / 10
        corners.append((round(radius * math.sin(angle), 3), round(-radius * math.cos(angle), 3)))
    steps = [f"l{x - from_x:.3f} {y - from_y:.3f}" for (from_x, from_y), (x, y) in pairwise(corners)]
    return outline(f"m{corners[0][0]} {corners[0][1]}{''.join(steps)}z", STRAY)
