"""Communes and provinces by the names people write."""

from __future__ import annotations

import pytest

from generator.rules.programme import bare, communes, communes_named, named, province_code, provinces


def test_every_unit_is_found_by_its_name() -> None:
    """Each of the 3,321 communes and 34 provinces is found by its whole name; the kind may be left out."""
    assert (len(communes()), len(provinces())) == (3321, 34)
    for code, name in provinces().items():
        assert {province_code(name), province_code(named(name)), province_code(bare(name))} == {code}
    for commune in communes().values():
        assert commune in communes_named(commune.name, commune.province_code)
        assert commune in communes_named(bare(commune.name), commune.province_code)


def test_the_exact_name_decides() -> None:
    """Where names differ in their marks alone, the one as written comes first; without marks all of them come."""
    for commune in communes().values():
        assert {one.name for one in communes_named(commune.name.upper(), commune.province_code)} == {commune.name}
    assert communes_named("Xã Mường Ảng", "01") == ()
    assert communes_named("Xã Mường Ảng", "no province") == ()


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("Xã Mường Ảng", "Mường Ảng"),
        ("  thị  trấn   Mường Ảng ", "Mường Ảng"),
        ("TP. Huế", "Huế"),
        ("tp Huế", "Huế"),
        ("Thanh pho Hue", "Hue"),
        ("Xã", "Xã"),
        ("Quảng Trị", "Quảng Trị"),
    ],
)
def test_a_unit_without_its_kind(unit: str, name: str) -> None:
    """The kind before a unit's name is left off, however it is written."""
    assert named(unit) == name
    assert bare(unit) == bare(name)
