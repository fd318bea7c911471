"""Work in a process of its own that may be killed: forked from one that has imported all, so that it begins at once."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

BUILD = ("generator.cli", "generator.commands.build", "generator.checks.check", "generator.outputs", "generator.theme")
_FORKS = "forkserver" in multiprocessing.get_all_start_methods()
_CONTEXT = multiprocessing.get_context("forkserver" if _FORKS else "spawn")  # Windows has no fork
if _FORKS:
    _CONTEXT.set_forkserver_preload(["tests.deployed", "generator.deploy.s3", *BUILD])


def _do(
    begun: Connection, environment: Mapping[str, str], work: Callable[..., object], arguments: tuple[Any, ...]
) -> None:
    os.environ.update(environment)  # of now, not of the moment the first process was started
    begun.send(None)
    work(*arguments)


@contextmanager
def begun(work: Callable[..., object], *arguments: Any) -> Iterator[BaseProcess]:
    """Begin work, a function of a module; yield its process once it works, and kill it in the end."""
    heard, told = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_do, args=(told, dict(os.environ), work, arguments))
    process.start()
    told.close()
    heard.recv()
    try:
        yield process
    finally:
        process.kill()
        process.join()
        process.close()
