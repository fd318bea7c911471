"""How work goes on, for people at a terminal: nothing for the first second, then rate and time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

    from generator.crew import Watch
    from generator.report import Report

PATIENCE = 1.0
"""Seconds without a word."""


def watch(report: Report) -> Watch | None:
    """Return what shows how work goes on; nothing where nobody sees it, so that files and pipes stay clean."""
    if not sys.stderr.isatty():
        return None

    @contextmanager
    def watched(name: str, total: int) -> Iterator[Callable[[int], None]]:
        began, done, bar = time.monotonic(), 0, list["Progress"]()

        def advance(count: int) -> None:
            nonlocal done
            done = min(total, done + count)
            if not bar and time.monotonic() - began > PATIENCE and done < total:
                bar.append(_bar(report))
                bar[0].add_task(report.words(f"progress-{name}"), total=total, rate="")
            if bar:
                rate = report.words("progress-rate", rate=round(done / (time.monotonic() - began)))
                bar[0].update(bar[0].task_ids[0], completed=done, rate=rate)

        try:
            yield advance
        finally:
            for one in bar:
                one.stop()

    return watched


def _bar(report: Report) -> Progress:
    # Imported late: most builds end before anybody needs it.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn(report.words("progress-left")),
        TimeRemainingColumn(),
    )
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.start()
    return bar
