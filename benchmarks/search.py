"""Search beside Pagefind, in a real browser: `python -m benchmarks.search [--size 1000 ...] [--answers]`.

Both search the same product pages, served by the same server in Brotli over a line as slow as a phone's ("Slow 4G":
1.6 Mbit/s, 150 ms for each request), opened by the same Chromium with its processor slowed to a quarter. Each question
is asked in a browser that knows nothing yet. `--answers` asks the questions of `tests/search/` of both and tells how
often the wanted product came first, or among the first five, by kind of question.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import cast
from unicodedata import normalize
from urllib.parse import quote

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks import corpus
from benchmarks.contestants import REPOSITORY, pagefind
from benchmarks.line import Line, Served
from tests.chromium import FLAGS, find
from tests.searching import rows, write

SIZES = (1_000, 3_500, 20_000)
QUESTIONS: tuple[str, ...] = (
    "chè dây",
    "mật ong rừng",
    "gạo nếp",
    "diem du lich",
    "cà phê",
    "mang kho",
    "mường",
    "4 sao trà",
)
QUESTIONS += ("nuoc mam", "thổ cẩm")
"""Asked of both: with and without tones, names and places, short and long."""
TYPED = ("m", "mậ", "mật", "mật o", "mật ong", "ga", "gao ", "gao nep", "diem du", "diem du lich")
"""Typed into the open page, each in place of the one before."""
SLOWER = 4
"""How many times the browser's processor is slowed."""
PATIENCE = 15_000
"""Milliseconds until a question counts as not answered."""
SETTLED, RESTED = 1_500, 700
"""Milliseconds until a new window, and a page after an answer, have nothing left to do."""
OURS, THEIRS = "/tim-kiem/", "/pagefind-page/"
PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Pagefind</title><input id="q"><h2 id="found"></h2><ul id="cards"></ul><script type="module">
const pagefind = await import("/pagefind/pagefind.js"), list = document.getElementById("cards");
const show = async (text) => {
  const { results } = await pagefind.search(text);
  const rows = await Promise.all(results.slice(0, 5).map((one) => one.data()));
  document.getElementById("found").textContent = results.length;
  list.replaceChildren(...rows.map(({ url, meta }) => {
    const row = document.createElement("li");
    row.textContent = `${meta.title} ${url}`;
    return row;
  }));
  return rows.map(({ url }) => url.split("/P/")[1]?.split("/")[0]);
};
window.ask = show;
const text = new URLSearchParams(location.search).get("q");
if (text) await show(text);
window.ready = true;
</script></html>"""
"""As little as a page with Pagefind can be: its own interface would be one more script and style."""
WATCH = """(() => {
  let told, framing = false;
  const frame = window.requestAnimationFrame.bind(window);
  // A task of its own comes after the frame's paint; before what the page does then.
  const afterwards = (act) => scheduler.postTask(act, { priority: "user-blocking" });
  window.requestAnimationFrame = (act) => frame((now) => {
    framing = true;
    afterwards(() => (framing = false));
    act(now);
  });
  window.expect = () => (window.painted = new Promise((resolve) => (told = resolve)));
  const paint = () => afterwards(() => told(performance.now()));
  new MutationObserver((changes) => {
    const list = document.getElementById("cards"), heading = document.getElementById("found");
    const drawn = changes.some(({ target }) => target === list || target === heading);
    if (drawn && (list.children.length || window.began)) framing ? paint() : frame(paint);
  }).observe(document, { childList: true, subtree: true });
  window.expect();
})()"""
"""Promises when the first results will have been painted, or the answer to what was typed, be it that there is nothing:
in this frame if it is being made, else in the next one."""
TYPE = """(text) => {
  const box = document.getElementById("q");
  expect();
  window.began = performance.now();
  box.value = text;
  window.ask ? ask(text) : box.dispatchEvent(new Event("input", { bubbles: true }));
}"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What it cost to open the page with a question and see the first answer."""

    seconds: float | None
    """From the start of the navigation; nothing where no answer came in time."""
    served: Served


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, action="append", help=f"products, by default {SIZES}")
    parser.add_argument("--runs", type=int, default=3, help="how often each question is asked, by default 3")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the sites here, and use those that are there")
    parser.add_argument("--answers", action="store_true", help="ask the questions of tests/search/ instead")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=find(), args=FLAGS)
        if asked.answers:
            _answers(browser, Path(folder))
        else:
            _speed(browser, asked.keep or Path(folder), asked.size or SIZES, asked.runs)
    return 0


def _speed(browser: Browser, work: Path, sizes: tuple[int, ...] | list[int], runs: int) -> None:
    print("| products | | first answer, s | the slowest, s | unanswered | kB | requests | in a chain | typed, ms |")
    print("|--:|---|--:|--:|--:|--:|--:|--:|--:|")
    for size in sizes:
        root, out = work / f"{size}", work / f"{size}-site"
        if not root.is_dir():
            corpus.write(root, size)
        with _served(root, out) as line:
            for name, path in (("ocop", OURS), ("Pagefind", THEIRS)):
                found = [_open(browser, line, path, text) for _ in range(runs) for text in QUESTIONS]
                times = [one.seconds for one in found if one.seconds is not None]
                typed, lost = _type(browser, line, path)
                figures = (
                    f"{median(times):.2f} | {max(times):.2f}" if times else "| ",
                    f"{sum(one.seconds is None for one in found) + lost} of {len(found) + len(TYPED)}",
                    f"{median(one.served.sent for one in found) / 1000:.0f}",
                    f"{median(one.served.requests for one in found):.0f}",
                    f"{median(one.served.chain for one in found):.0f}",
                    f"{typed:.0f}",
                )
                print(f"| {size:,} | {name} | {' | '.join(figures)} |", flush=True)


@contextmanager
def _served(root: Path, out: Path, *, slow: bool = True) -> Iterator[Line]:
    """Build a project, let Pagefind index its product pages, and serve both."""
    if not (out / "pagefind").is_dir():
        _build(root, out)
    with Line(out, {THEIRS: PAGE.encode()}, slow=slow) as line:
        line.pack("assets", "tim-kiem", "hoa-van")
        yield line


def _build(root: Path, out: Path) -> None:
    build = [sys.executable, "-m", "generator", "build", "--root", str(root), "--out", str(out)]
    subprocess.run(build, cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL)
    index = ["--site", str(out), "--glob", "P/*/index.html", "--output-path", str(out / "pagefind"), "--quiet"]
    subprocess.run([pagefind(), *index], check=True, stdout=subprocess.DEVNULL)


@contextmanager
def _page(browser: Browser) -> Iterator[tuple[Page, CDPSession]]:
    """Open a tab of a browser that knows nothing, on a slow processor; the browser's own window is there already.

    It is asked through its own protocol: what Playwright puts into a page to wait for something costs more than a
    search does.
    """
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.add_init_script(WATCH)
    page.wait_for_timeout(SETTLED)
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    yield page, session
    context.close()


def _painted(session: CDPSession) -> float | None:
    """Return when results were painted, in milliseconds; nothing where that takes too long."""
    wait = f"Promise.race([painted, new Promise((late) => setTimeout(late, {PATIENCE}, null))])"
    told = session.send("Runtime.evaluate", {"expression": wait, "awaitPromise": True, "returnByValue": True})
    return cast("float | None", told["result"]["value"])


def _open(browser: Browser, line: Line, path: str, text: str) -> Answer:
    with _page(browser) as (page, session):
        line.begin()
        page.goto(f"{line.url}{path}?q={quote(text)}", wait_until="commit")
        painted = _painted(session)
        return Answer(painted and painted / 1000, line.told())


def _type(browser: Browser, line: Line, path: str) -> tuple[float, int]:
    """Return the milliseconds from a change of the typed text to painted answers, and how many never came."""
    with _page(browser) as (page, session):
        page.goto(f"{line.url}{path}?q={quote(QUESTIONS[0])}", wait_until="commit")
        _painted(session)
        times = []
        for text in (*TYPED, *TYPED):  # twice: files that a question asks for are fetched once
            page.wait_for_timeout(RESTED)
            session.send("Runtime.evaluate", {"expression": f"({TYPE})({json.dumps(text)})"})
            painted = _painted(session)
            began = session.send("Runtime.evaluate", {"expression": "began"})["result"]["value"]
            times.append(painted and painted - began)
        known = times[len(TYPED) :]
        return median([one for one in known if one is not None]), sum(one is None for one in known)


def _answers(browser: Browser, work: Path) -> None:
    """Ask all questions of the tests of both, and print by kind how often the right product came."""
    root, out = work / "project", work / "site"
    write(root)
    scores: dict[str, dict[str, list[tuple[bool, bool]]]] = {}
    with _served(root, out, slow=False) as line:
        for name, path in (("ocop", OURS), ("Pagefind", THEIRS)):
            page = browser.new_page()
            page.goto(f"{line.url}{path}")
            page.wait_for_function("window.ready || !!window.OCOP?.search")
            call = "(text) => ask(text)"
            if path == OURS:
                call = "async (text) => (await OCOP.search(text, { limit: 5 })).map(({ code }) => code)"
            for kind, question, right in rows("queries.txt"):
                wanted = set() if right == "-" else set(right.split())
                text = normalize("NFD", question) if kind == "nfd" else question
                codes: list[str] = page.evaluate(call, text)
                came = codes[0] in wanted if codes else False, bool(wanted & set(codes[:5]))
                scores.setdefault(kind, {}).setdefault(name, []).append(came if wanted else (not codes, not codes))
            page.close()
    print("| kind | questions | ocop first | in five | Pagefind first | in five |")
    print("|---|--:|--:|--:|--:|--:|")
    everything = {name: [one for kind in scores.values() for one in kind[name]] for name in ("ocop", "Pagefind")}
    for kind, by in {**scores, "all": everything}.items():
        shares = [f"{100 * sum(one[at] for one in by[name]) / len(by[name]):.1f} %" for name in by for at in (0, 1)]
        print(f"| {kind} | {len(by['ocop'])} | {' | '.join(shares)} |")


if __name__ == "__main__":
    sys.exit(main())
