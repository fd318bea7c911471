"""Search: what people type finds what they want, in a real browser, over a catalogue in which ranking is hard."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.rules.programme import communes, provinces, sets
from generator.vietnamese import sort_key
from tests.searching import DAY, PRODUCTS, REAL, Found, Row, opened, publish, rows, write

Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def found(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    """The engine over the catalogue of `tests/search/`, opened from a folder."""
    root = tmp_path_factory.mktemp("search")
    write(root / "office")
    publish(root / "office", root / "site")
    engine = opened(browser, root / "site")
    yield engine
    engine.page.close()


def test_questions_find_what_is_wanted(found: Found) -> None:
    """Of the questions of `queries.txt` 97 % have a wanted product first, 99.5 % among five; noise has none."""
    questions = rows("queries.txt")
    first, among, missed = Counter[str](), Counter[str](), []
    for kind, text, wanted in questions:
        asked = unicodedata.normalize("NFD", text) if kind == "nfd" else text
        codes = found.codes(asked, limit=5)
        right = not codes if wanted == "-" else bool(codes) and codes[0] in wanted.split()
        first[kind] += right
        among[kind] += right or (wanted != "-" and not {*wanted.split()}.isdisjoint(codes))
        if not right:
            missed.append((kind, text, codes))
    assert len(questions) >= 300
    assert first.total() >= 0.97 * len(questions), missed
    assert among.total() >= 0.995 * len(questions), missed
    assert [text for kind, text, codes in missed if kind == "noise"] == []


def test_every_product_is_found_as_it_is(found: Found) -> None:
    """An empty question lists everything; what is said of a product is what its record says, to the letter."""
    told = {
        one["code"]: (one["name"], one["producer"], one["place"], one["stars"], one["demo"])
        for one in found("", limit=1000)
    }
    expected = {
        row.code: (row.name, row.producer, communes()[row.commune].name, int(row.stars), True) for row in PRODUCTS
    }
    assert {code: told[code] for code in expected} == expected
    assert {code: told[code][0] for code in REAL} == REAL
    assert len(told) == len(expected) + len(REAL)


def test_pages_of_results_follow_each_other(found: Found) -> None:
    """`offset` and `limit` cut the same list that is given whole, for few and for many."""
    whole = found.codes("trà", limit=500)
    assert whole == [code for first in range(0, 500, 7) for code in found.codes("trà", limit=7, offset=first)]


def test_exact_tones_come_first_and_no_tones_find_all(found: Found) -> None:
    """With tones the very word comes before the same letters with other tones; without tones all are equal."""
    names = [one["name"].lower() for one in found("cá", limit=400) if one["why"] == "name"]
    exact = [bool(re.search(r"\bcá\b", name)) for name in names]
    assert exact == sorted(exact, reverse=True)
    assert {True, False} == set(exact)
    assert {"Cá hồi", "Cà phê", "Cao cà"} <= {one["name"][:6].strip() for one in found("ca", limit=400)}


def test_name_before_producer_before_place_before_story(found: Found) -> None:
    """A word in the name outweighs the same word in the producer's, that one in the place, that one in the story."""
    order = ["name", "producer", "place", "set", "standard", "story"]
    for text in ("phong thổ", "mường ảng", "nui thom", "huyen bac yen"):
        reasons = [order.index(one["why"]) for one in found(text, limit=400)]
        assert reasons == sorted(reasons), text


def test_a_valid_certificate_comes_first_when_all_else_is_equal(found: Found) -> None:
    """Products of one name stand with those first whose certificate holds on that day."""
    same = {row.name for row in PRODUCTS if sum(row.name == other.name for other in PRODUCTS) > 1}
    rank = {"valid": 0, "unknown": 1, "expired": 2, "revoked": 3}
    for name in same:
        standing = [rank[one["status"]] for one in found(name) if one["name"] == name]
        assert standing == sorted(standing), name


def test_stars_in_a_question_come_first(found: Found) -> None:
    """`4 sao trà` shows tea of 4 stars first, then other tea; the words may be written in many ways."""
    for text in ("4 sao trà", "trà 4 sao", "bốn sao trà", "TRÀ 4*", "4sao tra"):
        stars = [one["stars"] for one in found(text, limit=400)]
        count = stars.count(4)
        assert count
        assert set(stars[:count]) == {4}, text
        assert 4 not in stars[count:], text


def test_facets_are_counted_with_the_others_applied(found: Found) -> None:
    """Each facet tells how many there would be for each of its values, the other facets applied and itself not."""
    chosen = {"stars": ["4"], "status": ["valid"], "trace": True}

    def status(row: Row) -> str:
        day, month, year = row.issued.split("/")
        return "valid" if f"{int(year) + 3}-{month}-{day}" >= DAY else "expired"

    def counted(value: Callable[[Row], str], *, stars: bool = True, standing: bool = True, trace: bool = True) -> Any:
        kept = (
            row
            for row in PRODUCTS
            if (not stars or row.stars == "4") and (not standing or status(row) == "valid") and (not trace or row.trace)
        )
        return {key: count for key, count in Counter(map(value, kept)).items() if key}

    said = found.whole("", facets=chosen, limit=400)
    expected = {
        "group": counted(lambda row: sets()[row.set].group),
        "set": counted(lambda row: row.set),
        "stars": counted(lambda row: row.stars, stars=False),
        "status": counted(status, standing=False),
        "commune": counted(lambda row: row.commune),
        "kind": counted(lambda row: row.kind),
        "standard": counted(lambda row: row.standard.lower().replace(" ", "-").replace("ữ", "u").replace("ơ", "o")),
        "trace": counted(lambda row: "true" if row.trace else "", trace=False),
        "shop": counted(lambda row: "true" if row.shop else ""),
    }
    expected["standard"] = {key.replace("hữu", "huu"): count for key, count in expected["standard"].items()}
    assert said["counts"] == expected
    assert said["total"] == len(said["rows"]) == sum(expected["group"].values())


def test_a_set_narrows_its_group_down_and_adds_to_others(found: Found) -> None:
    """Of a group with a chosen set only the set stays; sets of other groups join."""
    of_set = {row.code for row in PRODUCTS if row.set in {"che", "ruou-trang"}} | {"DB0002", "DB0004", "DB0005"}
    assert set(found.codes("", facets={"group": ["thuc-pham"], "set": ["che", "ruou-trang"]}, limit=400)) == of_set
    drinks = {row.code for row in PRODUCTS if sets()[row.set].group == "do-uong"} | {"DB0004", "DB0005"}
    both = drinks | {row.code for row in PRODUCTS if row.set == "che"} | {"DB0002"}
    assert set(found.codes("", facets={"group": ["do-uong"], "set": ["che"]}, limit=400)) == both


def test_the_certificate_stands_as_on_the_day(found: Found) -> None:
    """The last day still counts; the day after it does not; without a day of issue nothing is claimed."""
    row = PRODUCTS[0]
    day, month, year = row.issued.split("/")
    last = f"{int(year) + 3}-{month}-{day}"
    ((before, until),) = {(one["status"], one["until"]) for one in found(row.code, today=last)}
    assert (before, until) == ("valid", last)
    after = f"{int(year) + 3}-{month}-{int(day) + 1:02}"
    assert [one["status"] for one in found(row.code, today=after)] == ["expired"]
    assert [(one["status"], one["until"]) for one in found("DB0001")] == [("unknown", None)]


def test_names_in_vietnamese_order(found: Found) -> None:
    """Sorted by name, products stand as in a Vietnamese dictionary; by stars and by date as these say."""
    names = [one["name"] for one in found("", sort="name", limit=400)]
    assert [sort_key(name)[:2] for name in names] == sorted(sort_key(name)[:2] for name in names)
    stars = [one["stars"] for one in found("", sort="stars", limit=400)]
    assert stars == sorted(stars, reverse=True)
    ends = [one["until"] for one in found("", sort="newest", limit=400) if one["until"]]
    assert ends == sorted(ends, reverse=True)


def test_a_code_that_nobody_has_is_told(found: Found) -> None:
    """A question that looks like a code, a barcode or a stamp's address finds nothing and is told to be one."""
    for text, code in (
        ("DB9999", "DB9999"),
        ("tim9999", "TIM9999"),
        ("9529999999994", "9529999999994"),
        ("https://ocop.example.vn/P/ZZ01/", "ZZ01"),
        ("952 999 999 9994", "952 999 999 9994"),
    ):
        said = found.whole(text)
        assert (said["rows"], said["code"], said["nearest"]) == ([], code, ""), text
    assert found.whole("DB0001")["code"] == ""
    assert found.whole("xyzzy")["code"] == ""


def test_the_nearest_question_is_offered(found: Found) -> None:
    """Where nothing is found, a question that finds something is offered; where nothing is near, nothing."""
    assert found.whole("mat omg hoa nhan")["nearest"] == "mat ong hoa nhan"
    assert found.whole("khan pieu xyzzyq")["nearest"] == "khan pieu"
    assert found.whole("qwxzqwxz")["nearest"] == ""
    assert found.whole("khan pieu")["nearest"] == ""


def test_products_by_their_codes(found: Found) -> None:
    """Asked for by code, products come in that order, without those that nobody has; no file of words is fetched."""
    told = found.page.evaluate(
        """async ([codes, today]) => {
            const files = () => document.querySelectorAll("script").length, before = files();
            return [await OCOP.products(codes, { today }), files() - before];
        }""",
        [[PRODUCTS[7].code, "XX-1", "DB0001", PRODUCTS[3].code], DAY],
    )
    wanted = [found(code, limit=1)[0] for code in (PRODUCTS[7].code, "DB0001", PRODUCTS[3].code)]
    assert told == [wanted, 0]


def test_a_set_is_known_while_it_is_typed(found: Found) -> None:
    """Between the first words of a set's name and its last letter there is no moment in which nothing is found."""
    tourism = {row.code for row in PRODUCTS if sets()[row.set].group == "du-lich"}
    for text in ("diem du", "diem du l", "diem du lic", "diem du lich"):
        assert tourism <= set(found.codes(text, limit=400)), text


def test_communes_by_their_old_names(found: Found) -> None:
    """Typing an old district or commune finds the communes of today that its products are in."""
    places = "text => OCOP.ready.then(() => OCOP.places(text))"
    keys = {row.commune for row in PRODUCTS if "Huyện Tủa Chùa" in row.before}
    assert set(found.page.evaluate(places, "huyen tua chua")) == keys
    assert found.page.evaluate(places, "Muong Va") == [row.commune for row in PRODUCTS if "Mường Và" in row.before][:1]
    assert found.page.evaluate(places, "xyzzy") == []
    assert found.page.evaluate(places, "") == []


def test_labels_in_vietnamese_order(found: Found) -> None:
    """`ready` tells communes and standards, each once, in Vietnamese order, and how many products there are."""
    known = found.page.evaluate("OCOP.ready")
    here = {row.commune for row in PRODUCTS}
    names = {code: f"{communes()[code].name}, {provinces()[communes()[code].province_code]}" for code in here}
    assert dict(known["labels"]["commune"]) == names
    assert [name.removeprefix("Xã ").removeprefix("Phường ") for _, name in known["labels"]["commune"]] == sorted(
        (name.removeprefix("Xã ").removeprefix("Phường ") for name in names.values()),
        key=lambda name: sort_key(name)[:2],
    )
    assert [name for _, name in known["labels"]["standard"]] == ["GlobalGAP", "HACCP", "Hữu cơ", "ISO 22000", "VietGAP"]
    assert known["count"] == len(PRODUCTS) + len(REAL)


def test_first_what_is_there_then_the_stories(browser: Any, tmp_path: Path) -> None:
    """With `onmore` names answer at once and say that more may come; the words of stories join when they arrive."""
    write(tmp_path / "office")
    publish(tmp_path / "office", tmp_path / "site")
    engine = opened(browser, tmp_path / "site")
    first, more = engine.page.evaluate(
        """() => new Promise(async resolve => {
            const told = found => ({ partial: found.partial, total: found.total });
            const first = told(await OCOP.search("rêu phủ kín", { onmore: found => resolve([first, told(found)]) }));
        })"""
    )
    engine.page.close()
    told = sum("rêu phủ kín" in row.story for row in PRODUCTS)
    assert (first, more["partial"], more["total"] >= told > 0) == ({"partial": True, "total": 0}, False, True)


def test_photos_as_they_arrive(site: Path, open_page: Ask) -> None:
    """`pictures` fills in the photos: files that exist; a product without one has its cloth at once."""
    page = open_page(site / "tim-kiem" / "index.html")
    pictures = page.evaluate(
        """async () => {
            const found = await OCOP.search("", { limit: 100 });
            await OCOP.pictures(found);
            return Object.fromEntries(found.map(({ code, picture }) => [code, picture]));
        }"""
    )
    here = site.resolve().as_uri() + "/"
    assert all((site / picture.removeprefix(here)).is_file() for picture in pictures.values())
    assert pictures["DB0001"] == f"{here}hoa-van/che-bien-thit-trung-sua-thuy-san-07.svg"
    assert pictures["MAU-01"].startswith(f"{here}anh/")
