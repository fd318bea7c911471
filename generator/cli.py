"""The command line: one verb a file in `commands/`; fixed exit codes.

0 fine · 1 the content has problems, or the disk refuses · 2 wrong command line · 3 a bug.
"""

from __future__ import annotations

import os
import platform
import sys
import traceback
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import generator
from generator.commands import build, check, schema
from generator.locale import languages
from generator.problems import TroubleError
from generator.report import Report, say
from generator.rules.programme import VIETNAM

Speech = StrEnum("Speech", {language: language for language in languages()})  # type: ignore[misc]  # made from the catalogues
VIETNAMESE = Speech("vi")


def _asked(arguments: list[str]) -> str:
    """Return the language the command line asks for, before it is understood: help speaks it too."""
    pairs = zip(arguments, [*arguments[1:], ""], strict=False)
    wanted = (value if option == "--lang" else option.removeprefix("--lang=") for option, value in pairs)
    return next((one for one in wanted if one in languages()), "vi")


WORDS = Report(_asked(sys.argv[1:])).words
app = typer.Typer(
    name="ocop",
    help=WORDS("help-app"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Root = Annotated[
    Path,
    typer.Option(
        "--root",
        metavar="DIR",
        help=WORDS("help-root"),
        exists=True,
        file_okay=False,
    ),
]
Lang = Annotated[Speech, typer.Option("--lang", help=WORDS("help-lang"))]


def _today() -> date:
    return datetime.now(VIETNAM).date()


def _finish(command: Callable[[Report], int], language: str) -> None:
    """Run a command and leave with its exit code; a user's mistake shows no traceback, a bug does."""
    report = Report(language)
    try:
        code = command(report)
    except TroubleError as trouble:
        say(report.words(trouble.rule, **dict(trouble.details)), to=sys.stderr)
        code = 1
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        # Whoever read the output (`| head`) has seen enough; nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except OSError as trouble:
        reason = trouble.strerror or trouble
        say(report.words("cannot-write", file=trouble.filename or "?", reason=reason), to=sys.stderr)
        code = 1
    except Exception:  # the one handler: a bug is told with what to report
        about = {"version": generator.__version__, "python": platform.python_version(), "system": platform.platform()}
        say(traceback.format_exc(), to=sys.stderr)
        say(report.words("bug", **about), to=sys.stderr)
        code = 3
    raise typer.Exit(code)


@app.command("build", help=WORDS("help-build"))
def _build(
    root: Root = Path(),
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help=WORDS("help-out-site"))] = None,
    lang: Lang = VIETNAMESE,
) -> None:
    _finish(lambda report: build.run(root, out or root / "site", report, _today()), lang)


@app.command("check", help=WORDS("help-check"))
def _check(
    root: Root = Path(),
    lang: Lang = VIETNAMESE,
    as_json: Annotated[bool, typer.Option("--json", help=WORDS("help-json"))] = False,
) -> None:
    _finish(lambda report: check.run(root, report, _today(), as_json=as_json), lang)


@app.command("schema", help=WORDS("help-schema"))
def _schema(
    root: Root = Path(),
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help=WORDS("help-out-schemas"))] = None,
    lang: Lang = VIETNAMESE,
) -> None:
    _finish(lambda report: schema.run(out or root / "schemas", report), lang)


def _show_version(wanted: bool) -> None:
    if wanted:
        say(f"ocop {generator.__version__}")
        raise typer.Exit


@app.callback()
def _about(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help=WORDS("help-version"))
    ] = False,
) -> None:
    """Take the options that belong to no verb."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Windows consoles still begin in an old code page; files and pipes want UTF-8 too.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app()
