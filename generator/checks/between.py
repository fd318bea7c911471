"""What must hold between files: codes that are unique, references that lead somewhere, nothing kept back repeated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, cast

from generator.checks.examine import Examined, MakerTies, Ties, open_document, plain_story, record_of
from generator.checks.masking import masked
from generator.checks.pictures import Gallery
from generator.checks.shape import shape
from generator.checks.suggestions import suggestion
from generator.faces import Maker
from generator.model.config import Config
from generator.model.lot import Lot
from generator.model.producer import Producer, ProducerFacts
from generator.model.product import Product
from generator.problems import Fault, Path, Problem, Problems, error, warning
from generator.records.document import Document
from generator.records.folder import SourceFile
from generator.rules.publication import hidden_in_lot, hidden_in_shops, repeats


class Record(NamedTuple):
    """A file and what became of it."""

    source: SourceFile
    examined: Examined
    ties: Ties
    """What of a product others must fit."""
    maker_ties: MakerTies
    """What of a producer others must fit."""


class CheckedProduct(NamedTuple):
    """A product with what other files say of it."""

    examined: Examined
    ties: Ties
    maker: Maker | None
    maker_file: Examined | None
    """Where the producer stands, if it has a file of its own."""
    lots: Examined | None
    stories: tuple[tuple[str, Examined], ...]
    """Pairs of language and story."""


def record(source: SourceFile, examined: Examined) -> Record:
    """Return a file with what became of it."""
    facts = examined.facts
    kind = facts.__class__
    if kind is Ties:
        return Record(source, examined, cast("Ties", facts), NO_MAKER)
    return Record(source, examined, NO_TIES, cast("MakerTies", facts) if kind is MakerTies else NO_MAKER)


NO_TIES = Ties(None, None, None, None, named=False, images=(), addresses=(), point=False, face=None)
NO_MAKER = MakerTies(None, readable=False, maker=None)


class Between:
    """The records of a project, seen together."""

    def __init__(
        self,
        problems: Problems,
        languages: tuple[str, ...],
        gallery: Gallery,
        known: dict[str, tuple[str, tuple[Problem, ...]]],
    ) -> None:
        self.problems = problems
        self.languages = languages
        self.gallery = gallery
        self.repeated: dict[str, tuple[str, tuple[Problem, ...]]] = {}
        self._known = known
        self._documents: dict[str, Document] = {}
        self._makers: dict[str, Record] = {}
        self._unread: set[str] = set()
        self._lots: dict[str, Record] = {}
        self._stories: dict[str, dict[str, Record]] = {}

    def look(self, source: SourceFile, config: Config) -> None:
        """Check the pictures config.yml names."""
        for key in ("logo", "ocop_mark"):
            if name := getattr(config.look, key):
                self._tell(source, self.gallery.faults(name, ("look", key)))

    def unique(self, products: list[Record], producers: list[Record]) -> None:
        """Check that nothing is called the same."""
        self._unique(producers, lambda one: one.maker_ties.id, ("id",), "id-twice")
        self._unique(products, lambda one: one.ties.code, ("code",), "code-twice")
        self._unique(products, lambda one: one.ties.gtin, ("traceability", "gtin"), "gtin-twice")

    def join(
        self, products: list[Record], producers: list[Record], lots: list[Record], stories: list[Record]
    ) -> tuple[CheckedProduct, ...]:
        """Return each product with what belongs to it, and check that it fits."""
        # A producer whose file has errors is there all the same, under its file's name.
        self._makers = {one.source.stem: one for one in producers if one.maker_ties.readable}
        self._makers |= {one.maker_ties.id: one for one in producers if one.maker_ties.id}
        self._unread = {one.source.stem for one in producers} - self._makers.keys()
        codes = {code for one in products if (code := one.ties.code)} | {one.source.stem for one in products}
        self._take_lots(lots, codes)
        self._take_stories(stories, codes)
        told_of: dict[str, list[Record]] = {}
        for story in stories:
            told_of.setdefault(story.source.told[0], []).append(story)
        return tuple([self._joined(one, told_of) for one in products])

    def _joined(self, product: Record, told_of: dict[str, list[Record]]) -> CheckedProduct:
        ties = product.ties
        code, by = ties.code or "", self._makers.get(ties.producer or "")
        maker = by.maker_ties.maker if by else ties.maker
        if by is None and ties.producer:
            self._unknown_maker(product, ties.producer)
        if ties.images or ties.addresses or ties.point:
            self._tell(product.source, self._fits(ties, maker))
        if maker and maker.withholds:
            self.problems.add(self._repeats(product, by, told_of.get(code, []), self._lots.get(code)))
        lots, stories = self._lots.get(code), self._stories.get(code)
        told = tuple((language, one.examined) for language, one in sorted(stories.items())) if stories else ()
        return CheckedProduct(
            product.examined, ties, maker, by.examined if by else None, lots.examined if lots else None, told
        )

    def _tell(self, source: SourceFile, faults: Iterable[Fault]) -> None:
        """Keep what is wrong; only now is the file opened again, for the line."""
        for fault in faults:
            self.problems.add([masked(self._document(source).problem(fault))])

    def _document(self, source: SourceFile) -> Document:
        if source.file not in self._documents:
            self._documents[source.file] = open_document(source)
        return self._documents[source.file]

    def _unique(self, records: list[Record], value: Callable[[Record], str | None], path: Path, rule: str) -> None:
        first: dict[str, Record] = {}
        for one in records:
            found = value(one)
            if found and first.setdefault(found, one) is not one:
                self._tell(one.source, [error(path, rule, found=found, other=first[found].source.file)])

    def _unknown_maker(self, product: Record, named: str) -> None:
        if named not in self._unread:
            near = suggestion(named, self._makers)
            rule = "producer-unknown-near" if near else "producer-unknown"
            self._tell(product.source, [error(("producer",), rule, found=named, near=near or "")])

    def _fits(self, ties: Ties, maker: Maker | None) -> Iterator[Fault]:
        """Yield what is wrong with a product's pictures, and what of it is kept back for its producer's sake."""
        for number, file, _ in ties.images:
            if file:
                yield from self.gallery.faults(file, ("images", number, "file"))
        if maker is not None or not ties.named:
            for number, file, portrait in ties.images:
                if portrait and not (maker and maker.shows_portraits):
                    yield warning(("images", number, "portrait_of"), "portrait-withheld", found=file or "")
        if maker and maker.hides_address:
            for key in ties.addresses:
                yield warning(("origin", key, "address"), "withheld", found="address")
            if ties.point:
                yield warning(("origin", "geo"), "geo-rounded")

    def _repeats(
        self, product: Record, maker: Record | None, stories: list[Record], lots: Record | None
    ) -> tuple[Problem, ...]:
        """Return what a product says that its producer keeps back; remembered by what all of them say."""
        parts = [one.examined for one in (product, maker, *stories, lots) if one]
        key = " ".join(one.content for one in parts)
        known, problems = self._known.get(product.source.file, ("", ()))
        if known != key or not all(one.content for one in parts):
            problems = tuple(masked(one) for one in self._said(product, maker, stories, lots))
        self.repeated[product.source.file] = key, problems
        return problems

    def _said(
        self, product: Record, maker: Record | None, stories: list[Record], lots: Record | None
    ) -> Iterator[Problem]:
        value, document = record_of(product.source, Product, self.languages)
        by = record_of(maker.source, Producer, self.languages)[0] if maker else value.producer
        if not isinstance(by, ProducerFacts):
            return
        for number, key, name in hidden_in_shops(value, by):
            yield document.problem(warning(("shops", number, key), "withheld", found=name))
        for key in ("name", "summary"):
            words = getattr(value, key)
            for language, text in words.texts if words else ():
                if said := repeats(text, by):
                    place = key if language == "vi" else f"{key}_{language}"
                    yield document.problem(error((place,), "withheld-repeated", found=said))
        told = [(product.source.file, document.body_line, document.body)]
        told += [(story.source.file, 1, plain_story(story.source)) for story in stories]
        for file, line, text in told:
            if said := repeats(text, by):
                yield Problem(file, line, (), "withheld-repeated", (("found", str(said)),))
        if lots:
            yield from self._said_of_lots(lots, by)

    def _said_of_lots(self, lots: Record, by: ProducerFacts) -> Iterator[Problem]:
        document = open_document(lots.source)
        for number, row in enumerate(document.data if isinstance(document.data, list) else ()):
            lot = shape(row, Lot, self.languages, document.flows, at=(number,)).value
            if said := repeats(lot.lot, by):  # which stands in the address of its page, and on stamps
                yield document.problem(error((number, "lot"), "withheld-repeated", found=said))
            for where, name in hidden_in_lot(lot, by):
                yield document.problem(warning((number, *where), "lot-withheld", found=name))

    def _take_lots(self, lots: list[Record], codes: set[str]) -> None:
        for one in lots:
            code = one.source.stem
            if code not in codes:
                near = suggestion(code, codes)
                rule = "lots-without-product-near" if near else "lots-without-product"
                self._tell(one.source, [error((), rule, found=code, near=near or "")])
            elif self._lots.setdefault(code, one) is not one:
                self._tell(one.source, [error((), "lots-twice", found=code, other=self._lots[code].source.file)])

    def _take_stories(self, stories: list[Record], codes: set[str]) -> None:
        for one in stories:
            code, language = one.source.told
            details = [("found", code), ("language", language), ("known", ", ".join(self.languages))]
            told = self._stories.setdefault(code, {})
            if code not in codes:
                rule = "story-without-product"
            elif language == "vi":
                rule = "story-plain"
            elif self.languages and language not in self.languages:
                rule = "story-language"
            elif told.setdefault(language, one) is not one:
                rule = "story-twice"
                details.append(("other", told[language].source.file))
            else:
                continue
            self.problems.add([masked(Problem(one.source.file, 1, (), rule, tuple(details)))])
