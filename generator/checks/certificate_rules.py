"""What the programme's law says of a certificate's stars, score, level and dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from generator.model.product import Certificate
from generator.model.words import LevelName
from generator.problems import Fault, Path, error, warning
from generator.rules.certificates import expiry
from generator.rules.programme import LAST_DISTRICT_DAY, LONGEST_EXTENSION_DAYS, STAR_BANDS, rule_sets


def written(day: date) -> str:
    """Write a date as the office does: dd/mm/yyyy."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def not_future(day: date | None, path: Path, today: date) -> Iterator[Fault]:
    """Refuse a day of the past tense that has not come yet."""
    if day is not None and day > today:
        yield error(path, "date-future", found=written(day), today=written(today))


def certificate_faults(certificate: Certificate, at: Path, today: date) -> Iterator[Fault]:
    """Yield what the law has against a certificate; values that were wrong already are passed over."""
    yield from not_future(certificate.issued, (*at, "issued"), today)
    if certificate.round and certificate.round > today.year:
        yield error((*at, "round"), "round-future", found=certificate.round, today=today.year)
    yield from _score(certificate, at)
    yield from _level(certificate, at)
    yield from _rule_set(certificate, at)
    yield from _extension(certificate, at, today)
    if revoked := certificate.revoked:
        yield from not_future(revoked.date, (*at, "revoked", "date"), today)
        if certificate.issued and revoked.date and revoked.date < certificate.issued:
            yield error(
                (*at, "revoked", "date"),
                "revoked-early",
                found=written(revoked.date),
                issued=written(certificate.issued),
            )


def _score(certificate: Certificate, at: Path) -> Iterator[Fault]:
    if certificate.score is None or certificate.stars is None:
        return
    low, high = STAR_BANDS[certificate.stars]
    if not (low <= certificate.score < high or certificate.score == high == 100):
        yield error(
            (*at, "score"),
            "score-band" if high < 100 else "score-band-top",
            found=str(certificate.score).replace(".", ","),
            stars=certificate.stars,
            low=low,
            high=high,
        )


def _level(certificate: Certificate, at: Path) -> Iterator[Fault]:
    place = (*at, "level")
    stars, level = certificate.stars, certificate.level
    if level is LevelName.DISTRICT:
        law = rule_sets()[certificate.rule_set] if certificate.rule_set else None
        if law and law.district_certifies is None:
            yield error(place, "level-district-rule-set", rule_set=law.id)
        if stars and stars > 3:
            yield error(place, "level-stars", found=level, stars=stars, wanted="centre" if stars == 5 else "province")
        if certificate.issued and certificate.issued > LAST_DISTRICT_DAY:
            yield error(place, "level-district-ended", issued=written(certificate.issued))
    elif level is LevelName.PROVINCE and stars == 5:
        yield error(place, "level-stars", found=level, stars=stars, wanted="centre")
    elif level is LevelName.CENTRE and stars in {3, 4}:
        yield warning(place, "level-centre", stars=stars)


def _rule_set(certificate: Certificate, at: Path) -> Iterator[Fault]:
    if certificate.rule_set is None or certificate.issued is None:
        return
    law = rule_sets()[certificate.rule_set]
    details = {"rule_set": law.id, "issued": written(certificate.issued)}
    if certificate.issued < law.first_day:
        yield error((*at, "issued"), "rule-set-early", **details, first=written(law.first_day))
    elif law.last_day and certificate.issued > law.last_day:
        yield warning((*at, "issued"), "rule-set-late", **details, last=written(law.last_day))


def _extension(certificate: Certificate, at: Path, today: date) -> Iterator[Fault]:
    until, place = certificate.extended_until, (*at, "extended_until")
    if until is None:
        return
    if certificate.issued is None:
        yield error((*at, "issued"), "extension-without-issue")
        return
    if certificate.issued > today:
        return  # told already, and no calendar has its end
    end = expiry(certificate.issued)
    last = end + timedelta(days=LONGEST_EXTENSION_DAYS)
    if not end < until <= last:
        yield error(place, "extension-range", found=written(until), end=written(end), last=written(last))
