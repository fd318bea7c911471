"""`ocop deploy` behind a real nginx with the configuration of `ocop bundle`: its check sees what visitors see."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.bundle import packing
from generator.cli import main
from generator.deploy import live
from generator.deploy.release import following, site_files
from tests import hosts
from tests.conftest import ROOT, Office


@pytest.fixture
def province(tmp_path: Path) -> Office:
    """Publish the repository's own records; since then a product and a lot are gone, and a product has moved."""
    office = Office(tmp_path / "province")
    shutil.copytree(ROOT / "content", office.root / "content")
    shutil.copy(ROOT / "config.yml", office.root)
    assert main(["deploy", str(tmp_path / "target"), "--root", str(office.root), "--no-check"]) == 0
    for code in ("DB0002", "DB0003"):
        (office.root / f"content/products/{code}.md").unlink()
    lots = office.root / "content/lots/MAU-01.yml"
    begun, rest = lots.read_text(encoding="utf-8").split("- lot: L2604", 1)
    lots.write_text(begun + "- lot:" + rest.partition("\n- lot:")[2], encoding="utf-8")
    office.write(
        "content/tombstones.yml",
        "- code: DB0002\n  since: 01/11/2026\n  reason: Ngừng sản xuất\n"
        "- code: MAU-01\n  lot: L2604\n  since: 02/11/2026\n  reason: Ghi nhầm số lô\n",
    )
    office.write("content/redirects.yml", "- address: DB0003\n  to: DB0004\n")
    return office


@pytest.fixture
def server(province: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[hosts.Server]:
    """Run nginx as HUONG-DAN.txt and docs/deploy.md say: the bundle's configuration, and the release `current`."""
    monkeypatch.setattr(packing, "BEST_BROTLI", 3)  # the best takes long and proves nothing more
    assert main(["bundle", "--root", str(province.root), "--out", str(tmp_path / "dist")]) == 0
    (packed,) = (tmp_path / "dist").glob("*.zip")
    bundle = tmp_path / "bundle"
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(bundle)
    shutil.rmtree(bundle / "site")
    (bundle / "site").symlink_to(tmp_path / "target" / "current")
    with hosts.open_folder() as folder, hosts.nginx(bundle, folder) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.chain))
        yield server


def test_all_that_a_server_answers_by_rules_is_right(
    province: Office, server: hosts.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With 410 for what is gone, 301 for what has moved and 307 for stamps' addresses the release is right, whole."""
    monkeypatch.setattr(live.look, "__defaults__", ("", (0.0,)))
    deploy = ["deploy", str(tmp_path / "target"), "--root", str(province.root), "--check", server.address]
    assert main(deploy) == 0
    for path, status in (("/P/DB0002/", 410), ("/P/MAU-01/L2604/", 410), ("/P/DB0003/", 301), ("/P/DB0004/", 200)):
        assert server.ask(path).status == status
    monkeypatch.setattr(live, "MOST", 10_000)
    release = following(2, "2026-11-22T21:05", site_files(province.out), None)
    assert len(live.chosen(release, list(release.files))) > 300
    assert live.look(server.address, release, list(release.files), f"https://{hosts.HOST}") == []
    # nginx now serves another release than the one that is looked for: the release before comes back.
    (tmp_path / "other").mkdir()
    link = tmp_path / "bundle" / "site"
    link.unlink()
    link.symlink_to(tmp_path / "other")
    province.product("DB0005", "Chè khác")
    assert main(deploy) == 1
    assert (tmp_path / "target" / "current").readlink().name == "000002"
