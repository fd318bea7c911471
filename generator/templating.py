"""The template engine: Jinja, with all that is the same on every page settled when a template is compiled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from datetime import date
from functools import lru_cache, partial
from keyword import iskeyword
from typing import Any, cast

import jinja2
import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.nodes import Node
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

Translator = tuple[Callable[[str], str], Callable[[str, str, int], str]]
"""Words in the language of the site: one form, and the form that goes with a number."""


def _in_steps(text: str) -> str:
    """Return a text escaped, for a markupsafe without the function it has for that itself."""
    text = text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
    return text.replace("'", "&#39;").replace('"', "&#34;")


_PLAIN = frozenset({int, date})
"""Kinds whose text holds nothing to escape."""
_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", _in_steps)
"""What markupsafe's `escape` does without calling it Markup, which takes most of the time: here it is only joined."""
_BLANK = re.compile(r"%\((\w+)\)s")


class _Settler(NodeTransformer):
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
        output.nodes = [piece for one in output.nodes for piece in _pieces(one)]
        return output


def _known(condition: nodes.Node) -> bool | None:
    """Return what comes of comparing what is known; nothing where it is not."""
    if not isinstance(condition, nodes.Compare):
        return None
    try:
        return bool(condition.as_const())
    except nodes.Impossible:
        return None


def _pieces(one: nodes.Expr) -> Iterator[nodes.Expr]:
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


class _PlainCode(CodeGenerator):
    """Write calls and attributes as Python's own.

    Nothing that templates call here wants to be handed their context, and an attribute is there unless a template
    asks whether it is: `x.y is defined`, `x.y | default(…)`.
    """

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._doubted: set[int] = set()

    def blockvisit(self, nodes: Iterable[Node], frame: Frame) -> None:
        """Gather a block or template and hand it on whole: piece by piece each would pass through all it stands in."""
        if frame.buffer is not None or frame.require_output_check or not (frame.block_frame or frame.rootlevel):
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")
        frame.buffer = None

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 - named by the library
        """Write `name(…)` where Jinja writes `context.call(name, …)`."""
        if forward_caller or node.dyn_args or node.dyn_kwargs or any(iskeyword(one.key) for one in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - named by the library
        """Write `x.y` where Jinja writes `environment.getattr(x, "y")`."""
        if id(node) in self._doubted or iskeyword(node.attr) or isinstance(node.node, nodes.Literal):
            super().visit_Getattr(node, frame)
            return
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802 - named by the library
        """Let `x.y | default(…)` be asked of what has no `y`."""
        if node.name in {"default", "d"}:
            self._doubted.add(id(node.node))
        super().visit_Filter(node, frame)

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802 - named by the library
        """Let `x.y is defined` be asked of what has no `y`."""
        if node.name in {"defined", "undefined"}:
            self._doubted.add(id(node.node))
        super().visit_Test(node, frame)


class _Template(jinja2.Template):
    """A compiled template with lighter tools than Jinja's own."""

    @classmethod
    def _from_namespace(
        cls,
        environment: jinja2.Environment,
        namespace: MutableMapping[str, Any],
        globals: MutableMapping[str, Any],  # noqa: A002 - named by the library
    ) -> jinja2.Template:
        namespace.update(escape=written, Macro=macro, Markup=_marked)
        return super()._from_namespace(environment, namespace, globals)

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        # One for all who import from it: none of them has globals of its own.
        if self._module is None:
            self._module = self.make_module()
        return self._module


def written(value: Any) -> str:
    """Return a value as it is written into HTML: escaped, unless it is markup already."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]  # Markup is a text
    if kind in _PLAIN:
        return str(value)
    if kind is not str:
        if hasattr(value, "__html__"):
            return escape(value)
        value = str(value)
    return _escaped(value)


_marked: Callable[[str], Markup] = partial(str.__new__, Markup)
"""Call a text markup, without `Markup` asking it first whether it is."""


def macro(
    environment: jinja2.Environment,
    function: Callable[..., str],
    name: str | None,
    arguments: tuple[str, ...],
    catch_kwargs: bool,
    catch_varargs: bool,
    caller: bool,
    autoescape: bool | None = None,
) -> Callable[..., str]:
    """Return a macro as templates call it; Jinja's own where it takes more than the arguments it names."""
    if catch_kwargs or catch_varargs or caller or not autoescape:
        return Macro(
            environment, function, name or "", list(arguments), catch_kwargs, catch_varargs, caller, autoescape
        )
    not_given = (missing,) * len(arguments)

    def call(*given: Any, **named: Any) -> Markup:
        rest = not_given[len(given) :]
        if named:
            rest = tuple(named.pop(argument, missing) for argument in arguments[len(given) :])
            if named:
                raise TypeError(f"macro {name!r} takes no keyword argument {next(iter(named))!r}")
        return _marked(function(*given, *rest))

    return call


class WordedEnvironment(jinja2.Environment):
    """Templates in one language: what is compiled holds its words and can speak no other."""

    code_generator_class = _PlainCode
    template_class = _Template

    def __init__(self, translator: Translator, known: Mapping[str, str], **options: Any) -> None:
        super().__init__(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)
        self._known = known
        self._gettext, ngettext = translator
        self.globals.update(gettext=_words(self._gettext), ngettext=_counted_words(ngettext))
        self.globals["_"] = self.globals["gettext"]
        self.newstyle_gettext = True

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what every template sees; no template has globals of its own, so no map of maps is searched."""
        return self.globals if d is None else super().make_globals(d)

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        escaped = self.autoescape(name) if callable(self.autoescape) else self.autoescape
        settled = _Settler(self._gettext, Markup if escaped else str, self._known).visit(source)
        return super()._generate(settled, name, filename, defer_init)


def _words(gettext: Callable[[str], str]) -> Callable[..., Markup]:
    """Return what templates ask for words that are not written out in them."""

    def words(text: str, **blanks: Any) -> Markup:
        return Markup(gettext(text)) % blanks  # noqa: S704 - a template's own words

    return words


def _counted_words(ngettext: Callable[[str, str, int], str]) -> Callable[..., Markup]:
    """Return what templates ask for words that go with a number; the number alone is the usual blank."""

    @lru_cache(maxsize=1000)
    def alone(one: str, many: str, count: int) -> Markup:
        return Markup(ngettext(one, many, count)) % {"num": count}  # noqa: S704 - a template's own words

    def words(one: str, many: str, count: int, **blanks: Any) -> Markup:
        if not blanks:
            return alone(one, many, count)
        return Markup(ngettext(one, many, count)) % {"num": count, **blanks}  # noqa: S704 - a template's own words

    return words
