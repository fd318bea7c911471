"""The table of contents: records in, one catalogue in the middle, files out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.catalogue import Catalogue
from generator.checks.check import check
from generator.gather import gather
from generator.making.workshop import make
from generator.outputs import plan
from generator.problems import Problems
from generator.publish import publish
from generator.records.folder import read
from generator.theme import theme


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made."""

    catalogue: Catalogue
    problems: Problems
    files: int
    size: int
    """Bytes."""


def build(root: Path, out: Path, today: date) -> Built:
    """Build the site of a project folder.

    Raises ContentError when the content has errors, TroubleError when the disk refuses; in both cases the
    output folder stays as it was.
    """
    sources = read(root)
    records = check(sources, today).accepted()
    catalogue = gather(records)
    look = theme(root, catalogue.config, catalogue.brand)
    recipes = plan(catalogue, look)
    files, size = publish(make(recipes, look), out)
    return Built(catalogue, records.problems, files, size)
