"""Read the open data back with nothing but its own description: the CSV of `datapackage.json` into records."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

from generator.checks.shape import shape
from generator.checks.slots import Form, slots
from generator.model.lot import Lot
from generator.model.producer import Producer, ProducerFacts
from generator.model.product import Certificate, Product
from generator.model.record import Record

Row = dict[str, str]
_GUARDED = re.compile(r"(^|[;\"\t\r\n])'")


def unguarded(text: str) -> str:
    """Return the text that was guarded."""
    return _GUARDED.sub(r"\1", text)


class Package:
    """A folder of open data, as its `datapackage.json` describes it."""

    def __init__(self, folder: Path) -> None:
        told = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        self.resources = {one["name"]: one for one in told["resources"]}
        self.tables: dict[str, list[Row]] = {}
        for name, resource in self.resources.items():
            if resource["format"] == "csv":
                paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
                self.tables[name] = [row for path in paths for row in self._rows(folder / path, resource)]

    def _rows(self, file: Path, resource: dict[str, Any]) -> list[Row]:
        text = file.read_bytes().decode("utf-8-sig")
        fields = resource["schema"]["fields"]
        assert resource["guard"] == "'"
        kinds = {field["name"]: field["type"] for field in fields}
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        assert all(list(row) == list(kinds) for row in rows)
        return [
            {key: unguarded(cell) if kinds[key] == "string" else cell for key, cell in row.items() if cell}
            for row in rows
        ]

    def products(self, languages: tuple[str, ...]) -> dict[str, Product]:
        """Return the products with their certificates, and their producers where these are written inside."""
        found = {}
        for row in self.tables["products"]:
            code = row["code"]
            told = self._nested(Product, row, (code, ""), languages)
            certificates = [one for one in self.tables["certificates"] if one["product"] == code]
            certificates.sort(key=lambda one: int(one["number"]))
            told["certificates"] = [self._nested(Certificate, one, (code, ""), languages) for one in certificates]
            inside = [one for one in self.tables["producers"] if one.get("product") == code]
            if inside:
                told["producer"] = self._nested(ProducerFacts, inside[0], (code, ""), languages)
            elif "producer_id" in row:
                told["producer"] = row["producer_id"]
            found[code] = _shaped(told, Product, languages)
        return found

    def producers(self, languages: tuple[str, ...]) -> dict[str, Producer]:
        """Return the producers that have a page of their own."""
        rows = [row for row in self.tables["producers"] if "id" in row]
        nested = {row["id"]: self._nested(Producer, row, ("", ""), languages) for row in rows}
        return {name: _shaped(told, Producer, languages) for name, told in nested.items()}

    def lots(self, languages: tuple[str, ...]) -> dict[tuple[str, str], Lot]:
        """Return the lots by their product's code and their own."""
        found = {}
        for row in self.tables["lots"]:
            of = row["product"], row["lot"]
            found[of] = _shaped(self._nested(Lot, row, of, languages), Lot, languages)
        return found

    def stories(self) -> dict[tuple[str, str], str]:
        """Return the stories by their product's code and language."""
        return {(row["product"], row["language"]): row["html"] for row in self.tables["stories"]}

    def _nested(
        self, model: type[Record], row: Row, of: tuple[str, str], languages: tuple[str, ...], prefix: str = ""
    ) -> dict[str, Any]:
        """Return a record as an office writes it."""
        told: dict[str, Any] = {}
        for key, slot in slots(model).items():
            name = f"{prefix}{key}"
            if Form.LIST in slot.forms:
                told |= self._list(key, slot.model, self._items(of, name), languages)
            elif slot.model and slot.model is not ProducerFacts:
                inner = self._nested(slot.model, row, of, languages, f"{name}_")
                told |= {key: inner} if inner else {}
            else:
                keys = [key, *([f"{key}_{one}" for one in languages if one != "vi"] if slot.spoken else [])]
                told |= {one: row[f"{prefix}{one}"] for one in keys if f"{prefix}{one}" in row}
        return told

    def _items(self, of: tuple[str, str], name: str) -> list[Row]:
        code, lot = of
        rows = [
            row
            for row in self.tables["details"]
            if (row["product"], row.get("in_lot", ""), row["list"]) == (code, lot, name)
        ]
        return sorted(rows, key=lambda row: int(row["item"]))

    def _list(
        self, key: str, model: type[Record] | None, items: list[Row], languages: tuple[str, ...]
    ) -> dict[str, Any]:
        if not items:
            return {}
        if model:
            return {key: [self._nested(model, item, ("", ""), languages) for item in items]}
        told: dict[str, Any] = {key: [item.get("text", "") for item in items]}
        for language in languages:
            if any(f"text_{language}" in item for item in items):
                told[f"{key}_{language}"] = [item.get(f"text_{language}", "") for item in items]
        return told


def _shaped(told: dict[str, Any], kind: Any, languages: tuple[str, ...]) -> Any:
    made = shape(told, kind, languages, frozenset())
    assert [fault for fault in made.faults if fault.severity.value == "error"] == []
    return made.value
