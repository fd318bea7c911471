"""What search engines read: a product and its certification as schema.org JSON-LD."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator import addresses
from generator.entry import Entry
from generator.model.lot import Lot
from generator.model.product import Certificate
from generator.rules.certificates import Holding
from generator.rules.programme import rule_sets


def product_data(entry: Entry, site_url: str, language: str = "vi", category: str = "") -> dict[str, Any]:
    """Return schema.org's `Product` with `hasCertification`; only facts the page shows, in its language.

    `category` is what the set is called there.
    """
    product, path = entry.product, addresses.product(entry.code)
    url = addresses.public(site_url, path)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "@id": url,
        "url": url,
        "name": product.name.text(language),
        "sku": entry.code,
        "category": str(category) or entry.set.name,
        "hasCertification": [
            *[_certification(entry, one, url) for one in entry.holdings],
            *_standards(entry, url, language),
        ],
    }
    _tell_language(data, language, entry, addresses.public(site_url, addresses.edition(path, language)))
    _fill(data, "description", product.summary.text(language) if product.summary else None)
    _fill(data, "image", [_image(site_url, photo.digest, photo.width) for photo in entry.photos])
    _fill(data, "gtin14", gtin_of(entry))
    _fill(data, "manufacturer", _producer(entry, site_url, language))
    _fill(data, "countryOfOrigin", {"@type": "Country", "name": "VN"})
    _fill(data, "offers", _offer(entry))
    return data


def lot_data(entry: Entry, lot: Lot, site_url: str, language: str = "vi") -> dict[str, Any]:
    """Return schema.org's `Product` for one lot, as a model of its product; only facts the page shows."""
    path = addresses.lot(entry.code, lot.lot)
    url = addresses.public(site_url, path)
    number = {"@type": "PropertyValue", "propertyID": "https://gs1.org/voc/hasBatchLotNumber", "value": lot.lot}
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "@id": url,
        "url": url,
        "name": entry.product.name.text(language),
        "isVariantOf": {"@id": addresses.public(site_url, addresses.product(entry.code))},
        "additionalProperty": [number],
    }
    _tell_language(data, language, entry, addresses.public(site_url, addresses.edition(path, language)))
    _fill(data, "gtin14", gtin_of(entry))
    _fill(data, "productionDate", lot.made.isoformat() if lot.made else None)
    if lot.expires:
        data["additionalProperty"].append(
            {
                "@type": "PropertyValue",
                "propertyID": "https://gs1.org/voc/expirationDate",
                "value": lot.expires.isoformat(),
            }
        )
    return data


def gtin_of(entry: Entry) -> str | None:
    """Return a product's GTIN as 14 digits, where it has one."""
    return entry.product.traceability.gtin if entry.product.traceability else None


def _standards(entry: Entry, url: str, language: str) -> Iterator[dict[str, Any]]:
    """Yield the standards it is certified to: those that name the certificate."""
    trace = entry.product.traceability
    for one in trace.standards if trace else ():
        if one.number:
            data = {
                "@type": "Certification",
                "name": one.name.text(language),
                "certificationIdentification": one.number,
            }
            _fill(data, "expires", one.expires.isoformat() if one.expires else None)
            _fill(data, "issuedBy", {"@type": "Organization", "name": one.issuer} if one.issuer else None)
            yield {**data, "about": {"@id": url}}


def _tell_language(data: dict[str, Any], language: str, entry: Entry, page: str) -> None:
    """Say in which language it is told, and the name on the label where that is another."""
    if language != "vi":
        data["url"] = page
        data["mainEntityOfPage"] = {"@type": "WebPage", "@id": page, "inLanguage": language}
        if data["name"] != entry.name:
            data["alternateName"] = entry.name


def _fill(data: dict[str, Any], key: str, value: Any) -> None:
    if value:
        data[key] = value


def _image(site_url: str, digest: str, width: int) -> str:
    return addresses.public(site_url, addresses.photo(digest, min(width, 1200), "jpg"))


def _producer(entry: Entry, site_url: str, language: str) -> dict[str, Any] | None:
    if entry.producer is None:
        return None
    maker: dict[str, Any] = {
        "@type": "Organization",
        "name": entry.producer.name.text(language),
    }
    if entry.producer_page:
        maker["url"] = addresses.public(site_url, addresses.producer(entry.producer_page.id))
    _fill(maker, "globalLocationNumber", entry.producer.gln)
    return maker


def _certification(entry: Entry, holding: Holding, url: str) -> dict[str, Any]:
    certificate = holding.certificate
    data: dict[str, Any] = {
        "@type": "Certification",
        "name": "OCOP",
        "description": rule_sets()[certificate.rule_set].title,
        "certificationRating": {
            "@type": "Rating",
            "ratingValue": certificate.stars,
            "bestRating": 5,
            "worstRating": 1,
        },
        "about": {"@id": url},
    }
    _fill(data, "certificationIdentification", certificate.decision)
    _fill(data, "validFrom", certificate.issued.isoformat() if certificate.issued else None)
    _fill(data, "expires", holding.until.isoformat() if holding.until else None)
    _fill(data, "issuedBy", _issuer(certificate))
    # Whether it is active depends on the day it is read; only what no day changes is said here.
    _fill(
        data,
        "certificationStatus",
        "CertificationInactive" if certificate.revoked or holding.superseded else None,
    )
    return data


def _issuer(certificate: Certificate) -> dict[str, str] | None:
    if not certificate.issuer:
        return None
    return {"@type": "GovernmentOrganization", "name": certificate.issuer}


def _offer(entry: Entry) -> dict[str, Any] | None:
    price = entry.product.price
    if price is None:
        return None
    return {"@type": "Offer", "price": str(price.amount), "priceCurrency": price.currency or "VND"}
