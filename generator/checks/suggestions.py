"""What an unknown word may have meant: the nearest word of the contract, also for a Vietnamese one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from generator.vietnamese import fold

_LONGEST_WORD = 60
MANY_FAULTS = 200
"""From so many on, no near word is looked for: what has them is no record."""


@cache
def in_vietnamese() -> dict[str, tuple[str, ...]]:
    """Return what Vietnamese words, folded, may mean among the contract's own."""
    import yaml

    text = Path(__file__).with_name("aliases.yml").read_text(encoding="utf-8")
    table = yaml.load(text, Loader=yaml.CSafeLoader)
    return {word: (meant,) if isinstance(meant, str) else tuple(meant) for word, meant in table.items()}


def _spaced(word: str) -> str:
    return " ".join(re.sub(r"[^0-9a-z]+", " ", fold(word)).split())


def suggestion(word: str, among: Iterable[str]) -> str | None:
    """Return the known word nearest to one that is not known, or nothing when none is near."""
    if len(word) > _LONGEST_WORD:
        return None
    among = tuple(among)
    meant = next((one for one in in_vietnamese().get(_spaced(word), ()) if one in among), None)
    if meant:
        return meant
    plain = {fold(known).replace("_", "-"): known for known in among}
    asked = fold(word).replace("_", "-").replace(" ", "-")
    begins = [
        one for one in plain if min(len(one), len(asked)) > 2 and (one.startswith(asked) or asked.startswith(one))
    ]
    near = (
        get_close_matches(asked, plain, n=1, cutoff=0.8)
        or get_close_matches(asked, begins, n=1, cutoff=0)
        or get_close_matches(asked, plain, n=1, cutoff=0.6)
    )
    return plain[near[0]] if near else None
