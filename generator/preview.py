"""The preview on this machine: the site as it stands, with a script that shows each change and each problem at once."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import parse_qs, urlsplit

from generator.template_files import OURS

HERE = "127.0.0.1"
EVENTS, SCRIPT = "/_preview/events", "/_preview/script.js"
EMPTY = b'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>OCOP</title></head><body></body></html>'
"""Stands where there is no site yet."""
HEARTBEAT = 15.0
"""Seconds: how long a page that waits hears nothing, so that a page that is gone is noticed."""


@dataclass
class State:
    """What the last build came to; pages wait for the next one."""

    heading: str = ""
    problems: tuple[str, ...] = ()
    """The lines of the problems, while there are any."""
    number: int = 0
    """Counts the builds."""
    changed: threading.Condition = field(default_factory=threading.Condition)
    closed: bool = False

    def tell(self, heading: str = "", problems: tuple[str, ...] = ()) -> None:
        """Note a build and wake all pages."""
        with self.changed:
            self.number, self.heading, self.problems = self.number + 1, heading, problems
            self.changed.notify_all()

    def close(self) -> None:
        """Let all pages go."""
        with self.changed:
            self.closed = True
            self.changed.notify_all()

    def after(self, number: int) -> dict[str, Any] | None:
        """Return what pages must know since a build of a number, waiting a while for it; nothing if nothing came."""
        with self.changed:
            self.changed.wait_for(lambda: self.number > number or self.closed, HEARTBEAT)
            if self.number <= number or self.closed:
                return None
            return {"number": self.number, "heading": self.heading, "problems": self.problems}


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, state: State, **kinds: Any) -> None:
        self.state = state
        super().__init__(*args, **kinds)

    def do_GET(self) -> None:
        """Answer with a file of the site, or with what the script asks for."""
        asked = urlsplit(self.path)
        if not self._is_ours():
            self.send_error(HTTPStatus.FORBIDDEN)
        elif asked.path == EVENTS:
            after = parse_qs(asked.query).get("after", [""])[0]
            self._events(int(after) if after.isdecimal() else 0)
        elif asked.path == SCRIPT:
            # While something is wrong, a page that is opened only now must hear of it too.
            number = self.state.number - bool(self.state.problems)
            text = (OURS / "preview.js").read_bytes().replace(b"PREVIEW_NUMBER", str(number).encode())
            self._answer(HTTPStatus.OK, "text/javascript; charset=utf-8", text)
        else:
            super().do_GET()

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Begin the answer with a file; pages get the script, hidden files are not there."""
        path = Path(self.translate_path(self.path))
        hidden = any(part.startswith(".") for part in path.relative_to(self.directory).parts)
        if path.is_dir() and not urlsplit(self.path).path.endswith("/"):
            return super().send_head()
        file = path / "index.html" if path.is_dir() else path
        status = HTTPStatus.OK
        if hidden or not file.is_file():
            file, status = Path(self.directory) / "404.html", HTTPStatus.NOT_FOUND
        if file.suffix != ".html":
            return super().send_head()
        page = (file.read_bytes() if file.is_file() else EMPTY).replace(
            b"</head>", f'<script src="{SCRIPT}" defer></script></head>'.encode(), 1
        )
        self._answer(status, "text/html; charset=utf-8", page, body=self.command != "HEAD")
        return None

    def _is_ours(self) -> bool:
        """Tell whether the browser asked for this machine by name: no other site may lead it here."""
        return self.headers.get("Host", "").partition(":")[0] in {HERE, "localhost"}

    def _answer(self, status: HTTPStatus, kind: str, content: bytes, *, body: bool = True) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if body:
            self.wfile.write(content)

    def end_headers(self) -> None:
        """End the head; nothing of a preview is kept by the browser."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def _events(self, number: int) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            while not self.state.closed:
                news = self.state.after(number)
                number = news["number"] if news else number
                self.wfile.write(f"data: {json.dumps(news)}\n\n".encode() if news else b": still here\n\n")
                self.wfile.flush()
        except OSError:
            return  # the page is gone

    def log_message(self, *_: Any) -> None:
        """Say nothing of each request."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # a browser opens six connections at once, and may have many pages open

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell what went wrong; a browser that went away before it had all is nothing wrong."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def server(site: Path, state: State, port: int) -> ThreadingHTTPServer:
    """Return a server of a site's folder on this machine only; port 0 takes a free one.

    Raises OSError where the port is taken.
    """
    return _Server((HERE, port), partial(_Handler, state=state, directory=str(site)))


def watch(root: Path, changed: Callable[[], None], stop: threading.Event) -> None:
    """Call back after each change of the records, the templates or config.yml, until told to stop."""
    from watchfiles import watch as changes_of

    seen = threading.Event()

    def look(paths: list[Path], *, deep: bool, names: frozenset[str] = frozenset()) -> None:
        for changes in changes_of(*paths, recursive=deep, stop_event=stop, step=20, debounce=200, rust_timeout=500):
            if not names or any(Path(path).name in names for _, path in changes):
                seen.set()

    deep = [path for path in (root / "content", root / "templates", OURS) if path.is_dir()]
    around = threading.Thread(
        target=look, args=([root],), kwargs={"deep": False, "names": frozenset({"config.yml"})}, daemon=True
    )
    inside = threading.Thread(target=look, args=(deep,), kwargs={"deep": True}, daemon=True)
    around.start()
    inside.start()
    while not stop.is_set():
        if seen.wait(0.2):
            seen.clear()
            changed()
