"""Colours of pictures as pages show them: profiles, inks, transparency, many bits and few."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from generator import pictures
from tests.quarters import (
    BLUE,
    GREEN,
    RED,
    WHITE,
    YELLOW,
    close,
    colours,
    exact,
    green_inks,
    linear_grey,
    opened,
    quarters,
    saved,
    shown,
    swapped,
)


def test_wide_colours() -> None:
    """A picture with a profile of its own is shown in sRGB, whatever its mode."""
    source = saved(quarters(600, 400), "JPEG", icc_profile=swapped(), quality=95)
    for made in shown(source, 300):
        assert close(made, RED[::-1], GREEN[::-1], BLUE[::-1], YELLOW[::-1])
    through = quarters(600, 400)
    through.putalpha(255)
    assert close(exact(saved(through, icc_profile=swapped()), 300), RED[::-1], GREEN[::-1], BLUE[::-1], YELLOW[::-1])
    palette = quarters(600, 400).quantize(8)
    assert close(exact(saved(palette, icc_profile=swapped()), 300), RED[::-1], GREEN[::-1], BLUE[::-1], YELLOW[::-1])
    logo = opened(pictures.logo(saved(through, icc_profile=swapped()), 300))
    assert (logo.mode, close(logo, RED[::-1], GREEN[::-1], BLUE[::-1], YELLOW[::-1])) == ("RGBA", True)


@pytest.mark.parametrize("mode", ["L", "LA"])
def test_grey_profiles(mode: str) -> None:
    """A grey with a profile is shown as light as the profile says, with transparency and without."""
    source = Image.new("L", (60, 40), 55).convert(mode)
    assert close(exact(saved(source), 30), (55, 55, 55), off=1)
    assert close(exact(saved(source, icc_profile=linear_grey()), 30), (128, 128, 128), off=2)


def test_inks() -> None:
    """Four inks are shown in the colours of their profile; without one cyan is cyan and black is black."""
    plain = Image.new("CMYK", (600, 400), (0, 0, 0, 0))
    draw = ImageDraw.Draw(plain)
    draw.rectangle((300, 0, 600, 199), (255, 0, 0, 0))
    draw.rectangle((0, 200, 299, 400), (0, 255, 255, 0))
    draw.rectangle((300, 200, 600, 400), (0, 0, 0, 255))
    for made in shown(saved(plain, "JPEG", quality=95), 300):
        assert close(made, WHITE, (0, 255, 255), (255, 0, 0), (0, 0, 0))
    made = exact(saved(plain, "JPEG", quality=95, icc_profile=green_inks()), 300)
    assert close(made, WHITE, (71, 133, 80), (71, 133, 80), (0, 0, 0))


@pytest.mark.parametrize("profile", [b"no profile" * 20, swapped()[:300], linear_grey(), green_inks()])
def test_wrong_profiles(profile: bytes) -> None:
    """A profile that is broken, or of another kind of picture, is passed over."""
    source = saved(quarters(600, 400), "JPEG", icc_profile=profile, quality=95)
    assert close(exact(source, 300), RED, GREEN, BLUE, YELLOW)


def clear_corner(mode: str) -> bytes:
    """Return the four quarters with the first one clear."""
    alpha = Image.new("L", (600, 400), 255)
    alpha.paste(0, (0, 0, 300, 200))
    made = quarters(600, 400)
    if mode == "P":
        return saved(made.quantize(4), transparency=made.quantize(4).getpixel((0, 0)))
    if mode == "RGB":
        return saved(made, transparency=RED)
    made = made.convert(mode[:-1])
    made.putalpha(alpha)
    return saved(made)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "RGB"])
def test_transparency_is_white(mode: str) -> None:
    """What is clear becomes white in a photo and stays clear in a logo; the rest keeps its colours."""
    wanted = [GREEN, BLUE, YELLOW]
    if mode == "LA":
        wanted = [(one,) * 3 for one in (Image.new("RGB", (1, 1), c).convert("L").getpixel((0, 0)) for c in wanted)]
    for made in shown(clear_corner(mode), 300):
        assert close(made, WHITE, *wanted)
    logo = opened(pictures.logo(clear_corner(mode), 300))
    assert (logo.mode, logo.getpixel((75, 50))[3], logo.getpixel((225, 50))[3]) == ("RGBA", 0, 255)


def test_half_transparent() -> None:
    """What is half clear is half white, also at the edges that shrinking makes."""
    half = Image.new("RGBA", (600, 400), (*BLUE, 128))
    half.paste((0, 0, 0, 0), (0, 0, 600, 3))
    assert close(exact(saved(half), 300), tuple(255 + (one - 255) * 128 // 255 for one in BLUE), off=2)
    top = exact(saved(half), 300).crop((0, 0, 300, 4))
    assert min(channel[0] for channel in top.getextrema()) >= min(BLUE)


def test_sixteen_bits() -> None:
    """A grey of 16 bits is shown with the light it has."""
    light = np.repeat(np.repeat(np.array([[1000, 20000], [40000, 65535]], np.uint16), 200, 0), 300, 1)
    content = saved(Image.fromarray(light))
    assert opened(content).mode == "I;16"
    for made in shown(content, 300):
        assert close(made, *((one >> 8,) * 3 for one in (1000, 20000, 40000, 65535)))


@pytest.mark.parametrize(
    ("mode", "wanted"), [("P", (RED, GREEN, BLUE, YELLOW)), ("L", ()), ("1", ((0,) * 3, WHITE, (0,) * 3, WHITE))]
)
def test_few_colours(mode: str, wanted: tuple[tuple[int, ...], ...]) -> None:
    """A palette, a grey and black and white are shown in their colours."""
    source = quarters(600, 400)
    if mode == "P":
        source = source.quantize(4)
    elif mode == "1":
        source = source.convert("L").point(lambda light: 255 * (light > 90)).convert("1")
        wanted = tuple(colours(source))
    else:
        source = source.convert("L")
        wanted = tuple(colours(source))
    for made in shown(saved(source), 300):
        assert close(made, *wanted)
