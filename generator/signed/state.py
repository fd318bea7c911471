"""What of a site is signed, read from the site itself, so that whoever checks reads what whoever signs read."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.serials.buckets import names
from generator.serials.fingerprint import HEX, LENGTH

Read = Callable[[str], bytes | None]
"""Returns a file of the site by its path, or nothing where there is none."""
RECORD = "ho-so.json"
"""A record as it is published."""
SERIALS = "so-tem"
_ABOUT = "so-tem.json"
VOID = "huy"
ODD = (AttributeError, KeyError, TypeError, ValueError, RecursionError)
"""What a file brings about that is not as it was written, whoever wrote it."""
_HEAD = 20_000
"""Characters of a page in which its first address is named."""
_CANONICAL = re.compile(r'<link rel="canonical" href="https?://[^"/]+/(P/[^"?#]+/)"')
"""What the page of a GS1 address is a page of."""
_RUN = re.compile(rf"(?P<lot>P/[^/]+/[^/]+)/{SERIALS}/(?P<run>[1-9][0-9]*)(?P<void>/{VOID})?")


def keys(site: Path) -> Iterator[str]:
    """Yield all that is signed of a site in a folder, by its key."""
    for found in sorted((site / "P").rglob(RECORD)):
        yield found.relative_to(site).as_posix()
    for about in sorted((site / "P").rglob(_ABOUT)):
        folder = about.parent.relative_to(site).as_posix()
        with suppress(*ODD):  # a file that is not as it was written holds nothing signed
            for run in json.loads(about.read_bytes())["runs"]:
                yield f"{folder}/{run['run']}"
                if run["voided"]:
                    yield f"{folder}/{run['run']}/{VOID}"


def standing(site: Path) -> Iterator[str]:
    """Yield all of a site in a folder that ought to be signed, by its key: also what only looks as if it were.

    A page of a product or lot is told by the record that should lie beside it, lists of serials without their summary
    by their folder.
    """
    yield from keys(site)
    for page in sorted((site / "P").rglob("index.html")):
        yield page.with_name(RECORD).relative_to(site).as_posix()
    for bucket in sorted((site / "P").rglob(f"{SERIALS}/*.js")):
        if not (bucket.parent / _ABOUT).is_file():
            yield bucket.parent.relative_to(site).as_posix()
    for folder in ("P", "01"):
        for inside, folders, _ in os.walk(site / folder):  # what is behind a link nobody looks at, but hosts show it
            links = (Path(inside) / name for name in sorted(folders))
            yield from (link.relative_to(site).as_posix() for link in links if link.is_symlink())
    for page in sorted((site / "01").rglob("index.html")):
        with page.open(encoding="utf-8", errors="replace") as opened:
            told = _CANONICAL.search(opened.read(_HEAD))
        yield f"{told[1]}{RECORD}" if told else page.relative_to(site).as_posix()


def digests(read: Read) -> Callable[[str], str | None]:
    """Return what tells the SHA-256 of what a site has under a key, in hex, or nothing where it has none."""
    lots: dict[str, dict[str, str]] = {}

    def digest(key: str) -> str | None:
        found = _RUN.fullmatch(key)
        if found is None:
            content = read(key)
            return None if content is None else sha256(content).hexdigest()
        lot = found["lot"]
        if lot not in lots:
            lots[lot] = {}
            with suppress(*ODD):  # whatever is not as it should be is not there
                lots[lot].update(_runs(f"{lot}/{SERIALS}", read))
        return lots[lot].get(key)

    return digest


def _runs(folder: str, read: Read) -> Iterator[tuple[str, str]]:
    """Yield a lot's runs with the digests of their fingerprints, put together from the buckets, and their voidings.

    Where a bucket, which is what a stamp's page asks, says anything else than the list of runs, no run has its digest.
    """
    runs: dict[int, list[str]] = {}
    about = _told(read(f"{folder}/{_ABOUT}"))
    deep = about.get("characters")
    listed = {(run["run"], run["issued"], run["voided"]) for run in about.get("runs", ())}
    recall = _told(read(f"{folder.removesuffix(SERIALS)}{RECORD}")).get("recalled") or {}
    agreed = True
    for name in names(deep) if isinstance(deep, int) and 0 <= deep <= HEX else ():
        bucket = _told(read(f"{folder}/{name}.js"))
        begin = name if deep else ""
        place = f"P/{bucket.get('product')}/{bucket.get('lot')}/{SERIALS}"
        if (place, bucket.get("bucket"), bucket.get("recalled")) != (folder, begin, recall.get("date")):
            agreed = False
        for number, issued, voided, rests in bucket.get("runs", ()):
            agreed = agreed and (number, issued, voided) in listed
            size = LENGTH - len(begin)
            parts = (rests[at : at + size] for at in range(0, len(rests), size))
            runs.setdefault(int(number), []).extend(begin + part for part in parts)
    for run in about.get("runs", ()):
        key = f"{folder}/{run['run']}"
        whole = "\n".join(sorted(runs.get(run["run"], [])))
        yield key, sha256(whole.encode()).hexdigest() if agreed else ""
        if run["voided"]:
            yield f"{key}/{VOID}", sha256(str(run["voided"]).encode()).hexdigest()


def _told(content: bytes | None) -> dict[str, Any]:
    """Return what a file of serials says: JSON, or a script that hands it over."""
    if content is None:
        return {}
    text = content.decode("utf-8", "replace").strip()
    try:
        told = json.loads(text.removeprefix("ocopSerials(").removesuffix(");"))
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
