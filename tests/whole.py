"""A catalogue with all that is kept of it, as pages get it."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.catalogue import Catalogue
from generator.checks.check import check
from generator.entry import Entry, enter
from generator.gather import gather
from generator.memory import Kept, Memory
from generator.model.config import Config
from generator.model.lot import Lot
from generator.model.producer import Producer
from generator.problems import Problems
from generator.records.folder import read
from generator.rules.privacy import published
from tests.conftest import TODAY


@dataclass
class Whole:
    """A catalogue, and every record in it as a value."""

    catalogue: Catalogue
    entries: tuple[Entry, ...]
    producers: tuple[Producer, ...]
    lots: tuple[tuple[Lot, ...], ...]

    @property
    def config(self) -> Config:
        """The configuration."""
        return self.catalogue.config


def whole(root: Path) -> tuple[Whole | None, Problems]:
    """Return the catalogue of a project, where there are no errors, and all its problems."""
    memory = Memory()
    records = check(read(root), TODAY, memory)
    if records.problems.errors:
        return None, records.problems
    catalogue = gather(records, memory)

    def load(kept: Kept) -> Any:
        return pickle.loads(dict(memory.kept([kept.key]))[kept.key])

    entries = tuple(
        enter(
            load(card.kept),
            load(card.maker_kept) if card.maker_kept else None,
            card.lots,
            card.photos,
            [(language, load(kept)) for language, kept in card.stories],
        )
        for card in catalogue.cards
    )
    producers = tuple(published(load(kept)) for _, kept in catalogue.makers)
    lots = tuple(tuple(load(lot.kept) for lot in card.lots) for card in catalogue.cards)
    return Whole(catalogue, entries, producers, lots), records.problems
