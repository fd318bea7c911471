"""The content folder: which file is what, and which file should not be there."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator.problems import Problem, Severity
from generator.records.document import Document, front_matter, parse
from generator.records.table import parse_table
from generator.records.text_file import read_text
from generator.vietnamese import nfc

_LITTER = re.compile(r"\.DS_Store|Thumbs\.db|desktop\.ini|~\$.*|\._.*|\.gitkeep|\.gitignore", re.IGNORECASE)
_STORY = re.compile(r"(?P<code>[^.]+)\.(?P<language>[A-Z]{2,3})\.md", re.IGNORECASE)
_PICTURE_ENDINGS = frozenset({".jpg", ".jpeg", ".jfif", ".png", ".webp", ".avif", ".heic", ".heif", ".gif", ".svg"})
"""What people name pictures, also the kinds that are refused when a record uses them."""


@dataclass(slots=True)
class Story:
    """A product's story in another language."""

    code: str
    language: str
    file: str
    text: str


@dataclass(slots=True)
class Sources:
    """Everything the office wrote, read but not yet understood."""

    root: Path
    config: Document
    products: list[Document] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    producers: list[Document] = field(default_factory=list)
    lots: list[Document] = field(default_factory=list)
    images: dict[str, Path] = field(default_factory=dict)
    """Files below content/images/, by their path there with forward slashes, composed."""
    problems: list[Problem] = field(default_factory=list)


def read(root: Path) -> Sources:
    """Read a project folder whole; what cannot be read is a problem, never an exception."""
    sources = Sources(root, _config(root))
    content = root / "content"
    if not _is(Path.is_dir, content):
        sources.problems.append(Problem("content", 1, (), "content-missing"))
        return sources
    for path in _files(content, sources):
        _take(path, path.relative_to(content).parts, sources)
    return sources


def _config(root: Path) -> Document:
    path = root / "config.yml"
    if not os.path.lexists(path):
        return Document("config.yml", problems=[Problem("config.yml", 1, (), "config-missing")])
    text, problems = read_text(path, "config.yml")
    document = parse(text, "config.yml") if not problems else Document("config.yml")
    document.problems.extend(problems)
    return document


def name_of(path: Path, root: Path) -> str:
    """Return a file's name for people: relative, forward slashes, printable whatever its bytes are."""
    return nfc(path.relative_to(root).as_posix().encode("utf-8", "backslashreplace").decode())


def _files(content: Path, sources: Sources) -> Iterator[Path]:
    inside = os.path.realpath(content)  # not resolve(), which raises where a link leads in a circle
    folders = [content]
    while folders:
        inner: list[Path] = []
        for path in _listed(folders.pop(), sources):
            if _LITTER.fullmatch(path.name):
                continue
            if _is(Path.is_symlink, path) and not Path(os.path.realpath(path)).is_relative_to(inside):
                sources.problems.append(Problem(name_of(path, sources.root), 1, (), "link-leaves"))
            elif not _is(Path.is_dir, path):
                yield path
            elif path.is_symlink():
                sources.problems.append(_unused(path, sources, "link-folder"))
            else:
                inner.append(path)
        folders.extend(reversed(inner))


def _listed(folder: Path, sources: Sources) -> list[Path]:
    try:
        return sorted(folder.iterdir(), key=lambda path: path.name.encode("utf-8", "surrogateescape"))
    except OSError as trouble:
        details = (("reason", str(trouble.strerror or trouble)),)
        sources.problems.append(Problem(name_of(folder, sources.root), 1, (), "file-unreadable", details))
        return []


def _is(kind: Callable[[Path], bool], path: Path) -> bool:
    try:
        return kind(path)
    except OSError:  # the folder around it is locked
        return False


def _unused(path: Path, sources: Sources, rule: str = "stray-file") -> Problem:
    return Problem(name_of(path, sources.root), 1, (), rule, severity=Severity.WARNING)


def _take(path: Path, parts: tuple[str, ...], sources: Sources) -> None:
    room, ending = parts[0], path.suffix.lower()
    if room == "products" and len(parts) > 1 and ending == ".md":
        _take_markdown(path, sources)
    elif room == "producers" and len(parts) > 1 and ending in {".yml", ".yaml"}:
        sources.producers.append(_document(path, sources))
    elif room == "lots" and len(parts) > 1 and ending in {".yml", ".yaml", ".csv"}:
        sources.lots.append(_document(path, sources))
    elif room == "images" and len(parts) > 1:
        sources.images[nfc("/".join(parts[1:]).encode("utf-8", "backslashreplace").decode())] = path
        if ending not in _PICTURE_ENDINGS:
            sources.problems.append(_unused(path, sources))
    else:
        sources.problems.append(_unused(path, sources))


def _take_markdown(path: Path, sources: Sources) -> None:
    file = name_of(path, sources.root)
    story = _STORY.fullmatch(path.name)
    if not story:
        sources.products.append(_document(path, sources))
        return
    text, problems = read_text(path, file)
    if text.startswith("---\n"):
        problems = (*problems, Problem(file, 1, (), "story-front-matter"))
    sources.problems.extend(problems)
    sources.stories.append(Story(story["code"], story["language"].lower(), file, "" if problems else text))


def _document(path: Path, sources: Sources) -> Document:
    file = name_of(path, sources.root)
    text, problems = read_text(path, file)
    if problems:
        return Document(file, problems=list(problems))
    readers = {".md": front_matter, ".csv": parse_table}
    return readers.get(path.suffix.lower(), parse)(text, file)
