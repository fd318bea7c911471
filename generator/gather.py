"""From checked records to the catalogue: everything that belongs together joined, nothing that may not be published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from generator.catalogue import Card, Catalogue, LotFacts, Photo, arrange
from generator.checks.check import Checked, CheckedProduct
from generator.checks.examine import MakerTies
from generator.checks.pictures import Gallery
from generator.memory import Kept, Memory
from generator.model.config import Look
from generator.search.drawers import fill


def gather(records: Checked, memory: Memory) -> Catalogue:
    """Return the catalogue of records that have no errors; `memory` keeps what search needs of them."""
    cards = [card for one in records.products if (card := _card(one, records.gallery))]
    makers = (
        (ties.maker, Kept(one.value))
        for one in records.producers
        if (ties := cast(MakerTies, one.facts)).maker is not None
    )
    brand = _brand(records.config.look, records.gallery)
    return arrange(records.config, records.config_digest, cards, makers, brand, fill(cards, memory))


def _card(one: CheckedProduct, gallery: Gallery) -> Card | None:
    if one.ties.face is None:
        return None
    shows_portraits = one.maker is not None and one.maker.shows_portraits
    named = dict.fromkeys(file for _, file, portrait in one.ties.images if file and (shows_portraits or not portrait))
    face, maker, maker_file = one.ties.face, one.maker, one.maker_file
    lots = cast("tuple[LotFacts, ...]", one.lots.facts) if one.lots else ()
    photos = tuple(photo for file in named if (photo := gallery.photo(file)))
    by = f"{maker.id} {maker.name}" if maker else ""
    shown = f"{face.digest} {by} {photos[0].digest if photos else ''}"
    belongs = (
        one.examined.value,
        maker_file.value if maker_file else "",
        *(lot.kept.key for lot in lots),
        *(f"{language} {story.value}" for language, story in one.stories),
        *(f"{photo.file} {photo.digest}" for photo in photos),
    )
    return Card(
        face=face,
        kept=Kept(one.examined.value),
        maker=maker,
        maker_kept=Kept(maker_file.value) if maker_file else None,
        lots=lots,
        stories=tuple((language, Kept(story.value)) for language, story in one.stories),
        photos=photos,
        digest=shown,
        whole=f"{shown} {' '.join(belongs)}",
    )


def _brand(look: Look, gallery: Gallery) -> Iterator[tuple[str, Photo]]:
    """Yield the office's own pictures, by what they are for."""
    for use, name in (("logo", look.logo), ("mark", look.ocop_mark)):
        photo = gallery.photo(name) if name else None
        if photo:
            yield use, photo
