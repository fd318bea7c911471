"""Deploying to real servers on loopback: OpenSSH, nginx, and a store that speaks S3."""

from __future__ import annotations

import getpass
import http.client
import os
import posixpath
import random
import re
import shlex
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.conftest import CONFIG, Office, files
from tests.deployed import deploy
from tests.killed import begun
from tests.servers import find

NGINX = """
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {http}
    server {{
        listen 127.0.0.1:{port};
        {server}
    }}
}}
"""
SSHD = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
PidFile {folder}/sshd.pid
AuthorizedKeysFile {folder}/authorized
StrictModes no
UsePAM no
PasswordAuthentication no
MaxStartups 100
"""


def free_port() -> int:
    """Return a port that nobody holds."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


@contextmanager
def running(command: list[str], port: int, **environment: str) -> Iterator[None]:
    """Have a server running until it is done with."""
    server = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **environment}
    )
    try:
        for _ in range(300):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            assert server.poll() is None, command
            time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def nginx(folder: Path, server: str, http: str = "") -> Iterator[str]:
    """Serve with a real nginx; yield its address."""
    folder.mkdir(parents=True, exist_ok=True)
    port, user = free_port(), "user root;" if os.name != "nt" and os.geteuid() == 0 else ""
    config = folder / "nginx.conf"
    text = NGINX.format(user=user, folder=folder, port=port, server=server, http=http)
    config.write_text(text, encoding="utf-8")
    command = [str(find("nginx")), "-c", str(config), "-p", str(folder), "-e", str(folder / "error.log")]
    with running(command, port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def sshd(folder: Path) -> Iterator[str]:
    """Run a real OpenSSH server for the current user; yield `ssh://user@host:port`, with the client's options set."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where it locks itself in, as Debian's service makes it
    for name in ("host", "mine", "stranger"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    shutil.copyfile(folder / "mine.pub", folder / "authorized")
    port = free_port()
    key = (folder / "host.pub").read_text(encoding="ascii")
    (folder / "known").write_text(f"[127.0.0.1]:{port} {key}", encoding="ascii")
    (folder / "sshd.conf").write_text(SSHD.format(port=port, folder=folder), encoding="ascii")
    with running([str(find("sshd")), "-D", "-f", str(folder / "sshd.conf")], port):
        os.environ["OCOP_SSH"] = client(folder)
        try:
            yield f"ssh://{getpass.getuser()}@127.0.0.1:{port}"
        finally:
            del os.environ["OCOP_SSH"]


def client(folder: Path, key: str = "mine", known: str = "known") -> str:
    """Return how ssh is called with nothing of the user's own settings."""
    options = {"IdentityFile": folder / key, "UserKnownHostsFile": folder / known, "GlobalKnownHostsFile": os.devnull}
    options |= {"IdentitiesOnly": "yes", "StrictHostKeyChecking": "yes", "IdentityAgent": "none"}
    words = ["ssh", "-F", os.devnull]
    for name, value in options.items():
        words += ["-o", f"{name}={value}"]
    return shlex.join(words)


@contextmanager
def store(bucket: str) -> Iterator[str]:
    """Run a store that speaks S3, with one bucket that everybody may read; yield its address."""
    import boto3

    port = free_port()
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
    os.environ.update(keys)
    try:
        with running([sys.executable, "-m", "moto.server", "-p", str(port)], port, MOTO_S3_CUSTOM_ENDPOINTS=""):
            address = f"http://127.0.0.1:{port}"
            boto3.client("s3", endpoint_url=address).create_bucket(Bucket=bucket, ACL="public-read")
            yield address
    finally:
        for name in keys:
            del os.environ[name]


TITLES = {"Trước": "#A3241C", "Sau": "#1C5AA3"}


@dataclass
class Sites:
    """Two versions of a site that differ on every page and in style, and a product that only the second has."""

    root: Path
    folders: tuple[Path, Path]
    contents: tuple[Mapping[str, bytes], Mapping[str, bytes]]


def sites(office: Office, products: int = 4) -> Sites:
    """Build both."""
    folders = []
    for number in range(products):
        office.product(f"DB{number:04}", f"Chè số {number}")
    for version, (title, accent) in enumerate(TITLES.items()):
        office.write("config.yml", CONFIG.replace("OCOP Thử", title) + f'look:\n  accent: "{accent}"\n')
        if version:
            office.product("DB9999", "Chè mới")
        out = office.root / f"site{version}"
        office.build(out)
        folders.append(out)
    first, second = ({path: content for path, content in files(one).items() if path[0] != "."} for one in folders)
    assert {path for path in first if path.startswith("assets/")} != {
        path for path in second if path.startswith("assets/")
    }
    return Sites(office.root, (folders[0], folders[1]), (first, second))


_ASKED = re.compile(rb'(?:href|src)="([^"#?]*(?:assets|anh)/[^"#?]+)"')


@dataclass
class Reader:
    """A visitor who goes on reading, and keeps count of what was wrong."""

    address: str
    known: Sites
    seen: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    def read(self, seed: int) -> None:
        """Read pages at random, each with all the styles, scripts and pictures it asks for."""
        chance = random.Random(seed)
        pages = sorted(path for path in self.known.contents[1] if path.endswith("index.html"))
        host = http.client.HTTPConnection(self.address.removeprefix("http://"), timeout=30)
        while not self._stop.is_set():
            time.sleep(0.005)  # this machine is for the deploy too
            page = chance.choice(pages)
            content = self._fetched(host, page)
            for link in sorted(set(_ASKED.findall(content))):
                self._fetched(host, posixpath.normpath(posixpath.join(posixpath.dirname(page), link.decode())))
        host.close()

    def _fetched(self, host: http.client.HTTPConnection, path: str) -> bytes:
        try:
            host.request("GET", "/" + path.removesuffix("index.html"))
            answer = host.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as broken:
            host.close()
            self.wrong.append(f"{path}: {broken!r}")
            return b""
        releases = [number for number, known in enumerate(self.known.contents) if known.get(path) == content]
        if answer.status == 200 and releases:
            self.seen[f"release {releases[0]}" if len(releases) == 1 else "both"] += 1
            return content
        # 403: its folder is there already, or still.
        if answer.status in {403, 404} and path not in self.known.contents[0]:
            self.seen["not yet"] += 1
        else:
            self.wrong.append(f"{path}: {answer.status}, {len(content)} bytes of no release")
        return b""

    def wait_for(self, what: str) -> None:
        """Go on until this is seen once more."""
        seen = self.seen[what]
        while self.seen[what] == seen and not self.wrong:
            time.sleep(0.01)

    @contextmanager
    def reading(self, threads: int = 2) -> Iterator[None]:
        """Read while something happens."""
        readers = [threading.Thread(target=self.read, args=(seed,), daemon=True) for seed in range(threads)]
        for one in readers:
            one.start()
        try:
            yield
        finally:
            self._stop.set()
            for one in readers:
                one.join()


def interrupted(known: Sites, where: str, visitors: Reader, moments: int, *more: str) -> None:
    """Kill a deploy at so many random moments while visitors read; each fifth goes on to its end."""

    def deploying(version: int) -> AbstractContextManager[BaseProcess]:
        return begun(deploy, known.folders[version], where, known.root, *more)

    def whole(version: int) -> float:
        with deploying(version) as process:
            began = time.monotonic()
            process.join(120)
            assert process.exitcode == 0
        return time.monotonic() - began

    whole(0)
    takes = whole(1)
    chance = random.Random(50)
    with visitors.reading():
        for moment in range(moments):
            version = moment % 2
            with deploying(version):
                time.sleep(chance.uniform(0, 1.2) * takes)
            if moment % 5 == 4:
                whole(version)
        for version in (0, 1):
            whole(version)
            visitors.wait_for(f"release {version}")
    print(f"{moments} interruptions, seen {dict(visitors.seen)}, wrong {len(visitors.wrong)}")
    assert visitors.wrong == []
