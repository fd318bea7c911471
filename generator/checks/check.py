"""Every problem of a project at once, and its records ready to be gathered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from generator.checks import ledgers
from generator.checks.between import Between, CheckedProduct, Record, record
from generator.checks.config_rules import config_faults
from generator.checks.examine import Examined, MakerTies, Task, examine, open_document
from generator.checks.masking import masked
from generator.checks.pictures import Gallery, look_at
from generator.checks.promises import Addressed, Promises, addresses_of, promises
from generator.checks.shape import shape
from generator.checks.shorthand import Short, short, whole
from generator.crew import Staff
from generator.faces import Face, LotFacts
from generator.memory import Memory, Original, digest
from generator.model.config import Config
from generator.problems import ContentError, Problem, Problems, Severity
from generator.records.addresses import Line
from generator.records.document import Document
from generator.records.folder import SIGNED, Room, Seen, SourceFile, Sources
from generator.records.text_file import read_bytes
from generator.serials.book import Book

FILES_AT_ONCE = 40
"""Files of one batch: enough that handing them over costs nothing, few enough that all cores end together."""
SECONDS_A_FILE = 0.004
SECONDS_A_PICTURE = 0.1
CHECKED, RECORDS = "checked", "records"
"""The note of the last check, and the table of what became of each file, by its name, and how it looked then."""


@dataclass(frozen=True, slots=True)
class Checked:
    """All records of a project; whole only where the problems hold no error."""

    config: Config
    config_digest: str
    products: tuple[CheckedProduct, ...]
    producers: tuple[Examined, ...]
    gallery: Gallery
    problems: Problems
    languages: tuple[str, ...] = ()
    """The languages records may be written in; none where config.yml does not say it rightly."""
    found_between: tuple[Problem, ...] = ()
    """The problems of the records themselves, and between them."""
    books: dict[str, tuple[Book, ...]] = field(default_factory=dict)
    """What is known of the serials issued for lots, by the product's code."""
    signed: tuple[Original, ...] = ()
    """The files of the signed history: releases, log; none where the office signs nothing."""
    promises: Promises = field(default_factory=Promises)
    """The addresses that went out before, and how each is answered."""

    def accepted(self) -> Checked:
        """Return the records, or raise ContentError where there are errors."""
        if self.problems.errors:
            raise ContentError(self.problems)
        return self


@dataclass(slots=True)
class Remembered:
    """What the last check found out, besides what became of each file."""

    today: date = date.min
    languages: tuple[str, ...] = ()
    repeated: dict[str, tuple[str, tuple[Problem, ...]]] = field(default_factory=dict)
    """What products repeat of what their producers keep back, by what both say."""
    pictures: dict[str, tuple[Seen | None, Any]] = field(default_factory=dict)


def check(sources: Sources, today: date, memory: Memory | None = None, staff: Staff | None = None) -> Checked:
    """Return the records, and every problem found.

    `today` decides only what cannot have happened yet; nothing of it goes into the records.
    """
    memory, staff, problems = memory or Memory(), staff or Staff(), Problems()
    problems.add(sources.problems)
    config, config_digest, languages = _config(sources.config, problems)
    last = memory.note(CHECKED)
    # A day further on nothing new can be wrong: rules ask only for what cannot have happened yet.
    if not isinstance(last, Remembered) or last.languages != languages or last.today > today:
        last = Remembered()
        memory.write_table(RECORDS, {})
    found = _examined(sources.records, Task.maker(languages, today), last.today, memory, staff)
    problems.add(problem for one in found.values() if one.problems for problem in one.problems)
    records: dict[Room, list[Record]] = {room: [] for room in Room}
    for source in sources.records:
        records[source.room].append(record(source, found[source.file]))
    products, producers = records[Room.PRODUCT], records[Room.PRODUCER]
    gallery = _gallery(sources.images, _named(config, products), last, staff)
    between = Between(problems, languages, gallery, last.repeated)
    between.look(sources.config, config)
    between.unique(products, producers)
    joined = between.join(products, producers, records[Room.LOTS], records[Room.STORY])
    memory.write(CHECKED, Remembered(today, languages, between.repeated, gallery.seen))
    examined = tuple([one.examined for one in producers])
    found_between = tuple(problems.found)
    checked = Checked(config, config_digest, joined, examined, gallery, problems, languages, found_between)
    return with_past(checked, sources, _now(joined, examined), joined, today, memory)


def with_past(
    checked: Checked,
    sources: Sources,
    now: dict[str, Line],
    products: tuple[CheckedProduct, ...] | None,
    today: date,
    memory: Memory,
) -> Checked:
    """Return the records with what the programme itself wrote of them, and tell what of it they would break.

    `now` are the addresses of the records; no `products` where all that was written is known to fit them.
    """
    problems = checked.problems
    whole = products is None or not _unread(products, checked.producers)
    promised = promises(sources, now, today, checked.languages, problems, memory, whole=whole)
    books = ledgers.books(sources.ledgers, products, problems, memory, promised.notes.gone) if sources.ledgers else {}
    return replace(checked, books=books, signed=_signed(sources, problems), promises=promised)


def _unread(products: Iterable[CheckedProduct], producers: Iterable[Examined]) -> bool:
    """Tell whether a record cannot be read, so that nobody can say which addresses it has."""
    files = (one for product in products for one in (product.examined, product.lots) if one)
    return any(problem.severity is Severity.ERROR for one in (*files, *producers) for problem in one.problems)


def _now(products: Iterable[CheckedProduct], producers: Iterable[Examined]) -> dict[str, Line]:
    makers = (one.facts.maker for one in producers if isinstance(one.facts, MakerTies) and one.facts.maker)
    return addresses_of((_addressed(one, one.ties.face) for one in products if one.ties.face), makers)


def _addressed(one: CheckedProduct, face: Face) -> Addressed:
    whose = (one.maker.id or one.maker.name) if one.maker else ""
    lots = cast("tuple[LotFacts, ...]", one.lots.facts or ()) if one.lots else ()
    return face.code, face.name, whose, one.ties.gtin, lots


def _signed(sources: Sources, problems: Problems) -> tuple[Original, ...]:
    """Return the files of the signed history in the order of their names' list, both or none."""
    there = {source.file.rsplit("/", 1)[-1]: source for source in sources.signed}
    if there and len(there) < len(SIGNED):
        problems.add([Problem(sources.signed[0].file, 1, (), "signed-half", (("known", ", ".join(SIGNED)),))])
        return ()
    return tuple(Original(there[name].path, _sha256(there[name], problems)) for name in SIGNED if there)


def _sha256(source: SourceFile, problems: Problems) -> str:
    try:
        return sha256(Path(source.path).read_bytes()).hexdigest()
    except OSError as trouble:
        details = (("reason", str(trouble.strerror or trouble)),)
        problems.add([Problem(source.file, 1, (), "file-unreadable", details)])
        return ""


def settings(sources: Sources) -> Config:
    """Return what config.yml says, nothing else being read; raises ContentError where it has errors."""
    problems = Problems()
    config, _, _ = _config(sources.config, problems)
    if problems.errors:
        raise ContentError(problems)
    return config


def _config(source: SourceFile, problems: Problems) -> tuple[Config, str, tuple[str, ...]]:
    content, unreadable = read_bytes(source.path, source.file) if source.there else (b"", ())
    if not source.there:
        document = Document(source.file, problems=[Problem(source.file, 1, (), "config-missing")])
    elif unreadable:
        document = Document(source.file, problems=list(unreadable))
    else:
        document = open_document(source, content)
    problems.add(masked(one) for one in document.problems)
    languages = _languages(document.data)
    shaped = shape({} if document.data is None else document.data, Config, languages, document.flows)
    if document.data is not None:
        faults = [*shaped.faults, *shaped.rest(config_faults(shaped.value))]
        problems.add(masked(one) for one in document.told(faults))
    return shaped.value, digest(content), languages


def _languages(config: Any) -> tuple[str, ...]:
    """Return the languages config.yml names, Vietnamese first, before the rest of it is understood."""
    site = config.get("site") if isinstance(config, dict) else None
    named = (site.get("languages") or []) if isinstance(site, dict) else ""
    if not isinstance(named, list) or not all(isinstance(one, str) for one in named):
        return ()
    right = all(re.fullmatch("[a-z]{2,3}", one) for one in named if one)
    return tuple(dict.fromkeys(("vi", *filter(None, named)))) if right else ()


def _examined(
    sources: Iterable[SourceFile], task: Task, last: date, memory: Memory, staff: Staff
) -> dict[str, Examined]:
    """Return what became of each file; only those that changed are examined."""
    known: Mapping[str, tuple[Seen | None, Short]] = memory.table(RECORDS)
    now: dict[str, tuple[Seen | None, Short]] = {}
    found: dict[str, Examined] = {}
    tasks: list[Task] = []
    for source in sources:
        before = known.get(source.file)
        if before and (one := _still(source, *before, moved=last != task.today)):
            found[source.file] = one
            now[source.file] = before if before[0] == source.seen else (source.seen, before[1])
        else:
            tasks.append(task._replace(source=source))
    crew = staff.crew(len(tasks) * SECONDS_A_FILE)
    if not crew.near:
        tasks = [_carried(one) for one in tasks]
    seen = {one.source.file: one.source.seen for one in tasks}
    batches = (tasks[first : first + FILES_AT_ONCE] for first in range(0, len(tasks), FILES_AT_ONCE))
    for results in staff.each(crew, examine, batches, len(tasks), FILES_AT_ONCE, "reading"):
        for one, values in results:
            found[one.file] = one
            now[one.file] = seen[one.file], short(one)
            memory.keep(values)
    memory.write_table(RECORDS, now)
    return found


def _still(source: SourceFile, seen: Seen | None, row: Short, *, moved: bool) -> Examined | None:
    """Return what became of a file that says what it said: it looks so from outside, or its bytes are the same.

    Where the day `moved` on, what was found wrong may be right by now.
    """
    one = whole(row)
    if moved and one.problems:
        return None
    if source.seen and source.seen == seen:
        return one
    content, problems = read_bytes(source.path, source.file, source.largest)
    return one if not problems and digest(content) == one.content else None


def _carried(task: Task) -> Task:
    """Return the task with the file's content, for workers elsewhere; what cannot be read they will not read either."""
    content, problems = read_bytes(task.source.path, task.source.file, task.source.largest)
    return task if problems else task._replace(content=content)


def _named(config: Config, products: Iterable[Record]) -> list[str]:
    shown = [name for name in (config.look.logo, config.look.ocop_mark) if name]
    return [*shown, *(file for one in products for _, file, _ in one.ties.images if file)]


def _gallery(images: dict[str, SourceFile], names: Iterable[str], last: Remembered, staff: Staff) -> Gallery:
    gallery = Gallery(images, seen={name: seen for name, seen in last.pictures.items() if name in images})
    unseen = [(name, images[name].path) for name in gallery.unseen(names)]
    crew = staff.crew(len(unseen) * SECONDS_A_PICTURE, near=True)
    for looked in staff.each(crew, look_at, ([one] for one in unseen), len(unseen), 1, "pictures"):
        gallery.take(looked)
    return gallery
