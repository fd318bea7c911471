"""Values as their kinds: each text of a record that has its shape is typed; what is refused, or missing, is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from generator.checks.slots import Form, Slot, slots
from generator.checks.suggestions import MANY_FAULTS, suggestion
from generator.model.record import Record, standard
from generator.model.text import RefusedError
from generator.problems import Fault, Path, error

Kind = TypeVar("Kind", bound=Record)
_REFUSED = object()


@dataclass(slots=True)
class Typing:
    """One pass over plain data whose keys and shapes are right."""

    places: dict[Path, list[int]]
    """The places of a list's items as written, where items are left out; this pass leaves out those it refuses."""
    faults: list[Fault] = field(default_factory=list)

    def record(self, data: dict[str, Any], model: type[Kind], path: Path) -> Kind:
        """Return what a mapping at a place of the file says; a value that is refused, or missing, says nothing."""
        values: dict[str, Any] = {}
        for name, slot in slots(model).items():
            place = (*path, name)
            value = self.value(data[name], slot, place) if name in data else _REFUSED
            if name not in data and slot.required:
                self.faults.append(error(place, "missing", name=name))
            if value is not _REFUSED and value != ():
                values[name] = value
            elif slot.required:
                values[name] = () if Form.LIST in slot.forms else None
            elif name in standard(model):
                values[name] = standard(model)[name]
        return model.of(values)

    def value(self, value: Any, slot: Slot, path: Path) -> Any:
        """Return a value of its kind."""
        if isinstance(value, list):
            return self.items(value, slot, path)
        if isinstance(value, dict) and slot.model:
            return self.record(value, slot.model, path)
        try:
            return slot.reads(value) if slot.reads else value
        except RefusedError as refused:
            self.faults.append(self.fault(refused, path))
            return _REFUSED

    def items(self, values: list[Any], slot: Slot, path: Path) -> tuple[Any, ...]:
        """Return the items of a list that are not refused."""
        written = self.places.get(path) or range(len(values))
        typed = {place: self.value(one, slot, (*path, place)) for place, one in zip(written, values, strict=True)}
        kept = {place: one for place, one in typed.items() if one is not _REFUSED}
        if len(kept) < len(typed):
            self.places[path] = list(kept)
        return tuple(kept.values())

    def fault(self, refused: RefusedError, path: Path) -> Fault:
        """Return why a value is refused; with the near word of a closed list, where there is one."""
        details = refused.details
        is_choice = refused.rule == "choice" and len(self.faults) < MANY_FAULTS
        if is_choice and (near := suggestion(details["found"], details["choices"].split(", "))):
            return error(path, "choice-near", **details, near=near)
        return error(path, refused.rule, **details)
