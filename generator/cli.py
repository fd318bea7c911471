"""The command line: one verb a file in `commands/`; fixed exit codes.

0 fine · 1 the content has problems, or the disk refuses · 2 wrong command line · 3 a bug · 4 `ocop verify` found what
is signed right, and something beside it that no signature vouches for.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

import generator
from generator.arguments import count, folder, millimetres, mistake, port, web
from generator.clock import today
from generator.crew import rarely_tidied
from generator.locale import languages
from generator.problems import TroubleError
from generator.report import Report, say

WRONG_COMMAND = 2
PROFILES = ("tt31", "consumer7", "dpp32", "4star", "privacy")
"""The ids in rules/profiles.yml, which takes longer to read than a command line."""


def _asked(arguments: Sequence[str]) -> str:
    """Return the language the command line asks for, before it is understood: help speaks it too."""
    pairs = zip(arguments, [*arguments[1:], ""], strict=False)
    wanted = (value if option == "--lang" else option.removeprefix("--lang=") for option, value in pairs)
    return next((one for one in wanted if one in languages()), "vi")


class _Parser(argparse.ArgumentParser):
    """A command line in the user's language."""

    def __init__(self, report: Report, **kinds: object) -> None:
        super().__init__(add_help=False, allow_abbrev=False, **kinds)  # type: ignore[arg-type]  # argparse's own
        self.report = report
        self.options = self.add_argument_group(report.words("help-options"))
        self.options.add_argument("-h", "--help", action="help", help=report.words("help-help"))

    def format_usage(self) -> str:
        """Return how the command is written, its heading translated."""
        return super().format_usage().replace("usage:", self.report.words("help-usage"), 1)

    def format_help(self) -> str:
        """Return all there is to know of the command, its heading translated."""
        return super().format_help().replace("usage:", self.report.words("help-usage"), 1)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line, and end."""
        say(self.format_usage().rstrip(), to=sys.stderr)
        rule, details = mistake(message)
        reason = self.report.words(rule, **details)
        say(self.report.words("wrong-command", reason=reason, help=f"{self.prog} --help"), to=sys.stderr)
        raise SystemExit(WRONG_COMMAND)


def _parser(report: Report) -> _Parser:
    words = report.words
    parser = _Parser(report, prog="ocop", description=words("help-app"))
    parser.options.add_argument(
        "--version", action="version", version=f"ocop {generator.__version__}", help=words("help-version")
    )
    verbs = parser.add_subparsers(dest="verb", metavar="COMMAND", required=True, title=words("help-commands"))
    for verb, add in _VERBS.items():
        one = verbs.add_parser(verb, report=report, help=words(f"help-{verb}"), description=words(f"help-{verb}"))
        options = one.options
        options.add_argument("--root", metavar="DIR", type=folder, default=Path(), help=words("help-root"))
        options.add_argument("--lang", choices=languages(), default="vi", help=words("help-lang"))
        add(options, words)
    return parser


Words = Callable[..., str]
Options = argparse._ArgumentGroup


def _build_options(options: Options, words: Words) -> None:
    options.add_argument("--out", metavar="DIR", type=Path, help=words("help-out-site"))
    options.add_argument("--anew", action="store_true", help=words("help-anew"))
    options.add_argument("--cluster", metavar="ADDRESS", help=words("help-cluster"))


def _check_options(options: Options, words: Words) -> None:
    options.add_argument("--json", action="store_true", help=words("help-json"))
    options.add_argument("--profile", action="append", default=[], choices=PROFILES, help=words("help-profile"))
    options.add_argument("--links", action="store_true", help=words("help-links"))


def _schema_options(options: Options, words: Words) -> None:
    options.add_argument("--out", metavar="DIR", type=Path, help=words("help-out-schemas"))


def _serve_options(options: Options, words: Words) -> None:
    options.add_argument("--out", metavar="DIR", type=Path, help=words("help-out-site"))
    options.add_argument("--port", type=port, default=8000, help=words("help-port"))


def _stamps_options(options: Options, words: Words) -> None:
    options.add_argument("code", metavar="CODE", nargs="?", help=words("help-code"))
    options.add_argument("--lot", metavar="LOT", help=words("help-lot"))
    options.add_argument("--count", metavar="N", type=count, help=words("help-count"))
    options.add_argument(
        "--kind", choices=("full", "qr", "card-a6", "card-a5"), default="full", help=words("help-kind")
    )
    options.add_argument("--stock", metavar="ID", help=words("help-stock"))
    options.add_argument("--stocks", action="store_true", help=words("help-stocks"))
    options.add_argument("--module", metavar="MM", type=millimetres, help=words("help-module"))
    options.add_argument("--level", choices=("L", "M", "Q", "H"), default="M", help=words("help-level"))
    options.add_argument("--words", choices=languages(), default="vi", help=words("help-words"))
    options.add_argument("--crop", action="store_true", help=words("help-crop"))
    options.add_argument("--batch", metavar="N", type=count, default=2500, help=words("help-batch"))
    options.add_argument("--no-serials", action="store_true", help=words("help-no-serials"))
    options.add_argument("--force", action="store_true", help=words("help-force"))
    options.add_argument("--void", metavar="RUN", type=count, help=words("help-void"))
    options.add_argument("--reason", metavar="TEXT", help=words("help-reason"))
    options.add_argument("--out", metavar="DIR", type=Path, help=words("help-out-stamps"))


def _keys_options(options: Options, words: Words) -> None:
    actions = ("new", "show", "change", "lost")
    options.add_argument("action", metavar="WHAT", choices=actions, help=words("help-keys-action"))
    options.add_argument("files", metavar="FILE", nargs="+", type=Path, help=words("help-keys-files"))


def _sign_options(options: Options, words: Words) -> None:
    options.add_argument("--key", metavar="FILE", type=Path, required=True, help=words("help-key"))
    options.add_argument("--out", metavar="DIR", type=Path, help=words("help-out-site"))


def _verify_options(options: Options, words: Words) -> None:
    options.add_argument("where", metavar="WHERE", help=words("help-where"))
    options.add_argument("--key", metavar="BASE64", help=words("help-public-key"))
    options.add_argument("--since", metavar="FILE", type=Path, help=words("help-since"))
    options.add_argument("--site", metavar="WHERE", help=words("help-site"))


def _bundle_options(options: Options, words: Words) -> None:
    options.add_argument("--out", metavar="DIR", type=Path, help=words("help-out-bundle"))


def _deploy_options(options: Options, words: Words) -> None:
    options.add_argument("target", metavar="TARGET", help=words("help-target"))
    options.add_argument("--out", metavar="DIR", type=Path, help=words("help-out-site"))
    options.add_argument("--check", metavar="URL", type=web, help=words("help-check-live"))
    options.add_argument("--no-check", action="store_true", help=words("help-no-check"))
    options.add_argument("--keep", metavar="N", type=count, default=5, help=words("help-keep"))
    options.add_argument("--rollback", metavar="N", nargs="?", const=0, type=count, help=words("help-rollback"))
    options.add_argument("--list", action="store_true", help=words("help-list"))
    options.add_argument("--in-place", action="store_true", help=words("help-in-place"))
    options.add_argument("--endpoint", metavar="URL", type=web, help=words("help-endpoint"))
    options.add_argument("--wait", metavar="SECONDS", type=count, default=60, help=words("help-wait"))


_VERBS: dict[str, Callable[[Options, Words], None]] = {
    "build": _build_options,
    "bundle": _bundle_options,
    "check": _check_options,
    "deploy": _deploy_options,
    "keys": _keys_options,
    "schema": _schema_options,
    "serve": _serve_options,
    "sign": _sign_options,
    "verify": _verify_options,
    "stamps": _stamps_options,
}


def _run(asked: argparse.Namespace, report: Report) -> int:
    # Each verb is imported when it is asked for: to see that nothing changed takes less time than all of them.
    if asked.verb == "build":
        from generator.commands import build

        out = asked.out or asked.root / "site"
        return build.run(asked.root, out, report, today(), anew=asked.anew, cluster=asked.cluster)
    if asked.verb == "check":
        from generator.commands import check

        return check.run(asked.root, report, today(), as_json=asked.json, profiles=asked.profile, links=asked.links)
    if asked.verb == "serve":
        from generator.commands import serve

        return serve.run(asked.root, asked.out or asked.root / "site", report, today, asked.port)
    if asked.verb == "stamps":
        return _run_stamps(asked, report)
    if asked.verb == "bundle":
        from generator.commands import bundle

        return bundle.run(asked.root, asked.root / "site", asked.out or asked.root / "dist", report, today())
    if asked.verb == "deploy":
        return _run_deploy(asked, report)
    if asked.verb == "keys":
        from generator.commands import keys

        return keys.run(asked.root, asked.action, asked.files, report, today())
    if asked.verb == "sign":
        from generator.commands import sign

        return sign.run(asked.root, asked.out or asked.root / "site", asked.key, report, today())
    if asked.verb == "verify":
        from generator.commands import verify

        site = asked.site or str(asked.root / "site")
        return verify.run(asked.where, report, key=asked.key, since=asked.since, site=site)
    from generator.commands import schema

    return schema.run(asked.out or asked.root / "schemas", report)


def _run_deploy(asked: argparse.Namespace, report: Report) -> int:
    from generator.commands import deploy

    wish = deploy.Wish(
        target=asked.target,
        check=asked.check,
        look=not asked.no_check,
        keep=asked.keep,
        wait=asked.wait,
        endpoint=asked.endpoint,
        in_place=asked.in_place,
        back=asked.rollback is not None,
        number=asked.rollback or None,
        list=asked.list,
    )
    return deploy.run(asked.root, asked.out or asked.root / "site", report, today(), wish)


def _run_stamps(asked: argparse.Namespace, report: Report) -> int:
    from generator.commands import stamps
    from generator.labels.order import Wish

    if asked.stocks:
        return stamps.tell_stocks(report)
    mistakes = (
        ("stamps-no-code", not asked.code),
        ("stamps-no-reason", asked.void and not asked.reason),
        ("stamps-reason-alone", asked.reason and not asked.void),
        ("stamps-void-count", asked.void and asked.count),
        ("stamps-card-stock", asked.stock and asked.kind.startswith("card")),
    )
    for rule, found in mistakes:
        if found:
            say(report.words(rule), to=sys.stderr)
            return WRONG_COMMAND
    wish = Wish(
        code=asked.code.upper(),
        lot=asked.lot.upper() if asked.lot else None,
        count=asked.count,
        kind=asked.kind,
        stock=asked.stock,
        module=asked.module,
        level=asked.level,
        language=asked.words,
        crop=asked.crop,
        batch=asked.batch,
        serials=not asked.no_serials and not asked.kind.startswith("card"),
        force=asked.force,
    )
    out = asked.out or asked.root / "tem"
    if asked.void:
        return stamps.void(asked.root, out, report, today(), wish, asked.void, asked.reason)
    return stamps.run(asked.root, out, report, today(), wish)


def _finish(asked: argparse.Namespace) -> int:
    """Run a command and return its exit code; a user's mistake shows no traceback, a bug does."""
    report = Report(asked.lang)
    try:
        return _run(asked, report)
    except TroubleError as trouble:
        say(report.words(trouble.rule, **dict(trouble.details)), to=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read the output (`| head`) has seen enough; nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as trouble:
        reason = trouble.strerror or trouble
        say(report.words("cannot-write", file=trouble.filename or "?", reason=reason), to=sys.stderr)
        return 1
    except Exception:  # the one handler: a bug is told with what to report
        about = {"version": generator.__version__, "python": platform.python_version(), "system": platform.platform()}
        say(traceback.format_exc(), to=sys.stderr)
        say(report.words("bug", **about), to=sys.stderr)
        return 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Windows consoles still begin in an old code page; files and pipes want UTF-8 too.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    rarely_tidied()
    given = sys.argv[1:] if arguments is None else arguments
    parser = _parser(Report(_asked(given)))
    if not given:
        say(parser.format_help())
        return WRONG_COMMAND
    return _finish(parser.parse_args(given))
