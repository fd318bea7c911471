"""Who is measured: this programme, and Hugo with Pagefind. How each is set up, run and made to forget."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks import corpus
from benchmarks.table import HUGO, OCOP, PAGEFIND

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent
EDITED_WORDS = ("Câu chuyện", "Chuyện kể")
"""The words of a heading that stand in both product templates, and what the one changed template says instead."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One command of a build."""

    name: str
    """The column its figures belong to, together with those of the stages before."""
    command: list[str]


class Contestant(Protocol):
    """Something that makes the site of `work/corpus`."""

    out: Path
    """The folder it makes."""
    template: Path
    """Its template of a product's page."""

    def prepare(self) -> None:
        """Set it up once, not measured."""

    def forget(self) -> None:
        """Remove all it has made and kept: the next build is cold."""

    def stages(self) -> list[Stage]:
        """Return the commands of a build."""


class Ocop:
    """The programme of this repository, as an office calls it."""

    def __init__(self, work: Path) -> None:
        self.root = work / "corpus"
        self.out = work / "ocop-site"
        self.template = self.root / "templates" / "product.html"

    def prepare(self) -> None:
        """Give the project a product template of its own, the same as ours, to be changed later."""
        self.template.parent.mkdir()
        shutil.copyfile(REPOSITORY / "templates" / "product.html", self.template)

    def forget(self) -> None:
        """Remove the site and what is kept from build to build."""
        _remove(self.out, self.root / ".ocop")

    def stages(self) -> list[Stage]:
        """Return the one command."""
        return [Stage(OCOP, [*_BUILD, "--root", str(self.root), "--out", str(self.out)])]


class Hugo:
    """Hugo with the layouts of `benchmarks/hugo/`, and Pagefind on what it makes."""

    def __init__(self, work: Path, *, search: bool) -> None:
        self.work = work
        self.site = work / "hugo"
        self.out = work / "hugo-site"
        self.template = self.site / "layouts" / "page.html"
        self.cache = work / "hugo-cache"
        self.search = search

    def prepare(self) -> None:
        """Lay out the site: its templates, the law as data, and our style, scripts and cloth as static files."""
        shutil.copytree(HERE / "hugo", self.site)
        shutil.copyfile(REPOSITORY / "generator" / "rules" / "classification.yml", self.site / "data" / "groups.yml")
        model, made = self.work / "model", self.work / "model-site"
        corpus.write(model, 1)
        subprocess.run(
            [*_BUILD, "--root", str(model), "--out", str(made)], cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL
        )
        static = self.site / "static"
        shutil.copytree(made / "hoa-van", static / "hoa-van")
        (static / "assets").mkdir()
        for name in ("site.css", "site.js", "list.js"):
            stem, _, kind = name.partition(".")
            (drawn,) = (made / "assets").glob(f"{stem}-{'[0-9a-f]' * 10}.{kind}")
            shutil.copyfile(drawn, static / "assets" / name)
        _remove(model, made)

    def forget(self) -> None:
        """Remove the site and every cache."""
        _remove(self.out, self.cache, self.site / "resources")

    def stages(self) -> list[Stage]:
        """Return Hugo's command, then Pagefind's; only the pages of products are searched."""
        build = ["--source", str(self.site), "--destination", str(self.out), "--cacheDir", str(self.cache)]
        stages = [Stage(HUGO, [hugo(), "build", *build, "--noBuildLock", "--quiet"])]
        if self.search:
            index = ["--site", str(self.out), "--glob", "P/**/*.html", "--quiet"]
            stages.append(Stage(PAGEFIND, [pagefind(), *index]))
        return stages


_BUILD = [sys.executable, "-m", "generator", "build"]


def hugo() -> str:
    """Return Hugo's own binary: the package's wrapper would add the start of a Python to each run."""
    return _tool("OCOP_HUGO", ("hugo",), "binaries/hugo")


def pagefind() -> str:
    """Return Pagefind's own binary; the plain one does for Vietnamese, whose words are parted by spaces."""
    return _tool("OCOP_PAGEFIND", ("pagefind_bin", "pagefind_bin_extended"), "pagefind")


def _tool(variable: str, packages: tuple[str, ...], inside: str) -> str:
    """Return a program: named by the environment, inside a package of this Python, or on the path."""
    if named := os.environ.get(variable):
        return named
    for package in packages:
        spec = importlib.util.find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            for name in (inside, f"{inside}_extended", f"{inside}.exe", f"{inside}_extended.exe"):
                if (Path(folder) / name).is_file():
                    return str(Path(folder) / name)
    if found := shutil.which(Path(inside).name):
        return found
    raise SystemExit(f"{Path(inside).name} is not installed: `make bench` installs it, or name it in {variable}.")


def version(program: str) -> str:
    """Return what a program says of its version."""
    # Hugo knows `version`, Pagefind `--version`.
    for word in ("version", "--version"):
        told = subprocess.run([program, word], capture_output=True, text=True, encoding="utf-8")
        if told.returncode == 0:
            return told.stdout.strip().split("+")[0].splitlines()[-1]
    return ""


def _remove(*folders: Path) -> None:
    """Put folders out of the way until the benchmark ends.

    Deleted at once, they would slow down whoever writes next: ext4 looks past every number of a file that was deleted
    in the last minutes.
    """
    for folder in folders:
        if folder.exists():
            aside = folder.parent / ".removed"
            aside.mkdir(exist_ok=True)
            folder.rename(aside / f"{folder.name}-{len(list(aside.iterdir()))}")
