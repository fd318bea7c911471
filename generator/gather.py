"""From checked records to the catalogue: everything that belongs together joined, nothing that may not be published."""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalogue import Catalogue, Entry, Photo, arrange, enter
from generator.checks.check import Checked, CheckedProduct
from generator.checks.pictures import Gallery
from generator.model.config import Look
from generator.model.product import Image
from generator.rules.privacy import published
from generator.rules.publication import published_product
from generator.vietnamese import without_invisible


def gather(records: Checked) -> Catalogue:
    """Return the catalogue of records that have no errors."""
    entries = (_entry(one, records.gallery) for one in records.products)
    producers = (published(one) for one in records.producers)
    return arrange(records.config, entries, producers, _brand(records.config.look, records.gallery))


def _entry(one: CheckedProduct, gallery: Gallery) -> Entry:
    product = published_product(one.product, one.maker)
    photos = [photo for image in product.images if (photo := gallery.photo(image))]
    stories = {language: _plain(text) for language, text in one.stories if text.strip()}
    return enter(product, published(one.maker) if one.maker else None, one.lots, photos, stories)


def _plain(text: str) -> str:
    return "\n".join(without_invisible(line) for line in text.split("\n")).strip("\n")


def _brand(look: Look, gallery: Gallery) -> Iterator[tuple[str, Photo]]:
    """Yield the office's own pictures, by what they are for."""
    for use, name in (("logo", look.logo), ("mark", look.ocop_mark)):
        photo = gallery.photo(Image(file=name)) if name else None
        if photo:
            yield use, photo
