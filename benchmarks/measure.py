"""What one command costs: time, processor, and the memory of all its processes together."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

PAUSE_SECONDS = 0.03
"""Between two looks at the memory…"""
LOOKING_SHARE = 20
"""…or this many times as long as a look takes: at most a twentieth of one core goes into looking."""


class FailedError(Exception):
    """A command did not end well; the message is the command and the end of what it said."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command cost."""

    seconds: float
    """By the clock, from its start to its end."""
    cpu: float
    """Seconds of all its processes, user and system."""
    peak: int
    """Bytes: the most that all its processes held at one look."""


def environment() -> dict[str, str]:
    """Return the environment of an installed program: Python keeps what it has compiled."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def measure(command: list[str], folder: Path, log: Path) -> Cost:
    """Run a command to its end in a folder; what it says goes into the log.

    Raises FailedError when the command fails.
    """
    if hasattr(os, "sync"):
        os.sync()  # What the last command left to be written must not slow this one.
    before = os.times()
    start = time.perf_counter()
    with (
        log.open("wb") as told,
        subprocess.Popen(command, cwd=folder, stdout=told, stderr=told, env=environment()) as process,
    ):
        _sacrifice(process.pid)
        watch = _Watch(process.pid)
        process.wait()
        seconds = time.perf_counter() - start
    peak = watch.end()
    after = os.times()
    if process.returncode:
        raise FailedError(
            f"{' '.join(command)}: {process.returncode}\n{log.read_text('utf-8', errors='replace')[-2000:]}"
        )
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(seconds, cpu, peak)


def _sacrifice(pid: int) -> None:
    """Let Linux end this process first where memory runs out, not whatever else the machine does."""
    with suppress(OSError):
        Path(f"/proc/{pid}/oom_score_adj").write_text("1000", encoding="ascii")


class _Watch(threading.Thread):
    """Looks at the memory of a process and its descendants until told to end."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._over = threading.Event()
        self._peak = 0
        self.start()

    def run(self) -> None:
        """Look again and again."""
        pause = 0.0
        while not self._over.wait(pause):
            start = time.perf_counter()
            self._peak = max(self._peak, held(self._pid))
            pause = max(PAUSE_SECONDS, LOOKING_SHARE * (time.perf_counter() - start))

    def end(self) -> int:
        """Return the peak in bytes."""
        self._over.set()
        self.join()
        return self._peak


def held(pid: int) -> int:
    """Return the bytes a process and its descendants hold together.

    On Linux the proportional set size, in which a page shared by several counts once in all; elsewhere the unique
    set size, which leaves shared pages out.
    """
    total = 0
    try:
        root = psutil.Process(pid)
        family = [root, *root.children(recursive=True)]
    except psutil.Error:
        return 0
    for one in family:
        try:
            memory = one.memory_full_info()
        except psutil.Error:  # It has just ended.
            continue
        total += getattr(memory, "pss", memory.uss)
    return total
