"""How many files the site's host takes, and how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from generator.memory import Memory
from generator.problems import Problem, Severity

NEAR = 0.8
"""The share of the limit from which on an office is told."""
TOLD = 4
"""Kinds of files that are named."""


KINDS = "kinds"
"""The note of how many files there were, and which kinds most of them were."""


def check(
    files: int, limit: int, paths: Callable[[], Iterable[str]], memory: Memory, *, others: bool
) -> Iterator[Problem]:
    """Yield a warning where a site has about as many files as its host takes, with what takes most of them.

    `others` tells whether some files of the last build are gone: else as many files are the same.
    """
    if limit and files > limit * NEAR:
        counted, most = memory.note(KINDS) or (0, "")
        if others or counted != files:
            kinds = Counter(map(kind, paths())).most_common(TOLD)
            most = ", ".join(f"{name} {_number(count)}" for name, count in kinds)
            memory.write(KINDS, (files, most))
        details = (("found", _number(files)), ("limit", _number(limit)), ("most", most))
        rule = "files-over" if files > limit else "files-near"
        yield Problem("config.yml", 1, ("site", "file_limit"), rule, details, Severity.WARNING)


def kind(path: str) -> str:
    """Return what files are like one: `P/…/tem.png`, `anh/….avif`."""
    folders = path.split("/")
    name = folders[-1]
    if len(folders) > 1 and folders[0] not in {"P", "01", "chu-the", "xa", "lo"}:
        return f"{folders[0]}/….{name.rpartition('.')[2]}"
    return "/".join([*folders[:1], *["…"] * (len(folders) - 2), name]) if len(folders) > 1 else name


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")
