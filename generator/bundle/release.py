"""One archive of a release: the site with its packed forms, what servers are to do with it, and what is in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from generator.bundle.archive import Archive, stamp
from generator.bundle.media import PACKED, is_text, media
from generator.bundle.packing import packed, packer
from generator.bundle.roads import roads
from generator.bundle.servers import drawn
from generator.problems import TroubleError
from generator.publish import MANIFEST, noted_in

CONTENTS = "manifest.json"
SITE = "site"
FORM = 1
"""Of the manifest; another number means another meaning."""


@dataclass(frozen=True, slots=True)
class Bundled:
    """What a bundle holds."""

    file: Path
    release: str
    """What its contents come to: other contents, another name."""
    files: int
    """Of the site."""
    size: int
    """Bytes of the site, as it stands."""
    sent: int
    """Bytes of the site as most browsers get it: packed where that is smaller."""
    archive: int
    """Bytes of the archive."""


@dataclass
class _Contents:
    """What went into an archive so far."""

    listed: dict[str, tuple[str, int, str]] = field(default_factory=dict)
    """SHA-256, size and media type of each file."""

    def note(self, path: str, content: bytes, kind: str) -> None:
        self.listed[path] = sha256(content).hexdigest(), len(content), kind

    @property
    def release(self) -> str:
        told = "\n".join(f"{path} {sha}" for path, (sha, _, _) in sorted(self.listed.items()))
        return sha256(told.encode()).hexdigest()[:16]

    def manifest(self, site_url: str) -> bytes:
        begin = json.dumps({"format": FORM, "release": self.release, "site": site_url}, ensure_ascii=False)
        lines = [
            f"{json.dumps(path)}: {json.dumps({'sha256': sha, 'size': size, 'type': kind})}"
            for path, (sha, size, kind) in sorted(self.listed.items())
        ]
        return (begin[:-1] + ', "files": {\n' + ",\n".join(lines) + "\n}}\n").encode()


def bundle(root: Path, site: Path, out: Path, site_url: str) -> Bundled:
    """Write the archive of a site that was built, and return what it holds.

    Raises TroubleError where the folder holds no site, or one that was changed by hand.
    """
    manifest = _manifest(site)
    contents = _Contents()
    out.mkdir(parents=True, exist_ok=True)
    unnamed = out / f"{urlsplit(site_url).hostname}.zip"
    sizes = {"": 0, **dict.fromkeys(PACKED, 0)}
    with packer(root) as memory, Archive(unnamed) as archive:
        texts = [(path, manifest[path], site / path) for path in sorted(manifest) if is_text(path)]
        for path, content, *forms in packed(memory, texts):
            _must_be(path, content, manifest)
            time = stamp(content)
            for ending, form in zip(("", *PACKED), (content, *forms), strict=True):
                smaller = not ending or len(form) < len(content)
                sizes[ending] += len(form) if smaller else len(content)
                if smaller:
                    name = f"{SITE}/{path}.{ending}" if ending else f"{SITE}/{path}"
                    archive.add(name, form, time)
                    contents.note(name, form, media(path))
        for path in sorted(path for path in manifest if not is_text(path)):
            content = (site / path).read_bytes()
            _must_be(path, content, manifest)
            archive.add(f"{SITE}/{path}", content)
            contents.note(f"{SITE}/{path}", content, media(path))
            sizes = {ending: size + len(content) for ending, size in sizes.items()}
        for path, content in drawn(root, site_url, roads(site, manifest, site_url)):
            archive.add(path, content)
            contents.note(path, content, media(path))
        archive.add(CONTENTS, contents.manifest(site_url))
        memory.keep_only(lambda: {f"{kind} {sha}" for _, sha, _ in texts for kind in ("br", "gz")})
    file = unnamed.with_name(f"{unnamed.stem}-{contents.release}.zip")
    unnamed.replace(file)
    return Bundled(file, contents.release, len(manifest), sizes[""], sizes["br"], file.stat().st_size)


def _manifest(site: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of a site by its path."""
    try:
        text = (site / MANIFEST).read_text(encoding="utf-8")
    except (OSError, ValueError) as missing:
        raise TroubleError("deploy-no-site", out=site) from missing
    known = json.loads(text)
    return {path: known[path][0] for path in noted_in(text)}


def _must_be(path: str, content: bytes, manifest: Mapping[str, str]) -> None:
    """Refuse a file that was changed after it was built: what is sent out is what was checked."""
    if sha256(content).hexdigest() != manifest[path]:
        raise TroubleError("bundle-changed", file=path)
