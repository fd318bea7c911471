"""The full stamp as it is printed: exact-size SVG and 600-dpi PNG."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import NamedTuple

from generator.stamps import look
from generator.stamps.dots import Sheet, Sort, sheet, together
from generator.stamps.ornaments import Ornament, frame, mark, rule, star
from generator.stamps.outlines import GRID
from generator.stamps.plate import Plate
from generator.stamps.setting import Drawing, Placed, dotted, drawn, fitted, joined
from generator.stamps.strips import BLACK_ON_WHITE, Strip, png, strip, strips
from generator.stamps.symbol import DOTS_PER_MODULE, MODULE_MM, QUIET_ZONE

_MOST_GROUNDS = 64
"""Kept ready in a process, 0.3 MB each: a site has one host, a province or all 34, and at most two marks."""
_COLOURS = (look.WHITE, look.PALE, look.BLACK, look.BLACK)
"""By two bits of a dot; black is laid as 3."""
_PALE = 0b01010101
"""What leaves four dots pale that were black."""
_GROUND, _WORDS = "g", "w"
"""Parts of a stamp, in the ids of its letters."""
_EDGE = look.RIM + QUIET_ZONE * DOTS_PER_MODULE
_ABOVE, _BELOW = slice(0, _EDGE), slice(-_EDGE, None)
"""Rows of a stamp that are above its symbol, and below."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is written on a full stamp, line by line; `templates/stamp.json` says it."""

    publisher: str
    name: str
    stars: int
    """How many of five are filled; with 0 none is drawn."""
    grade: str
    """The stars in words, or what stands in their place."""
    code: str
    scan: str
    """What to do with the symbol, and the host to look for."""
    mark: str
    """Written across in a pale colour; empty on the stamp of a real product in force."""

    def __post_init__(self) -> None:
        """Raise TypeError or ValueError where a template of the office says something else than text."""
        for field in fields(self):
            value = getattr(self, field.name)
            kind = int if field.name == "stars" else str
            if not isinstance(value, kind):
                raise TypeError(f"{field.name}: {value!r} is not {kind.__name__}")
            str(value).encode()


@dataclass(frozen=True, slots=True)
class Ground:
    """What many stamps have in common."""

    width: int
    """Dots."""
    height: int
    """Dots."""
    svg: str
    """The beginning of the drawing."""
    data: str
    """More of what is black, as path data."""
    sheet: Sheet
    """The same, printed."""
    edges: tuple[Strip, Strip]
    """Its rows above the symbol and below it, where only very tall letters of a name would reach."""

    def strips(self, printed: Sheet) -> list[Strip]:
        """Return the strips of a sheet that began as a copy of this one."""
        own, rows = self.sheet.rows, printed.rows
        above, below = [
            kept if rows[edge].tobytes() == own[edge].tobytes() else strip(rows[edge])
            for edge, kept in zip((_ABOVE, _BELOW), self.edges, strict=True)
        ]
        return [above, *strips(rows[_ABOVE.stop : _BELOW.start]), below]


class Grade(NamedTuple):
    """The line of stars and grade, but for the code: many stamps have it in common."""

    rest: float
    """What it leaves of the line, in dots."""
    line: Placed
    stars: tuple[tuple[Ornament, int, int], ...]
    """Each with the dot its middle is on."""
    data: str
    """The stars as path data."""
    drawing: Drawing
    sort: Sort
    """All of it in dots."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A full stamp, set."""

    plate: Plate
    ground: Ground
    name: Placed
    grade: Grade
    code: Placed

    def svg(self) -> bytes:
        """Return it as SVG, its size in millimetres."""
        data, elements = joined([drawn(self.name, _WORDS), self.grade.drawing, drawn(self.code, _WORDS)])
        module, rim = DOTS_PER_MODULE * GRID, look.RIM * GRID
        return (
            f'{self.ground.svg}{elements}<path d="{self.ground.data}{self.grade.data}{data}"/>'
            f'<path transform="matrix({module} 0 0 {module} {rim} {rim})" shape-rendering="crispEdges" '
            f'd="{self.plate.path}"/></svg>\n'
        ).encode()

    def png(self) -> bytes:
        """Return it as PNG that prints at its true size."""
        ground = self.ground
        on = ground.sheet.copy()
        on.lay([(self.grade.sort, 0, 0), *dotted(self.name), *dotted(self.code)])
        self.plate.lay(on, look.RIM)
        palette = BLACK_ON_WHITE if on.depth == 1 else _COLOURS
        return png(on.width, ground.height, on.depth, palette, ground.strips(on))


def full(plate: Plate, words: Words) -> Stamp:
    """Return the full stamp, set: every line at the largest size that fits its place."""
    ground = _ground(plate.symbol.size, words.publisher, words.scan, words.mark)
    left, top = _left(plate.symbol.size), look.RIM + look.NAME_TOP
    bottom = ground.height - look.RIM
    tall = bottom - look.NAME_ABOVE_BOTTOM - top
    baseline = bottom - look.GRADE_ABOVE_BOTTOM
    name = fitted(words.name, *look.NAME_TYPE, look.WORDS_WIDTH, tall)
    grade = _graded(words.stars, words.grade, left, baseline)
    code = fitted(words.code, *look.CODE_TYPE, grade.rest, look.CODE_HEIGHT)
    return Stamp(
        plate,
        ground,
        name.centred(left, top, tall),
        grade,
        code.placed(left + look.WORDS_WIDTH - code.width, baseline),
    )


@lru_cache(maxsize=_MOST_GROUNDS)
def _graded(count: int, words: str, left: int, baseline: int) -> Grade:
    """Return so many of five stars, or none, and the grade in words."""
    begin = look.GRADE_LEFT if count else 0
    grade = fitted(words, *look.GRADE_TYPE, look.GRADE_WIDTH - begin, look.GRADE_HEIGHT)
    line = grade.placed(left + begin, baseline)
    stars = tuple(
        (
            star(full=number < count),
            left + look.STAR_LEFT + number * look.STAR_PITCH,
            baseline - look.STAR_ABOVE_LINE,
        )
        for number in range(look.STARS if count else 0)
    )
    data = "".join([_drawn(*placed) for placed in stars])
    rest = look.WORDS_WIDTH - begin - grade.width - look.CODE_GAP
    sort = together([*((one.dots, x, y) for one, x, y in stars), *dotted(line)])
    return Grade(rest, line, stars, data, drawn(line, _WORDS), sort)


def _left(size: int) -> int:
    """Return where words begin beside a symbol of so many modules, in dots."""
    return look.RIM + (size + 2 * QUIET_ZONE) * DOTS_PER_MODULE + look.WORDS_LEFT


@lru_cache(maxsize=_MOST_GROUNDS)
def _ground(size: int, publisher: str, scan: str, across: str) -> Ground:
    left = _left(size)
    width = left + look.WORDS_WIDTH + look.WORDS_RIGHT + look.RIM
    height = (size + 2 * QUIET_ZONE) * DOTS_PER_MODULE + 2 * look.RIM
    upper = fitted(publisher, *look.PUBLISHER_TYPE, look.WORDS_WIDTH, look.PUBLISHER_HEIGHT)
    lower = fitted(scan, *look.SCAN_TYPE, look.WORDS_WIDTH, look.SCAN_HEIGHT)
    lines = (
        upper.centred(left, look.RIM + look.PUBLISHER_TOP, look.PUBLISHER_HEIGHT),
        lower.centred(left, height - look.RIM - look.SCAN_ABOVE_BOTTOM, look.SCAN_HEIGHT),
    )
    ornaments = ((frame(width, height), 0, 0), (rule(), left, look.RIM + look.RULE_TOP))
    word = mark(across, width, height)
    data, elements = joined([drawn(line, _GROUND) for line in lines])
    svg = "".join(
        (
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ',
            f'width="{_millimetres(width)}mm" height="{_millimetres(height)}mm" ',
            f'viewBox="0 0 {width * GRID} {height * GRID}">',
            f'<path fill="#fff" d="M0 0h{width * GRID}v{height * GRID}H0z"/>',
            f'<path fill="#{bytes(look.PALE).hex()}" d="{_drawn(word, 0, 0)}"/>' if across else "",
            elements,
        )
    )
    on = sheet(width, height, depth=2 if across else 1)
    on.lay([(word.dots, 0, 0)])
    on.rows[:] &= _PALE
    on.lay((ornament.dots, x, y) for ornament, x, y in ornaments)
    for line in lines:
        on.lay(dotted(line))
    black = "".join([*(_drawn(*ornament) for ornament in ornaments), data])
    return Ground(width, height, svg, black, on, (strip(on.rows[_ABOVE]), strip(on.rows[_BELOW])))


def _millimetres(dots: int) -> str:
    return f"{(dots * MODULE_MM / DOTS_PER_MODULE).normalize():f}"


def _drawn(ornament: Ornament, x: int, y: int) -> str:
    begin_x, begin_y, rest = ornament.shape.path
    return f"M{x * GRID + begin_x} {y * GRID + begin_y}{rest}"
