"""Licences by their SPDX names: where their text stands."""

from __future__ import annotations

import re

_COMMONS = re.compile(r"CC-(BY(?:-NC)?(?:-ND|-SA)?)-([0-9.]+)")
_DEDICATED = {"CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/"}
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")


def address(licence: str) -> str | None:
    """Return where a licence can be read; nothing for a name that SPDX cannot have."""
    if licence in _DEDICATED:
        return _DEDICATED[licence]
    if commons := _COMMONS.fullmatch(licence):
        return f"https://creativecommons.org/licenses/{commons[1].lower()}/{commons[2]}/"
    return f"https://spdx.org/licenses/{licence}.html" if _SPDX.fullmatch(licence) else None
