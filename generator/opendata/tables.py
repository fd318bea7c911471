"""The tables of the open data: what a row of each is, and its columns."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from generator.model.lot import Lot
from generator.model.producer import Producer
from generator.model.product import Certificate, Product
from generator.model.record import Record
from generator.opendata.columns import TEXT, Column, List, columns, lists
from generator.rules.publication import left_out

ELSEWHERE = frozenset({"producer", "certificates", "demo"})
"""Keys of a product that other tables hold, or that are the same in every row."""
GONE = left_out(None)
"""Keys that no table has."""


class Table(NamedTuple):
    """One table."""

    name: str
    key: tuple[str, ...]
    """The columns that tell its rows apart."""
    refers: tuple[tuple[str, str, str], ...]
    """Column, table and column there: what stands in the first stands in the last."""
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self.columns)


@cache
def tables(languages: tuple[str, ...]) -> dict[str, Table]:
    """Return every table by its name, with the texts in these languages."""
    products = (
        *columns(Product, languages, GONE | ELSEWHERE),
        _column("stars", "integer", required=True),
        _column("valid_until", "date"),
        _column("producer_id"),
        _column("producer_name"),
        _column("page", required=True),
    )
    product = _column("product", required=True)
    number = _column("number", "integer", required=True)
    certificates = product, number, *columns(Certificate, languages, GONE), _column("valid_until", "date")
    own = {column.name: column for column in columns(Producer, languages, GONE)}
    facts = [column for name, column in own.items() if name != "id"]
    producers = own["id"]._replace(required=False), _column("product"), *facts, _column("page", required=True)
    lots = product, *columns(Lot, languages, GONE), _column("page", required=True)
    details = product, _column("in_lot"), *_items(languages)
    stories = product, _column("language", required=True, words=languages), _column("html", required=True)
    of_product = (("product", "products", "code"),)
    made = (
        Table("products", ("code",), (("producer_id", "producers", "id"),), products),
        Table("certificates", ("product", "number"), of_product, certificates),
        Table("producers", ("id", "product"), of_product, producers),
        Table("lots", ("product", "lot"), of_product, lots),
        Table("details", ("product", "in_lot", "list", "item"), of_product, details),
        Table("stories", ("product", "language"), of_product, stories),
    )
    return {one.name: one for one in made}


def all_lists() -> tuple[List, ...]:
    """Return every list of products and lots."""
    return *lists(Product, GONE | ELSEWHERE), *lists(Lot, GONE)


def _items(languages: tuple[str, ...]) -> tuple[Column, ...]:
    """Return the columns of the items of all lists; what has one name in several of them shares a column."""
    listed = all_lists()
    text = [_column(TEXT), *[Column(f"{TEXT}_{one}", "string", None, TEXT, one) for one in languages if one != "vi"]]
    named = {column.name: column for column in text}
    for one in listed:
        if issubclass(one.item, Record):
            for column in columns(one.item, languages, GONE | {"portrait_of"}):
                shared = named.setdefault(column.name, column._replace(required=False))
                if shared.words != column.words:
                    named[column.name] = shared._replace(words=())
    where = _column("list", required=True, words=tuple(one.name for one in listed))
    return where, _column("item", "integer", required=True), *named.values()


def _column(name: str, kind: str = "string", *, required: bool = False, words: tuple[str, ...] = ()) -> Column:
    return Column(name, kind, None, name, "", required, words)


NAMES = ("products", "certificates", "producers", "lots", "details", "stories")
"""The tables, in the order they are listed."""
