"""Personal data: what a record may never hold, and what a natural person's consent decides (Luật 91/2025/QH15)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TypeVar

from generator.model.producer import Contact, ProducerFacts
from generator.model.record import fields
from generator.model.words import ConsentName
from generator.vietnamese import fold

_REFUSED = {
    "identity": """
        cccd cmnd cmt cmtnd chungminhnhandan chungminhthu sochungminh cancuoc cancuoccongdan cancuocganchip
        hochieu passport idnumber idcard identity identitynumber identitycard nationalid personalid citizenid
        citizenidentity dinhdanhcanhan giaytotuythan
    """,
    "ethnicity": """
        dantoc dantocthieuso ethnicity ethnic ethnicgroup ethnicminority race chungtoc nguoidantoc tongiao religion
    """,
    "birth": """
        ngaysinh ngaythangnamsinh thangnamsinh namsinh sinhngay sinhnam dateofbirth dob birthday birthdate birth
        birthyear yearofbirth
    """,
    "home": """
        homeaddress homeaddr houseaddress diachinha diachinharieng nharieng addresshome privateaddress residence
        residentialaddress diachithuongtru thuongtru noithuongtru hokhau hokhauthuongtru diachitamtru tamtru
        noio noiohiennay noiohientai diachinoio diachinhao choohientai diachicanhan permanentaddress noicutru
        diachicutru
    """,
    "health": """
        suckhoe tinhtrangsuckhoe health healthstatus benh benhtat benhan tiensubenh nhommau bloodtype medical
        medicalhistory disability khuyettat
    """,
}
_ONLY_WHOLE = frozenset(
    ("identity", "race", "residence", "noio", "tamtru", "hokhau", "health", "benh", "medical", "ethnic", "cmt")
)
"""Words that inside a longer key may mean something else: `phong_benh` is about plants."""
_AROUND = (
    "(?:so|ma|the|id|no|num|number|value|info|of|cua|nguoi|chuho|chuthe|daidien|"
    "representative|owner|person|producer|vi|en|[0-9])*"
)
"""What may stand before or after such a word: `số CCCD chủ hộ`, `date_of_birth_of_owner`."""


def _matching(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(f"{_AROUND}(?:{'|'.join(words)}){_AROUND}")


# Of a record without unknown keys nothing is looked up here, and to compile all this takes as long as to read it.
@cache
def _whole_keys() -> dict[str, re.Pattern[str]]:
    return {reason: _matching(words.split()) for reason, words in _REFUSED.items()}


@cache
def _parts_of_keys() -> dict[str, re.Pattern[str]]:
    return {
        reason: _matching(word for word in words.split() if word not in _ONLY_WHOLE)
        for reason, words in _REFUSED.items()
    }


@cache
def _somewhere() -> re.Pattern[str]:
    return re.compile("|".join(word for words in _REFUSED.values() for word in words.split()))


_LONGEST_KEY = 100
_WORDS_TOGETHER = 6
"""`ngày tháng năm sinh chủ hộ` has six."""


@lru_cache(maxsize=4096)
def refused(key: str) -> str | None:
    """Return why a key is refused anywhere, however it is spelt: `identity`, `birth`, `home` and the like."""
    words = _words(key)
    if not _somewhere().search("".join(words)):
        return None
    whole = next((reason for reason, pattern in _whole_keys().items() if pattern.fullmatch("".join(words))), None)
    return whole or next((reason for last in range(len(words)) if (reason := _ends_refused(words[: last + 1]))), None)


def _words(text: str) -> list[str]:
    return re.findall("[0-9a-z]+", fold(text[:_LONGEST_KEY]))


def _ends_refused(words: list[str]) -> str | None:
    """Return why the last words are refused together."""
    together = ["".join(words[-count:]) for count in range(1, _WORDS_TOGETHER + 1)]
    parts = _parts_of_keys().items()
    return next((reason for reason, pattern in parts if any(pattern.fullmatch(part) for part in together)), None)


@lru_cache(maxsize=4096)
def repeatable(text: str) -> str:
    """Return a line of a record as an error may repeat it: a refused key, and nothing that stands behind it."""
    end = 0
    if not _somewhere().search("".join(_words(text))):
        return text[:_LONGEST_KEY]
    for word in re.finditer(r"[0-9]+|[^0-9\s:=,;(){}\[\]\"']+", text[:_LONGEST_KEY]):
        if end and re.search("[0-9]", word[0]):
            break
        if _ends_refused(_words(text[: word.end()])) or (not end and refused(text[: word.end()])):
            end = word.end()
    if not end:
        return text[:_LONGEST_KEY]
    return text if end == len(text) else f"{text[:end]} …"


def consented(producer: ProducerFacts | None, field: ConsentName) -> bool:
    """Tell whether a field may be published: always of an organisation, with consent of a natural person."""
    if producer is None or not producer.is_natural_person:
        return producer is not None
    return producer.consent is not None and field in producer.consent.fields


Facts = TypeVar("Facts", bound=ProducerFacts)

CONTACT_FIELDS = (ConsentName.PHONE, ConsentName.EMAIL, ConsentName.ADDRESS, ConsentName.WEBSITE)


def withheld(producer: ProducerFacts) -> tuple[ConsentName, ...]:
    """Return the filled fields of a natural person that lack consent."""
    if not producer.is_natural_person:
        return ()
    filled = [field for field in CONTACT_FIELDS if producer.contact and getattr(producer.contact, field)]
    if producer.representative:
        filled.append(ConsentName.REPRESENTATIVE)
    return tuple(field for field in filled if not consented(producer, field))


def published(producer: Facts) -> Facts:
    """Return the producer without what may not be published, so that no later room ever sees it."""
    gone = withheld(producer)
    # Street addresses of a household's place follow the same consent as its postal address.
    hide_street = not consented(producer, ConsentName.ADDRESS)
    update: dict[str, object] = {}
    if ConsentName.REPRESENTATIVE in gone:
        update["representative"] = None
    if producer.contact and gone:
        kept = {str(name): None for name in gone if name in fields(Contact)}
        update["contact"] = producer.contact.but(**kept)
    for name in ("place", "place_as_certified"):
        place = getattr(producer, name)
        if hide_street and place is not None and place.address:
            update[name] = place.but(address=None)
    return producer.but(**update) if update else producer
