"""What an unknown word may have meant."""

from __future__ import annotations

from generator.checks.slots import slots
from generator.checks.suggestions import in_vietnamese, suggestion
from generator.model import words
from generator.model.config import Config
from generator.model.lot import Lot
from generator.model.producer import Producer
from generator.model.product import Product
from generator.model.record import Record
from generator.vietnamese import fold


def known(model: type[Record]) -> set[str]:
    found = set(slots(model))
    return found.union(*(known(slot.model) for slot in slots(model).values() if slot.model))


def test_vietnamese_words_mean_words_of_the_contract() -> None:
    """Every meaning in the table is a key or value of the contract, and every word is folded as it is looked up."""
    kinds = (kind for kind in vars(words).values() if isinstance(kind, type) and kind.__module__ == words.__name__)
    contract = known(Product) | known(Producer) | known(Lot) | known(Config)
    contract |= {word for kind in kinds for word in getattr(kind, "__members__", {}).values()}
    for word, meant in in_vietnamese().items():
        assert word == " ".join(fold(word).split())
        assert set(meant) <= contract, word


def test_the_place_decides() -> None:
    """A word that may mean several things means the one that is known where it stands."""
    assert suggestion("thu hồi", ["revoked", "stars"]) == "revoked"
    assert suggestion("Thu hồi", ["recalled", "made"]) == "recalled"
    assert suggestion("stas", ["stars", "score"]) == "stars"
    assert suggestion("xyz", ["stars", "score"]) is None
