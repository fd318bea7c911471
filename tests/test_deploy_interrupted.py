"""Deploys that are killed while visitors read: no broken answer, no page of no release, and the next one ends."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from generator.deploy.targets import target
from tests.conftest import ROOT, Office, files
from tests.deployed import deploy
from tests.deploying import Reader, interrupted, nginx, sites, sshd, store

MOMENTS = int(os.environ.get("OCOP_INTERRUPTIONS", "50"))
"""Of all targets and layouts together: of those that take long there are fewer."""
FOLDERS, SERVERS, STORES = round(0.3 * MOMENTS), round(0.14 * MOMENTS), round(0.06 * MOMENTS)
FOLDER = "root {folder}; index index.html; error_page 404 /404.html; location ~ /\\. {{ return 404; }}"
DOCUMENT = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
STORE = "location / { rewrite ^(.*/)$ $1index.html break; proxy_pass http://ocop_store/ocop$uri; }"
LAYOUTS = pytest.mark.parametrize("layout", ["whole", "in-place"])


def shown(folder: Path) -> dict[str, bytes]:
    return {path: content for path, content in files(folder).items() if not path.startswith(".")}


@LAYOUTS
def test_folder(office: Office, tmp_path: Path, layout: str) -> None:
    """A folder behind nginx, deploys into it killed at random moments."""
    known, top = sites(office), tmp_path / "target"
    more = ["in-place"] * (layout == "in-place")
    served = top if more else top / "current"
    with nginx(tmp_path / "nginx", FOLDER.format(folder=served)) as address:
        interrupted(known, str(top), Reader(address, known), FOLDERS, *more)
    deploy(known.folders[0], str(top), known.root, *more)
    assert shown(served).items() >= known.contents[0].items()


@LAYOUTS
def test_ssh(office: Office, tmp_path: Path, layout: str) -> None:
    """A folder behind nginx on a server, deploys over SSH killed at random moments."""
    known, top = sites(office), tmp_path / "target"
    more = ["in-place"] * (layout == "in-place")
    served = top if more else top / "current"
    with sshd(tmp_path / "sshd") as server, nginx(tmp_path / "nginx", FOLDER.format(folder=served)) as address:
        interrupted(known, server + str(top), Reader(address, known), SERVERS, *more)
        deploy(known.folders[0], server + str(top), known.root, *more)
    assert shown(served).items() >= known.contents[0].items()


@LAYOUTS
def test_s3(office: Office, tmp_path: Path, layout: str) -> None:
    """A bucket behind nginx with the very rule of docs/deploy.md, deploys to it killed at random moments."""
    known = sites(office, 1)
    upstream, rule = re.findall(r"```nginx \w+\n(.*?)```", DOCUMENT, re.DOTALL)
    upstream = upstream.replace("/var/cache/nginx/ocop", str(tmp_path / "cache"))
    more = ["in-place"] * (layout == "in-place")
    with store("ocop") as there:
        host = there.removeprefix("http://")
        with nginx(tmp_path / "nginx", STORE if more else rule, upstream.replace("s3.example.vn:80", host)) as address:
            interrupted(known, "s3://ocop", Reader(address, known), STORES, there, *more)
            deploy(known.folders[0], "s3://ocop", known.root, there, *more)
        place = target("s3://ocop", known.root, known.root / "site", endpoint=there, in_place=bool(more))
        with place.held(5):
            standing = place.standing()
            assert standing.current == max(standing.records)
            assert standing.cut == ()
