"""From checked records to the catalogue: everything that belongs together joined, nothing that may not be published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from generator.card import Card, Inside, Tab
from generator.catalogue import Catalogue, arrange
from generator.checks.between import CheckedProduct
from generator.checks.check import Checked
from generator.checks.examine import MakerTies
from generator.checks.pictures import Gallery
from generator.faces import LotFacts, Maker, Photo
from generator.memory import Kept, Memory, digest
from generator.model.config import Look
from generator.opendata import drawers
from generator.past import mark_of_all
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
    tab = Tab(
        code=face.code,
        name=face.name,
        order=face.order,
        set_id=face.set_id,
        stars=face.stars,
        demo=face.demo,
        commune_key=face.commune_key,
        gtin=ties.gtin,
        maker_id=maker.id if maker else None,
        whose=(maker.id or maker.name) if maker else "",
        kept=examined.value,
        told=tuple([story.value for _, story in stories]) if stories else (),
        traced=bool(lots),
        digest=shown,
        whole=digest(whole.encode("utf-8", "surrogatepass")),
        mark=_mark(one, lots, photos) if maker is None or maker.tells_all else "",
    )
    told = tuple([(language, Kept(story.value)) for language, story in stories]) if stories else ()
    return Card(tab, Inside(face, maker, Kept(maker_file.value) if maker_file else None, lots, told), photos, books)


def _mark(one: CheckedProduct, lots: tuple[LotFacts, ...], photos: tuple[Photo, ...]) -> str:
    """Return the mark of all that a product says; nothing where some of it may be kept back."""
    if one.ties.images and any(portrait for _, _, portrait in one.ties.images):
        return ""
    said = [one.ties.mark, one.maker.mark if one.maker else ""]
    if one.stories or photos or lots:
        said += [f"{language} {story.content}" for language, story in one.stories]
        said += [photo.digest for photo in photos]
        said += [lot.mark for lot in lots]
    return mark_of_all(said)


def _brand(look: Look, gallery: Gallery) -> Iterator[tuple[str, Photo]]:
    """Yield the office's own pictures, by what they are for."""
    for use, name in (("logo", look.logo), ("mark", look.ocop_mark)):
        photo = gallery.photo(name) if name else None
        if photo:
            yield use, photo
