"""The templates: found in the project first, then in the programme; strict, escaping, in the site's languages."""

from __future__ import annotations

import hashlib
import json
import pickle
import traceback
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from jinja2.filters import do_urlencode
from markupsafe import Markup

from generator import addresses
from generator.catalogue import Catalogue
from generator.faces import Photo
from generator.formats import REGIONS, filters, twin
from generator.linking import Links
from generator.locale import LOCALES, MANY, messages
from generator.model.config import Config
from generator.page import Page
from generator.problems import TroubleError
from generator.rules.colours import NIGHT, readable_on
from generator.rules.programme import named
from generator.template_files import ASSETS, Templates
from generator.templating import WordedEnvironment

PAGES = ".html"


@dataclass(frozen=True)
class Theme:
    """How the site looks: templates, style, words."""

    templates: Templates
    config: Config
    config_digest: str
    brand: tuple[tuple[str, Photo], ...] = ()
    """The office's own pictures: `logo` and `mark`."""
    language: str = "vi"
    compiled: Compiled = field(default_factory=dict)
    """Templates in the form Python runs, as far as they are known."""

    @property
    def editions(self) -> tuple[str, ...]:
        """The languages that pages are drawn in, Vietnamese first."""
        return self.config.site.editions

    @cached_property
    def _environments(self) -> dict[str, jinja2.Environment]:
        return {}

    def _environment(self, language: str) -> jinja2.Environment:
        """Return the templates in a language."""
        if language not in self._environments:
            self._environments[language] = self._worded(language)
        return self._environments[language]

    def _worded(self, language: str) -> jinja2.Environment:
        environment = WordedEnvironment(
            translate(language),
            language,
            self._links,
            loader=jinja2.FunctionLoader(self._load),
            bytecode_cache=_Compiled(self.compiled, f"{language} {self._words(language)}"),
            autoescape=jinja2.select_autoescape(("html", "svg", "xml")),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=-1,
        )
        environment.filters.update(filters(language), jsonld=jsonld, urlencode=encoded)
        paths = {use: addresses.brand(photo.digest) for use, photo in self.brand}
        brand = SimpleNamespace(**{"logo": None, "mark": None, **paths})
        environment.globals.update(
            addresses=addresses,
            assets=_Linked(self),
            brand=brand,
            config=self.config,
            dark=readable_on,
            language=language,
            named=named,
            NIGHT=NIGHT,
            region=REGIONS.get(language, language),
            straight=self._links.to,
            to=self._links.within(language),
            twin=partial(twin, language),
        )
        return environment

    @cached_property
    def _links(self) -> Links:
        return Links()

    @cached_property
    def assets(self) -> Mapping[str, tuple[str, bytes]]:
        """The path and bytes of each asset, by its plain name."""
        made = {}
        for name in ASSETS:
            content = self.draw(name)
            made[name] = (addresses.asset(name, hashlib.sha256(content).hexdigest()), content)
        return made

    def page(
        self,
        template: str,
        path: str,
        *,
        rooted: bool = False,
        canonical: str | None = None,
        everywhere: bool = False,
        **values: Any,
    ) -> Page:
        """Return a page of the site in all its languages; `rooted` where its address is not known beforehand.

        `canonical` is the path of the page it is a copy of. A copy, unless it is wanted `everywhere`, and a page
        without an address, is in Vietnamese only, and leads to the others.
        """
        whole = canonical or path
        led = addresses.HOME if rooted else whole
        editions = tuple([(one, addresses.edition(led, one)) for one in self.editions])
        page = Page(self._page("vi", template, path, editions, whole, rooted, values))
        if (whole == path or everywhere) and not rooted:
            own = [(one, addresses.edition(path, one)) for one, _ in editions[1:]]
            beside = [(one, at) for one, at in own if at != path]  # what is no page has one address in all languages
            page.beside = tuple(
                [(at, self._page(one, template, at, editions, whole, rooted, values)) for one, at in beside]
            )
        return page

    def _page(
        self,
        language: str,
        template: str,
        path: str,
        editions: tuple[tuple[str, str], ...],
        whole: str,
        rooted: bool,
        values: dict[str, Any],
    ) -> bytes:
        """Return a page in one language; `whole` is the path of the Vietnamese page."""
        public = addresses.public(self.config.site.url, addresses.edition(whole, language))
        links, _ = self._links, self.assets  # which are drawn before any page: they must not take its links
        with links.seen_from(path, rooted=rooted, language=language):
            told: dict[str, Any] = {"canonical": public, "path": whole, "editions": editions}
            # Only what is to be found itself says where it is in other languages.
            alternates = len(editions) > 1 and not rooted and path == addresses.edition(whole, language)
            return self.draw(template, language, alternates=alternates, **told, **values)

    def others(self, template: str, page: str) -> tuple[Markup, ...]:
        """Return a part of a page without an address in each language but Vietnamese."""
        with self._links.seen_from(page, rooted=True):
            drawn = [self.draw(template, language) for language in self.editions[1:]]
        return tuple([Markup(one.decode()) for one in drawn])  # noqa: S704 - a template's own

    def draw(self, template: str, language: str | None = None, **values: Any) -> bytes:
        """Return any template, filled, in the theme's language or in another."""
        try:
            text: str = self._environment(language or self.language).get_template(template).render(values)
        except (
            jinja2.TemplateError,
            ArithmeticError,
            AttributeError,
            LookupError,
            RecursionError,
            TypeError,
            ValueError,
        ) as wrong:
            raise self.broken(template, wrong) from wrong
        return text.encode()

    def broken(self, template: str, wrong: Exception) -> Exception:
        """Return the error to raise: a project that overrides templates may mend its own, in ours it is a bug."""
        if not self.templates.own:
            return wrong
        return TroubleError("template-broken", template=_where(wrong, template), reason=wrong)

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        text = self.templates.texts.get(name)
        return None if text is None else (text, f"templates/{name}", lambda: True)

    @cached_property
    def packed(self) -> bytes:
        """The theme for the way to another process; the same theme gives the same bytes."""
        self._compile()
        return zlib.compress(pickle.dumps(self, 5), 1)

    def _compile(self) -> None:
        """Compile every template once, for all processes and the builds to come; pages in each of their languages."""
        for language in self.editions:
            for name in self.templates.texts:
                if language == "vi" or name.endswith(PAGES):
                    with suppress(jinja2.TemplateError):  # it may be one that nobody asks for; who does will tell
                        self._environment(language).get_template(name)

    def digest(self, templates: tuple[str, ...]) -> str:
        """Return a digest of all that decides what is drawn with these templates; nothing drawn depends on nothing."""
        if not templates:
            return ""
        pages = any(name.endswith(PAGES) for name in templates)
        words = " ".join([self._words(one) for one in (self.editions if pages else (self.language,))])
        return f"{self.templates.digest(templates)} {words} {self.config_digest} {self.brand!r} {self.language}"

    @cached_property
    def _told(self) -> dict[str, str]:
        return {}

    def _words(self, language: str) -> str:
        """Return a digest of the words in a language."""
        if language not in self._told:
            file = LOCALES / language / "pages.po"
            self._told[language] = hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
        return self._told[language]

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process without the environment, which cannot."""
        kept = (self.templates, self.config, self.config_digest, self.brand, self.language, self.compiled)
        return _arrived, (kept, self.assets)


class _Linked:
    """The files that pages load, by their plain names: links from the page that is being drawn."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def __getitem__(self, name: str) -> str:
        """Return the link to a file."""
        return self._theme._links.to(self._theme.assets[name][0])


def _arrived(kept: tuple[Any, ...], assets: Mapping[str, tuple[str, bytes]]) -> Theme:
    """Return a theme that came from another process, with its assets, which are not drawn again."""
    theme = Theme(*kept)
    theme.__dict__["assets"] = assets
    return theme


Compiled = dict[str, bytes]
"""Compiled templates by the digest of name, source and words: these are settled when a template is compiled."""


class _Compiled(jinja2.BytecodeCache):
    """Compiled templates, taken over and handed on."""

    def __init__(self, known: Compiled, words: str) -> None:
        self.known, self.words = known, words

    def load_bytecode(self, bucket: Bucket) -> None:
        if (code := self.known.get(self.key(bucket))) is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[self.key(bucket)] = bucket.bytecode_to_string()

    def key(self, bucket: Bucket) -> str:
        """Return what a compiled template goes by: all that is settled in it."""
        return f"{bucket.key} {bucket.checksum} {self.words}"


def theme(templates: Templates, catalogue: Catalogue, compiled: Compiled | None = None, language: str = "vi") -> Theme:
    """Return the theme of a catalogue; `compiled` is what is known of its templates from before."""
    return Theme(
        templates,
        catalogue.config,
        catalogue.config_digest,
        catalogue.brand,
        language,
        {} if compiled is None else compiled,
    )


def _where(wrong: Exception, template: str) -> str:
    """Return the template and line an error comes from, the innermost first."""
    if isinstance(wrong, jinja2.TemplateSyntaxError):
        return f"templates/{wrong.name or template}:{wrong.lineno}"
    frames = [frame for frame in traceback.extract_tb(wrong.__traceback__) if "templates" in Path(frame.filename).parts]
    return f"templates/{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else f"templates/{template}"


def translate(language: str) -> tuple[Callable[[str], str], Callable[[str, str, int], str]]:
    """Return the two ways templates ask for words: Vietnamese is the source, so it stands as written."""
    table = {} if language == "vi" else messages(language, "pages")

    def gettext(words: str) -> str:
        return table.get(words) or words

    def ngettext(one: str, many: str, count: int) -> str:
        return gettext(one) if count == 1 else table.get(MANY + many) or gettext(many)

    return gettext, ngettext


def encoded(value: Any) -> str:
    """Return a text as it stands in an address; pairs of names and values as a query."""
    return addresses.quoted(value) if isinstance(value, str) else do_urlencode(value)


def jsonld(value: Any) -> Markup:
    """Return JSON for a script element; nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)  # noqa: S704 - escaped above
