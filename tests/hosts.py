"""Real web servers on loopback, with the configuration of a bundle."""

from __future__ import annotations

import datetime
import hashlib
import http.client
import ipaddress
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from tests.servers import BROTLI, find

APACHE_MODULES = (Path("/usr/lib/apache2/modules"), Path("/usr/lib64/httpd/modules"))
HOST = "ocop.dienbien.gov.vn"
"""Whom the repository's own config.yml publishes as."""


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate that signs itself, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName(HOST), x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    chain, private = folder / "fullchain.pem", folder / "privkey.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
    return chain, private


def free_port() -> int:
    """Return a port that nobody holds, on either loopback address."""
    with socket.socket() as four, socket.socket(socket.AF_INET6) as six:
        four.bind(("127.0.0.1", 0))
        port: int = four.getsockname()[1]
        six.bind(("::1", port))
    return port


@dataclass
class Answer:
    """What a server answered."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    version: str = ""

    def __getitem__(self, name: str) -> str | None:
        """A header; where it came more than once, all of it."""
        return ", ".join(self.headers.get_all(name) or []) or None


@dataclass
class Server:
    """A server that runs."""

    name: str
    port: int
    plain: int
    """The port of plain HTTP."""
    chain: Path
    folder: Path
    known: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where a browser on this machine finds it."""
        return f"https://localhost:{self.port}"

    def ask(
        self, path: str, method: str = "GET", at: str = "127.0.0.1", tls: ssl.TLSVersion | None = None, **headers: str
    ) -> Answer:
        """Ask over TLS; `accept_language="vi"` is a header."""
        context = ssl.create_default_context(cafile=str(self.chain))
        if tls is not None:
            context.minimum_version = context.maximum_version = tls
        with socket.create_connection((at, self.port), timeout=10) as raw:
            opened = context.wrap_socket(raw, server_hostname=HOST)
            return _asked(opened, path, method, headers)

    def ask_plain(self, path: str, at: str = "127.0.0.1") -> Answer:
        """Ask without TLS."""
        with socket.create_connection((at, self.plain), timeout=10) as raw:
            return _asked(raw, path, "GET", {})


def _asked(opened: socket.socket, path: str, method: str, headers: Mapping[str, str]) -> Answer:
    connection = http.client.HTTPConnection(HOST)
    connection.sock = opened
    connection.putrequest(method, path, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.putheader("Connection", "close")
    connection.endheaders()
    got = connection.getresponse()
    answer = Answer(got.status, got.headers, got.read(), f"{got.version}")
    connection.close()
    return answer


def settled(text: str, *changes: tuple[str, str]) -> str:
    """Return a configuration with some of its lines changed, as who installs it does."""
    for old, new in changes:
        text, times = re.subn(rf"^(\s*){re.escape(old)}.*$", lambda at, new=new: at[1] + new, text, flags=re.MULTILINE)
        assert times, f"no line begins with {old}"
    return text


@contextmanager
def running(name: str, command: list[str], ports: tuple[int, ...], folder: Path) -> Iterator[None]:
    """Run a server until it is no longer needed."""
    log = folder / "log.txt"
    environment = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with log.open("wb") as told:
        process = subprocess.Popen(command, stdout=told, stderr=told, cwd=folder, env=environment)
    try:
        for port in ports:
            _wait(process, port, log)
        yield
    finally:
        process.terminate()
        process.wait(20)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(400):
        assert process.poll() is None, log.read_text(errors="replace")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(log.read_text(errors="replace"))


@contextmanager
def nginx(bundle: Path, folder: Path) -> Iterator[Server]:
    """Run nginx as HUONG-DAN.txt says."""
    program, module = find("nginx"), find(BROTLI)
    assert program
    assert module
    chain, private = certificate(folder)
    port, plain = free_port(), free_port()
    shutil.copytree(bundle / "servers" / "nginx", folder / "ocop")
    conf = folder / "ocop" / "ocop.conf"
    conf.write_text(
        settled(
            conf.read_text(encoding="utf-8"),
            ("listen 443", f"listen 127.0.0.1:{port} ssl http2;"),
            ("listen [::]:443", f"listen [::1]:{port} ssl http2;"),
            ("listen 80", f"listen 127.0.0.1:{plain};"),
            ("listen [::]:80", f"listen [::1]:{plain};"),
            ("root /srv/ocop/site", f'root "{bundle / "site"}";'),
            ("root /var/www/acme", f'root "{folder / "acme"}";'),
            ("ssl_certificate ", f'ssl_certificate "{chain}";'),
            ("ssl_certificate_key", f'ssl_certificate_key "{private}";'),
            ("#brotli_static", "brotli_static on;"),
        ),
        encoding="utf-8",
    )
    places = "\n".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"{'user root;' if os.geteuid() == 0 else ''}\nload_module {module};\npid {folder}/pid;\nerror_log stderr;\n"
        f"worker_processes 1;\nevents {{}}\nhttp {{\naccess_log off;\n{places}\ninclude ocop/ocop.conf;\n}}\n",
        encoding="utf-8",
    )
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert "syntax is ok" in checked.stderr, checked.stderr
    # From 1.25.1 on `listen … http2` is told to be old; what replaces it is unknown to nginx before.
    assert [line for line in checked.stderr.splitlines() if "[warn]" in line and "http2" not in line] == []
    with running("nginx", [*command, "-g", "daemon off;"], (port, plain), folder):
        yield Server("nginx", port, plain, chain, folder)


APACHE = (
    "mpm_event unixd authz_core alias dir mime rewrite headers ssl socache_shmcb http2 setenvif".split()  # noqa: SIM905 - a line to read
)


@contextmanager
def apache(bundle: Path, folder: Path, *, shared: bool = False) -> Iterator[Server]:
    """Run Apache as HUONG-DAN.txt says; `shared` as a hoster does who takes nothing but .htaccess."""
    program = find("apache2")
    assert program
    modules = next(place for place in APACHE_MODULES if place.is_dir())
    chain, private = certificate(folder)
    port, plain = free_port(), free_port()
    conf, site, acme = folder / "ocop", folder / "site", folder / "acme"
    shutil.copytree(bundle / "servers" / "apache", conf)
    shutil.copytree(bundle / "site", site)
    (acme / ".well-known" / "acme-challenge").mkdir(parents=True)
    changes = {"ROOT": site, "CONF": conf, "CHAIN": chain, "KEY": private, "ACME": acme, "HTTPS": port, "HTTP": plain}
    text = (conf / "ocop.conf").read_text(encoding="utf-8")
    text = settled(
        text, *[(f"Define OCOP_{name} ", f'Define OCOP_{name} "{value}"') for name, value in changes.items()]
    )
    if shared:
        shutil.copy(conf / ".htaccess", site)
        text = settled(text, ("AllowOverride None", "AllowOverride All"), ("Include ", ""))
    (conf / "ocop.conf").write_text(text, encoding="utf-8")
    loaded = [name for name in APACHE if (modules / f"mod_{name}.so").is_file()]
    main = folder / "httpd.conf"
    main.write_text(
        "\n".join(
            [
                f'ServerRoot "{folder}"',
                f'PidFile "{folder / "pid"}"',
                f"ServerName {HOST}",
                "ErrorLog /dev/stderr",
                *[f"LoadModule {name}_module {modules}/mod_{name}.so" for name in loaded],
                *[f"Listen {at}:{number}" for number in (port, plain) for at in ("127.0.0.1", "[::1]")],
                *(["User www-data", "Group www-data"] if os.geteuid() == 0 else []),
                "TypesConfig /dev/null",
                "LimitRequestFieldSize 16000",
                f'Include "{conf / "ocop.conf"}"',
            ]
        ),
        encoding="utf-8",
    )
    command = [program, "-d", str(folder), "-f", str(main)]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert checked.stderr.strip() == "Syntax OK"
    with running("apache2", [*command, "-DFOREGROUND"], (port, plain), folder):
        yield Server("apache", port, plain, chain, folder)


@contextmanager
def open_folder() -> Iterator[Path]:
    """Make a folder that a server may read which gives up its rights: pytest's own are closed to others."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        yield folder


GONE, LOT_GONE = "/P/MAU-GONE/", "/P/MAU-02/L0001/"
MOVED, TO = "/P/MAU-OLD/", "/P/MAU-01/"


def prepared(site: Path, root: Path, *, quickly: bool = True) -> Path:
    """Return the unpacked bundle of a site in which a product and a lot are gone, and one product moved."""
    import zipfile

    from generator.bundle import packing
    from generator.bundle.release import bundle
    from generator.publish import MANIFEST, listed, noted_in

    out = root / "project" / "site"
    shutil.copytree(site, out)
    manifest = {path: tuple(known) for path, known in json.loads((out / MANIFEST).read_bytes()).items()}
    assert noted_in((out / MANIFEST).read_text()) == manifest.keys()
    addresses = {
        "gone": [{"address": one, "since": "2026-11-01", "reason": "Thử"} for one in (GONE, LOT_GONE)],
        "moved": [{"from": MOVED, "to": TO}],
    }
    added = {"data/addresses.json": json.dumps(addresses).encode()}
    for one in (GONE, LOT_GONE):
        added[f"{one[1:]}index.html"] = f"<!doctype html><title>Đã gỡ {one}</title>".encode()
    added["data/thu.csv"] = ("a,b\n" + "1,2\n" * 50).encode("utf-8-sig")
    added["feeds/moi.xml"] = b"<feed/>"
    for path, content in added.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(content)
        manifest[path] = (hashlib.sha256(content).hexdigest(), len(content))
    (out / MANIFEST).write_text(listed(manifest), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        if quickly:
            patch.setattr(packing, "BEST_BROTLI", 3)  # the best takes long and proves nothing more
        made = bundle(root / "project", out, root / "dist", f"https://{HOST}")
    with zipfile.ZipFile(made.file) as archive:
        for info in archive.infolist():
            target = Path(archive.extract(info, root / "bundle"))
            moment = datetime.datetime(*info.date_time).timestamp()  # noqa: DTZ001 - as unzip does
            os.utime(target, (moment, moment))
    return root / "bundle"


@contextmanager
def caddy(bundle: Path, folder: Path) -> Iterator[Server]:
    """Run Caddy as HUONG-DAN.txt says."""
    program = find("caddy")
    assert program
    chain, private = certificate(folder)
    port, plain = free_port(), free_port()
    text = (bundle / "servers" / "caddy" / "Caddyfile").read_text(encoding="utf-8")
    text = settled(
        text,
        (f"https://{HOST} {{", f"https://{HOST}:{port} {{\n\tbind 127.0.0.1 ::1"),
        (f"http://{HOST} {{", f"http://{HOST}:{plain} {{\n\tbind 127.0.0.1 ::1"),
        ("tls /etc", f"tls {chain} {private}"),
        ("root * /srv", f'root * "{bundle / "site"}"'),
        ("root * /var", f'root * "{folder / "acme"}"'),
    )
    file = folder / "Caddyfile"
    file.write_text(f"{{\n\tadmin off\n\thttp_port {plain}\n\thttps_port {port}\n}}\n{text}", encoding="utf-8")
    environment = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    command = [program, "validate", "--adapter", "caddyfile", "--config", str(file)]
    checked = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert "Valid configuration" in checked.stdout + checked.stderr, checked.stderr
    with running("caddy", [program, "run", "--adapter", "caddyfile", "--config", str(file)], (port,), folder):
        yield Server("caddy", port, plain, chain, folder)


HOSTS: dict[str, Callable[[Path, Path], AbstractContextManager[Server]]] = {
    "nginx": nginx,
    "apache": apache,
    "htaccess": partial(apache, shared=True),
    "caddy": caddy,
}
