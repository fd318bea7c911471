"""What each key of a record means, in words: from `fields.po`, else from the models' own source."""

from __future__ import annotations

import ast
import inspect
from functools import cache
from itertools import pairwise

from generator.locale import LOCALES, messages
from generator.model.record import Record, fields


def meaning(model: type[Record], key: str, language: str) -> str:
    """Return what a key means: from the language's `fields.po`, else in English from the model itself."""
    known = messages(language, "fields") if (LOCALES / language / "fields.po").is_file() else {}
    declared = declaring(model, key)
    return known.get(f"{declared.__name__}.{key}") or in_english(declared).get(key, "")


@cache
def in_english(model: type[Record]) -> dict[str, str]:
    """Return what a model's own source says of each of its keys, in the line under it."""
    source = ast.parse(inspect.getsource(model)).body[0]
    return {
        field.target.id: line.value.value
        for field, line in pairwise(getattr(source, "body", ()))
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant) and isinstance(line.value.value, str)
    }


def declaring(model: type[Record], key: str) -> type[Record]:
    """Return the model that declares a key: itself, or the one it inherits from."""
    return next(one for one in reversed(model.__mro__) if issubclass(one, Record) and key in fields(one))
