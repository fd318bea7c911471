"""A target that is a folder: on this machine, on another disk, or a share."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from generator.clock import VIETNAM
from generator.deploy.release import Placing, Plan
from generator.deploy.target import FAILED, KEPT, STAGED, Sent, Standing, folder_name, who
from generator.disk import settle, write_whole
from generator.problems import TroubleError

CURRENT, RELEASES, HIDDEN = "current", "releases", ".releases"
"""What the server shows; where releases are; where they are when the folder itself is served."""
NOBODY = "Require all denied\n"
"""For the `.htaccess` that keeps visitors out of HIDDEN on plain hosts."""
FEW = 500
"""Files that are sooner on the disk one by one than with all that the machine has still to write."""
PATIENCE = 5
"""Seconds to try again where Windows refuses to replace a file that a server has open."""


class Folder:
    """Releases in `releases/`, with the link `current` to the one that visitors see.

    Where the folder itself is served (`in_place`), or links cannot be made, files are put one by one into it, or into
    a folder `current`.
    """

    def __init__(self, top: Path, *, in_place: bool = False) -> None:
        self._top = top
        self._store = top / (HIDDEN if in_place else RELEASES)
        self._served = top if in_place else top / CURRENT
        self._in_place = in_place
        self.placed = in_place

    @contextmanager
    def held(self, wait: float) -> Iterator[None]:
        """Lock the releases; the system lets go with the process, however that ends."""
        import portalocker

        self._begin()
        lock, deadline = self._store / "lock", time.monotonic() + wait
        while True:
            try:
                opened = portalocker.Lock(lock, flags=portalocker.LOCK_EX | portalocker.LOCK_NB, timeout=0)
                opened.acquire()
                break
            except portalocker.LockException as taken:
                if time.monotonic() >= deadline:
                    raise TroubleError("deploy-held", holder=self._holder()) from taken
                time.sleep(0.2)
        try:
            moment = f"{datetime.now(VIETNAM):%H:%M}"
            (self._store / "holder").write_text(f"{who()} ({os.getpid()}) {moment}", encoding="utf-8")
            self.placed = self._in_place or not self._can_link()
            yield
        finally:
            (self._store / "holder").unlink(missing_ok=True)
            opened.release()

    def _begin(self) -> None:
        if not self._top.is_dir():
            if self._top.exists() or not self._top.absolute().parent.is_dir():
                raise TroubleError("deploy-no-folder", folder=self._top)
            self._top.mkdir()
        if not self._store.is_dir():
            foreign = self._top.iterdir() if self._in_place else [self._served]
            found = sorted(one.name for one in foreign if os.path.lexists(one) and not one.name.startswith("."))
            if found:
                raise TroubleError("deploy-not-ours", folder=self._top, found=", ".join(found[:3]))
            self._store.mkdir()
            if self._in_place:
                (self._store / ".htaccess").write_text(NOBODY, encoding="ascii")

    def _holder(self) -> str:
        try:
            return (self._store / "holder").read_text(encoding="utf-8")
        except OSError:
            return "?"

    def _can_link(self) -> bool:
        """Tell whether visitors can be led by a link that is replaced in one step."""
        if os.path.lexists(self._served):
            return self._served.is_symlink()
        one, other = self._store / "link", self._store / "link.new"
        try:
            for link in (one, other):
                link.unlink(missing_ok=True)
                link.symlink_to(".", target_is_directory=True)
            other.replace(one)
        except (OSError, NotImplementedError):  # a file system without links, or a user who may make none
            return False
        finally:
            for link in (one, other):
                with suppress(OSError):
                    link.unlink(missing_ok=True)
        return True

    def standing(self) -> Standing:
        """Read the folder."""
        records = {
            int(file.stem): file.suffix[1:]
            for file in self._store.iterdir()
            if file.suffix[1:] in {STAGED, KEPT, FAILED} and file.stem.isdecimal()
        }
        if self.placed:
            return Standing(next(iter(self._noted("standing")), None), records, self._noted("placing"))
        if not os.path.lexists(self._served):
            return Standing(None, records)
        shown = self._served.readlink().name
        if not shown.isdecimal():
            raise TroubleError("deploy-not-ours", folder=self._top, found=f"{CURRENT} → {shown}")
        return Standing(int(shown), records)

    def _noted(self, name: str) -> tuple[int, ...]:
        try:
            return tuple(int(number) for number in (self._store / name).read_text(encoding="ascii").split())
        except FileNotFoundError:
            return ()

    def record(self, number: int, state: str) -> bytes:
        """Read a record."""
        return self._record(number, state).read_bytes()

    def heading(self, number: int, state: str) -> bytes:
        """Read a record's first line."""
        with self._record(number, state).open("rb") as record:
            return record.readline()

    def _record(self, number: int, state: str) -> Path:
        return self._store / f"{folder_name(number)}.{state}"

    def tidy(self, standing: Standing) -> None:
        """Remove folders of no release, links and files that were never named."""
        for one in self._store.iterdir():
            number = one.name.removesuffix(".part")
            if number.isdecimal() and one.is_dir():
                whole = number == one.name and standing.records.get(int(number), FAILED) != FAILED
                if not whole and int(number) != standing.current:
                    shutil.rmtree(one)
            elif one.name.endswith(".new"):
                one.unlink()

    def stage(self, plan: Plan, site: Path, sent: Sent) -> None:
        """Link what the base has, copy the rest; what is in the release's folder is known by its SHA-256."""
        release, name = plan.release, folder_name(plan.release.number)
        part, incoming = self._store / f"{name}.part", self._store / "incoming"
        incoming.mkdir(exist_ok=True)
        there = {one.name for one in incoming.iterdir() if one.is_file() and self._is_whole(one)}
        base = self._store / folder_name(plan.base.number) if plan.base else None
        changed = {path for path, _ in plan.put}
        part.mkdir()
        made = {""}
        for path, file in sorted(release.files.items()):
            folder, target = path.rpartition("/")[0], part / path
            if folder not in made:
                target.parent.mkdir(parents=True, exist_ok=True)
                made.add(folder)
            standing = plan.moved.get(file.sha256) if path in changed else path
            if base and standing and _linked(base / standing, target, file.size):
                continue
            if file.last != release.number:
                continue  # it only would have stayed for a while
            blob = incoming / file.sha256
            if file.sha256 not in there:
                _copied(site / path, blob, file.sha256)
                there.add(file.sha256)
                sent(1)
            if not _linked(blob, target, file.size):
                raise TroubleError("deploy-damaged", path=path)
        _on_disk([part / path for path, _ in plan.put])
        part.replace(self._store / name)
        write_whole(self._record(release.number, STAGED), release.written())
        settle(self._store)
        shutil.rmtree(incoming)

    def _is_whole(self, blob: Path) -> bool:
        if blob.name == _sha256(blob):
            return True
        blob.unlink()
        return False

    def switch(self, number: int) -> None:
        """Replace the link."""
        if self.placed:
            write_whole(self._store / "standing", f"{number}\n".encode())
            (self._store / "placing").unlink(missing_ok=True)
            return
        fresh = self._store / "link.new"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(Path(RELEASES, folder_name(number)), target_is_directory=True)
        fresh.replace(self._served)
        settle(self._top)

    def place(self, number: int, placing: Placing, standing: Sequence[int]) -> None:
        """Replace each file whole."""
        write_whole(self._store / "placing", " ".join(map(str, standing)).encode())
        base, fresh = self._store / folder_name(number), self._store / "file.new"
        self._served.mkdir(exist_ok=True)
        for path in placing.put:
            if not (base / path).is_file():
                continue
            target = self._served / path
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh.unlink(missing_ok=True)
            _link_or_copy(base / path, fresh)
            _patiently(fresh, target)
        for path in placing.gone:
            (self._served / path).unlink(missing_ok=True)
            with suppress(OSError):  # a folder that holds more
                for folder in (self._served / path).relative_to(self._served).parents[:-1]:
                    (self._served / folder).rmdir()
        fresh.unlink(missing_ok=True)  # where both names stood for one file already, nothing was replaced

    def rename(self, number: int, state: str, to: str) -> None:
        """Rename the record."""
        self._record(number, state).replace(self._record(number, to))

    def drop(self, number: int, state: str) -> None:
        """Remove the record first, so that a folder that is half gone is nobody's release."""
        self._record(number, state).unlink()
        shutil.rmtree(self._store / folder_name(number), ignore_errors=True)


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _copied(source: Path, blob: Path, sha256: str) -> None:
    """Copy a file of the site under the name of its content, and read it again where it arrived."""
    fresh = blob.with_name(f"{sha256}.new")
    if _sha256(source) != sha256:
        raise TroubleError("deploy-site-changed", file=source)
    shutil.copyfile(source, fresh)
    if _sha256(fresh) != sha256:
        raise TroubleError("deploy-damaged", path=source.name)
    fresh.replace(blob)


def _on_disk(files: Sequence[Path]) -> None:
    """Have the disk keep what was copied, before visitors are led there: a power failure must not empty it."""
    if not hasattr(os, "sync"):
        return
    if len(files) > FEW:
        os.sync()
        return
    for file in files:
        settle(file)


def _linked(source: Path, target: Path, size: int) -> bool:
    """Let a file stand in a second place; tell whether it was there, as long as it should be."""
    try:
        if source.stat().st_size != size:
            return False
        _link_or_copy(source, target)
    except FileNotFoundError:
        return False
    return True


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except (OSError, NotImplementedError):  # a file system without links, or too many of one file
        shutil.copy2(source, target)


def _patiently(fresh: Path, target: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fresh.replace(target)
        except PermissionError:
            if os.name != "nt" or time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
