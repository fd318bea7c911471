"""Photos of 12 megapixels in three widths, by this programme and by Hugo: `python -m benchmarks.photos`.

The photos are made up, the same ones every time: hills of colour, shapes with edges, grain that is sharp here and soft
there, 3 to 4 MB each. Hugo is the one that OCOP_HUGO names, else the one on the PATH; without it only our rows appear.
Both write all files anew each time, on all cores, in turns; the table tells the middle of the runs.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from generator import addresses, pictures
from generator.records.picture import look

SEED = 1_048
WIDTH, HEIGHT = 4000, 3000
Files = tuple[tuple[int, str], ...]
WEBP: Files = tuple((width, "webp") for width in addresses.PHOTO_WIDTHS)
HUGO_SITE = {
    "hugo.toml": 'baseURL = "https://ocop.example.vn/"\n'
    'disableKinds = ["taxonomy", "term", "rss", "sitemap", "404", "home", "section"]\n',
    # The page of every photo asks for its files, so that Hugo may make several pages at once.
    "layouts/page.html": "{{ range .Resources.ByType `image` }}"
    + "".join(f"{{{{ (.Resize `{width}x webp q78`).RelPermalink }}}}\n" for width in addresses.PHOTO_WIDTHS)
    + "{{ end }}",
}


def photo(number: int) -> bytes:
    """Return a photo as a camera stores it."""
    chance = Random(f"{SEED} photo {number}")
    noise = np.random.Generator(np.random.PCG64((SEED, number)))
    hills = Image.new("RGB", (3, 3))
    hills.putdata([tuple(chance.randrange(60, 200) for _ in range(3)) for _ in range(9)])
    scene = hills.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(scene)
    for _ in range(90):
        x, y, size = chance.randrange(WIDTH), chance.randrange(HEIGHT), int(20 * 2 ** (5 * chance.random()))
        red, green, blue = scene.getpixel((x, y))
        ink = tuple(min(255, max(0, one + chance.randrange(-70, 71))) for one in (red, green, blue))
        if chance.random() < 0.5:
            draw.ellipse((x - size, y - size * 0.7, x + size, y + size * 0.7), fill=ink)
        else:
            draw.polygon([(x + chance.randrange(-size, size), y + chance.randrange(-size, size)) for _ in "1234"], ink)
    light = np.asarray(scene.filter(ImageFilter.BoxBlur(1)), np.float32)
    grain = sum(_spread(noise, 2**octave) * np.float32(8.5 * 2 ** (octave / 5)) for octave in range(7))
    sharp = 0.2 + 0.9 / (1 + np.exp(-2 * _spread(noise, 500)))
    out = io.BytesIO()
    seen = np.clip(light + (grain * sharp)[..., None], 0, 255).astype(np.uint8)
    Image.fromarray(seen).save(out, "JPEG", quality=90)
    return out.getvalue()


def _spread(noise: np.random.Generator, step: int) -> np.ndarray:
    """Return noise with waves of so many dots."""
    coarse = noise.standard_normal((-(-HEIGHT // step), -(-WIDTH // step)), np.float32)
    return np.asarray(Image.fromarray(coarse).resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR))


def store(folder: Path, number: int) -> int:
    """Write a photo in a folder of its own, as Hugo likes it, and return its bytes."""
    room = folder / f"anh-{number:03}"
    room.mkdir()
    (room / "index.md").write_text("---\ntitle: Photo\nbuild:\n  publishResources: false\n---\n", encoding="utf-8")
    return (room / "photo.jpg").write_bytes(photo(number))


def make(out: Path, files: Files, source: Path) -> None:
    """Make one photo's files."""
    made = pictures.photo(source.read_bytes(), files)
    for (width, kind), content in zip(files, made, strict=True):
        (out / f"{source.parent.name}-{width}.{kind}").write_bytes(content)


def ours(sources: list[Path], out: Path, files: Files) -> None:
    """Make all photos' files on all cores."""
    out.mkdir()
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        list(pool.map(partial(make, out, files), sources))


def looked_at(sources: list[Path], out: Path) -> None:
    """Look at all photos on all cores, as the check does."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        list(pool.map(look, sources))


def hugo(program: str, site: Path, out: Path) -> None:
    """Make all photos' files with Hugo, which keeps none of the last time."""
    shutil.rmtree(site / "resources", ignore_errors=True)
    command = [program, "--quiet", "--noBuildLock", "--source", str(site), "--destination", str(out)]
    subprocess.run([*command, "--cacheDir", str(site / "cache")], check=True, stdout=subprocess.DEVNULL)


def measure(rows: dict[str, Callable[[Path], None]], runs: int, folder: Path) -> dict[str, tuple[float, int]]:
    """Return each row's seconds, the middle of the runs, and its bytes of pictures."""
    seconds: dict[str, list[float]] = {name: [] for name in rows}
    size = {}
    for _ in range(runs):
        for name, run in rows.items():
            out = folder / "out"
            begun = time.perf_counter()
            run(out)
            seconds[name].append(time.perf_counter() - begun)
            size[name] = sum(path.stat().st_size for path in out.rglob("*.*") if path.suffix[1:] in pictures.KINDS)
            shutil.rmtree(out, ignore_errors=True)
    return {name: (median(seconds[name]), size[name]) for name in rows}


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--photos", type=int, default=60)
    asked.add_argument("--runs", type=int, default=3)
    given = asked.parse_args()
    program = os.environ.get("OCOP_HUGO") or shutil.which("hugo")
    with tempfile.TemporaryDirectory() as name:
        site = Path(name) / "hugo"
        for path, text in HUGO_SITE.items():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_text(text, encoding="utf-8")
        (site / "content").mkdir()
        with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
            taken = sum(pool.map(partial(store, site / "content"), range(given.photos)))
        sources = sorted((site / "content").glob("*/photo.jpg"))
        rows: dict[str, Callable[[Path], None]] = {}
        if program:
            rows["Hugo, WebP × 3"] = partial(hugo, program, site)
        every = addresses.photo_files(WIDTH)
        rows["WebP × 3"] = partial(ours, sources, files=WEBP)
        rows["AVIF × 3, WebP × 3, JPEG × 2"] = partial(ours, sources, files=every)
        rows["looked at"] = partial(looked_at, sources)
        told = measure(rows, given.runs, Path(name))
    print(f"{len(sources)} photos of {WIDTH} × {HEIGHT}, {taken / 1e6:.0f} MB, on {os.cpu_count()} cores\n")
    print("| | seconds | MB | of the first |\n|---|---:|---:|---:|")
    first = next(iter(told.values()))[0]
    for row, (seconds, size) in told.items():
        print(f"| {row} | {seconds:.1f} | {size / 1e6:.1f} | {seconds / first:.3f} |")


if __name__ == "__main__":
    main()
