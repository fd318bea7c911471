"""The command line: one verb a file in `commands/`; fixed exit codes.

0 fine · 1 the content has problems, or the disk refuses · 2 wrong command line · 3 a bug.
"""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import click
import typer

import generator
from generator.commands import build, check, schema
from generator.locale import languages
from generator.problems import CatalogueError, TroubleError
from generator.report import Report, say

Speech = StrEnum("Speech", {language: language for language in languages()})  # type: ignore[misc]  # made from the catalogues
VIETNAM = timezone(timedelta(hours=7))

app = typer.Typer(
    name="ocop",
    help="Từ hồ sơ sản phẩm OCOP thành trang danh mục và tem QR. · OCOP records into a catalogue and QR stamps.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Root = Annotated[
    Path,
    typer.Option(
        "--root",
        metavar="DIR",
        help="Thư mục dự án, có config.yml và content/.",
        exists=True,
        file_okay=False,
    ),
]
Lang = Annotated[Speech, typer.Option("--lang", help="Ngôn ngữ của thông báo.")]


def _today() -> datetime:
    return datetime.now(VIETNAM)


@app.command("build", help="Kiểm tra hồ sơ rồi dựng trang vào site/.")
def _build(
    root: Root = Path(),
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Nơi đặt trang; mặc định là site/ trong thư mục dự án."),
    ] = None,
    lang: Lang = Speech.vi,  # type: ignore[attr-defined]  # made from the catalogues
) -> int:
    return build.run(root, out or root / "site", Report(lang), _today().date())


@app.command("check", help="Kiểm tra hồ sơ, báo mọi lỗi cùng lúc, không ghi gì.")
def _check(
    root: Root = Path(),
    lang: Lang = Speech.vi,  # type: ignore[attr-defined]  # made from the catalogues
    as_json: Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON.")] = False,
) -> int:
    return check.run(root, Report(lang), _today().date(), as_json=as_json)


@app.command("schema", help="Ghi JSON Schema của các loại hồ sơ cho trình soạn thảo.")
def _schema(
    root: Root = Path(),
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Nơi ghi; mặc định là schemas/ trong thư mục dự án."),
    ] = None,
    lang: Lang = Speech.vi,  # type: ignore[attr-defined]  # made from the catalogues
) -> int:
    return schema.run(out or root / "schemas", Report(lang))


def _show_version(wanted: bool) -> None:
    if wanted:
        say(f"ocop {generator.__version__}")
        raise typer.Exit


@app.callback()
def _about(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="In phiên bản.")
    ] = False,
) -> None:
    """Take the options that belong to no verb."""


def _language(arguments: list[str]) -> str:
    """Return the language asked for, also where the command line itself is wrong."""
    for option, value in zip(arguments, [*arguments[1:], ""], strict=True):
        asked = option.removeprefix("--lang=") if option.startswith("--lang=") else value if option == "--lang" else ""
        if asked in languages():
            return asked
    return "vi"


def _run(command: Callable[[], object], report: Report) -> int:
    try:
        code = command()
    except TroubleError as trouble:
        say(report.words(trouble.rule, **dict(trouble.details)), to=sys.stderr)
        return 1
    except CatalogueError as trouble:
        say(str(trouble), to=sys.stderr)
        return 1
    except (KeyboardInterrupt, click.Abort):
        return 130
    except click.ClickException as wrong:
        wrong.show()
        return 2
    except click.exceptions.Exit as end:
        return end.exit_code
    except BrokenPipeError:
        return 1
    except Exception:
        say(traceback.format_exc(), to=sys.stderr)
        say(
            report.words(
                "bug",
                version=generator.__version__,
                python=platform.python_version(),
                system=platform.platform(),
            ),
            to=sys.stderr,
        )
        return 3
    return code if isinstance(code, int) else 0


def main() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Windows consoles still begin in an old code page; files and pipes want UTF-8 too.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    arguments = sys.argv[1:]
    sys.exit(_run(lambda: app(arguments, standalone_mode=False), Report(_language(arguments))))
