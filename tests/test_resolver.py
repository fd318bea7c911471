"""Each requirement of the GS1-Conformant Resolver Standard 1.2 that rules of web servers can meet, on real servers.

Numbers in brackets are the standard's sections. What no rule can do stands in docs/resolver.md.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from generator.bundle import grammar, policy
from generator.gs1.digital_link import LinkError, parse
from generator.rules.gs1 import check_digit_holds
from tests.conftest import ROOT, Office
from tests.hosts import HOST, Server

SITE = f"https://{HOST}"
GTIN = "/01/09506000134352"
PRODUCT, LOT = f"{SITE}/P/MAU-01/", f"{SITE}/P/MAU-01/L2604/"
CONFORMANCE = ROOT / "tests" / "conformance"
LINKSETS = jsonschema.Draft7Validator(
    json.loads((CONFORMANCE / "linkset" / "gs1-linkset-schema.json").read_text(encoding="utf-8"))
)
DESCRIPTIONS = jsonschema.Draft7Validator(
    {
        "type": "object",
        "required": ["resolverRoot", "supportedPrimaryKeys"],
        "properties": {
            "resolverRoot": {"type": "string", "pattern": "^https://[^/]+$"},
            "name": {"type": "string"},
            "supportedPrimaryKeys": {"type": "array", "items": {"enum": ["01"]}},
            "supportedLinkType": {
                "type": "array",
                "items": {
                    "properties": {
                        "namespace": {"type": "string"},
                        "prefix": {"type": "string", "pattern": "^[a-zA-Z_][A-Za-z0-9_-]*?:$"},
                    }
                },
            },
            "linkTypeDefaultCanBeLinkset": {"type": "boolean"},
            "jsonLdContextLocation": {"type": "string"},
            "contact": {"type": "object", "properties": {"fn": {"type": "string"}}},
        },
        "additionalProperties": False,
    }
)
"""What https://ref.gs1.org/standards/resolver/1.2.0/description-file-schema asks of what we say, and nothing beside."""
VECTORS = json.loads((CONFORMANCE / "gs1-digital-link-vectors.json").read_text(encoding="utf-8"))


def leads(server: Server, path: str, to: str, **headers: str) -> None:
    answer = server.ask(path, **headers)
    assert (answer.status, answer["Location"]) == (307, to), path


@pytest.mark.parametrize("at", ["127.0.0.1", "::1"])
def test_get_head_and_options_over_tls(host: Server, at: str) -> None:
    """[2.2] GET, HEAD and OPTIONS of HTTP 1.1 over TLS."""
    assert host.ask(GTIN, at=at).status == 307
    head = host.ask(GTIN, "HEAD", at=at)
    assert (head.status, head["Location"], head.body) == (307, PRODUCT, b"")
    options = host.ask(GTIN, "OPTIONS", at=at)
    assert (options.status, options["Allow"]) == (204, policy.METHODS)


@pytest.mark.parametrize(
    ("path", "status"),
    [(GTIN, 307), (f"{GTIN}?linkType=linkset", 200), ("/01/1", 400), ("/.well-known/gs1resolver", 200)],
)
def test_cors(host: Server, path: str, status: int) -> None:
    """[2.2] Programmes of other sites may ask, and read Link and Location, also of what is wrong."""
    answer = host.ask(path, origin="https://example.org")
    assert answer.status == status
    assert {name: answer[name] for name in policy.CORS} == policy.CORS
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (GTIN, PRODUCT),
        (f"{GTIN}/10/L2604", LOT),
        (f"{GTIN}/22/A/10/L2604/21/S1", LOT),
        (f"{GTIN}/10/L2604/21/S%22%2F", LOT),
    ],
)
def test_default_link(host: Server, path: str, to: str) -> None:
    """[2.6.1] Without further wishes the default link answers, at the finest level that there is."""
    leads(host, path, to)
    leads(host, f"{path}?linkType=gs1:defaultLink", f"{to}?linkType=gs1:defaultLink")


@pytest.mark.parametrize(
    "rest", ["/10/KHONG-CO", "/10/l2604", "/21/S1", "/22/A", "/235/ABC", "/10/A%2FB", "/10/L2604%2FX", "/10/A%21"]
)
def test_walking_up(host: Server, rest: str) -> None:
    """[2.5.9] A lot, serial or variant that is not known, in any spelling, is answered by its product, in one step."""
    leads(host, GTIN + rest, PRODUCT)
    linkset = host.ask(f"{GTIN}{rest}?linkType=linkset")
    assert json.loads(linkset.body)["linkset"][0]["anchor"] == SITE + GTIN


def test_percent_encoding(host: Server) -> None:
    """[URI Syntax 4.2] A letter that is percent-encoded is the same letter, whatever the case of the hex digits."""
    leads(host, f"{GTIN}/10/%4c2604", LOT)
    leads(host, f"{GTIN}/10/%4C%32604", LOT)


@pytest.mark.parametrize("length", [13, 14])
def test_shorter_gtins(host: Server, length: int) -> None:
    """[URI Syntax 4.1] A GTIN of 13 digits is that of 14 with a zero before it."""
    leads(host, f"/01/{'09506000134352'[-length:]}/10/L2604", LOT)


def test_slash_at_the_end(host: Server) -> None:
    """[2.13] A slash at the end changes nothing."""
    for path in (GTIN, f"{GTIN}/10/L2604", f"{GTIN}/10/KHONG-CO", "/01/09506000134369", "/01/1"):
        plain, slash = host.ask(path), host.ask(f"{path}/")
        assert (plain.status, plain["Location"], plain.body) == (slash.status, slash["Location"], slash.body)


BAD = [
    "/01",
    "/01/",
    "/01/abc",
    "/01/0950600013435",
    "/01/95060001343522",
    "/01/095060001343521",
    "/01/09506000134353",
    f"{GTIN}/foo",
    f"{GTIN}/10",
    f"{GTIN}/10//",
    f"{GTIN}/10/A/21",
    f"{GTIN}/10/{'A' * 21}",
    f"{GTIN}/10/A%20B",
    f"{GTIN}/10/A$",
    f"{GTIN}/10/A%2",
    f"{GTIN}/10/A/10/B",
    f"{GTIN}/21/S1/10/L2604",
    f"{GTIN}/10/A/22/B",
    f"{GTIN}/10/A/235/B",
    f"{GTIN}/17/261231",
    f"{GTIN}?10=L2604",
    f"{GTIN}?01=09506000134352",
    f"{GTIN}?17=261331",
    f"{GTIN}?17=2612",
    f"{GTIN}?17",
    f"{GTIN}?x=1&3103=12",
    f"{GTIN}?999=x",
]


@pytest.mark.parametrize("path", BAD)
def test_bad_syntax(host: Server, path: str) -> None:
    """[2.4.1] What is no GS1 Digital Link is answered with 400, and is none for the programme either."""
    for accept in ("text/html", "application/linkset+json"):
        answer = host.ask(path, accept=accept)
        assert (answer.status, answer["Location"]) == (400, None)
    with pytest.raises(LinkError):
        parse(SITE + path)


def test_unknown_gtin(host: Server) -> None:
    """[2.4.1] What is well formed and not known here is answered with 404."""
    for path in ("/01/09506000134369", "/01/96385074", "/01/09506000134369/10/A?linkType=linkset"):
        assert host.ask(path).status == 404


@pytest.mark.parametrize("name", ["linkset", "all"])
@pytest.mark.parametrize(("path", "file"), [(GTIN, "P/MAU-01"), (f"{GTIN}/10/L2604", "P/MAU-01/L2604")])
def test_linkset_by_link_type(host: Server, bundled_site: dict[str, bytes], path: str, file: str, name: str) -> None:
    """[2.9, 2.10] linkType=linkset, and all as before, is answered with the linkset, whatever else is accepted."""
    for accept in ("text/html", "*/*", "application/linkset+json"):
        answer = host.ask(f"{path}?linkType={name}", accept=accept)
        assert (answer.status, answer.body) == (200, bundled_site[f"{file}/linkset.json"])
        assert answer["Content-Type"] == "application/linkset+json"


@pytest.mark.parametrize(
    "accept", ["application/linkset+json", "application/linkset+json, text/html;q=0.5", "Application/Linkset+JSON"]
)
def test_linkset_by_accept(host: Server, bundled_site: dict[str, bytes], accept: str) -> None:
    """[2.9] Who accepts linksets gets one, without a redirect, packed if that is wanted; caches are told of it."""
    for path, file in ((GTIN, "P/MAU-01"), (f"{GTIN}/10/L2604", "P/MAU-01/L2604"), (f"{GTIN}/10/X", "P/MAU-01")):
        answer = host.ask(path, accept=accept)
        assert (answer.status, answer.body) == (200, bundled_site[f"{file}/linkset.json"])
        assert answer["Content-Type"] == "application/linkset+json"
        assert {one.strip() for one in (answer["Vary"] or "").split(",")} == {"Accept", "Accept-Encoding"}
    assert host.ask(GTIN, accept=accept, accept_encoding="br")["Content-Encoding"] == "br"
    assert host.ask(GTIN, "HEAD", accept=accept).status == 200


def test_linkset_as_json(host: Server, bundled_site: dict[str, bytes]) -> None:
    """[2.10] Who accepts JSON gets the same, and it is called JSON."""
    for path in (GTIN, f"{GTIN}?linkType=linkset"):
        answer = host.ask(path, accept="application/json")
        assert (answer.status, answer.body) == (200, bundled_site["P/MAU-01/linkset.json"])
        assert answer["Content-Type"] == "application/json"


def test_browsers_are_led_on(host: Server) -> None:
    """[2.6.1] What browsers accept is no wish for a linkset."""
    leads(host, GTIN, PRODUCT, accept="text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8")


def test_linksets_tell_of_every_level(host: Server) -> None:
    """[2.5.9] A lot's linkset holds its own links and its product's; each has address, type and title; all is valid."""
    found = json.loads(host.ask(f"{GTIN}/10/L2604", accept="application/linkset+json").body)
    assert [one["anchor"] for one in found["linkset"]] == [f"{SITE}{GTIN}/10/L2604", f"{SITE}{GTIN}"]
    assert [error.message for error in LINKSETS.iter_errors(found)] == []
    for one in found["linkset"]:
        assert len(one["https://gs1.org/voc/defaultLink"]) == 1


@pytest.mark.parametrize(
    ("path", "kind", "to"),
    [
        (GTIN, "pip", PRODUCT),
        (f"{GTIN}/10/L2604", "pip", PRODUCT),
        (GTIN, "traceability", "https://example.com/truy-xuat/MAU-01"),
        (f"{GTIN}/10/L2604", "traceability", LOT),
        (f"{GTIN}/10/L2604", "epcis", f"{LOT}epcis.jsonld"),
        (f"{GTIN}/10/L2605", "recallStatus", f"{SITE}/P/MAU-01/L2605/"),
        (GTIN, "hasRetailers", "https://example.com/gian-hang/mau-01"),
        (f"{GTIN}/10/L2604", "hasRetailers", "https://example.com/gian-hang/mau-01"),
        (f"{GTIN}/10/KHONG-CO", "hasRetailers", "https://example.com/gian-hang/mau-01"),
    ],
)
def test_link_types(host: Server, path: str, kind: str, to: str) -> None:
    """[2.6.2, 2.14] A link type leads to its link, the nearest level's first, as CURIE or address, encoded or not."""
    for prefix in (
        "gs1:",
        "gs1%3A",
        "https://gs1.org/voc/",
        "https://ref.gs1.org/voc/",
        "https%3A%2F%2Fgs1.org%2Fvoc%2F",
        "https%3a%2f%2fref.gs1.org%2fvoc%2f",
    ):
        leads(host, f"{path}?linkType={prefix}{kind}", f"{to}?linkType={prefix}{kind}")


def test_every_link_of_every_linkset_is_reached(host: Server, bundled: Path) -> None:
    """[2.6.2] Whatever type a linkset tells of leads to the first link of that type."""
    for file in sorted((bundled / "site" / "P").rglob("linkset.json")):
        one = json.loads(file.read_bytes())["linkset"][0]
        if "/01/" in one["anchor"]:
            for relation in [key for key in one if key.startswith("https://")]:
                answer = host.ask(f"{one['anchor'].removeprefix(SITE)}?linkType={relation}")
                to, mark, fragment = one[relation][0]["href"].partition("#")
                assert answer["Location"] == f"{to}?linkType={relation}{mark}{fragment}"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (GTIN, "gs1:epcis"),
        (GTIN, "gs1:recallStatus"),
        (f"{GTIN}/10/L2604", "gs1:recallStatus"),
        (GTIN, "gs1:recipeInfo"),
        (GTIN, "pip"),
        (GTIN, "x:pip"),
    ],
)
def test_missing_link_types(host: Server, path: str, kind: str) -> None:
    """[2.6.2] A link type that there is not, or that is none, is answered with 404."""
    answer = host.ask(f"{path}?linkType={kind}")
    assert (answer.status, answer["Location"]) == (404, None)


@pytest.mark.parametrize(
    "query", ["a=b", "17=261231&3103=000189", "17=261231;3103=000189", "flag&x=%C3%A9%20+", "a=b%3Fc&d=?", "99=A%2FB"]
)
def test_query_is_passed_on(host: Server, query: str) -> None:
    """[2.12] All that was asked goes along, exactly as it was sent, before the fragment."""
    leads(host, f"{GTIN}?{query}", f"{PRODUCT}?{query}")
    leads(host, f"{GTIN}/10/L2604?{query}", f"{LOT}?{query}")
    seal = f"{query}&linkType=gs1:certificationInfo"
    leads(host, f"{GTIN}?{seal}", f"{PRODUCT}?{seal}#chung-nhan")


def test_link_header(host: Server) -> None:
    """[2.10] A redirect names the linkset of what it resolved, a linkset the context that makes JSON-LD of it."""
    for path, place in ((GTIN, PRODUCT), (f"{GTIN}/10/L2604", LOT), (f"{GTIN}/10/X", PRODUCT)):
        told = f'<{place}linkset.json>; rel="linkset"; type="application/linkset+json"; title="Linkset"'
        assert host.ask(path)["Link"] == host.ask(path, "HEAD")["Link"] == told
        assert host.ask(f"{path}?linkType=linkset")["Link"] == (
            '<https://ref.gs1.org/standards/resolver/linkset-context>; rel="http://www.w3.org/ns/json-ld#context";'
            ' type="application/ld+json"; title="JSON-LD context"'
        )
    assert host.ask("/01/1")["Link"] is None


def test_description_file(host: Server) -> None:
    """[3] The resolver says at its well-known address what it resolves, valid against the standard's schema."""
    answer = host.ask("/.well-known/gs1resolver")
    assert (answer.status, answer["Content-Type"]) == (200, "application/json")
    told = json.loads(answer.body)
    assert [error.message for error in DESCRIPTIONS.iter_errors(told)] == []
    assert (told["resolverRoot"], told["supportedPrimaryKeys"]) == (SITE, ["01"])
    assert told["supportedLinkType"] == [{"namespace": "https://gs1.org/voc/", "prefix": "gs1:"}]


def test_no_description_without_gtins(office: Office) -> None:
    """A site that has no GTIN does not say that it resolves any."""
    office.product("DB0001")
    office.build()
    assert not (office.out / ".well-known").exists()


@pytest.mark.parametrize("digits", ["09506000134352", "00000096385074", "00614141123452", "12312312312333"])
def test_check_digit_pattern(digits: str) -> None:
    """The pattern for the check digit calls groups by number, which Python cannot; its formula says the same."""
    formula = grammar.check_sum("d[{}]")
    for last in range(10):
        code = f"{digits[:-1]}{last}"
        holds = eval(formula, {"d": ["", *code], "int": int})
        assert holds == check_digit_holds(code)


def test_grammar_agrees_with_the_programme() -> None:
    """The patterns tell GS1's own vectors right from wrong, as far as those begin at the root."""
    path = re.compile(rf"/01/\d{{14}}{grammar.rest()}")
    query, twice = re.compile(grammar.attributes(pcre=False)), re.compile(grammar.TWICE)
    others = set()
    for vector in VECTORS["parse"]:
        found = re.fullmatch(r"https?://[^/]+(/01/[^?#]*)(?:\?([^#]*))?", vector["uri"])
        if found:
            asked = found[2] or ""
            fits = bool(path.fullmatch(found[1]) and query.fullmatch(asked)) and not twice.search(asked)
            if (fits and check_digit_holds(found[1][4:18])) != vector["ok"]:
                others.add(vector["uri"])
    assert others == {
        "https://[fe80::1%25lo]/01/12312312312333",  # no server is asked by such a name
        "https://id.gs1.org/01/09520123456788/235/XYZ?10=ABC123",  # refused, as where 10 could stand in the path
    }
