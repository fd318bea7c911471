"""Compiled templates, shared by all tests of a process: to compile them is most of the work for a small site.

What is shared goes by the very key that a project's memory goes by. `anew` is for tests of that key.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from jinja2.bccache import Bucket

from generator import theme

_load, _dump = theme._Compiled.load_bytecode, theme._Compiled.dump_bytecode


@contextmanager
def shared() -> Iterator[None]:
    """Hand what one build has compiled to the builds that follow, whose memories know nothing of it."""
    known: theme.Compiled = {}

    def load(self: theme._Compiled, bucket: Bucket) -> None:
        key = self.key(bucket)
        if key in known:
            self.known[key] = known[key]
        _load(self, bucket)

    def dump(self: theme._Compiled, bucket: Bucket) -> None:
        _dump(self, bucket)
        known[self.key(bucket)] = self.known[self.key(bucket)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(theme._Compiled, "load_bytecode", load)
        patch.setattr(theme._Compiled, "dump_bytecode", dump)
        yield


@contextmanager
def anew() -> Iterator[None]:
    """Compile every template anew, as a project does that was never built."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(theme._Compiled, "load_bytecode", _load)
        patch.setattr(theme._Compiled, "dump_bytecode", _dump)
        yield
