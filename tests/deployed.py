"""One deploy of a built site."""

from __future__ import annotations

from pathlib import Path

from generator.deploy.rollout import Outcome, Rollout
from generator.deploy.targets import target

MOMENT = "2026-11-22T21:05"


def deploy(site: Path, where: str, root: Path, *more: str) -> Outcome:
    """Deploy without looking at the live site; `more` may be `in-place` and the address of a store."""
    endpoint = next((one for one in more if one.startswith("http")), None)
    place = target(where, root, root / "site", endpoint=endpoint, in_place="in-place" in more)
    return Rollout(place, MOMENT).deploy(site)
