"""A small site as it should be, to the letter."""

from __future__ import annotations

import re
from pathlib import Path

from generator.pipeline import build
from tests.conftest import ROOT, TODAY

GOLDEN = ROOT / "tests" / "golden"
KEPT = (
    "index.html",
    "404.html",
    "P/DB0001/index.html",
    "P/DB0001/L2601/index.html",
    "P/DB0001/qr.svg",
    "xa/index.html",
    "tim-kiem/index.html",
    "danh-sach/index.html",
    "en/index.html",
    "en/P/DB0001/index.html",
)


def made(out: Path) -> dict[str, str]:
    """Build the golden project; return the files that are compared and the list of all, names of content left open."""
    build(GOLDEN / "project", out, TODAY)
    texts = {path: (out / path).read_text(encoding="utf-8") for path in KEPT}
    paths = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    texts["files.txt"] = "\n".join(path for path in paths if not path.startswith(".")) + "\n"
    named = {path: re.sub(r"-[0-9a-f]{10}\.", "-DIGEST.", text) for path, text in texts.items()}
    return named | {"files.txt": "".join(sorted(named["files.txt"].splitlines(keepends=True)))}


def test_the_small_site_is_as_it_should_be(tmp_path: Path) -> None:
    """The golden project gives exactly the golden files; `python -m tests.golden` writes them: look, then commit."""
    wanted = {path: (GOLDEN / "site" / path).read_text(encoding="utf-8") for path in (*KEPT, "files.txt")}
    found = made(tmp_path / "site")
    for path, text in wanted.items():
        assert found[path] == text, path
