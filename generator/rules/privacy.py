"""Personal data: what a record may never hold, and what a natural person's consent decides (Luật 91/2025/QH15)."""

from __future__ import annotations

import re
from typing import TypeVar

from generator.model.producer import Contact, ProducerFacts
from generator.model.words import ConsentName
from generator.vietnamese import fold

_REFUSED = {
    "identity": """
        cccd cmnd cmt cmtnd socccd socmnd socmt sochungminh chungminh chungminhnhandan socancuoc cancuoc
        cancuoccongdan cancuocganchip hochieu sohochieu passport passportnumber passportno idnumber idno
        idcard idcardnumber identity identitynumber identitycard nationalid nationalidnumber personalid
        citizenid citizenidentity dinhdanh sodinhdanh sodinhdanhcanhan madinhdanhcanhan giaytotuythan
    """,
    "ethnicity": """
        dantoc ethnicity ethnic ethnicgroup race chungtoc nguoidantoc tongiao religion
    """,
    "birth": """
        ngaysinh ngaythangnamsinh namsinh sinhngay sinhnam dateofbirth dob birthday birthdate birth
        birthyear yearofbirth
    """,
    "home": """
        homeaddress diachinha diachinharieng nharieng addresshome privateaddress residence
        residentialaddress diachithuongtru thuongtru noithuongtru hokhau hokhauthuongtru diachitamtru tamtru
        noio diachinoio choohientai diachicanhan permanentaddress
    """,
    "health": """
        suckhoe tinhtrangsuckhoe health healthstatus benh benhtat benhan medical medicalhistory disability
        khuyettat
    """,
}
_REASON = {word: reason for reason, words in _REFUSED.items() for word in words.split()}
_PERSON = re.compile(r"(chuho|chuthe|nguoidaidien|daidien|representative|owner|person|producer|so|of|cua)")


def refused(key: str) -> str | None:
    """Return why a key is refused anywhere, however it is spelt: `identity`, `birth`, `home` and the like."""
    plain = re.sub(r"[^0-9a-z]", "", fold(key))
    return _REASON.get(plain) or _REASON.get(_PERSON.sub("", plain))


def consented(producer: ProducerFacts | None, field: ConsentName) -> bool:
    """Tell whether a field may be published: always of an organisation, with consent of a natural person."""
    if producer is None or not producer.is_natural_person:
        return producer is not None
    return producer.consent is not None and field in producer.consent.fields


Facts = TypeVar("Facts", bound=ProducerFacts)

CONTACT_FIELDS = (ConsentName.PHONE, ConsentName.EMAIL, ConsentName.ADDRESS, ConsentName.WEBSITE)


def withheld(producer: ProducerFacts) -> tuple[ConsentName, ...]:
    """Return the filled fields of a natural person that lack consent."""
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
        kept = {str(name): None for name in gone if name in Contact.model_fields}
        update["contact"] = producer.contact.model_copy(update=kept)
    for name in ("place", "place_as_certified"):
        place = getattr(producer, name)
        if hide_street and place is not None and place.address:
            update[name] = place.model_copy(update={"address": None})
    return producer.model_copy(update=update) if update else producer
