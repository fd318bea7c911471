"""What holds inside a product's story in Markdown: a length a reader can bear, nothing hidden, text markup only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator import markup
from generator.problems import Problem, Severity
from generator.vietnamese import INVISIBLE, without_invisible

LONGEST = 20_000
"""Characters: seven pages."""
MOST_LINES = 1_000
MOST_BRACKETS = 100
"""Of `[` and `<`. Beyond these bounds the Markdown reader's own time grows with the square of the text, or worse."""
DEEPEST = 40
"""Beyond it the Markdown reader's own recursion would end the programme."""
_MARKERS = re.compile(r"(?:[ \t]*(?:>|(?:[-*+]|[0-9]{1,9}[.)])(?=[ \t])))*")
_MARKER = re.compile(r">|[-*+]|[0-9]+[.)]")
_RULE_LINE = re.compile(r"[ \t]*(?:-[ \t]*)*(?:\*[ \t]*)*$")


def story_problems(text: str, file: str, line: int) -> Iterator[Problem]:
    """Yield what is wrong with a story that begins on a line of a file."""

    def problem(rule: str, at: int = 0, severity: Severity = Severity.ERROR, **details: object) -> Problem:
        filled = tuple((key, str(value)) for key, value in details.items())
        return Problem(file, line + text.count("\n", 0, at), (), rule, filled, severity)

    lines = sum(1 for one in text.split("\n") if one.strip())
    brackets = text.count("[") + text.count("<")
    if len(text) > LONGEST:
        yield problem("story-long", found=len(text), most=LONGEST)
    elif lines > MOST_LINES:
        yield problem("story-lines", found=lines, most=MOST_LINES)
    elif brackets > MOST_BRACKETS:
        yield problem("story-brackets", found=brackets, most=MOST_BRACKETS)
    elif (deep := _deep(text)) is not None:
        yield problem("story-deep", deep, most=DEEPEST)
    else:
        if unseen := INVISIBLE.search(text):
            shown = text[text.rfind("\n", 0, unseen.start()) + 1 :].partition("\n")[0]
            found = without_invisible(shown).strip()[:60]
            yield problem("invisible-removed", unseen.start(), Severity.WARNING, found=found)
        for what in markup.reduced(text.strip("\n")):  # as pages show it
            yield problem("html-reduced", _begins(what, text), Severity.WARNING, found=what)


def _deep(text: str) -> int | None:
    """Return where a line begins that is nested deeper than any story is."""
    at = 0
    for one in text.split("\n"):
        opening = _MARKERS.match(one)
        nested = len(_MARKER.findall(opening[0])) if opening else 0
        indent = len(one) - len(one.lstrip(" \t"))
        if (nested >= DEEPEST and not _RULE_LINE.match(one)) or indent >= 4 * DEEPEST:
            return at
        at += len(one) + 1
    return None


def _begins(what: str, text: str) -> int:
    """Return where `<script>` or `<a href>` first stands in a story, be it HTML or what Markdown makes of it."""
    element = re.match(r"<(!--|\w+)", what)
    name = element[1] if element else ""
    written = {"img": r"!\[", "a": r"\]\(|\]:|<[a-z]+:"}.get(name, "(?!)")
    found = re.search(rf"<{re.escape(name)}|{written}", text, re.IGNORECASE)
    return found.start() if found else 0
