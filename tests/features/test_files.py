"""Files in a folder and in a bucket: whole or not at all, and plain words when something is wrong."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from aiohttp import web

from fixtures.bucket import BUCKET, KEY, SECRET, Bucket, gate
from ventra.errors import NotFound, SettingWrong, Unavailable
from ventra.infra import files
from ventra.infra.files import Storage, open_storage

LARGE = 21 << 20


@pytest.fixture(params=["folder", "bucket", "bucket folder"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "folder":
        return open_storage(f"file://{tmp_path}")
    bucket: Bucket = request.getfixturevalue("bucket")
    return open_storage(bucket.url("/some/folder" if " " in request.param else ""))


def pieces(size: int, *, then: Exception | None = None) -> Iterator[bytes]:
    for start in range(0, size, 1 << 20):
        yield bytes([start >> 20]) * min(1 << 20, size - start)
    if then is not None:
        raise then


@pytest.mark.parametrize("size", [0, 10, files.READ_BYTES, LARGE])
def test_a_file_comes_back_as_it_went(storage: Storage, size: int) -> None:
    whole = b"".join(pieces(size))
    assert storage.put("a.age", pieces(size), expected_bytes=size) == size
    assert b"".join(storage.get("a.age")) == whole
    assert [(one.name, one.size_bytes) for one in storage.listed()] == [("a.age", size)]
    assert abs(storage.listed()[0].stored_at.timestamp() - time.time()) < 300


def test_a_file_is_replaced_and_deleted(storage: Storage) -> None:
    for body in (b"one", b"two"):
        storage.put("a", iter([body]))
        storage.put("b", iter([body]))
    assert b"".join(storage.get("a")) == b"two"
    storage.delete("a")
    storage.delete("a")
    assert [one.name for one in storage.listed()] == ["b"]


@pytest.mark.parametrize("size", [10, LARGE])
def test_a_file_whose_writing_failed_was_never_there(storage: Storage, size: int) -> None:
    storage.put("old", iter([b"old"]))
    for name in ("new", "old"):
        with pytest.raises(RuntimeError, match="broke"):
            storage.put(name, pieces(size, then=RuntimeError("broke")))
    assert [one.name for one in storage.listed()] == ["old"]
    assert b"".join(storage.get("old")) == b"old"


@pytest.mark.parametrize("name", ["../a", "a/b", ".a", "", "a\x00"])
def test_a_name_never_leads_elsewhere(storage: Storage, name: str) -> None:
    for use in (
        lambda: storage.put(name, iter([b""])),
        lambda: list(storage.get(name)),
        lambda: storage.delete(name),
    ):
        with pytest.raises(NotFound):
            use()


def test_what_is_not_there_is_not_found(storage: Storage) -> None:
    with pytest.raises(NotFound, match=r"has no gone\.age"):
        list(storage.get("gone.age"))


def test_a_large_file_goes_up_in_parts_and_what_is_given_up_leaves_no_part(bucket: Bucket) -> None:
    storage = open_storage(bucket.url())
    storage.put("a", pieces(LARGE), expected_bytes=LARGE)
    etag = bucket.client.head_object(Bucket=BUCKET, Key="a")["ETag"]
    assert etag.strip('"').endswith("-3")
    with pytest.raises(RuntimeError):
        storage.put("b", pieces(LARGE, then=RuntimeError("broke")))
    assert bucket.uploads == 0


def test_a_bucket_that_breaks_off_is_said_and_leaves_no_file(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "RETRY_SECONDS", 1)
    parts = 0

    async def first(request: web.Request) -> web.Response | None:
        nonlocal parts
        is_part = "partNumber" in request.query
        parts += is_part
        return web.Response(status=503) if is_part and parts > 1 else None

    with gate(bucket.server, first) as server:
        storage = open_storage(bucket.url(server=server))
        with pytest.raises(Unavailable, match="ventra-backups"):
            storage.put("a", pieces(LARGE))
    assert parts > 2
    assert bucket.names == []
    assert bucket.uploads == 0


def test_a_part_that_fails_once_is_sent_again(bucket: Bucket) -> None:
    failed: list[str] = []

    async def first(request: web.Request) -> web.Response | None:
        number = request.query.get("partNumber", "")
        if number == "2" and number not in failed:
            failed.append(number)
            return web.Response(status=500)
        return None

    with gate(bucket.server, first) as server:
        assert open_storage(bucket.url(server=server)).put("a", pieces(LARGE)) == LARGE
    assert failed == ["2"]
    assert bucket.body("a") == b"".join(pieces(LARGE))


def outcome(ask: Callable[[], object]) -> str:
    with pytest.raises(Unavailable) as failure:
        ask()
    assert SECRET not in str(failure.value)
    assert KEY not in str(failure.value)
    assert failure.value.facts["dependency"] == "storage"
    return str(failure.value)


def test_a_wrong_address_is_told_in_plain_words(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "RETRY_SECONDS", 1)
    missing = open_storage(bucket.url(bucket="no-such-bucket"))
    away = open_storage(bucket.url(server="127.0.0.1:9"))
    for storage, words in ((missing, "there is no such bucket"), (away, "the host does not answer")):
        assert words in outcome(storage.listed)
        assert words in outcome(lambda at=storage: at.put("a", pieces(LARGE)))
        assert words in outcome(lambda at=storage: at.put("a", iter([b"x"])))
    assert "127.0.0.1:9" in outcome(away.listed)


def test_a_refused_key_is_told_in_plain_words(bucket: Bucket) -> None:
    requests.post(f"http://{bucket.server}/moto-api/reset-auth", data=b"0", timeout=10)
    try:
        storage = open_storage(bucket.url())
        for ask in (storage.listed, lambda: storage.put("a", pieces(LARGE)), lambda: list(storage.get("a"))):
            words = outcome(ask)
            assert "know the key" in words
            assert "may not" in words or words.endswith("it does not know the key")
    finally:
        requests.post(f"http://{bucket.server}/moto-api/reset-auth", data=b"inf", timeout=10)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("SignatureDoesNotMatch", "the secret is not the one of the key"),
        ("AccessDenied", "the key may not do this"),
        ("RequestTimeTooSkewed", "clock is wrong"),
        ("AccountProblem", "it answers AccountProblem"),
    ],
)
def test_an_answer_of_the_server_is_told_in_plain_words(bucket: Bucket, code: str, words: str) -> None:
    async def first(request: web.Request) -> web.Response:
        return web.Response(status=403, text=f"<Error><Code>{code}</Code><Key>{KEY}</Key></Error>")

    with gate(bucket.server, first) as server:
        storage = open_storage(bucket.url(server=server))
        for ask in (storage.listed, lambda: storage.put("a", pieces(LARGE))):
            assert outcome(ask).endswith(words)


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    storage = open_storage(f"file://{tmp_path}/no/such")
    for ask in (storage.listed, lambda: storage.put("a", iter([b"x"]))):
        assert "make it, or mount its volume" in outcome(ask)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "Not a directory" in outcome(open_storage(f"file://{tmp_path}/file").listed)


def test_what_a_killed_writer_left_is_never_listed_and_goes_after_a_day(tmp_path: Path) -> None:
    storage = open_storage(f"file://{tmp_path}")
    fresh, old = tmp_path / ".a.half", tmp_path / ".b.half"
    for half in (fresh, old):
        half.write_bytes(b"half")
    os.utime(old, (time.time() - 90_000,) * 2)
    assert storage.listed() == []
    storage.put("c", iter([b"x"]))
    assert fresh.exists()
    assert not old.exists()


def test_only_its_owner_reads_a_file_in_a_folder(tmp_path: Path) -> None:
    open_storage(f"file://{tmp_path}").put("a", iter([b"x"]))
    assert (tmp_path / "a").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("url", ["http://h/b", "s3://k:s@h/bucket?colour=red", "s3:///b"])
def test_an_address_that_is_none_is_named(url: str) -> None:
    with pytest.raises(SettingWrong, match="STORAGE_URL"):
        open_storage(url)
