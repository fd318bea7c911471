"""Pages that stand alone: home, how to check a stamp, about, privacy, not found."""

from __future__ import annotations

from collections.abc import Iterator

from generator import addresses
from generator.catalogue import Catalogue
from generator.making.recipe import Recipe
from generator.theme import Theme

NEWEST = 8


def plan(catalogue: Catalogue, theme: Theme) -> Iterator[Recipe]:
    """Plan the pages of which there is one each."""
    yield Recipe((addresses.HOME,), home, (catalogue,))
    yield Recipe((addresses.CHECK_STAMP,), guide, ("check-stamp.html", addresses.CHECK_STAMP, catalogue))
    yield Recipe((addresses.ABOUT,), guide, ("about.html", addresses.ABOUT, catalogue))
    yield Recipe((addresses.PRIVACY,), guide, ("privacy.html", addresses.PRIVACY, catalogue))
    yield Recipe((addresses.NOT_FOUND,), not_found, ())


def home(theme: Theme, catalogue: Catalogue) -> tuple[bytes]:
    """Draw the home page."""
    return (
        theme.page(
            "home.html",
            addresses.HOME,
            catalogue=catalogue,
            groups=catalogue.by_group(),
            newest=catalogue.newest(NEWEST),
            communes=catalogue.by_commune(),
            stars=catalogue.by_stars(),
        ),
    )


def guide(theme: Theme, template: str, path: str, catalogue: Catalogue) -> tuple[bytes]:
    """Draw a page of explanation."""
    return (theme.page(template, path, catalogue=catalogue),)


def not_found(theme: Theme) -> tuple[bytes]:
    """Draw the page that a server shows for an unknown address."""
    return (theme.page("404.html", addresses.NOT_FOUND, rooted=True),)
