"""Every problem of a project at once, and its records as frozen values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from generator.checks.config_rules import config_faults
from generator.checks.lot_rules import lot_faults, table_faults
from generator.checks.masking import masked
from generator.checks.pictures import Gallery, portrait_faults
from generator.checks.producer_rules import producer_faults
from generator.checks.product_rules import product_faults, with_gtin14
from generator.checks.shape import Shaped, shape
from generator.checks.story_rules import story_problems
from generator.checks.suggestions import suggestion
from generator.model.config import Config
from generator.model.lot import Lot
from generator.model.producer import Producer, ProducerFacts
from generator.model.product import Product
from generator.problems import ContentError, Fault, Problem, Problems, error, warning
from generator.records.document import Document
from generator.records.folder import Sources, Story
from generator.rules.publication import PLACES, hidden_in_shops, hides_address, repeats


@dataclass(slots=True)
class _Read:
    """A record with the document it came from."""

    document: Document
    value: Any


@dataclass(frozen=True, slots=True)
class CheckedProduct:
    """A product with what other files say of it."""

    product: Product
    maker: ProducerFacts | None
    """Who makes it, nothing kept back yet."""
    lots: tuple[Lot, ...]
    stories: tuple[tuple[str, str], ...]
    """Pairs of language and Markdown."""


@dataclass(frozen=True, slots=True)
class Checked:
    """All records of a project; whole only where the problems hold no error."""

    config: Config
    products: tuple[CheckedProduct, ...]
    producers: tuple[Producer, ...]
    gallery: Gallery
    problems: Problems

    def accepted(self) -> Checked:
        """Return the records, or raise ContentError where there are errors."""
        if self.problems.errors:
            raise ContentError(self.problems)
        return self


@dataclass(slots=True)
class _Check:
    sources: Sources
    today: date
    languages: tuple[str, ...] = ()
    """The languages records may be written in; none where config.yml does not say it rightly, so that all are taken."""
    problems: Problems = field(default_factory=Problems)

    def tell(self, document: Document, faults: Iterable[Fault]) -> None:
        # What is an alias to YAML has no value; that it is missing only follows.
        told = {problem.path for problem in document.problems}
        kept = (fault for fault in faults if fault.rule != "missing" or fault.path not in told)
        self.problems.add(document.problem(fault) for fault in kept)

    def config(self) -> Config:
        document = self.sources.config
        self.problems.add(document.problems)
        self.languages = _languages(document.data)
        shaped = shape({} if document.data is None else document.data, Config, self.languages, document.flows)
        if document.data is not None:
            self.tell(document, [*shaped.faults, *shaped.rest(config_faults(shaped.value))])
        return shaped.value

    def product(self, document: Document) -> Product:
        self.problems.add(document.problems)
        if document.data is None:
            return shape({}, Product).value
        shaped = shape(document.data, Product, self.languages, document.flows)
        stem = PurePosixPath(document.file).name.rsplit(".", 1)[0]
        self.tell(document, [*shaped.faults, *shaped.rest(product_faults(shaped.value, stem, self.today))])
        self.problems.add(story_problems(document.body, document.file, document.body_line))
        return with_gtin14(shaped.value)

    def producer(self, document: Document) -> Producer:
        self.problems.add(document.problems)
        if document.data is None:
            return shape({}, Producer).value
        shaped = shape(document.data, Producer, self.languages, document.flows)
        self.tell(document, [*shaped.faults, *shaped.rest(producer_faults(shaped.value, (), self.today))])
        stem = PurePosixPath(document.file).stem
        if shaped.value.id and shaped.value.id != stem:
            self.tell(document, [error(("id",), "id-not-file", found=shaped.value.id, file=stem)])
        return shaped.value

    def lots(self, document: Document) -> tuple[Lot, ...]:
        self.problems.add(document.problems)
        if document.data is None:
            return ()
        if not isinstance(document.data, list):
            self.tell(document, [error((), "lots-not-list")])
            return ()
        shaped = [
            shape(row, Lot, self.languages, document.flows, at=(number,)) for number, row in enumerate(document.data)
        ]
        faults = [fault for one in shaped for fault in one.faults]
        self.tell(document, table_faults(faults) if document.file.lower().endswith(".csv") else faults)
        lots = tuple(one.value for one in shaped)
        places = {path: where for one in shaped for path, where in one.places.items()}
        self.tell(document, Shaped(lots, faults, places).rest(lot_faults(lots, self.today)))
        return lots


def _languages(config: Any) -> tuple[str, ...]:
    """Return the languages config.yml names, Vietnamese first, before the rest of it is understood."""
    site = config.get("site") if isinstance(config, dict) else None
    named = (site.get("languages") or []) if isinstance(site, dict) else ""
    if not isinstance(named, list) or not all(isinstance(one, str) for one in named):
        return ()
    right = all(re.fullmatch("[a-z]{2,3}", one) for one in named if one)
    return tuple(dict.fromkeys(("vi", *filter(None, named)))) if right else ()


def check(sources: Sources, today: date) -> Checked:
    """Return the records as values, and every problem found.

    `today` decides only what cannot have happened yet; nothing of it goes into the records.
    """
    run = _Check(sources, today)
    config = run.config()
    run.problems.add(sources.problems)
    gallery = Gallery(sources.images)
    run.tell(sources.config, _look_faults(config, gallery))
    producers = [_Read(document, run.producer(document)) for document in sources.producers]
    products = [_Read(document, run.product(document)) for document in sources.products]
    lots = [_Read(document, run.lots(document)) for document in sources.lots]
    _unique(run, producers, "id", "id-twice")
    _unique(run, products, "code", "code-twice")
    _unique_gtins(run, products)
    # A producer whose file has errors is there all the same, under its file's name.
    by_id = {PurePosixPath(one.document.file).stem: one.value for one in producers if one.document.data is not None}
    by_id |= {one.value.id: one.value for one in producers if one.value.id}
    unread = {PurePosixPath(one.document.file).stem for one in producers} - by_id.keys()
    makers = [_maker(run, one, by_id, unread) for one in products]
    told_by: dict[str | None, list[Story]] = {}
    for story in sources.stories:
        told_by.setdefault(story.code, []).append(story)
    for one, maker in zip(products, makers, strict=True):
        _pictures(run, one, maker, gallery)
        _addresses(run, one, maker)
        _repeated(run, one, maker, told_by.get(one.value.code, ()))
    codes = {one.value.code for one in products if one.value.code} | {
        PurePosixPath(one.document.file).stem for one in products
    }
    lots_of = _lots_of(run, lots, codes)
    stories_of = _stories_of(run, codes)
    found = tuple(
        CheckedProduct(
            one.value,
            maker,
            lots_of.get(one.value.code, ()),
            (("vi", one.document.body), *((lang, text) for (code, lang), text in stories_of if code == one.value.code)),
        )
        for one, maker in zip(products, makers, strict=True)
    )
    run.problems.found[:] = [masked(problem) for problem in run.problems.found]
    return Checked(config, found, tuple(one.value for one in producers), gallery, run.problems)


def _look_faults(config: Config, gallery: Gallery) -> Iterator[Fault]:
    for key in ("logo", "ocop_mark"):
        name = getattr(config.look, key)
        if name:
            yield from gallery.faults(name, ("look", key))


def _unique(run: _Check, records: list[_Read], key: str, rule: str) -> None:
    first: dict[str, _Read] = {}
    for one in records:
        value = getattr(one.value, key)
        if value and first.setdefault(value, one) is not one:
            run.tell(one.document, [error((key,), rule, found=value, other=first[value].document.file)])


def _unique_gtins(run: _Check, products: list[_Read]) -> None:
    first: dict[str, _Read] = {}
    for one in products:
        trace = one.value.traceability
        if trace and trace.gtin and first.setdefault(trace.gtin, one) is not one:
            other = first[trace.gtin].document.file
            run.tell(one.document, [error(("traceability", "gtin"), "gtin-twice", found=trace.gtin, other=other)])


def _maker(run: _Check, one: _Read, by_id: dict[str, Producer], unread: set[str]) -> ProducerFacts | None:
    written = one.value.producer
    if not isinstance(written, str):
        return written if isinstance(written, ProducerFacts) else None
    if written not in by_id and written not in unread:
        near = suggestion(written, by_id)
        rule = "producer-unknown-near" if near else "producer-unknown"
        run.tell(one.document, [error(("producer",), rule, found=written, near=near or "")])
    return by_id.get(written)


def _pictures(run: _Check, one: _Read, maker: ProducerFacts | None, gallery: Gallery) -> None:
    faults: list[Fault] = []
    for number, image in enumerate(one.value.images):
        if image.file:
            faults.extend(gallery.faults(image.file, ("images", number, "file")))
    if maker is not None or not isinstance(one.value.producer, str):
        faults.extend(portrait_faults(one.value.images, maker))
    run.tell(one.document, faults)


def _addresses(run: _Check, one: _Read, maker: ProducerFacts | None) -> None:
    """Tell what is kept back of a natural person's product, and what would say it after all."""
    product, faults = one.value, list[Fault]()
    if product.origin and hides_address(maker):
        for key in PLACES:
            place = getattr(product.origin, key)
            if place and place.address:
                faults.append(warning(("origin", key, "address"), "withheld", found="address"))
        if product.origin.geo and product.origin.geo.lat is not None:
            faults.append(warning(("origin", "geo"), "geo-rounded"))
    for number, key, name in hidden_in_shops(product, maker):
        faults.append(warning(("shops", number, key), "withheld", found=name))
    run.tell(one.document, faults)


def _repeated(run: _Check, one: _Read, maker: ProducerFacts | None, stories: Iterable[Story]) -> None:
    """Refuse texts that say what is kept back."""
    for key in ("name", "summary"):
        words = getattr(one.value, key)
        for language, text in words.texts if words else ():
            if said := repeats(text, maker):
                place = key if language == "vi" else f"{key}_{language}"
                run.tell(one.document, [error((place,), "withheld-repeated", found=said)])
    told = ((one.document.file, one.document.body_line, one.document.body), *((s.file, 1, s.text) for s in stories))
    for file, line, text in told:
        if said := repeats(text, maker):
            run.problems.add([Problem(file, line, (), "withheld-repeated", (("found", str(said)),))])


def _lots_of(run: _Check, lots: list[_Read], codes: set[str]) -> dict[str, tuple[Lot, ...]]:
    found: dict[str, _Read] = {}
    for one in lots:
        code = PurePosixPath(one.document.file).stem
        if code not in codes:
            near = suggestion(code, codes)
            run.tell(
                one.document,
                [
                    error(
                        (),
                        "lots-without-product-near" if near else "lots-without-product",
                        found=code,
                        near=near or "",
                    )
                ],
            )
        elif found.setdefault(code, one) is not one:
            run.tell(one.document, [error((), "lots-twice", found=code, other=found[code].document.file)])
    return {code: one.value for code, one in found.items()}


def _stories_of(run: _Check, codes: set[str]) -> list[tuple[tuple[str, str], str]]:
    found: dict[tuple[str, str], Story] = {}
    for story in run.sources.stories:
        key = (story.code, story.language)
        details: tuple[tuple[str, str], ...] = (
            ("found", story.code),
            ("language", story.language),
            ("known", ", ".join(run.languages)),
        )
        if story.code not in codes:
            rule = "story-without-product"
        elif story.language == "vi":
            rule = "story-plain"
        elif run.languages and story.language not in run.languages:
            rule = "story-language"
        elif found.setdefault(key, story) is not story:
            rule, details = "story-twice", (*details, ("other", found[key].file))
        else:
            run.problems.add(story_problems(story.text, story.file, 1))
            continue
        run.problems.add([Problem(story.file, 1, (), rule, details)])
    return [(key, story.text) for key, story in found.items()]
