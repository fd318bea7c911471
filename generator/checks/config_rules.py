"""What holds inside config.yml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from generator.locale import editions
from generator.model.config import Config, Look, Site
from generator.model.text import RefusedError
from generator.model.values import read_email, read_url
from generator.problems import Fault, error, warning
from generator.rules.colours import LEAST_CONTRAST, PAPER, contrast, readable_on
from generator.rules.programme import provinces


def config_faults(config: Config) -> Iterator[Fault]:
    """Yield what is wrong inside the site's settings."""
    if config.site:
        yield from _site(config.site)
    yield from _look(config.look)


def _site(site: Site) -> Iterator[Fault]:
    if site.url:
        yield from _address(site.url)
    if site.languages and "vi" not in site.languages:
        yield error(("site", "languages"), "languages-vi", found=", ".join(site.languages))
    yield from _editions(site.editions)
    if not site.province_code:
        yield warning(("site",), "province-missing")
    elif site.province_code not in provinces():
        yield warning(("site", "province_code"), "province-code-unknown", found=site.province_code)
    doubt = site.contact.report_doubt
    if doubt:
        try:
            (read_email if "@" in doubt and "://" not in doubt else read_url)(doubt)
        except RefusedError:
            yield error(("site", "contact", "report_doubt"), "report-doubt-form", found=doubt)


def _editions(named: tuple[str, ...]) -> Iterator[Fault]:
    path = ("site", "editions")
    if not named or named[0] != "vi":
        yield error(path, "editions-vi", found=", ".join(named))
    if len(set(named)) < len(named):
        yield error(path, "editions-twice", found=", ".join(named))
    if unknown := [one for one in dict.fromkeys(named) if one not in editions()]:
        yield error(path, "editions-unknown", found=", ".join(unknown), known=", ".join(editions()))


def _address(url: str) -> Iterator[Fault]:
    parts = urlsplit(url)
    path = ("site", "url")
    if parts.path not in {"", "/"} or re.search("[?#]", url):
        # Stamps print the address in capitals; of a folder that would be another folder.
        yield error(path, "site-url-path", found=url, right=f"{parts.scheme}://{parts.netloc}")
    elif not parts.netloc.isascii():
        right = parts.netloc.encode("idna").decode() if _encodable(parts.netloc) else "xn--…"
        yield error(path, "site-url-ascii", found=url, right=f"{parts.scheme}://{right}")


def _encodable(host: str) -> bool:
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return True


def _look(look: Look) -> Iterator[Fault]:
    if look.accent and contrast(look.accent, PAPER) < LEAST_CONTRAST:
        ratio = f"{contrast(look.accent, PAPER):.1f}".replace(".", ",")
        yield error(
            ("look", "accent"),
            "accent-contrast",
            found=look.accent,
            ratio=ratio,
            near=readable_on(look.accent, PAPER),
        )
