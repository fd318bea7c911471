"""How long a certificate holds, and how it stands on any day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checks.shape import shape
from generator.model.product import Certificate, Product
from generator.rules.certificates import Standing, expiry, history, standing


def certificate(**keys: object) -> Certificate:
    return shape({"stars": "3", "rule_set": "QD148", "level": "province", **keys}, Certificate).value


def product(*certificates: Certificate, status: str = "on-sale") -> Product:
    told = {"code": "DB0001", "name": "Trà", "set": "che", "status": status}
    return shape(told, Product).value.but(certificates=certificates)


@pytest.mark.parametrize(
    ("issued", "expires"),
    [
        ("2021-12-28", "2024-12-28"),
        ("2024-02-29", "2027-02-28"),
        ("2025-08-31", "2028-08-31"),
        ("2021-02-28", "2024-02-28"),
    ],
)
def test_a_term_is_36_calendar_months(issued: str, expires: str) -> None:
    """The term ends on the same day 36 months later, clamped to the month's end (29/2)."""
    assert expiry(date.fromisoformat(issued)) == date.fromisoformat(expires)


@given(st.dates(date(2018, 1, 1), date(2200, 1, 1)))
def test_a_term_never_leaves_its_month(issued: date) -> None:
    """Whatever the day of issue, the end is in the same month three years later, on the same or the last day."""
    end = expiry(issued)
    assert (end.year, end.month) == (issued.year + 3, issued.month)
    assert end.day == issued.day or (end + timedelta(days=1)).day == 1


ISSUED = "05/08/2025"
END = date(2028, 8, 5)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 8, 5), Standing.VALID),
        (END - timedelta(days=181), Standing.VALID),
        (END - timedelta(days=180), Standing.DUE),
        (END - timedelta(days=120), Standing.DUE),
        (END - timedelta(days=119), Standing.LATE),
        (END, Standing.LATE),
        (END + timedelta(days=1), Standing.EXPIRED),
    ],
)
def test_standing_by_days_left(day: date, expected: Standing) -> None:
    """Files may come from 180 to 120 days before the end; the last day still holds (QĐ 26/2026, Điều 7.6a)."""
    assert standing(product(certificate(issued=ISSUED)), day) is expected


def test_an_extension_holds_to_its_last_day() -> None:
    """After the term an explicit extension holds until its day, then the certificate has expired."""
    extended = product(certificate(issued=ISSUED, extended_until="01/12/2028"))
    assert standing(extended, date(2028, 8, 5)) is Standing.LATE
    assert standing(extended, date(2028, 8, 6)) is Standing.EXTENDED
    assert standing(extended, date(2028, 12, 1)) is Standing.EXTENDED
    assert standing(extended, date(2028, 12, 2)) is Standing.EXPIRED


def test_without_a_day_of_issue_the_term_is_unknown() -> None:
    """No published day of issue: nothing is inferred from the round."""
    assert standing(product(certificate(round="2021")), date(2026, 11, 22)) is Standing.UNKNOWN


def test_revoked_from_its_day_on() -> None:
    """A revocation counts from its date, whatever the term."""
    revoked = {"decision": "1/QĐ", "date": "01/02/2026", "ground": "mark-misuse"}
    one = product(certificate(issued=ISSUED, revoked=revoked))
    assert standing(one, date(2026, 1, 31)) is Standing.VALID
    assert standing(one, date(2026, 2, 1)) is Standing.REVOKED
    assert standing(one, date(2030, 1, 1)) is Standing.REVOKED


def test_the_newest_certificate_counts_and_supersedes() -> None:
    """Written in any order, the certificate issued last counts; the others are superseded, or stay revoked."""
    old = certificate(issued="01/03/2023")
    upgraded = certificate(stars="4", issued="01/03/2025")
    found = history([old, upgraded])
    assert [one.certificate.stars for one in found] == [4, 3]
    assert found[1].standing(date(2025, 6, 1)) is Standing.SUPERSEDED
    assert history([upgraded, old]) == found


def test_a_ceased_product_is_ceased() -> None:
    """A product that is no longer made stands as ceased while nothing revoked it."""
    assert standing(product(certificate(issued=ISSUED), status="ceased"), date(2026, 1, 1)) is Standing.CEASED
