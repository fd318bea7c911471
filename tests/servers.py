"""Find the real servers that tests start on loopback, or install Debian's when that is allowed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

BROTLI = "ngx_http_brotli_static_module.so"
PACKAGES = {
    "nginx": "nginx",
    "apache2": "apache2-bin",
    "caddy": "caddy",
    "sshd": "openssh-server",
    BROTLI: "libnginx-mod-http-brotli-static",
}
"""The programmes, with Debian's package of each."""
PLACES = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin", "/usr/lib/nginx/modules")
"""Where servers stand that are not on everybody's PATH."""


def find(name: str) -> str | None:
    """Return a server's path."""
    return shutil.which(name) or next((str(path) for place in PLACES if (path := Path(place, name)).is_file()), None)


def main() -> int:
    """Make sure there are all servers; return 1 with the one command to run where that is impossible."""
    missing = [package for name, package in PACKAGES.items() if not find(name)]
    if missing and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        # Installing starts no server: tests start their own, with their own configuration.
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
        for command in (["apt-get", "update", "-qq"], install):
            subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)
        missing = [package for name, package in PACKAGES.items() if not find(name)]
    if missing:
        print(f"The tests start real servers, which are not here. Run: sudo apt-get install {' '.join(missing)}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
