"""Deploying to a store that speaks S3: moto's server on loopback."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from generator.cli import main
from generator.deploy import s3 as s3_target
from generator.deploy.s3 import Bucket
from generator.problems import TroubleError
from tests.conftest import Office
from tests.deployed import deploy
from tests.deploying import store
from tests.publishing import publish
from tests.test_deploy import NEXT, PAGES

# The S3 library leaves sockets to be collected, at times while another test runs.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")

LAYOUTS = pytest.mark.parametrize("layout", ["whole", "in-place"])


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The store's address."""
    with store("ocop") as address:
        yield address


@pytest.fixture
def bucket(server: str) -> Iterator[str]:
    """An empty bucket."""
    client = boto3.client("s3", endpoint_url=server)
    yield "ocop"
    for one in client.list_objects_v2(Bucket="ocop").get("Contents", ()):
        client.delete_object(Bucket="ocop", Key=one["Key"])


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A built site."""
    publish(PAGES, tmp_path / "site")
    return tmp_path / "site"


def objects(server: str) -> dict[str, bytes]:
    client = boto3.client("s3", endpoint_url=server)
    keys = [one["Key"] for one in client.list_objects_v2(Bucket="ocop").get("Contents", ())]
    return {key: client.get_object(Bucket="ocop", Key=key)["Body"].read() for key in keys}


def visible(server: str, layout: str, prefix: str = "") -> dict[str, bytes]:
    """Return what a server in front shows, or the bucket itself."""
    there = objects(server)
    if layout == "in-place":
        return {key: content for key, content in there.items() if not key.startswith(".releases/")}
    folder = f"{prefix}releases/{there[f'{prefix}current'].decode().strip()}/"
    return {key.removeprefix(folder): content for key, content in there.items() if key.startswith(folder)}


@LAYOUTS
def test_what_visitors_see(server: str, bucket: str, out: Path, tmp_path: Path, layout: str) -> None:
    """The pointer, or the bucket, comes from release to release; what the last has is copied within the store."""
    more = [server, *["in-place"] * (layout == "in-place")]
    assert deploy(out, "s3://ocop", tmp_path, *more).sent == 3
    assert visible(server, layout) == dict(PAGES)
    publish(NEXT, out)
    outcome = deploy(out, "s3://ocop", tmp_path, *more)
    assert (outcome.number, outcome.before, outcome.sent) == (2, 1, 2)
    assert visible(server, layout) == {**dict(NEXT), "assets/site-0123456789.css": b"old"}
    assert deploy(out, "s3://ocop", tmp_path, *more).number == 2
    publish(PAGES, out)
    assert deploy(out, "s3://ocop", tmp_path, *more).number == 3
    assert visible(server, layout) == {**dict(PAGES), "assets/site-abcdefabcd.css": b"new"}
    assert not [key for key in objects(server) if key.endswith(("lock", "placing"))]


def test_what_each_object_says_of_itself(server: str, bucket: str, out: Path, tmp_path: Path) -> None:
    """Type and time to be kept go with the object, also with a copy; the pointer says the release in a header."""
    where = "s3://ocop/tinh/dien-bien"
    for pages in (PAGES, [*PAGES, ("P/DB4/index.html", b"one"), ("P/DB1/stamp.svg", b"<svg/>")]):
        publish(pages, out)
        deploy(out, where, tmp_path, server)
    client = boto3.client("s3", endpoint_url=server)
    said = {}
    top = "tinh/dien-bien/"
    for path in ("P/DB4/index.html", "assets/site-0123456789.css", "P/DB1/stamp.svg"):
        head = client.head_object(Bucket="ocop", Key=f"{top}releases/000002/{path}")
        said[path] = (head["ContentType"], head["CacheControl"])
    assert said == {
        "P/DB4/index.html": ("text/html; charset=utf-8", "public, max-age=60, must-revalidate"),
        "assets/site-0123456789.css": ("text/css; charset=utf-8", "public, max-age=31536000, immutable"),
        "P/DB1/stamp.svg": ("image/svg+xml; charset=utf-8", "public, max-age=3600"),
    }
    pointer = client.get_object(Bucket="ocop", Key=f"{top}current")
    assert (pointer["Metadata"], pointer["CacheControl"]) == ({"release": "000002"}, "no-store")
    assert visible(server, "whole", top)["P/DB4/index.html"] == b"one"


def test_two_at_once(server: str, bucket: str, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deploy from another machine says who holds the bucket; a lease that nobody renews falls; so does one's own."""

    def held(project: str) -> Bucket:
        return Bucket("s3://ocop", tmp_path / project, endpoint=server)

    with held("one").held(1):
        with pytest.raises(TroubleError) as wrong, held("other").held(0):
            pass
        assert wrong.value.rule == "deploy-held"
        assert f"@{os.uname().nodename}" in dict(wrong.value.details)["holder"]
    left_behind(held("one"))
    with held("one").held(0):
        pass
    monkeypatch.setattr(s3_target, "LEASE", -1)
    left_behind(held("one"))
    with held("other").held(0):
        pass


def left_behind(place: Bucket) -> None:
    """Leave the lock there, as somebody does who is killed."""
    with pytest.MonkeyPatch.context() as patch, place.held(1):
        patch.setattr(Bucket, "_delete", lambda *_: None)


def test_a_lock_lost_under_way(server: str, bucket: str, out: Path, tmp_path: Path) -> None:
    """Who lost the lock, having been silent for too long, switches nothing."""
    place = Bucket("s3://ocop", tmp_path / "memo", endpoint=server)
    with place.held(1):
        client = boto3.client("s3", endpoint_url=server)
        client.put_object(
            Bucket="ocop", Key="releases/lock", Body=b'{"token": "other", "who": "someone@elsewhere", "until": 0}'
        )
        with pytest.raises(TroubleError) as wrong:
            place.switch(7)
        assert (wrong.value.rule, dict(wrong.value.details)["holder"]) == ("deploy-held", "someone@elsewhere")
    assert "current" not in objects(server)


def ocop(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    return main(["deploy", *arguments, "--no-check"]), capsys.readouterr().err


def test_errors_in_words(
    server: str, bucket: str, office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No such bucket, no answer, no keys, objects of others: all are told without a traceback."""
    root = ("--root", str(office.root))
    code, errors = ocop(capsys, "s3://no-such-bucket", "--endpoint", server, *root)
    assert code == 1
    assert errors.startswith("Không có kho S3 tên “no-such-bucket”, hoặc không được phép thấy; hãy tạo kho trước,")
    code, errors = ocop(capsys, "s3://ocop", "--endpoint", "http://127.0.0.1:9", *root)
    assert code == 1
    assert errors.startswith("s3://ocop không nhận: ")
    assert errors.endswith(". Hãy xem lại quyền ghi và chỗ trống ở đó rồi chạy lại. Khách vẫn thấy bản cũ.\n")
    client = boto3.client("s3", endpoint_url=server)
    client.put_object(Bucket="ocop", Key="letters.txt", Body=b"dear")
    code, errors = ocop(capsys, "s3://ocop", "--in-place", "--endpoint", server, *root)
    assert errors.startswith("Ở s3://ocop đã có tệp khác (letters.txt) không do “ocop deploy” đặt vào")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("HOME", str(office.root))
    code, errors = ocop(capsys, "s3://ocop", "--endpoint", server, *root)
    assert (code, "Unable to locate credentials" in errors, "Traceback" in errors) == (1, True, False)


def test_a_store_that_takes_no_more(
    server: str, bucket: str, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the store refuses in the middle, the old release stands; what arrived is not sent again."""
    deploy(out, "s3://ocop", tmp_path, server)
    publish(NEXT, out)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(s3_target, "media", lambda path: refused() if path.endswith("abcdefabcd.css") else "text/html")
        with pytest.raises(TroubleError) as wrong:
            deploy(out, "s3://ocop", tmp_path, server)
    assert (wrong.value.rule, dict(wrong.value.details)["reason"]) == ("deploy-refused", "quota exceeded")
    assert visible(server, "whole") == dict(PAGES)
    assert deploy(out, "s3://ocop", tmp_path, server).number == 2
    assert visible(server, "whole") == {**dict(NEXT), "assets/site-0123456789.css": b"old"}


def refused() -> str:
    raise OSError("quota exceeded")
