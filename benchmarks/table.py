"""From samples to a table: medians, ratios, cost per product, and the targets beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median

OCOP, HUGO, PAGEFIND = "ocop", "Hugo", "Hugo + Pagefind"
NAMES = (OCOP, HUGO, PAGEFIND)
COLD, NOTHING, RECORD, TEMPLATE = "cold", "nothing changed", "one record edited", "one template changed"
SCENARIOS = (COLD, NOTHING, RECORD, TEMPLATE)


@dataclass(frozen=True, slots=True)
class Sample:
    """One build, measured."""

    size: int
    """Products."""
    name: str
    """Whose build: one of `NAMES`."""
    scenario: str
    """What had happened since the build before: one of `SCENARIOS`."""
    run: int
    """Which repetition, from 1."""
    seconds: float
    cpu: float
    """Seconds of all processes."""
    peak: int
    """Bytes of all processes together."""
    pages: int
    """HTML files of the site."""
    files: int
    bytes: int
    """Of all files."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure of ours may be at most."""

    limit: float
    of: str = ""
    """Whose figure it is a share of; empty for a plain limit."""

    def told(self, ours: float, others: dict[str, float | None], unit: str) -> str:
        """Return the target in words, and whether it is met."""
        against = others.get(self.of) if self.of else 1.0
        words = f"≤ {self.limit:g} of {self.of}" if self.of else f"≤ {self.limit:g} {unit}"
        return f"{words}: {'met' if ours <= self.limit * against else 'not met'}" if against else words


TARGETS = {
    (COLD, "seconds"): (Target(1.0, HUGO), Target(0.4, PAGEFIND)),
    (NOTHING, "seconds"): (Target(0.6),),
    (RECORD, "seconds"): (Target(0.02, PAGEFIND), Target(1.0)),
    (TEMPLATE, "seconds"): (Target(0.2, PAGEFIND),),
    (COLD, "peak"): (Target(0.5, HUGO),),
}
LARGE, LARGEST = 10_000, 100_000
GROWTH_LIMIT = 1.25
"""A product at `LARGEST` may cost this much of one at `LARGE`."""
LARGEST_PEAK = 2.5
"""GB."""

ROWS = (
    *((f"{scenario}, s", scenario, "seconds", 1.0, "s") for scenario in SCENARIOS),
    ("cold: processor, s", COLD, "cpu", 1.0, "s"),
    ("cold: peak memory, MB", COLD, "peak", 1e6, "MB"),
    ("cold: pages", COLD, "pages", 1.0, ""),
    ("cold: files", COLD, "files", 1.0, ""),
    ("cold: size, MB", COLD, "bytes", 1e6, "MB"),
)
"""Title, scenario, what of its samples, divisor, unit."""


def middle(samples: Iterable[Sample], size: int, name: str, scenario: str, what: str) -> float | None:
    """Return the median of one figure; nothing where it was not measured."""
    found = [
        float(getattr(one, what)) for one in samples if (one.size, one.name, one.scenario) == (size, name, scenario)
    ]
    return median(found) if found else None


def report(samples: list[Sample]) -> str:
    """Return all samples as Markdown: a table for each size, then the cost per product."""
    sizes = sorted({one.size for one in samples})
    parts = [_size_table(samples, size) for size in sizes]
    return "\n\n".join([*parts, "\n".join(_per_product(samples, sizes))]) + "\n"


def _size_table(samples: list[Sample], size: int) -> str:
    runs = max(one.run for one in samples if one.size == size)
    lines = [
        f"### {size:,} products, median of {runs}" if runs > 1 else f"### {size:,} products, one run",
        "",
        f"| | {' | '.join(NAMES)} | of {HUGO} | of {PAGEFIND} | target |",
        "|---|--:|--:|--:|--:|--:|---|",
    ]
    for title, scenario, what, divisor, unit in ROWS:
        figures = {name: middle(samples, size, name, scenario, what) for name in NAMES}
        if any(figure is not None for figure in figures.values()):
            lines.append(_row(title, figures, divisor, TARGETS.get((scenario, what), ()), unit))
    return "\n".join(lines)


def _row(title: str, figures: dict[str, float | None], divisor: float, targets: tuple[Target, ...], unit: str) -> str:
    ours = figures[OCOP]
    cells = [_number(None if figure is None else figure / divisor) for figure in figures.values()]
    cells += [_number(ratio(ours, figures[name])) for name in (HUGO, PAGEFIND)]
    told = (
        "" if ours is None else "; ".join(one.told(ours / divisor, _divided(figures, divisor), unit) for one in targets)
    )
    return f"| {title} | {' | '.join(cells)} | {told} |"


def _divided(figures: dict[str, float | None], divisor: float) -> dict[str, float | None]:
    return {name: None if figure is None else figure / divisor for name, figure in figures.items()}


def ratio(ours: float | None, theirs: float | None) -> float | None:
    """Return ours as a share of theirs, where both are known."""
    return ours / theirs if ours is not None and theirs else None


def _number(value: float | None) -> str:
    """Write three significant digits, whole numbers whole."""
    if value is None:
        return "–"
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def _per_product(samples: list[Sample], sizes: list[int]) -> Iterator[str]:
    yield "### Cost per product, cold build, ms"
    yield ""
    yield f"| products | {' | '.join(NAMES)} |"
    yield "|--:|--:|--:|--:|"
    cost = {(size, name): middle(samples, size, name, COLD, "seconds") for size in sizes for name in NAMES}
    for size in sizes:
        told = (cost[size, name] for name in NAMES)
        yield f"| {size:,} | {' | '.join(_number(None if one is None else 1000 * one / size) for one in told)} |"
    if LARGE in sizes and LARGEST in sizes:
        grown = {name: ratio(cost[LARGEST, name], cost[LARGE, name]) for name in NAMES}
        shares = {name: None if share is None else share * LARGE / LARGEST for name, share in grown.items()}
        yield f"| {LARGEST:,} against {LARGE:,} | {' | '.join(_number(share) for share in shares.values())} |"
        peak = middle(samples, LARGEST, OCOP, COLD, "peak")
        if (growth := shares[OCOP]) is not None and peak is not None:
            yield ""
            limits = (Target(GROWTH_LIMIT).told(growth, {}, "times"), Target(LARGEST_PEAK).told(peak / 1e9, {}, "GB"))
            yield f"Targets for {OCOP} at {LARGEST:,}: cost {limits[0]}; peak memory {limits[1]}."
