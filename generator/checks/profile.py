"""What records lack for a profile, told like problems: file, line, what to write and by which text."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any, cast

from generator.checks.between import CheckedProduct
from generator.checks.check import Checked
from generator.checks.examine import open_document
from generator.entry import Told, maker_behind
from generator.faces import LotFacts
from generator.memory import Memory
from generator.problems import Problem, warning
from generator.records.folder import Sources
from generator.rules.profiles import Profile, Subject, Want, lacking


def lacks(profile: Profile, checked: Checked, sources: Sources, memory: Memory) -> Iterator[Problem]:
    """Yield what each product lacks; the records have no errors, and `memory` holds them.

    What config.yml lacks is told once.
    """
    files = {source.file: source for source in sources.records}
    of_site: dict[Want, Problem] = {}
    for one in checked.products:
        subject = _subject(one, checked, memory)
        for want in lacking(profile, subject):
            place = f", {want.point}" if want.point else ""
            path = tuple(want.fields[0].split("."))
            fault = warning(path, f"want-{want.what}", law=profile.law + place, name=subject.product.name.text())
            if path[0] == "site":
                of_site[want] = open_document(sources.config).problem(fault)
            else:
                yield open_document(files[one.examined.file]).problem(fault)
    yield from of_site.values()


def _subject(one: CheckedProduct, checked: Checked, memory: Memory) -> Subject:
    lots = cast("tuple[LotFacts, ...]", one.lots.facts) if one.lots else ()
    keys = [lot.kept.key for lot in lots]
    found = dict(memory.kept([one.examined.value, *([one.maker_file.value] if one.maker_file else []), *keys]))
    told: Told = _value(found[one.examined.value])
    maker = maker_behind(told, _value(found[one.maker_file.value]) if one.maker_file else None)
    known = tuple(_value(found[key]) for key in keys)
    return Subject(told.product, maker, known, told.story, checked.config.site)


def _value(pickled: bytes) -> Any:
    return pickle.loads(pickled)  # noqa: S301 - this process's own
