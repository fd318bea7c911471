"""Reading a file of text as offices save it: UTF-8 with or without BOM, LF or CRLF."""

from __future__ import annotations

import errno
import os
import re
import unicodedata
from stat import S_ISREG

from generator.problems import Problem
from generator.vietnamese import nfc

LARGEST = 1024 * 1024
"""Bytes; a record is a few thousand."""
LARGEST_LOTS = 8 * LARGEST
"""Of a file of lots: ten thousand lots with materials, events and tests have 700 each."""
_RAW_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""Also the line ends that only YAML sees (U+0085, U+2028, U+2029): they would begin a new key unseen."""
MOST_MARKS = 30
"""Unicode's own bound for text that is safe to compose (UAX 15, Stream-Safe); composing more takes minutes."""
_BEYOND_LATIN = re.compile(rf"[^\x00-\u02ff]{{{MOST_MARKS + 1},}}")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How files of Excel and Word begin, today's and those of before 2007."""
_NOT_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EBADF, errno.ELOOP})


def read_bytes(path: str, file: str, largest: int = LARGEST) -> tuple[bytes, tuple[Problem, ...]]:
    """Return what a file holds, or the problem that it cannot be read."""
    try:
        seen = os.stat(path)  # noqa: PTH116 - Paths would take longer than reading
        if not S_ISREG(seen.st_mode):
            return b"", (Problem(file, 1, (), "file-not-regular"),)
        length = seen.st_size
        if length > largest:
            tenths = -(-length * 10 // LARGEST)  # up, so that one byte too many does not read as the limit
            size = f"{tenths // 10},{tenths % 10}"
            bound = (("found", size), ("most", str(largest // LARGEST)))
            return b"", (Problem(file, 1, (), "file-too-big", bound),)
        with open(path, "rb", buffering=0) as opened:  # noqa: PTH123 - as above
            return opened.read(), ()
    except OSError as trouble:
        if trouble.errno in _NOT_THERE:
            return b"", (Problem(file, 1, (), "file-not-regular"),)
        return b"", (Problem(file, 1, (), "file-unreadable", (("reason", str(trouble.strerror or trouble)),)),)


def decode(content: bytes, file: str) -> tuple[str, tuple[Problem, ...]]:
    """Return text with LF line ends, or the problem that it is none."""
    if content.startswith(_UTF16):
        return "", (Problem(file, 1, (), "file-utf16"),)
    if content.startswith(_OFFICE):
        return "", (Problem(file, 1, (), "file-office"),)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        return "", (Problem(file, line, (), "file-not-utf8", (("found", f"0x{content[wrong.start]:02X}"),)),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    raw = None if text.replace("\n", " ").isprintable() else _RAW_CONTROL.search(text)
    if raw:
        line = text.count("\n", 0, raw.start()) + 1
        return "", (Problem(file, line, (), "raw-control", (("found", f"U+{ord(raw[0]):04X}"),)),)
    if not text.strip():
        return "", (Problem(file, 1, (), "file-empty"),)
    heap = heaped(text)
    if heap is not None:
        line = text.count("\n", 0, heap) + 1
        return "", (Problem(file, line, (), "marks-heaped", (("most", str(MOST_MARKS)),)),)
    return nfc(text), ()


def heaped(text: str) -> int | None:
    """Return where more marks stand on one letter than any language has, if they do."""
    # Among so many marks in a row there is one at every so many-th place of the text.
    if not any(map(unicodedata.combining, text[:: MOST_MARKS + 1])):
        return None
    for part in _BEYOND_LATIN.finditer(text):
        marks = 0
        for offset, char in enumerate(part[0]):
            marks = marks + 1 if unicodedata.combining(char) else 0
            if marks > MOST_MARKS:
                return part.start() + offset
    return None
