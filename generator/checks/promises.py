"""Every address that ever went out still answers: with its page, a tombstone or a redirect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from generator.checks.notes import Note, Notes, notes
from generator.faces import LOTS_A_PAGE, NEWEST_LOTS, LotFacts, Maker
from generator.memory import Memory, digest
from generator.model.text import Words
from generator.past import Gone, Moved
from generator.problems import Problem, Problems
from generator.records.addresses import FILE, Line, line_of, lines_at, parsed, trusted
from generator.records.folder import Sources
from generator.serials.book import NAME

GOOD = "addresses"
"""The note of the digest of a ledger that was seen to be as this programme writes it."""


@dataclass(slots=True)
class Promises:
    """What was promised, and how it is kept."""

    known: Mapping[str, str] = field(default_factory=dict)
    """The ledger: the rest of each line by its address."""
    content: bytes = b""
    """The ledger's file; empty where there is none."""
    now: dict[str, Line] = field(default_factory=dict)
    """The addresses of the records there are, with their names and whose they are, without days."""
    gone: dict[str, Gone] = field(default_factory=dict)
    moved: dict[str, Moved] = field(default_factory=dict)
    clean: bool = False
    """Whether the ledger's file is as this programme writes it."""
    others: set[str] = field(default_factory=set)
    """What the ledger knows besides: lists, single pages, open data."""
    notes: Notes = field(default_factory=Notes)

    def lost(self, addresses: Iterable[str]) -> Iterator[Problem]:
        """Yield what to say of addresses that would be lost, at their lines of the ledger."""
        wanted = set(addresses)
        for address, number in sorted(lines_at(self.content, wanted)) if wanted else ():
            line = line_of(self.known[address])
            details = (
                ("found", address),
                ("first", _day(line.first)),
                ("name", f" ({_day(line.name)})" if line.name else ""),
            )
            yield Problem(FILE, number, (), "address-lost", details)


def promises(
    sources: Sources,
    now: dict[str, Line],
    today: date,
    languages: tuple[str, ...],
    problems: Problems,
    memory: Memory,
    *,
    whole: bool,
) -> Promises:
    """Return what was promised, and tell what of it the records would break.

    `now` are the addresses of the records there are; they are `whole` unless some record cannot be read, so that
    nobody can say which addresses it has.
    """
    content = _content(sources, problems)
    clean = bool(content) and memory.note(GOOD) == digest(content)
    known = trusted(content) if clean else _known(content, problems)
    found = Promises(known, content, now, clean=clean, notes=notes(sources, today, languages, problems))
    problems.add(_serials(found.notes, sources))
    _keep(found, problems, whole=whole and not found.notes.wrong)
    if known:
        problems.add(_others(found))
    return found


def _content(sources: Sources, problems: Problems) -> bytes:
    try:
        return Path(sources.addresses.path).read_bytes() if sources.addresses else b""
    except OSError as trouble:
        problems.add([Problem(FILE, 1, (), "file-unreadable", (("reason", str(trouble.strerror or trouble)),))])
        return b""


def _known(content: bytes, problems: Problems) -> dict[str, str]:
    if not content:
        return {}
    known, wrong = parsed(content)
    problems.add(wrong)
    return known


Addressed = tuple[str, str, str, str | None, tuple[LotFacts, ...]]
"""What of a product its addresses say: its code, its name, whose it is, its GTIN in 14 digits, its lots."""


def addresses_of(products: Iterable[Addressed], makers: Iterable[Maker]) -> dict[str, Line]:
    """Return the addresses of records, with their names and whose they are, without days."""
    now: dict[str, Line] = {}
    for maker in makers:
        if maker.id:
            now[f"/chu-the/{maker.id}/"] = Line("", "", "", maker.name, maker.where or "")
    for code, name, whose, gtin, lots in products:
        page = f"/P/{code}/"
        now[page] = Line("", "", "", name, whose)
        if gtin:
            now[f"/01/{gtin}/"] = Line("", "", "", "", page)
        for lot in lots:
            told = Line("", "", "", str(lot.made or ""), str(lot.expires or ""))
            now[f"{page}{lot.lot}/"] = told
            if gtin:
                now[f"/01/{gtin}/10/{lot.lot}/"] = Line("", "", "", "", f"{page}{lot.lot}/")
        if lots and len(lots) > NEWEST_LOTS:
            pages = -(-len(lots) // LOTS_A_PAGE)
            now[f"/lo/{code}/"] = Line("", pages=str(pages) if pages > 1 else "")
    return now


def _keep(found: Promises, problems: Problems, *, whole: bool) -> None:
    """Find how each address that has no record any more is answered; where records cannot be read, tell no loss."""
    known, now, written = found.known, found.now, found.notes
    # A ledger that was lost is no reason to lose what it knew: notes are witnesses too.
    absent = [address for address in known if address not in now]
    absent += [address for address in written.by_address if address not in known and address not in now]
    lost: list[str] = []
    for address in absent:
        note = _note(address, found)
        if note is not None:
            _answer(address, note, found)
        elif is_records(address):
            lost.append(address)
        else:
            found.others.add(address)
    if whole:
        problems.add(found.lost(lost))


def is_records(address: str) -> bool:
    """Tell whether an address is that of a record: only its office can say what became of it."""
    return address.startswith(("/P/", "/01/")) or (address.startswith("/chu-the/") and address != "/chu-the/")


def around(address: str) -> Iterator[str]:
    """Yield an address and those it lies below, the nearest first: a lot, its product."""
    yield address
    parts = address.strip("/").split("/")
    for length in range(len(parts) - 1, 1, -1):
        yield f"/{'/'.join(parts[:length])}/"


def _note(address: str, found: Promises) -> Note | None:
    """Return what is written of an address, of what it lies below, or of the product a GTIN is of."""
    by_address = found.notes.by_address
    if not by_address:
        return None
    for one in around(address):
        if one in by_address:
            return by_address[one]
    where = _product_behind(address, found)
    return next((by_address[one] for one in around(where) if one in by_address), None) if where else None


def _product_behind(address: str, found: Promises) -> str:
    """Return the page a GTIN, or a list of lots, is another address of."""
    if address.startswith("/lo/"):
        return f"/P/{address.split('/')[2]}/"
    if address.startswith("/01/"):
        if address in found.known:
            return line_of(found.known[address]).whose
        return next((line_of(found.known[one]).whose for one in around(address) if one in found.known), "")
    return ""


def _answer(address: str, note: Note, found: Promises) -> None:
    """Answer an address by what is written of it."""
    if note.target:
        target = _moved(address, note, found)
        found.moved[address] = Moved(address, target)
        return
    line = line_of(found.known[address]) if address in found.known else Line("")
    where = address
    if where.startswith(("/01/", "/lo/")):
        where = _product_behind(where, found) or where
    parts = where.strip("/").split("/")
    kind, code, of = "page", "", ""
    if where.startswith("/P/"):
        kind, code, of = ("lot", parts[2], parts[1]) if len(parts) > 2 else ("product", parts[1], "")
    elif where.startswith("/chu-the/"):
        kind, code = "producer", parts[1]
    found.gone[address] = Gone(
        address=address,
        since=note.since or date.min,
        reason=note.reason or Words((("vi", ""),)),
        was=note.was or _name(where, kind, of, found),
        kind=kind,
        code=code,
        of=of,
        instead=note.instead,
        first=date.fromisoformat(line.first) if line.first else None,
    )


def _name(address: str, kind: str, of: str, found: Promises) -> Words | None:
    """Return what a record was last called: of a lot, its product."""
    where = f"/P/{of}/" if kind == "lot" else address
    name = (
        found.now[where].name
        if where in found.now
        else line_of(found.known[where]).name
        if where in found.known
        else ""
    )
    return Words((("vi", name),)) if name else None


def _moved(address: str, note: Note, found: Promises) -> str:
    """Return where an address leads of which, or of what it lies below, is written that it moved."""
    rest = (
        address[len(note.address) :]
        if address.startswith(note.address)
        else address.rpartition("/10/")[2]
        if "/10/" in address
        else ""
    )
    last = rest.rstrip("/").rpartition("/")[2]
    for below in dict.fromkeys((rest, f"{last}/" if last else "")):
        if below and f"{note.target}{below}" in found.now:
            return note.target + below
    return note.target


def _serials(written: Notes, sources: Sources) -> Iterator[Problem]:
    """Yield redirects of what has stamps with serials: another address's page could not check them."""
    if not any(note.target for note in written.by_address.values()):
        return
    names = (NAME.fullmatch(source.file.split("/", 2)[2]) for source in sources.ledgers)
    issued = {address for one in names if one for address in around(f"/P/{one['product']}/{one['lot']}/")}
    for note in written.by_address.values():
        if note.target and note.address in issued:
            yield note.problem("redirect-serials", found=note.address)


def _others(found: Promises) -> Iterator[Problem]:
    """Yield what is wrong with notes beside the ledger, and records that took the place of others."""
    for note in found.notes.by_address.values():
        if note.address in found.now:
            rule = "redirect-stands" if note.target else "tombstone-stands"
            yield note.problem(rule, found=note.address)
        elif note.address not in found.known:
            yield note.problem("address-unknown", found=note.address)
    for address, line in found.now.items():
        if not line.name or not line.whose:
            continue
        rest = found.known.get(address)
        if rest is None or line.name in rest or line.whose in rest:
            continue
        before = line_of(rest)
        # Whose it is may have been made known only later; both at once is another thing under an old code.
        if before.name and before.whose and before.name != line.name and before.whose != line.whose and line.name:
            number = next(number for _, number in lines_at(found.content, [address]))
            lot = address.count("/") > 3
            details = (
                *(("found", address), ("before", _day(before.name)), ("by", _day(before.whose))),
                *(("now", _day(line.name)), ("by_now", _day(line.whose))),
            )
            yield Problem(FILE, number, (), "lot-other" if lot else "record-other", details)


def _day(text: str) -> str:
    """Write a day of the ledger as people do; anything else as it is."""
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return text
