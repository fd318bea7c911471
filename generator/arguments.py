"""What stands in a command line: the values it may have, and what is wrong with it, by the name of a rule."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from math import inf
from pathlib import Path

_VALUE = re.compile(r"argument (?P<name>[^:]+): (?P<rule>command-\w+): (?P<found>.*)", re.DOTALL)
_RULES = (
    (r"unrecognized arguments: (?P<found>.*)", "command-unknown"),
    (r"the following arguments are required: (?P<found>.*)", "command-missing"),
    (r"argument (?P<name>[^:]+): expected .* arguments?", "command-no-value"),
    (r"argument (?P<name>[^:]+): ignored explicit argument (?P<found>.*)", "command-not-taken"),
    (
        r"argument (?P<name>[^:]+): invalid choice: (?P<found>.*?)(?:, .*?)? \(choose from (?P<known>.*)\)",
        "command-choice",
    ),
    (r"argument (?P<name>[^:]+): invalid \w+ value: (?P<found>.*)", "command-value"),
)
"""What argparse says, in English only, of Python 3.11 to 3.14."""


def mistake(message: str) -> tuple[str, dict[str, str]]:
    """Return which rule a message of argparse is about, with what its words are filled with."""
    found = _VALUE.fullmatch(message)
    if found:
        return found["rule"], {"name": found["name"], "found": found["found"]}
    for pattern, rule in _RULES:
        matched = re.fullmatch(pattern, message, re.DOTALL)
        if matched:
            details = {name: text.replace("'", "") for name, text in matched.groupdict().items()}
            if rule == "command-missing":
                # How it is written: `action, FILE` are one after the other, `--key` is what it is.
                details["found"] = details["found"].replace(", ", " ")
            return rule, details
    return "command-other", {"found": message}


def folder(written: str) -> Path:
    """Return a folder that is there."""
    path = Path(written)
    if not path.is_dir():
        raise _wrong("command-folder", written)
    return path


def count(written: str) -> int:
    """Return a whole number from 1, as it is written without separators."""
    if not re.fullmatch(r"[0-9]{1,12}", written.strip()) or int(written) < 1:
        raise _wrong("command-count", written)
    return int(written)


def port(written: str) -> int:
    """Return the number of a port."""
    if not re.fullmatch(r"[0-9]{1,5}", written.strip()) or int(written) >= 1 << 16:
        raise _wrong("command-port", written)
    return int(written)


def millimetres(written: str) -> float:
    """Return a length; a comma is a point."""
    try:
        length = float(written.replace(",", "."))
    except ValueError:
        raise _wrong("command-length", written) from None
    if not 0 < length < inf:
        raise _wrong("command-length", written)
    return length


def web(written: str) -> str:
    """Return an address of the web."""
    if not written.lower().startswith(("http://", "https://")):
        raise _wrong("command-web", written)
    return written


def _wrong(rule: str, written: str) -> ArgumentTypeError:
    return ArgumentTypeError(f"{rule}: {written}")
