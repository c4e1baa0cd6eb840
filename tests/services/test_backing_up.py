"""A backup as the storage and the list of backups see it, and when the day's is made."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest

from fixtures import rows
from ventra import settings as settings_of
from ventra.backup.keep import ours
from ventra.backup.make import make, stored
from ventra.backup.read import read_whole
from ventra.backup.seal import key_of, new_key
from ventra.errors import SettingWrong, Unavailable
from ventra.infra.db import connected, open_pool
from ventra.infra.files import Folder, Storage, open_storage
from ventra.jobs import backup
from ventra.jobs.means import Means
from ventra.services.backing_up import backing_up, check_settings
from ventra.services.processes.children import free_port
from ventra.settings import WORKER

IDENTITY, RECIPIENT = new_key()
KEY = key_of(RECIPIENT)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


async def backups(url: str) -> list[Any]:
    async with connected(url) as db:
        return list(await db.fetch("SELECT * FROM backups ORDER BY backup_id"))


async def sound(storage: Storage, name: str) -> int:
    return (await read_whole(storage.get(name), key_of(IDENTITY))).end.rows


async def test_a_backup_is_a_row_and_a_file(database_url: str, tmp_path: Path) -> None:
    storage = open_storage(f"file://{tmp_path}")
    name, made = await make(database_url, storage, KEY)
    (row,) = await backups(database_url)
    assert (row["name"], row["state"], row["rows"], row["size_bytes"]) == (
        name,
        "done",
        made.rows,
        made.size_bytes,
    )
    assert row["revision"] == made.revision
    assert row["finished_at"] >= row["started_at"]
    assert (tmp_path / name).stat().st_size == made.size_bytes
    assert await sound(storage, name) == made.rows


async def test_old_backups_go_once_a_new_one_is_there(database_url: str, tmp_path: Path) -> None:
    old = [f"ventra-20250{month}10T223000Z.tar.gz.age" for month in range(1, 10)]
    for name in [*old, "notes.txt"]:
        (tmp_path / name).write_bytes(b"x")
    async with connected(database_url) as db:
        for name in old:
            await rows.insert(db, "backups", name=name, state="done", revision="0005")
    storage = open_storage(f"file://{tmp_path}")
    name, _ = await make(database_url, storage, KEY)
    kept = [one.name for one in storage.listed()]
    assert ours(kept) == [name, *reversed(old[3:])]
    assert "notes.txt" in kept
    states = {row["name"]: row["state"] for row in await backups(database_url)}
    assert [states[one] for one in old] == ["deleted"] * 3 + ["done"] * 6


async def test_a_backup_stands_though_old_ones_cannot_be_deleted(database_url: str, tmp_path: Path) -> None:
    class Stubborn(Folder):
        def delete(self, name: str) -> None:
            raise Unavailable("it may not be deleted", dependency="storage")

    for month in range(1, 10):
        (tmp_path / f"ventra-20250{month}10T223000Z.tar.gz.age").write_bytes(b"x")
    await make(database_url, Stubborn(tmp_path), KEY)
    assert [row["state"] for row in await backups(database_url)] == ["done"]
    assert len(list(tmp_path.iterdir())) == 10


class Counting:
    """Stands for the process that makes a backup."""

    def __init__(self) -> None:
        self.calls = 0

    async def __call__(self) -> None:
        self.calls += 1


@pytest.mark.parametrize(
    ("state", "hours_ago", "alive", "made"),
    [
        (None, 0, False, 1),
        ("done", 1, False, 0),
        ("deleted", 1, False, 0),
        ("failed", 1, False, 1),
        ("running", 1, True, 0),
        ("running", 1, False, 1),
        ("done", 14, False, 1),
        ("running", 30, True, 0),
    ],
)
async def test_the_days_backup_is_made_unless_it_is_there_or_being_made(
    database_url: str, state: str | None, hours_ago: int, alive: bool, made: int
) -> None:
    pool = await open_pool(database_url, at_most=1)
    if state:
        until = datetime.now(UTC) + timedelta(minutes=1 if alive else -1)
        begun = NOW - timedelta(hours=hours_ago)
        await rows.insert(
            pool, "backups", name="x", state=state, revision="0005", started_at=begun, alive_until=until
        )
    count = Counting()
    means = Means(pool, Any, Any, "off", 1.0, Any, make_backup=count, clock=lambda: NOW)  # type: ignore[arg-type]
    await backup(means)
    assert count.calls == made
    if state == "running" and not alive:
        assert await pool.fetchval("SELECT state FROM backups") == "failed"
    await pool.close()


async def test_without_a_place_or_a_key_no_backup_is_made_and_the_log_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    worker = {"DATABASE_URL": "postgresql://h/d", "REDIS_URL": "redis://h"}
    whole = worker | {"STORAGE_URL": "file:///backups", "BACKUP_KEY": RECIPIENT}
    for missing in ("STORAGE_URL", "BACKUP_KEY"):
        settings = settings_of.read(WORKER, {name: value for name, value in whole.items() if name != missing})
        assert backing_up(settings) is None
        assert missing in "".join(capsys.readouterr())
    assert backing_up(settings_of.read(WORKER, whole)) is not None
    await backup(Means(None, Any, Any, "off", 1.0, Any))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BACKUP_KEY", RECIPIENT[:-1] + ("q" if RECIPIENT[-1] != "q" else "p")),
        ("STORAGE_URL", "s3://k:s@h/bucket?colour=red"),
    ],
    ids=["key", "place"],
)
def test_a_place_or_a_key_that_cannot_be_used_stops_the_worker(name: str, value: str) -> None:
    settings = settings_of.read(
        WORKER, {"DATABASE_URL": "postgresql://h/d", "REDIS_URL": "redis://h", name: value}
    )
    with pytest.raises(SettingWrong, match=name):
        check_settings(settings)


async def test_a_worker_backs_up_by_itself_and_stays_small(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    env = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "COLLECT": "off",
        "CBU_URL": "http://127.0.0.1:9/",
        "STORAGE_URL": f"file://{tmp_path}",
        "BACKUP_KEY": RECIPIENT,
        "HEALTH_PORT": str(free_port()),
    }
    with (tmp_path / ".log").open("wb") as log:
        worker = subprocess.Popen(
            [sys.executable, "-m", "ventra.services.worker"], env=env, stdout=log, stderr=log
        )
    try:
        storage, end = open_storage(f"file://{tmp_path}"), time.monotonic() + 60
        while not [row for row in await backups(database_url) if row["state"] == "done"]:
            assert time.monotonic() < end, (tmp_path / ".log").read_text()
            await asyncio.sleep(0.1)
        assert psutil.Process(worker.pid).memory_info().rss <= 150 * 2**20
    finally:
        worker.terminate()
        worker.wait(30)
    (one,) = stored(storage)
    assert await sound(storage, one.name) == (await backups(database_url))[0]["rows"]
    async with connected(database_url) as db:
        assert await db.fetchval("SELECT count(*) FROM job_failures") == 0


async def test_a_backup_that_fails_is_told_to_whoever_runs_the_job(database_url: str, tmp_path: Path) -> None:
    env = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database_url,
        "REDIS_URL": "redis://h",
        "BACKUP_KEY": RECIPIENT,
    }
    for more, status, words in (
        ({"STORAGE_URL": f"file://{tmp_path}/no"}, 1, "mount its volume"),
        (
            {"STORAGE_URL": f"file://{tmp_path}", "DATABASE_URL": "postgresql://h@127.0.0.1:9/x"},
            75,
            "Postgres does not answer",
        ),
        ({}, 1, "STORAGE_URL"),
    ):
        argv = [sys.executable, "-m", "ventra.services.backing_up"]
        done = subprocess.run(argv, env=env | more, capture_output=True, check=False, timeout=60)
        assert done.returncode == status, done.stderr
        assert words in json.loads(done.stdout)["error"]
