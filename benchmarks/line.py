"""A web server at the other end of a slow line: files in Brotli, so many bytes a second, late by a phone's delay."""

from __future__ import annotations

import mimetypes
import threading
import time
from contextlib import suppress
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import brotli

BYTES_A_SECOND = 1.6e6 / 8
SECONDS_LATE = 0.15
CHUNK = 4_000
"""Bytes sent at once."""
PACKED = (".html", ".css", ".js", ".json", ".svg", ".txt")
"""What a server compresses; pictures and Pagefind's own files are compressed already."""


class Served(NamedTuple):
    """What went over the line for one page."""

    sent: int
    """Bytes, without headers."""
    requests: int
    chain: int
    """The most requests of which each could only begin when the one before had ended."""


class Line:
    """A server on loopback."""

    def __init__(self, root: Path, pages: dict[str, bytes], *, slow: bool) -> None:
        self.root, self.pages, self.slow = root, pages, slow
        self._lock, self._free = threading.Lock(), 0.0
        self._log: list[tuple[float, float, int]] = []
        line = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                with suppress(ConnectionError):  # the browser has what it wanted
                    line.answer(self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = _Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Line:
        """Begin to serve."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()

    def pack(self, *folders: str) -> None:
        """Pack all files of some folders, as a server does long before anybody asks."""
        for folder in folders:
            for file in (self.root / folder).rglob("*"):
                if file.suffix in PACKED:
                    _packed(file)

    def begin(self) -> None:
        """Forget what was served."""
        with self._lock:
            self._log.clear()

    def told(self) -> Served:
        """Return what was served since the beginning, and ended."""
        with self._lock:
            log = sorted(self._log)
        chains: list[int] = []
        for start, _, _ in log:
            before = (chain for (_, end, _), chain in zip(log, chains, strict=False) if end <= start)
            chains.append(1 + max(before, default=0))
        return Served(sum(size for *_, size in log), len(log), max(chains, default=0))

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Send a file, late and slowly."""
        start = time.perf_counter()
        path = unquote(urlsplit(request.path).path)
        content, kind, packed = self._content(path)
        if self.slow:
            time.sleep(SECONDS_LATE)
        request.send_response(200 if content is not None else 404)
        body = content or b""
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        if packed:
            request.send_header("Content-Encoding", "br")
        request.end_headers()
        for first in range(0, len(body), CHUNK):
            chunk = body[first : first + CHUNK]
            self._wait(len(chunk))
            request.wfile.write(chunk)
        with self._lock:
            self._log.append((start, time.perf_counter(), len(body)))

    def _wait(self, size: int) -> None:
        """Wait until the line, which all connections share, has room for so many bytes."""
        if not self.slow:
            return
        with self._lock:
            now = time.perf_counter()
            self._free = max(self._free, now) + size / BYTES_A_SECOND
            wait = self._free - now
        time.sleep(wait)

    def _content(self, path: str) -> tuple[bytes | None, str, bool]:
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        if path in self.pages:
            return brotli.compress(self.pages[path]), "text/html; charset=utf-8", True
        file = self.root / path.lstrip("/")
        if path.endswith("/"):
            file, kind = file / "index.html", "text/html; charset=utf-8"
        if not file.is_file():
            return None, kind, False
        return (_packed(file), kind, True) if file.suffix in PACKED else (file.read_bytes(), kind, False)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    """Connections that may wait; of 5, as Python has it, a browser's sixth is dropped and tries again seconds later."""


@cache
def _packed(file: Path) -> bytes:
    return brotli.compress(file.read_bytes(), quality=11)
