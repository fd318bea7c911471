"""A target on a server that one logs in to: the system's OpenSSH here, any POSIX sh with tar there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from generator.clock import VIETNAM
from generator.deploy.connection import Connection
from generator.deploy.folder import HIDDEN, RELEASES
from generator.deploy.release import Placing, Plan
from generator.deploy.target import FAILED, Sent, Standing, folder_name, who
from generator.problems import TroubleError

INCOMING = "incoming"
_SCRIPT = (Path(__file__).parent / "remote.sh").read_text(encoding="utf-8")


class Server:
    """Releases in a folder of a server, laid out as in a local one."""

    def __init__(self, address: str, *, in_place: bool = False) -> None:
        self._connection = Connection(address)
        self._store = HIDDEN if in_place else RELEASES
        self.placed = in_place

    @contextmanager
    def held(self, wait: float) -> Iterator[None]:
        """Start the script that takes the lock; it lets go when this end goes."""
        about = f"{who()} {datetime.now(VIETNAM):%H:%M}"
        with self._connection.opened(_SCRIPT, self._connection.folder, self._store, str(round(wait)), about):
            yield

    def standing(self) -> Standing:
        """Ask what there is."""
        current: int | None = None
        cut: tuple[int, ...] = ()
        records = {}
        for line in self._connection.ask("standing"):
            word, _, rest = line.decode(errors="replace").strip().partition(" ")
            if word == "record":
                number, _, state = rest.partition(".")
                if number.isdecimal():
                    records[int(number)] = state
            elif word == "cut":
                cut = tuple(int(one) for one in rest.split())
            elif rest:
                shown = rest.rpartition("/")[2]
                if not shown.isdecimal():
                    raise TroubleError("deploy-not-ours", folder=self._connection.address, found=f"current → {rest}")
                current = int(shown)
        return Standing(current, records, cut)

    def record(self, number: int, state: str) -> bytes:
        """Fetch a record."""
        return b"".join(self._connection.ask("record", _record(number, state)))

    def heading(self, number: int, state: str) -> bytes:
        """Fetch a record's first line."""
        return b"".join(self._connection.ask("heading", _record(number, state)))

    def tidy(self, standing: Standing) -> None:
        """Tell which folders may stay."""
        whole = [number for number, state in standing.records.items() if state != FAILED]
        self._connection.ask("tidy", "".join(f":{folder_name(one)}" for one in {*whole, standing.current or 0}) + ":")

    def stage(self, plan: Plan, site: Path, sent: Sent) -> None:
        """Send what has not arrived before, have it checked there, then put the folder together."""
        release = plan.release
        there = {line.decode().strip() for line in self._connection.ask("incoming")}
        last = {sha: path for path, sha in plan.put}
        lines = [f"have {sha} {path}\n" for sha, path in plan.moved.items()]
        lines += [f"put {sha}{'' if last[sha] == path else '+'} {path}\n" for path, sha in plan.put]
        lines += [f"gone {path}\n" for path in plan.gone]

        def files() -> Iterator[tuple[str, bytes]]:
            for sha, path in plan.send.items():
                if sha not in there:
                    content = (site / path).read_bytes()
                    if sha256(content).hexdigest() != sha:
                        raise TroubleError("deploy-site-changed", file=site / path)
                    yield sha, content
                sent(1)
            yield "wanted", "".join(f"{sha}\n" for sha in plan.send).encode()
            yield "plan", "".join(lines).encode()
            yield "record", release.written()

        self._deliver(files())
        damaged = self._connection.ask("check")
        if damaged:
            sha = damaged[0].decode(errors="replace").partition(":")[0].strip()
            raise TroubleError("deploy-damaged", path=plan.send.get(sha, sha))
        self._connection.ask("stage", folder_name(release.number), folder_name(plan.base.number) if plan.base else "-")

    def switch(self, number: int) -> None:
        """Have the link replaced."""
        self._connection.ask("switch", folder_name(number), str(number))

    def place(self, number: int, placing: Placing, standing: Sequence[int]) -> None:
        """Have each file replaced whole."""
        self._connection.ask("incoming")
        lines = [f"put {path}\n" for path in placing.put] + [f"gone {path}\n" for path in placing.gone]
        self._deliver([("plan", "".join(lines).encode())])
        self._connection.ask("place", folder_name(number), *map(str, standing))

    def _deliver(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Send files beside, then have them taken.

        They come through a connection that holds no lock: what one of a deploy that was killed still writes must not
        get among the files of the next.
        """
        own = token_hex(8)
        self._connection.send(files, f"{self._store}/{INCOMING}.{own}")
        self._connection.ask("arrived", own)

    def rename(self, number: int, state: str, to: str) -> None:
        """Have the record renamed."""
        self._connection.ask("rename", _record(number, state), _record(number, to))

    def drop(self, number: int, state: str) -> None:
        """Have record and folder removed."""
        self._connection.ask("drop", _record(number, state), folder_name(number))


def _record(number: int, state: str) -> str:
    return f"{folder_name(number)}.{state}"
