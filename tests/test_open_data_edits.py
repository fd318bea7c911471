"""The open data follow what changes elsewhere."""

from __future__ import annotations

from tests.conftest import PRODUCT, Office
from tests.reimport import Package


def test_a_changed_record_reaches_the_tables(office: Office) -> None:
    """A producer that becomes a household takes its addresses out of its products' rows by itself."""
    office.write("content/producers/a.yml", "id: a\nname: A\nkind: hop-tac-xa\n")
    place = "producer: a\norigin:\n  today:\n    address: Số 7\n    commune: Xã Mường Ảng\n"
    office.product("DB0001", text=PRODUCT.format(code="DB0001", name="Trà").removesuffix("---\n") + place + "---\n")
    office.build()
    assert Package(office.out / "data").tables["products"][0]["origin_today_address"] == "Số 7"
    office.write("content/producers/a.yml", "id: a\nname: A\nkind: ho-san-xuat\n")
    office.build()
    assert "origin_today_address" not in Package(office.out / "data").tables["products"][0]
