"""What of a product may be published while its producer is a natural person (Luật 91/2025/QH15)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, TypeVar

from generator.model.lot import Event, Lot, LotMaterial, LotTest, Recall
from generator.model.producer import ProducerFacts
from generator.model.product import Image, Origin, Product
from generator.model.record import Record
from generator.model.text import Words
from generator.model.words import ConsentName
from generator.rules.privacy import CONTACT_FIELDS, consented, withheld
from generator.vietnamese import fold

_CENT = Decimal("0.01")
"""Degrees: about a kilometre. A household's exact point is its address."""
_FEWEST_DIGITS = 8
"""A shorter number in a text is a year or a weight, not a telephone."""
PLACES = ("as_certified", "today")
_PERSONAL = frozenset({"representative", "contact", "consent", "by"})
"""Names and contacts of people are left out of open data, whoever agreed to show them on a page."""
_AT_HOME = _PERSONAL | {"address", "geo", "phone"}
"""Of a household: a place or a shop's telephone may be somebody's home, or private."""
Part = TypeVar("Part", LotMaterial, Event, LotTest, Recall)
Place = tuple[str | int, ...]
"""Where a text stands in its lot."""


def may_show(image: Image, maker: ProducerFacts | None) -> bool:
    """Tell whether a picture is free of a portrait, or the person agreed; an organisation's member has to agree too."""
    if image.portrait_of is None:
        return True
    return maker is not None and maker.consent is not None and ConsentName.PORTRAIT in maker.consent.fields


def hides_address(maker: ProducerFacts | None) -> bool:
    """Tell whether street addresses and the exact point are kept back; commune and province never are."""
    return maker is not None and not consented(maker, ConsentName.ADDRESS)


def _digits(text: str) -> str:
    """Return a telephone's digits without the country's 84 or the 0 that stands for it at home."""
    return re.sub(r"^(?:84|0)", "", re.sub(r"[^0-9]", "", text))


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^0-9a-z@]+", " ", fold(text)).split())


def _kept_back(maker: ProducerFacts | None) -> dict[ConsentName, str]:
    """Return the contacts that are withheld."""
    if maker is None or maker.contact is None:
        return {}
    return {field: getattr(maker.contact, field) for field in withheld(maker) if field in CONTACT_FIELDS}


def repeats(text: str | None, maker: ProducerFacts | None) -> ConsentName | None:
    """Return which withheld contact a text repeats, however it is spaced and written."""
    kept_back = _kept_back(maker) if text else {}
    if not text or not kept_back:
        return None
    phone = _digits(kept_back.get(ConsentName.PHONE, ""))
    if len(phone) >= _FEWEST_DIGITS and phone in re.sub(r"(?<=\d)[ .\-()]+(?=\d)", "", text):
        return ConsentName.PHONE
    plain = f" {_plain(text)} "
    for field in (ConsentName.EMAIL, ConsentName.ADDRESS, ConsentName.WEBSITE):
        if field in kept_back and f" {_plain(kept_back[field])} " in plain:
            return field
    return None


def hidden_in_shops(product: Product, maker: ProducerFacts | None) -> Iterator[tuple[int, str, ConsentName]]:
    """Yield each shop's number and key that would publish a withheld contact after all."""
    if not _kept_back(maker):
        return
    for number, shop in enumerate(product.shops):
        for key in ("phone", "address", "url"):
            found = repeats(getattr(shop, key), maker)
            if found:
                yield number, key, found


def published_product(product: Product, maker: ProducerFacts | None) -> Product:
    """Return the product as it may be published, its producer left out: that stands beside it."""
    hidden = list(hidden_in_shops(product, maker))
    shops = tuple(
        shop.but(**{key: None for at, key, _ in hidden if at == number}) for number, shop in enumerate(product.shops)
    )
    images = tuple(image for image in product.images if may_show(image, maker))
    update: dict[str, Any] = {"producer": None, "shops": shops, "images": images}
    if product.origin and hides_address(maker):
        update["origin"] = _coarse(product.origin)
    return product.but(**update)


def left_out(maker: ProducerFacts | None) -> frozenset[str]:
    """Return the keys that open data leaves out wherever they stand, whatever a page may show."""
    return _AT_HOME if maker is not None and maker.is_natural_person else _PERSONAL


def without_portraits(product: Product) -> Product:
    """Return the product without pictures of people: these stay on its page."""
    images = tuple(image for image in product.images if image.portrait_of is None)
    return product if len(images) == len(product.images) else product.but(images=images)


def hidden_in_lot(lot: Lot, maker: ProducerFacts | None) -> Iterator[tuple[Place, ConsentName]]:
    """Yield each place of a lot that repeats what its producer keeps back, and what: a contact, the person's name."""
    if maker is None or not withheld(maker):
        return
    parts: list[tuple[Place, Record]] = [((), lot)]
    parts += [
        ((name, at), one) for name in ("materials", "events", "tests") for at, one in enumerate(getattr(lot, name))
    ]
    parts += [(("recalled",), lot.recalled)] if lot.recalled else []
    for place, part in parts:
        for key in _FREE_TEXTS:
            # A lot's own code is no text that somebody wrote freely.
            if (place or key != "lot") and (found := _tells(getattr(part, key, None), maker)):
                yield (*place, key), found


def published_lot(lot: Lot, maker: ProducerFacts | None) -> Lot:
    """Return the lot without the texts that repeat what its producer keeps back."""
    hidden = [place for place, _ in hidden_in_lot(lot, maker)]
    if not hidden:
        return lot
    update: dict[str, Any] = {}
    for name in ("materials", "events", "tests"):
        parts = enumerate(getattr(lot, name))
        # A material goes with its name: without one there is nothing to say of it.
        update[name] = tuple(_without(one, (name, at), hidden) for at, one in parts if (name, at, "name") not in hidden)
    if lot.recalled:
        update["recalled"] = _without(lot.recalled, ("recalled",), hidden)
    if ("quantity",) in hidden:
        update["quantity"] = None
    return lot.but(**update)


_FREE_TEXTS = ("name", "place", "by", "note", "lab", "lot", "quantity", "report", "decision", "reason")
"""Of a lot and its parts; a step and a day tell of nobody."""


def _without(part: Part, place: Place, hidden: list[Place]) -> Part:
    gone = [one[-1] for one in hidden if one[:-1] == place]
    return part.but(**dict.fromkeys(map(str, gone))) if gone else part


def _tells(value: Words | str | None, maker: ProducerFacts) -> ConsentName | None:
    texts = [text for _, text in value.texts] if isinstance(value, Words) else [value] if value else []
    name = maker.representative if ConsentName.REPRESENTATIVE in withheld(maker) else None
    for text in texts:
        if found := repeats(text, maker):
            return found
        if name and f" {_plain(name)} " in f" {_plain(text)} ":
            return ConsentName.REPRESENTATIVE
    return None


def _coarse(origin: Origin) -> Origin:
    update: dict[str, Any] = {}
    for key in PLACES:
        place = getattr(origin, key)
        if place and place.address:
            update[key] = place.but(address=None)
    if origin.geo and origin.geo.lat is not None and origin.geo.lon is not None:
        near = {"lat": origin.geo.lat.quantize(_CENT), "lon": origin.geo.lon.quantize(_CENT)}
        update["geo"] = origin.geo.but(**near)
    return origin.but(**update)
