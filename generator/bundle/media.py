"""What kind of file each of a site's is: its media type, whether it shrinks, how long it may be kept."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import NamedTuple

from generator.addresses import lasting
from generator.outputs.trace import LINKSET


class Kind(NamedTuple):
    """A kind of file, known by its ending."""

    media: str
    text: bool
    """Whether it is text, which shrinks to a fifth."""
    shared: bool = False
    """Whether pages and programmes of other sites may read it: open data, and pictures to show."""


UTF8 = "; charset=utf-8"
KINDS = {
    "html": Kind(f"text/html{UTF8}", text=True),
    "css": Kind(f"text/css{UTF8}", text=True),
    "js": Kind(f"text/javascript{UTF8}", text=True),
    "json": Kind("application/json", text=True, shared=True),
    "jsonld": Kind("application/ld+json", text=True, shared=True),
    "jsonl": Kind("application/jsonl", text=True, shared=True),
    "csv": Kind(f"text/csv{UTF8}", text=True, shared=True),
    "txt": Kind(f"text/plain{UTF8}", text=True, shared=True),
    "xml": Kind(f"application/xml{UTF8}", text=True, shared=True),
    "atom": Kind(f"application/atom+xml{UTF8}", text=True, shared=True),
    "webmanifest": Kind("application/manifest+json", text=True),
    "svg": Kind(f"image/svg+xml{UTF8}", text=True, shared=True),
    "png": Kind("image/png", text=False, shared=True),
    "jpg": Kind("image/jpeg", text=False, shared=True),
    "webp": Kind("image/webp", text=False, shared=True),
    "avif": Kind("image/avif", text=False, shared=True),
    "ico": Kind("image/vnd.microsoft.icon", text=False),
    "pdf": Kind("application/pdf", text=False, shared=True),
    "zip": Kind("application/zip", text=False, shared=True),
}
NAMED = {
    LINKSET: "application/linkset+json",
    "opensearch.xml": f"application/opensearchdescription+xml{UTF8}",
    "gs1resolver": "application/json",
    "feeds/*.xml": f"application/atom+xml{UTF8}",
}
"""Files whose names say more than their endings, with a star for any name."""
UNKNOWN = "application/octet-stream"
PACKED = {"br": "br", "gz": "gzip"}
"""Endings of packed files, with what HTTP calls them."""
FOR_EVER = ("assets/", "anh/")
"""Folders of files that are named by their content, all of them (`addresses.lasting`)."""
KEPT_FOR_EVER = "public, max-age=31536000, immutable"
KEPT_AN_HOUR = "public, max-age=3600"
KEPT_SHORTLY = "public, max-age=60, must-revalidate"
"""A recall must be seen at once; a page that did not change costs one answer without a body."""


def _known(path: str) -> str | None:
    return next((media for name, media in NAMED.items() if fnmatchcase(f"/{path}", f"*/{name}")), None)


def _kind(path: str) -> Kind | None:
    return KINDS.get(path.rpartition("/")[2].rpartition(".")[2])


def media(path: str) -> str:
    """Return the media type of a file of the site."""
    kind = _kind(path)
    return _known(path) or (kind.media if kind else UNKNOWN)


def is_text(path: str) -> bool:
    """Tell whether a file shrinks when it is packed."""
    kind = _kind(path)
    return kind.text if kind else _known(path) is not None


def keeping(path: str) -> str:
    """Return for how long browsers keep a file: the value of Cache-Control."""
    if lasting(path):
        return KEPT_FOR_EVER
    return KEPT_AN_HOUR if path.endswith((".svg", ".png", ".jpg", ".pdf")) else KEPT_SHORTLY
