"""How long a certificate holds, which one counts, and how it stands on any day."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from generator.model.product import Certificate, Product
from generator.model.words import SaleName
from generator.rules.programme import MONTHS_VALID, rule_sets


class Standing(StrEnum):
    """How a certificate stands on a day."""

    UNKNOWN = "unknown"
    VALID = "valid"
    DUE = "due"
    LATE = "late"
    EXPIRED = "expired"
    EXTENDED = "extended"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    CEASED = "ceased"


DUE_DAYS = 180
"""The re-evaluation file may be handed in from 180 days before the end (Quyết định 26/2026, Điều 7.6a)…"""
LATE_DAYS = 120
"""…and not later than 120 days before it."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One certificate among the others of its product."""

    certificate: Certificate
    superseded: bool
    """A newer certificate took its place."""
    expires: date | None
    """The last day of its 36 months; nothing where the day of issue is not known."""

    @property
    def until(self) -> date | None:
        """The last day it holds, an extension counted."""
        return self.certificate.extended_until or self.expires

    def standing(self, day: date, *, ceased: bool = False) -> Standing:
        """Return how the certificate stands on a day; a date that is today is still inside the term."""
        certificate = self.certificate
        if certificate.revoked and certificate.revoked.date <= day:
            return Standing.REVOKED
        if self.superseded:
            return Standing.SUPERSEDED
        if ceased:
            return Standing.CEASED
        if self.expires is None:
            return Standing.UNKNOWN
        left = (self.expires - day).days
        if left < 0:
            extended = certificate.extended_until is not None and day <= certificate.extended_until
            return Standing.EXTENDED if extended else Standing.EXPIRED
        if left < LATE_DAYS:
            return Standing.LATE
        return Standing.DUE if left <= DUE_DAYS else Standing.VALID


def expiry(issued: date) -> date:
    """Return the day 36 calendar months later, clamped to the month's end."""
    months = issued.year * 12 + issued.month - 1 + MONTHS_VALID
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(issued.day, calendar.monthrange(year, month)[1]))


def recognised(certificate: Certificate) -> date:
    """Return the day of issue; where nobody published it, the first day its round and rule set allow."""
    earliest = rule_sets()[certificate.rule_set].first_day
    return certificate.issued or max(date(certificate.round or 1, 1, 1), earliest)


def _rank(certificate: Certificate) -> tuple[date, bool, int, str]:
    """Order certificates so that the way they are written down never decides."""
    return recognised(certificate), certificate.revoked is None, certificate.stars, certificate.decision or ""


def history(certificates: Iterable[Certificate]) -> tuple[Holding, ...]:
    """Return all certificates, the one that counts first."""
    newest_first = sorted(certificates, key=_rank, reverse=True)
    return tuple(
        Holding(one, superseded=rank > 0, expires=expiry(one.issued) if one.issued else None)
        for rank, one in enumerate(newest_first)
    )


def standing(product: Product, day: date) -> Standing:
    """Return how a product's certificate stands on a day."""
    return history(product.certificates)[0].standing(day, ceased=product.status is SaleName.CEASED)
