"""What every page of the site keeps to: links that lead somewhere, escaping, words in the catalogues."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.checks.check import check
from generator.records.folder import read
from tests.conftest import ROOT, TODAY, Office

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Reader(HTMLParser):
    """Collect what the tests look at."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.unbalanced: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self.open[-1] if self.open else "", data.strip()))


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Reader]:
    """All pages of the repository's own content."""
    found = site.rglob("*.html")
    return {path.relative_to(site).as_posix(): Reader(path.read_text(encoding="utf-8")) for path in found}


def test_tags_are_balanced(pages: dict[str, Reader]) -> None:
    """Every element that opens closes, in order."""
    assert {path: page.unbalanced or page.open for path, page in pages.items() if page.unbalanced or page.open} == {}


def test_every_link_leads_somewhere(site: Path, pages: dict[str, Reader]) -> None:
    """Every internal link, image, style and script is a file of the site, and every fragment is on its page."""
    ids = {path: {attrs["id"] for _, attrs in page.tags if attrs.get("id")} for path, page in pages.items()}
    broken = []
    for path, page in pages.items():
        for tag, attrs in page.tags:
            links = [attrs.get("href"), attrs.get("src")]
            links += [part.split()[0] for part in (attrs.get("srcset") or "").split(",") if part.strip()]
            for link in filter(None, links):
                parts = urlsplit(link)
                if parts.scheme or parts.netloc:
                    continue
                base = site if parts.path.startswith("/") else (site / path).parent
                target = (base / unquote(parts.path).lstrip("/")).resolve() if parts.path else site / path
                target = target / "index.html" if target.is_dir() and path == "404.html" else target
                if not target.is_file():
                    broken.append((path, tag, link))
                elif parts.fragment and target.suffix == ".html":
                    key = target.relative_to(site.resolve()).as_posix() if parts.path else path
                    if unquote(parts.fragment) not in ids[key]:
                        broken.append((path, tag, link))
    assert broken == []


def test_nothing_from_third_parties(pages: dict[str, Reader]) -> None:
    """No page loads anything from another host, runs inline script or carries inline style."""
    for path, page in pages.items():
        for tag, attrs in page.tags:
            if tag in {"script", "img", "source", "iframe"} or (
                tag == "link" and attrs.get("rel") not in {"canonical", "alternate"}
            ):
                assert not urlsplit(attrs.get("src") or attrs.get("href") or "").netloc, (path, tag, attrs)
            assert "style" not in attrs, (path, tag)
            assert tag != "style", path
            assert not [name for name in attrs if name.startswith("on")], (path, tag)
            if tag == "script":
                assert attrs.get("src") or attrs.get("type") == "application/ld+json", path


def test_every_page_has_its_head(pages: dict[str, Reader]) -> None:
    """Each page says its language, title, canonical address, description and what others show when it is shared."""
    for path, page in pages.items():
        tags = page.tags
        language = "en" if path.startswith("en/") else "vi"
        assert ("html", language) in [(tag, attrs.get("lang")) for tag, attrs in tags], path
        assert [text for tag, text in page.texts if tag == "title"], path
        assert [tag for tag, _ in tags].count("h1") == 1, path
        if path == "404.html":
            continue
        canonical = [attrs["href"] for tag, attrs in tags if tag == "link" and attrs.get("rel") == "canonical"]
        own = re.sub("^01/09506000134352/(?:10/)?", "P/MAU-01/", path)  # a GS1 Digital Link is a second address
        assert canonical == ["https://ocop.dienbien.gov.vn/" + own.removesuffix("index.html")], path
        meta = {
            attrs.get("property") or attrs.get("name"): attrs.get("content") for tag, attrs in tags if tag == "meta"
        }
        for name in ("viewport", "description", "og:title", "og:url", "og:type", "og:locale", "og:site_name"):
            assert meta.get(name), (path, name)


def test_linked_data_tells_the_certificate(site: Path) -> None:
    """A real product's JSON-LD is a Product with hasCertification; nothing in it that nobody published."""
    page = (site / "P/DB0002/index.html").read_text(encoding="utf-8")
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[0])
    assert data == {
        "@context": "https://schema.org",
        "@type": "Product",
        "@id": "https://ocop.dienbien.gov.vn/P/DB0002/",
        "url": "https://ocop.dienbien.gov.vn/P/DB0002/",
        "name": "Trà Shan tuyết P.H.1.4",
        "sku": "DB0002",
        "category": "Chè tươi, chế biến",
        "countryOfOrigin": {"@type": "Country", "name": "VN"},
        "hasCertification": [
            {
                "@type": "Certification",
                "name": "OCOP",
                "description": "Quyết định 1048/QĐ-TTg (2019)",
                "certificationRating": {"@type": "Rating", "ratingValue": 3, "bestRating": 5, "worstRating": 1},
                "about": {"@id": "https://ocop.dienbien.gov.vn/P/DB0002/"},
            }
        ],
    }


def test_every_product_within_three_clicks(site: Path, pages: dict[str, Reader]) -> None:
    """Without scripts the home page leads to every product within three clicks."""
    near = {"index.html"}
    for _ in range(3):
        for path in list(near):
            for tag, attrs in pages[path].tags if path in pages else ():
                link = urlsplit(attrs.get("href") or "")
                if tag == "a" and not link.netloc and not link.scheme and link.path:
                    target = ((site / path).parent / unquote(link.path)).resolve()
                    near.add(target.relative_to(site.resolve()).as_posix())
    assert {path for path in pages if re.fullmatch(r"P/[^/]+/index\.html", path)} <= near


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Zl", "Zp"]), min_size=1).filter(str.strip))
def test_any_text_is_escaped(office: Office, text: str) -> None:
    """Whatever a record says, in any field, adds no element to a page."""
    hostile = f"<i onclick=x>\"'&{{{{7*7}}}}</script>--> {text}"
    quoted = json.dumps(hostile, ensure_ascii=False)
    body = (
        f"---\ncode: DB0001\nname: {quoted}\nsummary: {quoted}\nset: che\ncertificates:\n  - stars: 3\n"
        f"    rule_set: QD1048\n    level: province\n    decision: {quoted}\n    issuer: {quoted}\n"
        f"producer:\n  name: {quoted}\nspecification:\n  storage: {quoted}\nsources:\n  - {quoted}\n---\n"
    )
    office.product("DB0001", text=body)
    office.build(keep=False)
    page = Reader(office.page("P/DB0001/index.html"))
    assert "i" not in {tag for tag, _ in page.tags}
    assert not page.unbalanced
    assert "7*7" in office.page("P/DB0001/index.html")


def test_the_programme_itself_builds_nothing_else(site: Path) -> None:
    """Only kinds of files that a plain host serves are in a site."""
    kinds = {path.suffix for path in site.rglob("*") if path.is_file() and not path.name.startswith(".")}
    assert kinds <= {
        ".html",
        ".css",
        ".js",
        ".svg",
        ".png",
        ".avif",
        ".webp",
        ".jpg",
        ".json",
        ".jsonld",
        ".csv",
        ".jsonl",
        ".xml",
        ".txt",
        "",  # .well-known/gs1resolver, a name its standard gives
    }


def test_full_build_of_the_repository_has_no_errors() -> None:
    """The content that is shipped is good content."""
    problems = check(read(ROOT), TODAY).problems
    assert problems.errors == ()
