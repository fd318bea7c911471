"""The template engine: Jinja, with all that is the same on every page settled when a template is compiled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from datetime import date
from functools import lru_cache, partial
from types import FunctionType
from typing import Any, Protocol

import jinja2
import markupsafe
from jinja2 import nodes
from jinja2.environment import TemplateModule
from jinja2.filters import sync_do_join, sync_do_select
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

from generator.sameness import SETTLED
from generator.settling import Settler
from generator.template_code import PlainCode

Translator = tuple[Callable[[str], str], Callable[[str, str, int], str]]
"""Words in the language of the site: one form, and the form that goes with a number."""


class Keeper(Protocol):
    """Keeps what is the same on every page that links alike."""

    kept: dict[str, str]
    """What is known on the page that is being drawn, by where it stands in which template."""
    inward: int
    """How many links there were until now that only this page has so."""

    def keep(self, key: str, text: str, inward: int) -> str:
        """Return a text, kept unless there were such links since there had been `inward`."""
        ...


def _in_steps(text: str) -> str:
    """Return a text escaped, for a markupsafe without the function it has for that itself."""
    text = text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
    return text.replace("'", "&#39;").replace('"', "&#34;")


_PLAIN = frozenset({int, date})
"""Kinds whose text holds nothing to escape."""
_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", _in_steps)
"""What markupsafe's `escape` does without calling it Markup, which takes most of the time: here it is only joined."""


class _Template(jinja2.Template):
    """A compiled template with lighter tools than Jinja's own."""

    @classmethod
    def _from_namespace(
        cls,
        environment: jinja2.Environment,
        namespace: MutableMapping[str, Any],
        globals: MutableMapping[str, Any],  # noqa: A002 - named by the library
    ) -> jinja2.Template:
        namespace.update({SETTLED + name: value for name, value in environment.globals.items()})
        namespace.update(escape=written, Macro=macro, Markup=_marked, keeper=environment.keeper)  # type: ignore[attr-defined]
        return super()._from_namespace(environment, namespace, globals)

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        # One for all who import from it: none of them has globals of its own.
        if self._module is None:
            self._module = self.make_module()
        return self._module


def written(value: Any) -> str:
    """Return a value as it is written into HTML: escaped, unless it is markup already."""
    kind = type(value)
    if kind is str:
        return _escaped(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]  # Markup is a text
    if kind in _PLAIN:
        return str(value)
    return escape(value) if hasattr(value, "__html__") else _escaped(str(value))


@jinja2.pass_eval_context
def joined(
    context: nodes.EvalContext, values: Iterable[Any], between: str = "", attribute: str | int | None = None
) -> str:
    """Return values with a text between them, as Jinja's `join` does; markup where one of them is."""
    if attribute is not None or not context.autoescape:
        return sync_do_join(context, values, between, attribute)
    found = list(values)
    if any(hasattr(one, "__html__") for one in (between, *found)):
        return _marked(str.join(written(between), map(written, found)))
    return between.join(map(str, found))


@jinja2.pass_context
def selected(context: Context, values: Iterable[Any], *test: Any, **named: Any) -> Iterable[Any]:
    """Return the values that hold, or pass a test, as Jinja's `select` does."""
    return sync_do_select(context, values, *test, **named) if test else filter(None, values)


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
    code = function.__code__
    # A function of Python's own, with its parameters called as in the template.
    called = dict(zip(code.co_varnames, arguments, strict=False))
    plain = code.replace(
        co_name=name or code.co_name,
        co_varnames=tuple([called.get(one, one) for one in code.co_varnames]),
        co_cellvars=tuple([called.get(one, one) for one in code.co_cellvars]),
    )
    none_given = (missing,) * len(arguments)
    return FunctionType(plain, function.__globals__, name, none_given, function.__closure__)


class WordedEnvironment(jinja2.Environment):
    """Templates in one language: what is compiled holds its words and can speak no other."""

    code_generator_class = PlainCode
    template_class = _Template

    def __init__(self, translator: Translator, language: str, keeper: Keeper, **options: Any) -> None:
        super().__init__(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)
        self.language, self.keeper = language, keeper
        self.filters.update(join=joined, select=selected)
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
        settled = Settler(self._gettext, Markup if escaped else str, {"language": self.language}).visit(source)
        return super()._generate(settled, name, filename, defer_init)


def _words(gettext: Callable[[str], str]) -> Callable[..., Markup]:
    """Return what templates ask for words that are not written out in them."""

    @lru_cache(maxsize=1000)
    def alone(text: str) -> Markup:
        return Markup(gettext(text)) % {}  # noqa: S704 - a template's own words

    def words(text: str, **blanks: Any) -> Markup:
        return Markup(gettext(text)) % blanks if blanks else alone(text)  # noqa: S704 - a template's own words

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
