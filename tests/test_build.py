"""Building: the same input gives the same bytes anywhere, on any day; a failed build changes nothing."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from generator.pipeline import build
from generator.problems import ContentError, TroubleError
from tests.conftest import ROOT, Office, files


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Copy the repository's content into another folder, with nothing beside it."""
    root = tmp_path / "đường dẫn khác" / "Văn phòng"
    root.mkdir(parents=True)
    shutil.copytree(ROOT / "content", root / "content")
    shutil.copy(ROOT / "config.yml", root)
    return root


def test_same_bytes_in_another_folder_on_another_day(site: Path, copied: Path) -> None:
    """Two builds of the same input are byte-identical, in another folder and years later."""
    out = copied / "site"
    build(copied, out, date(2031, 3, 1))
    one, other = files(site), files(out)
    assert one.keys() == other.keys()
    assert [path for path in one if one[path] != other[path]] == []


def test_no_trace_of_the_machine(site: Path) -> None:
    """No file of the site holds a path of the machine it was made on."""
    for path, content in files(site).items():
        assert str(ROOT).encode() not in content, path


def test_building_again_changes_nothing(office: Office) -> None:
    """A second build into the same folder leaves the same bytes."""
    office.product("DB0001")
    office.build()
    before = files(office.out)
    office.build()
    assert files(office.out) == before


def test_errors_leave_the_site_as_it_was(office: Office) -> None:
    """Where the content has an error nothing is written, and the old site stays byte for byte."""
    office.product("DB0001")
    office.build()
    before = files(office.root / "site")
    office.product("DB0002", text="---\ncode: DB0002\n---\n")
    with pytest.raises(ContentError) as wrong:
        office.build()
    assert {problem.rule for problem in wrong.value.problems.errors} == {"missing"}
    assert files(office.root / "site") == before


def test_errors_make_no_site(office: Office) -> None:
    """Where there was no site there is none after a build that failed."""
    office.product("DB0001", text="")
    with pytest.raises(ContentError):
        office.build()
    assert not office.out.exists()


def test_a_removed_product_is_gone(office: Office) -> None:
    """The pages of a draft that was removed are removed with it; the others stay."""
    office.product("DB0001")
    office.product("DB0002")
    office.build(keep=False)
    assert (office.out / "P/DB0002/index.html").is_file()
    (office.root / "content/products/DB0002.md").unlink()
    office.build(keep=False)
    assert not (office.out / "P/DB0002").exists()
    assert (office.out / "P/DB0001/index.html").is_file()


def test_an_office_needs_only_settings_and_content(office: Office) -> None:
    """A folder with config.yml and an empty content/ builds, and every page says so kindly."""
    office.build()
    assert "chưa có sản phẩm" in office.page("san-pham/index.html")


def test_own_templates_override_file_by_file(office: Office) -> None:
    """A file in the project's templates/ replaces the programme's of the same name; all others stay."""
    office.product("DB0001")
    office.write("templates/404.html", '{% extends "page.html" %}{% block main %}<h1>Của tỉnh</h1>{% endblock %}')
    office.build()
    assert "<h1>Của tỉnh</h1>" in office.page("404.html")
    assert "Trà Shan tuyết" in office.page("P/DB0001/index.html")


def test_yaml_trouble_survives(office: Office) -> None:
    """Text that YAML 1.1 would turn into something else stays as written."""
    trouble = ["No", "0215 3 825 000", "12:30", "1e3", "0x1F", "~", "null", "2021-12-28", "1_000", "=", "off"]
    listed = "".join(f"    - {text}\n" for text in trouble)
    office.product(
        "DB0001",
        text="---\ncode: DB0001\nname: No\nset: che\ncertificates:\n  - stars: 3\n    rule_set: QD1048\n"
        f"    level: province\n    decision: 0215\nspecification:\n  ingredients:\n{listed}  storage: 12:30\n---\n",
    )
    office.build()
    page = office.page("P/DB0001/index.html")
    assert "<h1>No</h1>" in page or ">No<" in page
    for text in trouble:
        assert text in page
    assert "0215" in page


def test_demo_products_say_so_everywhere(site: Path) -> None:
    """An invented product says MẪU on its page and is kept from search engines; a real one does neither."""
    demo = (site / "P/MAU-01/index.html").read_text(encoding="utf-8")
    real = (site / "P/DB0001/index.html").read_text(encoding="utf-8")
    lot = next((site / "P/MAU-01").glob("*/index.html")).read_text(encoding="utf-8")
    for page in (demo, lot):
        assert '<meta name="robots" content="noindex">' in page
        assert "MẪU" in page
    assert "noindex" not in real
    assert "application/ld+json" in real
    assert "application/ld+json" not in demo


def test_what_was_not_recognised_is_nowhere(site: Path) -> None:
    """Products that councils did not recognise are on no page."""
    for path, content in files(site).items():
        text = content.decode("utf-8", "ignore")
        for name in ("Phan Nhất", "Phan nhất", "Suối Voi"):
            assert name not in text, path


def test_the_nine_real_products_are_there(site: Path) -> None:
    """All nine products of 2021, each with its source; nothing unpublished is filled in."""
    names = (
        "Cá tép dầu sấy Na Lay",
        "Trà Shan tuyết P.H.1.4",
        "Gạo vai gẫy",
        "Rượu nếp 27 Dũng Nhân",
        "Rượu nếp nương men lá",
        "Thịt trâu khô Phong Sương",
        "Quả dổi leo bốn mùa",
        "Dưa mèo Hoa Sơn Tra",
        "Bưởi da xanh Kiên Trung",
    )
    for number, name in enumerate(names, 1):
        page = (site / f"P/DB{number:04}/index.html").read_text(encoding="utf-8")
        assert name in page
        assert "Báo cáo 17/BC-VPĐP" in page
        assert "hưa công bố" in page


@pytest.mark.parametrize(
    ("broken", "where"),
    [
        ("{% extends 'page.html' %}\n{% block main %}", "templates/404.html:2"),
        ("\n{{ nothing.here }}", "templates/404.html:2"),
    ],
)
def test_a_broken_template_of_the_office_is_named(office: Office, broken: str, where: str) -> None:
    """An office's own template that cannot be used is told with its file and line, and the site stays."""
    office.product("DB0001")
    office.build()
    before = files(office.out)
    office.write("templates/404.html", broken)
    with pytest.raises(TroubleError) as wrong:
        office.build()
    assert wrong.value.rule == "template-broken"
    assert dict(wrong.value.details)["template"] == where
    assert files(office.out) == before
