"""Every key of the record contract that is filled appears on the page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.checks.slots import slots
from generator.model.config import Config
from generator.model.lot import Lot
from generator.model.producer import Producer
from generator.model.product import Product
from generator.model.record import Record
from generator.pipeline import build
from tests.conftest import ROOT, TODAY

FULL = ROOT / "tests" / "full"
FRONT = (FULL / "content/products/FULL-1.md").read_text(encoding="utf-8").split("---\n")[1]
RECORDS: dict[str, tuple[type[Record], Any]] = {
    "product": (Product, yaml.load(FRONT, Loader=yaml.BaseLoader)),
    "producer": (Producer, yaml.load((FULL / "content/producers/hkd-day-du.yml").read_text("utf-8"), yaml.BaseLoader)),
    "lots": (Lot, yaml.load((FULL / "content/lots/FULL-1.yml").read_text("utf-8"), yaml.BaseLoader)),
    "config": (Config, yaml.load((FULL / "config.yml").read_text("utf-8"), yaml.BaseLoader)),
}

# What a reader sees for a word of the contract.
SHOWN = {
    "che": "Chè tươi, chế biến",
    "QD148": "Quyết định 148/QĐ-TTg",
    "QD1048": "Quyết định 1048/QĐ-TTg",
    "province": "Cấp tỉnh",
    "centre": "Cấp trung ương",
    "mark-misuse": "nhãn hiệu OCOP không đúng",
    "certification-mark": "Nhãn hiệu chứng nhận",
    "process": "Chế biến",
    "harvest": "Thu hoạch",
    "pack": "Đóng gói",
    "sample-test": "mẫu",
    "pass": "Đạt",
    "seasonal": "mùa",
    "ho-kinh-doanh": "Hộ kinh doanh",
    "natural-person": "",  # decides whether the picture may be shown
    "representative": "người đại diện",
    "phone": "điện thoại",
    "email": "thư điện tử",
    "address": "địa chỉ",
    "website": "trang web",
    "portrait": "chân dung",
    "9506000134352": "09506000134352",
    "147500": "147.500",
    "2026-01-31T08:39+07:00": "08:39",
    "anh-1.jpg": "",
    "anh-2.jpg": "",
    "hkd-day-du": "Hộ kinh doanh 010",
    "true": "",
    "có": "",
    "không": "",
    "11": "",
    "03256": "03256",
    "logo.png": "",
    "mark.png": "",
    "full": "",  # decides which files there are
    "vi": "",
    "en": "",
    "21.4915": "21,4915",
    "103.214": "103,214",
    "VND": "",
    "https://ocop.example.vn": "",
    "#7A1F5C": "",
    "CC-BY-4.0": "",
}


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value


def keys(value: Any, model: type[Record]) -> Iterator[tuple[str, str]]:
    """Yield the model and key of every key written."""
    for one in value if isinstance(value, list) else [value]:
        for key, inner in one.items():
            slot = slots(model).get(key)
            if slot is None:
                continue
            yield model.__name__, key
            if slot.model and not isinstance(inner, str):
                yield from keys(inner, slot.model)


def wanted(model: type[Record]) -> set[tuple[str, str]]:
    found = {(model.__name__, name) for name in slots(model)}
    for slot in slots(model).values():
        if slot.model and slot.model.__name__ != "ProducerFacts":
            found |= wanted(slot.model)
    return found


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    """All that the product's, producer's, lots' and home page say, tags and spaces apart."""
    out = tmp_path_factory.mktemp("full") / "site"
    build(FULL, out, TODAY)
    pages = [*(out / "P").rglob("index.html"), *(out / "chu-the/hkd-day-du").rglob("index.html"), out / "index.html"]
    said = " ".join(page.read_text(encoding="utf-8") for page in pages)
    said = re.sub(r"<script\b.*?</script>", " ", said, flags=re.DOTALL)
    # Attributes that people meet: link targets, descriptions of pictures.
    met = " ".join(re.findall(r'(?:href|alt|content)="([^"]*)"', said))
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", said) + " " + met))


@pytest.mark.parametrize("kind", RECORDS)
def test_the_full_records_fill_every_key(kind: str) -> None:
    """The records this test stands on leave no key of the models out."""
    model, data = RECORDS[kind]
    assert wanted(model) - set(keys(data, model)) == set()


@pytest.mark.parametrize("kind", RECORDS)
def test_every_filled_key_appears(kind: str, text: str) -> None:
    """Each value of a full record can be read on its pages; words of the contract in Vietnamese."""
    missing = [value for value in leaves(RECORDS[kind][1]) if SHOWN.get(value, value) not in text]
    assert missing == []


def test_stories_in_all_languages_appear(text: str) -> None:
    """The story and its twin in English can be read."""
    assert "Câu chuyện 150." in text
    assert "The story 151." in text


def test_pictures_appear(tmp_path: Path) -> None:
    """Both pictures, with consent for the portrait, are on the product's page; the office's logo is in the header."""
    build(FULL, tmp_path / "site", TODAY)
    page = (tmp_path / "site/P/FULL-1/index.html").read_text(encoding="utf-8")
    sources = set(re.findall(r'src="([^"]+)"', page))
    photos = [source for source in sources if "/anh/" in source]
    assert len(photos) >= 3
    for source in photos:
        assert (tmp_path / "site/P/FULL-1" / source).resolve().is_file()
