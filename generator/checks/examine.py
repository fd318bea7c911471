"""Looking at one file by itself: all its problems, what others need to know of it, and its record as a value."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeVar

from generator.checks.lot_rules import lot_faults, table_faults
from generator.checks.masking import masked
from generator.checks.producer_rules import producer_faults
from generator.checks.product_rules import product_faults, with_gtin14
from generator.checks.shape import Shaped, shape
from generator.checks.story_rules import story_problems
from generator.entry import Told, face_of, lot_facts, maker_of
from generator.faces import Face, LotFacts, Maker
from generator.markup import story_html
from generator.memory import Kept, digest
from generator.model.lot import Lot
from generator.model.producer import Producer, ProducerFacts
from generator.model.product import Product
from generator.opendata import rows
from generator.past import mark_of
from generator.problems import Fault, Problem, Severity, error
from generator.records.document import MOST_LOT_VALUES, Document, front_matter, parse
from generator.records.folder import Room, SourceFile
from generator.records.table import parse_table
from generator.records.text_file import decode, read_bytes
from generator.rules.certificates import history
from generator.rules.publication import PLACES
from generator.search.clues import beside, clues, story_words
from generator.vietnamese import without_invisible


class Ties(NamedTuple):
    """What of a product other files must fit."""

    code: str | None
    gtin: str | None
    producer: str | None
    """The id it names; nothing where the producer is written inside, or not at all."""
    maker: Maker | None
    """The producer that is written inside."""
    named: bool
    """Whether it names a producer by its id."""
    images: tuple[tuple[int, str | None, bool], ...]
    """Each picture: its place in the list, its file, whether it is a portrait."""
    addresses: tuple[str, ...]
    """The places of its origin that name a street."""
    point: bool
    """Whether it says its exact point."""
    face: Face | None
    """Nothing while the file has errors."""
    mark: str = ""
    """A digest of all it says."""


class MakerTies(NamedTuple):
    """What of a producer other files must fit."""

    id: str | None
    readable: bool
    """Whether the file could be read as a record at all."""
    maker: Maker | None
    """Nothing while the file could not be read."""


Kind = TypeVar("Kind", Product, Producer)
Facts = Ties | MakerTies | tuple[LotFacts, ...] | None


class Examined(NamedTuple):
    """What became of one file."""

    file: str
    content: str
    """The digest of its bytes; empty where it could not be read."""
    problems: tuple[Problem, ...]
    facts: Facts
    value: str
    """The key of its whole value in the memory; empty while it has errors."""


class Task(NamedTuple):
    """One file to examine, and all that decides what is found."""

    source: SourceFile
    content: bytes | None
    """Nothing where the worker can read it."""
    languages: tuple[str, ...]
    """The languages records may be written in; none where config.yml does not say it rightly, so that all are taken."""
    today: date
    """Decides only what cannot have happened yet; nothing of it goes into values."""

    @classmethod
    def maker(cls, languages: tuple[str, ...], today: date) -> Task:
        """Return a task that lacks only its file."""
        return cls(SourceFile("", "", Room.CONFIG, None), None, languages, today)


Value = tuple[str, bytes]
"""A key of the memory, and the pickled value."""


def examine(tasks: Iterable[Task]) -> list[tuple[Examined, list[Value]]]:
    """Return what became of each file, with the values to keep."""
    return [_Look(task).examined() for task in tasks]


def open_document(source: SourceFile, content: bytes | None = None) -> Document:
    """Return a record's file as a document, for the line of a problem that was found later."""
    text, problems = _text(source, content)
    if problems:
        return Document(source.file, problems=list(problems))
    ending = source.file.rsplit(".", 1)[-1].lower()
    if source.room is Room.LOTS:
        return parse_table(text, source.file) if ending == "csv" else parse(text, source.file, MOST_LOT_VALUES)
    return {"md": front_matter}.get(ending, parse)(text, source.file)


def record_of(source: SourceFile, kind: type[Kind], languages: tuple[str, ...]) -> tuple[Kind, Document]:
    """Return a product or producer, however wrong, and its document."""
    document = open_document(source)
    data = {} if document.data is None else document.data
    return shape(data, kind, languages, document.flows).value, document


def plain_story(source: SourceFile) -> str:
    """Return the Markdown of a story that has a file of its own."""
    return _text(source, None)[0]


def _text(source: SourceFile, content: bytes | None) -> tuple[str, tuple[Problem, ...]]:
    problems: tuple[Problem, ...] = ()
    if content is None:
        content, problems = read_bytes(source.path, source.file, source.largest)
    return ("", problems) if problems else decode(content, source.file)


@dataclass(slots=True)
class _Look:
    task: Task
    problems: list[Problem] = field(default_factory=list)
    kept: list[Value] = field(default_factory=list)

    def examined(self) -> tuple[Examined, list[Value]]:
        source = self.task.source
        content, problems = self.task.content, tuple[Problem, ...]()
        if content is None:
            content, problems = read_bytes(source.path, source.file, source.largest)
        if problems:
            return Examined(source.file, "", tuple(masked(one) for one in problems), None, ""), []
        known_by = digest(content)
        key = digest(f"{source.room} {self.task.languages} {known_by}".encode())
        looks: dict[Room, Callable[[bytes, str], Facts]] = {
            Room.PRODUCT: self.product,
            Room.PRODUCER: self.producer,
            Room.LOTS: self.lots,
            Room.STORY: self.story,
        }
        facts: Facts = looks[source.room](content, key)
        found = tuple(masked(one) for one in self.problems)
        wrong = any(one.severity is Severity.ERROR for one in found)
        return Examined(source.file, known_by, found, facts, "" if wrong else key), [] if wrong else self.kept

    @property
    def wrong(self) -> bool:
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def keep(self, key: str, value: object) -> None:
        if not self.wrong:
            self.kept.append((key, pickle.dumps(value, 5)))

    def tell(self, document: Document, faults: Iterable[Fault]) -> None:
        self.problems += document.told(faults)

    def open(self, content: bytes) -> Document:
        document = open_document(self.task.source, content)
        self.problems += document.problems
        return document

    def product(self, content: bytes, key: str) -> Ties:
        document = self.open(content)
        if document.data is None:
            return _ties(shape({}, Product).value, None)
        shaped = shape(document.data, Product, self.task.languages, document.flows)
        faults = product_faults(shaped.value, self.task.source.stem, self.task.today)
        self.tell(document, [*shaped.faults, *shaped.rest(faults)])
        self.problems += story_problems(document.body, document.file, document.body_line)
        product = with_gtin14(shaped.value)
        if self.wrong:
            return _ties(product, None)
        mark = _mark(document)
        face = face_of(product, history(product.certificates)[0])
        story = _html(document.body)
        self.keep(key, Told(product, story, face))
        self.keep(beside(Kept(key)).key, clues(product, story))
        if product.demo:
            return _ties(product, face, mark)
        inside = product.producer if isinstance(product.producer, ProducerFacts) else None
        self.keep(rows.beside(Kept(key)).key, rows.product_rows(product, story, inside, self.task.languages))
        return _ties(product, face, mark)

    def producer(self, content: bytes, key: str) -> MakerTies:
        document = self.open(content)
        if document.data is None:
            return MakerTies(None, readable=False, maker=None)
        shaped = shape(document.data, Producer, self.task.languages, document.flows)
        self.tell(document, [*shaped.faults, *shaped.rest(producer_faults(shaped.value, (), self.task.today))])
        stem = self.task.source.stem
        if shaped.value.id and shaped.value.id != stem:
            self.tell(document, [error(("id",), "id-not-file", found=shaped.value.id, file=stem)])
        self.keep(key, shaped.value)
        if not self.wrong:
            self.keep(rows.beside(Kept(key)).key, rows.producer_rows(shaped.value, self.task.languages))
        return MakerTies(shaped.value.id, readable=True, maker=maker_of(shaped.value, _mark(document)))

    def lots(self, content: bytes, key: str) -> tuple[LotFacts, ...]:
        document = self.open(content)
        if document.data is None:
            return ()
        if not isinstance(document.data, list):
            self.tell(document, [error((), "lots-not-list")])
            return ()
        shaped = [
            shape(row, Lot, self.task.languages, document.flows, at=(number,))
            for number, row in enumerate(document.data)
        ]
        faults = [fault for one in shaped for fault in one.faults]
        self.tell(document, table_faults(faults) if document.file.lower().endswith(".csv") else faults)
        lots = tuple(one.value for one in shaped)
        places = {path: where for one in shaped for path, where in one.places.items()}
        self.tell(document, Shaped(lots, faults, places).rest(lot_faults(lots, self.task.today)))
        return () if self.wrong else tuple(self._lots(lots, document.data))

    def _lots(self, lots: tuple[Lot, ...], written: list[object]) -> Iterator[LotFacts]:
        """Keep each lot by what it says, so that one more in a long table changes no other."""
        code = self.task.source.stem
        pairs = zip(lots, written, strict=True)
        for lot, row in sorted(pairs, key=lambda pair: (pair[0].made or date.min, pair[0].lot), reverse=True):
            key = digest(f"lot {code} {self.task.languages} {lot!r}".encode())
            self.keep(key, lot)
            self.keep(rows.beside(Kept(key)).key, rows.lot_rows(code, lot, None, self.task.languages))
            yield lot_facts(lot, Kept(key), mark_of(row))

    def story(self, content: bytes, key: str) -> Facts:
        text, problems = decode(content, self.task.source.file)
        self.problems += problems
        if text.startswith("---\n"):
            self.problems.append(Problem(self.task.source.file, 1, (), "story-front-matter"))
        if not self.problems:
            self.problems += story_problems(text, self.task.source.file, 1)
        if not self.wrong:  # a story beyond all bounds would take minutes
            told = _html(text)
            self.keep(key, told)
            self.keep(beside(Kept(key)).key, story_words(told))
        return None


def _mark(document: Document) -> str:
    """Return a digest of what a record says, however it is laid out."""
    return mark_of(document.data, document.body.strip())


def _ties(product: Product, face: Face | None, mark: str = "") -> Ties:
    trace, origin = product.traceability, product.origin
    inside = product.producer if isinstance(product.producer, ProducerFacts) else None
    geo = origin.geo if origin else None
    return Ties(
        code=product.code,
        gtin=trace.gtin if trace else None,
        producer=product.producer if isinstance(product.producer, str) else None,
        maker=maker_of(inside) if inside else None,
        named=isinstance(product.producer, str),
        images=tuple(
            (number, image.file, image.portrait_of is not None) for number, image in enumerate(product.images)
        ),
        addresses=tuple(key for key in PLACES if origin and (place := getattr(origin, key)) and place.address),
        point=geo is not None and geo.lat is not None,
        face=face,
        mark=mark,
    )


def _html(text: str) -> str:
    plain = "\n".join(without_invisible(line) for line in text.split("\n")).strip("\n")
    return story_html(plain) if plain else ""
