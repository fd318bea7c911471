"""Looking at the live site: some of its files are fetched as visitors fetch them, and compared with the release."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from generator.addresses import HOME, NOT_FOUND, public
from generator.deploy.release import Release

MOST = 40
"""Files that are asked for."""
PAUSES = (0.0, 1.0, 2.0, 4.0, 8.0)
"""Seconds before each try: what a server or a cache between remembers may live that long."""
SECONDS = 20
"""What one file may take to answer."""
AT_ONCE = 8
_GONE = 410


class Finding(NamedTuple):
    """A file that is not on the live site as it is in the release."""

    address: str
    found: str
    """A code of HTTP, or why nothing answered; empty where the content is another."""


def look(
    url: str, release: Release, changed: Sequence[str], site: str = "", pauses: Sequence[float] = PAUSES
) -> list[Finding]:
    """Return what on the live site is not as in the release, after some patience; `changed` is asked for first.

    `site` is the public address, where `url` stands in for it.
    """
    asked = chosen(release, changed)
    opener = build_opener(_Led(site or url, url))
    findings: list[Finding] = []
    with ThreadPoolExecutor(AT_ONCE) as crew:
        for pause in pauses:
            time.sleep(pause)
            results = list(crew.map(lambda path: _compared(opener, url, path, release), asked))
            findings = [finding for finding in results if finding]
            if not findings:
                return []
            asked = [path for path, finding in zip(asked, results, strict=True) if finding]
    return findings


def chosen(release: Release, changed: Sequence[str]) -> list[str]:
    """Return what to ask for: the home page, of what changed some files, and one of each kind there is."""
    own = {path for path in release.own if path != NOT_FOUND and not path.startswith(".")}
    news = sorted(own.intersection(changed), key=lambda path: (not path.endswith(".html"), path))
    step = max(1, len(news) // (MOST // 2))
    kinds: dict[tuple[str, str], str] = {}
    for path in sorted(own):
        kinds.setdefault((path.split("/")[0] if "/" in path else "", path.rpartition(".")[2]), path)
    first = [HOME] if HOME in own else []
    return list(dict.fromkeys([*first, *news[::step][: MOST // 2], *kinds.values()]))[:MOST]


class _Led(HTTPRedirectHandler):
    """Goes where a rule of the server leads, which names the public address: on the site that is looked at."""

    def __init__(self, site: str, url: str) -> None:
        self._site, self._url = (f"{one.rstrip('/')}/" for one in (site, url))

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        if newurl.startswith(self._site):
            newurl = self._url + newurl.removeprefix(self._site)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _compared(opener: OpenerDirector, url: str, path: str, release: Release) -> Finding | None:
    address = public(url, path)
    headers = {"User-Agent": "ocop-deploy", "Cache-Control": "no-cache", "Accept": "*/*"}
    try:
        with opener.open(Request(address, headers=headers), timeout=SECONDS) as answer:  # noqa: S310 - site.url is http(s)
            content = answer.read()
            # A rule of the server may lead to another page of the release, as for a product that has moved.
            if answer.url != address and _sha256(content) in {file.sha256 for file in release.files.values()}:
                return None
    except HTTPError as refused:
        with refused:
            if refused.code != _GONE:
                return Finding(address, str(refused.code))
            content = refused.read()  # a server that says so of a page which tells that a product has gone
    except (URLError, OSError, ValueError) as trouble:
        return Finding(address, str(getattr(trouble, "reason", trouble)) or type(trouble).__name__)
    return None if _sha256(content) == release.files[path].sha256 else Finding(address, "")


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
