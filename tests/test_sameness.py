"""What is the same on every page is drawn once, and no page can tell."""

from __future__ import annotations

from functools import cache
from typing import Any

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.addresses import ROOT_LANGUAGE, edition
from generator.linking import Links
from generator.templating import WordedEnvironment
from generator.theme import translate

TEXTS = {
    "page.html": """\
{% from "parts.html" import bold, here, link, many %}
{% set home = to("index.html") %}
<title>{% block title %}{{ site }}{% endblock %}</title>
<a href="{{ to("tim-kiem/index.html") }}">{{ site }}</a>{{ path }}
<a href="{{ to("P/A-1/index.html") }}">A</a>
{% for where in ("index.html", "P/index.html", "P/A-1/tem.svg") %}{{ link(where) }}
{% if where == path %}!{% endif %}{% endfor %}
{% if many > 2 %}{{ bold(site, strong=true) }}{% else %}{{ bold(path) }}{% endif %}
{% for at in range(many) if at %}{{ loop.index }}{{ link("xa/%s/index.html" | format(at)) }}{% endfor %}
{% block main %}{% endblock %}
{{ here() }} {{ home }}
""",
    "product.html": """\
{% extends "page.html" %}
{% from "parts.html" import bold %}
{% set many = path | length %}
{% block title %}{{ bold(path, true) }}{{ many }}{% endblock %}
{% block main %}{{ many }}{{ link("P/A-1/index.html") }}{% set site = path %}{{ site }}{{ bold(site) }}{% endblock %}
""",
    "parts.html": """\
{% set many = 3 %}
{% macro link(where) %}<a href="{{ to(where) }}">{{ to("chu-the/index.html") }} {{ site }}</a>{% endmacro %}
{% macro bold(text, strong=false) -%}
<b{% if strong %} class="{{ link("index.html") }}"{% endif %}>{{ text }}</b>
{%- endmacro %}
{% macro here() %}{{ link("P/A-1/index.html") }}{{ link("P/B/index.html") }}{{ bold("x") }}{% endmacro %}
""",
}
PATHS = st.lists(
    st.sampled_from(
        [
            "index.html",
            "tim-kiem/index.html",
            "P/index.html",
            "P/A-1/index.html",
            "P/A-1/B/index.html",
            "P/B/index.html",
            "xa/1/index.html",
            "xa/2/index.html",
            "xa/2/trang-2/index.html",
        ]
    ),
    min_size=2,
)


def environment(language: str, links: Links, site: str = "Trang <mẫu>") -> WordedEnvironment:
    """Return an environment with the templates above."""
    made = WordedEnvironment(
        translate(language), language, links, loader=jinja2.DictLoader(TEXTS), autoescape=True, trim_blocks=True
    )
    made.globals.update(to=links.within(language), site=site)
    return made


class Forgetful(Links):
    """Links that keep nothing of a page."""

    def keep(self, key: str, text: str, inward: int) -> str:
        """Return a part of a page."""
        return text


@cache
def drawn_by(language: str, kind: type[Links]) -> tuple[WordedEnvironment, Links]:
    """Return an environment and its links."""
    links = kind()
    return environment(language, links), links


def draw(templates: WordedEnvironment, links: Links, name: str, path: str, language: str, *, rooted: bool) -> str:
    """Return a page."""
    with links.seen_from(path, rooted=rooted, language=language):
        return templates.get_template(name).render(path=path)


@given(
    PATHS,
    st.sampled_from(["page.html", "product.html"]),
    st.sampled_from([ROOT_LANGUAGE, "en"]),
    st.lists(st.booleans()),
)
def test_a_page_drawn_after_others_is_the_page_drawn_alone(
    paths: list[str], name: str, language: str, rooted: list[bool]
) -> None:
    """Whichever pages were drawn before, in whatever folder and depth: nothing kept of them shows on another."""
    templates, together = drawn_by(language, Links)
    lone, alone = drawn_by(language, Forgetful)
    together.__init__()  # type: ignore[misc]  # as new, without compiling anew what is drawn with it
    for number, path in enumerate(paths):
        where, at_the_root = edition(path, language), rooted[number : number + 1] == [True]
        once = draw(lone, alone, name, where, language, rooted=at_the_root)
        assert draw(templates, together, name, where, language, rooted=at_the_root) == once


def test_what_all_pages_say_is_drawn_once() -> None:
    """A link that leads by way of the root is not looked up again on a page as deep."""
    links = Links()
    templates = environment(ROOT_LANGUAGE, links)
    asked: list[str] = []

    def to(path: str) -> str:
        asked.append(path)
        return links.to(path)

    templates.globals["to"] = to
    counts = []
    for path in ("xa/1/index.html", "xa/2/index.html"):
        asked.clear()
        draw(templates, links, "page.html", path, ROOT_LANGUAGE, rooted=False)
        counts.append(asked.count("tim-kiem/index.html"))
    assert counts == [1, 0]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ('bold("a")', "<b>a</b>"),
        ('bold(text="a&b")', "<b>a&amp;b</b>"),
        ('bold("a", strong=false)', "<b>a</b>"),
        ('bold(strong=false, text="a")', "<b>a</b>"),
    ],
)
def test_macros_are_called_by_place_and_by_name(call: str, said: str) -> None:
    """A macro is a function of Python's own, with its parameters called as in the template."""
    templates = environment(ROOT_LANGUAGE, Links())
    assert templates.from_string(f'{{% from "parts.html" import bold %}}{{{{ {call} }}}}').render() == said


@pytest.mark.parametrize("call", ['bold("a", "b", "c")', "bold(loud=true)"])
def test_macros_refuse_what_they_do_not_take(call: str) -> None:
    """As Jinja's own do."""
    templates = environment(ROOT_LANGUAGE, Links())
    with pytest.raises(TypeError):
        templates.from_string(f'{{% from "parts.html" import bold %}}{{{{ {call} }}}}').render()


def test_a_macro_without_an_argument_says_which() -> None:
    """As Jinja's own do: when it is asked for."""
    templates = environment(ROOT_LANGUAGE, Links())
    templates.undefined = jinja2.StrictUndefined
    with pytest.raises(jinja2.UndefinedError, match="text"):
        templates.from_string('{% from "parts.html" import bold %}{{ bold() }}').render()


def test_a_page_cannot_set_what_all_pages_see() -> None:
    """The page it extends would not see it: the template is refused, with its line."""
    templates = environment(ROOT_LANGUAGE, Links())
    with pytest.raises(jinja2.TemplateAssertionError, match="site") as refused:
        templates.from_string('{% extends "page.html" %}\n{% set site = "x" %}')
    assert refused.value.lineno == 2


def test_a_part_may_call_its_own_as_what_all_pages_see() -> None:
    """A parameter, a loop's variable or a name of a part goes before what all templates see."""
    templates = environment(ROOT_LANGUAGE, Links())
    text = (
        "{% macro own(site) %}{{ site }}{% endmacro %}{{ own(1) }}{% for to in (2, 3) %}{{ to }}{% endfor %}{{ site }}"
    )
    assert templates.from_string(text).render() == "123Trang &lt;mẫu&gt;"


def test_a_name_imported_by_the_page_below_is_there_in_blocks() -> None:
    """A page that extends another may use what that one imports."""
    values: dict[str, Any] = {"path": "index.html"}
    links = Links()
    templates = environment(ROOT_LANGUAGE, links)
    text = '{% extends "page.html" %}{% block main %}[{{ here() }}]{% endblock %}'
    with links.seen_from("index.html"):
        for _ in range(2):
            assert "[<a href=" in templates.from_string(text).render(values)
