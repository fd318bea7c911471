"""A release: all files of a site at one moment, what of them a target has, and in what order they may come."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from generator.addresses import lasting
from generator.problems import TroubleError
from generator.publish import MANIFEST, noted_in

RECALLED = 5
"""Releases for which a file that is named by its content stays after the last page that asked for it has gone:
whoever had such a page open at the switch still gets its style and pictures."""


class File(NamedTuple):
    """What is known of a file."""

    sha256: str
    """In hex."""
    size: int
    """Bytes."""
    last: int
    """The last release that had it as its own; earlier than the release at hand where it only stays for a while."""


class Heading(NamedTuple):
    """What a list of releases shows of one."""

    number: int
    """From 1, never used again."""
    made: str
    """The moment in Vietnam, as 2026-11-22T21:05."""
    files: int
    """How many files the site has."""
    size: int
    """Bytes of them all."""


@dataclass(frozen=True)
class Release:
    """A release as it is recorded beside its folder."""

    number: int
    made: str
    files: Mapping[str, File]
    """By path, also those that only stay for a while."""

    @property
    def own(self) -> dict[str, tuple[str, int]]:
        """The files of the site itself, with SHA-256 and size."""
        return {path: (file.sha256, file.size) for path, file in self.files.items() if file.last == self.number}

    @property
    def heading(self) -> Heading:
        """Return what a list shows."""
        own = self.own.values()
        return Heading(self.number, self.made, len(own), sum(size for _, size in own))

    def written(self) -> bytes:
        """Return the record: JSON Lines, the heading first, then a file a line."""
        lines = (json.dumps([path, *self.files[path]]) for path in sorted(self.files))
        return ("\n".join([json.dumps(self.heading._asdict()), *lines]) + "\n").encode()


def read(record: bytes) -> Release:
    """Return the release of a record; raises TroubleError where it is damaged."""
    try:
        first, *lines = record.decode().splitlines()
        heading = Heading(**json.loads(first))
        files = {path: File(*rest) for path, *rest in map(json.loads, lines)}
    except (ValueError, TypeError) as wrong:
        raise TroubleError("deploy-record-damaged", reason=wrong) from wrong
    return Release(heading.number, heading.made, files)


def heading(line: bytes) -> Heading:
    """Return what a list shows, from a record's first line; raises TroubleError where it is damaged."""
    try:
        return Heading(**json.loads(line))
    except (ValueError, TypeError) as wrong:
        raise TroubleError("deploy-record-damaged", reason=wrong) from wrong


def site_files(site: Path) -> dict[str, tuple[str, int]]:
    """Return all that a build has put into its folder, with SHA-256 and size."""
    try:
        text = (site / MANIFEST).read_text(encoding="utf-8")
    except (OSError, ValueError) as missing:
        raise TroubleError("deploy-no-site", out=site) from missing
    noted, known = noted_in(text), json.loads(text)
    return {path: (known[path][0], known[path][1]) for path in noted}


def following(number: int, made: str, own: Mapping[str, tuple[str, int]], before: Release | None) -> Release:
    """Return the release to make of a site: its own files, and what of the release before stays for a while."""
    files = {path: File(sha256, size, number) for path, (sha256, size) in own.items()}
    for path, file in before.files.items() if before else ():
        if path not in files and lasting(path) and number - file.last <= RECALLED:
            files[path] = file
    return Release(number, made, files)


@dataclass(frozen=True)
class Plan:
    """What is to be done on a target to have a release beside those it has."""

    release: Release
    base: Release | None
    """The release that is the most alike."""
    send: Mapping[str, str]
    """Contents that the base has nowhere: SHA-256, with a path of the site that has it."""
    moved: Mapping[str, str]
    """Contents that the base has under another path: SHA-256, with that path."""
    put: tuple[tuple[str, str], ...]
    """Files that are not in the base as they should be: path and SHA-256."""
    gone: tuple[str, ...]
    """Files of the base that are no more."""

    @property
    def size(self) -> int:
        """Bytes to send."""
        return sum(self.release.files[path].size for path in self.send.values())


def planned(release: Release, base: Release | None) -> Plan:
    """Compare two releases; no file is read for it."""
    there = base.files if base else {}
    put = tuple(
        (path, file.sha256)
        for path, file in sorted(release.files.items())
        if path not in there or there[path].sha256 != file.sha256
    )
    standing = {file.sha256: path for path, file in there.items()} if put else {}
    moved = {sha256: standing[sha256] for _, sha256 in put if sha256 in standing}
    send: dict[str, str] = {}
    for path, sha256 in put:
        if sha256 not in moved:
            send.setdefault(sha256, path)
    return Plan(release, base, send, moved, put, tuple(sorted(there.keys() - release.files.keys())))


class Placing(NamedTuple):
    """How one folder that is served comes from a release to another, file by file, so that no page ever breaks."""

    put: tuple[str, ...]
    """In this order: what pages ask for, then pages, then the home page."""
    gone: tuple[str, ...]
    """Afterwards these leave: pages first, then what they asked for."""


def placing(release: Release, standing: Iterable[Release]) -> Placing:
    """Return what to do in the served folder; where a placing was cut off, both its releases may stand there."""
    before = list(standing)
    put = [
        path
        for path, file in release.files.items()
        if not before or any(path not in one.files or one.files[path].sha256 != file.sha256 for one in before)
    ]
    gone = {path for one in before for path in one.files} - release.files.keys()
    return Placing(tuple(sorted(put, key=_turn)), tuple(sorted(gone, key=_turn, reverse=True)))


def _turn(path: str) -> tuple[int, int, str]:
    kind = 0 if lasting(path) else 2 if path.endswith(".html") else 1
    return kind, -path.count("/"), path
