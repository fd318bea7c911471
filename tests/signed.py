"""A signed office to test with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from generator.cli import main
from generator.serials.issue import voided
from tests.conftest import CONFIG, TODAY, Office
from tests.test_serials import LOTS, issue, order


def sign(office: Office) -> int:
    """Sign an office's records with the key beside its folder."""
    return main(["sign", "--root", str(office.root), "--key", str(office.root.parent / "office.pem")])


def verify(where: Path | str, *more: str) -> int:
    """Check a site."""
    return main(["verify", str(where), *more])


def signing_office(folder: Path) -> Office:
    """Return an office with two products, lots, and a key beside its folder."""
    office = Office(folder / "office")
    office.write("config.yml", CONFIG)
    office.product("DB0001")
    office.product("DB0002")
    office.write("content/lots/DB0001.yml", LOTS)
    assert main(["keys", "new", str(folder / "office.pem"), "--root", str(office.root)]) == 0
    return office


def signed_site(folder: Path) -> Path:
    """Return the site of such an office with a run of serials that was voided, all of it signed."""
    office = signing_office(folder)
    issue(office)
    voided(order(office), 1, TODAY, "Mất tem")
    assert sign(office) == 0
    return office.out


def tampered(path: str, old: bytes, new: bytes) -> Callable[[Path], None]:
    """Return what changes a file of a site."""

    def change(site: Path) -> None:
        content = (site / path).read_bytes()
        assert old in content
        (site / path).write_bytes(content.replace(old, new, 1))

    return change


def copied(source: str, target: str, old: bytes = b"", new: bytes = b"") -> Callable[[Path], None]:
    """Return what puts a file of a site into another's place, with something in it replaced."""

    def change(site: Path) -> None:
        content = (site / source).read_bytes()
        assert old in content
        write(site / target, content.replace(old, new) if old else content)

    return change


def write(file: Path, content: bytes) -> None:
    """Write a file, and the folders it lies in."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
