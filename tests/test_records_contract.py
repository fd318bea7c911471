"""The record contract, positive side: whatever it promises an office may write is read, and means what it says."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
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
from generator.model.words import ProducerKindName
from generator.report import Report
from tests.conftest import CONFIG, Office
from tests.test_schema import complaints
from tests.whole import Whole, whole

ALL_KEYS = Path(__file__).parent / "bad" / "all-keys"
"""A project in which every key of the contract is written once."""
RECORDS = {
    "product": "content/products/DB0001.md",
    "producer": "content/producers/hkd-phong-suong.yml",
    "lots": "content/lots/DB0001.yml",
    "config": "config.yml",
}
MODELS: dict[str, type[Record]] = {"product": Product, "producer": Producer, "lots": Lot, "config": Config}
MINIMAL = (
    "---\ncode: DB0001\nname: Trà\nset: che\ncertificates:\n  - stars: 3\n    rule_set: QD148\n    level: province\n"
)


def text_of(kind: str) -> str:
    """Return a record in which every key is written, a product without its story."""
    text = (ALL_KEYS / RECORDS[kind]).read_text(encoding="utf-8")
    return text.split("---\n")[1] if kind == "product" else text


def catalogue(office: Office, *warnings: str) -> Whole:
    """Return the catalogue of a project without errors, and with just these warnings, by their rules."""
    made, problems = whole(office.root)
    assert [Report("vi").line(one) for one in problems.errors] == []
    assert [one.rule for one in problems.warnings] == [*warnings]
    assert made is not None
    return made


def product(office: Office, extra: str, *warnings: str) -> Product:
    """Return the product of a minimal record with more keys after it."""
    office.write("content/products/DB0001.md", MINIMAL + extra + "---\n")
    return catalogue(office, *warnings).entries[0].product


def without(data: Any, model: type[Record]) -> set[str]:
    """Return the keys of a model, and of what is inside it, that a record does not fill."""
    missing: set[str] = set()
    for key, slot in slots(model).items():
        values = data.get(key, "")
        if values in ("", [], {}):
            missing.add(f"{model.__name__}.{key}")
        elif slot.model and not isinstance(values, str):
            missing |= without(values[0] if isinstance(values, list) else values, slot.model)
    return missing


@pytest.mark.parametrize("kind", RECORDS)
def test_every_key_is_written(kind: str) -> None:
    """The records of all-keys/ show every key the models know, so that the tests below speak of all of them."""
    data = yaml.load(text_of(kind), Loader=yaml.BaseLoader)
    assert without(data[0] if kind == "lots" else data, MODELS[kind]) == set()


def test_every_key_is_accepted() -> None:
    """A project that writes every key of the contract has no error and no warning."""
    made, problems = whole(ALL_KEYS)
    assert problems.found == []
    assert made is not None
    entry = made.entries[0]
    assert entry.producer_page is not None
    assert (len(entry.photos), len(entry.lots), len(entry.holdings), len(made.catalogue.brand)) == (1, 1, 2, 2)
    assert entry.story.startswith("<p>Câu chuyện")
    assert entry.stories == (("en", "<p>The <em>story</em>.</p>"),)


@pytest.mark.parametrize("kind", RECORDS)
def test_editors_accept_every_key(kind: str) -> None:
    """The schema accepts the same records, typed as a YAML 1.2 editor types them."""
    assert complaints(kind, text_of(kind)) == []


@pytest.mark.parametrize("kind", RECORDS)
def test_editors_refuse_unknown_keys(kind: str) -> None:
    """The schema refuses a key that the contract does not know, on every level where the record has keys."""
    lines = text_of(kind).splitlines()
    for number, line in enumerate(lines):
        if ":" in line and not line.lstrip().startswith(("- ", "#")):
            indent = line[: len(line) - len(line.lstrip())]
            assert complaints(kind, "\n".join([*lines[:number], f"{indent}khoa_la: 1", *lines[number:]])), line


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025-08-05", date(2025, 8, 5)),
        ("05/08/2025", date(2025, 8, 5)),
        ("5/8/2025", date(2025, 8, 5)),
        ("29/02/2024", date(2024, 2, 29)),
        ('"5/08/2025"', date(2025, 8, 5)),
    ],
)
def test_dates(office: Office, written: str, day: date) -> None:
    """A date is read day first, or as ISO 8601 writes it."""
    assert product(office, f"updated: {written}\n").updated == day


def test_moments(office: Office) -> None:
    """The time of an event is a day, or a day and hour with its offset."""
    product(office, "")
    times = ["10/03/2024", "2024-03-10", "2024-03-10T08:00+07:00", "2024-03-10T08:00:30Z"]
    events = "".join(f"    - step: pack\n      time: {one}\n" for one in times)
    office.write("content/lots/DB0001.yml", f"- lot: L1\n  events:\n{events}")
    read_as = [event.time for event in catalogue(office).lots[0][0].events]
    vietnam = timezone(timedelta(hours=7))
    assert read_as[:3] == [date(2024, 3, 10), date(2024, 3, 10), datetime(2024, 3, 10, 8, 0, tzinfo=vietnam)]
    assert read_as[3] == datetime(2024, 3, 10, 8, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(("written", "number"), [("62.5", "62.5"), ("62,5", "62.5"), ("62", "62"), ("62,50", "62.50")])
def test_decimals(office: Office, written: str, number: str) -> None:
    """A number has a decimal comma or point."""
    share = f"origin:\n  materials:\n    - name: Chè\n      share: {written}\n"
    origin = product(office, share).origin
    assert origin is not None
    assert origin.materials[0].share == Decimal(number)


YES = ["true", "True", "TRUE", "có", "Có", "CÓ", '"có"', unicodedata.normalize("NFD", "có")]
NO = ["false", "FALSE", "không", "Không", "KHÔNG"]


@pytest.mark.parametrize("written", [*YES, *NO])
def test_yes_and_no(office: Office, written: str) -> None:
    """Yes is true or có and no is false or không, in any case and in any form of Unicode."""
    assert product(office, f"demo: {written}\n").demo is (written in YES)


TROUBLE = ["No", "no", "off", "Y", "0215 3 825 000", "0215", "12:30", "1:30:00", "1e3", "0x1F", "0o17", "0b1", "1_000"]
TROUBLE += ["~", "null", "Null", "=", "2024-01-01", ".inf", ".nan", "+84", "1.10", "007", "100%", "a#b", "-x", "yes"]


@pytest.mark.parametrize("written", TROUBLE)
def test_texts_stay_as_written(office: Office, written: str) -> None:
    """What YAML would turn into a number, a date, nothing or false stays the text an office wrote."""
    made = product(office, f"summary: {written}\nshops:\n  - name: Chợ\n    phone: {written}\n")
    assert str(made.summary) == written
    assert made.shops[0].phone == written


def test_empty_keys_are_absent(office: Office) -> None:
    """An optional key with nothing, spaces or invisible characters after it is as good as not written."""
    keys = 'summary:\norigin: ""\nimages: []\nprice:\nstatus: "  "\nsources:\n  -\n  - ""\ndemo: "\\u200b"\n'
    made = product(office, keys)
    assert (made.summary, made.origin, made.images, made.price, made.sources) == (None, None, (), None, ())
    assert (made.status, made.demo) == ("on-sale", False)


def test_letters_are_composed(office: Office) -> None:
    """Decomposed letters, as macOS types them, become composed ones: in texts, keys, file names and stories."""
    apart = unicodedata.normalize("NFD", MINIMAL + "images:\n  - file: ảnh/gói.jpg\n    alt: Gói\n---\nChuyện kể.\n")
    office.write("content/products/DB0001.md", apart)
    picture = (ALL_KEYS / "content/images/tra-shan.jpg").read_bytes()
    office.write(f"content/images/{unicodedata.normalize('NFD', 'ảnh/gói')}.jpg", picture)
    entry = catalogue(office).entries[0]
    assert entry.name == "Trà"
    assert entry.story == "<p>Chuyện kể.</p>"
    assert [photo.image.file for photo in entry.photos] == ["ảnh/gói.jpg"]


BOM = "\ufeff"


@pytest.mark.parametrize(
    "written", [str, BOM.__add__, lambda text: text.replace("\n", "\r\n"), lambda text: text.replace("\n", "\r")]
)
def test_files_of_any_editor(office: Office, written: Callable[[str], str]) -> None:
    """A byte order mark and any line ends are read alike, in every kind of file."""
    office.write("config.yml", written(CONFIG))
    office.write("content/products/DB0001.md", written(MINIMAL + "producer: hkd-a\n---\nMột.\n\nHai.\n"))
    office.write("content/products/DB0001.en.md", written("One.\n\nTwo.\n"))
    office.write("content/producers/hkd-a.yml", written("id: hkd-a\nname: Hộ A\n"))
    office.write("content/lots/DB0001.csv", written("lot,quantity\nL1,1 kg\n"))
    entry = catalogue(office).entries[0]
    assert (entry.story, entry.stories) == ("<p>Một.</p>\n<p>Hai.</p>", (("en", "<p>One.</p>\n<p>Two.</p>"),))
    assert catalogue(office).lots[0][0].quantity == "1 kg"


def test_endings_and_folders(office: Office) -> None:
    """`.yml` and `.yaml` are alike, capitals in an ending too, and records may be sorted into folders."""
    office.write("content/products/chè/2026/DB0001.MD", MINIMAL + "producer: hkd-a\n---\n")
    office.write("content/products/chè/DB0001.EN.md", "A story.\n")
    office.write("content/producers/ho/hkd-a.YAML", "id: hkd-a\nname: Hộ A\n")
    office.write("content/lots/2026/DB0001.yaml", "- lot: L1\n")
    entry = catalogue(office).entries[0]
    assert (entry.stories, len(entry.lots)) == ((("en", "<p>A story.</p>"),), 1)
    assert entry.producer_page is not None


TABLE = [["lot", "made", "expires", "quantity", "retained_sample"]]
TABLE += [["L2403", "15/03/2024", "15/03/2026", "1,5 tấn; ướt", "có"], ["L2404", "2024-04-15", "", "", ""]]


@pytest.mark.parametrize("mark", [",", ";"])
@pytest.mark.parametrize("before", ["", BOM])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_tables(office: Office, mark: str, before: str, end: str) -> None:
    """Lots in a table, as Excel writes it, are the same lots as in YAML; empty rows and cells are passed over."""
    product(office, "")
    rows = [mark.join(f'"{cell}"' if "," in cell else cell for cell in row) for row in [*TABLE, [""] * 5]]
    office.write("content/lots/DB0001.csv", before + end.join(rows) + end)
    from_table = catalogue(office).lots[0]
    (office.root / "content/lots/DB0001.csv").unlink()
    keys = [[f"{key}: {cell}" for key, cell in zip(TABLE[0], row, strict=True)] for row in TABLE[1:]]
    office.write("content/lots/DB0001.yml", "".join("- " + "\n  ".join(row) + "\n" for row in keys))
    assert catalogue(office).lots[0] == from_table
    assert len(from_table) == 2


def test_twins(office: Office) -> None:
    """A text has a twin in each language of config.yml, wherever its twin stands; a list has its twins item by item."""
    lists = "  ingredients_en:\n    - Tea\n    -\n    - Salt\n  ingredients:\n    - Chè\n    - Đường\n    - Muối\n"
    made = product(office, f"name_en: Tea\nspecification:\n{lists}  use: Pha\n  use_en: Brew\n")
    assert made.name.texts == (("vi", "Trà"), ("en", "Tea"))
    assert made.specification is not None
    assert [one.text("en") for one in made.specification.ingredients] == ["Tea", "Đường", "Salt"]
    assert [one.text() for one in made.specification.ingredients] == ["Chè", "Đường", "Muối"]
    assert made.specification.use is not None
    assert made.specification.use.text("en") == "Brew"


def test_config_has_twins_in_its_own_languages(office: Office) -> None:
    """The site's own name may be written in any language that config.yml names."""
    site = CONFIG.replace("- en", "- lo") + "  title_lo: B\n"
    office.write("config.yml", site)
    assert "('lo', 'B')" in repr(catalogue(office).config.site.title)


SECRETS = {
    "representative": "Bà Sương",
    "phone": "0912 345 678",
    "email": "phongsuong@example.vn",
    "website": "https://phongsuong.example.vn",
    "address": "Bản Co Hắm",
}
"""What all-keys/ tells of its producer, by the field of consent."""


def consenting(office: Office, *fields: str, kind: str = "ho-kinh-doanh") -> Whole:
    """Return the catalogue of all-keys/ where the producer is of a kind and has agreed to some fields."""
    shutil.copytree(ALL_KEYS, office.root, dirs_exist_ok=True)
    text = text_of("producer").replace("ho-kinh-doanh", kind).replace("natural_person: true\n", "")
    before, _, after = text.partition("consent:\n")
    agreed = "".join(f"    - {field}\n" for field in fields)
    consent = f"consent:\n  fields:\n{agreed}  date: 01/03/2026\n" if fields else ""
    office.write(RECORDS["producer"], before + consent + after[after.index("place:") :])
    made, problems = whole(office.root)
    assert problems.errors == ()
    assert made is not None
    return made


def told(made: Whole) -> list[str]:
    """Return the fields whose values are anywhere in a catalogue."""
    known = repr((made.entries, made.producers, made.catalogue))
    return [field for field, secret in SECRETS.items() if secret in known]


def point(made: Whole) -> tuple[Decimal | None, Decimal | None]:
    """Return where the product comes from."""
    origin = made.entries[0].product.origin
    assert origin is not None
    assert origin.geo is not None
    return origin.geo.lat, origin.geo.lon


def test_without_consent_nothing_personal_is_known(office: Office) -> None:
    """What a household has not agreed to is not in the catalogue at all; its commune is, its point only roughly."""
    made = consenting(office)
    assert told(made) == []
    assert "Xã Mường Ảng" in repr(made.producers)
    assert "Xã Ẳng Nưa" in repr(made.producers)
    assert point(made) == (Decimal("21.49"), Decimal("103.21"))
    assert made.entries[0].photos == ()


@pytest.mark.parametrize("field", SECRETS)
def test_consent_is_for_one_field(office: Office, field: str) -> None:
    """A consent shows the field it names and no other."""
    made = consenting(office, field)
    assert told(made) == [field]
    assert (point(made) == (Decimal("21.4915"), Decimal("103.214"))) is (field == "address")


def test_an_organisation_needs_consent_for_portraits_only(office: Office) -> None:
    """A cooperative's contact is public; the face of its member is not."""
    made = consenting(office, kind="hop-tac-xa")
    assert told(made) == [*SECRETS]
    assert made.entries[0].photos == ()
    assert len(consenting(office, "portrait", kind="hop-tac-xa").entries[0].photos) == 1


@pytest.mark.parametrize("kind", [*ProducerKindName])
def test_households_are_natural_persons(office: Office, kind: str) -> None:
    """Without `natural_person` the two kinds of household are persons and all others are not."""
    assert (told(consenting(office, kind=kind)) == []) is (kind in {"ho-kinh-doanh", "ho-san-xuat"})


def test_gtin_is_kept_as_14_digits(office: Office) -> None:
    """A GTIN is kept as 14 digits, however many of its zeros are written."""
    for written in ("9506000134352", "09506000134352", "9506000134352 # mã vạch"):
        trace = product(office, f"traceability:\n  gtin: {written}\n").traceability
        assert trace is not None
        assert trace.gtin == "09506000134352"
