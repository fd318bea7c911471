"""How soon a saved record shows in the browser: `python -m benchmarks.preview [--size 10000]`.

`ocop serve` shows a project of so many products; a product's page is open in Chromium. Words are added to its story,
time and again, and the clock stops when the page shows them.
"""

from __future__ import annotations

import argparse
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from benchmarks import corpus
from benchmarks.contestants import REPOSITORY
from benchmarks.measure import environment
from tests.chromium import FLAGS, find

PAUSE = 3
"""Seconds between two edits: what was saved a moment ago is looked at twice."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=10_000, help="products, by default 10000")
    parser.add_argument("--runs", type=int, default=5, help="edits, by default 5")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus.write(Path(folder), asked.size)
        command = [sys.executable, "-m", "generator", "serve", "--root", folder, "--port", "0"]
        with subprocess.Popen(
            command, cwd=REPOSITORY, stdout=subprocess.PIPE, encoding="utf-8", env=environment()
        ) as serving:
            assert serving.stdout is not None
            lines = (re.search(r"http://127\.0\.0\.1:\d+/", line) for line in serving.stdout)
            seconds = _edits(Path(folder), next(found[0] for found in lines if found), asked.size // 2, asked.runs)
            serving.send_signal(signal.SIGINT)
    told = ", ".join(f"{one:.2f}" for one in seconds)
    print(f"{asked.size:,} products: a saved record shows after {median(seconds):.2f} s (each: {told})")
    return 0


def _edits(root: Path, address: str, number: int, runs: int) -> list[float]:
    code = corpus.code(number)
    record = root / "content" / "products" / f"{code}.md"
    text, seconds = record.read_text(encoding="utf-8"), []
    with sync_playwright() as player:
        page = player.chromium.launch(executable_path=find(), args=FLAGS).new_page()
        page.goto(f"{address}P/{code}/")
        for run in range(runs):
            time.sleep(PAUSE)
            words = f"Chuyện lưu lần {run + 1}."
            began = time.perf_counter()
            record.write_text(f"{text}\n\n{words}\n", encoding="utf-8", newline="\n")
            page.wait_for_function("(words) => document.body?.innerText.includes(words)", arg=words, polling=20)
            seconds.append(time.perf_counter() - began)
    return seconds


if __name__ == "__main__":
    sys.exit(main())
