"""What was made before, by what it was made from: values by their key, notes by their name, in one SQLite file.

Whatever is damaged, older or gone is simply not remembered, so that it is made again.
"""

from __future__ import annotations

import marshal
import pickle
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

FOLDER = ".ocop"
"""Below the project; may be deleted at any time."""
_SIZE = 16
"""Bytes of a digest: no two contents of any catalogue will ever share one."""
_TABLES = """
create table if not exists kept (key text primary key, digest blob, value blob) without rowid;
create table if not exists notes (name text primary key, digest blob, value blob) without rowid;
"""
_FILE = "memory.db"
_READ_AT_ONCE = 500
_DRAWERS = 256
"""Parts of a table that are written together."""
_SPARE, _FEW = 1.25, 500
"""Values that may lie unused: a quarter of the others, and some hundreds."""
_USED = "used"
"""The note of how many values were in use when that was counted."""
_VERSION = "version"
"""The note of the programme that wrote the memory."""


class ForgottenError(Exception):
    """The memory lost a value that it knew of: whatever else it knows is not to be trusted either."""


class Kept(NamedTuple):
    """A value that lies in the memory; its key says what it was made from."""

    key: str

    @property
    def digest(self) -> str:
        """Its key: another value would have another."""
        return self.key


class Original(NamedTuple):
    """A file of the project, as it was when it was looked at."""

    path: str
    """Where it is on this machine: in no digest, it decides no byte."""
    digest: str
    """SHA-256 of its bytes, in hex."""
    content: bytes | None = None
    """Its bytes, for workers elsewhere."""

    def read(self) -> bytes | None:
        """Return its bytes, or nothing where they are others by now."""
        content = Path(self.path).read_bytes() if self.content is None else self.content
        return content if sha256(content).hexdigest() == self.digest else None

    def carried(self) -> Original:
        """Return it with its bytes."""
        return self._replace(content=Path(self.path).read_bytes())


def forget(root: Path) -> None:
    """Let a project's memory go, so that the next build makes everything anew."""
    _forget(root / FOLDER / _FILE)


def drawer_for(key: str) -> int:
    """Return the number of the drawer a note belongs into."""
    return crc32(key.encode("utf-8", "surrogatepass")) % _DRAWERS


def digest(content: bytes) -> str:
    """Return a digest of bytes: 32 hex digits of BLAKE2b."""
    return blake2b(content, digest_size=_SIZE).hexdigest()


class Memory:
    """One project's memory; without a folder it lasts as long as the object."""

    def __init__(self, folder: Path | None = None, version: str = "") -> None:
        self._file = folder / _FILE if folder else None
        self._version = version
        self._notes: dict[str, Any] = {}
        self._database = self._opened()
        if self.note(_VERSION) != version:
            self.clear()

    def __enter__(self) -> Memory:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Save, and let the file go."""
        self.close()

    def clear(self) -> None:
        """Forget everything: an older programme's memory, or one that is damaged."""
        self._write("delete from kept", [()])
        self._write("delete from notes", [()])
        self._notes.clear()
        self.write(_VERSION, self._version)

    def _opened(self) -> sqlite3.Connection:
        if self._file is None:
            return _connect(":memory:")
        try:
            self._file.parent.mkdir(exist_ok=True)
            ignored = self._file.parent / ".gitignore"
            if not ignored.exists():
                ignored.write_text("*\n", encoding="utf-8")
            return _connect(str(self._file))
        except (sqlite3.OperationalError, OSError):
            pass  # held by another, or a folder that may only be read: nothing is remembered
        except sqlite3.DatabaseError:
            _forget(self._file)
            with suppress(sqlite3.DatabaseError, OSError):
                return _connect(str(self._file))
        return _connect(":memory:")

    def kept(self, keys: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the keys that are remembered, with their values."""
        wanted = list(dict.fromkeys(keys))
        for first in range(0, len(wanted), _READ_AT_ONCE):
            some = wanted[first : first + _READ_AT_ONCE]
            marks = ",".join("?" * len(some))
            yield from self._whole(f"select key, digest, value from kept where key in ({marks})", some)  # noqa: S608 - marks only

    def keep(self, values: Iterable[tuple[str, bytes]]) -> None:
        """Remember values by their keys."""
        rows = ((key, _check(value), value) for key, value in values)
        self._write("insert or replace into kept values (?, ?, ?)", rows)

    def keep_only(self, keys: Callable[[], set[str]]) -> None:
        """Forget the values that nothing uses any more, once they are many more than were used the last time."""
        with suppress(sqlite3.DatabaseError):
            ((count,),) = self._database.execute("select count(*) from kept")
            if count > _SPARE * (self.note(_USED) or 0) + _FEW:
                used = keys()
                self.write(_USED, len(used))
                known = {key for (key,) in self._database.execute("select key from kept")}
                self._write("delete from kept where key = ?", ((key,) for key in known - used))

    def note(self, name: str) -> Any:
        """Return a note, or nothing; who reads it must not change it.

        Notes are this programme's own, as trusted as a project's templates.
        """
        if name not in self._notes:
            for _, value in self._whole("select name, digest, value from notes where name = ?", [name]):
                with suppress(Exception):  # an older programme's note: what cannot be understood is not remembered
                    self._notes[name] = pickle.loads(value)  # noqa: S301 - our own, by its digest
        return self._notes.get(name)

    def write(self, name: str, note: object) -> None:
        """Replace a note."""
        value = pickle.dumps(note, 5)
        self._notes[name] = note
        self._write("insert or replace into notes values (?, ?, ?)", [(name, _check(value), value)])

    def drawers(self, name: str) -> Mapping[int, Any]:
        """Return the drawers of a large note by their number; who reads them must not change them.

        They hold Python's plainest kinds (text, bytes, numbers, tuples, dicts), as these take a third of the time.
        """
        if name not in self._notes:
            self._notes[name] = self._opened_drawers(name, range(_DRAWERS))
        drawers: Mapping[int, Any] = self._notes[name]
        return drawers

    def _opened_drawers(self, name: str, numbers: Collection[int]) -> dict[int, Any]:
        if len(numbers) == _DRAWERS:
            order = "select name, digest, value from notes where name >= ? and name < ?"
            rows = self._whole(order, [f"{name}/", f"{name}0"])
        else:
            marks = ",".join("?" * len(numbers))
            order = f"select name, digest, value from notes where name in ({marks})"  # noqa: S608 - marks only
            rows = self._whole(order, [f"{name}/{number:02x}" for number in numbers])
        found: dict[int, Any] = {}
        for key, value in rows:
            with suppress(EOFError, ValueError, TypeError):
                found[int(key[-2:], 16)] = marshal.loads(value)  # noqa: S302 - our own, by its digest
        return found

    def write_drawers(self, name: str, changed: Mapping[int, Any]) -> None:
        """Replace some drawers of a large note."""
        self._notes[name] = {**self.drawers(name), **changed}
        self._write_drawers(name, changed)

    def _write_drawers(self, name: str, changed: Mapping[int, Any]) -> None:
        rows = [(f"{name}/{number:02x}", marshal.dumps(drawer)) for number, drawer in sorted(changed.items())]
        order = "insert or replace into notes values (?, ?, ?)"
        self._write(order, ((key, _check(value), value) for key, value in rows))

    def table(self, name: str) -> dict[str, Any]:
        """Return notes by their keys, of the kinds that drawers hold."""
        found: dict[str, Any] = {}
        for drawer in self.drawers(name).values():
            found |= drawer
        return found

    def write_table(self, name: str, table: Mapping[str, Any]) -> None:
        """Replace a table; only the drawers are written in which a note is another object than before."""
        before = self.drawers(name)
        drawer_of = {key: number for number, drawer in before.items() for key in drawer}
        changed = {
            drawer_of[key] for drawer in before.values() for key, note in drawer.items() if table.get(key) is not note
        }
        new = [key for key in table if key not in drawer_of]
        fresh = {number: {key: table[key] for key in before[number] if key in table} for number in changed}
        for key in new:
            number = drawer_for(key)
            fresh.setdefault(number, dict(before.get(number, {})))[key] = table[key]
        self.write_drawers(name, fresh)

    def amend_table(self, name: str, changed: Mapping[str, Any]) -> None:
        """Replace notes of a table by their keys; only the drawers they lie in are opened."""
        some = {drawer_for(key) for key in changed}
        known = self._notes.get(name)
        if known is None:
            known = self._opened_drawers(name, some)
        fresh = {number: dict(known.get(number, {})) for number in some}
        for key, note in changed.items():
            fresh[drawer_for(key)][key] = note
        if name in self._notes:
            self._notes[name] = {**known, **fresh}
        self._write_drawers(name, fresh)

    def save(self) -> None:
        """Let what was written last; until then a death undoes it."""
        with suppress(sqlite3.DatabaseError):
            self._database.commit()

    def close(self) -> None:
        """Save and let the file go."""
        self.save()
        self._database.close()

    def _whole(self, question: str, values: list[str]) -> Iterator[tuple[str, bytes]]:
        try:
            rows = self._database.execute(question, values).fetchall()
        except sqlite3.DatabaseError:
            return
        for key, check, value in rows:
            if isinstance(value, bytes) and check == _check(value):
                yield key, value

    def _write(self, order: str, rows: Iterable[tuple[Any, ...]]) -> None:
        try:
            self._database.executemany(order, rows)
        except sqlite3.DatabaseError:
            # Full, damaged or held by another: a memory that cannot be written costs time, nothing else.
            with suppress(sqlite3.DatabaseError):
                self._database.rollback()


def _forget(file: Path) -> None:
    for ending in ("", "-journal"):
        with suppress(OSError):
            Path(f"{file}{ending}").unlink(missing_ok=True)


def _check(value: bytes) -> bytes:
    return blake2b(value, digest_size=_SIZE).digest()


def _connect(name: str) -> sqlite3.Connection:
    database = sqlite3.connect(name, timeout=10)
    # A power failure may damage the memory: that costs the next build time, and nothing else.
    database.execute("pragma journal_mode = truncate")
    database.execute("pragma synchronous = off")
    database.executescript(_TABLES)
    return database
