"""Contrast of colours, as WCAG 2.2 defines it (success criterion 1.4.3)."""

from __future__ import annotations

PAPER = "#FBF8F2"
"""The ground of the light look."""
NIGHT = "#16181D"
"""The ground of the dark look."""
LEAST_CONTRAST = 4.5


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Return the relative luminance of `#RRGGBB`, 0 to 1."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable_on(colour: str, ground: str) -> str:
    """Return the colour, moved towards white or black until it can be read on a ground."""
    target = 255 if luminance(ground) < 0.18 else 0
    red, green, blue = _channels(colour)
    for step in range(21):
        share = step / 20
        moved = "#" + "".join(f"{round(part + (target - part) * share):02X}" for part in (red, green, blue))
        if contrast(moved, ground) >= LEAST_CONTRAST:
            return moved
    return f"#{target:02X}{target:02X}{target:02X}"
