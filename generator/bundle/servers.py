"""The configuration of web servers, drawn from templates: a project's own `templates/servers/` go before ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from generator.bundle import grammar, media, policy
from generator.bundle.roads import Roads
from generator.outputs.resolver import CONTEXT
from generator.outputs.trace import LINKSET
from generator.problems import TroubleError
from generator.template_files import OURS

FOLDER = "servers"
GUIDE = "HUONG-DAN.txt"
"""What an office reads first."""
DEPTHS = (2, 3, 4, 5)
"""Steps of addresses that may be gone or moved: /P/X/ to /en/01/GTIN/10/LOT/."""


def drawn(project: Path, site_url: str, roads: Roads) -> Iterator[tuple[str, bytes]]:
    """Yield each file of configuration: its path in the bundle and its content.

    Raises TroubleError where a template of the project's own is broken.
    """
    import jinja2

    folders = [folder for folder in (project / "templates" / FOLDER, OURS / FOLDER) if folder.is_dir()]
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders, encoding="utf-8"),
        autoescape=jinja2.select_autoescape(("config",)),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["pattern"] = lambda text: text.replace(".", r"\.").replace("*", "[^/?]+")
    # In a flag of mod_rewrite a comma ends it, and % begins something.
    environment.filters["flag"] = lambda href: href.replace(",", "%2C").replace("%", r"\%")
    values = _values(site_url, roads)
    for name in sorted(environment.list_templates()):
        try:
            text = environment.get_template(name).render(values)
        except jinja2.TemplateError as wrong:
            raise TroubleError("template-broken", template=f"{FOLDER}/{name}", reason=wrong) from wrong
        yield GUIDE if name == GUIDE else f"{FOLDER}/{name}", text.encode()


def _values(site_url: str, roads: Roads) -> dict[str, Any]:
    return {
        "site": site_url,
        "host": urlsplit(site_url).hostname,
        "headers": policy.HEADERS,
        "cors": policy.CORS,
        "methods": policy.METHODS,
        "kinds": media.KINDS,
        "named": media.NAMED,
        "unknown": media.UNKNOWN,
        "shared": [ending for ending, kind in media.KINDS.items() if kind.shared],
        "texts": [ending for ending, kind in media.KINDS.items() if kind.text],
        "for_ever": media.FOR_EVER,
        "kept": {"for_ever": media.KEPT_FOR_EVER, "an_hour": media.KEPT_AN_HOUR, "shortly": media.KEPT_SHORTLY},
        "depths": DEPTHS,
        "packings": media.PACKED,
        "roads": roads,
        "linkset": LINKSET,
        "context": CONTEXT,
        "lengths": grammar.LENGTHS,
        "rest": grammar.rest(),
        "check_digit": grammar.check_digit(),
        "check_sum": grammar.check_sum("{{re.digits.{}}}"),
        "twice": grammar.TWICE,
        "attributes": grammar.attributes(),
        "attributes_re2": grammar.attributes(pcre=False),
    }
