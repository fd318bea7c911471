"""The house: imports point one way, files stay small, words stay in the catalogues."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from string import Formatter

from generator.locale import languages, messages
from tests.conftest import ROOT
from tests.messages import POT, gathered


def test_imports_point_one_way() -> None:
    """The import contract in pyproject.toml holds."""
    lint = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(cache_dir=None))"
    done = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout


def test_files_stay_small() -> None:
    """A module is at most about 350 lines: beyond, a room too many is under one roof."""
    long = {
        str(path.relative_to(ROOT)): lines
        for path in [*ROOT.glob("generator/**/*.py"), *ROOT.glob("tests/*.py")]
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 350
    }
    assert long == {}


def test_words_for_translators_are_gathered() -> None:
    """templates/locale/pages.pot holds exactly the words of the templates (`make messages` writes it)."""
    assert POT.read_bytes() == gathered()


def test_lock_names_no_download_address() -> None:
    """The locks pin by hash and name no place to download from."""
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"https?:", text)
        assert "index-url" not in text


def test_site_is_output() -> None:
    """Nothing below site/ is committed but the file that keeps the folder."""
    listed = subprocess.run(["git", "ls-files", "site"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert listed.stdout.split() == ["site/.gitkeep"]


def test_console_catalogues_say_the_same_things() -> None:
    """Every language of the console has every message, with the same blanks to fill."""

    def blanks(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    vietnamese = messages("vi")
    for language in languages():
        others = messages(language)
        assert others.keys() == vietnamese.keys()
        assert {key: blanks(text) for key, text in others.items()} == {
            key: blanks(text) for key, text in vietnamese.items()
        }


def test_every_public_name_says_what_it_is() -> None:
    """Every public module says in one sentence what it holds."""
    silent = [
        str(path.relative_to(ROOT))
        for path in Path(ROOT / "generator").rglob("*.py")
        if path.name != "__init__.py" and not path.read_text(encoding="utf-8").startswith('"""')
    ]
    assert silent == []
