"""The links of a file as it is made: where they lead in the site, for the build to see whether all is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

_LINK = re.compile(rb'\s(?:href|src|srcset|action)="([^"]+)"')
_ID = re.compile(rb'\sid="([^"]+)"')
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_CHECKED = (".html", "linkset.json", ".jsonld", "datapackage.json")


class Finder:
    """Finds links; it remembers what those say that many pages share."""

    def __init__(self, site_url: str) -> None:
        self._site = site_url.rstrip("/").encode()
        self._public = re.compile(b'"' + re.escape(self._site) + rb'(/[^"<>\s\\]*)')
        self._known: dict[tuple[int, bytes], tuple[str, ...]] = {}

    def links(self, path: str, content: bytes) -> set[str]:
        """Return what a file of the site links to: paths of files, with `#` and a fragment where it names one.

        A fragment of the page itself that is not there is `#fragment`.
        """
        if not path.endswith(_CHECKED) and not path.startswith("feeds/"):
            return set()
        found: set[str] = set()
        for address in set(self._public.findall(content)):
            found.add(_file(unquote(address.decode().partition("#")[0].partition("?")[0][1:])))
        if path.endswith(".html"):
            folders = path.split("/")[:-1]
            depth, above = len(folders), b"../" * len(folders)
            for link in set(_LINK.findall(content)):
                # What leads by way of the root says the same on all pages as deep as this.
                if depth and not link.startswith(above):
                    found.update(self._read(link, path, folders, content))
                    continue
                key = depth, link
                if key not in self._known:
                    self._known[key] = tuple(self._read(link, path, folders, content)) if link[:1] != b"#" else ()
                if link[:1] == b"#":
                    found.update(self._read(link, path, folders, content))
                else:
                    found.update(self._known[key])
        return found

    def _read(self, link: bytes, path: str, folders: list[str], content: bytes) -> Iterator[str]:
        if link[:1] == b"#":
            if link != b"#" and b' id="' + link[1:] + b'"' not in content:
                yield unescape(link.decode())
            return
        for one in unescape(link.decode()).split(", "):
            address, _, rest = one.split(" ")[0].partition("#")
            address = address.partition("?")[0]
            if _ELSEWHERE.match(address):
                continue
            target = _target(unquote(address), path, folders)
            fragment = unquote(rest)
            if fragment and target == path:
                if f' id="{fragment}"'.encode() not in content:
                    yield f"#{fragment}"
            else:
                yield f"{target}#{fragment}" if fragment else target


def _target(address: str, path: str, folders: list[str]) -> str:
    """Return the file that an address without a host leads to from a page."""
    if not address:
        return path
    if address.startswith("/"):
        return _file(address[1:])
    steps = list(folders)
    for step in (parts := address.split("/"))[:-1]:
        if step == "..":
            steps = steps[:-1] if steps else [".."]
        elif step not in {"", "."}:
            steps.append(step)
    return _file("/".join([*steps, parts[-1]]))


def _file(path: str) -> str:
    return f"{path}index.html" if not path or path.endswith("/") else path
