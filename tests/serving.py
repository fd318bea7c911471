"""Servers on loopback, in this process: a plain host, strict where a test wants it, or any that a test makes up."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from socketserver import BaseRequestHandler
from typing import Protocol

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self';"
    " require-trusted-types-for 'script'; trusted-types ocop"
)
"""All that pages need."""


class Handler(Protocol):
    """What makes an answer to a request: mostly a class of answers, or one with its folder filled in."""

    def __call__(self, *about: object) -> BaseRequestHandler:
        """Answer."""


class _Strict(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *about: object, policy: str, directory: Path) -> None:
        self._policy = policy
        super().__init__(*about, directory=directory)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self._policy)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(handler: Handler) -> Iterator[str]:
    """Answer on loopback until it is done with; yield the address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def strict(folder: Path, policy: str = POLICY) -> Iterator[str]:
    """Serve a folder as a plain host does that also forbids everything the site does not need; yield its address."""
    with serving(partial(_Strict, policy=policy, directory=folder)) as address:
        yield address
