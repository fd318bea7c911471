"""What speed is measured with: the same records every time, free of problems, and a table computed rightly."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import corpus
from benchmarks.contestants import EDITED_WORDS
from benchmarks.table import COLD, HUGO, NOTHING, OCOP, PAGEFIND, RECORD, Sample, middle, report
from generator.checks.check import check
from generator.records.folder import read
from tests.conftest import ROOT, TODAY

COUNT = 12
SAMPLE = Sample(1_000, OCOP, COLD, 1, 2.0, 3.5, 400_000_000, 1_700, 9_000, 50_000_000)


def files(root: Path) -> dict[str, bytes]:
    """Return every file of a folder by its path."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_same_records_every_time(tmp_path: Path) -> None:
    """The same number of products gives the same bytes, and a larger corpus begins with the smaller one."""
    for name, count in (("once", COUNT), ("again", COUNT), ("more", COUNT + 3)):
        corpus.write(tmp_path / name, count)
    once = files(tmp_path / "once")
    assert once == files(tmp_path / "again")
    assert once.items() <= files(tmp_path / "more").items()
    assert len(once) == 1 + COUNT + COUNT // corpus.PRODUCTS_PER_PRODUCER


def test_records_have_no_problems(tmp_path: Path) -> None:
    """Nothing of the corpus is refused or warned of."""
    corpus.write(tmp_path, COUNT)
    assert not list(check(read(tmp_path), TODAY).problems.found)


def test_every_record_is_invented_and_can_be_edited(tmp_path: Path) -> None:
    """Every product says that it is invented, and its story has the words that the edited record changes."""
    corpus.write(tmp_path, COUNT)
    records = [path.read_text("utf-8") for path in (tmp_path / "content" / "products").iterdir()]
    assert all("\ndemo: true\n" in record for record in records)
    assert all(record.count(corpus.EDITED_WORDS[0]) == 1 for record in records)


def test_both_product_templates_can_be_edited() -> None:
    """The words that the changed template changes stand in ours and in Hugo's."""
    ours, theirs = ROOT / "templates" / "product.html", ROOT / "benchmarks" / "hugo" / "layouts" / "page.html"
    assert all(EDITED_WORDS[0] in path.read_text("utf-8") for path in (ours, theirs))


def test_hugo_reads_the_same_records() -> None:
    """Hugo's site takes its products and producers from the corpus, and knows the words its layouts ask for."""
    site = ROOT / "benchmarks" / "hugo"
    mounts = tomllib.loads((site / "hugo.toml").read_text("utf-8"))["module"]["mounts"]
    assert {mount["source"] for mount in mounts} >= {f"../corpus/content/{room}" for room in ("products", "producers")}
    asked = "".join(path.read_text("utf-8") for path in (site / "layouts").rglob("*.html"))
    words = tomllib.loads((site / "data" / "words.toml").read_text("utf-8"))
    assert all(f"words.{kind}" in asked for kind in words)


def test_table_shows_medians_and_ratios() -> None:
    """A cell is the median of its runs; a ratio is ours by theirs; a target says whether it is met."""
    ours = [replace(SAMPLE, run=run, seconds=seconds) for run, seconds in enumerate((9.0, 2.0, 3.0), 1)]
    theirs = [replace(SAMPLE, name=HUGO, seconds=4.0, peak=1_000_000_000), replace(SAMPLE, name=PAGEFIND, seconds=6.0)]
    table = report([*ours, *theirs])
    assert middle(ours, 1_000, OCOP, COLD, "seconds") == 3.0
    assert "### 1,000 products, median of 3" in table
    assert "| cold, s | 3 | 4 | 6 | 0.75 | 0.50 | ≤ 1 of Hugo: met; ≤ 0.4 of Hugo + Pagefind: not met |" in table
    assert "| cold: peak memory, MB | 400 | 1,000 | 400 | 0.40 | 1 | ≤ 0.5 of Hugo: met |" in table
    assert "| 1,000 | 3 | 4 | 6 |" in table


def test_table_leaves_out_what_was_not_measured() -> None:
    """Without a rival there is no ratio and no verdict on it; plain limits are still judged."""
    table = report(
        [SAMPLE, replace(SAMPLE, scenario=NOTHING, seconds=0.7), replace(SAMPLE, scenario=RECORD, seconds=0.7)]
    )
    assert "| cold, s | 2 | – | – | – | – | ≤ 1 of Hugo; ≤ 0.4 of Hugo + Pagefind |" in table
    assert "| nothing changed, s | 0.70 | – | – | – | – | ≤ 0.6 s: not met |" in table
    assert "| one record edited, s | 0.70 | – | – | – | – | ≤ 0.02 of Hugo + Pagefind; ≤ 1 s: met |" in table
    assert "one template changed" not in table


@pytest.mark.parametrize(("seconds", "told"), [(250.0, "met"), (251.0, "not met")])
def test_growth_is_told_per_product(seconds: float, told: str) -> None:
    """100,000 products are held against ten times 10,000: each may cost a quarter more, and no more."""
    small, large = replace(SAMPLE, size=10_000, seconds=20.0), replace(SAMPLE, size=100_000, seconds=seconds)
    table = report([small, large])
    assert f"cost ≤ 1.25 times: {told}; peak memory ≤ 2.5 GB: met." in table
