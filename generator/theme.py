"""The templates: found in the project first, then in the programme; strict, escaping, in one language."""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
from markupsafe import Markup

from generator import addresses
from generator.addresses import Links
from generator.catalogue import Photo
from generator.locale import messages
from generator.markup import story_html
from generator.model.config import Config
from generator.problems import TroubleError
from generator.rules.colours import NIGHT, readable_on
from generator.rules.programme import VIETNAM
from generator.templating import WordedEnvironment

HERE = Path(__file__).resolve().parent
TEMPLATES = next(
    folder for folder in (HERE / "templates", HERE.parent / "templates") if (folder / "page.html").is_file()
)
"""The programme's own templates: inside the installed package, or beside it in the source tree."""

ASSETS = ("site.css", "site.js", "filter.js")
"""Files that pages load, named by their content."""


@dataclass(frozen=True)
class Theme:
    """How the site looks: templates, style, words."""

    folders: tuple[Path, ...]
    """Where templates are looked for, in this order."""
    config: Config
    brand: tuple[tuple[str, Photo], ...] = ()
    """The office's own pictures: `logo` and `mark`."""
    language: str = "vi"

    @cached_property
    def _environment(self) -> jinja2.Environment:
        environment = WordedEnvironment(
            translate(self.language),
            loader=jinja2.FileSystemLoader(self.folders, encoding="utf-8"),
            autoescape=jinja2.select_autoescape(("html", "svg", "xml")),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=-1,
        )
        environment.filters.update(day=day, number=number, jsonld=jsonld, story=story)
        paths = {use: addresses.brand(photo.digest) for use, photo in self.brand}
        brand = SimpleNamespace(**{"logo": None, "mark": None, **paths})
        environment.globals.update(
            addresses=addresses,
            brand=brand,
            config=self.config,
            dark=readable_on,
            language=self.language,
            NIGHT=NIGHT,
            to=self._links.to,
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

    def page(self, template: str, path: str, *, rooted: bool = False, **values: Any) -> bytes:
        """Return a page of the site; `rooted` where its address is not known beforehand."""
        canonical = addresses.public(self.config.site.url, path)
        made = self.assets
        with self._links.seen_from(path, rooted=rooted):
            assets = {name: self._links.to(where) for name, (where, _) in made.items()}
            return self.draw(template, assets=assets, canonical=canonical, path=path, **values)

    def draw(self, template: str, **values: Any) -> bytes:
        """Return any template, filled."""
        try:
            text: str = self._environment.get_template(template).render(values)
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
        if len(self.folders) == 1:
            return wrong
        return TroubleError("template-broken", template=_where(wrong, template), reason=wrong)

    def source(self, template: str) -> str:
        """Return a template's text as it stands, for tools that have a language of their own."""
        loader = self._environment.loader
        assert loader is not None  # noqa: S101 - set above
        return loader.get_source(self._environment, template)[0]

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process without the environment, which cannot."""
        return Theme, (self.folders, self.config, self.brand, self.language)


def theme(project: Path, config: Config, brand: tuple[tuple[str, Photo], ...] = (), language: str = "vi") -> Theme:
    """Return the theme of a project: its own `templates/` override the programme's, file by file."""
    own = project / "templates"
    folders = (own, TEMPLATES) if own.is_dir() and own.resolve() != TEMPLATES else (TEMPLATES,)
    return Theme(folders, config, brand, language)


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
        return gettext(one if count == 1 else many)

    return gettext, ngettext


def day(value: date | datetime | None) -> str:
    """Write a date as dd/mm/yyyy, with Vietnam's hour where there is one."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(VIETNAM)
        return f"{value:%H:%M} {value.day:02}/{value.month:02}/{value.year:04}"
    return f"{value.day:02}/{value.month:02}/{value.year:04}"


def number(value: Decimal | int) -> str:
    """Write a number the Vietnamese way: 1.234,5."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def story(source: str) -> Markup:
    """Return Markdown as safe HTML."""
    return Markup(story_html(source))  # noqa: S704 - cleaned by story_html


def jsonld(value: Any) -> Markup:
    """Return JSON for a script element; nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)  # noqa: S704 - escaped above
