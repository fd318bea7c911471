"""Which programme this is, to the letter: whatever another one made is not taken over."""

from __future__ import annotations

import platform
import sysconfig
from functools import cache
from hashlib import blake2b
from pathlib import Path

HERE = Path(__file__).resolve().parent
PARTS = (".py", ".yml", ".csv", ".po")


@cache
def version() -> str:
    """Return a digest of the code, its tables and words, the Python and the libraries it runs with."""
    told = blake2b(digest_size=16)
    told.update(f"{platform.python_version()} {platform.system()} {platform.machine()}".encode())
    # The folders that say which libraries are installed, with their versions in their names.
    libraries = {Path(sysconfig.get_path(kind)) for kind in ("purelib", "platlib")}
    installed = {path.name for folder in libraries for path in folder.glob("*.dist-info")}
    told.update(" ".join(sorted(installed)).encode())
    for path in sorted(path for path in HERE.rglob("*") if path.suffix in PARTS):
        told.update(path.relative_to(HERE).as_posix().encode())
        told.update(path.read_bytes())
    return told.hexdigest()
