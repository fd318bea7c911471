"""Every link inside the site leads to something that is there."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from generator.aside import lies
from generator.making.links import Finder
from generator.problems import ContentError, Problem, Problems

MOST = 50
"""Links told of one build: what is wrong with more is one thing, a template."""
_UNLINKED = re.compile(r"(?:^|/)so-tem/|^tim-kiem/")
"""What scripts ask for by names they work out themselves."""


def check(
    links: Mapping[str, str], arriving: Collection[str], leaving: Collection[str], aside: Path, out: Path, site_url: str
) -> None:
    """See that what new pages link to is there, and that no page that stands links to a file that goes.

    `links` are the links of new pages, each with a page that has it. Raises ContentError.
    """
    problems = Problems()
    problems.add(_broken(links, arriving, leaving, aside, out))
    problems.add(_left_behind(arriving, leaving, out, site_url))
    if problems.errors:
        raise ContentError(problems)


def _broken(
    links: Mapping[str, str], arriving: Collection[str], leaving: Collection[str], aside: Path, out: Path
) -> Iterator[Problem]:

    def there(path: str) -> bool:
        return path in arriving or (path not in leaving and os.path.isfile(f"{out}/{path}"))  # noqa: PTH113 - many of them

    ids: dict[str, bytes] = {}
    told = 0
    for link, page in links.items():
        target, _, fragment = link.partition("#")
        if not target:
            yield _problem(page, link)  # a fragment of the page itself
            continue
        # Of a folder without its slash every host leads on to its page: GS1's own addresses end so.
        target = next((one for one in (target, f"{target}/index.html") if there(one)), "")
        right = target != ""
        if right and fragment:
            if target not in ids:
                ids[target] = Path(lies(str(aside), target) if target in arriving else out / target).read_bytes()
            right = f' id="{fragment}"'.encode() in ids[target]
        if not right and told < MOST:
            told += 1
            yield _problem(page, link)


def _left_behind(arriving: Collection[str], leaving: Collection[str], out: Path, site_url: str) -> Iterator[Problem]:
    """Yield pages that stand and link to what goes; seldom anything goes that pages link to, mostly photos."""
    gone = {path for path in leaving if not _UNLINKED.search(path)}
    if not gone:
        return
    names = {"/".join(path.removesuffix("index.html").rstrip("/").split("/")[-2:]).encode() for path in gone}
    wanted, finder = re.compile(b"|".join(re.escape(name) for name in sorted(names))), Finder(site_url)
    for folder, inner, files in os.walk(out):
        inner[:] = [name for name in inner if not name.startswith(".")]
        for name in files:
            file = Path(folder, name)
            page = file.relative_to(out).as_posix()
            if name.endswith(".html") and page not in arriving and page not in leaving:
                content = file.read_bytes()
                if wanted.search(content):
                    for link in sorted(finder.links(page, content)):
                        if link.partition("#")[0] in gone:
                            yield _problem(page, link)


def _problem(page: str, link: str) -> Problem:
    return Problem(f"site/{page}", 1, (), "link-broken", (("found", link if link.startswith("#") else f"/{link}"),))
