"""What a print run takes: serials issued, set and printed, read back, published: `python -m benchmarks.stamping`."""

from __future__ import annotations

import argparse
import csv
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

import psutil

from generator.pipeline import build
from generator.serials.issue import LIST, Order, issued

REPOSITORY = Path(__file__).resolve().parent.parent
CODE, LOT = "MAU-01", "L2604"
TODAY = date(2026, 11, 22)


def main() -> None:
    """Print what was measured, one line each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stamping", description=__doc__)
    parser.add_argument("--stamps", type=int, action="append", help="stamps of a run, repeatable (default: 10000)")
    parser.add_argument("--read", action="store_true", help="read every stamp of the run back from its PDF")
    parser.add_argument("--serials", type=int, default=0, help="issue so many without printing, and build the site")
    wanted = parser.parse_args()
    for count in wanted.stamps or ([] if wanted.serials else [10_000]):
        with tempfile.TemporaryDirectory(prefix="ocop-stamps-") as folder:
            _print(_project(Path(folder)), count, read=wanted.read)
    if wanted.serials:
        with tempfile.TemporaryDirectory(prefix="ocop-serials-") as folder:
            _publish(_project(Path(folder)), wanted.serials)


def _project(root: Path) -> Path:
    shutil.copytree(REPOSITORY / "content", root / "content")
    shutil.copy(REPOSITORY / "config.yml", root)
    return root


def _print(root: Path, count: int, *, read: bool) -> None:
    command = [sys.executable, "-m", "generator", "stamps", CODE, "--root", str(root), "--lot", LOT]
    before, began = _processor(), time.monotonic()
    child = subprocess.Popen([*command, "--count", str(count)], cwd=REPOSITORY, stdout=subprocess.DEVNULL)
    most = 0
    while child.poll() is None:
        most = max(most, _memory(child.pid))
        time.sleep(0.2)
    if child.returncode:
        raise SystemExit(child.returncode)
    seconds = time.monotonic() - began
    spent = _processor() - before
    run = root / "tem" / CODE / LOT / "0001"
    size = sum(one.stat().st_size for one in run.glob("*.pdf"))
    files = len(list(run.glob("*.pdf")))
    print(
        f"{count} stamps: {seconds:.1f} s, {spent:.1f} processor s, "
        f"{most / 1e6:.0f} MB at most, {files} files of {size / 1e6:.1f} MB",
        flush=True,
    )
    if read:
        _read(run, count)


def _processor() -> float:
    """Return the seconds of processor that all ended children took, theirs included."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _memory(process: int) -> int:
    """Return the bytes a process and its children hold, shared ones counted once where the system tells."""
    total = 0
    try:
        every = [psutil.Process(process), *psutil.Process(process).children(recursive=True)]
    except psutil.Error:
        return 0
    for one in every:
        try:
            told = one.memory_full_info()
            total += getattr(told, "pss", 0) or told.uss
        except psutil.Error:
            continue
    return total


def _read(run: Path, count: int) -> None:
    import pypdfium2
    import zxingcpp

    began = time.monotonic()
    found: Counter[str] = Counter()
    for file in sorted(run.glob("*.pdf")):
        for page in pypdfium2.PdfDocument(file.read_bytes()):
            picture = page.render(scale=200 / 72, grayscale=True).to_pil()
            found.update(one.text for one in zxingcpp.read_barcodes(picture))
    with (run / LIST).open(encoding="ascii", newline="") as opened:
        right = found == Counter(row["url"] for row in csv.DictReader(opened))
    print(f"  read back: {len(found)} of {count}, {'all as listed' if right else 'NOT as listed'}", end="")
    print(f" ({time.monotonic() - began:.0f} s)", flush=True)


def _publish(root: Path, count: int) -> None:
    began = time.monotonic()
    order = Order(root / "content", root / "tem", CODE, LOT, count, "HTTPS://OCOP.DIENBIEN.GOV.VN/P/MAU-01/L2604/")
    with issued(order, TODAY):
        pass
    took = time.monotonic() - began
    size = order.ledger(1).stat().st_size
    print(f"{count} serials: issued in {took:.1f} s on one core, ledger {size / 1e6:.2f} MB", flush=True)
    for name in ("first build", "nothing changed"):
        began = time.monotonic()
        build(root, root / "site", TODAY)
        print(f"  {name}: {time.monotonic() - began:.1f} s")
    lists = [one.stat().st_size for one in (root / "site/P" / CODE / LOT / "so-tem").glob("*.js")]
    print(f"  {len(lists)} lists of {min(lists)} to {max(lists)} bytes, {sum(lists) / 1e6:.2f} MB")
    print(f"  cores: {os.cpu_count()}")


if __name__ == "__main__":
    main()
