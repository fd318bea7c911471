"""The closed lists of words that records choose from."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from generator.model.values import choice


class LayoutName(StrEnum):
    """How many files a site has: all, or so few that small hosts take more products."""

    FULL = "full"
    COMPACT = "compact"


class RuleSetName(StrEnum):
    """The rule set a certificate was issued under."""

    QD1048 = "QD1048"
    QD148 = "QD148"
    QD26 = "QD26"


class LevelName(StrEnum):
    """Who certified: district, province, centre."""

    DISTRICT = "district"
    PROVINCE = "province"
    CENTRE = "centre"


class GroundName(StrEnum):
    """Why a certificate was revoked: Quyết định 26/2026, Điều 8.1, points a to e."""

    FALSE_FILE = "false-file"
    CRITERIA_LOST = "criteria-lost"
    LAW_BREACH = "law-breach"
    MARK_MISUSE = "mark-misuse"
    NOT_PRODUCED = "not-produced"
    OTHER = "other"


class ProducerKindName(StrEnum):
    """What a producer is in law."""

    HOP_TAC_XA = "hop-tac-xa"
    TO_HOP_TAC = "to-hop-tac"
    DOANH_NGHIEP = "doanh-nghiep"
    TRANG_TRAI = "trang-trai"
    HO_KINH_DOANH = "ho-kinh-doanh"
    HO_SAN_XUAT = "ho-san-xuat"
    HOI = "hoi"
    TRUNG_TAM = "trung-tam"


class MarkKindName(StrEnum):
    """Kinds of intellectual property."""

    TRADEMARK = "trademark"
    COLLECTIVE = "collective-mark"
    CERTIFICATION = "certification-mark"
    GEOGRAPHICAL = "geographical-indication"
    DESIGN = "industrial-design"
    OTHER = "other"


class StepName(StrEnum):
    """Steps of making, in the order they usually come."""

    GROW = "grow"
    RAISE = "raise"
    HARVEST = "harvest"
    COLLECT = "collect"
    RECEIVE = "receive"
    PROCESS = "process"
    TEST = "test"
    PACK = "pack"
    STORE = "store"
    SHIP = "ship"
    SELL = "sell"
    OTHER = "other"


class InspectionKindName(StrEnum):
    """What an inspection looked at."""

    SAMPLE = "sample-test"
    SITE = "site-check"
    LABEL = "label-check"
    DOCUMENT = "document-check"
    OTHER = "other"


class ResultName(StrEnum):
    """How an inspection or a test ended."""

    PASS = "pass"  # noqa: S105 - the contract's word, not a password
    FAIL = "fail"
    PENDING = "pending"


class SaleName(StrEnum):
    """Whether the product can be bought."""

    ON_SALE = "on-sale"
    SEASONAL = "seasonal"
    CEASED = "ceased"


class PortraitName(StrEnum):
    """Whom a picture shows."""

    NATURAL_PERSON = "natural-person"


class ConsentName(StrEnum):
    """The fields of a natural person that are published only with consent."""

    REPRESENTATIVE = "representative"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    WEBSITE = "website"
    PORTRAIT = "portrait"


RuleSet = Annotated[RuleSetName, choice(RuleSetName)]
Level = Annotated[LevelName, choice(LevelName)]
Ground = Annotated[GroundName, choice(GroundName)]
ProducerKind = Annotated[ProducerKindName, choice(ProducerKindName)]
MarkKind = Annotated[MarkKindName, choice(MarkKindName)]
Step = Annotated[StepName, choice(StepName)]
InspectionKind = Annotated[InspectionKindName, choice(InspectionKindName)]
Result = Annotated[ResultName, choice(ResultName)]
Sale = Annotated[SaleName, choice(SaleName)]
Portrait = Annotated[PortraitName, choice(PortraitName)]
Consentable = Annotated[ConsentName, choice(ConsentName)]
Layout = Annotated[LayoutName, choice(LayoutName)]
