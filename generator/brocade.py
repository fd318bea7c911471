"""Weave brocade (thổ cẩm) from a small grammar: the set gives motif and threads, the code the arrangement.

A cloth is charted as a weaver counts it, one quarter mirrored twice: ``u`` stitches out from the middle of a
repeat, ``v`` rows out from the middle of the cloth. A chart is half a repeat, its rows parted by spaces; each
stitch is named by its part: ``.`` ground, ``a`` drawing thread, ``b`` body, ``c`` heart, ``d`` second body.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from re import finditer
from typing import TypeVar

PANEL_COLUMNS, BAND_COLUMNS, FIELD_ROWS = 72, 48, 15
"""Stitches across a panel and a band; rows from the middle of a panel to its borders, which add 12."""

Choice = TypeVar("Choice")


@dataclass(frozen=True, slots=True)
class Thread:
    """One colour of thread and every place it shows."""

    colour: str
    """Hex, ``#RRGGBB``."""
    runs: tuple[tuple[int, int, int], ...]
    """Horizontal runs (x, y, length) in stitches, row by row, touching runs merged."""

    @property
    def path(self) -> str:
        """The runs as SVG path data: lines down the middle of their rows, each from where the one before ended."""
        drawn, at, row = ["M0 .5"], 0, 0
        for x, y, length in self.runs:
            drawn.append(f"m{x - at} {y - row}h{length}")
            at, row = x + length, y
        return "".join(drawn)


@dataclass(frozen=True, slots=True)
class Cloth:
    """A finished cloth."""

    columns: int
    """Width in stitches."""
    rows: int
    """Height in stitches."""
    ground: str
    """Hex colour of every stitch that no thread covers."""
    threads: tuple[Thread, ...]
    """Three or four, the drawing thread first."""


@dataclass(frozen=True, slots=True)
class Dyes:
    """The colours of one group, in hex, and the motif its unknown sets wear."""

    ground: str
    """The cloth before any pattern."""
    drawing: str
    """Part ``a``, the strongest against the ground."""
    body: tuple[str, str, str]
    """Parts ``b c d``, unless the set turns them."""
    light: str
    """The part light enough to show on a coloured border: ``a``, or ``.`` on a light ground."""
    family: str
    """A key of `MEDALLIONS`."""


@dataclass(frozen=True, slots=True)
class Medallion:
    """A motif repeated along the field: rings around its middle, then an edge of hooks or teeth."""

    ring: Callable[[int, int], int]
    """Counts rings from the middle to a stitch (u, v)."""
    repeat: int
    """Stitches from one middle to the next, even, a divisor of the panel's columns."""
    rings: str
    """The part each ring plays, from the middle out."""
    edge: str = ""
    """A chart of one step of the edge; each step up the lozenge moves it in by its own height."""


def _lozenge(u: int, v: int) -> int:
    return u + v


def _star(u: int, v: int) -> int:
    """Count rings of an eight-point star: a square laid over a lozenge."""
    return min(3 * max(u, v) // 2, u + v)


GROUPS = {
    "thuc-pham": Dyes("#1B2750", "#FBF8F2", ("#A3241C", "#E0A100", "#3E8A4E"), "a", "lozenge"),
    "do-uong": Dyes("#0F4A50", "#F3E9D6", ("#4F93B8", "#E0A100", "#B8552B"), "a", "zigzag"),
    "duoc-lieu": Dyes("#1F4A2C", "#F5EDDC", ("#6FA050", "#E0A100", "#B83A6B"), "a", "comb"),
    "thu-cong-my-nghe": Dyes("#8F1F1A", "#FBF8F2", ("#263A6B", "#E0A100", "#1E1B18"), "a", "hook"),
    "sinh-vat-canh": Dyes("#F3E9D6", "#263A6B", ("#B83A6B", "#D99A12", "#4C8A50"), ".", "star"),
    "du-lich": Dyes("#1A1718", "#FBF8F2", ("#C8407A", "#E0A100", "#1F7A78"), "a", "hook"),
}

WEARERS = {
    ("lozenge", "bcd"): ("che-bien-gao-ngu-coc", "nuoc-khoang-nuoc-dong-chai"),
    ("lozenge", "dcb"): ("rau-cu-qua-hat-tuoi", "vai-may-mac"),
    ("lozenge", "cbd"): ("gao-ngu-coc-so-che",),
    ("zigzag", "bcd"): ("thit-thuy-san-trung-sua-tuoi", "ruou-trang"),
    ("zigzag", "dcb"): ("do-uong-co-con-khac",),
    ("zigzag", "cbd"): ("tuong-nuoc-mam-gia-vi-long",),
    ("comb", "bcd"): ("che-bien-rau-cu-qua-hat", "thuc-pham-chuc-nang-thuoc"),
    ("comb", "dcb"): ("che", "tinh-dau-duoc-lieu-khac", "cay-canh"),
    ("comb", "cbd"): ("mat-ong-nong-san-khac",),
    ("star", "bcd"): ("do-an-nhanh",),
    ("star", "dcb"): ("che-tu-thuc-vat-khac", "do-uong-khong-con", "my-pham-duoc-lieu", "hoa"),
    ("star", "cbd"): ("gia-vi-khac",),
    ("hook", "bcd"): ("che-bien-thit-trung-sua-thuy-san", "thu-cong-gia-dung-trang-tri", "dich-vu-du-lich"),
    ("hook", "dcb"): ("ca-phe-ca-cao", "dong-vat-canh"),
}
"""The sets by motif family and by the parts their three body threads play."""
SETS = {set_id: dress for dress, set_ids in WEARERS.items() for set_id in set_ids}

HOOKS = "....aaaaaa. ...a.....a. ..a...aa.a. .a....a..a. a.....aaaa."
CURLS = "...aaaaa. ..a....a. .a...a.a. a....aaa."
COMB = ". .aaaaaa. ."
EARS = ". ..aaaaac .aaaaac ."
MEDALLIONS = {
    "lozenge": (
        Medallion(_lozenge, 36, "ccc.aabbbbaa.."),
        Medallion(_lozenge, 36, "ccaaddd..bbbaa.."),
        Medallion(_lozenge, 36, "cc.aabbb.ddd.aa."),
        Medallion(_lozenge, 24, "ccc.ddd.bbaa"),
        Medallion(_lozenge, 24, "cc.dddaabb.."),
    ),
    "hook": (
        Medallion(_lozenge, 36, "cc.aabbb.aa", HOOKS),
        Medallion(_lozenge, 36, "ccaadd.bbaa", HOOKS),
        Medallion(_lozenge, 36, "ccaaddddaa", HOOKS),
        Medallion(_lozenge, 36, "cc.aabbaa", CURLS),
    ),
    "comb": (
        Medallion(_lozenge, 36, "ccaabbbb.aa", COMB),
        Medallion(_lozenge, 36, "cc.aaddd.aa", COMB),
        Medallion(_lozenge, 36, "ccaabbb.aa", EARS),
        Medallion(_lozenge, 36, "cc.aaddaabb", EARS),
    ),
    "star": (
        Medallion(_star, 36, "cc.aabbbb.aaddd."),
        Medallion(_star, 36, "ccaabb.aadddd.aa."),
        Medallion(_star, 36, "ccc.aaabbbb.aa."),
        Medallion(_star, 24, "ccaabbb.aa."),
        Medallion(_star, 24, "cc.aaddd.aa"),
    ),
    "zigzag": (
        Medallion(_lozenge, 72, "ccc.aaabbbbb..ddddd..aaabbbbb..ddddd..aaabbbbb.."),
        Medallion(_lozenge, 36, "ccc.aabbbbb..ddddd..aabbbbb..ddd"),
        Medallion(_lozenge, 36, "ccaabbbbbaaddddd..ccc..ddddd..aa"),
        Medallion(_lozenge, 24, "ccaaa.bbbbb..ddddd..aaaa.."),
    ),
}
SPANDRELS = ("ccaabb..", "ddd.aa..", "cc.aa..", "ccc.bb..", "..")
MAIN_BORDERS = (
    "....aa ...aa. ..aa.. .aa..c aa..cc",
    "a..... aaa... ccaaa. aaa... a.....",
    "..aaa. ..a.a. ....a. aaaaa. a.....",
    "a..... aa.... aaa... ccaa.. cccaa.",
    "....aa ...aa. ..aa.c ...aa. ....aa",
)
MINOR_BORDERS = ("a... aa.. aaa.", "..aa .aa. aa..", "a.. a.. aaa", "a... ca.. a...")
LAYOUTS = ("aMa.mb", "a.maMb", "cMcbmb", "b.mcMc", "d.mdMb")
"""Borders from the field to the hem: ``M`` main (5 rows), ``m`` minor (3), a part (1); 12 rows in all."""
SCHEMES = ("blc", "dlc", ".ac", ".cb", "dlb")
"""The parts that ground, drawing and heart of the main border play; ``l`` is the light part."""

BANDS = {
    "lozenge": "ccaab.....dd caab.......d aab......... aa.......... b",
    "hook": "ccaaaaaaa.dd ca......a..d a....aa.a... .....aaaa... b",
    "comb": "ccaaaaaaaaaa caa.bb.bb..b aa..bb.bb... a...bb...... b",
    "star": "ccaa....bbdd caa......bbd aaa.......bb a..........b b",
    "zigzag": "ccccaaa..ddd ccaaa..ddd.. aaa..ddd.... a..ddd...... b",
}


def weave(set_id: str, group_id: str, arrangement: str) -> Cloth:
    """Weave a panel: 72 x 54 stitches (4:3), symmetric in both axes."""
    dyes, family, turn = _dress(set_id, group_id)
    lots = _lots(set_id, arrangement)
    field = _field(_draw(MEDALLIONS[family], lots), _draw(SPANDRELS, lots))
    return _cut(_mirror([*field, *_borders(dyes.light, lots)], PANEL_COLUMNS), dyes, turn)


def band(set_id: str, group_id: str) -> Cloth:
    """Weave the strip of one set: 48 x 10 stitches with a selvedge, seamless from left to right."""
    dyes, family, turn = _dress(set_id, group_id)
    return _cut(_mirror(BANDS[family].split(), BAND_COLUMNS), dyes, turn)


def _lots(*ids: str) -> Iterator[int]:
    """Turn ids into 64 numbers that are the same on every machine."""
    return iter(blake2b("\0".join(ids).encode()).digest())


def _draw(choices: Sequence[Choice], lots: Iterator[int]) -> Choice:
    return choices[next(lots) % len(choices)]


def _dress(set_id: str, group_id: str) -> tuple[Dyes, str, str]:
    """Find the dyes, the motif family and the turn of a set, known or not."""
    dyes = GROUPS.get(group_id, GROUPS["thuc-pham"])
    return dyes, *SETS.get(set_id, (dyes.family, _draw(("bcd", "dcb", "cbd"), _lots(set_id))))


@cache
def _field(medallion: Medallion, spandrel: str) -> tuple[str, ...]:
    """Chart the field: half a repeat wide, from the middle row out."""
    half = range(medallion.repeat // 2)
    return tuple("".join(_stitch(medallion, spandrel, u, v) for u in half) for v in range(FIELD_ROWS))


def _stitch(medallion: Medallion, spandrel: str, u: int, v: int) -> str:
    ring = medallion.ring(u, v)
    corner = medallion.repeat // 2 - 1 - u + FIELD_ROWS - 1 - v
    return medallion.rings[ring : ring + 1] or _edge(medallion, u, v) or spandrel[corner : corner + 1] or "."


def _edge(medallion: Medallion, u: int, v: int) -> str:
    """Name a stitch of the hooks or teeth beside a lozenge, nothing outside them."""
    chart = medallion.edge.split() or [""]
    step, row = divmod(v, len(chart))
    start = len(medallion.rings) - len(chart) * (step + 1) + 1
    if u < start or len(chart) * step >= len(medallion.rings):
        return ""
    return chart[row][u - start : u - start + 1]


def _borders(light: str, lots: Iterator[int]) -> Iterator[str]:
    """Chart the rows between the field and the hem."""
    main, minor, layout = _draw(MAIN_BORDERS, lots), _draw(MINOR_BORDERS, lots), _draw(LAYOUTS, lots)
    scheme = str.maketrans(".ac", _draw(SCHEMES, lots).replace("l", light))
    charts = {"M": main.translate(scheme), "m": minor}
    for part in layout:
        yield from charts.get(part, part).split()


def _mirror(half_repeats: Iterable[str], columns: int) -> list[str]:
    """Repeat each half chart from the middle of the cloth out, then mirror left and up."""
    sides = [((half + half[::-1]) * columns)[: columns // 2] for half in half_repeats]
    rows = [side[::-1] + side for side in sides]
    return [*reversed(rows), *rows]


def _cut(rows: Sequence[str], dyes: Dyes, turn: str) -> Cloth:
    """Gather the stitches of each part into runs of its colour."""
    colours = {"a": dyes.drawing, **dict(zip(turn, dyes.body, strict=True))}
    columns = len(rows[0])
    runs: dict[str, list[tuple[int, int, int]]] = {part: [] for part in colours}
    for y, row in enumerate(rows):
        for part, x, length in _runs(row):
            runs[part].append((x, y, length))
    threads = (Thread(colour, tuple(runs[part])) for part, colour in colours.items())
    return Cloth(columns, len(rows), dyes.ground, tuple(thread for thread in threads if thread.runs))


@lru_cache(maxsize=8192)
def _runs(row: str) -> tuple[tuple[str, int, int], ...]:
    """Return the runs of a row: part, first stitch, length; cloths share most of their rows."""
    return tuple((run[0][0], run.start(), len(run[0])) for run in finditer("a+|b+|c+|d+", row))
