"""A product as an office records it: certificates, origin, traceability, specification."""

from __future__ import annotations

from generator.model.producer import PlaceAsCertified, PlaceToday, ProducerFacts
from generator.model.record import Record
from generator.model.values import (
    Amount,
    Code,
    Currency,
    Day,
    Degrees,
    Digits,
    Name,
    OcopCode,
    PictureFile,
    Points,
    ProducerId,
    Said,
    Stars,
    Text,
    Url,
    Year,
    YesNo,
)
from generator.model.words import (
    Ground,
    InspectionKind,
    Level,
    MarkKind,
    Portrait,
    Result,
    RuleSet,
    Sale,
    SaleName,
    Step,
)


class Image(Record):
    """A picture of the product."""

    file: PictureFile
    """A file below content/images/."""
    alt: Said | None = None
    """What the picture shows, in words."""
    credit: Said | None = None
    """Whose picture it is."""
    portrait_of: Portrait | None = None
    """Set when a natural person can be recognised in it."""


class Revocation(Record):
    """The withdrawal of a certificate."""

    decision: Text
    """The number of the decision."""
    date: Day
    """Its date."""
    ground: Ground
    """Its ground."""


class Certificate(Record):
    """One recognition of the product, 36 months from its issue."""

    stars: Stars
    """3 to 5."""
    rule_set: RuleSet
    """The rules it was issued under."""
    level: Level
    """Who certified."""
    issuer: Text | None = None
    """The authority, as in the decision."""
    decision: Text | None = None
    """The decision's number."""
    issued: Day | None = None
    """The day of issue; without it the term is not known."""
    score: Points | None = None
    """Points out of 100."""
    round: Year | None = None
    """The year of the assessment round."""
    set_as_certified: Text | None = None
    """The group's name under the rule set of that day."""
    extended_until: Day | None = None
    """The end of an extension, by the office's decision (Điều 12.3)."""
    revoked: Revocation | None = None
    """The withdrawal, if it was withdrawn."""
    source: Text | None = None
    """Where these facts are published."""


class Material(Record):
    """A raw material and where it comes from."""

    name: Said
    """The material."""
    place: Text | None = None
    """Where it comes from."""
    share: Points | None = None
    """Percent of all materials."""


class Geo(Record):
    """A point inside Vietnam, WGS 84."""

    lat: Degrees | None = None
    """Degrees north, 8.0 to 23.5."""
    lon: Degrees | None = None
    """Degrees east, 102.0 to 117.5."""


class Origin(Record):
    """Where the product comes from, then and now."""

    as_certified: PlaceAsCertified | None = None
    """In the words of the decision."""
    today: PlaceToday | None = None
    """By the units since 1/7/2025."""
    materials: tuple[Material, ...] = ()
    """Raw materials."""
    geo: Geo | None = None
    """Where on the map."""
    growing_area_code: Text | None = None
    """The growing area's code (mã số vùng trồng)."""


class Standard(Record):
    """A standard the product or its making is certified to."""

    name: Said
    """VietGAP, HACCP, ISO 22000…"""
    number: Text | None = None
    """The certificate's number."""
    issuer: Text | None = None
    """Who certified."""
    expires: Day | None = None
    """Until when."""


class Declaration(Record):
    """The product's self-declaration or registered declaration."""

    number: Text | None = None
    """Its number."""
    date: Day | None = None
    """Its date."""


class Mark(Record):
    """A registered mark or other intellectual property."""

    kind: MarkKind
    """What kind."""
    name: Said | None = None
    """Its name."""
    number: Text | None = None
    """Its registration number."""


class MakingStep(Record):
    """One step of how the product is always made."""

    step: Step
    """What is done."""
    name: Said | None = None
    """In the producer's words."""
    place: Text | None = None
    """Where."""
    note: Said | None = None
    """What else to know."""


class TraceLink(Record):
    """The product's entry in an official traceability system."""

    system: Text
    """The system's name."""
    url: Url
    """Its page for this product."""
    code: Text | None = None
    """Its code for this product."""


class Inspection(Record):
    """An inspection after certification."""

    date: Day
    """When."""
    by: Text | None = None
    """By whom."""
    kind: InspectionKind
    """Of what."""
    result: Result
    """How it ended."""
    report: Text | None = None
    """The report's number."""


class Traceability(Record):
    """What lets the product be traced and checked."""

    gtin: Digits | None = None
    """GTIN as 14 digits; only a real one."""
    standards: tuple[Standard, ...] = ()
    """Standards applied."""
    declaration: Declaration | None = None
    """Tự công bố or đăng ký bản công bố."""
    marks: tuple[Mark, ...] = ()
    """Intellectual property."""
    steps: tuple[MakingStep, ...] = ()
    """How it is made."""
    links: tuple[TraceLink, ...] = ()
    """Official traceability systems."""
    inspections: tuple[Inspection, ...] = ()
    """Inspections after certification."""


class Specification(Record):
    """What the label tells."""

    net_content: Said | None = None
    """Net weight or volume."""
    ingredients: tuple[Said, ...] = ()
    """Ingredients in falling order."""
    shelf_life: Said | None = None
    """How long it keeps."""
    storage: Said | None = None
    """How to store it."""
    use: Said | None = None
    """How to use it."""
    warnings: tuple[Said, ...] = ()
    """What to beware of."""


class Shop(Record):
    """A place to buy it."""

    name: Name
    """The shop's name."""
    url: Url | None = None
    """Its page."""
    address: Text | None = None
    """Its address."""
    phone: Text | None = None
    """Its telephone."""


class Price(Record):
    """A price on a day."""

    amount: Amount
    """How much."""
    currency: Currency | None = None
    """ISO 4217; by default VND."""
    unit: Said | None = None
    """For how much of it."""
    as_of: Day | None = None
    """On which day."""


class Product(Record):
    """One product; its file's name is its code."""

    code: Code
    """Permanent code, printed on the stamp, never reused."""
    ocop_code: OcopCode | None = None
    """The programme's own code."""
    name: Name
    """The product's name."""
    set: Text
    """One of the 26 sets of Quyết định 26/2026."""
    summary: Said | None = None
    """One or two sentences for lists and for sharing."""
    images: tuple[Image, ...] = ()
    """Pictures, the best first."""
    certificates: tuple[Certificate, ...]
    """Every recognition, in any order."""
    producer: ProducerId | ProducerFacts | None = None
    """A producer's id, or its facts written out."""
    origin: Origin | None = None
    """Where it comes from."""
    traceability: Traceability | None = None
    """What lets it be traced."""
    specification: Specification | None = None
    """What the label tells."""
    shops: tuple[Shop, ...] = ()
    """Where to buy it."""
    price: Price | None = None
    """What it costs."""
    status: Sale = SaleName.ON_SALE
    """Whether it can be bought."""
    demo: YesNo = False
    """Invented for demonstration."""
    sources: tuple[Said, ...] = ()
    """Where the facts are published."""
    updated: Day | None = None
    """When the record was last changed."""
