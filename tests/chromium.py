"""Find Chromium for the browser tests, or install Debian's when that is allowed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
FLAGS = [
    "--no-sandbox",  # CI runs as root, where Chromium's sandbox cannot start; pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find() -> str | None:
    """Return the browser's path: `$CHROMIUM`, else on PATH, else where installers put it."""
    asked = os.environ.get("CHROMIUM")
    candidates = [asked] if asked else [*(shutil.which(name) for name in NAMES), *PLACES]
    return next((path for path in candidates if path and Path(path).is_file()), None)


def main() -> int:
    """Make sure there is a browser; return 1 with the one command to run where that is impossible."""
    if find():
        return 0
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
            subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)
        if find():
            return 0
    print("The tests open pages in Chromium, which is not here. Run: sudo apt-get install chromium", file=sys.stderr)
    print("(or set CHROMIUM to the path of Chromium, Chrome or Edge)", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
