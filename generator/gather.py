"""From checked records to the catalogue: everything that belongs together joined, nothing that may not be published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from generator.catalogue import Card, Catalogue, arrange
from generator.checks.between import CheckedProduct
from generator.checks.check import Checked
from generator.checks.examine import MakerTies
from generator.checks.pictures import Gallery
from generator.faces import LotFacts, Maker, Photo
from generator.memory import Kept, Memory, digest
from generator.model.config import Look
from generator.opendata import drawers
from generator.search.drawers import fill


def gather(records: Checked, memory: Memory) -> Catalogue:
    """Return the catalogue of records that have no errors; `memory` keeps what search needs of them."""
    cards = [card for one in records.products if (card := card_of(one, records))]
    return gathered(records, cards, makers_of(records), memory)


def makers_of(records: Checked) -> list[tuple[Maker, Kept]]:
    """Return the producers that have a file of their own."""
    return [
        (ties.maker, Kept(one.value))
        for one in records.producers
        if (ties := cast(MakerTies, one.facts)).maker is not None
    ]


def gathered(records: Checked, cards: list[Card], makers: list[tuple[Maker, Kept]], memory: Memory) -> Catalogue:
    """Return the catalogue of cards that are made already; of the records only what is no product's is asked."""
    brand = _brand(records.config.look, records.gallery)
    chest = fill(cards, memory)
    data = drawers.fill(chest.cards, makers, records.config, memory)
    return arrange(records.config, records.config_digest, cards, makers, brand, chest, records.signed, data)


def card_of(one: CheckedProduct, records: Checked) -> Card | None:
    """Return a product with all that belongs to it; nothing while its file has errors."""
    examined, ties, maker, maker_file, lots_file, stories = one
    face = ties.face
    if face is None:
        return None
    photos: tuple[Photo, ...] = ()
    if ties.images:
        shows = maker is not None and maker.shows_portraits
        named = dict.fromkeys(file for _, file, portrait in ties.images if file and (shows or not portrait))
        photos = tuple(photo for file in named if (photo := records.gallery.photo(file)))
    lots = cast("tuple[LotFacts, ...]", lots_file.facts) if lots_file else ()
    shown = f"{face.digest} {maker.id} {maker.kind} {maker.name}" if maker else face.digest
    if photos:
        shown += f" {photos[0].digest}"
    whole = f"{shown}\n{examined.value} {maker_file.value if maker_file else ''}"
    if lots or stories or photos:
        belongs = [lot.kept.key for lot in lots]
        belongs += [f"{language} {story.value}" for language, story in stories]
        belongs += [f"{photo.file} {photo.digest}" for photo in photos]
        whole += "\n" + "\n".join(belongs)
    books = records.books.get(face.code, ())
    if books:
        whole += "\n" + "\n".join([book.digest for book in books])
    if records.signed:
        whole += "\nsigned"  # then it has a record as data, and its pages a check
    told = tuple([(language, Kept(story.value)) for language, story in stories])
    maker_kept = Kept(maker_file.value) if maker_file else None
    seal = digest(whole.encode("utf-8", "surrogatepass"))
    kept = Kept(examined.value)
    marks = _marks(one, photos) if maker is None or maker.tells_all else ()
    return Card(face, kept, maker, maker_kept, lots, told, photos, ties.gtin, shown, seal, books, marks)


def _marks(one: CheckedProduct, photos: tuple[Photo, ...]) -> tuple[str, ...]:
    if one.ties.images and any(portrait for _, _, portrait in one.ties.images):  # which may be kept back
        return ()
    own = (one.ties.mark, one.maker.mark if one.maker else "")
    stories = [f"{language} {story.content}" for language, story in one.stories] if one.stories else ()
    return (*own, *stories, *[photo.digest for photo in photos]) if stories or photos else own


def _brand(look: Look, gallery: Gallery) -> Iterator[tuple[str, Photo]]:
    """Yield the office's own pictures, by what they are for."""
    for use, name in (("logo", look.logo), ("mark", look.ocop_mark)):
        photo = gallery.photo(name) if name else None
        if photo:
            yield use, photo
