"""A target in a store that speaks S3: releases under prefixes, one small object that points to what visitors see."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from generator.bundle.media import keeping, media
from generator.clock import VIETNAM
from generator.deploy.folder import CURRENT, HIDDEN, RELEASES
from generator.deploy.release import File, Placing, Plan
from generator.deploy.target import FAILED, KEPT, STAGED, Sent, Standing, folder_name, who
from generator.problems import TroubleError

AT_ONCE = 64
LEASE, RENEWED = 60, 15
"""Seconds after which the lock of somebody who is silent falls; seconds between two signs of life."""
NEVER = "no-store"


class Bucket:
    """Releases under `releases/`, the object `current` naming the one that visitors see, for the server in front.

    Where visitors read the bucket itself (`in_place`), objects are copied one by one to where they are read.
    `memo` is a file of this project that remembers whose lock is ours, should this process be killed.
    """

    def __init__(self, address: str, memo: Path, *, endpoint: str | None = None, in_place: bool = False) -> None:
        try:
            import s3fs
        except ImportError as missing:
            raise TroubleError("deploy-s3-not-installed") from missing
        parts = urlsplit(address)
        if not parts.netloc or parts.query or parts.fragment or "@" in parts.netloc:
            raise TroubleError("deploy-target-form", found=address)
        self._address, self._memo = address, memo
        self._bucket = parts.netloc
        self._top = f"{parts.path.strip('/')}/" if parts.path.strip("/") else ""
        self._store = self._top + (HIDDEN if in_place else RELEASES) + "/"
        self.placed = in_place
        self._token = ""
        self._fs: Any = s3fs.S3FileSystem(
            endpoint_url=endpoint,
            use_listings_cache=False,
            skip_instance_cache=True,
            config_kwargs={"max_pool_connections": AT_ONCE, "connect_timeout": 10, "retries": {"max_attempts": 4}},
        )

    @contextmanager
    def held(self, wait: float) -> Iterator[None]:
        """Take the lock: an object that is renewed while this process lives."""
        import portalocker

        self._memo.parent.mkdir(parents=True, exist_ok=True)
        with portalocker.Lock(self._memo.with_suffix(".lock"), timeout=max(wait, 0.1), fail_when_locked=False) as _:
            with self._told():
                self._begin()
                self._take(time.monotonic() + wait)
            stop = threading.Event()
            renewing = threading.Thread(target=self._renew, args=(stop,), daemon=True)
            renewing.start()
            try:
                with self._told():
                    yield
            finally:
                stop.set()
                renewing.join()
                with suppress(OSError):
                    if self._locked().get("token") == self._token:
                        self._delete([f"{self._store}lock"])

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell what the store refuses in its own words."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except (BotoCoreError, ClientError, OSError) as refused:
            if isinstance(refused, FileNotFoundError) and "bucket" in str(refused).lower():
                raise TroubleError("deploy-no-bucket", bucket=self._bucket) from refused
            raise TroubleError("deploy-refused", target=self._address, reason=refused) from refused

    def _begin(self) -> None:
        """See that the bucket is there, and that nothing of somebody else is in the way."""
        listed = self._call("list_objects_v2", Bucket=self._bucket, Prefix=self._top, MaxKeys=20)
        if self.placed and not self._call("list_objects_v2", Bucket=self._bucket, Prefix=self._store, MaxKeys=1).get(
            "Contents"
        ):
            keys = [one["Key"].removeprefix(self._top) for one in listed.get("Contents", ())]
            if found := [key for key in keys if not key.startswith(".")]:
                raise TroubleError("deploy-not-ours", folder=self._address, found=", ".join(found[:3]))

    def _take(self, deadline: float) -> None:
        try:
            ours = self._memo.read_text(encoding="ascii")
        except OSError:
            ours = ""
        self._token = secrets.token_hex(8)
        while True:
            lock = self._locked()
            if lock and lock.get("token") != ours and lock.get("until", 0) > time.time():
                if time.monotonic() >= deadline:
                    raise TroubleError("deploy-held", holder=lock.get("who", "?"))
                time.sleep(1)
                continue
            if lock:
                self._delete([f"{self._store}lock"])
            self._memo.write_text(self._token, encoding="ascii")
            with suppress(FileExistsError, OSError):
                self._put(f"{self._store}lock", self._lock(), IfNoneMatch="*")
            if self._locked().get("token") == self._token:
                return

    def _lock(self) -> bytes:
        holder = f"{who()} {datetime.now(VIETNAM):%H:%M}"
        return json.dumps({"token": self._token, "who": holder, "until": time.time() + LEASE}).encode()

    def _locked(self) -> dict[str, Any]:
        try:
            return dict(json.loads(self._get(f"{self._store}lock")))
        except (FileNotFoundError, ValueError):
            return {}

    def _renew(self, stop: threading.Event) -> None:
        while not stop.wait(RENEWED):
            with suppress(OSError):
                if self._locked().get("token") == self._token:
                    self._put(f"{self._store}lock", self._lock())

    def _mine(self) -> None:
        if self._locked().get("token") != self._token:
            raise TroubleError("deploy-held", holder=self._locked().get("who", "?"))

    def standing(self) -> Standing:
        """List the records and read the pointer."""
        names = [key.removeprefix(self._store) for key in self._list(self._store, below=False)]
        records = {}
        for name in names:
            number, _, state = name.partition(".")
            if number.isdecimal() and state in {STAGED, KEPT, FAILED}:
                records[int(number)] = state
        pointer = f"{self._store}standing" if self.placed else f"{self._top}{CURRENT}"
        current = self._numbers(pointer)
        return Standing(current[0] if current else None, records, self._numbers(f"{self._store}placing"))

    def _numbers(self, key: str) -> tuple[int, ...]:
        try:
            return tuple(int(one) for one in self._get(key).split())
        except FileNotFoundError:
            return ()
        except ValueError as foreign:
            raise TroubleError("deploy-not-ours", folder=self._address, found=key) from foreign

    def record(self, number: int, state: str) -> bytes:
        """Fetch a record."""
        return self._get(self._record(number, state))

    def heading(self, number: int, state: str) -> bytes:
        """Fetch a record's first line."""
        return self._get(self._record(number, state), Range="bytes=0-511").partition(b"\n")[0]

    def _record(self, number: int, state: str) -> str:
        return f"{self._store}{folder_name(number)}.{state}"

    def tidy(self, standing: Standing) -> None:
        """Remove what belongs to no release; what a stopped deploy sent under the next number may be used again."""
        most = max(standing.records, default=0)
        for prefix in self._folders():
            number = int(prefix)
            whole = standing.records.get(number, FAILED) != FAILED
            if not whole and number != standing.current and number <= most:
                self._delete(self._list(f"{self._store}{prefix}/"))

    def stage(self, plan: Plan, site: Path, sent: Sent) -> None:
        """Copy what the base has, within the store; send the rest; then compare all that is there with the release."""
        release = plan.release
        base = f"{self._store}{folder_name(plan.base.number)}/" if plan.base else ""
        there = self._list(prefix := f"{self._store}{folder_name(release.number)}/")
        self._delete(key for key in there if key.removeprefix(prefix) not in release.files)
        changed = {path for path, _ in plan.put}

        async def bring(item: tuple[str, File]) -> None:
            path, file = item
            key = prefix + path
            standing = plan.moved.get(file.sha256) if path in changed else path
            if standing is not None:
                source = {"Bucket": self._bucket, "Key": base + standing}
                kinds = {"ContentType": media(path), "CacheControl": keeping(path), "MetadataDirective": "REPLACE"}
                about = kinds if standing != path else {}
                await self._fs._call_s3("copy_object", Bucket=self._bucket, Key=key, CopySource=source, **about)
                return
            content = (site / path).read_bytes()
            if hashlib.sha256(content).hexdigest() != file.sha256:
                raise TroubleError("deploy-site-changed", file=site / path)
            md5 = hashlib.md5(content, usedforsecurity=False)
            if there.get(key) != (md5.hexdigest(), len(content)):
                await self._fs._call_s3(
                    "put_object",
                    Bucket=self._bucket,
                    Key=key,
                    Body=content,
                    ContentType=media(path),
                    CacheControl=keeping(path),
                    ContentMD5=base64.b64encode(md5.digest()).decode(),  # the store refuses what arrives otherwise
                )
            sent(1)

        self._each(bring, sorted(release.files.items()))
        arrived = self._list(prefix)
        for path, file in release.files.items():
            if prefix + path not in arrived or arrived[prefix + path][1] != file.size:
                raise TroubleError("deploy-damaged", path=path)
        self._mine()
        self._put(self._record(release.number, STAGED), release.written())

    def switch(self, number: int) -> None:
        """Let the pointer name it."""
        self._mine()
        name = folder_name(number)
        if self.placed:
            self._put(f"{self._store}standing", f"{number}\n".encode())
            self._delete([f"{self._store}placing"])
        else:
            # As content for people, as a header for a server in front.
            self._put(f"{self._top}{CURRENT}", f"{name}\n".encode(), Metadata={"release": name})

    def place(self, number: int, placing: Placing, standing: Sequence[int]) -> None:
        """Copy each object to where it is read: first what pages ask for, all of it, then pages."""
        self._mine()
        self._put(f"{self._store}placing", " ".join(map(str, standing)).encode())
        prefix = f"{self._store}{folder_name(number)}/"

        async def copy(path: str) -> None:
            await self._fs._call_s3(
                "copy_object",
                Bucket=self._bucket,
                Key=self._top + path,
                CopySource={"Bucket": self._bucket, "Key": prefix + path},
            )

        for pages in (False, True):
            self._each(copy, [path for path in placing.put if path.endswith(".html") is pages])
        for pages in (True, False):
            self._delete(self._top + path for path in placing.gone if path.endswith(".html") is pages)

    def rename(self, number: int, state: str, to: str) -> None:
        """Name the record anew: at no moment there is none."""
        self._put(self._record(number, to), self._get(self._record(number, state)))
        self._delete([self._record(number, state)])

    def drop(self, number: int, state: str) -> None:
        """Remove the record first."""
        self._delete([self._record(number, state)])
        self._delete(self._list(f"{self._store}{folder_name(number)}/"))

    def _call(self, method: str, **about: Any) -> Any:
        return self._fs.call_s3(method, **about)

    def _get(self, key: str, **about: Any) -> bytes:
        async def get() -> bytes:
            answer = await self._fs._call_s3("get_object", Bucket=self._bucket, Key=key, **about)
            async with answer["Body"] as body:
                content: bytes = await body.read()
                return content

        from fsspec.asyn import sync

        content: bytes = sync(self._fs.loop, get)
        return content

    def _put(self, key: str, content: bytes, **about: Any) -> None:
        self._call("put_object", Bucket=self._bucket, Key=key, Body=content, CacheControl=NEVER, **about)

    def _each(self, work: Callable[[Any], Awaitable[None]], items: Iterable[Any]) -> None:
        """Do something with each item, many at once; the first refusal ends it."""
        from fsspec.asyn import sync

        async def all_of_them() -> None:
            todo = iter(items)

            async def worker() -> None:
                for item in todo:
                    await work(item)

            async with asyncio.TaskGroup() as group:
                for _ in range(AT_ONCE):
                    group.create_task(worker())

        try:
            sync(self._fs.loop, all_of_them)
        except ExceptionGroup as several:
            raise several.exceptions[0] from several

    def _pages(self, prefix: str, **about: Any) -> Iterator[Any]:
        more: dict[str, str] = {}
        while True:
            page = self._call("list_objects_v2", Bucket=self._bucket, Prefix=prefix, **about, **more)
            yield page
            if not page.get("IsTruncated"):
                return
            more = {"ContinuationToken": page["NextContinuationToken"]}

    def _list(self, prefix: str, *, below: bool = True) -> dict[str, tuple[str, int]]:
        """Return the objects under a prefix, with their tags and sizes."""
        about = {} if below else {"Delimiter": "/"}
        return {
            one["Key"]: (one["ETag"].strip('"'), one["Size"])
            for page in self._pages(prefix, **about)
            for one in page.get("Contents", ())
        }

    def _folders(self) -> list[str]:
        names = [
            one["Prefix"].removeprefix(self._store).rstrip("/")
            for page in self._pages(self._store, Delimiter="/")
            for one in page.get("CommonPrefixes", ())
        ]
        return [name for name in names if name.isdecimal()]

    def _delete(self, keys: Iterable[str]) -> None:
        every = list(keys)
        for start in range(0, len(every), 1000):
            objects = [{"Key": key} for key in every[start : start + 1000]]
            self._call("delete_objects", Bucket=self._bucket, Delete={"Objects": objects, "Quiet": True})
