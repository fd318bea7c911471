"""Any valid record builds: whatever an office fills in and leaves out, its pages are made."""

from __future__ import annotations

from datetime import date
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.outputs.stamps import FILES
from generator.pipeline import build
from generator.rules.programme import STAR_BANDS, sets
from tests.conftest import TODAY, Office

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30)
DAY = st.dates(date(2023, 3, 1), date(2025, 6, 30)).map(lambda day: f"{day.day}/{day.month}/{day.year}")


def some(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return a mapping in which each key may be there or not."""
    return st.fixed_dictionaries({}, optional=keys)


@st.composite
def certificates(draw: st.DrawFn) -> dict[str, Any]:
    stars = draw(st.sampled_from([3, 4, 5]))
    low, high = STAR_BANDS[stars]
    made = {"stars": stars, "rule_set": "QD148", "level": "centre" if stars == 5 else "province"}
    made |= draw(some(issued=DAY, decision=TEXT, issuer=TEXT, source=TEXT, round=st.sampled_from([2023, 2024, 2025])))
    made |= draw(some(score=st.integers(int(low), int(high) - 1)))
    revoked = st.fixed_dictionaries(
        {"decision": TEXT, "date": st.just("01/02/2026"), "ground": st.sampled_from(["mark-misuse", "other"])}
    )
    return made | draw(some(revoked=revoked))


STEP = st.sampled_from(["grow", "harvest", "process", "test", "pack", "sell"])
PRODUCTS = st.fixed_dictionaries(
    {
        "code": st.just("DB0001"),
        "name": TEXT,
        "set": st.sampled_from(sorted(sets())),
        "certificates": st.lists(certificates(), min_size=1, max_size=3),
    },
    optional={
        "summary": TEXT,
        "summary_en": TEXT,
        "producer": st.fixed_dictionaries(
            {"name": TEXT}, optional={"kind": st.sampled_from(["hop-tac-xa", "ho-san-xuat"]), "story": TEXT}
        ),
        "origin": some(
            as_certified=some(address=TEXT, commune=TEXT, district=TEXT, province=TEXT),
            today=some(address=TEXT, commune=TEXT, province=st.just("Tỉnh Điện Biên")),
            materials=st.lists(st.fixed_dictionaries({"name": TEXT}, optional={"place": TEXT}), max_size=2),
        ),
        "traceability": some(
            standards=st.lists(st.fixed_dictionaries({"name": TEXT}, optional={"expires": DAY}), max_size=2),
            steps=st.lists(st.fixed_dictionaries({"step": STEP}, optional={"name": TEXT, "note": TEXT}), max_size=3),
            declaration=some(number=TEXT, date=DAY),
        ),
        "specification": some(
            net_content=TEXT, ingredients=st.lists(TEXT, max_size=3), warnings=st.lists(TEXT, max_size=2), use=TEXT
        ),
        "shops": st.lists(st.fixed_dictionaries({"name": TEXT}, optional={"address": TEXT, "phone": TEXT}), max_size=2),
        "price": st.fixed_dictionaries({"amount": st.integers(0, 10**9)}, optional={"unit": TEXT, "as_of": DAY}),
        "status": st.sampled_from(["on-sale", "seasonal", "ceased"]),
        "demo": st.booleans(),
        "sources": st.lists(TEXT, max_size=2),
        "updated": DAY,
    },
)


def written(value: Any) -> Any:
    """Return a record as an office writes it: text everywhere."""
    if isinstance(value, dict):
        return {key: written(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [written(inner) for inner in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(PRODUCTS)
def test_any_valid_record_builds(office: Office, product: dict[str, Any]) -> None:
    """A record that keeps the contract has no errors, and all its pages and stamps are made."""
    # A summary in English stands on the one in Vietnamese.
    if "summary" not in product:
        product.pop("summary_en", None)
    front = yaml.safe_dump(written(product), allow_unicode=True, sort_keys=False, default_style='"', width=10**6)
    office.product("DB0001", text=f"---\n{front}---\nChuyện.\n")
    built = build(office.root, office.root / "site", TODAY, keep=False)
    assert built.problems.errors == ()
    assert all((office.root / "site" / "P/DB0001" / name).stat().st_size for name in ("index.html", *FILES))
