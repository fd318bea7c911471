"""Which target an office means by what it wrote."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from generator.deploy.folder import Folder
from generator.deploy.target import Target
from generator.memory import FOLDER
from generator.problems import TroubleError

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/")


def target(written: str, root: Path, out: Path, *, endpoint: str | None = None, in_place: bool = False) -> Target:
    """Return what `ssh://`, `s3://` or a folder's path stands for; nothing is opened yet."""
    scheme = _SCHEME.match(written)
    kind = scheme[1].lower() if scheme else ""
    if kind == "ssh":
        from generator.deploy.ssh import Server

        return Server(written, in_place=in_place)
    if kind == "s3":
        from generator.deploy.s3 import Bucket

        # Deploys from this project to that place: one at a time, and one that died is known again.
        name = hashlib.sha256(f"{endpoint} {written}".encode()).hexdigest()[:16]
        return Bucket(written, root / FOLDER / f"deploy-{name}", endpoint=endpoint, in_place=in_place)
    if kind or not written.strip():
        raise TroubleError("deploy-target-form", found=written)
    top = Path(written)
    for ours in (out, root / "content"):
        if top.resolve().is_relative_to(ours.resolve()):
            raise TroubleError("deploy-into-site", folder=top, out=ours)
    return Folder(top, in_place=in_place)
