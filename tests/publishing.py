"""Publishing plain bytes, as a build publishes what its recipes make."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from generator.aside import put
from generator.publish import taken


def publish(files: Iterable[tuple[str, bytes]], out: Path) -> None:
    """Put files into a site's folder, all of them made anew."""
    with taken(out) as site:
        made = [put(str(site.aside), path, content) for path, content in files]
        manifest = {path: (sha256, size) for path, sha256, size, _ in made}
        site.replace(manifest, (), "", lambda: manifest)
