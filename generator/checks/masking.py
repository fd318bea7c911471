"""What an error may not repeat: the value of a key that is refused because it is personal."""

from __future__ import annotations

from dataclasses import replace

from generator.problems import Problem
from generator.rules.privacy import refused, repeatable

_REPEATS_LINES = ("yaml-", "csv-", "unknown-key", "flow-trap", "mapping-not-text", "list-not-text")
"""Rules whose words repeat what stands there before it is known what it is."""


def masked(problem: Problem) -> Problem:
    """Return the problem without the value of a refused key, also where its line cannot be read as YAML."""
    path = tuple(repeatable(part) if isinstance(part, str) else part for part in problem.path)
    details = dict(problem.details)
    found = details.get("found")
    if found and any(refused(part) for part in (*problem.path, details.get("under", "")) if isinstance(part, str)):
        details["found"] = "…" if problem.rule != "csv-column-twice" else found
    elif found and problem.rule.startswith(_REPEATS_LINES):
        details["found"] = repeatable(found)
    return replace(problem, path=path, details=tuple(details.items()))
