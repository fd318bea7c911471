"""From plain data to a frozen value: keys known, shapes right, every value typed; all faults, none raised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from generator.checks.faultless import TWIN, faultless
from generator.checks.slots import Form, Slot, slots
from generator.checks.suggestions import MANY_FAULTS, suggestion
from generator.checks.typed import Typing
from generator.model.record import Record
from generator.model.text import Words, clean
from generator.problems import Fault, Path, Severity, error, warning
from generator.rules.privacy import refused
from generator.vietnamese import INVISIBLE, without_invisible

Kind = TypeVar("Kind", bound=Record)
Value = TypeVar("Value")


@dataclass(slots=True)
class Shaped(Generic[Value]):
    """What became of a record."""

    value: Value
    """The value; where there are faults, a lenient one that lacks what was wrong."""
    faults: list[Fault] = field(default_factory=list)
    places: dict[Path, list[int]] = field(default_factory=dict)
    """The places of a list's items as written, where items were left out."""

    def rest(self, faults: Iterable[Fault]) -> Iterator[Fault]:
        """Yield what the rules say of the value, at its places in the file.

        Left out is what only follows from a value that is missing because it was wrong.
        """
        wrong = _around(fault.path for fault in self.faults if fault.severity is Severity.ERROR)
        for fault in faults:
            path = self.as_written(fault.path)
            if not wrong & {path, _needs(fault)}:
                yield replace(fault, path=path)

    def as_written(self, kept: Path) -> Path:
        """Return a place in the value as the place in the file."""
        path: Path = ()
        for part in kept:
            written = self.places.get(path)
            path = (*path, written[part] if written and isinstance(part, int) else part)
        return path


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
                self.unknown(key, known, place, trapped=path in self.flows and _empty(value))
                self.personal(value, place)
        return kept

    @staticmethod
    def keep(kept: dict[str, Any], key: str, value: Any) -> None:
        """Put a value in its place; a twin that came first keeps its text."""
        twins = kept.get(key)
        if isinstance(twins, Words) and isinstance(value, str):
            kept[key] = Words((("vi", clean(value)), *twins.texts))
        elif value is not None and value != []:
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
        found = TWIN.fullmatch(key)
        slot = known.get(found[1]) if found else None
        if not found or not slot or not slot.spoken:
            return False
        base, language = found[1], found[2]
        if language == "vi":
            self.faults.append(error(place, "twin-plain", name=base))
        elif self.languages and language not in self.languages:
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
            if not slot.required:  # else the plain key is told missing
                self.faults.append(error(place, "twin-alone", name=base))
        elif isinstance(read, list):
            plain = data.get(base)
            if isinstance(plain, list) and len(plain) != len(value):
                self.faults.append(error(place, "twin-length", found=len(value), name=base, wanted=len(plain)))
            else:
                self.twins[(*place[:-1], base)] = [*self.twins.get((*place[:-1], base), []), (language, value)]
        else:
            before = kept.get(base)
            texts = before.texts if isinstance(before, Words) else (("vi", clean(before)),) if before else ()
            kept[base] = Words((*texts, (language, clean(read))))

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
        for language, others in self.twins.get(path, ()):
            for number, other in enumerate(others):
                if number in kept and isinstance(other, str) and not _empty(other):
                    kept[number] = _joined(kept[number], language, other)
        return list(kept.values())

    def wrong_form(self, value: Any, forms: tuple[Form, ...], path: Path) -> Fault:
        got = "list" if isinstance(value, list) else "mapping" if isinstance(value, dict) else "text"
        wanted = "list" if Form.LIST in forms else "text" if Form.TEXT in forms else "mapping"
        self.personal(value, path)
        # Only plain texts are repeated: a group may hold what must not be.
        return error(path, f"{wanted}-not-{got}", found=value[:60] if isinstance(value, str) else "")

    def personal(self, value: Any, path: Path) -> None:
        """Refuse personal keys also inside what is not read."""
        for key, one in (
            value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
        ):
            if isinstance(key, str) and (reason := refused(key)):
                self.faults.append(error((*path, key), f"personal-{reason}"))
            else:
                self.personal(one, (*path, key))

    def note_unseen(self, value: str, path: Path) -> None:
        if INVISIBLE.search(value):
            self.unseen[path] = without_invisible(value)

    def unknown(self, key: str, known: dict[str, Slot], path: Path, *, trapped: bool) -> None:
        if trapped:
            self.faults.append(error(path, "flow-trap", found=key))
            return
        if path[-2:] == ("producer", "id"):
            self.faults.append(error(path, "producer-inline-id"))
            return
        near = suggestion(key, known) if len(self.faults) < MANY_FAULTS else None
        if near:
            self.faults.append(error(path, "unknown-key-near", found=key, near=near))
        else:
            self.faults.append(error(path, "unknown-key", found=key, known=", ".join(known)))


def _around(paths: Iterable[Path]) -> set[Path]:
    """Return the places and all places around them."""
    return {path[:length] for path in paths for length in range(1, len(path) + 1)}


def _needs(fault: Fault) -> Path:
    """Return the other place without which a fault would not have been found; empty where there is none."""
    empty = dict(fault.details).get("found", "") if fault.rule == "consent-empty" else ""
    return (*fault.path[:-3], "contact", empty) if empty else ()


def _empty(value: Any) -> bool:
    return value == [] or (isinstance(value, str) and not without_invisible(value).strip())


def _joined(plain: str | Words, language: str, other: str) -> Words:
    texts = plain.texts if isinstance(plain, Words) else (("vi", clean(plain)),)
    return Words((*texts, (language, clean(other))))


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
    value = faultless(data, model, languages) if isinstance(data, dict) else None
    return examined(data, model, languages, flows, at) if value is None else Shaped(value)


def examined(
    data: Any, model: type[Kind], languages: tuple[str, ...], flows: Iterable[Path] = (), at: Path = ()
) -> Shaped[Kind]:
    """Return what `shape` does, each value looked at for what is to be told of it."""
    walk = _Walk(languages, frozenset(flows))
    data = {} if _empty(data) else data
    typing = Typing(walk.places)
    if not isinstance(data, dict):
        fault = walk.wrong_form(data, (Form.MAPPING,), at)
        return Shaped(typing.record({}, model, at), [fault, *walk.faults])
    value = typing.record(walk.mapping(data, model, at), model, at)
    said = _around(fault.path for fault in walk.faults) | {
        (*fault.path[:-1], near) for fault in walk.faults if (near := dict(fault.details).get("near"))
    }
    faults = [fault for fault in typing.faults if fault.path not in said]
    return Shaped(value, [*walk.faults, *faults, *_cleaned(walk, faults)], walk.places)


def _cleaned(walk: _Walk, faults: Iterable[Fault]) -> Iterable[Fault]:
    wrong = {fault.path for fault in faults}
    return (
        warning(path, "invisible-removed", found=text[:60]) for path, text in walk.unseen.items() if path not in wrong
    )
