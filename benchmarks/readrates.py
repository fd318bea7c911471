"""How often stamps are read in bad circumstances, beside segno's and qrcode's: `python -m benchmarks.readrates`.

Every symbol says the same address with a serial, a hundred different serials. What happens to a picture is drawn from a
fixed seed, the same for all three makers. Two unrelated readers try each picture once: zxing-cpp, and OpenCV's.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

import cv2
import numpy as np
import qrcode
import segno
import zxingcpp
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from generator import addresses
from generator.serials import serial
from generator.stamps.symbol import numbered

Modules = NDArray[np.bool_]
Picture = NDArray[np.uint8]
FINE = 12
"""Dots of a module in print, 600 dpi."""
WIDTH = 57
"""Modules of our stamp with all around it: every maker's symbol is printed at the same width."""
SEEN = 4
"""Pixels of one of our modules in the camera: a stamp of 21 mm that takes a sixth of a phone's preview of 1,080."""
QUIET, TABLE = 4, 8
"""Modules of the quiet zone, and of what lies around the stamp, as dark as wood."""
WOOD, INK, PAPER = 90, 20, 245


def ours(payload: str) -> Modules:
    """Return our symbol."""
    return np.array(numbered(*payload.split("#")).rows, np.bool_)


def segnos(payload: str) -> Modules:
    """Return segno's symbol at level M or above, as it comes."""
    made = segno.make_qr(payload, error="m")
    return np.array([list(row) for row in made.matrix], np.bool_)


def qrcodes(payload: str) -> Modules:
    """Return qrcode's symbol at level M, as it comes."""
    made = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    made.add_data(payload)
    made.make(fit=True)
    return np.array(made.modules, np.bool_)


MAKERS: dict[str, Callable[[str], Modules]] = {"ocop": ours, "segno": segnos, "qrcode": qrcodes}


def printed(modules: Modules, dots: int = FINE) -> Picture:
    """Return a symbol with its quiet zone on paper, on the table."""
    paper = np.pad(modules, QUIET)
    picture = np.where(paper, INK, PAPER).astype(np.uint8).repeat(dots, 0).repeat(dots, 1)
    return np.pad(picture, TABLE * dots, constant_values=WOOD)


def thermal(modules: Modules, chance: Generator) -> Picture:
    """Return a symbol printed with 203 dpi at 0.508 mm a module (4.06 dots), ink spreading by up to a dot."""
    side = len(modules) + 2 * QUIET
    edges = np.round(np.arange(side + 1) * 0.508 * 203 / 25.4).astype(int)
    paper = np.pad(modules, QUIET).repeat(np.diff(edges), 0).repeat(np.diff(edges), 1)
    # Heat spreads along the way of the paper, and some dots of the head are dead.
    spread = paper | np.roll(paper, 1, axis=0) if chance.random() < 0.7 else paper
    spread[:, chance.integers(0, spread.shape[1], 2)] = False
    picture = np.where(spread, INK, PAPER).astype(np.uint8).repeat(3, 0).repeat(3, 1)
    return np.pad(picture, TABLE * FINE, constant_values=WOOD)


def scratched(picture: Picture, chance: Generator, count: int, width: float) -> Picture:
    """Return a stamp with scratches down to the paper, from edge to edge, so many modules wide."""
    made, side = picture.copy(), picture.shape[0]
    inside = TABLE * FINE
    for _ in range(count):
        begin, end = (int(one) for one in chance.integers(inside, side - inside, 2))
        ends = ((begin, inside), (end, side - inside))
        a, b = ends if chance.random() < 0.5 else tuple((y, x) for x, y in ends)
        cv2.line(made, a, b, PAPER, round(width * FINE))
    return made


def stained(picture: Picture, chance: Generator) -> Picture:
    """Return a stamp with three drops on it."""
    made, side, inside = picture.copy(), picture.shape[0], TABLE * FINE
    for _ in range(3):
        at = tuple(int(one) for one in chance.integers(inside, side - inside, 2))
        cv2.circle(made, at, int(chance.integers(FINE // 2, 1.25 * FINE)), 60, -1)
    return made


def photographed(
    picture: Picture,
    chance: Generator,
    *,
    turn: float = 0,
    tilt: float = 0,
    blur: float = 0,
    light: float = 1,
    noise: float = 3,
) -> Picture:
    """Return what a camera sees.

    `turn` in degrees either way, `tilt` how far corners move in shares of the side, `blur` in our modules (the sigma
    of a Gaussian), `light` the share of contrast that is left, `noise` the sigma of a pixel's grey.
    """
    side = picture.shape[0]
    small = WIDTH * SEEN
    corners = np.array([(0, 0), (side, 0), (side, side), (0, side)], np.float32)
    angle = np.radians(chance.uniform(-turn, turn))
    turned = (corners - side / 2) @ np.array(
        [(np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))], np.float32
    )
    room = round(small * (1.45 if turn else 1.05))
    moved = turned * small / side + room / 2 + chance.uniform(-tilt, tilt, (4, 2)) * small
    bent = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    # Light is gathered over whole pixels: without this a warp would pick single dots.
    soft = cv2.GaussianBlur(picture, (0, 0), max(blur * side / WIDTH, side / small / 2))
    seen = cv2.warpPerspective(soft, bent, (room, room), borderValue=WOOD).astype(np.float64)
    seen = 20 + seen * light if light < 1 else seen
    return np.clip(seen + chance.normal(0, noise, seen.shape), 0, 255).astype(np.uint8)


CONDITIONS: dict[str, Callable[[Modules, Generator], Picture]] = {
    "straight on": lambda made, chance: photographed(printed(made), chance),
    "blur, sigma 0.3 module": lambda made, chance: photographed(printed(made), chance, blur=0.3),
    "blur, sigma 0.4 module": lambda made, chance: photographed(printed(made), chance, blur=0.4),
    "blur, sigma 0.5 module": lambda made, chance: photographed(printed(made), chance, blur=0.5),
    "turned, any angle": lambda made, chance: photographed(printed(made), chance, turn=180),
    "askew, corners up to 8 % off": lambda made, chance: photographed(printed(made), chance, turn=20, tilt=0.08),
    "askew, corners up to 15 % off": lambda made, chance: photographed(printed(made), chance, turn=20, tilt=0.15),
    "low light: 30 % contrast, noise 8": lambda made, chance: photographed(printed(made), chance, light=0.3, noise=8),
    "low light: 20 % contrast, noise 8": lambda made, chance: photographed(printed(made), chance, light=0.2, noise=8),
    "printed with 203 dpi": lambda made, chance: photographed(thermal(made, chance), chance, turn=5, blur=0.3),
    "two scratches, half a module wide": lambda made, chance: photographed(
        scratched(printed(made), chance, 2, 0.5), chance
    ),
    "four scratches, half a module wide": lambda made, chance: photographed(
        scratched(printed(made), chance, 4, 0.5), chance
    ),
    "three drops, 1 to 2.5 modules wide": lambda made, chance: photographed(stained(printed(made), chance), chance),
    "all a little: blur, askew, dim, scratch": lambda made, chance: photographed(
        scratched(printed(made), chance, 1, 0.5), chance, turn=15, tilt=0.05, blur=0.2, light=0.5, noise=5
    ),
}


def read_by_zxing(picture: Picture) -> set[str]:
    """Return what zxing-cpp reads."""
    return {one.text for one in zxingcpp.read_barcodes(picture)}


def read_by_opencv(picture: Picture) -> set[str]:
    """Return what OpenCV reads."""
    try:
        return {cv2.QRCodeDetector().detectAndDecode(picture)[0]}
    except cv2.error:
        return set()


READERS = {"zxing-cpp": read_by_zxing, "OpenCV": read_by_opencv}


def main() -> None:
    """Print the table in Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.readrates", description=__doc__)
    parser.add_argument("--stamps", type=int, default=100, help="different serials (default: 100)")
    wanted = parser.parse_args()
    chance = default_rng(2026)
    address = addresses.stamp("https://ocop.dienbien.gov.vn", "DB0001", "L2403")
    letters = np.array(list(serial.LETTERS))
    payloads = [f"{address}#{''.join(chance.choice(letters, serial.LENGTH))}" for _ in range(wanted.stamps)]
    made = {maker: [make(payload) for payload in payloads] for maker, make in MAKERS.items()}
    sizes = ", ".join(f"{maker} {sorted({len(one) for one in some})}" for maker, some in made.items())
    print(f"Modules on a side: {sizes}; {wanted.stamps} stamps.\n")
    print(f"| | {' | '.join(f'{maker}, {reader}' for reader in READERS for maker in MAKERS)} |")
    print(f"|---|{'--:|' * len(MAKERS) * len(READERS)}")
    for number, (name, happens) in enumerate(CONDITIONS.items()):
        rates = []
        for reader in READERS.values():
            for some in made.values():
                right = 0
                for at, (payload, modules) in enumerate(zip(payloads, some, strict=True)):
                    right += payload in reader(happens(modules, default_rng((number, at))))
                rates.append(f"{100 * right / len(payloads):.0f} %")
        print(f"| {name} | {' | '.join(rates)} |")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
