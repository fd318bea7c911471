"""The press: stamps of a run set on pages and printed as PDF by Typst, a file at a time, the same bytes every time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from generator.labels.design import Design
from generator.labels.stocks import Stock
from generator.stamps.plate import plate
from generator.stamps.symbol import QUIET_ZONE, numbered, symbol

TEMPLATE = "print.typ"
_CLEAR, _NOTE = 2.0, 8.0
"""Millimetres: from labels and their crop marks to the note of a sheet, and the margin in which printers print it."""
_AGES = 12
"""Empty pages that are set after a file: Typst keeps what it worked out for the last ten, gigabytes in a long run."""


@dataclass(frozen=True, slots=True)
class Run:
    """What all stamps of a print have in common."""

    template: str
    """Typst's source."""
    stock: Stock
    design: Design
    level: str
    address: str
    """What every symbol says, before the serial where there is one."""
    words: tuple[tuple[str, Any], ...]
    """What is written on every stamp."""
    title: str
    language: str
    note: str
    """Written below the labels of a page, with places for numbers: run, file, files, sheet, sheets, first, last."""
    crop: float
    """Length of the crop marks in millimetres; 0 for none."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to be printed."""

    run: Run
    target: str
    """Where it goes."""
    serials: tuple[str, ...]
    """As they stand in the symbol; empty ones for stamps without."""
    first: int
    """The number of its first stamp in the run, from 1."""
    number: int
    count: int
    """Of how many files this is which."""
    issued: int = 0
    """The number of the run in its lot's ledger."""


def printed(file: File) -> tuple[str, int]:
    """Print a file whole; return where it is and how many bytes it has."""
    from generator.serials.issue import written

    content = pdf(file)
    written(Path(file.target), content)
    return file.target, len(content)


def pdf(file: File) -> bytes:
    """Return a file's PDF."""
    run, design = file.run, file.run.design
    data = {
        "title": run.title,
        "language": run.language,
        "kind": "card" if design.kind.startswith("card") else design.kind,
        "page": run.stock.page,
        "label": design.size,
        "cells": design.cells,
        "module": design.module,
        "side": design.side,
        "qr": design.qr,
        "number": design.number,
        "number-size": round(design.number_size, 2),
        "numbered": any(file.serials),
        "beside": design.beside,
        "crop": run.crop,
        "corners": run.stock.cells,
        "cut": run.stock.label,
        "words": dict(run.words),
        "note": _margin(run),
        "pages": list(_pages(file)),
    }
    told = json.dumps(data, ensure_ascii=False)
    press = _press()
    made: bytes = press.compile(run.template.encode(), format="pdf", sys_inputs={"data": told}, pdf_tags=False)
    for _ in range(_AGES):
        press.compile(b"", format="pdf")
    return made


@cache
def _press() -> Any:
    import typst

    return typst.Compiler(ignore_system_fonts=True)


def _pages(file: File) -> Iterator[dict[str, Any]]:
    run, room = file.run, file.run.stock.room
    sheets = -(-len(file.serials) // room)
    for sheet in range(sheets):
        serials = file.serials[sheet * room : (sheet + 1) * room]
        first = file.first + sheet * room
        of_file = {"run": file.issued, "file": file.number, "files": file.count}
        of_sheet = {"sheet": sheet + 1, "sheets": sheets, "first": first, "last": first + len(serials) - 1}
        yield {
            "count": len(serials),
            "numbers": [_set(one, beside=run.design.beside) for one in serials] if any(serials) else [],
            "symbols": _symbols(run, serials),
            "note": run.note.format(**of_file, **of_sheet),
        }


def _set(serial: str, *, beside: bool) -> str:
    return ("\n" if beside else "-").join(serial[at : at + 6] for at in range(0, len(serial), 6))


def _symbols(run: Run, serials: Sequence[str]) -> str:
    """Return all symbols of a page as one drawing: a picture for each would make files ten times as large."""
    width, height = run.stock.page
    module = run.design.module
    paths = []
    for (x, y), serial in zip(run.design.cells, serials, strict=False):
        made = plate(numbered(run.address, serial, run.level) if serial else symbol(run.address, run.level))
        if made.symbol.size + 2 * QUIET_ZONE != run.design.side:
            raise ValueError(f"{made.symbol.payload}: {made.symbol.size} modules do not fit the design")
        left, top = x + run.design.qr[0], y + run.design.qr[1]
        paths.append(f'<path transform="matrix({module} 0 0 {module} {left:.6f} {top:.6f})" d="{made.path}"/>')
    size = f'width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(paths)}</svg>'


def _margin(run: Run) -> tuple[float, float] | None:
    """Return where the note of a page stands: below the last labels, or nowhere, for nobody wants it on a label."""
    stock = run.stock
    left, bottom = stock.cells[0][0], stock.cells[-1][1] + stock.label[1]
    return (left + _CLEAR, bottom + _CLEAR) if stock.page[1] - bottom >= _NOTE else None
