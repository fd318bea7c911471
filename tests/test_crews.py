"""Who does the work never shows in the site: one process, all cores, a cluster, workers that die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster

from generator import crew
from generator.cluster import workers
from generator.crew import Staff, Workers, local
from generator.memory import Memory
from generator.pipeline import build
from generator.problems import TroubleError
from tests.conftest import ROOT, TODAY, Office, files

PRODUCTS = 25


@pytest.fixture
def busy(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with enough products for some batches; any work is worth hiring for."""
    monkeypatch.setattr(crew, "WORTH_HIRING", 0)
    for number in range(PRODUCTS):
        office.product(f"DB{number:04}", f"Chè số {number}")
    return office


def site(folder: Path) -> dict[str, bytes]:
    return {path: content for path, content in files(folder).items() if path != ".lock"}


def alone(office: Office) -> dict[str, bytes]:
    """Return the site that one process makes."""
    build(office.root, office.root / "alone", TODAY, memory=Memory())
    return site(office.root / "alone")


def test_all_cores_make_the_same_site(busy: Office) -> None:
    """Processes on all cores, started anew, make the bytes one process makes, and are gone afterwards."""
    with Staff(local()) as staff:
        build(busy.root, busy.out, TODAY, staff, Memory())
    assert site(busy.out) == alone(busy)


def _die_once(marker: list[str]) -> int:
    """Kill this process, the first time it is asked to."""
    try:
        Path(marker[0]).touch(exist_ok=False)
    except FileExistsError:
        return len(marker)
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    return -1


def _die(_: list[str]) -> int:
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    return -1


def done(hired: Workers, work: object, batches: Iterable[list[str]]) -> list[int]:
    with Staff(hired) as staff:
        return sorted(staff.each(hired, work, batches, 9, 1, "making"))


def test_a_dead_worker_is_replaced(tmp_path: Path) -> None:
    """When a worker dies in the middle, all batches are done all the same, each yielded once."""
    batches = [[str(tmp_path / "died"), *["x"] * number] for number in range(20)]
    assert done(local(), _die_once, batches) == [number + 1 for number in range(20)]


def test_deadly_work_ends() -> None:
    """Work that kills every worker ends with an error in words, not in a circle."""
    with pytest.raises(TroubleError) as wrong:
        done(local(), _die, [["x"]])
    assert (wrong.value.rule, dict(wrong.value.details)) == ("workers-died", {"count": "3"})


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal 0 to ask whether a process is there")
def test_workers_end_with_their_build(tmp_path: Path) -> None:
    """When a build is killed, its workers end too: none is left behind, or goes on writing."""
    script = (
        "import sys, time; from generator.crew import local; from tests.test_crews import _tell_and_sleep\n"
        "if __name__ == '__main__': list(local().each(_tell_and_sleep, [[sys.argv[1]], [sys.argv[1]]]))"
    )
    (tmp_path / "build.py").write_text(script, encoding="utf-8")
    command = [sys.executable, str(tmp_path / "build.py"), str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}) as building:
        while not (begun := list(tmp_path.glob("*.worker"))):
            time.sleep(0.05)
        building.kill()
    for worker in begun:
        for _ in range(200):
            try:
                os.kill(int(worker.stem), 0)
            except ProcessLookupError:
                break
            time.sleep(0.05)
        else:
            pytest.fail(f"worker {worker.stem} is still there")


def _tell_and_sleep(folder: list[str]) -> None:
    (Path(folder[0]) / f"{os.getpid()}.worker").touch()
    time.sleep(600)


@pytest.fixture
def cluster() -> Iterator[LocalCluster]:
    """A Dask cluster of two processes."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as started:
        yield started


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_makes_the_same_site(busy: Office, cluster: LocalCluster) -> None:
    """A cluster makes the bytes one process makes, also when one of its workers is killed in the middle."""

    def kill() -> None:
        time.sleep(0.5)
        process = next(iter(cluster.workers.values())).process.pid
        os.kill(process, getattr(signal, "SIGKILL", signal.SIGTERM))

    killer = threading.Thread(target=kill)
    killer.start()
    with Staff(workers(cluster.scheduler_address)) as staff:
        build(busy.root, busy.out, TODAY, staff, Memory())
    killer.join()
    assert site(busy.out) == alone(busy)


def test_a_silent_cluster_is_told(office: Office) -> None:
    """An address where nobody answers is an error in words."""
    office.product("DB0001")
    command = [sys.executable, "-m", "generator", "build", "--root", str(office.root), "--cluster", "tcp://127.0.0.1:1"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120)
    assert (ended.returncode, "Traceback" in ended.stderr) == (1, False)
    assert "tcp://127.0.0.1:1" in ended.stderr.splitlines()[-1]
