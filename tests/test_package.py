"""The package as an office installs it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import CONFIG, PRODUCT, ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(out.glob("*.whl"))


def test_the_wheel_carries_all_it_needs(wheel: Path) -> None:
    """Templates, locale catalogues and the law's data are in the wheel."""
    names = set(zipfile.ZipFile(wheel).namelist())
    for path in (ROOT / "templates").rglob("*"):
        if path.is_file():
            assert f"generator/templates/{path.relative_to(ROOT / 'templates').as_posix()}" in names
    assert {"generator/rules/communes.csv", "generator/rules/classification.yml"} <= names


def test_an_office_builds_with_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    """From the unpacked wheel, in a folder with only config.yml and content/, `ocop build` makes the site."""
    library = tmp_path / "library"
    zipfile.ZipFile(wheel).extractall(library)
    office = tmp_path / "văn phòng"
    (office / "content/products").mkdir(parents=True)
    (office / "config.yml").write_text(CONFIG, encoding="utf-8")
    (office / "content/products/DB0001.md").write_text(PRODUCT.format(code="DB0001", name="Trà"), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(library), "PYTHONUTF8": "0", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "generator", "build"],
        cwd=office,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Đã dựng 1 sản phẩm")
    assert (office / "site/P/DB0001/index.html").is_file()
