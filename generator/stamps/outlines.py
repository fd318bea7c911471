"""Outlines of letters and ornaments: read, set on the grid of a print, written as SVG."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

GRID = 4
"""Grid points per dot, along a side: every point of a drawn shape is one of them."""
FLAT = 0.2 * GRID
"""A curve that strays no more than this from a line, in grid points, is drawn as one: 0.2 dots are 8 µm."""

Matrix = tuple[float, float, float, float, float, float]
"""An affine map as SVG writes it: x' = ax + cy + e, y' = bx + dy + f."""


@dataclass(frozen=True, slots=True)
class Outline:
    """Closed contours of quadratic Bézier curves, filled by the nonzero rule."""

    curves: NDArray[np.float64]
    """Curve, point (start, the one that bends it, end), axis; a line is bent by its middle."""
    first: tuple[int, ...]
    """The first curve of each contour."""


@dataclass(frozen=True)
class Shape:
    """An outline on the grid, y downwards."""

    curves: NDArray[np.int64]
    """As in an `Outline`, but a line is bent by its end."""
    first: tuple[int, ...]
    """As in an `Outline`."""

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of all points, also of those that only bend a curve."""
        if not self.first:
            return 0, 0, 0, 0
        points = self.curves.reshape(-1, 2)
        (left, top), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
        return left, top, right, bottom

    @cached_property
    def path(self) -> tuple[int, int, str]:
        """The shape as SVG path data: the point where it begins, and what follows, relative, so that it can move."""
        if not self.first:
            return 0, 0, ""
        parts = (self.curves[:, 1:] - self.curves[:, :1]).reshape(-1, 4).tolist()
        starts = self.curves[list(self.first), 0].tolist()
        contours = [_written(parts[first:end]) for first, end in pairwise((*self.first, len(parts)))]
        # After `z` the pen stands where the contour began.
        moves = [f"m{x - from_x} {y - from_y}" for (from_x, from_y), (x, y) in pairwise(starts)]
        text = "".join(move + contour for move, contour in zip(("", *moves), contours, strict=True))
        return *starts[0], text.replace(" -", "-")


def _written(parts: Sequence[Sequence[int]]) -> str:
    """Return a contour as path data; of each part, the point that bends it and its end, from its start."""
    written: list[str] = []
    last = ""
    # A line that closes the contour is what `z` draws.
    for x1, y1, x2, y2 in parts[:-1] if parts[-1][:2] == parts[-1][2:] else parts:
        if (x1, y1) != (x2, y2):
            letter, numbers = "q", f"{x1} {y1} {x2} {y2}"
        elif not y2:
            letter, numbers = "h", f"{x2}"
        elif not x2:
            letter, numbers = "v", f"{y2}"
        else:
            letter, numbers = "l", f"{x2} {y2}"
        written.append(f" {numbers}" if letter == last else letter + numbers)
        last = letter
    return "".join((*written, "z"))


def shaped(outline: Outline, matrix: Matrix) -> Shape:
    """Return an outline mapped onto the grid.

    Plain sums and products, one at a time, so that every machine rounds them to the same points.
    """
    a, b, c, d, e, f = matrix
    x, y = outline.curves[:, :, 0], outline.curves[:, :, 1]
    curves = np.floor(np.stack((x * a + y * c + e, x * b + y * d + f), axis=2) + 0.5).astype(np.int64)
    chord, bend = curves[:, 2] - curves[:, 0], curves[:, 1] - curves[:, 0]
    length, along = (chord * chord).sum(axis=1), (chord * bend).sum(axis=1)
    away = chord[:, 0] * bend[:, 1] - chord[:, 1] * bend[:, 0]
    # A curve strays from its chord half as far as the point that bends it.
    flat = (away * away <= (2 * FLAT) ** 2 * length) & (along >= 0) & (along <= length)
    curves[flat, 1] = curves[flat, 2]
    seen = ~flat | (length > 0)
    before = np.concatenate(([0], np.cumsum(seen)))
    first = {int(before[place]) for place in outline.first}
    return Shape(curves[seen], tuple(sorted(first - {int(before[-1])})))


_COMMAND = re.compile("([A-Za-z])([^A-Za-z]*)")


def outline(data: str, stray: float, x: float = 0, y: float = 0) -> Outline:
    """Read SVG path data, relative as Typst writes it (M, m, l, h, v, c, q and Z), that begins at a point.

    Cubic curves become quadratic ones that stray from them by at most `stray`.
    """
    curves: list[tuple[float, ...]] = []
    first: list[int] = []
    begin = x, y
    for command, words in _COMMAND.findall(data):
        numbers = [float(word) for word in words.split()]
        match command:
            case "M" | "m":
                x, y = begin = x + numbers[0], y + numbers[1]
                first.append(len(curves))
                continue
            case "Z" | "z":
                numbers = [begin[0] - x, begin[1] - y]
            case "h":
                numbers = [numbers[0], 0]
            case "v":
                numbers = [0, numbers[0]]
        points = [x, y, *(number + (y if place % 2 else x) for place, number in enumerate(numbers))]
        curves += _quadratic(points, stray)
        x, y = points[-2:]
    return Outline(np.array(curves, np.float64).reshape(-1, 3, 2), tuple(sorted(set(first) - {len(curves)})))


def _quadratic(points: Sequence[float], stray: float) -> Iterator[tuple[float, ...]]:
    """Yield a line, a quadratic or a cubic curve as quadratic ones."""
    if len(points) == 4:
        x0, y0, x1, y1 = points
        yield x0, y0, (x0 + x1) / 2, (y0 + y1) / 2, x1, y1
        return
    if len(points) == 6:
        yield tuple(points)
        return
    x0, y0, x1, y1, x2, y2, x3, y3 = points
    # The quadratic curve with the same ends, bent by the mean of what both tangents say, strays by the third difference
    # times t(1 − t)(1 − 2t)/2, at most √3/36; that of each of n equal pieces by a n³-th part.
    away = math.sqrt(3) / 36 * math.hypot(x3 - 3 * x2 + 3 * x1 - x0, y3 - 3 * y2 + 3 * y1 - y0)
    pieces = next(count for count in range(1, 100) if away <= stray * count**3)
    x, y = x0, y0
    slope_x, slope_y = 3 * (x1 - x0), 3 * (y1 - y0)
    for piece in range(1, pieces + 1):
        t, u = piece / pieces, 1 - piece / pieces
        end_x = u * u * u * x0 + 3 * u * u * t * x1 + 3 * u * t * t * x2 + t * t * t * x3
        end_y = u * u * u * y0 + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t * t * t * y3
        end_slope_x = 3 * (u * u * (x1 - x0) + 2 * u * t * (x2 - x1) + t * t * (x3 - x2))
        end_slope_y = 3 * (u * u * (y1 - y0) + 2 * u * t * (y2 - y1) + t * t * (y3 - y2))
        bent_x = (x + end_x) / 2 + (slope_x - end_slope_x) / (4 * pieces)
        bent_y = (y + end_y) / 2 + (slope_y - end_slope_y) / (4 * pieces)
        yield x, y, bent_x, bent_y, end_x, end_y
        x, y, slope_x, slope_y = end_x, end_y, end_slope_x, end_slope_y


def together(outlines: Sequence[Outline]) -> Outline:
    """Return several outlines as one."""
    first: list[int] = []
    count = 0
    for one in outlines:
        first += (count + place for place in one.first)
        count += len(one.curves)
    curves = [one.curves for one in outlines] or [np.zeros((0, 3, 2))]
    return Outline(np.concatenate(curves), tuple(first))


def moved(outline: Outline, x: float) -> Outline:
    """Return an outline further to the right."""
    return Outline(outline.curves + np.array((x, 0.0)), outline.first)


def ring(outer: Outline, inner: Outline) -> Outline:
    """Return what lies between two contours that run in the same direction."""
    return together([outer, Outline(inner.curves[::-1, ::-1], inner.first)])
