"""What an office writes of addresses that are gone or have moved: `tombstones.yml`, `redirects.yml`."""

from __future__ import annotations

import re
from typing import Annotated

from generator.model.record import Record
from generator.model.text import refuse
from generator.model.values import Code, Day, LotCode, Name, ProducerId, Reads, Said, read_url, schema

_CODE = r"[0-9A-Z](?:[0-9A-Z-]{1,18})[0-9A-Z]"
_PLACE = r"[^\s\"<>\\^`{|}?#]"


def _address(value: str) -> str:
    """Read an address of the site: from the root, as a whole web address, or a product's code alone."""
    text = value
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        text = "/" + read_url(text).split("://", 1)[1].partition("/")[2].partition("#")[0].partition("?")[0]
    elif not text.startswith("/"):
        if not re.fullmatch(_CODE, text):
            raise refuse("address-form", found=value)
        text = f"/P/{text}/"
    text = text.removesuffix("index.html")
    if not text.endswith("/") and "." not in text.rsplit("/", 1)[-1]:
        text += "/"
    if not re.fullmatch(rf"/(?:{_PLACE}+)?", text) or "//" in text or "/../" in text or "/./" in text:
        raise refuse("address-form", found=value)
    return text


Address = Annotated[
    str, Reads(_address), schema(type=["string", "number"], pattern="^(/|[Hh][Tt][Tt][Pp][Ss]?://|[0-9A-Z])")
]
"""An address of this site: `/P/DB0001/`, the whole web address, or a product's code alone."""


class Tombstone(Record):
    """An address that is gone for good, and why."""

    address: Address | None = None
    """The address that is gone; or one of the keys below."""
    code: Code | None = None
    """The product that is gone, with its lots, its GTIN and its stamps."""
    lot: LotCode | None = None
    """The lot that is gone, of the product in `code`."""
    producer: ProducerId | None = None
    """The producer that is gone."""
    since: Day
    """Since when it is gone."""
    reason: Said
    """Why, for people who scan its stamp years later."""
    was: Name | None = None
    """What it was called, where that is another name than the last one published."""
    replaced_by: Address | None = None
    """What took its place."""


class Redirect(Record):
    """An address that leads to another."""

    address: Address
    """The old address; what lies below it moves along."""
    to: Address
    """The new address."""
    since: Day | None = None
    """Since when."""
