"""The roll: every product as the catalogue last had it, so that an edit within some records asks for these alone.

What others must fit of a product, and what they show of it, is nearly always as it was when its text was mended. Then
nothing is checked between records that was checked before, and no other product is put together again.
"""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from datetime import date
from functools import partial
from hashlib import blake2b
from typing import Any, NamedTuple, cast

from generator.card import Card, Inside, Tab
from generator.catalogue import Catalogue
from generator.checks.between import Between, CheckedProduct, Record, record
from generator.checks.check import CHECKED, RECORDS, Checked, Remembered, check, with_past
from generator.checks.examine import Examined, MakerTies, Task, Ties, examine
from generator.checks.pictures import Gallery
from generator.checks.promises import Addressed, addresses_of
from generator.checks.shorthand import Short, lots, short, short_lots, short_ties, ties, whole
from generator.crew import Staff
from generator.faces import Face, Maker
from generator.gather import card_of, gather, gathered
from generator.memory import Kept, Memory
from generator.model.config import Config
from generator.problems import Problem, Problems
from generator.records.folder import Room, Seen, SourceFile, Sources

ROLL = "roll"
"""The table of every file: how it looked, and what became of it; of a product, its card."""
HEAD = "roll's head"
MOST = 100
"""Edited files; of more, all is checked."""
_Row = tuple[Short, tuple[str, ...], bytes, bytes]
"""A card: its tab, the names of its photos, all that is inside as one piece, a seal of what others must fit of it."""
_MARK = Ties._fields.index("mark")


class Head(NamedTuple):
    """What the roll says besides."""

    today: date
    stray: tuple[Problem, ...]
    """What was wrong with the folder."""
    problems: tuple[Problem, ...]
    """What was told of the records."""
    config: Config
    config_digest: str
    languages: tuple[str, ...]
    """Those that records may be written in."""


class _Edited(NamedTuple):
    """The products whose files changed, and the files that belong to them."""

    products: list[Record]
    producers: list[Record]
    lots: list[Record]
    stories: list[Record]

    @property
    def told_anew(self) -> list[Record]:
        """The files of which problems are told anew."""
        return [*self.products, *self.lots, *self.stories]


def call(sources: Sources, today: date, memory: Memory, staff: Staff) -> tuple[Checked, Catalogue]:
    """Return the records of a project, and their catalogue; raises ContentError where there are errors."""
    found = _again(sources, today, memory)
    if found is None:
        records = check(sources, today, memory, staff).accepted()
        found = records, gather(records, memory)
        _enter_all(sources, today, *found, memory)
    return found


def _again(sources: Sources, today: date, memory: Memory) -> tuple[Checked, Catalogue] | None:
    """Return what the roll and the edited records come to; nothing where all has to be checked."""
    head, last = memory.note(HEAD), memory.note(CHECKED)
    if not isinstance(head, Head) or not isinstance(last, Remembered) or head.stray != tuple(sources.problems):
        return None
    # A day further on nothing new can be wrong, and what was wrong may be right.
    if today < head.today or (head.problems and today != head.today):
        return None
    roll: dict[str, tuple[Seen | None, Any]] = memory.table(ROLL)
    files = sources.files
    if len(files) != len(roll) or not all(one.file in roll for one in files):
        return None
    changed = [one for one in files if one.seen is None or roll[one.file][0] != one.seen]
    if len(changed) > MOST or not all(one.room is Room.PRODUCT for one in changed):
        return None
    looks = [examine([Task.maker(head.languages, today)._replace(source=one)])[0] for one in changed]
    if not all(_fits(one, roll[one.file][1]) for one, _ in looks):
        return None
    for _, values in looks:
        memory.keep(values)
    edited = _edited(changed, [one for one, _ in looks], sources, roll)
    gallery = Gallery(
        sources.images, seen={name: last.pictures[name] for name in sources.images if name in last.pictures}
    )
    problems = Problems()
    between = Between(problems, head.languages, gallery, last.repeated)
    joined = between.join(*edited)
    problems.add(problem for one in edited.told_anew for problem in one.examined.problems)
    again = {one.source.file for one in edited.told_anew}
    problems.add(problem for problem in head.problems if problem.file not in again)
    if problems.errors:
        return None
    told = tuple(dict.fromkeys(problems.found))
    makers = [_maker(roll[one.file][1]) for one in sources.records if one.room is Room.PRODUCER]
    by_id = {maker.id: maker for maker, _ in makers}
    products = (one for one in sources.records if one.room is Room.PRODUCT)
    cards = {one.file: _card(roll[one.file][1], by_id, gallery) for one in products}
    now = addresses_of(map(_addressed, cards.values()), by_id.values())
    records = Checked(head.config, head.config_digest, (), (), gallery, problems, head.languages, told)
    records = with_past(records, sources, now, None, today, memory).accepted()
    if records.books:
        for card in cards.values():
            card.books = records.books.get(card.code, ())
    anew = [(one, cast(Card, card_of(one, records))) for one in joined]
    cards |= {one.examined.file: card for one, card in anew}
    _enter(edited.products, anew, memory)
    _enter_head(head._replace(today=today, problems=told), memory)
    return records, gathered(records, list(cards.values()), makers, memory)


def _addressed(card: Card) -> Addressed:
    tab = card.tab
    return tab.code, tab.name, tab.whose, tab.gtin, card.lots


def _fits(one: Examined, row: _Row) -> bool:
    """Tell whether others must fit, and show, of a product what they did before."""
    if not isinstance(one.facts, Ties) or one.facts.face is None:
        return False
    return _seal(short_ties(one.facts)) == row[3]


def _edited(changed: list[SourceFile], looks: list[Examined], sources: Sources, roll: Mapping[str, Any]) -> _Edited:
    products = [record(source, one) for source, one in zip(changed, looks, strict=True)]
    codes, makers = {one.ties.code for one in products}, {one.ties.producer for one in products}
    found = _Edited(products, [], [], [])
    for one in sources.records if products else ():
        if one.room is Room.PRODUCER and one.stem in makers:
            found.producers.append(record(one, whole(roll[one.file][1])))
        elif one.room is Room.LOTS and one.stem in codes:
            found.lots.append(record(one, whole(roll[one.file][1])))
        elif one.room is Room.STORY and one.told[0] in codes:
            found.stories.append(record(one, whole(roll[one.file][1])))
    return found


def _maker(row: Short) -> tuple[Maker, Kept]:
    one = whole(row)
    return cast(Maker, cast(MakerTies, one.facts).maker), Kept(one.value)


def _card(row: _Row, makers: Mapping[str | None, Maker], gallery: Gallery) -> Card:
    tab, photos, shut, _ = row
    shown = tuple([photo for name in photos if (photo := gallery.photo(name))]) if photos else ()
    return Card(tuple.__new__(Tab, tab), partial(_open, shut, makers), shown)


def _open(shut: bytes, makers: Mapping[str | None, Maker]) -> Inside:
    fits, maker_kept, of_lots, told = marshal.loads(shut)  # noqa: S302 - our own, by its digest
    own = ties(fits)
    by = makers[own.producer] if maker_kept else own.maker
    stories = tuple([(language, Kept(key)) for language, key in told])
    return Inside(cast(Face, own.face), by, Kept(maker_kept) if maker_kept else None, lots(of_lots), stories)


def _row(one: CheckedProduct, card: Card) -> _Row:
    _, _, maker_kept, of_lots, stories = card.inside
    fits, told = short_ties(one.ties), tuple([(language, kept.key) for language, kept in stories])
    shut = marshal.dumps((fits, maker_kept.key if maker_kept else None, short_lots(of_lots), told))
    photos = tuple([photo.file for photo in card.photos])
    return tuple(card.tab), photos, shut, _seal(fits)


def _seal(fits: Short) -> bytes:
    """Return a digest of what others must fit of a product, and what they show of it: of all but its own mark."""
    return blake2b(repr((*fits[:_MARK], *fits[_MARK + 1 :])).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _enter_all(sources: Sources, today: date, records: Checked, catalogue: Catalogue, memory: Memory) -> None:
    """Write the roll anew."""
    cards = {card.code: card for card in catalogue.cards}
    rows: dict[str, Any] = {one.file: short(one) for one in records.producers}
    for one in records.products:
        rows[one.examined.file] = _row(one, cards[one.ties.code or ""])
        belonging = [told for _, told in one.stories]
        rows |= {other.file: short(other) for other in ([one.lots, *belonging] if one.lots else belonging)}
    memory.write_table(ROLL, {one.file: (one.seen, rows.get(one.file)) for one in sources.files})
    told = dict.fromkeys(records.found_between)
    settled = records.config, records.config_digest, records.languages
    _enter_head(Head(today, tuple(sources.problems), tuple(told), *settled), memory)


def _enter(products: list[Record], anew: list[tuple[CheckedProduct, Card]], memory: Memory) -> None:
    """Write what became of edited products."""
    seen = {one.source.file: one.source.seen for one in products}
    if seen:
        memory.amend_table(ROLL, {one.examined.file: (seen[one.examined.file], _row(one, card)) for one, card in anew})
        memory.amend_table(
            RECORDS, {one.examined.file: (seen[one.examined.file], short(one.examined)) for one, _ in anew}
        )


def _enter_head(head: Head, memory: Memory) -> None:
    if memory.note(HEAD) != head:
        memory.write(HEAD, head)
