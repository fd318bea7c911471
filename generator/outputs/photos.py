"""The products' pictures in the widths pages ask for, upright and without hidden data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator import addresses, pictures
from generator.catalogue import Catalogue
from generator.making.recipe import Recipe
from generator.problems import TroubleError
from generator.theme import Theme

BRAND_WIDTH = 320
"""Pixels: a logo in the header at twice its size."""


def plan(catalogue: Catalogue, theme: Theme) -> Iterator[Recipe]:
    """Plan every picture once, however many pages show it.

    Raises TroubleError where Pillow cannot write a kind that pages name: with it left out, the same records would give
    another site on another computer.
    """
    photos = {photo.digest: photo for entry in catalogue.entries for photo in entry.photos}
    brand = {photo.digest: photo for _, photo in catalogue.brand}
    missing = pictures.kinds_missing() if photos or brand else ()
    if missing:
        raise TroubleError("picture-kinds-missing", found=", ".join(missing))
    for digest, photo in sorted(photos.items()):
        files = addresses.photo_files(photo.width)
        paths = tuple(addresses.photo(digest, width, kind) for width, kind in files)
        yield Recipe(paths, photo_made, (photo.source, digest, files))
    for digest, photo in sorted(brand.items()):
        width = min(photo.width, BRAND_WIDTH)
        yield Recipe((addresses.brand(digest),), brand_made, (photo.source, digest, width))


def photo_made(theme: Theme, source: str, digest: str, files: tuple[tuple[int, str], ...]) -> tuple[bytes, ...]:
    """Make all files of a picture, each of a width and a kind."""
    return pictures.photo(Path(source).read_bytes(), files)


def brand_made(theme: Theme, source: str, digest: str, width: int) -> tuple[bytes]:
    """Make the office's own picture."""
    return (pictures.logo(Path(source).read_bytes(), width),)
