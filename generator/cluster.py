"""Workers of a Dask cluster, through its `concurrent.futures` executor."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor, CancelledError, Executor
from typing import Any

from generator.crew import Workers
from generator.problems import TroubleError

PATIENCE = 10
"""Seconds the scheduler may take to answer."""


def workers(address: str) -> Workers:
    """Return the workers of the cluster whose scheduler is at an address, such as `tcp://10.0.0.5:8786`.

    Raises TroubleError where the extra is not installed or nobody answers.
    """
    try:
        import distributed
        from distributed.comm.core import CommClosedError
    except ImportError as missing:
        raise TroubleError("cluster-not-installed") from missing
    connect: Any = distributed.Client
    try:
        client = connect(address, timeout=PATIENCE, set_as_default=False)
        client.wait_for_workers(1, timeout=PATIENCE)
    except (OSError, TimeoutError, ValueError) as silent:
        raise TroubleError("cluster-silent", address=address) from silent

    def hire() -> Executor:
        # The same work may be asked for twice, after a death: it is never to be taken for done.
        executor: Executor = client.get_executor(pure=False)
        return executor

    size = sum(client.nthreads().values())
    deaths = (BrokenExecutor, CancelledError, distributed.KilledWorker, CommClosedError)
    return Workers(hire, size, near=False, deaths=deaths, close=client.close)
