"""From plain data to a frozen value: keys known, shapes right, every value typed; all faults, none raised."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from generator.checks.slots import Form, Slot, lenient, slots
from generator.model.product import PRODUCER_FORMS
from generator.model.record import Record
from generator.model.values import Words, clean
from generator.problems import Fault, Path, error, warning
from generator.rules.privacy import refused
from generator.vietnamese import INVISIBLE, fold, without_invisible

Kind = TypeVar("Kind", bound=Record)
_TWIN = re.compile(r"(.+)_([a-z]{2,3})")


@dataclass(slots=True)
class Shaped(Generic[Kind]):
    """What became of a record."""

    value: Kind
    """The value; where there are faults, a lenient one that lacks what was wrong."""
    faults: list[Fault] = field(default_factory=list)


@dataclass(slots=True)
class _Walk:
    """One pass over plain data: keys, shapes, empties, twins."""

    languages: tuple[str, ...]
    flows: frozenset[Path]
    faults: list[Fault] = field(default_factory=list)
    unseen: dict[Path, str] = field(default_factory=dict)
    """Texts that held invisible characters."""
    places: dict[Path, list[int]] = field(default_factory=dict)
    """The places of a list's kept items as written, where items were left out."""
    twins: dict[Path, list[tuple[str, list[Any]]]] = field(default_factory=dict)
    """Lists of texts in other languages, by the place of the plain list."""

    def mapping(self, data: dict[str, Any], model: type[Record], path: Path) -> dict[str, Any]:
        known = slots(model)
        kept: dict[str, Any] = {}
        # Twins of lists are joined to their items, so they are read before the plain keys.
        for key, value in sorted(data.items(), key=lambda item: item[0] in known):
            place = (*path, key)
            if slot := known.get(key):
                if not _empty(value):
                    self.keep(kept, key, self.value(value, slot, place))
            elif reason := refused(key):
                self.faults.append(error(place, f"personal-{reason}"))
            elif not self.twin(data, key, value, known, kept, place):
                self.unknown(key, known, place, flow=path in self.flows)
        return kept

    @staticmethod
    def keep(kept: dict[str, Any], key: str, value: Any) -> None:
        """Put a value in its place; a twin that came first keeps its text."""
        twins = kept.get(key)
        if isinstance(twins, Words) and isinstance(value, str):
            kept[key] = Words((("vi", clean(value)), *twins.texts))
        elif value is not None:
            kept[key] = value

    def twin(
        self,
        data: dict[str, Any],
        key: str,
        value: Any,
        known: dict[str, Slot],
        kept: dict[str, Any],
        place: Path,
    ) -> bool:
        """Take a text in another language, `name_en`; tell whether the key was one."""
        found = _TWIN.fullmatch(key)
        slot = known.get(found[1]) if found else None
        if not found or not slot or not slot.spoken:
            return False
        base, language = found[1], found[2]
        if language == "vi":
            self.faults.append(error(place, "twin-plain", key=base))
        elif language not in self.languages:
            self.faults.append(error(place, "twin-language", language=language, known=", ".join(self.languages)))
        elif not _empty(value):
            self.join(data, base, language, value, slot, kept, place)
        return True

    def join(
        self,
        data: dict[str, Any],
        base: str,
        language: str,
        value: Any,
        slot: Slot,
        kept: dict[str, Any],
        place: Path,
    ) -> None:
        """Join a text, or a list of texts, with its twin under the plain key."""
        read = self.value(value, Slot(slot.forms, None, spoken=False, required=False), place)
        if read is None:
            return
        if _empty(data.get(base, "")):
            self.faults.append(error(place, "missing" if slot.required else "twin-alone", key=base, where=""))
        elif isinstance(read, list):
            plain = data.get(base)
            if isinstance(plain, list) and len(plain) != len(value):
                self.faults.append(error(place, "twin-length", found=len(value), key=base, wanted=len(plain)))
            else:
                self.twins[(*place[:-1], base)] = [*self.twins.get((*place[:-1], base), []), (language, value)]
        else:
            before = kept.get(base)
            texts = before.texts if isinstance(before, Words) else (("vi", clean(before)),) if before else ()
            kept[base] = Words((*texts, (language, clean(read))))

    def with_twins(self, values: list[Any], path: Path) -> list[Any]:
        """Return a list's texts, each joined with the texts at its place in other languages."""
        for language, others in self.twins.get(path, ()):
            for number, other in enumerate(others):
                if (
                    number < len(values)
                    and isinstance(values[number], str | Words)
                    and isinstance(other, str)
                    and clean(other)
                ):
                    one = values[number]
                    texts = one.texts if isinstance(one, Words) else (("vi", clean(one)),)
                    values[number] = Words((*texts, (language, clean(other))))
        return values

    def value(self, value: Any, slot: Slot, path: Path) -> Any:
        """Return a value in its shape, or nothing with a fault."""
        form = Form.LIST if isinstance(value, list) else Form.MAPPING if isinstance(value, dict) else Form.TEXT
        if form not in slot.forms:
            self.faults.append(self.wrong_form(value, slot.forms, path))
            return None
        if form is Form.MAPPING and slot.model:
            return self.mapping(value, slot.model, path)
        if form is Form.LIST:
            return self.items(value, slot, path)
        self.note_unseen(value, path)
        return value

    def items(self, values: list[Any], slot: Slot, path: Path) -> list[Any]:
        wanted = (Form.MAPPING,) if slot.model else (Form.TEXT,)
        item = Slot(wanted, slot.model, spoken=False, required=False)
        read = {number: self.value(one, item, (*path, number)) for number, one in enumerate(values) if not _empty(one)}
        kept = {number: one for number, one in read.items() if one is not None}
        if len(kept) < len(values):
            self.places[path] = list(kept)
        return list(kept.values())

    def written(self, loc: Iterable[int | str], at: Path) -> Path:
        """Return a place in the kept data as the place in the file."""
        path = at
        for part in loc:
            if part in PRODUCER_FORMS and path and path[-1] == "producer":
                continue  # pydantic's own name for one of two ways to write it
            places = self.places.get(path)
            path = (*path, places[part] if places and isinstance(part, int) else part)
        return path

    def wrong_form(self, value: Any, forms: tuple[Form, ...], path: Path) -> Fault:
        got = "list" if isinstance(value, list) else "mapping" if isinstance(value, dict) else "text"
        wanted = "list" if Form.LIST in forms else "text" if Form.TEXT in forms else "mapping"
        found = value[:60] if isinstance(value, str) else ""
        # The key itself may be personal where the value is not a text; only plain texts are repeated.
        return error(path, f"{wanted}-not-{got}", found=found)

    def note_unseen(self, value: str, path: Path) -> None:
        if INVISIBLE.search(value):
            self.unseen[path] = without_invisible(value)

    def unknown(self, key: str, known: dict[str, Slot], path: Path, *, flow: bool) -> None:
        if flow:
            self.faults.append(error(path, "flow-trap", found=key))
            return
        near = suggestion(key, known)
        if near:
            self.faults.append(error(path, "unknown-key-near", found=key, near=near))
        else:
            self.faults.append(error(path, "unknown-key", found=key, known=", ".join(known)))


def _empty(value: Any) -> bool:
    return isinstance(value, str) and not without_invisible(value).strip()


def suggestion(word: str, among: Iterable[str]) -> str | None:
    """Return the known word nearest to one that is not known, or nothing when none is near."""
    plain = {fold(known).replace("_", "-"): known for known in among}
    near = get_close_matches(fold(word).replace("_", "-").replace(" ", "-"), plain, n=1, cutoff=0.6)
    return plain[near[0]] if near else None


def shape(
    data: Any,
    model: type[Kind],
    languages: tuple[str, ...] = ("vi",),
    flows: Iterable[Path] = (),
    at: Path = (),
) -> Shaped[Kind]:
    """Return the value a mapping says, and everything that is wrong with it.

    `at` is the mapping's own place in its file. A value that is wrong is left out of the lenient value, so that
    rules about the others can still be checked.
    """
    if not isinstance(data, dict):
        return Shaped(
            _nothing(model), [error(at, "mapping-not-list" if isinstance(data, list) else "mapping-not-text")]
        )
    walk = _Walk(languages, frozenset(flows))
    kept = walk.mapping(data, model, at)
    try:
        return Shaped(model.model_validate(kept), [*walk.faults, *_cleaned(walk, ())])
    except ValidationError as wrong:
        errors = wrong.errors(include_url=False)
    said = {fault.path for fault in walk.faults}
    faults = [fault for one in errors if (fault := _value_fault(one, walk.written(one["loc"], at))).path not in said]
    value = _salvage(kept, errors, model)
    return Shaped(value, [*walk.faults, *faults, *_cleaned(walk, faults)])


def _cleaned(walk: _Walk, faults: Iterable[Fault]) -> Iterable[Fault]:
    wrong = {fault.path for fault in faults}
    return (
        warning(path, "invisible-removed", found=text[:60]) for path, text in walk.unseen.items() if path not in wrong
    )


def _value_fault(one: ErrorDetails, place: Path) -> Fault:
    if one["type"] == "missing":
        where = next((str(part) for part in reversed(place[:-1]) if isinstance(part, str)), "")
        return error(place, "missing", key=place[-1], where=where)
    details = {key: value for key, value in (one.get("ctx") or {}).items() if isinstance(value, str)}
    near = suggestion(details["found"], details["choices"].split(", ")) if one["type"] == "choice" else None
    if near:
        return error(place, "choice-near", **details, near=near)
    return error(place, one["type"], **details)


def _salvage(kept: Any, errors: Iterable[ErrorDetails], model: type[Kind]) -> Kind:
    """Return what is right of a record, through the lenient model."""
    loose = lenient(model)
    # From the end, so that leaving a list's item out moves no other that is still to go.
    for one in sorted(errors, key=lambda one: [str(part).zfill(6) for part in one["loc"]], reverse=True):
        if one["type"] != "missing":
            _drop(kept, [part for place, part in enumerate(one["loc"]) if not _alternative(one["loc"], place)])
    try:
        return loose.model_validate(kept)  # type: ignore[return-value]  # a subclass made at run time
    except ValidationError:
        return _nothing(model)


def _alternative(loc: tuple[int | str, ...], place: int) -> bool:
    return place > 0 and loc[place] in PRODUCER_FORMS and loc[place - 1] == "producer"


def _drop(data: Any, path: list[int | str]) -> None:
    for part in path[:-1]:
        data = data[part]
    if path:
        data.pop(path[-1])


def _nothing(model: type[Kind]) -> Kind:
    return lenient(model).model_validate({})  # type: ignore[return-value]  # a subclass made at run time
