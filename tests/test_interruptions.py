"""A build that is stopped, however and whenever: no half-written file, and the next one ends as a clean one."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.cli import main
from generator.clock import today
from generator.memory import Memory
from generator.pipeline import build
from tests.conftest import CONFIG, ROOT, Office, files
from tests.killed import begun

MOMENTS = int(os.environ.get("OCOP_INTERRUPTIONS", "50"))
PRODUCTS = 12


def site(folder: Path) -> dict[str, bytes]:
    """Return the site as visitors may see it: no hidden file."""
    return {path: content for path, content in files(folder).items() if not path.startswith(".")}


def command(office: Office, *more: str) -> list[str]:
    return [sys.executable, "-m", "generator", "build", "--root", str(office.root), *more]


def building(root: Path) -> None:
    assert main(["build", "--root", str(root)]) == 0


def whole(office: Office) -> None:
    with begun(building, office.root) as process:
        process.join(120)
        assert process.exitcode == 0


def retitle(office: Office, title: str) -> None:
    office.write("config.yml", CONFIG.replace("OCOP Thử", title))


def clean(office: Office) -> dict[str, bytes]:
    """Return the site of a build from nothing."""
    build(office.root, office.root / "clean", today(), memory=Memory())
    made = site(office.root / "clean")
    shutil.rmtree(office.root / "clean")
    return made


def test_killed_at_any_moment(office: Office) -> None:
    """Killed at 50 random moments of a build that changes every page, no file is half-written and none is lost.

    Each file of the site is the old one or the new one, and the next build leaves what one from nothing leaves.
    """
    for number in range(PRODUCTS):
        office.product(f"DB{number:04}", f"Chè số {number}")
    wanted = {}
    for title in ("Trước", "Sau"):
        retitle(office, title)
        wanted[title] = clean(office)
        began = time.monotonic()
        whole(office)
        takes = time.monotonic() - began
    chance = random.Random(50)
    for moment in range(MOMENTS):
        title = ("Trước", "Sau")[moment % 2]
        retitle(office, title)
        with begun(building, office.root):
            time.sleep(chance.uniform(0, 1.1) * takes)
        for path, content in site(office.out).items():
            assert content in [one.get(path) for one in wanted.values()], (moment, path)
        if moment % 5 == 4:
            whole(office)
            assert site(office.out) == wanted[title]
            assert not [path for path in office.out.iterdir() if path.name in {".new", ".old", ".holder"}]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the size of a process's files")
def test_a_disk_that_takes_no_more(office: Office) -> None:
    """Where the disk refuses in the middle of writing, the error names file and reason, and the old site is whole."""
    office.product("DB0001")
    office.build()
    before = site(office.out)
    for number in range(2, 30):
        office.product(f"DB{number:04}", f"Chè số {number}")
    # The system lets no file grow beyond 20 kB: the list of all products does.
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000));"
        "from generator.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    arguments = ["build", "--root", str(office.root)]
    ended = subprocess.run(
        [sys.executable, "-c", limited, *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120
    )
    assert (ended.returncode, "Traceback" in ended.stderr) == (1, False)
    assert "site" in ended.stderr.splitlines()[-1]
    assert site(office.out) == before
    subprocess.run(command(office), cwd=ROOT, check=True, capture_output=True)
    assert site(office.out) == clean(office)


def test_two_builds_at_once(office: Office) -> None:
    """Of two builds into one folder one wins and the other says who holds it; the site is whole either way."""
    for number in range(PRODUCTS):
        office.product(f"DB{number:04}", f"Chè số {number}")
    wanted = clean(office)
    both = [
        subprocess.Popen(command(office), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8")
        for _ in range(2)
    ]
    told = [one.communicate(timeout=120)[1] for one in both]
    assert site(office.out) == wanted
    for one, said in zip(both, told, strict=True):
        assert one.returncode in {0, 1}
        assert "Traceback" not in said
        if one.returncode == 1:
            assert f"tiến trình {both[1 - both.index(one)].pid}" in said
