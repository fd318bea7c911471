"""Links to other sites: whether they still answer, asked politely."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from itertools import chain
from typing import Any, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from generator.checks.examine import open_document
from generator.problems import Path, Problem, Severity
from generator.records.folder import Sources

PAUSE = 1.0
"""Seconds between two questions to one host."""
PATIENCE = 10.0
"""Seconds a host may take to answer."""
HOSTS_AT_ONCE = 4
_URL = re.compile(r"https?://[^\s<>\"')\]]+")
_ASK_WHOLE = {400, 403, 404, 405, 406, 500, 501, 503}
"""Answers of servers that do not know HEAD, or take it for a robot's."""


class Link(NamedTuple):
    """An address somewhere else, and where a record names it."""

    url: str
    file: str
    line: int
    path: Path


def found(sources: Sources) -> Iterator[Link]:
    """Yield the links of all records to other sites, each at its line."""
    for source in chain([sources.config], sources.records):
        document = open_document(source) if source.there else None
        if document is None:
            continue
        own = document.data.get("site", {}) if source is sources.config and isinstance(document.data, dict) else {}
        for path, text in _texts(document.data, ()):
            if text != (own.get("url") if isinstance(own, dict) else None):
                yield from (Link(url, source.file, document.line_of(path), path) for url in _urls(text))
        for number, line in enumerate(document.body.split("\n")):
            yield from (Link(url, source.file, document.body_line + number, ()) for url in _urls(line))


def _texts(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, (dict, list)):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _texts(value, (*path, key))


def _urls(text: str) -> Iterator[str]:
    return (url.rstrip(".,;:!?") for url in _URL.findall(text))


def check(links: Iterable[Link], site_url: str, pause: float = PAUSE, patience: float = PATIENCE) -> Iterator[Problem]:
    """Yield what is said of links that do not answer; each address is asked for once, each host by one at a time."""
    by_host: dict[str, dict[str, list[Link]]] = {}
    for link in links:
        by_host.setdefault(urlsplit(link.url).netloc.lower(), {}).setdefault(link.url, []).append(link)

    def ask(urls: Mapping[str, list[Link]]) -> list[tuple[list[Link], str]]:
        answers = []
        for number, (url, some) in enumerate(urls.items()):
            if number:
                time.sleep(pause)
            answers.append((some, _trouble(url, site_url, patience)))
        return answers

    with ThreadPoolExecutor(HOSTS_AT_ONCE) as crew:
        for answers in crew.map(ask, by_host.values()):
            for some, trouble in answers:
                for link in some if trouble else ():
                    details = (("found", link.url), ("reason", trouble))
                    yield Problem(link.file, link.line, link.path, "link-silent", details, Severity.WARNING)


def _trouble(url: str, site_url: str, patience: float) -> str:
    """Return why an address does not answer; nothing where it does."""
    for method in ("HEAD", "GET"):
        headers = {"User-Agent": f"ocop-catalogue link check for {site_url}", "Accept": "*/*"}
        request = Request(url.partition("#")[0], method=method, headers=headers)  # noqa: S310 - http and https only
        try:
            with urlopen(request, timeout=patience):  # noqa: S310 - as above
                return ""
        except HTTPError as wrong:
            with wrong:
                if method == "GET" or wrong.code not in _ASK_WHOLE:
                    return f"HTTP {wrong.code}"
        except (URLError, HTTPException, OSError, ValueError) as wrong:
            return str(getattr(wrong, "reason", "") or wrong or type(wrong).__name__)
    return ""
