"""Measure this programme against Hugo and Pagefind doing the same pages: `python -m benchmarks --help`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path

from benchmarks import corpus
from benchmarks.contestants import EDITED_WORDS, REPOSITORY, Contestant, Hugo, Ocop, hugo, pagefind, version
from benchmarks.measure import Cost, FailedError, measure
from benchmarks.table import COLD, HUGO, NAMES, OCOP, PAGEFIND, RECORD, SCENARIOS, TEMPLATE, Sample, report

SIZES = (1_000, 10_000, 100_000)
SETTLED = 3
"""Seconds after which records no longer count as just written: disks' clocks are coarse, so those are read again."""
NAMED = {"ocop": OCOP, "hugo": HUGO, "pagefind": PAGEFIND}


def main() -> None:
    """Measure, or show what was measured before."""
    wanted = _arguments()
    if wanted.show:
        samples = [Sample(**one) for file in wanted.show for one in json.loads(file.read_text("utf-8"))["samples"]]
        print(report(samples))
        return
    names = {NAMED[name] for name in wanted.only or NAMED}
    scenarios = (COLD,) if wanted.cold else SCENARIOS
    machine = _machine(names)
    samples = []
    with ExitStack() as ending:
        work = wanted.keep or Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="ocop-bench-")))
        if work.exists() and any(work.iterdir()):
            raise SystemExit(f"{work} is not empty.")
        for size in wanted.size or SIZES:
            for sample in compete(work.resolve() / str(size), size, wanted.runs, names, scenarios):
                samples.append(sample)
                _tell(sample)
                if wanted.out:
                    told = {"machine": machine, "samples": [asdict(one) for one in samples]}
                    wanted.out.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(report(samples))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--size", type=int, action="append", help="products, repeatable (default: 1000 10000 100000)")
    parser.add_argument("--runs", type=int, default=3, help="repetitions; the table shows medians (default: 3)")
    parser.add_argument("--only", nargs="+", choices=NAMED, help="who builds (pagefind includes hugo)")
    parser.add_argument("--cold", action="store_true", help="only the full build, no edits")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="work in this empty folder and leave all there")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write every sample as JSON")
    parser.add_argument("--show", type=Path, nargs="+", metavar="FILE", help="print the table of such files, no more")
    return parser.parse_args()


def compete(work: Path, size: int, runs: int, names: set[str], scenarios: tuple[str, ...]) -> Iterator[Sample]:
    """Let all build the same records in turn, run after run; every second run in the opposite order."""
    corpus.write(work / "corpus", size)
    contestants: list[Contestant] = []
    if OCOP in names:
        contestants.append(Ocop(work))
    if names & {HUGO, PAGEFIND}:
        contestants.append(Hugo(work, search=PAGEFIND in names))
    for one in contestants:
        one.prepare()
    time.sleep(SETTLED)
    record = work / "corpus" / "content" / "products" / f"{corpus.code(size // 2)}.md"
    for run in range(1, runs + 1):
        order = contestants[:: 1 if run % 2 else -1]
        with ExitStack() as edits:
            for scenario in scenarios:
                _happen(scenario, record, contestants, edits)
                for one in order:
                    for name, cost in _build(one, work):
                        yield Sample(size, name, scenario, run, cost.seconds, cost.cpu, cost.peak, *_weigh(one.out))


def _happen(scenario: str, record: Path, contestants: list[Contestant], edits: ExitStack) -> None:
    """Bring about what a scenario is named for; what is edited stays so until the end of the run."""
    if scenario == COLD:
        for one in contestants:
            one.forget()
    if scenario == RECORD:
        edits.enter_context(edited(record, *corpus.EDITED_WORDS))
    if scenario == TEMPLATE:
        for one in contestants:
            edits.enter_context(edited(one.template, *EDITED_WORDS))


def _build(contestant: Contestant, work: Path) -> Iterator[tuple[str, Cost]]:
    """Build once; the cost told after each stage is that of all stages so far, the peak the highest.

    A stage that fails, as where memory runs out, is told and leaves its cells of the table empty.
    """
    total = Cost(0, 0, 0)
    for stage in contestant.stages():
        try:
            cost = measure(stage.command, REPOSITORY, work / "log.txt")
        except FailedError as failed:
            print(f"{stage.name} failed: {failed}", file=sys.stderr, flush=True)
            return
        total = Cost(total.seconds + cost.seconds, total.cpu + cost.cpu, max(total.peak, cost.peak))
        yield stage.name, total


@contextmanager
def edited(path: Path, words: str, others: str) -> Iterator[None]:
    """Say something else in one place of a file, and put it back in the end."""
    before = path.read_bytes()
    after = before.replace(words.encode(), others.encode(), 1)
    if after == before:
        raise SystemExit(f"{path} does not say “{words}”, so there is nothing to edit.")
    path.write_bytes(after)
    try:
        yield
    finally:
        path.write_bytes(before)


def _weigh(site: Path) -> tuple[int, int, int]:
    """Return how many pages and files a site has, and their bytes."""
    pages = files = size = 0
    for folder, _, names in os.walk(site):
        files += len(names)
        pages += sum(name.endswith(".html") for name in names)
        size += sum((Path(folder) / name).stat().st_size for name in names)
    return pages, files, size


def _tell(one: Sample) -> None:
    order = NAMES.index(one.name)
    print(
        f"{one.size:>7,} {one.scenario:<20} {one.run} {'  ' * order}{one.name}: {one.seconds:.2f} s, "
        f"processor {one.cpu:.2f} s, {one.peak / 1e6:.0f} MB, {one.pages:,} pages",
        file=sys.stderr,
        flush=True,
    )


def _machine(names: set[str]) -> dict[str, object]:
    """Return what the figures depend on."""
    programs = [hugo()] if names & {HUGO, PAGEFIND} else []
    programs += [pagefind()] if PAGEFIND in names else []
    return {
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "programs": [version(one) for one in programs],
    }


if __name__ == "__main__":
    main()
