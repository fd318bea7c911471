"""`ocop bundle`: one archive, the same bytes for the same site anywhere, with all that a server needs."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path
from typing import Any

import brotli
import pytest

from generator.bundle import packing
from generator.bundle.archive import Archive, stamp
from generator.bundle.media import is_text, keeping, media
from generator.bundle.release import bundle
from generator.cli import main
from generator.problems import TroubleError
from tests.conftest import Office, files

LOT = "- lot: L1\n  made: 01/11/2026\n- lot: L2\n  recalled:\n    date: 01/11/2026\n    reason: Bao bì hở\n"


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "BEST_BROTLI", 1)  # the best takes long and proves nothing more


@pytest.fixture
def shop(office: Office) -> Office:
    """An office with a product, a GTIN and lots."""
    office.product("DB0001")
    office.product(
        "DB0002",
        text="---\ncode: DB0002\nname: Trà\nset: che\ncertificates:\n  - stars: 4\n    rule_set: QD148\n"
        "    level: province\n    issued: 05/08/2025\ntraceability:\n  gtin: 9506000134352\n  links:\n"
        "    - system: Hệ thống\n      url: https://a.vn/x?y=$1&z=2,3%25#e\n---\n",
    )
    office.write("content/lots/DB0002.yml", LOT)
    return office


def unpacked(out: Path) -> tuple[Path, dict[str, bytes]]:
    (file,) = out.glob("*.zip")
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        return file, {name: archive.read(name) for name in archive.namelist()}


def made(office: Office) -> tuple[Path, dict[str, bytes]]:
    assert main(["bundle", "--root", str(office.root)]) == 0
    return unpacked(office.root / "dist")


def test_what_is_in_it(shop: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """The whole site, each text with its packed forms, configuration of four servers, a guide, a manifest of it all."""
    file, found = made(shop)
    site = {
        path: content for path, content in files(shop.out).items() if not path.startswith(".") or "well-known" in path
    }
    assert {f"site/{path}" for path in site} <= found.keys()
    for path, content in site.items():
        assert found[f"site/{path}"] == content
        if is_text(path):
            assert brotli.decompress(found.get(f"site/{path}.br", brotli.compress(content))) == content
            assert gzip.decompress(found.get(f"site/{path}.gz", gzip.compress(content))) == content
        else:
            assert f"site/{path}.gz" not in found
    assert {name for name in found if not name.startswith("site/")} == {
        "HUONG-DAN.txt",
        "manifest.json",
        "servers/apache/.htaccess",
        "servers/apache/ocop.conf",
        "servers/caddy/Caddyfile",
        "servers/iis/web.config",
        *(f"servers/nginx/{name}" for name in ("ocop.conf", "doi.map", "gtin.map", "lien-ket.map", "mat.map")),
    }
    manifest = json.loads(found["manifest.json"])
    assert manifest["site"] == "https://ocop.example.vn"
    assert manifest["files"].keys() == found.keys() - {"manifest.json"}
    for path, about in manifest["files"].items():
        assert about["sha256"] == hashlib.sha256(found[path]).hexdigest()
        assert about["size"] == len(found[path])
    assert manifest["files"]["site/index.html.br"]["type"] == "text/html; charset=utf-8"
    assert file.name == f"ocop.example.vn-{manifest['release']}.zip"
    told = capsys.readouterr().out
    assert re.fullmatch(
        rf"Đã đóng gói bản phát hành {manifest['release']}: {len(site)} tệp, [0-9,]+ [kM]B "
        r"\(trình duyệt chỉ tải [0-9,]+ [kM]B nếu lấy tất cả\)\. Gói: .*\.zip, [0-9,]+ [kM]B\.\n"
        r"Giải nén trên máy chủ web và làm theo HUONG-DAN\.txt trong gói\.\n",
        told,
    )


def test_same_site_same_bytes(shop: Office, tmp_path: Path) -> None:
    """A second bundle, and one of another folder that remembers nothing, are the same to the byte."""
    first, _ = made(shop)
    content = first.read_bytes()
    second, _ = made(shop)
    assert (second, second.read_bytes()) == (first, content)
    copied = Office(tmp_path / "Nơi khác" / "văn phòng")
    for path, one in files(shop.root).items():
        if path.startswith(("content/", "config.yml")):
            copied.write(path, one)
    third, _ = made(copied)
    assert (third.name, third.read_bytes()) == (first.name, content)
    infos = zipfile.ZipFile(first).infolist()
    assert {(info.create_system, info.external_attr >> 16, info.compress_type) for info in infos} == {(3, 0o100644, 0)}


def test_what_was_packed_is_remembered(shop: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second bundle packs only what is new."""
    made(shop)
    seen: list[bytes] = []
    forms = packing._forms
    monkeypatch.setattr(packing, "_forms", lambda content: seen.append(content) or forms(content))
    made_again = main(["bundle", "--root", str(shop.root)])
    assert (made_again, seen) == (0, [])
    shop.product("DB0003", "Mật ong")
    assert main(["bundle", "--root", str(shop.root)]) == 0
    assert shop.page("P/DB0003/index.html").encode() in seen
    assert shop.page("P/DB0002/index.html").encode() not in seen


def test_other_content_bears_another_time(tmp_path: Path) -> None:
    """Servers take time and size for a file's identity, so files of one length bear times of their own."""
    with Archive(tmp_path / "a.zip") as archive:
        archive.add("a", b"1 sao")
        archive.add("b", b"2 sao")
        archive.add("b.gz", b"x", stamp(b"2 sao"))
    a, b, packed = zipfile.ZipFile(tmp_path / "a.zip").infolist()
    assert a.date_time != b.date_time == packed.date_time
    assert a.date_time == stamp(b"1 sao")


def test_a_failure_leaves_the_last_bundle(shop: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stops it, nothing half made is left, and with errors in the records nothing is written."""
    file, _ = made(shop)
    content = file.read_bytes()
    shop.product("DB0003")
    with monkeypatch.context() as patch:
        patch.setattr(Archive, "add", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        assert main(["bundle", "--root", str(shop.root)]) == 1
    shop.product("DB0003", text="---\ncode: DB0003\n---\n")
    assert main(["bundle", "--root", str(shop.root)]) == 1
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert file.read_bytes() == content


def test_a_site_that_was_changed_by_hand(shop: Office, tmp_path: Path) -> None:
    """What is sent out is what was built and checked."""
    shop.build()
    (shop.out / "index.html").write_bytes(b"khac")
    with pytest.raises(TroubleError) as told:
        bundle(shop.root, shop.out, tmp_path, "https://ocop.example.vn")
    assert (told.value.rule, told.value.details) == ("bundle-changed", (("file", "index.html"),))


def test_addresses_cannot_disturb_configuration(shop: Office) -> None:
    """What means something to a server's configuration is encoded in the links that records name."""
    _, found = made(shop)
    encoded = "https://a.vn/x?y=%241&z=2,3%25#e"
    assert f'"DB0002 traceability" "{encoded}";' in found["servers/nginx/lien-ket.map"].decode()
    assert (
        '"DB0002/L2 recallStatus" "https://ocop.example.vn/P/DB0002/L2/";'
        in found["servers/nginx/lien-ket.map"].decode()
    )
    assert found["servers/nginx/gtin.map"] == b"09506000134352 DB0002;\n"
    apache = found["servers/apache/.htaccess"].decode()
    assert r"[E=OCOP_TO:https://a.vn/x?y=\%241&z=2\%2C3\%25#e]" in apache


def test_iis(shop: Office) -> None:
    """web.config is well-formed XML, its rules have names of their own, and it knows what the site knows."""
    shop.build()
    written = {"gone": [{"address": "/P/X/"}], "moved": [{"from": "/P/A/", "to": "/P/B/"}]}
    path = shop.out / ".manifest.json"
    content = json.dumps(written).encode()
    shop.write("site/data/addresses.json", content)
    manifest = json.loads(path.read_text())
    manifest["data/addresses.json"] = [hashlib.sha256(content).hexdigest(), len(content)]
    path.write_text(json.dumps(manifest))
    bundle(shop.root, shop.out, shop.root / "dist", "https://ocop.example.vn")
    _, found = unpacked(shop.root / "dist")
    config = ElementTree.fromstring(found["servers/iis/web.config"])
    names = [rule.attrib["name"] for rule in config.iter("rule")]
    assert len(names) == len(set(names))
    assert {"gone 1", "moved 1", "gs1 syntax"} <= set(names)
    keys: dict[str, Any] = {
        one.attrib["name"]: {add.attrib["key"]: add.attrib["value"] for add in one} for one in config.iter("rewriteMap")
    }
    assert keys["gtin"] == {"9506000134352": "DB0002"}
    policy = next(add.attrib["value"] for add in config.iter("add") if add.get("name") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")


def test_a_project_may_adapt_its_servers(shop: Office) -> None:
    """A template in the project's own templates/servers/ goes before ours; one that is broken is told."""
    shop.write("templates/servers/nginx/ocop.conf", "# {{ host }}\n")
    _, found = made(shop)
    assert found["servers/nginx/ocop.conf"] == b"# ocop.example.vn\n"
    shop.write("templates/servers/nginx/ocop.conf", "{{ nothing }}")
    assert main(["bundle", "--root", str(shop.root)]) == 1


def test_kinds_of_files() -> None:
    """Media types and how long files are kept: by ending, some by name; what is unknown is bytes."""
    assert media("P/A/linkset.json") == "application/linkset+json"
    assert media("data/opensearch.xml") == "application/opensearchdescription+xml; charset=utf-8"
    assert media("feeds/moi.xml") == media("en/feeds/new.xml") == "application/atom+xml; charset=utf-8"
    assert media("feeds.xml") == "application/xml; charset=utf-8"
    assert media(".well-known/gs1resolver") == "application/json"
    assert media("x/y.z") == media("x/y") == "application/octet-stream"
    assert (is_text("a.svg"), is_text("a.png"), is_text(".well-known/gs1resolver")) == (True, False, True)
    assert keeping("assets/site-0123456789.css") == "public, max-age=31536000, immutable"
    assert keeping("P/A/tem.png") == "public, max-age=3600"
    assert keeping("P/A/index.html") == "public, max-age=60, must-revalidate"
