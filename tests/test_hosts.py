"""Real nginx and Apache with the bundle's configuration: types, headers, packed files, caching, errors, redirects."""

from __future__ import annotations

import gzip
import ssl

import brotli
import pytest

from generator.bundle import media, policy
from tests.hosts import GONE, HOST, LOT_GONE, Server
from tests.test_browser import PAGES

TYPES = {
    "feeds/moi.xml": "application/atom+xml; charset=utf-8",
    "data/thu.csv": "text/csv; charset=utf-8",
    "P/MAU-01/linkset.json": "application/linkset+json",
    "P/MAU-01/L2604/epcis.jsonld": "application/ld+json",
    "P/MAU-01/tem.svg": "image/svg+xml; charset=utf-8",
    "P/MAU-01/tem.png": "image/png",
    ".well-known/gs1resolver": "application/json",
    "data/addresses.json": "application/json",
    "tim-kiem/loi.js": "text/javascript; charset=utf-8",
}


def address(path: str) -> str:
    return f"/{path.removesuffix('index.html')}"


@pytest.mark.parametrize("page", [page for page in PAGES.values() if not page.startswith("01/")])
def test_pages(host: Server, bundled_site: dict[str, bytes], page: str) -> None:
    """Every page type is answered whole, as UTF-8 HTML, with every header; kept shortly, and known by its ETag."""
    for at in ("127.0.0.1", "::1"):
        answer = host.ask(address(page), at=at)
        assert (answer.status, answer.body) == (200, bundled_site[page])
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert {name: answer[name] for name in policy.HEADERS} == policy.HEADERS
    assert answer["Cache-Control"] == "public, max-age=60, must-revalidate"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Access-Control-Allow-Origin"] is None
    assert answer["Last-Modified"] is None
    assert not any(char.isdigit() for char in answer["Server"] or "")
    again = host.ask(address(page), if_none_match=answer["ETag"] or "")
    assert (again.status, again.body) == (304, b"")
    assert again["Cache-Control"] == answer["Cache-Control"]
    head = host.ask(address(page), "HEAD")
    assert (head.status, head.body, head["Content-Length"]) == (200, b"", answer["Content-Length"])


@pytest.mark.parametrize("path", TYPES)
def test_types_of_data(host: Server, bundled_site: dict[str, bytes], path: str) -> None:
    """Data and pictures have their types and may be read by other sites."""
    answer = host.ask(f"/{path}")
    assert (answer.status, answer.body) == (200, bundled_site[path])
    assert answer["Content-Type"] == TYPES[path] == media.media(path)
    assert answer["X-Content-Type-Options"] == "nosniff"
    shared = not path.endswith(".js")
    assert answer["Access-Control-Allow-Origin"] == ("*" if shared else None)
    assert answer["Cross-Origin-Resource-Policy"] == ("cross-origin" if shared else "same-origin")
    assert answer["Cache-Control"] == media.keeping(path)


@pytest.mark.parametrize("ending", ["avif", "webp", "jpg", "css", "js"])
def test_what_is_named_by_its_content_is_kept_for_ever(
    host: Server, bundled_site: dict[str, bytes], ending: str
) -> None:
    """Fingerprinted files: their type, a year, immutable; one that is not there is not kept."""
    path = next(path for path in bundled_site if path.startswith(media.FOR_EVER) and path.endswith(f".{ending}"))
    answer = host.ask(f"/{path}")
    assert (answer.status, answer.body) == (200, bundled_site[path])
    assert answer["Content-Type"] == media.media(path)
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    missing = host.ask(f"/assets/site-0123456789.{ending}")
    assert (missing.status, missing["Cache-Control"]) == (404, "public, max-age=60, must-revalidate")


@pytest.mark.parametrize("path", ["index.html", "P/MAU-01/index.html", "P/MAU-01/linkset.json", "data/thu.csv"])
def test_packed_files_are_sent(host: Server, path: str) -> None:
    """Texts come in the best form the browser takes, made beforehand, with type, encoding and ETag of their own."""
    plain = host.ask(address(path))
    tags = {plain["ETag"]}
    for asked, got in (("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("identity", None), ("br", "br")):
        answer = host.ask(address(path), accept_encoding=asked)
        unpacked = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[got](answer.body)
        assert (answer["Content-Encoding"], unpacked) == (got, plain.body)
        assert answer["Content-Type"] == plain["Content-Type"]
        assert "Accept-Encoding" in (answer["Vary"] or "")
        tags.add(answer["ETag"])
    assert len(tags) == 3


def test_parts_of_files(host: Server, bundled_site: dict[str, bytes]) -> None:
    """Range asks for a part of a file."""
    answer = host.ask("/P/MAU-01/tem.png", range="bytes=10-19")
    assert (answer.status, answer.body) == (206, bundled_site["P/MAU-01/tem.png"][10:20])
    assert answer["Content-Range"] == f"bytes 10-19/{len(bundled_site['P/MAU-01/tem.png'])}"


@pytest.mark.parametrize("path", ["/P/KHONG-CO/", "/nope", "/P/MAU-01/nope.json", "/.manifest.json", "/.htaccess"])
def test_not_found(host: Server, bundled_site: dict[str, bytes], path: str) -> None:
    """Unknown addresses and hidden files: status 404 with the page that says so, under the same policy."""
    answer = host.ask(path)
    assert (answer.status, answer.body) == (404, bundled_site["404.html"])
    assert {name: answer[name] for name in policy.HEADERS} == policy.HEADERS


@pytest.mark.parametrize("place", [GONE, LOT_GONE])
def test_gone(host: Server, bundled_site: dict[str, bytes], place: str) -> None:
    """A tombstone: status 410 with the page that tells why, at the address and below it."""
    for path in (place, place.removesuffix("/"), f"{place}tem.svg", f"{place}SAU/index.html"):
        answer = host.ask(path)
        assert (answer.status, answer.body) == (410, bundled_site[f"{place[1:]}index.html"]), path
        assert answer["Content-Type"] == "text/html; charset=utf-8"
        assert {name: answer[name] for name in policy.HEADERS} == policy.HEADERS
    assert host.ask(place, "HEAD").status == 410
    assert host.ask(f"{place.removesuffix('/')}0/").status == 404


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/P/MAU-OLD/", "/P/MAU-01/"),
        ("/P/MAU-OLD", "/P/MAU-01"),
        ("/P/MAU-OLD/L2604/?a=b&c", "/P/MAU-01/L2604/?a=b&c"),
        ("/P/MAU-OLD/tem.svg", "/P/MAU-01/tem.svg"),
    ],
)
def test_moved(host: Server, path: str, to: str) -> None:
    """An address that moved leads on for good, with all that is below it and what was asked."""
    answer = host.ask(path)
    assert (answer.status, answer["Location"]) == (301, f"https://{HOST}{to}")


def test_nothing_slips_into_a_redirect(host: Server) -> None:
    """An encoded line break in an address makes no header."""
    for path in (
        "/P/MAU-OLD/%0d%0aSet-Cookie:%20a=b",
        "/P/MAU-01/L2604%0d%0aSet-Cookie:%20a=b",
        "/01/x%0d%0aSet-Cookie:a",
    ):
        assert host.ask(path)["Set-Cookie"] is None


def test_folders_end_in_a_slash(host: Server) -> None:
    """A page asked for without its slash leads to itself with it."""
    answer = host.ask("/P/MAU-01")
    assert answer.status == (308 if host.name == "caddy" else 301)
    assert (answer["Location"] or "").removeprefix(f"https://{HOST}") == "/P/MAU-01/"


def test_methods(host: Server) -> None:
    """OPTIONS is answered, with who may ask what; what would change something is refused."""
    for path in ("/", "/P/MAU-01/linkset.json"):
        answer = host.ask(path, "OPTIONS", origin="https://example.org", access_control_request_method="GET")
        assert (answer.status, answer.body, answer["Allow"]) == (204, b"", policy.METHODS)
    assert {name: answer[name] for name in policy.CORS} == policy.CORS
    for method in ("POST", "PUT", "DELETE", "TRACE"):
        assert host.ask("/", method).status == 405
    assert policy.METHODS in (host.ask("/", "POST")["Allow"] or "")


@pytest.mark.parametrize("at", ["127.0.0.1", "::1"])
def test_plain_http_leads_to_https(host: Server, at: str) -> None:
    """Without TLS all leads to the same address with it, except what proves the name to who issues certificates."""
    answer = host.ask_plain("/P/MAU-01/?a=b", at=at)
    assert (answer.status, answer["Location"]) == (301, f"https://{HOST}/P/MAU-01/?a=b")
    proof = host.folder / "acme" / ".well-known" / "acme-challenge" / "abc"
    proof.parent.mkdir(parents=True, exist_ok=True)
    proof.write_bytes(b"abc.def")
    answer = host.ask_plain("/.well-known/acme-challenge/abc", at=at)
    assert (answer.status, answer.body) == (200, b"abc.def")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_old_tls_is_refused(host: Server) -> None:
    """TLS 1.2 and 1.3 are spoken, 1.1 is not."""
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        assert host.ask("/", tls=version).status == 200
    with pytest.raises((ssl.SSLError, OSError)):
        host.ask("/", tls=ssl.TLSVersion.TLSv1_1)
