"""What of records is shown outside their own pages: by lists, by the pages of others, by search."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from generator.memory import Kept
from generator.model.words import ProducerKindName
from generator.records.pictured import Picture


class Face(NamedTuple):
    """What of a product is shown outside its own page."""

    code: str
    name: str
    twins: tuple[tuple[str, str], ...]
    """The name in other languages: pairs of language and text."""
    set_id: str
    stars: int
    """Of the certificate that counts, like all that follows of one."""
    demo: bool
    ceased: bool
    issued: date | None
    until: date | None
    """The last day it holds, an extension counted."""
    expires: date | None
    """The last day of its 36 months."""
    revoked: date | None
    recognised: date
    """The day of issue, or the first day it can have been."""
    updated: date | None
    place: str | None
    """Where it comes from in one short line."""
    commune: str | None
    commune_key: str | None
    """The name of today's commune in addresses."""
    as_certified: tuple[str, ...]
    """The old units of its origin, commune first."""
    province: str | None
    order: str
    """Sorts in Vietnamese order of names."""
    digest: str
    """Of all above."""


class Maker(NamedTuple):
    """What of a producer is shown outside its own page, and what it lets others show."""

    id: str | None
    """Nothing where it is written inside a product."""
    name: str
    twins: tuple[tuple[str, str], ...]
    """The name in other languages: pairs of language and text."""
    kind: ProducerKindName | None
    where: str | None
    """Its commune, else its province."""
    order: str
    """Sorts in Vietnamese order of names."""
    shows_portraits: bool
    hides_address: bool
    withholds: bool
    """Whether some of its contacts may be published nowhere."""
    household: bool
    """Whether the rules for personal data hold for it."""
    mark: str = ""
    """A digest of all it says, where it has a file of its own."""

    @property
    def tells_all(self) -> bool:
        """Whether nothing of it, and of what it makes, is kept back."""
        return not (self.household or self.withholds or self.hides_address)


class LotFacts(NamedTuple):
    """What a product's page shows of a lot."""

    lot: str
    made: date | None
    expires: date | None
    recalled: bool
    dated: bool
    """Whether anything in it has a day, so that there are events to tell machines of."""
    kept: Kept
    mark: str = ""
    """A digest of all it says."""


NEWEST_LOTS = 10
"""Lots on a product's own page; where there are more, a list of its own has all of them."""
LOTS_A_PAGE = 200
"""Lots on one page of that list: about 30 KB of HTML."""


class Photo(NamedTuple):
    """A picture file that may be shown."""

    file: str
    """Its path below content/images/, as records name it."""
    path: str
    """Where the file is on this machine: in no digest, it decides no byte."""
    picture: Picture

    @property
    def digest(self) -> str:
        """The digest of the file's bytes."""
        return self.picture.digest

    @property
    def width(self) -> int:
        """Pixels, after turning it upright."""
        return self.picture.width

    @property
    def height(self) -> int:
        """Pixels, after turning it upright."""
        return self.picture.height
