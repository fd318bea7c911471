"""Who does the work: one process, processes on all cores, or a Dask cluster; it never shows in a result."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

from generator.problems import TroubleError

Batch = TypeVar("Batch")
Result = TypeVar("Result")

AHEAD = 3
"""Batches under way for each worker: none ever waits, and memory stays flat."""
MOST_DEATHS = 3
"""How many crews in a row may die without any work done before the work itself is taken for deadly."""


class Crew(Protocol):
    """Workers for batches of work."""

    near: bool
    """Whether the workers see this machine's files."""
    size: int
    """How many batches it is worth having under way."""

    def each(self, work: Callable[[Batch], Result], batches: Iterable[Batch]) -> Iterator[Result]:
        """Yield the result of every batch, in any order; `work` is a function of a module."""
        ...


class Alone:
    """The process that asks, for little work: starting others would take longer."""

    near = True
    size = 1

    def each(self, work: Callable[[Batch], Result], batches: Iterable[Batch]) -> Iterator[Result]:
        """Yield the result of every batch, in order."""
        return map(work, batches)


class Workers:
    """The workers behind an executor; one that dies is replaced and its batches are done again."""

    def __init__(
        self,
        hire: Callable[[], Executor],
        size: int,
        *,
        near: bool,
        deaths: tuple[type[Exception], ...] = (BrokenExecutor,),
        close: Callable[[], object] = lambda: None,
    ) -> None:
        self.near, self.size, self.close = near, size, close
        self._died = deaths
        self._hire = hire
        self._executor: Executor | None = None
        self._deaths = 0

    def each(self, work: Callable[[Batch], Result], batches: Iterable[Batch]) -> Iterator[Result]:
        """Yield the result of every batch, as they are done.

        Raises TroubleError when workers keep dying.
        """
        waiting = iter(batches)
        under_way: dict[Future[Result], Batch] = {}
        again: list[Batch] = []
        try:
            while True:
                try:
                    while len(under_way) < AHEAD * self.size:
                        batch = again.pop() if again else next(waiting, _NONE)
                        if batch is _NONE:
                            break
                        again.append(batch)
                        under_way[self._at_work().submit(work, batch)] = again.pop()
                    if not under_way:
                        return
                    for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                        result = future.result()
                        self._deaths = 0
                        del under_way[future]
                        yield result
                except self._died as death:
                    # Which worker it was nobody says: whatever is not done is done again.
                    again.extend(under_way.values())
                    under_way.clear()
                    self._bury(death)
        finally:
            for future in under_way:
                future.cancel()

    def _at_work(self) -> Executor:
        if self._executor is None:
            self._executor = self._hire()
        return self._executor

    def _bury(self, death: Exception) -> None:
        self._deaths += 1
        if self._deaths >= MOST_DEATHS:
            raise TroubleError("workers-died", count=self._deaths) from death
        self.dismiss()

    def dismiss(self, *, idle: bool = False) -> None:
        """Let the workers go; what they had not begun stays undone.

        Those that are idle are waited for: one that ends while Python itself does finds its pipes closed, and says so.
        """
        if self._executor is not None:
            self._executor.shutdown(wait=idle)
            self._executor = None


_NONE: Any = object()


class Staff:
    """Who works for one build: this process for little work, all cores or a cluster for much."""

    def __init__(self, workers: Workers | None = None, watch: Watch | None = None) -> None:
        self._workers = workers
        self._watch = watch

    def crew(self, seconds: float, *, near: bool = False) -> Crew:
        """Return who should do work that would take one process so many seconds.

        `near` asks for workers that see this machine's files.
        """
        workers = self._workers
        if workers is None or seconds < WORTH_HIRING or (near and not workers.near):
            return Alone()
        return workers

    def each(
        self,
        crew: Crew,
        work: Callable[[Batch], Result],
        batches: Iterable[Batch],
        total: int,
        at_once: int,
        name: str,
    ) -> Iterator[Result]:
        """Yield the results of work done in batches of so many, and let people watch how much of the total is done."""
        if self._watch is None or not total:
            yield from crew.each(work, batches)
            return
        with self._watch(name, total) as advance:
            for done in crew.each(work, batches):
                yield done
                advance(at_once)

    def __enter__(self) -> Staff:
        """Begin."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Let everybody go; where all went well nobody is at work any more."""
        if self._workers is not None:
            self._workers.dismiss(idle=kind is None)
            self._workers.close()


Watch = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""Shows people how work of a name and a number of items goes on; yields what to call with each number done."""
WORTH_HIRING = 1.5
"""Seconds of work for one process: starting others on all cores takes about one."""


def local() -> Workers:
    """Return processes on all cores; they are started anew, as Windows and macOS want it, and only when needed."""
    count = os.cpu_count() or 1

    def hire() -> Executor:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        return ProcessPoolExecutor(count, get_context("spawn"), initializer=_begin_work)

    return Workers(hire, count, near=True)


def rarely_tidied() -> None:
    """Let this process look for garbage in circles a hundred times more rarely than Python does by itself.

    Hundreds of thousands of records are created and kept; to look through them all again and again takes half the time.
    """
    gc.set_threshold(100_000, 20, 100)


def _begin_work() -> None:
    """Prepare a worker, which ends when the process that started it is gone, however: nobody waits for its work."""
    from multiprocessing import connection, parent_process

    rarely_tidied()
    parent = parent_process()
    if parent is None:
        return

    def wait_for_its_end() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=wait_for_its_end, daemon=True).start()
