"""The content folder: which file is what, and which file should not be there; nothing is opened yet."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from generator.problems import Problem, Severity
from generator.records.text_file import LARGEST, LARGEST_LOTS
from generator.serials.book import NAME
from generator.vietnamese import nfc

_LITTERS = frozenset(".TtDd~")
_LITTER = re.compile(r"\.DS_Store|Thumbs\.db|desktop\.ini|~\$.*|\._.*|\.gitkeep|\.gitignore", re.IGNORECASE)
_STORY = re.compile(r"(?P<code>[^.]+)\.(?P<language>[A-Z]{2,3})\.md", re.IGNORECASE)
_PICTURE_ENDINGS = frozenset({".jpg", ".jpeg", ".jfif", ".png", ".webp", ".avif", ".heic", ".heif", ".gif", ".svg"})
"""What people name pictures, also the kinds that are refused when a record uses them."""


class Room(StrEnum):
    """What a file is, by where it lies and how it is named."""

    CONFIG = "config"
    PRODUCT = "product"
    STORY = "story"
    PRODUCER = "producer"
    LOTS = "lots"
    IMAGE = "image"
    LEDGER = "ledger"
    SIGNED = "signed"
    ADDRESSES = "addresses"
    TOMBSTONES = "tombstones"
    REDIRECTS = "redirects"


_SINGLE = {"addresses.tsv": "addresses", "tombstones.yml": "tombstones", "redirects.yml": "redirects"}
"""Files right below content/, and what they are."""
SIGNED = ("phat-hanh.txt", "nhat-ky.txt")
"""The office's signed history, below content/signed/: its releases, and the log they speak of."""
FRESH = 2_000_000_000
"""Nanoseconds: a file changed this lately may change again and look the same, for some disks count in two seconds."""
Seen = tuple[int, int, int, int]
"""How a file looked from outside: bytes, nanoseconds of its content's and its entry's last change, its number."""


class SourceFile(NamedTuple):
    """One file the office wrote."""

    file: str
    """Its name for people: relative, forward slashes, composed, printable whatever its bytes are."""
    path: str
    room: Room
    seen: Seen | None
    """Nothing where the system does not say."""

    @property
    def there(self) -> bool:
        """Whether there is anything of that name."""
        return os.path.lexists(self.path)

    @property
    def largest(self) -> int:
        """How many bytes it may have."""
        return LARGEST_LOTS if self.room is Room.LOTS else LARGEST

    @property
    def stem(self) -> str:
        """The name of the file without folder and endings."""
        return self.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]

    @property
    def told(self) -> tuple[str, str]:
        """The product a story tells of, and the language."""
        found = _STORY.fullmatch(self.path.replace(os.sep, "/").rsplit("/", 1)[-1])
        return (found["code"], found["language"].lower()) if found else ("", "")


@dataclass(slots=True)
class Sources:
    """Everything the office wrote, found but not yet read."""

    root: Path
    config: SourceFile
    records: list[SourceFile] = field(default_factory=list)
    """Products, stories, producers and lots, by folder and name."""
    ledgers: list[SourceFile] = field(default_factory=list)
    """Files below content/serials/, which the programme writes itself."""
    signed: list[SourceFile] = field(default_factory=list)
    """The files of the signed history, which the programme writes itself."""
    images: dict[str, SourceFile] = field(default_factory=dict)
    """Files below content/images/, by their path there with forward slashes, composed."""
    addresses: SourceFile | None = None
    """The ledger of addresses, which the programme writes itself."""
    tombstones: SourceFile | None = None
    redirects: SourceFile | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def files(self) -> list[SourceFile]:
        """All of them but the ledger of addresses, which a build writes."""
        notes = [one for one in (self.tombstones, self.redirects) if one]
        return [self.config, *self.records, *self.ledgers, *self.signed, *notes, *self.images.values()]

    @property
    def mark(self) -> str:
        """A digest of how all files look from outside; empty where one of them may change and look the same."""
        files = self.files
        if any(one.seen is None for one in files):
            return ""
        told = "\n".join([f"{one.file} {one.seen}" for one in files]) + repr(self.problems)
        return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def read(root: Path) -> Sources:
    """Look through a project folder; what cannot be looked at is a problem, never an exception."""
    config, before = root / "config.yml", time.time_ns() - FRESH
    sources = Sources(root, SourceFile("config.yml", str(config), Room.CONFIG, look(config, before)))
    content = os.path.join(root, "content")  # noqa: PTH118 - tens of thousands of Paths would cost a second
    if not _is_folder(content):
        sources.problems.append(Problem("content", 1, (), "content-missing"))
        return sources
    inside = os.path.realpath(content)  # not resolve(), which raises where a link leads in a circle
    for name, entries in _folders(content, "content", inside, sources):
        _take(name, entries, sources, before)
    return sources


def look(path: Path | os.DirEntry[str], before: int) -> Seen | None:
    """Return how a file looks from outside, or nothing where that may not tell its next change.

    `before` is the last moment, in nanoseconds, a change of which the next one would show.
    """
    try:
        now = path.stat()
    except OSError:
        return None
    changed, entered = now.st_mtime_ns, now.st_ctime_ns
    return None if changed > before or entered > before else (now.st_size, changed, entered, now.st_ino)


def printable(name: str) -> str:
    """Return a name for people, whatever its bytes are."""
    return name if name.isascii() else nfc(name.encode("utf-8", "backslashreplace").decode())


def _folders(folder: str, name: str, inside: str, sources: Sources) -> Iterator[tuple[str, list[os.DirEntry[str]]]]:
    """Yield the files of a folder and of those in it, in the order of names, with the folder's name for people."""
    files: list[os.DirEntry[str]] = []
    for entry in _listed(folder, name, sources):
        if entry.name[0] in _LITTERS and _LITTER.fullmatch(entry.name):
            continue
        if entry.is_file(follow_symlinks=False):
            files.append(entry)
            continue
        inner = f"{name}/{entry.name}"
        if entry.is_symlink() and not Path(os.path.realpath(entry.path)).is_relative_to(inside):
            sources.problems.append(Problem(printable(inner), 1, (), "link-leaves"))
        elif not _is_folder(entry):
            files.append(entry)
        elif entry.is_symlink():
            sources.problems.append(_unused(inner, "link-folder"))
        else:
            # What stood before it goes first.
            yield name, files
            files = []
            yield from _folders(entry.path, inner, inside, sources)
    yield name, files


def _listed(folder: str, name: str, sources: Sources) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name.encode("utf-8", "surrogateescape"))
    except OSError as trouble:
        details = (("reason", str(trouble.strerror or trouble)),)
        sources.problems.append(Problem(printable(name), 1, (), "file-unreadable", details))
        return []


def _is_folder(place: os.DirEntry[str] | str) -> bool:
    try:
        return Path(place).is_dir() if isinstance(place, str) else place.is_dir()
    except OSError:  # the folder around it is locked
        return False


def _unused(name: str, rule: str = "stray-file") -> Problem:
    return Problem(printable(name), 1, (), rule, severity=Severity.WARNING)


def _take(name: str, entries: list[os.DirEntry[str]], sources: Sources, before: int) -> None:
    """Take the files of a folder for what they are."""
    _, where, below = (*name.split("/", 2), "", "")[:3]
    below += "/" if below else ""  # content/images/2024/a.jpg is a picture called 2024/a.jpg
    endings = _RECORDS.get(where, {})
    records = sources.records.append
    for entry in entries:
        stem, dot, ending = entry.name.rpartition(".")
        ending = ending.lower() if dot and stem else ""
        if not where and (single := _SINGLE.get(entry.name)):
            setattr(sources, single, _source(entry, name, Room(single), before))
        elif ending in endings:
            room = endings[ending]
            if room is Room.PRODUCT and "." in stem and _STORY.fullmatch(entry.name):
                room = Room.STORY
            records(_source(entry, name, room, before))
        elif where == "images":
            sources.images[printable(below + entry.name)] = _source(entry, name, Room.IMAGE, before)
            if f".{ending}" not in _PICTURE_ENDINGS:
                sources.problems.append(_unused(f"{name}/{entry.name}"))
        elif where == "serials" and NAME.fullmatch(below + entry.name):
            sources.ledgers.append(_source(entry, name, Room.LEDGER, before))
        elif where == "signed" and below + entry.name in SIGNED:
            sources.signed.append(_source(entry, name, Room.SIGNED, before))
        else:
            sources.problems.append(_unused(f"{name}/{entry.name}"))


def _source(entry: os.DirEntry[str], folder: str, room: Room, before: int) -> SourceFile:
    return SourceFile(printable(f"{folder}/{entry.name}"), entry.path, room, look(entry, before))


_YAML = {"yml", "yaml"}
_RECORDS: dict[str, dict[str, Room]] = {
    "products": {"md": Room.PRODUCT},
    "producers": dict.fromkeys(_YAML, Room.PRODUCER),
    "lots": dict.fromkeys(_YAML | {"csv"}, Room.LOTS),
}
"""The folders of records, and what files lie there, by their endings."""
