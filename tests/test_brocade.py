"""The laws of the brocade: what may change with a set, a group or a code, and what never may."""

import gzip
import os
import subprocess
import sys
from functools import cache
from itertools import cycle, product
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from generator.brocade import BANDS, GROUPS, MEDALLIONS, PANEL_COLUMNS, SETS, Cloth, band, weave

ROOT = Path(__file__).parent.parent
SVG = "{http://www.w3.org/2000/svg}"
CODES = ["DB0001", "DB0002", "HG0417", "", "Đồng Văn / 7"]
FAMILY_SETS = {family: set_id for set_id, (family, _) in SETS.items()}
DRESSES = [
    *zip(SETS, cycle(GROUPS), strict=False),
    *product(FAMILY_SETS.values(), GROUPS),
    ("set-moi", "thuc-pham"),
    ("set-moi", "nhom-moi"),
    ("", ""),
]


def weave_all() -> list[Cloth]:
    """Weave panels and bands in every set, every group and every motif of each group, known and unknown."""
    panels = [weave(*dress, code) for dress, code in product(DRESSES, CODES)]
    return panels + [band(*dress) for dress in DRESSES]


cloths = cache(weave_all)


def stitches(cloth: Cloth) -> list[list[str]]:
    """Lay the runs of a cloth on its ground, failing where two runs meet."""
    grid = [[cloth.ground] * cloth.columns for _ in range(cloth.rows)]
    for thread in cloth.threads:
        for x, y, length in thread.runs:
            assert grid[y][x : x + length] == [cloth.ground] * length
            grid[y][x : x + length] = [thread.colour] * length
    return grid


def colours(cloth: Cloth) -> frozenset[str]:
    return frozenset({cloth.ground, *(thread.colour for thread in cloth.threads)})


@cache
def template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("brocade.svg")


def render(cloth: Cloth, **context: object) -> str:
    return template().render(cloth=cloth, **context)


def drawn(svg: str) -> list[list[str]]:
    """Follow the paths of an SVG as a browser does and read back the stitches."""
    root = ET.fromstring(svg)
    _, _, columns, rows = (int(number) for number in root.attrib["viewBox"].split())
    grid = [[root.find(f"{SVG}rect").attrib["fill"]] * columns for _ in range(rows)]
    for path in root.iter(f"{SVG}path"):
        x, y = 0.0, 0.0
        for move in path.attrib["d"].upper().removeprefix("M").split("M"):
            step, _, length = move.partition("H")
            dx, dy = (float(number) for number in step.split())
            x, y = x + dx, y + dy
            end = x + int(length or 0)
            grid[int(y)][int(x) : int(end)] = [path.attrib["stroke"]] * int(end - x)
            x = end
    return grid


def test_the_same_ids_weave_the_same_cloth() -> None:
    """Set, group and code decide the whole cloth, in this process and in any other."""
    program = "from generator.brocade import weave; print(weave('che', 'thuc-pham', 'DB0001'))"
    other = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        check=True,
    )
    assert other.stdout.decode().strip() == repr(weave("che", "thuc-pham", "DB0001"))
    assert weave_all() == weave_all()


def test_a_panel_is_four_by_three_and_a_band_is_a_strip() -> None:
    """Panels share one 4:3 size and bands one strip size, so a page never jumps."""
    panels, strips = [weave(*dress, "DB0001") for dress in DRESSES], [band(*dress) for dress in DRESSES]
    assert {(panel.columns, panel.rows) for panel in panels} == {(72, 54)}
    assert {(strip.columns, strip.rows) for strip in strips} == {(48, 10)}


def test_a_cloth_is_symmetric_in_both_axes() -> None:
    """Rows mirror about the middle row, and stitches about the middle column."""
    for cloth in cloths():
        grid = stitches(cloth)
        assert grid == grid[::-1]
        assert grid == [row[::-1] for row in grid]


def test_runs_stay_inside_and_never_overlap() -> None:
    """Every run has a length, lies inside the cloth and covers only bare ground."""
    for cloth in cloths():
        for x, y, length in (run for thread in cloth.threads for run in thread.runs):
            assert length > 0
            assert 0 <= x <= x + length <= cloth.columns
            assert 0 <= y < cloth.rows
        stitches(cloth)


def test_runs_are_merged_and_in_order() -> None:
    """Two runs of one thread in one row never touch, and runs follow the rows down."""
    for thread in {thread for cloth in cloths() for thread in cloth.threads}:
        assert list(thread.runs) == sorted(thread.runs, key=lambda run: (run[1], run[0]))
        for (x, y, length), (next_x, next_y, _) in zip(thread.runs, thread.runs[1:], strict=False):
            assert (next_y, next_x) > (y, x + length)


def test_no_stitch_is_left_alone() -> None:
    """A stitch of thread always has a neighbour of its colour, corners included: motifs, never specks."""
    for set_id, code in product(FAMILY_SETS.values(), CODES):
        cloth = weave(set_id, "thuc-pham", code)
        grid = stitches(cloth)
        for y, x in product(range(cloth.rows // 2), range(cloth.columns // 2)):
            near = [row[max(x - 1, 0) : x + 2] for row in grid[max(y - 1, 0) : y + 2]]
            assert grid[y][x] == cloth.ground or sum(row.count(grid[y][x]) for row in near) > 1


def test_a_band_tiles_without_a_seam() -> None:
    """A band repeats within itself, so its two ends join as any two repeats do."""
    for row in (row for dress in DRESSES for row in stitches(band(*dress))):
        assert row[:24] == row[24:]


@pytest.mark.parametrize("family", MEDALLIONS)
def test_medallions_fit_the_loom(family: str) -> None:
    """Repeats are even and divide the panel, so the cloth ends on a middle or between two."""
    for medallion in MEDALLIONS[family]:
        assert medallion.repeat % 2 == 0
        assert PANEL_COLUMNS % medallion.repeat == 0
    assert family in BANDS


def test_groups_have_their_own_ground_and_threads() -> None:
    """No two groups share a ground or a palette, whatever the set and code."""
    assert len({dyes.ground for dyes in GROUPS.values()}) == len(GROUPS)
    palettes = [{colours(weave(s, g, code)) for s, code in product(FAMILY_SETS.values(), CODES)} for g in GROUPS]
    for place, palette in enumerate(palettes):
        assert all(palette.isdisjoint(other) for other in palettes[place + 1 :])


def test_a_cloth_has_a_ground_and_three_or_four_threads() -> None:
    """Few colours are woven together, each with its own hex."""
    for cloth in cloths():
        assert 3 <= len(cloth.threads) <= 4
        assert len(colours(cloth)) == len(cloth.threads) + 1


@pytest.mark.parametrize("set_id", FAMILY_SETS.values(), ids=FAMILY_SETS)
def test_codes_in_a_set_are_cousins_not_copies(set_id: str) -> None:
    """A thousand codes of one set make at least five hundred different cloths on one ground."""
    woven = {weave(set_id, "thuc-pham", f"DB{number:04}") for number in range(1000)}
    assert len(woven) >= 500
    assert len({cloth.ground for cloth in woven}) == 1


def test_unknown_ids_still_weave() -> None:
    """An unknown set wears its group's dyes; an unknown group wears those of food."""
    du_lich = GROUPS["du-lich"]
    assert colours(weave("set-moi", "du-lich", "DB0001")) <= {du_lich.ground, du_lich.drawing, *du_lich.body}
    assert weave("che", "nhom-moi", "DB0001") == weave("che", "thuc-pham", "DB0001")
    assert band("che", "nhom-moi") == band("che", "thuc-pham")


@pytest.mark.parametrize("set_id", FAMILY_SETS.values(), ids=FAMILY_SETS)
def test_a_panel_is_light_to_carry(set_id: str) -> None:
    """A rendered panel is at most 6 KB, and 1.8 KB gzipped, with its title."""
    for number in range(100):
        panel = weave(set_id, "thuc-pham", f"DB{number:04}")
        svg = render(panel, title="Hoa văn thổ cẩm thay cho ảnh").encode()
        assert len(svg) <= 6000
        assert len(gzip.compress(svg)) <= 1800


def test_a_band_is_light_to_carry() -> None:
    """A rendered band is at most 900 bytes."""
    assert all(len(render(band(*dress)).encode()) <= 900 for dress in DRESSES)


def test_the_svg_draws_every_stitch() -> None:
    """The drawing is well-formed XML whose paths put each thread where the cloth has it."""
    for set_id, group_id in product(FAMILY_SETS.values(), GROUPS):
        for cloth in (weave(set_id, group_id, "DB0001"), band(set_id, group_id)):
            assert drawn(render(cloth)) == stitches(cloth)


def test_an_untitled_svg_is_hidden_from_screen_readers() -> None:
    """Without a title the pattern is decoration."""
    root = ET.fromstring(render(band("che", "thuc-pham")))
    assert root.attrib["aria-hidden"] == "true"
    assert "role" not in root.attrib
    assert ET.tostring(root) == ET.tostring(ET.fromstring(render(band("che", "thuc-pham"), title="")))


def test_a_titled_svg_is_an_image_with_a_name() -> None:
    """With a title the pattern is an image named by it, and no title can inject markup."""
    root = ET.fromstring(render(band("che", "thuc-pham"), title='Chè <b>"Shan"</b> & mật'))
    assert root.attrib["role"] == "img"
    assert "aria-hidden" not in root.attrib
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == 'Chè <b>"Shan"</b> & mật'
