"""Write the golden files anew, after looking at what changed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.test_golden import GOLDEN, made

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for path, content in made(Path(folder) / "site").items():
            target = GOLDEN / "site" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content, encoding="utf-8", newline="\n")
