"""The small files a stamp's page asks: a lot's fingerprints in buckets, as Have I Been Pwned has its range files.

A bucket is named by the first characters of its fingerprints and holds the rest of each, so that who sees what is asked
for (the host) cannot tell which stamp was scanned, and a phone loads a few kilobytes.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import Any

from generator.serials.book import Book, fingerprints
from generator.serials.fingerprint import HEX, LENGTH

FULL = 400
"""Fingerprints of one bucket on average, at most; no file has more than 8 KB."""
RUN = 3
"""What naming a run takes of a bucket's room, in fingerprints."""
WHOLE = "tat-ca"
"""The name of the bucket of a lot that needs only one."""


def depth(book: Book) -> int:
    """Return by how many characters a lot's fingerprints are put into buckets, 16 for each character: 0 to 3."""
    shares = (book.stamps / 16**depth for depth in range(HEX))
    return next((depth for depth, share in enumerate(shares) if share + RUN * min(len(book.runs), share) <= FULL), HEX)


def name(fingerprint: str, depth: int) -> str:
    """Return the name of the bucket a fingerprint belongs into."""
    return fingerprint[:depth] or WHOLE


def names(depth: int) -> tuple[str, ...]:
    """Return the names of all buckets, also of empty ones: what is not there could not be told from what failed."""
    return tuple([f"{number:0{depth}x}" for number in range(16**depth)]) if depth else (WHOLE,)


def filled(product: str, book: Book, recalled: Any, contents: Iterable[bytes]) -> list[bytes]:
    """Return the buckets of a lot in the order of their names; `contents` are its runs' files, in order.

    `recalled` is the day of the lot's recall, or nothing.
    """
    deep = depth(book)
    about = {"product": product, "lot": book.lot, "recalled": str(recalled) if recalled else None}
    runs = [(run, list(fingerprints(content))) for run, content in zip(book.runs, contents, strict=True)]
    made = []
    for bucket in names(deep):
        first = bucket if deep else ""
        found = []
        for run, ordered in runs:
            begin, end = bisect_left(ordered, first), bisect_left(ordered, first + "~") if first else len(ordered)
            if begin < end:
                rests = "".join([one[deep:] for one in ordered[begin:end]])
                found.append([run.number, str(run.issued), str(run.voided) if run.voided else None, rests])
        told = json.dumps({**about, "bucket": first, "runs": found}, separators=(",", ":"))
        made.append(f"ocopSerials({told});\n".encode())
    return made


def told(content: bytes) -> dict[str, Any]:
    """Return what a bucket's file says. Raises ValueError where it is none."""
    text = content.decode().strip()
    if not (text.startswith("ocopSerials(") and text.endswith(");")):
        raise ValueError(text[:40])
    found = json.loads(text.removeprefix("ocopSerials(").removesuffix(");"))
    if not isinstance(found, dict):
        raise TypeError(text[:40])
    return found


def found_in(bucket: Mapping[str, Any], fingerprint: str) -> tuple[int, str, str | None] | None:
    """Return number, day and, where it is void, since when, of the run of a fingerprint; nothing if never issued."""
    deep = len(bucket["bucket"])
    wanted, step = fingerprint[deep:], LENGTH - deep
    for number, issued, voided, rests in bucket["runs"]:
        if any(rests[at : at + step] == wanted for at in range(0, len(rests), step)):
            return number, issued, voided
    return None
