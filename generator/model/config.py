"""The site's own settings, from config.yml."""

from __future__ import annotations

from generator.model.record import Record, blank
from generator.model.values import Colour, Count, Email, Language, Name, PictureFile, ProvinceCode, Text, Url
from generator.model.words import Layout, LayoutName


class OfficeContact(Record):
    """How to reach the office."""

    phone: Text | None = None
    """Telephone."""
    email: Email | None = None
    """Mail address."""
    report_doubt: Text | None = None
    """Where to report doubts: a web address or a mail address."""


class Site(Record):
    """Who publishes what where."""

    title: Name | None = None
    """The site's name."""
    url: Url
    """The site's address, which stamps print: scheme and host only."""
    publisher: Name | None = None
    """The office that publishes."""
    province_code: ProvinceCode | None = None
    """The province's two digits."""
    contact: OfficeContact = blank(OfficeContact)
    """How to reach the office."""
    languages: tuple[Language, ...] = ("vi",)
    """Languages of the records, Vietnamese first."""
    editions: tuple[Language, ...] = ("vi", "en")
    """Languages of the site's own words; Vietnamese first, at the root."""
    licence: Text | None = None
    """The licence of the open data, as an SPDX name."""
    file_limit: Count = 20_000
    """How many files the host takes; 0 where it takes any number."""
    layout: Layout = LayoutName.FULL
    """How many files each product has: full, or compact for hosts that take few."""


class Look(Record):
    """What a province changes in the site's look."""

    accent: Colour = "#A3241C"
    """The accent colour on paper."""
    logo: PictureFile | None = None
    """The office's own logo, a file below content/images/."""
    ocop_mark: PictureFile | None = None
    """The OCOP certification mark, supplied by the office, a file below content/images/."""


class Config(Record):
    """The whole of config.yml."""

    site: Site
    """Who publishes what where."""
    look: Look = blank(Look)
    """What a province changes in the look."""
