"""A hundred releases of any edits: every address that went out answers with its page, a redirect or a tombstone."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from generator.memory import Memory
from generator.pipeline import build
from generator.problems import ContentError
from tests.conftest import CONFIG, TODAY

RELEASES = 100
IN_ENGLISH_FROM = 75
"""The release that English comes with: pages in two languages take twice the time."""
FEW, MANY = 3, 10
"""Products: with so few none goes, with so many none comes, so that the hundredth release takes no longer."""
COMMUNES = ["Xã Mường Ảng", "Xã Sính Phình", "Phường Điện Biên Phủ", "Xã Không Ai Biết"]
MAKERS = ["htx-a", "htx-b", "hkd-c"]
NAMES = ["Trà Shan tuyết", "Mật ong rừng", "Gạo nếp nương", "Thịt trâu gác bếp"]
GTINS = [f"0950600013{number:03}" for number in range(400)]


def check_digit(digits: str) -> str:
    """Return a GTIN-14 with its check digit."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(digits))
    return digits + str(-total % 10)


class Project:
    """An office that edits its records from release to release, as a seed decides."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.random = root, random.Random(seed)
        self.products: dict[str, dict[str, object]] = {}
        self.makers: dict[str, tuple[str, str]] = {}
        self.tombstones: dict[str, str] = {}
        self.redirects: dict[str, str] = {}
        self.ever: set[str] = set()
        """Every address that went out."""
        self.number = 0
        self.today = TODAY - timedelta(days=400)
        root.mkdir(parents=True)
        self.speak("vi")
        for maker in MAKERS:
            self.makers[maker] = (f"Cơ sở {maker}", self.random.choice(COMMUNES))
        for _ in range(6):
            self.add()

    def speak(self, *languages: str) -> None:
        """Settle the languages of the site."""
        text = f"{CONFIG}  editions: [{', '.join(languages)}]\n"
        (self.root / "config.yml").write_text(text, encoding="utf-8")

    def add(self) -> None:
        self.number += 1
        code = f"DB{self.number:04}"
        gtin = check_digit(f"{GTINS[self.number]}") if self.random.random() < 0.5 else ""
        self.products[code] = {
            "name": f"{self.random.choice(NAMES)} {self.number}",
            "maker": self.random.choice([*self.makers, ""]),
            "commune": self.random.choice([*COMMUNES, ""]),
            "gtin": gtin,
            "lots": {f"L{lot}": lot for lot in range(self.random.choice([0, 0, 0, 2, 11]))},
            "revoked": False,
        }

    def any(self) -> str:
        return self.random.choice(sorted(self.products))

    def bury(self, address: str, what: str, why: str) -> None:
        """Write a tombstone for an address that went out; of what never did, nobody needs a note."""
        if address in self.ever:
            self.tombstones[what] = self.told(why)

    def told(self, why: str) -> str:
        return f"  since: {self.today:%d/%m/%Y}\n  reason: {why}\n"

    def redirect(self, address: str, what: str, code: str) -> None:
        """Write where an address that went out leads to from now on."""
        if address in self.ever:
            self.redirects[what] = code

    def rename(self) -> None:
        self.products[self.any()]["name"] = f"{self.random.choice(NAMES)} mới {self.random.randrange(99)}"

    def move_to_another_producer(self) -> None:
        self.products[self.any()]["maker"] = self.random.choice(sorted(self.makers))

    def move_to_another_commune(self) -> None:
        self.products[self.any()]["commune"] = self.random.choice(COMMUNES)

    def revoke(self) -> None:
        self.products[self.any()]["revoked"] = True

    def add_lots(self) -> None:
        lots = self.products[self.any()]["lots"]
        assert isinstance(lots, dict)
        lots.update({f"N{self.number}-{len(lots)}": len(lots), f"M{self.number}-{len(lots)}": len(lots)})

    def forget(self, code: str) -> dict[str, object]:
        return self.products.pop(code)

    def remove_with_a_tombstone(self) -> None:
        code = self.any()
        self.bury(f"/P/{code}/", f"code: {code}", "Ngừng sản xuất")
        for old in [old for old, new in self.redirects.items() if new == code]:
            del self.redirects[old]
            self.tombstones[f"address: {old}"] = self.told("Ngừng sản xuất")
        self.forget(code)

    def remove_a_lot_with_a_tombstone(self) -> None:
        code = self.any()
        lots = self.products[code]["lots"]
        assert isinstance(lots, dict)
        if lots:
            lot = self.random.choice(sorted(lots))
            del lots[lot]
            self.bury(f"/P/{code}/{lot}/", f"code: {code}\n  lot: {lot}", "Ghi nhầm lô")

    def give_another_code(self) -> None:
        old = self.any()
        facts = self.forget(old)
        self.number += 1
        new = f"DB{self.number:04}"
        self.products[new] = facts
        if self.random.random() < 0.3:
            facts["gtin"] = ""
        self.redirects = {one: new if target == old else target for one, target in self.redirects.items()}
        self.redirect(f"/P/{old}/", old, new)

    def drop_the_gtin(self) -> None:
        code = self.any()
        if gtin := self.products[code]["gtin"]:
            self.products[code]["gtin"] = ""
            self.redirect(f"/01/{gtin}/", f"/01/{gtin}/", code)

    def close_a_producer(self) -> None:
        if len(self.makers) > 1:
            gone = self.random.choice(sorted(self.makers))
            del self.makers[gone]
            for facts in self.products.values():
                if facts["maker"] == gone:
                    facts["maker"] = ""
            self.bury(f"/chu-the/{gone}/", f"producer: {gone}", "Giải thể")

    def edit(self) -> None:
        """Make one to three edits."""
        rare = [self.close_a_producer] if self.random.random() < 0.05 else []
        removals = [self.remove_with_a_tombstone, self.give_another_code] if len(self.products) > FEW else []
        edits = [
            *([self.add, self.add] if len(self.products) < MANY else []),
            *(self.rename, self.revoke, self.add_lots, self.drop_the_gtin),
            *(self.move_to_another_producer, self.move_to_another_commune, self.remove_a_lot_with_a_tombstone),
        ]
        for edit in self.random.choices([*edits, *removals, *rare], k=self.random.randint(1, 3)):
            edit()

    def put(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")

    def write(self) -> None:
        """Write the records as they are now, and take away those there are no more."""
        wanted: dict[str, str] = {}
        for maker, (name, commune) in self.makers.items():
            wanted[f"producers/{maker}.yml"] = (
                f"id: {maker}\nname: {name}\nkind: hop-tac-xa\n"
                f"place:\n  commune: {commune}\n  province: Tỉnh Điện Biên\n"
            )
        for code, facts in self.products.items():
            wanted[f"products/{code}.md"] = self.record(code, facts)
            if lots := facts["lots"]:
                assert isinstance(lots, dict)
                wanted[f"lots/{code}.yml"] = "".join(f"- lot: {lot}\n  made: 1/2/2025\n" for lot in lots)
        if self.tombstones:
            wanted["tombstones.yml"] = "".join(f"- {what}\n{why}" for what, why in self.tombstones.items())
        if self.redirects:
            moved = "".join(f"- address: {old}\n  to: {new}\n" for old, new in self.redirects.items())
            wanted["redirects.yml"] = moved
        for path, text in wanted.items():
            self.put(f"content/{path}", text)
        for file in sorted((self.root / "content").rglob("*.*")):
            path = file.relative_to(self.root / "content").as_posix()
            if path not in wanted and path != "addresses.tsv":
                file.unlink()

    @staticmethod
    def record(code: str, facts: dict[str, object]) -> str:
        text = (
            f"---\ncode: {code}\nname: {facts['name']}\nset: che\ncertificates:\n  - stars: 4\n    rule_set: QD148\n"
            "    level: province\n    issued: 05/08/2024\n"
        )
        if facts["revoked"]:
            text += "    revoked:\n      decision: 1/QĐ\n      date: 01/09/2024\n      ground: other\n"
        text += f"producer: {facts['maker']}\n" if facts["maker"] else ""
        if facts["commune"]:
            text += f"origin:\n  today:\n    commune: {facts['commune']}\n    province: Tỉnh Điện Biên\n"
        text += f"traceability:\n  gtin: {facts['gtin']}\n" if facts["gtin"] else ""
        return f"{text}---\n"


def answer(site: Path, address: str, *, steps: int = 0) -> str:
    """Tell how an address answers on a plain host: `page`, `tombstone`, or what a redirect leads to."""
    file = site / f"{address[1:]}index.html" if address.endswith("/") else site / address[1:]
    if not file.is_file():
        return "nothing"
    if file.suffix != ".html":
        return "page"
    text = file.read_text(encoding="utf-8")
    moved = re.search(r'<meta http-equiv="refresh" content="0; url=([^"]+)">', text)
    if moved:
        assert steps == 0, f"{address} leads on and on"
        target = (file.parent / moved[1]).resolve().relative_to(site.resolve()).as_posix()
        after = answer(site, f"/{target.removesuffix('index.html')}", steps=1)
        return after if after == "page" else f"redirect to {after}"
    return "tombstone" if "không còn trong danh mục từ ngày" in text else "page"


def published(site: Path) -> set[str]:
    """Return every address of pages and open data in a site, further pages of lists too."""
    paths = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    return {f"/{path.removesuffix('index.html')}" for path in paths if path.endswith("index.html")}


@pytest.mark.parametrize("seed", [1])
def test_every_address_ever_published_answers(tmp_path: Path, seed: int) -> None:
    """After each of many random releases every address of every release before answers on a plain host."""
    project = Project(tmp_path / "project", seed)
    site, ever = project.root / "site", project.ever
    refused = 0
    with Memory(project.root / ".ocop", "1") as memory:
        for release in range(RELEASES):
            if release == IN_ENGLISH_FROM:
                project.speak("vi", "en")
            project.write()
            released(project, site, memory)
            ever |= published(site)
            answers = {address: answer(site, address) for address in ever}
            assert set(answers.values()) <= {"page", "tombstone"}, {
                address: how for address, how in answers.items() if how not in {"page", "tombstone"}
            }
            if release % 5 == 4:
                refused += forgets_one(project, memory)
            project.edit()
            project.today += timedelta(days=project.random.randint(0, 5))
    assert "tombstone" in answers.values()
    assert refused


def released(project: Project, site: Path, memory: Memory) -> None:
    """Build; an edit that the office must confirm is confirmed as it is told."""
    try:
        build(project.root, site, project.today, memory=memory)
    except ContentError as wrong:
        told = wrong.problems.errors
        assert {one.rule for one in told} == {"record-other"}, [
            (one.file, one.line, one.rule, one.details) for one in told
        ]
        ledger = project.root / "content/addresses.tsv"
        lines = ledger.read_text(encoding="utf-8").split("\n")
        for one in told:
            lines[one.line - 1] = lines[one.line - 1].replace(dict(one.details)["before"], "", 1)
        ledger.write_text("\n".join(lines), encoding="utf-8", newline="\n")
        build(project.root, site, project.today, memory=memory)


def forgets_one(project: Project, memory: Memory) -> int:
    """Remove a product without a word: the release is refused, and the site stays as it was."""
    code = project.any()
    page = project.root / "site" / "P" / code / "index.html"
    before = page.read_bytes()
    (project.root / f"content/products/{code}.md").unlink()
    (project.root / f"content/lots/{code}.yml").unlink(missing_ok=True)
    with pytest.raises(ContentError) as wrong:
        build(project.root, project.root / "site", project.today, memory=memory)
    told = {dict(one.details)["found"] for one in wrong.value.problems.errors}
    assert f"/P/{code}/" in told
    assert {one.rule for one in wrong.value.problems.errors} == {"address-lost"}
    assert page.read_bytes() == before
    return 1


def test_days_are_remembered(tmp_path: Path) -> None:
    """The ledger keeps the first day of each address for ever, and the day its record last changed."""
    project = Project(tmp_path / "project", 3)
    project.write()
    build(project.root, project.root / "site", date(2026, 1, 1))
    project.products["DB0001"]["name"] = "Tên khác"
    project.write()
    build(project.root, project.root / "site", date(2026, 2, 1))
    lines = (project.root / "content/addresses.tsv").read_text(encoding="utf-8").splitlines()
    days = {line.split("\t")[0]: line.split("\t")[1:3] for line in lines}
    assert days["/P/DB0001/"] == ["2026-01-01", "2026-02-01"]
    assert days["/P/DB0002/"] == ["2026-01-01", "2026-01-01"]
    assert days["/"] == ["2026-01-01"]
