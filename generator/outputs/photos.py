"""The products' pictures in the widths pages ask for, upright and without hidden data."""

from __future__ import annotations

from collections.abc import Iterator

from generator import addresses
from generator.catalogue import Catalogue
from generator.making.recipe import Recipe
from generator.memory import Original
from generator.model.words import LayoutName
from generator.problems import TroubleError
from generator.theme import Theme

BRAND_WIDTH = 320
"""Pixels: a logo in the header at twice its size."""
SECONDS = 0.5
"""What a large photo takes."""


def plan(catalogue: Catalogue, theme: Theme) -> Iterator[Recipe]:
    """Plan every picture once, however many pages show it.

    Raises TroubleError where Pillow cannot write a kind that pages name: with it left out, the same records would give
    another site on another computer.
    """
    photos = {photo.digest: photo for card in catalogue.cards for photo in card.photos}
    brand = {photo.digest: photo for _, photo in catalogue.brand}
    if photos or brand:
        from generator.pictures import kinds_missing

        if missing := kinds_missing():
            raise TroubleError("picture-kinds-missing", found=", ".join(missing))
    for digest, photo in sorted(photos.items()):
        files = addresses.photo_files(photo.width, compact=catalogue.config.site.layout is LayoutName.COMPACT)
        paths = tuple(addresses.photo(digest, width, kind) for width, kind in files)
        yield Recipe(paths, photo_made, (Original(photo.path, digest), files), (), SECONDS)
    for digest, photo in sorted(brand.items()):
        width = min(photo.width, BRAND_WIDTH)
        yield Recipe((addresses.brand(digest),), brand_made, (Original(photo.path, digest), width), (), SECONDS)


def photo_made(theme: Theme, source: Original, files: tuple[tuple[int, str], ...]) -> tuple[bytes, ...]:
    """Make all files of a picture, each of a width and a kind."""
    from generator import pictures

    return pictures.photo(_read(source), files)


def brand_made(theme: Theme, source: Original, width: int) -> tuple[bytes]:
    """Make the office's own picture."""
    from generator import pictures

    return (pictures.logo(_read(source), width),)


def _read(source: Original) -> bytes:
    content = source.read()
    if content is None:
        raise TroubleError("picture-changed", file=source.path)
    return content
