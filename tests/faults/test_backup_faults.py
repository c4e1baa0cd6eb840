"""Whatever breaks while a backup is made: no half file is ever listed, the row says why, and the next one is fine."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from aiohttp import web

from fixtures import rows
from fixtures.bucket import Bucket, gate
from ventra.backup import make as making
from ventra.backup.make import make
from ventra.backup.read import read_whole
from ventra.backup.seal import key_of, new_key
from ventra.backup.store import list as listed
from ventra.backup.store import rows_out
from ventra.errors import Conflict, Unavailable, VentraError
from ventra.infra import files
from ventra.infra.db import connected
from ventra.infra.files import Folder, open_storage

IDENTITY, RECIPIENT = new_key()
KEY = key_of(RECIPIENT)


async def bulky(url: str) -> None:
    """More than all pipes hold together, and nothing that gzip could make small."""
    async with connected(url) as db:
        for number in range(24):
            await rows.insert(
                db, "import_rejects", import_id=await _import(db), line=number, reason="", record="x"
            )
            await db.execute(
                "INSERT INTO import_parts SELECT max(id), $1, $2 FROM imports", number, os.urandom(1 << 20)
            )


async def _import(db: Any) -> int:
    return int(await db.fetchval("INSERT INTO imports (file_name) VALUES ('f') RETURNING id"))


async def backups(url: str) -> list[Any]:
    async with connected(url) as db:
        return list(await db.fetch("SELECT * FROM backups ORDER BY backup_id"))


async def sound(storage: files.Storage, name: str) -> int:
    return (await read_whole(storage.get(name), key_of(IDENTITY))).end.rows


async def until(met: Callable[[], Awaitable[Any]], seconds: float = 60) -> Any:
    end = time.monotonic() + seconds
    while not (found := await met()):
        assert time.monotonic() < end, "it did not come to that"
        await asyncio.sleep(0.05)
    return found


class Held(Folder):
    """A folder that takes the first bytes and then waits until it is let go."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.inside, self.go_on = threading.Event(), threading.Event()

    def put(self, name: str, pieces: Iterator[bytes], *, expected_bytes: int = 0) -> int:
        def slow() -> Iterator[bytes]:
            for piece in pieces:
                self.inside.set()
                assert self.go_on.wait(60)
                yield piece

        return super().put(name, slow(), expected_bytes=expected_bytes)


@asynccontextmanager
async def in_the_middle(url: str, folder: Path) -> AsyncIterator[tuple[Held, asyncio.Task[Any]]]:
    """A backup that has begun to be written and is held there."""
    storage = Held(folder)
    task = asyncio.create_task(make(url, storage, KEY))
    try:
        assert await asyncio.to_thread(storage.inside.wait, 60)
        yield storage, task
    finally:
        storage.go_on.set()
        await asyncio.gather(task, return_exceptions=True)


async def test_only_one_is_made_at_a_time(database_url: str, tmp_path: Path) -> None:
    async with in_the_middle(database_url, tmp_path) as (storage, first):
        with pytest.raises(Conflict, match="being made already"):
            await make(database_url, open_storage(f"file://{tmp_path}"), KEY)
        assert [row["state"] for row in await backups(database_url)] == ["running"]
        assert storage.listed() == []
        storage.go_on.set()
        name, _ = await first
    assert [row["state"] for row in await backups(database_url)] == ["done"]
    assert [one.name for one in storage.listed()] == [name]


async def test_a_storage_that_is_away_is_one_row_however_often_it_is_tried(
    database_url: str, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "RETRY_SECONDS", 1)
    away = open_storage(bucket.url(server="127.0.0.1:9"))
    for _ in range(3):
        with pytest.raises(Unavailable, match="the host does not answer"):
            await make(database_url, away, KEY)
    (row,) = await backups(database_url)
    assert row["state"] == "failed"
    assert row["error"] == "the bucket ventra-backups at 127.0.0.1:9: the host does not answer"
    await make(database_url, open_storage(bucket.url()), KEY)
    assert [row["state"] for row in await backups(database_url)] == ["failed", "done"]


async def test_a_storage_that_breaks_off_in_the_middle_has_no_half_file(
    database_url: str, bucket: Bucket
) -> None:
    await bulky(database_url)

    async def first(request: web.Request) -> web.Response | None:
        refused = request.query.get("partNumber") == "2"
        return (
            web.Response(status=400, text="<Error><Code>EntityTooSmall</Code></Error>") if refused else None
        )

    with gate(bucket.server, first) as server, pytest.raises(Unavailable, match="EntityTooSmall"):
        await make(database_url, open_storage(bucket.url(server=server)), KEY)
    assert bucket.names == []
    assert bucket.uploads == 0
    (row,) = await backups(database_url)
    assert row["state"] == "failed"


async def test_a_full_disk_is_told_and_leaves_nothing(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(Unavailable, match="No space left on device"):
        await make(database_url, open_storage(f"file://{tmp_path}"), KEY)
    assert list(tmp_path.iterdir()) == []


async def test_postgres_ending_the_connection_in_the_middle_leaves_no_file(
    database_url: str, tmp_path: Path
) -> None:
    await bulky(database_url)
    async with in_the_middle(database_url, tmp_path) as (storage, task):
        async with connected(database_url) as db:
            await db.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND query LIKE 'COPY%'"
            )
        storage.go_on.set()
        with pytest.raises(Unavailable, match="Postgres does not answer"):
            await asyncio.wait_for(task, 60)
    assert list(tmp_path.iterdir()) == []
    assert [row["state"] for row in await backups(database_url)] == ["failed"]


async def test_a_backup_that_is_told_to_stop_leaves_no_file_and_says_so(
    database_url: str, tmp_path: Path
) -> None:
    await bulky(database_url)
    async with in_the_middle(database_url, tmp_path) as (storage, task):
        task.cancel()
        storage.go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, 60)
    assert list(tmp_path.iterdir()) == []
    (row,) = await backups(database_url)
    assert (row["state"], row["error"]) == ("failed", listed.BROKE_OFF)


async def test_a_migration_that_runs_is_waited_for_and_then_named(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_out, "LOCK_SECONDS", 1)
    other = await asyncpg.connect(database_url)
    async with other.transaction():
        await other.execute("LOCK TABLE watch IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(Unavailable, match="a migration is running"):
            await make(database_url, open_storage(f"file://{tmp_path}"), KEY)
    await other.close()


async def test_what_row_level_security_hides_is_never_left_out_in_silence(
    database_url: str, tmp_path: Path
) -> None:
    async with connected(database_url) as db:
        await db.execute("CREATE ROLE reader LOGIN PASSWORD 'p' IN ROLE pg_read_all_data, pg_write_all_data")
        await db.execute("ALTER TABLE products ENABLE ROW LEVEL SECURITY")
    try:
        url = database_url.replace(database_url.split("//")[1].split("@")[0], "reader:p")
        with pytest.raises(VentraError, match="may not read everything"):
            await make(url, open_storage(f"file://{tmp_path}"), KEY)
        assert list(tmp_path.iterdir()) == []
    finally:
        async with connected(database_url) as db:
            await db.execute("DROP OWNED BY reader; DROP ROLE reader")


async def test_a_maker_that_was_killed_leaves_no_file_and_its_row_ends_as_failed(
    database_url: str, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bulky(database_url)
    asked = threading.Event()

    async def first(request: web.Request) -> web.Response | None:
        if request.query.get("partNumber") == "2":
            asked.set()
            await asyncio.sleep(600)
        return None

    env = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database_url,
        "REDIS_URL": "redis://h",
        "BACKUP_KEY": RECIPIENT,
    }
    with gate(bucket.server, first) as server:
        env["STORAGE_URL"] = bucket.url(server=server)
        maker = subprocess.Popen(
            [sys.executable, "-m", "ventra.services.backing_up"], env=env, stdout=subprocess.PIPE
        )
        assert await asyncio.to_thread(asked.wait, 60)
        assert [row["state"] for row in await backups(database_url)] == ["running"]
        maker.send_signal(signal.SIGKILL)
        maker.communicate(timeout=30)
    assert bucket.names == []
    storage = open_storage(bucket.url())
    with pytest.raises(Conflict):
        await make(database_url, storage, KEY)
    async with connected(database_url) as db:
        await db.execute("UPDATE backups SET alive_until = now()")
    name, _ = await make(database_url, storage, KEY)
    dead, done = await backups(database_url)
    assert (dead["state"], dead["error"]) == ("failed", listed.BROKE_OFF)
    assert (done["state"], bucket.names) == ("done", [name])
    assert await sound(storage, name) == done["rows"]


async def test_a_long_backup_stays_alive(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "KEEP_SECONDS", 0.1)
    async with in_the_middle(database_url, tmp_path):
        (before,) = await backups(database_url)

        async def longer() -> bool:
            return bool((await backups(database_url))[0]["alive_until"] > before["alive_until"])

        await until(longer)
