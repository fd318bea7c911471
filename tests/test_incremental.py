"""What a build makes again: only what changed, and never anything else than a build from nothing would make."""

from __future__ import annotations

import os
import shutil
import time
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from PIL import Image

from generator import pipeline
from generator.memory import Memory
from generator.pipeline import build
from generator.records.folder import SIGNED
from tests import compiled
from tests.conftest import CONFIG, PRODUCT, TODAY, Office, files

CODES = ["DB0001", "DB0002", "DB0003"]
MAKERS = ["htx-a", "hkd-b"]
NAMES = ["Trà Shan tuyết", "Mật ong rừng", "Gạo nếp nương", "Ấm áp", "<b>&amp;"]
PLACES = ["Xã Mường Ảng", "Xã Sính Phình", "Phường Điện Biên Phủ"]
OURS = pipeline.version
GTINS = {"DB0001": "09506000134352", "DB0002": "09506000134369", "DB0003": "09506000134376"}
COLOURS = ["red", "green", "blue"]


def site(folder: Path) -> dict[str, bytes]:
    """Return every file of a site, its manifest too."""
    return {path: content for path, content in files(folder).items() if path not in {".lock", ".holder"}}


class Edits(RuleBasedStateMachine):
    """An office at work: any edits in any order, and a build after each few of them."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(os.path.realpath(os.environ["PYTEST_TMP_EDITS"])) / f"{time.monotonic_ns()}"
        self.out = self.root / "site"
        self.today = TODAY
        self.changed = True

    @initialize()
    def begin(self) -> None:
        self.write("config.yml", CONFIG)
        for code in CODES[:2]:
            self.write(f"content/products/{code}.md", PRODUCT.format(code=code, name=NAMES[0]))

    def write(self, path: str, content: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
        self.changed = True

    @rule(
        code=st.sampled_from(CODES),
        name=st.sampled_from(NAMES),
        maker=st.sampled_from(["", *MAKERS]),
        place=st.sampled_from(["", *PLACES]),
        picture=st.sampled_from(["", *COLOURS]),
        story=st.sampled_from(["", "Chuyện *kể*.", "## Một\n\nHai."]),
        demo=st.booleans(),
        gtin=st.booleans(),
    )
    def product(
        self, code: str, name: str, maker: str, place: str, picture: str, story: str, demo: bool, gtin: bool
    ) -> None:
        text = PRODUCT.format(code=code, name=f'"{name}"').removesuffix("---\n")
        if maker:
            text += f"producer: {maker}\n"
            if not (self.root / f"content/producers/{maker}.yml").exists():
                self.producer(maker, name, consent=False)
        if place:
            text += f"origin:\n  today:\n    commune: {place}\n    province: Tỉnh Điện Biên\n    province_code: 11\n"
        if picture:
            self.picture(picture, 40)
            text += f"images:\n  - file: {picture}.png\n    alt: Ảnh\n"
        text += "demo: true\n" if demo else ""
        text += f"traceability:\n  gtin: {GTINS[code]}\n" if gtin else ""
        self.write(f"content/products/{code}.md", f"{text}---\n{story}")

    @rule(maker=st.sampled_from(MAKERS), name=st.sampled_from(NAMES), consent=st.booleans())
    def producer(self, maker: str, name: str, consent: bool) -> None:
        kind = "ho-kinh-doanh" if maker.startswith("hkd") else "hop-tac-xa"
        agreed = "consent:\n  fields:\n    - phone\n  date: 01/02/2026\n" if consent else ""
        text = f'id: {maker}\nname: "{name}"\nkind: {kind}\ncontact:\n  phone: 0912 345 678\n{agreed}'
        self.write(f"content/producers/{maker}.yml", text)

    @rule(colour=st.sampled_from(COLOURS), size=st.sampled_from([40, 50]))
    def picture(self, colour: str, size: int) -> None:
        target = self.root / f"content/images/{colour}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (size, size), colour).save(target)
        self.changed = True

    @rule(
        code=st.sampled_from(CODES),
        lots=st.lists(st.sampled_from(["L1", "L2", "L3"]), unique=True, min_size=1),
        told=st.sampled_from(["", "  made: 1/2/2026\n", "  recalled:\n    date: 1/3/2026\n    reason: A\n"]),
        older=st.sampled_from([0, 9, 12]),
    )
    def lots(self, code: str, lots: list[str], told: str, older: int) -> None:
        if (self.root / f"content/products/{code}.md").exists():
            written = [*(f"- lot: {lot}\n{told}" for lot in lots), *(f"- lot: A{number}\n" for number in range(older))]
            self.write(f"content/lots/{code}.yml", "".join(written))

    @rule(signing=st.booleans())
    def signed(self, signing: bool) -> None:
        for name in SIGNED:
            if signing:
                self.write(f"content/signed/{name}", "")
            else:
                (self.root / "content/signed" / name).unlink(missing_ok=True)
        self.changed = True

    @rule(code=st.sampled_from(CODES), story=st.sampled_from(["A story.", "Another."]))
    def story(self, code: str, story: str) -> None:
        if (self.root / f"content/products/{code}.md").exists():
            self.write(f"content/products/{code}.en.md", story)

    @rule(code=st.sampled_from(CODES))
    def remove(self, code: str) -> None:
        for path in (f"products/{code}.md", f"products/{code}.en.md", f"lots/{code}.yml"):
            (self.root / "content" / path).unlink(missing_ok=True)
        self.changed = True

    @rule(title=st.sampled_from(["OCOP A", "OCOP B"]), url=st.sampled_from(["ocop.example.vn", "b.example.vn"]))
    def config(self, title: str, url: str) -> None:
        self.write("config.yml", CONFIG.replace("OCOP Thử", title).replace("ocop.example.vn", url))

    @rule(name=st.sampled_from(["product.html", "parts/card.html", "site.css", "stamp.json", "brocade.svg"]))
    def template(self, name: str) -> None:
        source = Path(__file__).parent.parent / "templates" / name
        target = self.root / "templates" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        before = target.read_text(encoding="utf-8") if target.exists() else source.read_text(encoding="utf-8")
        mark = {"css": "/* x */", "json": " "}.get(name.rsplit(".", maxsplit=1)[-1], "<!-- x -->")
        target.write_text(before + mark, encoding="utf-8")
        self.changed = True

    @precondition(lambda self: (self.root / "templates").exists())
    @rule()
    def own_templates_go(self) -> None:
        shutil.rmtree(self.root / "templates")
        self.changed = True

    @rule(days=st.integers(1, 40))
    def days_pass(self, days: int) -> None:
        self.today += timedelta(days=days)

    @precondition(lambda self: self.out.exists())
    @rule(which=st.integers(0, 10_000), how=st.sampled_from(["remove", "damage", "touch"]))
    def the_site_is_tampered_with(self, which: int, how: str) -> None:
        standing = sorted(path for path in self.out.rglob("*") if path.is_file() and not path.name.startswith("."))
        if standing:
            file = standing[which % len(standing)]
            if how == "remove":
                file.unlink()
            elif how == "damage":
                file.write_bytes(file.read_bytes() + b" ")
            else:
                file.touch()
            self.changed = True

    @precondition(lambda self: (self.root / ".ocop" / "memory.db").exists())
    @rule(at=st.integers(0, 10**6), how=st.sampled_from(["remove", "cut", "flip", "junk"]))
    def the_memory_is_damaged(self, at: int, how: str) -> None:
        memory = self.root / ".ocop" / "memory.db"
        content = bytearray(memory.read_bytes())
        at %= len(content)
        if how == "remove":
            memory.unlink()
        elif how == "cut":
            memory.write_bytes(content[:at])
        elif how == "flip":
            content[at] ^= 0xFF
            memory.write_bytes(content)
        else:
            memory.write_bytes(b"junk" * 1000)

    @rule(version=st.sampled_from(["older", "newer"]))
    def another_programme(self, version: str) -> None:
        """Another version of the programme finds this one's memory."""
        pipeline.version = lambda: version
        self.changed = True

    @invariant()
    def as_if_from_nothing(self) -> None:
        if self.changed and (self.root / "config.yml").exists():
            self.changed = False
            build(self.root, self.out, self.today, keep=False)  # edits of one draft: nothing is published yet
            clean = self.root / "clean"
            build(self.root, clean, self.today, memory=Memory())
            built, wanted = site(self.out), site(clean)
            shutil.rmtree(clean)
            assert built.keys() == wanted.keys()
            assert [path for path in wanted if built[path] != wanted[path]] == []

    def teardown(self) -> None:
        try:
            with compiled.anew():  # at the end of all edits from nothing indeed: with templates that nobody compiled
                self.changed = True
                self.as_if_from_nothing()
        finally:
            pipeline.version = OURS
            shutil.rmtree(self.root, ignore_errors=True)


@pytest.fixture(autouse=True)
def _a_folder_for_edits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_TMP_EDITS", str(tmp_path))


def test_the_manifest_is_part_of_the_site(office: Office) -> None:
    """A manifest that was damaged is made again, though nothing else has changed."""
    office.product("DB0001")
    time.sleep(2.1)  # a file saved this moment is never trusted by its looks
    office.build()
    wanted = site(office.out)
    (office.out / ".manifest.json").write_bytes(b"{")
    office.build()
    assert site(office.out) == wanted


def test_the_memory_does_not_grow_for_ever(tmp_path: Path) -> None:
    """Values that nothing uses any more are forgotten once they are many; those in use stay."""
    memory = Memory(tmp_path)
    memory.keep((f"old {number}", b"x") for number in range(2000))
    memory.keep((f"new {number}", b"y") for number in range(100))
    used = {f"new {number}" for number in range(100)}
    memory.keep_only(lambda: used)
    assert {key for key, _ in memory.kept([*used, *(f"old {number}" for number in range(2000))])} == used


class TestAnyEdits(Edits.TestCase):
    """After any edits a build leaves byte for byte what a build from nothing leaves."""

    settings = settings(
        max_examples=8, stateful_step_count=8, deadline=None, suppress_health_check=[*HealthCheck], derandomize=False
    )
