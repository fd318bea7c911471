"""Reading a site's files: out of a folder, or from where it is published."""

from __future__ import annotations

import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from generator.problems import TroubleError
from generator.signed.releases import LOG
from generator.signed.state import Read

SECONDS = 20
"""What a server may take to say anything."""
LEAST_A_SECOND = 20_000
"""Bytes: a server that sends less, once it had three times as long, is not waited for."""
LARGEST, LARGEST_LOG = 16 * 1024 * 1024, 256 * 1024 * 1024
"""Bytes of one file, and of the log: a country's has less."""
AT_ONCE = 8
_MISSING = frozenset({404, 410})
_CHUNK = 1 << 16


def is_web(where: str) -> bool:
    """Tell whether this is a web address."""
    return where.lower().startswith(("http://", "https://"))


def folder(site: Path) -> Read:
    """Return what reads the files of a folder; raises OSError where the disk refuses."""

    def read(path: str) -> bytes | None:
        target = site / path
        return target.read_bytes() if target.is_file() else None

    return read


class _SameHost(HTTPRedirectHandler):
    """Goes on to another place of the same host only: who asked for one site is told of that one."""

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        """Return the next request; raise TroubleError where it leads to another host."""
        if urlsplit(newurl).hostname != urlsplit(req.full_url).hostname:
            raise TroubleError("site-moved", address=req.full_url, to=newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def web(address: str) -> Read:
    """Return what reads the files of a published site; raises TroubleError where it does not answer as one."""
    opener = build_opener(_SameHost)

    def read(path: str) -> bytes | None:
        where = address
        try:
            where = urljoin(f"{address.rstrip('/')}/", quote(path))
            return _answer(opener, where, LARGEST_LOG if path.endswith(LOG) else LARGEST)
        except HTTPError as refused:
            if refused.code in _MISSING:
                return None
            rule = "site-circle" if 300 <= refused.code < 400 else "site-refuses"
            raise TroubleError(rule, address=where, code=refused.code) from refused
        except TimeoutError as late:
            raise TroubleError("site-slow", address=where) from late
        except HTTPException as garbled:
            raise TroubleError("site-garbled", address=where) from garbled
        except (URLError, OSError, ValueError) as trouble:
            reason = getattr(trouble, "reason", trouble)
            if isinstance(reason, TimeoutError):
                raise TroubleError("site-slow", address=where) from trouble
            told = getattr(reason, "strerror", None) or reason
            raise TroubleError("site-silent", address=where, reason=told) from trouble

    return read


def _answer(opener: OpenerDirector, where: str, largest: int) -> bytes:
    """Return what a web address answers, whole; raises TroubleError where it is too much, too slow or not all."""
    begun, parts, length = time.monotonic(), [], 0
    asked = Request(where, headers={"User-Agent": "ocop-verify"})  # noqa: S310 - http and https only
    with opener.open(asked, timeout=SECONDS) as answer:
        while part := answer.read1(_CHUNK):
            parts.append(part)
            length += len(part)
            if length > largest:
                raise TroubleError("site-large", address=where, most=largest >> 20)
            late = time.monotonic() - begun - 3 * SECONDS
            if late > 0 and length < LEAST_A_SECOND * (late + 3 * SECONDS):
                raise TimeoutError
        if answer.length:  # what was promised and did not come
            raise TroubleError("site-short", address=where)
    return b"".join(parts)


def fetched(read: Read, paths: Iterable[str]) -> Read:
    """Return the same reader with some files read beforehand, several at once."""
    wanted = list(dict.fromkeys(paths))
    with ThreadPoolExecutor(AT_ONCE) as crew:
        known = dict(zip(wanted, crew.map(read, wanted), strict=True))
    return lambda path: known[path] if path in known else read(path)
