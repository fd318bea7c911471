"""Pictures in strips: any dots come back, whatever was packed before, and a letter that leaves its place is printed."""

from __future__ import annotations

import io
import zlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from generator.stamps import strips
from generator.stamps.dots import Sheet, sheet
from generator.stamps.setting import dotted
from generator.stamps.strips import BLACK_ON_WHITE, png, strip
from tests.test_stamps import dark, stamp

GREYS = tuple((grey, grey, grey) for grey in (0, 1, 2, 3))


def printed(width: int, height: int, depth: int, seed: int) -> Sheet:
    """Return a sheet of noise."""
    on = sheet(width, height, depth)
    on.rows[:, 1:] = np.random.default_rng(seed).integers(0, 256, on.rows[:, 1:].shape)
    return on


@settings(max_examples=60)
@given(
    st.integers(1, 200), st.integers(1, 60), st.sampled_from([1, 2]), st.integers(0, 9), st.lists(st.integers(1, 59))
)
@example(8, 1, 1, 0, [])
def test_strips_are_one_picture(width: int, height: int, depth: int, seed: int, cuts: list[int]) -> None:
    """However a sheet is cut, a strict reader sees its dots."""
    on = printed(width, height, depth, seed)
    ends = sorted({*(cut for cut in cuts if cut < height), height})
    packed = [strip(on.rows[begin:end]) for begin, end in zip([0, *ends[:-1]], ends, strict=True)]
    with Image.open(io.BytesIO(png(width, height, depth, GREYS[: 2**depth], packed))) as picture:
        seen = np.asarray(picture.convert("RGB"))[:, :, 0]
    bits = np.unpackbits(on.rows[:, 1:], axis=1)[:, : width * depth].reshape(height, width, depth)
    assert (seen == (bits[:, :, 0] if depth == 1 else bits[:, :, 0] * 2 + bits[:, :, 1])).all()


def test_the_checksum_is_that_of_the_whole() -> None:
    """Checksums of strips are put together as zlib has them."""
    parts = [bytes([255]) * 70_000, b"", bytes(100_000), bytes(range(256)) * 300]
    of_parts = [strips.Strip(b"", len(part), zlib.adler32(part)) for part in parts]
    assert strips._check(of_parts) == zlib.adler32(b"".join(parts))
    assert strips._check([]) == zlib.adler32(b"")


def test_strips_cover_all_rows() -> None:
    """Large sheets are cut into even strips of less than zlib's window, small ones not at all."""
    for width, height in ((8, 1), (396, 396), (4000, 300), (600_000, 3)):
        on = printed(width, height, 1, 0)
        packed = strips.strips(on.rows)
        assert sum(one.length for one in packed) == on.rows.size
        assert len(packed) == max(1, min(height, -(-on.rows.size // 64_000)))
        tall = packed[0].length // on.rows.shape[1]
        assert packed == [strip(on.rows[at : at + tall]) for at in range(0, height, tall)]
        with Image.open(io.BytesIO(png(width, height, 1, BLACK_ON_WHITE, packed))) as picture:
            assert (np.asarray(picture) == np.unpackbits(on.rows[:, 1:], axis=1)[:, :width]).all()


@pytest.mark.parametrize("mark", ["", "MẪU"])
@pytest.mark.parametrize("moved", [-180, 0, 180])
def test_what_leaves_its_place_is_printed_whole(mark: str, moved: int) -> None:
    """Above and below the symbol a stamp is packed beforehand, with many others: not where a letter reaches there."""
    made = stamp(mark=mark)
    moved_name = made.name._replace(letters=tuple((letter, x, y + moved) for letter, x, y in made.name.letters))
    made = replace(made, name=moved_name)
    on = made.ground.sheet.copy()
    on.lay(dotted(made.name))
    edges = np.r_[0:60, on.rows.shape[0] - 60 : on.rows.shape[0]]
    bits = np.unpackbits(on.rows[edges, 1:], axis=1)[:, : on.width * on.depth]
    black = bits[:, :: on.depth] & bits[:, on.depth - 1 :: on.depth]
    assert (dark(made.png())[edges] == black).all()
    assert (on.rows[edges] != made.ground.sheet.rows[edges]).any() == (moved != 0)
