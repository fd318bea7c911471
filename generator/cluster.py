"""Workers of a Dask cluster, through its `concurrent.futures` executor."""

from __future__ import annotations

from concurrent.futures import Executor

from generator.crew import Workers
from generator.problems import TroubleError

TIMEOUT = "10s"
"""How long the scheduler may take to answer."""
WORKERS_AT_FIRST = 1


def workers(address: str) -> Workers:
    """Return the workers of the cluster whose scheduler is at an address, such as `tcp://10.0.0.5:8786`.

    Raises TroubleError where the extra is not installed or nobody answers.
    """
    try:
        from distributed import Client
    except ImportError as missing:
        raise TroubleError("cluster-not-installed") from missing
    try:
        client = Client(address, timeout=TIMEOUT, set_as_default=False)
        client.wait_for_workers(WORKERS_AT_FIRST, timeout=TIMEOUT)
        size = sum(client.nthreads().values())
    except (OSError, TimeoutError, ValueError) as silent:
        raise TroubleError("cluster-silent", address=address) from silent

    def hire() -> Executor:
        # The same work may be asked for twice with the same result, but is never to be taken for done before.
        executor: Executor = client.get_executor(pure=False)
        return executor

    return Workers(hire, size, near=False, close=client.close)
