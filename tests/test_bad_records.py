r"""The words people see: each file of bad/ holds a bad record and the exact lines `ocop check` prints of it.

A case is laid over the small good project in bad/base/. `# ` lines say its rule; each `@@ <path>` begins a file of
the case, each `@@ vi` and `@@ en` the lines expected. After a path may stand how the file is written:

    hex            the bytes in hexadecimal digits
    escaped        text in which `\u200b` stands for that character
    padded <n>     the text, with spaces after it up to so many bytes
    repeated <n>   the text, so many times
    link <target>  a symbolic link
    unreadable     the text, in a file that the system refuses to open
    removed        the base's file is taken away

To add a case, copy one, change the record, leave the two last parts empty, run `pytest tests/test_bad_records.py`
and read what it prints: if an officer would know what to do, paste it in.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from generator import cli
from generator.checks.check import check
from generator.commands import check as check_command
from generator.locale import languages, messages
from generator.problems import Problems
from generator.records import text_file
from generator.records.folder import read
from generator.report import Report

PROJECT = Path(__file__).parent.parent
BAD = Path(__file__).parent / "bad"
BASE = BAD / "base"
TODAY = date(2026, 11, 22)
CASES = sorted(path.stem for path in BAD.glob("*.txt"))

NOT_OF_CONTENT = {
    *("errors", "warnings", "check-failed", "check-fine"),
    *("build-refused", "built", "schemas-written", "bug"),
    *("cannot-write", "out-not-a-folder", "out-not-ours", "template-broken", "build-running", "picture-kinds-missing"),
    *("picture-changed", "workers-died", "cluster-not-installed", "cluster-silent", "port-taken", "wrong-command"),
    *("lacking", "profile-lacks", "profile-full"),
    *("link-broken", "link-silent", "target-unknown", "files-near", "files-over"),  # tests/test_addresses_ledger.py
    "ledger-full",  # more than a hundred files: tests/test_ledgers.py
    *("serials-collide", "serial-list-damaged", "ledger-changed", "run-unknown", "run-none", "run-stopped", "lot-full"),
    *("issuing-already", "label-small", "module-small", "module-asked", "stock-unknown", "stocks-heading", "site-none"),
    *("signed", "sign-nothing", "sign-other-key", "signed-changed", "site-silent"),
    *(key for key in messages("vi") if key.startswith(("help-", "preview-", "progress-", "want-"))),
    *("site-circle", "site-garbled", "site-large", "site-moved", "site-refuses", "site-short", "site-slow"),
    *(key for key in messages("vi") if key.startswith(("bundle", "command-", "deploy", "keys-"))),
    *(key for key in messages("vi") if key.startswith(("history-", "key-", "log-", "sighting-", "stamps-", "verify-"))),
}
"""Words of the command line that tell of no problem in a record."""


@dataclass(frozen=True)
class Part:
    """One `@@` part of a case: a file, or the lines expected."""

    name: str
    how: str
    text: str

    def lay(self, root: Path) -> None:
        """Put the file into a project folder."""
        path = root / self.name
        if self.how == "removed":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        if self.how.startswith("link "):
            path.unlink(missing_ok=True)
            path.symlink_to(self.how.removeprefix("link "))
        else:
            path.write_bytes(self.content())

    def content(self) -> bytes:
        """Return the bytes of the file."""
        if self.how == "hex":
            return bytes.fromhex(self.text)
        if self.how == "escaped":
            return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), self.text).encode()
        if self.how.startswith("padded "):
            return self.text.encode().ljust(int(self.how.removeprefix("padded ")))
        if self.how.startswith("repeated "):
            return self.text.encode() * int(self.how.removeprefix("repeated "))
        assert self.how in {"", "unreadable"}, f"{self.name}: no way of writing is called “{self.how}”"
        return self.text.encode()


@dataclass(frozen=True)
class Case:
    """A bad record beside the words people see."""

    rule: str
    parts: tuple[Part, ...]

    @property
    def files(self) -> tuple[Part, ...]:
        """The files laid over the base."""
        return tuple(part for part in self.parts if part.name not in languages())

    def expected(self, language: str) -> list[str]:
        """Return the lines a language expects."""
        return next(part.text for part in self.parts if part.name == language).strip("\n").splitlines()


def case(name: str) -> Case:
    """Read a case."""
    head, *parts = re.split(r"^@@ ", (BAD / f"{name}.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)
    rule = " ".join(line.removeprefix("# ") for line in head.splitlines())
    split = (part.partition("\n") for part in parts)
    return Case(rule, tuple(Part(*title.partition(" ")[::2], text) for title, _, text in split))


@contextmanager
def laid(one: Case) -> Iterator[Path]:
    """Lay a case over the base in a folder of its own, where unreadable files refuse to be read."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        root = Path(folder) / "project"
        shutil.copytree(BASE, root)
        for part in one.files:
            part.lay(root)
        refuses = {root / part.name for part in one.files if part.how == "unreadable"}
        read_bytes = Path.read_bytes

        def refuse(path: Path) -> Path:
            if path in refuses:
                raise PermissionError(13, "Permission denied")
            return path

        patch.setattr(Path, "read_bytes", lambda path: read_bytes(refuse(path)))
        patch.setattr(
            text_file, "open", lambda path, *how, **named: refuse(Path(path)).open(*how, **named), raising=False
        )
        yield root


@cache
def problems_of(name: str) -> Problems:
    """Check a case, once for all tests."""
    with laid(case(name)) as root:
        return check(read(root), TODAY).problems


def told(problems: Problems, language: str) -> list[str]:
    """Return the lines `ocop check` prints of the problems, without headings."""
    report = Report(language)
    headings = {
        report.words("errors", count=len(problems.errors)),
        report.words("warnings", count=len(problems.warnings)),
        "",
    }
    return [line for line in report.problems(problems) if line not in headings]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", CASES)
def test_told(name: str, language: str) -> None:
    """A bad record is told in exactly the lines its file shows: nothing more, nothing less, in that order."""
    one = case(name)
    said = told(problems_of(name), language)
    shown = "\n".join(said)
    assert said == one.expected(language), f"{name}: {one.rule}\n\n@@ {language}\n{shown}"


def test_base_is_good() -> None:
    """The project under every case has no error and no warning of its own."""
    assert told(check(read(BASE), TODAY).problems, "vi") == []


@pytest.mark.parametrize("name", CASES)
def test_case_says_its_rule(name: str) -> None:
    """Every case begins with its rule in one sentence, and has both languages once."""
    one = case(name)
    assert re.fullmatch(r"[^#].*[.!?]", one.rule)
    assert [part.name for part in one.parts[-2:]] == ["vi", "en"]
    assert {part.how for part in one.parts[-2:]} == {""}


def test_every_rule_is_shown() -> None:
    """Every sentence that a check can say is shown by at least one case, and no rule lacks its sentence."""
    shown = {problem.rule for name in CASES for problem in problems_of(name).found}
    assert shown == set(messages("vi")) - NOT_OF_CONTENT


@pytest.mark.parametrize("language", languages())
def test_catalogues_agree(language: str) -> None:
    """Each language says the same keys with the same details, in composed letters, with nothing invisible."""
    said, source = messages(language), messages("vi")
    assert list(said) == list(source)
    for key, text in said.items():
        assert set(re.findall(r"\{(\w+)\}", text)) == set(re.findall(r"\{(\w+)\}", source[key])), key
        assert text == unicodedata.normalize("NFC", text).rstrip()
        assert text.replace("\n", "").isprintable(), key


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("personal")])
@pytest.mark.parametrize("language", languages())
def test_personal_values_are_never_repeated(name: str, language: str) -> None:
    """A refused value never reaches the screen or the machines: in these cases it holds `0123` or `Bản Kín`."""
    written = "".join(part.text for part in case(name).files)
    assert re.search("0123|Bản Kín", written)
    problems = problems_of(name)
    assert not re.search("0123|Bản Kín|Kín", "\n".join(told(problems, language)) + Report(language).as_json(problems))


def ocop(*arguments: str, root: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in a folder, as people do."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def test_json_for_machines() -> None:
    """`--json` gives each problem with file, line, field, path, rule, message and details, and nothing else."""
    with laid(case("stars-outside")) as root:
        done = ocop("check", "--json", "--lang", "en", root=root)
    assert done.returncode == 1
    assert done.stderr == ""
    data = json.loads(done.stdout)
    assert set(data) == {"errors", "warnings"}
    assert data["warnings"] == []
    assert data["errors"][0] == {
        "file": "content/products/DB0001.md",
        "line": 6,
        "field": "stars",
        "path": "certificates[1].stars",
        "rule": "stars",
        "message": told(problems_of("stars-outside"), "en")[0].partition(": stars: ")[2],
        "details": {"found": "2", "low": "3", "high": "5"},
    }


def test_good_records_exit_0() -> None:
    """Records without an error end with 0, in words and for machines."""
    done = ocop("check", root=BASE)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Hồ sơ hợp lệ: 1 sản phẩm, 0 lỗi, 0 cảnh báo.\n", "")
    assert json.loads(ocop("check", "--json", root=BASE).stdout) == {"errors": [], "warnings": []}


def test_bad_records_exit_1_and_write_nothing() -> None:
    """With an error nothing is written: no new site, and an old one stays as it was."""
    with laid(case("stars-outside")) as root:
        before = sorted(root.rglob("*"))
        done = ocop("build", root=root)
        assert done.returncode == 1
        assert done.stdout == ""
        assert told(problems_of("stars-outside"), "vi")[0] in done.stderr
        assert "Traceback" not in done.stderr
        shutil.rmtree(root / ".ocop")  # what was read is remembered, outside the site and never published
        assert sorted(root.rglob("*")) == before
        old = root / "site" / "index.html"
        old.parent.mkdir()
        old.write_text("cũ", encoding="utf-8")
        assert ocop("build", root=root).returncode == 1
        assert [path.read_text(encoding="utf-8") for path in old.parent.iterdir()] == ["cũ"]


def test_wrong_command_line_exits_2(capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong command line ends with 2 and shows no traceback."""
    done = ocop("chek", root=BASE)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    for arguments in (["check", "--root", "no-such-folder"], ["check", "--lang", "xx"], ["check", "extra"]):
        with pytest.raises(SystemExit) as end:
            cli.main(arguments)
        assert end.value.code == 2
        assert capsys.readouterr().err.startswith("Cách viết: ocop")


def test_bug_exits_3(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A fault of the programme ends with 3, shows its traceback and says whom to tell."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(check_command, "check", broken)
    assert cli.main(["check", "--root", str(BASE)]) == 3
    said = capsys.readouterr().err
    assert "ZeroDivisionError" in said
    assert "không phải của hồ sơ" in said
