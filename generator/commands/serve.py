"""`ocop serve`: a preview on this machine that shows each saved record at once."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from generator.crew import Staff, local
from generator.memory import FOLDER, Memory
from generator.pipeline import Built, build
from generator.preview import State, server, watch
from generator.problems import ContentError, TroubleError
from generator.progress import watch as progress
from generator.report import Report, say
from generator.version import version


def run(root: Path, out: Path, report: Report, today: Callable[[], date], port: int) -> int:
    """Build, serve and build again after each change, until interrupted; return 0."""
    state = State()
    with Memory(root / FOLDER, version()) as memory, Staff(local(), progress(report)) as staff:

        def again() -> None:
            began = time.monotonic()
            try:
                built = build(root, out, today(), staff, memory, keep=False)
            except ContentError as wrong:
                lines = tuple(report.line(problem) for problem in wrong.problems.errors)
                _tell(report, report.words("preview-kept", count=len(lines)), lines, state)
            except TroubleError as trouble:
                words = report.words(trouble.rule, **dict(trouble.details))
                _tell(report, report.words("preview-kept", count=1), (words,), state)
            else:
                _tell_built(report, built, time.monotonic() - began)
                state.tell()
            memory.save()

        try:
            serving = server(out, state, port)
        except OSError as taken:
            raise TroubleError("port-taken", port=port, reason=taken.strerror or taken) from taken
        again()
        address = f"http://{serving.server_address[0]!s}:{serving.server_address[1]}/"
        stop = threading.Event()
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        say(report.words("preview-open", address=address))
        try:
            watch(root, again, stop)
        except KeyboardInterrupt:
            return 0
        finally:
            stop.set()
            state.close()
            serving.shutdown()
            serving.server_close()
    return 0


def _tell(report: Report, heading: str, lines: tuple[str, ...], state: State) -> None:
    say(heading, to=sys.stderr)
    for line in lines:
        say(line, to=sys.stderr)
    state.tell(heading, lines)


def _tell_built(report: Report, built: Built, seconds: float) -> None:
    for line in report.problems(built.problems):
        say(line, to=sys.stderr)
    say(report.words("preview-built", made=built.made, seconds=f"{seconds:.1f}".replace(".", ",")))
