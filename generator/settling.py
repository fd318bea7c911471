"""The words of a template, put in their places in one language before it is compiled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import cast

from jinja2 import nodes
from jinja2.nodes import Node
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

_BLANK = re.compile(r"%\((\w+)\)s")


class Settler(NodeTransformer):
    """Put the words themselves where a template asks for them: `_("…")`, `_("… %(blank)s", blank=…)`, `{% trans %}`.

    What depends on the `language` alone is decided: other languages' parts of a template are not even there.
    """

    def __init__(self, gettext: Callable[[str], str], text: Callable[[str], str], known: Mapping[str, str]) -> None:
        self._gettext = gettext
        self._text = text
        self._known = known

    def visit_Name(self, name: nodes.Name) -> nodes.Expr:  # noqa: N802 - named by the library
        """Put what is known in the place of its name."""
        if name.ctx == "load" and name.name in self._known:
            return nodes.Const(self._known[name.name], lineno=name.lineno)
        return name

    def visit_If(self, choice: nodes.If) -> Node | list[Node]:  # noqa: N802 - named by the library
        """Choose between parts whose condition is known."""
        others, choice.elif_ = choice.elif_, []
        self.generic_visit(choice)
        choice.elif_ = [cast("nodes.If", self.generic_visit(one)) for one in others]
        chosen = _known(choice.test)
        if chosen is None:
            return choice
        if chosen:
            return choice.body
        if not choice.elif_:
            return choice.else_
        first, *rest = choice.elif_
        return nodes.If(first.test, first.body, rest, choice.else_, lineno=first.lineno)

    def visit_CondExpr(self, choice: nodes.CondExpr) -> nodes.Expr:  # noqa: N802 - named by the library
        """Choose between values whose condition is known."""
        self.generic_visit(choice)
        chosen = _known(choice.test)
        if chosen is None or choice.expr2 is None:
            return choice
        return choice.expr1 if chosen else choice.expr2

    def visit_Filter(self, one: nodes.Filter) -> nodes.Expr:  # noqa: N802 - named by the library
        """Leave out what says of a text that it is Vietnamese, where all is."""
        self.generic_visit(one)
        if one.name == "vi" and self._known.get("language") == "vi" and one.node is not None:
            return one.node
        return one

    def visit_Call(self, call: nodes.Call) -> nodes.Node:  # noqa: N802 - named by the library
        """Turn a call for words that are written out into `words % blanks`, as gettext would have filled them."""
        self.generic_visit(call)
        if not isinstance(call.node, nodes.Name) or call.node.name not in {"_", "gettext"}:
            return call
        if len(call.args) != 1 or not isinstance(call.args[0], nodes.Const) or call.dyn_args or call.dyn_kwargs:
            return call
        line = call.lineno
        words = nodes.Const(self._text(self._gettext(call.args[0].value)), lineno=line)
        blanks = [nodes.Pair(nodes.Const(one.key, lineno=line), one.value, lineno=line) for one in call.kwargs]
        return nodes.Mod(words, nodes.Dict(blanks, lineno=line), lineno=line)

    def visit_Output(self, output: nodes.Output) -> nodes.Output:  # noqa: N802 - named by the library
        """Take words apart at their blanks, so that all that stands still becomes one text with what is around it."""
        self.generic_visit(output)
        output.nodes = [piece for one in output.nodes for piece in pieces(one)]
        return output


def _known(condition: nodes.Node) -> bool | None:
    """Return what comes of comparing what is known; nothing where it is not."""
    if not isinstance(condition, nodes.Compare):
        return None
    try:
        return bool(condition.as_const())
    except nodes.Impossible:
        return None


def pieces(one: nodes.Expr) -> Iterator[nodes.Expr]:
    """Yield `words % blanks` piece by piece; anything else as it is."""
    match one:
        case nodes.Mod(left=nodes.Const(value=Markup() as words), right=nodes.Dict(items=pairs)):
            blanks = {pair.key.as_const(): pair.value for pair in pairs}
            texts = _BLANK.split(words)
            plain = not any("%" in text for text in texts[::2])
            if plain and blanks.keys() >= set(texts[1::2]):
                for place, text in enumerate(texts):
                    yield blanks[text] if place % 2 else nodes.Const(Markup(text), lineno=one.lineno)  # noqa: S704 - a template's own words
                return
    yield one
