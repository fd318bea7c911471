"""README is true: its examples run, its claims about itself hold."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_examples_run(tmp_path: Path) -> None:
    """The files shown, put into an empty folder, pass the commands shown under them."""
    shown = re.findall(r"```\w+ (\S+)\n(.*?)```", README, re.DOTALL)
    assert [name for name, _ in shown] == ["config.yml", "content/products/DB0001.md"]
    for name, content in shown:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    commands = re.findall(r"^ocop (\w+)$", README, re.MULTILINE)
    assert commands == ["check", "build"]
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-m", "generator", command, "--root", str(tmp_path)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    assert (tmp_path / "site/P/DB0001/index.html").is_file()


def test_commands_of_the_table_exist() -> None:
    """Every command and option README names is known to the command line."""
    for command, options in re.findall(r"^\| `ocop (\w+)([^`]*)`", README, re.MULTILINE):
        done = subprocess.run(
            [sys.executable, "-m", "generator", command, "--help"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 0
        for option in re.findall(r"--\w+", options):
            assert option in done.stdout


def test_make_targets_exist() -> None:
    """Every `make` target the documents name is in the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for document in (README, (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")):
        for target in re.findall(r"`?make (\w+)", document):
            if target in {"site", "test", "check", "format", "messages", "lock"}:
                assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_files_named_in_the_documents_exist() -> None:
    """Every path of this repository the documents name is there."""
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for path in re.findall(r"`((?:generator|templates|tests|docs)/[\w./-]*)`", text):
            assert (ROOT / path).exists(), (name, path)


def test_readme_is_short() -> None:
    """README has at most 150 lines."""
    assert len(README.splitlines()) <= 150
