"""What one record is found by, besides what lists show of it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from generator.memory import Kept
from generator.model.product import Product
from generator.rules.certificates import history
from generator.vietnamese import spelling, words

_TAG = re.compile("<[^>]*>")
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")


class Clues(NamedTuple):
    """What a product's file says that search uses; nothing of it depends on other files, nothing of it is personal."""

    numbers: str
    """GTIN without leading zeros, a tab, the programme's own code."""
    papers: str
    """Numbers of decisions, of the certificate that counts first, with tabs between them."""
    standards: str
    """Names of standards, with tabs between them."""
    traced: bool
    """Whether it stands in an official traceability system."""
    sold: bool
    """Whether it names a place to buy it."""
    words: str
    """The spellings of the words of its texts, with blanks between them."""


def beside(record: Kept) -> Kept:
    """Return where a record's clues, or the words of a story that has a file of its own, are kept."""
    return Kept(f"{record.key} words")


def clues(product: Product, story: str) -> Clues:
    """Return what a product is found by; `story` is HTML."""
    trace = product.traceability
    gtin = ((trace.gtin if trace else None) or "").lstrip("0")
    standards = dict.fromkeys(_IN_BRACKETS.sub("", one.name.text()) for one in trace.standards) if trace else {}
    return Clues(
        numbers=f"{gtin}\t{product.ocop_code or ''}" if gtin or product.ocop_code else "",
        papers="\t".join(dict.fromkeys(_papers(product))),
        standards="\t".join(filter(None, standards)),
        traced=bool(trace and trace.links),
        sold=bool(product.shops),
        words=spelt((*_texts(product), _TAG.sub(" ", story))),
    )


def spelt(texts: Iterable[str]) -> str:
    """Return the spellings of the words of some texts, most of them once; HTML's escapes are read."""
    text = " ".join(texts)
    # What stands between two blanks is mostly one word, and one that was met before.
    parts = dict.fromkeys((html.unescape(text) if "&" in text else text).split())
    return " ".join(filter(None, map(_spellings, parts)))


@lru_cache(maxsize=65536)
def _spellings(part: str) -> str:
    return " ".join([spelling(word) for word in words(part)])


def story_words(story: str) -> str:
    """Return the spellings of all words of a story in HTML."""
    return spelt((_TAG.sub(" ", story),))


def _papers(product: Product) -> Iterator[str]:
    for holding in history(product.certificates):
        certificate = holding.certificate
        if certificate.decision:
            yield _one_line(certificate.decision)
        if certificate.revoked:
            yield _one_line(certificate.revoked.decision)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _texts(product: Product) -> Iterator[str]:
    """Yield what a product's page tells in words."""
    if product.summary:
        yield from (text for _, text in product.summary.texts)
    if origin := product.origin:
        yield from (text for one in origin.materials for _, text in one.name.texts)
        yield origin.growing_area_code or ""
    if trace := product.traceability:
        for standard in trace.standards:
            yield from (text for _, text in standard.name.texts)
            yield standard.number or ""
        for mark in trace.marks:
            yield from (text for _, text in mark.name.texts) if mark.name else ()
        yield (trace.declaration.number or "") if trace.declaration else ""
    if label := product.specification:
        yield from (text for one in label.ingredients for _, text in one.texts)
        yield from (text for _, text in label.use.texts) if label.use else ()
