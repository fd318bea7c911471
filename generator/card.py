"""A product as a card: its tab is seen in the drawer, the rest is taken out when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from generator.faces import Face, LotFacts, Maker, Photo
from generator.memory import Kept
from generator.serials.book import Book


class Tab(NamedTuple):
    """What of a card is asked of every product in every build, known without taking the card out."""

    code: str
    """The permanent code."""
    name: str
    """The name in Vietnamese."""
    order: str
    """Sorts in Vietnamese order of names."""
    set_id: str
    stars: int
    """The stars of the certificate that counts."""
    demo: bool
    """Whether it is invented."""
    commune_key: str | None
    """The name of today's commune in addresses."""
    gtin: str | None
    """14 digits."""
    maker_id: str | None
    """The producer's, where it has a file of its own."""
    whose: str
    """The producer's id, else its name; empty where nobody says who makes it."""
    kept: str
    """The key of the whole of the product in the memory."""
    told: tuple[str, ...]
    """The keys of its story in other languages."""
    traced: bool
    """Whether it has lots."""
    digest: str
    """Of what lists show."""
    whole: str
    """A digest of the product with everything that belongs to it."""
    mark: str
    """The mark of its page for the ledger of addresses; empty where something of it is kept back."""


class Inside(NamedTuple):
    """What else a card says."""

    face: Face
    maker: Maker | None
    maker_kept: Kept | None
    """Where the producer is kept, if it has a file of its own."""
    lots: tuple[LotFacts, ...]
    """Newest first."""
    stories: tuple[tuple[str, Kept], ...]
    """The story in other languages."""


class Card:
    """A product as lists show it, and where the whole of it is kept."""

    __slots__ = ("_inside", "books", "photos", "tab")

    def __init__(
        self,
        tab: Tab,
        inside: Inside | Callable[[], Inside],
        photos: tuple[Photo, ...] = (),
        books: tuple[Book, ...] = (),
    ) -> None:
        self.tab = tab
        self._inside = inside
        self.photos = photos
        """All files the record names and may show, the first of them first."""
        self.books = books
        """What is known of the serials issued for its lots."""

    @property
    def inside(self) -> Inside:
        """What is not on its tab; taken out when it is first asked for."""
        if not isinstance(self._inside, Inside):
            self._inside = self._inside()
        return self._inside

    @property
    def code(self) -> str:
        """The permanent code."""
        return self.tab.code

    @property
    def name(self) -> str:
        """The name in Vietnamese."""
        return self.tab.name

    @property
    def stars(self) -> int:
        """The stars of the certificate that counts."""
        return self.tab.stars

    @property
    def demo(self) -> bool:
        """Whether it is invented."""
        return self.tab.demo

    @property
    def gtin(self) -> str | None:
        """14 digits."""
        return self.tab.gtin

    @property
    def kept(self) -> Kept:
        """Where the whole of the product is kept."""
        return Kept(self.tab.kept)

    @property
    def digest(self) -> str:
        """Of what lists show."""
        return self.tab.digest

    @property
    def whole(self) -> str:
        """A digest of the product with everything that belongs to it."""
        return self.tab.whole

    @property
    def face(self) -> Face:
        """What is shown of it outside its own page."""
        return self.inside.face

    @property
    def place(self) -> str | None:
        """Where it comes from in one short line."""
        return self.inside.face.place

    @property
    def maker(self) -> Maker | None:
        """Who makes it."""
        return self.inside.maker

    @property
    def maker_kept(self) -> Kept | None:
        """Where the producer is kept, if it has a file of its own."""
        return self.inside.maker_kept

    @property
    def lots(self) -> tuple[LotFacts, ...]:
        """Newest first."""
        return self.inside.lots if self.tab.traced else ()

    @property
    def stories(self) -> tuple[tuple[str, Kept], ...]:
        """The story in other languages."""
        return self.inside.stories if self.tab.told else ()

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process whole."""
        return Card, (self.tab, self.inside, self.photos, self.books)
