"""What holds inside one product's record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from generator.checks.certificate_rules import certificate_faults, not_future
from generator.checks.place_rules import geo_faults, place_faults
from generator.checks.producer_rules import producer_faults
from generator.checks.suggestions import suggestion
from generator.model.producer import ProducerFacts
from generator.model.product import Origin, Product, Traceability
from generator.problems import Fault, Path, error, warning
from generator.rules.gs1 import check_digit_holds, gtin14, restricted
from generator.rules.programme import sets

_QUOTES = "“”‘’\"'«»"
TOURISM = "dich-vu-du-lich"


def product_faults(product: Product, stem: str, today: date) -> Iterator[Fault]:
    """Yield what is wrong inside a product; values that were wrong already are passed over."""
    if product.code and product.code != stem:
        yield error(("code",), "code-not-file", found=product.code, file=stem)
    yield from _set(product)
    yield from _name(product)
    yield from _undated(product)
    for number, certificate in enumerate(product.certificates):
        yield from certificate_faults(certificate, ("certificates", number), today)
    if isinstance(product.producer, ProducerFacts):
        yield from producer_faults(product.producer, ("producer",), today)
    if product.origin:
        yield from _origin(product.origin)
    if product.traceability:
        yield from _traceability(product.traceability, product.set == TOURISM, today)
    for number, image in enumerate(product.images):
        if image.file and image.alt is None:
            yield warning(("images", number, "alt"), "image-alt", found=image.file)
    yield from not_future(product.updated, ("updated",), today)


def _name(product: Product) -> Iterator[Fault]:
    text = product.name.text() if product.name else ""
    if text and text[0] in _QUOTES and text[-1] in _QUOTES:
        yield warning(("name",), "quotes-kept", found=text)


def _undated(product: Product) -> Iterator[Fault]:
    """Warn where one of several certificates has no day: which of them counts may be another one then."""
    if len(product.certificates) > 1:
        for number, certificate in enumerate(product.certificates):
            if certificate.issued is None:
                yield warning(("certificates", number), "certificate-undated")


def _set(product: Product) -> Iterator[Fault]:
    if product.set is None or product.set in sets():
        return
    near = suggestion(product.set, sets()) or suggestion(product.set, (one.name for one in sets().values()))
    near = next((one.id for one in sets().values() if near in {one.id, one.name}), None)
    if near:
        yield error(("set",), "set-near", found=product.set, near=near, name=sets()[near].name)
    else:
        yield error(("set",), "set-unknown", found=product.set)


def _origin(origin: Origin) -> Iterator[Fault]:
    yield from place_faults(origin.today, ("origin", "today"))
    yield from geo_faults(origin.geo, ("origin", "geo"))
    total = sum((material.share or Decimal(0) for material in origin.materials), Decimal(0))
    if total > 100:
        yield warning(("origin", "materials"), "shares-over", found=str(total).replace(".", ","))


def _traceability(trace: Traceability, tourism: bool, today: date) -> Iterator[Fault]:
    at: Path = ("traceability",)
    if trace.gtin:
        yield from _gtin(trace.gtin, (*at, "gtin"))
        if tourism:
            yield warning((*at, "gtin"), "gtin-tourism")
    if trace.declaration:
        yield from not_future(trace.declaration.date, (*at, "declaration", "date"), today)
    for number, inspection in enumerate(trace.inspections):
        yield from not_future(inspection.date, (*at, "inspections", number, "date"), today)


def _gtin(digits: str, path: Path) -> Iterator[Fault]:
    if len(digits) not in {8, 12, 13, 14}:
        yield error(path, "gtin-length", found=digits, length=len(digits))
    elif not check_digit_holds(digits):
        yield error(path, "gtin-check", found=digits)
    elif restricted(digits):
        yield error(path, "gtin-restricted", found=digits)


def with_gtin14(product: Product) -> Product:
    """Return the product with its GTIN as 14 digits, the form the catalogue keeps."""
    trace = product.traceability
    if trace is None or trace.gtin is None:
        return product
    return product.but(traceability=trace.but(gtin=gtin14(trace.gtin)))
