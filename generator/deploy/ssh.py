"""A target on a server that one logs in to: the system's OpenSSH here, any POSIX sh with tar there."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

from generator.clock import VIETNAM
from generator.deploy.folder import HIDDEN, RELEASES
from generator.deploy.release import Placing, Plan
from generator.deploy.target import FAILED, Sent, Standing, folder_name, who
from generator.problems import TroubleError

PROGRAMME = "OCOP_SSH"
"""The environment's variable that names another ssh, or gives it options."""
OPTIONS = ("-o", "BatchMode=yes", "-o", "ConnectTimeout=20", "-o", "ServerAliveInterval=15", "-o", "Compression=yes")
_SCRIPT = (Path(__file__).parent / "remote.sh").read_text(encoding="utf-8")
_NAME = re.compile(r"[A-Za-z0-9_][\w.@+-]*", re.ASCII)


class Server:
    """Releases in a folder of a server, laid out as in a local one; one connection gives orders, another sends."""

    def __init__(self, address: str, *, in_place: bool = False) -> None:
        parts = urlsplit(address)
        path = unquote(parts.path)
        try:
            port = parts.port
        except ValueError:
            port = -1
        user = f"{parts.username}@" if parts.username else ""
        host = f"{user}{parts.hostname}"
        if not _NAME.fullmatch(host) or parts.password or port == -1 or path in {"", "/"} or not path.isprintable():
            raise TroubleError("deploy-target-form", found=address)
        self._address = address
        # From the home folder on; where a name begins with a hyphen it must not be taken for an option.
        self._top = path if not path.startswith("/~/") else f"./{path[3:]}"
        self._host = [*(["-p", str(port)] if port else []), "--", host]
        self._store = HIDDEN if in_place else RELEASES
        self.placed = in_place
        self._orders: subprocess.Popen[bytes] | None = None
        self._said: IO[bytes] | None = None

    def _command(self, remote: str) -> list[str]:
        given = os.environ.get(PROGRAMME, "")
        programme = shlex.split(given, posix=os.name != "nt") or ["ssh"]
        if not shutil.which(programme[0]):
            raise TroubleError("deploy-no-ssh")
        return [*programme, *OPTIONS, *self._host, remote]

    @contextmanager
    def held(self, wait: float) -> Iterator[None]:
        """Start the script that takes the lock; it lets go when this end goes, however that happens."""
        about = f"{who()} {datetime.now(VIETNAM):%H:%M}"
        words = ["sh", "-c", _SCRIPT, "ocop", self._top, self._store, str(round(wait)), about]
        with tempfile.TemporaryFile() as said:
            orders = subprocess.Popen(
                self._command(shlex.join(words)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said
            )
            self._orders, self._said = orders, said
            try:
                self._answer()
                yield
            finally:
                assert orders.stdin
                assert orders.stdout
                with suppress(OSError):
                    orders.stdin.close()
                orders.stdout.close()
                try:
                    orders.wait(20)
                except subprocess.TimeoutExpired:
                    orders.kill()
                    orders.wait()
                self._orders = self._said = None

    def _ask(self, *order: str) -> list[bytes]:
        """Give an order and return the lines of the answer."""
        assert self._orders
        assert self._orders.stdin
        with suppress(OSError):  # where the connection is cut, the answer tells
            self._orders.stdin.write(f"{' '.join(order)}\n".encode())
            self._orders.stdin.flush()
        return self._answer()

    def _answer(self) -> list[bytes]:
        assert self._orders
        assert self._orders.stdout
        lines: list[bytes] = []
        for line in self._orders.stdout:
            if line == b"OK\n":
                return lines
            if line.startswith(b"NO "):
                raise self._refusal(line[3:].decode(errors="replace").strip())
            lines.append(line)
        self._orders.wait()
        raise TroubleError("deploy-ssh", address=self._address, reason=self._last_words(self._said))

    def _refusal(self, reason: str) -> TroubleError:
        kind, _, rest = reason.partition(" ")
        if kind == "held":
            return TroubleError("deploy-held", holder=rest)
        if kind == "foreign":
            return TroubleError("deploy-not-ours", folder=self._address, found=rest.replace(" ", ", "))
        return TroubleError("deploy-refused", target=self._address, reason=reason)

    def _last_words(self, said: IO[bytes] | None) -> str:
        if said is None:
            return "?"
        said.seek(0)
        lines = [line.strip() for line in said.read().decode(errors="replace").splitlines() if line.strip()]
        return " · ".join(lines[-2:]) or "?"

    def _send(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Send files to where what arrives is looked at, through a connection of its own."""
        # A name with a hyphen in front stays a name.
        there = f"cd {shlex.quote(self._top)} && cd {self._store} && mkdir -p incoming && cd incoming && tar -xof -"
        with tempfile.TemporaryFile() as said:
            command = self._command(shlex.join(["sh", "-c", there]))
            with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said) as sending:
                assert sending.stdin
                broken = False
                try:
                    with tarfile.open(fileobj=sending.stdin, mode="w|", format=tarfile.USTAR_FORMAT) as archive:
                        for name, content in files:
                            entry = tarfile.TarInfo(name)
                            # Servers make their ETag of time and size: a new content must be younger.
                            entry.size, entry.mode, entry.mtime = len(content), 0o644, time.time()
                            archive.addfile(entry, io.BytesIO(content))
                except OSError:
                    broken = True
                with suppress(OSError):
                    sending.stdin.close()
                ended = sending.wait()
            if broken or ended:
                rule = "deploy-ssh" if ended == 255 else "deploy-refused"
                raise TroubleError(rule, address=self._address, target=self._address, reason=self._last_words(said))

    def standing(self) -> Standing:
        """Ask what there is."""
        current: int | None = None
        cut: tuple[int, ...] = ()
        records = {}
        for line in self._ask("standing"):
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
                    raise TroubleError("deploy-not-ours", folder=self._address, found=f"current → {rest}")
                current = int(shown)
        return Standing(current, records, cut)

    def record(self, number: int, state: str) -> bytes:
        """Fetch a record."""
        return b"".join(self._ask("record", _record(number, state)))

    def heading(self, number: int, state: str) -> bytes:
        """Fetch a record's first line."""
        return b"".join(self._ask("heading", _record(number, state)))

    def tidy(self, standing: Standing) -> None:
        """Tell which folders may stay."""
        whole = [number for number, state in standing.records.items() if state != FAILED]
        self._ask("tidy", "".join(f":{folder_name(one)}" for one in {*whole, standing.current or 0}) + ":")

    def stage(self, plan: Plan, site: Path, sent: Sent) -> None:
        """Send what has not arrived before, have it checked there, then put the folder together."""
        release = plan.release
        there = {line.decode().strip() for line in self._ask("incoming")}
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

        self._send(files())
        damaged = self._ask("check")
        if damaged:
            sha = damaged[0].decode(errors="replace").partition(":")[0].strip()
            raise TroubleError("deploy-damaged", path=plan.send.get(sha, sha))
        self._ask("stage", folder_name(release.number), folder_name(plan.base.number) if plan.base else "-")

    def switch(self, number: int) -> None:
        """Have the link replaced."""
        self._ask("switch", folder_name(number), str(number))

    def place(self, number: int, placing: Placing, standing: Sequence[int]) -> None:
        """Have each file replaced whole."""
        self._ask("incoming")
        lines = [f"put {path}\n" for path in placing.put] + [f"gone {path}\n" for path in placing.gone]
        self._send([("plan", "".join(lines).encode())])
        self._ask("place", folder_name(number), *map(str, standing))

    def rename(self, number: int, state: str, to: str) -> None:
        """Have the record renamed."""
        self._ask("rename", _record(number, state), _record(number, to))

    def drop(self, number: int, state: str) -> None:
        """Have record and folder removed."""
        self._ask("drop", _record(number, state), folder_name(number))


def _record(number: int, state: str) -> str:
    return f"{folder_name(number)}.{state}"
