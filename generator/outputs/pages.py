"""Pages that stand alone: home, search, the list of one's own, how to check a stamp, about, privacy, not found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator import addresses
from generator.card import Card
from generator.catalogue import Catalogue, Tally
from generator.making.recipe import Recipe
from generator.rules.programme import groups, sets
from generator.theme import Theme

TEMPLATES = (
    "home.html",
    "search.html",
    "list.html",
    "check-stamp.html",
    "about.html",
    "privacy.html",
    "404.html",
    "parts/no-page.html",
)
NEWEST = 8


def plan(catalogue: Catalogue, theme: Theme) -> Iterator[Recipe]:
    """Plan the pages of which there is one each."""
    yield Recipe(
        (addresses.HOME,),
        home,
        (
            catalogue.province,
            tuple(shelf.tally for _, shelf in catalogue.by_group),
            tuple(shelf.tally for _, shelf in catalogue.by_stars),
            tuple(shelf.tally for shelf in catalogue.by_commune),
            catalogue.newest(NEWEST),
        ),
        ("home.html",),
    )
    held = tuple(one.id for one, shelf in catalogue.by_set if shelf.cards)
    kinds = tuple(sorted({card.maker.kind for card in catalogue.cards if card.maker and card.maker.kind}))
    yield Recipe((addresses.SEARCH,), search, (held, kinds), ("search.html",))
    yield Recipe((addresses.OWN_LIST,), own_list, (), ("list.html",))
    example = catalogue.example()
    shown = (example.code, example.name, example.face.twins) if example else None
    yield Recipe((addresses.CHECK_STAMP,), check_stamp, (shown,), ("check-stamp.html",))
    whole = catalogue.shelf.tally
    yield Recipe((addresses.ABOUT,), about, (whole, len(groups()), len(sets())), ("about.html",))
    yield Recipe((addresses.PRIVACY,), privacy, (), ("privacy.html",))
    yield Recipe((addresses.NOT_FOUND,), not_found, (), ("404.html", "parts/no-page.html"))


def home(
    theme: Theme,
    province: str | None,
    groups: tuple[Tally, ...],
    stars: tuple[Tally, ...],
    communes: tuple[Tally, ...],
    newest: tuple[Card, ...],
) -> tuple[bytes]:
    """Draw the home page."""
    values: dict[str, Any] = {
        "province": province,
        "groups": groups,
        "stars": stars,
        "communes": communes,
        "newest": newest,
    }
    return (theme.page("home.html", addresses.HOME, **values),)


def search(theme: Theme, held: tuple[str, ...], kinds: tuple[str, ...]) -> tuple[bytes]:
    """Draw the search page; products can be narrowed down to the sets and kinds of producers that there are."""
    law = [(group, tuple(one for one in group.sets if one.id in held)) for group in groups()]
    shown = [(group, inside) for group, inside in law if inside]
    return (theme.page("search.html", addresses.SEARCH, groups=shown, kinds=kinds),)


def own_list(theme: Theme) -> tuple[bytes]:
    """Draw the page of the list that a visitor keeps."""
    return (theme.page("list.html", addresses.OWN_LIST),)


def check_stamp(theme: Theme, shown: tuple[str, str, tuple[tuple[str, str], ...]] | None) -> tuple[bytes]:
    """Draw the page about stamps, with the stamp of a product: its code, name and the name's twins."""
    return (theme.page("check-stamp.html", addresses.CHECK_STAMP, shown=shown),)


def about(theme: Theme, whole: Tally, group_count: int, set_count: int) -> tuple[bytes]:
    """Draw the page about the programme and this catalogue."""
    return (theme.page("about.html", addresses.ABOUT, all=whole, groups=group_count, sets=set_count),)


def privacy(theme: Theme) -> tuple[bytes]:
    """Draw the page about personal data."""
    return (theme.page("privacy.html", addresses.PRIVACY),)


def not_found(theme: Theme) -> tuple[bytes]:
    """Draw the page that a server shows for an unknown address."""
    others = theme.others("parts/no-page.html", addresses.NOT_FOUND)
    return (theme.page("404.html", addresses.NOT_FOUND, rooted=True, others=others),)
