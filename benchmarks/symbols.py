"""QR symbols per second of one core, ours beside others': `python -m benchmarks.symbols [COUNT]`.

Every maker gets the same payloads, each a different address of a stamp; the makers take turns, and the median of five
turns counts. A Markdown table goes to the console.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.util import find_spec
from statistics import median
from time import process_time

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from generator.stamps.plate import plate
from generator.stamps.symbol import symbol

TURNS = 5
AS_IT_COMES = "`qrcode`, as it comes"
OURS = "ours"


def made_by_qrcode(payload: str, mask: int | None = None) -> object:
    """Return the modules as `qrcode` makes them."""
    maker = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=mask)
    maker.add_data(payload)
    maker.make(fit=True)
    return maker.modules


def makers() -> dict[str, Callable[[str], object]]:
    """Return what makes a symbol at level M from a payload, by its name; what is not installed is left out."""
    found: dict[str, Callable[[str], object]] = {
        AS_IT_COMES: made_by_qrcode,
        "`qrcode`, mask 3, none tried": lambda payload: made_by_qrcode(payload, mask=3),
        OURS: symbol,
        f"{OURS}, drawn": lambda payload: plate(symbol(payload)).path,
    }
    if find_spec("zxingcpp"):
        import zxingcpp

        code = zxingcpp.BarcodeFormat.QRCode
        found["`zxing-cpp`"] = lambda payload: zxingcpp.create_barcode(payload, code, ec_level="M")
    if find_spec("segno"):
        import segno

        found["`segno`"] = lambda payload: segno.make_qr(payload, error="m", boost_error=False).matrix
    return found


def measured(count: int) -> dict[str, float]:
    """Return symbols per second of each maker."""
    payloads = [f"HTTPS://OCOP.DIENBIEN.GOV.VN/P/DB{number:04}/" for number in range(count)]
    takes: dict[str, list[float]] = {name: [] for name in makers()}
    for make in makers().values():
        make("HTTPS://OCOP.DIENBIEN.GOV.VN/P/WARM01/")
    for _ in range(TURNS):
        for name, make in makers().items():
            symbol.cache_clear()
            before = process_time()
            for payload in payloads:
                make(payload)
            takes[name].append(process_time() - before)
    return {name: count / median(times) for name, times in takes.items()}


def table(speeds: dict[str, float]) -> str:
    """Return a Markdown table, each maker beside `qrcode` as it comes."""
    lines = ["| Maker | symbols per second | ms each | times `qrcode` |", "|---|---:|---:|---:|"]
    lines += [
        f"| {name} | {speed:,.0f} | {1000 / speed:.3f} | {speed / speeds[AS_IT_COMES]:.1f} |"
        for name, speed in speeds.items()
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(measured(int(sys.argv[1]) if len(sys.argv) > 1 else 200)))
