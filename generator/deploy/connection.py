"""Connections to a server through the system's own ssh: one that orders are given through, others that send files."""

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
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, cast
from urllib.parse import unquote, urlsplit

from generator.problems import TroubleError

PROGRAMME = "OCOP_SSH"
"""The environment's variable that names another ssh, or gives it options."""
OPTIONS = ("-o", "BatchMode=yes", "-o", "ConnectTimeout=20", "-o", "ServerAliveInterval=15", "-o", "Compression=yes")
_NAME = re.compile(r"[A-Za-z0-9_][\w.@+-]*", re.ASCII)
_CUT = 255
"""How ssh ends where the connection is at fault, not what was run through it."""


class Connection:
    """A server and a folder of it, from `ssh://[user@]host[:port]/folder`; `/~/folder` is below the user's own."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        path = unquote(parts.path)
        try:
            port = parts.port
        except ValueError:
            port = -1
        host = f"{parts.username}@{parts.hostname}" if parts.username else str(parts.hostname)
        if not _NAME.fullmatch(host) or parts.password or port == -1 or path in {"", "/"} or not path.isprintable():
            raise TroubleError("deploy-target-form", found=address)
        self.address = address
        # Where a name begins with a hyphen it must not be taken for an option.
        self.folder = f"./{path[3:]}" if path.startswith("/~/") else path
        self._host = [*(["-p", str(port)] if port else []), "--", host]
        self._orders: subprocess.Popen[bytes] | None = None
        self._said: IO[bytes] = io.BytesIO()

    def _started(self, words: list[str], said: IO[bytes]) -> subprocess.Popen[bytes]:
        given = shlex.split(os.environ.get(PROGRAMME, ""), posix=os.name != "nt") or ["ssh"]
        programme = shutil.which(given[0])
        if not programme:
            raise TroubleError("deploy-no-ssh")
        command = [programme, *given[1:], *OPTIONS, *self._host, shlex.join(words)]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said)  # noqa: S603 - quoted

    @contextmanager
    def opened(self, script: str, *words: str) -> Iterator[None]:
        """Have a script listen to orders there; it notices when this end goes, however that happens."""
        with tempfile.TemporaryFile() as said:
            self._said = said
            self._orders = self._started(["sh", "-c", script, "ocop", *words], said)
            try:
                self._answer(self._orders)
                yield
            finally:
                _ended(self._orders)
                self._orders = None

    def ask(self, *order: str) -> list[bytes]:
        """Give an order and return the lines of the answer; raises TroubleError where it is refused."""
        if self._orders is None:
            raise ValueError("nobody listens")
        with suppress(OSError):  # where the connection is cut, the answer tells
            orders = cast("IO[bytes]", self._orders.stdin)
            orders.write(f"{' '.join(order)}\n".encode())
            orders.flush()
        return self._answer(self._orders)

    def _answer(self, orders: subprocess.Popen[bytes]) -> list[bytes]:
        lines: list[bytes] = []
        for line in cast("IO[bytes]", orders.stdout):
            if line == b"OK\n":
                return lines
            if line.startswith(b"NO "):
                raise self._refusal(line[3:].decode(errors="replace").strip())
            lines.append(line)
        orders.wait()
        raise TroubleError("deploy-ssh", address=self.address, reason=_last_words(self._said))

    def _refusal(self, reason: str) -> TroubleError:
        kind, _, rest = reason.partition(" ")
        if kind == "held":
            return TroubleError("deploy-held", holder=rest)
        if kind == "foreign":
            return TroubleError("deploy-not-ours", folder=self.address, found=rest.replace(" ", ", "))
        return TroubleError("deploy-refused", target=self.address, reason=reason)

    def send(self, files: Iterable[tuple[str, bytes]], folder: str) -> None:
        """Put files into a folder below ours, through a connection of their own."""
        there = f"cd {shlex.quote(self.folder)} && mkdir -p {folder} && cd {folder} && tar -xof -"
        with tempfile.TemporaryFile() as said:
            sending = self._started(["sh", "-c", there], said)
            cut = False
            try:
                with tarfile.open(fileobj=sending.stdin, mode="w|", format=tarfile.USTAR_FORMAT) as archive:
                    for name, content in files:
                        entry = tarfile.TarInfo(name)
                        # Servers make their ETag of time and size: a new content must be younger.
                        entry.size, entry.mode, entry.mtime = len(content), 0o644, time.time()
                        archive.addfile(entry, io.BytesIO(content))
            except OSError:
                cut = True
            finally:
                code = _ended(sending)
            if cut or code:
                rule = "deploy-ssh" if code == _CUT else "deploy-refused"
                raise TroubleError(rule, address=self.address, target=self.address, reason=_last_words(said))


def _ended(process: subprocess.Popen[bytes]) -> int:
    """Let the other end know that nothing more comes, wait for it, and return how it ended."""
    with suppress(OSError):
        cast("IO[bytes]", process.stdin).close()
    try:
        code = process.wait(600)
    except subprocess.TimeoutExpired:
        process.kill()
        code = process.wait()
    cast("IO[bytes]", process.stdout).close()
    return code


def _last_words(said: IO[bytes]) -> str:
    said.seek(0)
    lines = [line.strip() for line in said.read().decode(errors="replace").splitlines() if line.strip()]
    return " · ".join(lines[-2:]) or "?"
