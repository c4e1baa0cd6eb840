"""The drill: back up under load to a bucket, restore into an empty system of another Postgres, compare every export."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fixtures import filled, rows
from fixtures.bucket import Bucket
from ventra.backup import make as making
from ventra.backup.seal import key_of, new_key
from ventra.backup.store.rows_out import Snapshot, snapshot
from ventra.catalog.store import watch
from ventra.core.day import day_of
from ventra.infra.db import connected
from ventra.infra.files import Storage, open_storage
from ventra.services.cli import main
from ventra.services.embedded.postgres import EmbeddedPostgres

IDENTITY, RECIPIENT = new_key()
EXPORTS = list(itertools.product((1, 7, 28), ("product", "variant"), ("csv", "parquet")))
MORE_WRITES = 40


class Load:
    """Visits that go on and on: observations of known products, of today; `written` counts them."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.written = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        writing = asyncio.create_task(self._write())
        try:
            yield
            assert not writing.done(), "the load ended by itself"
        finally:
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)

    async def _write(self) -> None:
        async with connected(self._url) as db:
            known = await db.fetch(
                "SELECT product_id, min(sku_id) AS sku_id FROM variants GROUP BY 1 ORDER BY 1 LIMIT 40"
            )
            for number in itertools.count():
                at = datetime.now(UTC)
                product_id, sku_id = known[number % len(known)]
                async with db.transaction():
                    await rows.look(db, product_id, at, orders_total=10**6 + number, skus={sku_id: number})
                    await watch.track(db, product_id, True, at)
                self.written += 1
                await asyncio.sleep(0)


class Patient:
    """The storage, which takes no byte before the load has written a good deal more: the backup is then surely under load."""

    def __init__(self, storage: Storage, load: Load) -> None:
        self._storage, self._load = storage, load
        self.where = storage.where
        self.get, self.listed, self.delete = storage.get, storage.listed, storage.delete

    def put(self, name: str, pieces: Iterator[bytes], *, expected_bytes: int = 0) -> int:
        enough, until = self._load.written + MORE_WRITES, time.monotonic() + 60
        while self._load.written < enough and time.monotonic() < until:
            time.sleep(0.01)
        assert self._load.written >= enough
        return self._storage.put(name, pieces, expected_bytes=expected_bytes)


def observed(url: str, seen: dict[str, Any]) -> Any:
    """`snapshot` as it is, that also notes what another connection sees at the very instant."""

    @asynccontextmanager
    async def watched(_: str) -> AsyncIterator[Snapshot]:
        async with snapshot(url) as held, connected(url) as other:
            exported = await held.db.fetchval("SELECT pg_export_snapshot()")
            async with other.transaction(isolation="repeatable_read", readonly=True):
                await other.execute(f"SET TRANSACTION SNAPSHOT '{exported}'")
                seen.update(await filled.contents(other))
            yield held

    return watched


async def run(*arguments: object, **variables: str) -> bytes:
    """Run `ventra` as a person does; what it printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "ventra.services.cli",
        *map(str, arguments),
        env={"PATH": os.environ["PATH"]} | variables,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), 300)
    assert process.returncode == 0, err.decode()
    return out


async def export_all(
    url: str, folder: Path, first: date, last: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every export there is, by the command, in this process: starting one two dozen times takes long."""
    folder.mkdir()
    monkeypatch.setenv("DATABASE_URL", url)
    for window, by, kind in EXPORTS:
        argv = ["export", "sales", "--from", first, "--to", last, "--window", window, "--by", by]
        argv += ["--out", folder / f"{window}-{by}.{kind}"]
        assert await asyncio.to_thread(main, [str(one) for one in argv]) == 0


@pytest.fixture
def other_postgres(open_home: Path, postgres_version: int) -> Iterator[str]:
    """An empty database on the other major: backups of 16 go into 18, and those of 18 into 16."""
    server = EmbeddedPostgres(open_home, {16: 18, 18: 16}[postgres_version], durable=False)
    yield server.start()
    server.stop()


async def test_the_drill(
    database_url: str, other_postgres: str, bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await drill(database_url, other_postgres, bucket, tmp_path, monkeypatch)


@pytest.mark.full
async def test_the_drill_on_a_larger_system(
    database_url: str, other_postgres: str, bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await drill(database_url, other_postgres, bucket, tmp_path, monkeypatch, products=2000, days=90)


async def drill(
    source: str, target: str, bucket: Bucket, tmp: Path, monkeypatch: pytest.MonkeyPatch, **size: int
) -> None:
    await filled.fill(source, tmp, **size)
    load, seen = Load(source), dict[str, Any]()
    monkeypatch.setattr(making, "snapshot", observed(source, seen))
    async with load.running():
        storage = Patient(open_storage(bucket.url("/production")), load)
        name, made = await making.make(source, storage, key_of(RECIPIENT))
        async with connected(source) as db:
            after = await filled.contents(db)
    assert after["observations"] != seen["observations"]
    assert bucket.names == [f"production/{name}"]
    assert bucket.body(f"production/{name}").startswith(b"age-encryption.org/v1")

    variables = {"STORAGE_URL": bucket.url("/production"), "BACKUP_KEY": IDENTITY, "DATABASE_URL": source}
    checked = json.loads(await run("backup", "--check", "latest", "--json", **variables))
    assert {table: one["rows"] for table, one in checked["tables"].items()} == {
        t: n for t, (n, _) in seen.items()
    }
    await run("restore", "latest", "--database", target, **variables)

    async with connected(target) as db:
        restored = await filled.contents(db)
        assert restored == seen
        assert sum(rows for rows, _ in restored.values()) == made.rows
        assert await db.fetchval("SELECT count(*) FROM cards") == 0
        await goes_on(db)
    last = day_of(datetime.now(UTC)) - timedelta(days=2)
    first = last - timedelta(days=size.get("days", filled.DAYS) - 6)
    for url, folder in ((source, tmp / "source"), (target, tmp / "target")):
        await export_all(url, folder, first, last, monkeypatch)
    for window, by, kind in EXPORTS:
        ours, theirs = ((tmp / side / f"{window}-{by}.{kind}").read_bytes() for side in ("target", "source"))
        assert ours == theirs
        assert len(ours) > 1000


async def goes_on(db: Any) -> None:
    """A restored system takes up where the other stood: new rows get new numbers, new looks find their months and runs."""
    newest = await db.fetchval("SELECT max(id) FROM imports")
    assert await db.fetchval("INSERT INTO imports (file_name) VALUES ('next') RETURNING id") > newest
    product_id = await db.fetchval("SELECT product_id FROM products ORDER BY 1 LIMIT 1")
    looks = "SELECT sum(looks) FROM observations WHERE product_id = $1"
    before = await db.fetchval(looks, product_id)
    await rows.look(db, product_id, datetime.now(UTC), orders_total=2 * 10**6)
    assert await db.fetchval(looks, product_id) == before + 1
