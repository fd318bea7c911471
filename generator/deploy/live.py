"""Looking at the live site: some of its files are fetched as visitors fetch them, and compared with the release."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

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


def look(url: str, release: Release, changed: Sequence[str], pauses: Sequence[float] = PAUSES) -> list[Finding]:
    """Return what on the live site is not as in the release, after some patience; `changed` is asked for first."""
    asked = chosen(release, changed)
    findings: list[Finding] = []
    with ThreadPoolExecutor(AT_ONCE) as crew:
        for pause in pauses:
            time.sleep(pause)
            results = list(crew.map(lambda path: _compared(url, path, release), asked))
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


def _compared(url: str, path: str, release: Release) -> Finding | None:
    address = public(url, path)
    headers = {"User-Agent": "ocop-deploy", "Cache-Control": "no-cache", "Accept": "*/*"}
    try:
        with urlopen(Request(address, headers=headers), timeout=SECONDS) as answer:  # noqa: S310 - site.url is http(s)
            if answer.url != address:
                return None  # a rule of the server leads on, as one for a product that has moved
            content = answer.read()
    except HTTPError as refused:
        with refused:
            if refused.code != _GONE:
                return Finding(address, str(refused.code))
            content = refused.read()  # a server that says so of a page which tells that a product has gone
    except (URLError, OSError, ValueError) as trouble:
        return Finding(address, str(getattr(trouble, "reason", trouble)) or type(trouble).__name__)
    return None if hashlib.sha256(content).hexdigest() == release.files[path].sha256 else Finding(address, "")
