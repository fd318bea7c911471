"""`ocop schema`: write the JSON Schema of each record kind, for editors."""

from __future__ import annotations

import json
from pathlib import Path

from generator.report import Report, say, shown
from generator.schema import SCHEMAS


def run(out: Path, report: Report) -> int:
    """Write `product.schema.json`, `producer.schema.json`, `lots.schema.json` and `config.schema.json`."""
    out.mkdir(parents=True, exist_ok=True)
    for name, make in SCHEMAS.items():
        text = json.dumps(make(report.language), ensure_ascii=False, indent=2) + "\n"
        (out / f"{name}.schema.json").write_text(text, encoding="utf-8", newline="\n")
    say(report.words("schemas-written", out=shown(out)))
    return 0
