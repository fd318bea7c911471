"""The open data described for portals as DCAT-AP 3 in JSON-LD: `catalog.jsonld`."""

from __future__ import annotations

from typing import Any

from generator import addresses
from generator.model.config import Site
from generator.opendata.licences import address
from generator.opendata.package import KINDS
from generator.opendata.tables import NAMES
from generator.opendata.words import of_catalog, of_table

_EU = "http://publications.europa.eu/resource/authority"
CONTEXT: dict[str, Any] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
LANGUAGES = {"vi": "VIE", "en": "ENG"}
"""The European list's names, which portals know."""
_IANA = "https://www.iana.org/assignments/media-types"


def catalog(
    site: Site, files: dict[str, dict[str, list[str]]], first: str, changed: str, province: str | None
) -> dict[str, Any]:
    """Return the catalogue; `first` and `changed` are days as ISO 8601 has them, empty where nobody knows."""
    home = addresses.public(site.url, addresses.OPEN_DATA)
    name = site.publisher or site.title or addresses.host(site.url)
    publisher = {"@id": f"{home}#publisher", "@type": "foaf:Agent", "foaf:name": str(name)}
    days = {
        **({"dct:issued": _day(first)} if first else {}),
        **({"dct:modified": _day(changed)} if changed else {}),
    }
    spoken = [_language(LANGUAGES[one]) for one in site.languages if one in LANGUAGES]
    shared = {"dct:publisher": publisher, "dct:language": spoken, **days, **_licence(site)}

    return {
        "@context": CONTEXT,
        "@id": f"{home}#catalog",
        "@type": "dcat:Catalog",
        "dct:title": _said({"vi": str(site.title or "OCOP")}),
        "dct:description": _said(of_catalog()),
        "foaf:homepage": {"@id": home, "@type": "foaf:Document"},
        "dcat:themeTaxonomy": {
            "@id": f"{_EU}/data-theme",
            "@type": "skos:ConceptScheme",
            "dct:title": _said({"en": "Data theme"}),
        },
        **shared,
        "dcat:dataset": [_dataset(site, name, files[name], home, shared, province) for name in NAMES],
    }


def _dataset(
    site: Site,
    name: str,
    files: dict[str, list[str]],
    home: str,
    shared: dict[str, Any],
    province: str | None,
) -> dict[str, Any]:
    told = {
        "@id": f"{home}#{name}",
        "@type": "dcat:Dataset",
        "dct:identifier": f"{home}#{name}",
        "dct:title": _said(of_table(name, "title")),
        "dct:description": _said(of_table(name, "description")),
        "dcat:keyword": _said({"vi": "OCOP"}),
        "dcat:theme": {
            "@id": f"{_EU}/data-theme/AGRI",
            "@type": "skos:Concept",
            "skos:prefLabel": _said({"en": "Agriculture, fisheries, forestry and food"}),
        },
        "dcat:landingPage": {"@id": home, "@type": "foaf:Document"},
        **{key: value for key, value in shared.items() if key != "dct:license"},
        "dcat:distribution": [_distribution(site, name, kind, paths, home, shared) for kind, paths in files.items()],
    }
    if province:
        told["dct:spatial"] = {"@type": "dct:Location", "http://www.w3.org/2000/01/rdf-schema#label": province}
    if site.contact.email:
        told["dcat:contactPoint"] = {
            "@type": ["vcard:Kind", "vcard:Organization"],
            "vcard:fn": str(site.publisher or site.title),
            "vcard:hasEmail": {"@id": f"mailto:{site.contact.email}"},
        }
    return told


def _distribution(
    site: Site, name: str, kind: str, paths: list[str], home: str, shared: dict[str, Any]
) -> dict[str, Any]:
    links = [{"@id": addresses.public(site.url, path)} for path in paths]
    told: dict[str, Any] = {
        "@id": f"{home}#{name}-{kind}",
        "@type": "dcat:Distribution",
        "dct:title": f"{of_table(name, 'title')['vi']} ({kind})",
        "dcat:accessURL": {"@id": home},
        "dcat:downloadURL": links,
        **{key: shared[key] for key in ("dct:license", "dct:modified", "dct:issued") if key in shared},
    }
    if kind in {"csv", "json"}:
        told["dcat:mediaType"] = {"@id": f"{_IANA}/{KINDS[kind]}", "@type": "dct:MediaType"}
        told["dct:format"] = {"@id": f"{_EU}/file-type/{kind.upper()}", "@type": "dct:MediaTypeOrExtent"}
    return told


def _language(name: str) -> dict[str, str]:
    return {"@id": f"{_EU}/language/{name}", "@type": "dct:LinguisticSystem"}


def _licence(site: Site) -> dict[str, Any]:
    where = address(site.licence) if site.licence else None
    return {"dct:license": {"@id": where, "@type": "dct:LicenseDocument"}} if where else {}


def _said(words: dict[str, str]) -> list[dict[str, str]]:
    return [{"@value": text, "@language": language} for language, text in words.items()]


def _day(iso: str) -> dict[str, str]:
    return {"@value": iso, "@type": "xsd:date"}
