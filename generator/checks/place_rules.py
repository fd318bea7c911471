"""Places: the codes of communes and provinces, and points inside Vietnam."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.model.producer import PlaceToday
from generator.model.product import Geo
from generator.problems import Fault, Path, error, warning
from generator.rules.programme import bare, communes, communes_named, province_code, provinces

LATITUDES = (Decimal(8), Decimal("23.5"))
LONGITUDES = (Decimal(102), Decimal("117.5"))


def place_faults(place: PlaceToday | None, at: Path) -> Iterator[Fault]:
    """Warn of codes that belong to another place, with the right one."""
    if place is None:
        return
    yield from _province(place, at)
    yield from _commune(place, at)


def _province(place: PlaceToday, at: Path) -> Iterator[Fault]:
    code, path = place.province_code, (*at, "province_code")
    right = province_code(place.province) if place.province else None
    if code and code not in provinces():
        yield _unknown(path, "province-code-unknown", code, right)
    elif code and right and code != right:
        yield warning(
            path, "province-code-other", found=code, other=provinces()[code], name=place.province, right=right
        )


def _commune(place: PlaceToday, at: Path) -> Iterator[Fault]:
    code, path = place.commune_code, (*at, "commune_code")
    if code is None:
        return
    in_province = (province_code(place.province) if place.province else None) or place.province_code
    named = communes_named(place.commune, in_province) if place.commune and in_province else ()
    right = named[0].code if len(named) == 1 else None
    commune = communes().get(code)
    if commune is None:
        yield _unknown(path, "commune-code-unknown", code, right)
        return
    wrong_name = place.commune is not None and bare(commune.name) != bare(place.commune)
    wrong_province = in_province is not None and commune.province_code != in_province
    if wrong_name or wrong_province:
        other = f"{commune.name}, {provinces()[commune.province_code]}"
        name = place.commune or place.province or provinces().get(place.province_code or "", "")
        if right and place.commune:
            yield warning(path, "commune-code-other", found=code, other=other, name=name, right=right)
        else:
            yield warning(path, "commune-code-elsewhere", found=code, other=other, name=name)


def _unknown(path: Path, rule: str, code: str, right: str | None) -> Fault:
    if right is None:
        return warning(path, rule, found=code)
    return warning(path, f"{rule}-near", found=code, right=right)


def geo_faults(geo: Geo | None, at: Path) -> Iterator[Fault]:
    """Refuse half a point, and points outside Vietnam."""
    if geo is None:
        return
    for name, other, (low, high) in (("lat", "lon", LATITUDES), ("lon", "lat", LONGITUDES)):
        value = getattr(geo, name)
        if value is not None and not low <= value <= high:
            shown = {"found": value, "low": low, "high": high}
            yield error((*at, name), "geo-outside", **{key: str(one).replace(".", ",") for key, one in shown.items()})
        if value is None and getattr(geo, other) is not None:
            yield error((*at, name), "geo-half", missing=name)
