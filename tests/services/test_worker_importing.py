"""Files that people sent: imported by a process of the worker's, which dies with it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import psutil
import pytest

pytestmark = pytest.mark.once


@contextmanager
def worker(log: Path, database_url: str, redis_url: str) -> Iterator[subprocess.Popen[bytes]]:
    env = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "COLLECT": "off",
    } | {"CBU_URL": "http://127.0.0.1:9/"}
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "ventra.services.worker"], env=env, stdout=out, stderr=out
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


def records(products: int, days: int = 28) -> bytes:
    lines = [
        json.dumps(
            {"product_id": 1000 + p, "seen_at": f"2026-10-{d + 1:02}T10:00:00Z", "orders_total": 10 * d}
        )
        for p in range(products)
        for d in range(days)
    ]
    return "\n".join(lines).encode()


async def sent(connection: asyncpg.Connection, name: str, body: bytes) -> int:
    number = await connection.fetchval(
        "INSERT INTO imports (file_name, state) VALUES ($1, 'receiving') RETURNING id", name
    )
    half = len(body) // 2
    for part, piece in enumerate((body[:half], body[half:])):
        await connection.execute("INSERT INTO import_parts VALUES ($1, $2, $3)", number, part, piece)
    await connection.execute("UPDATE imports SET state = 'waiting' WHERE id = $1", number)
    return int(number)


async def reaches(connection: asyncpg.Connection, number: int, state: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while (now := await connection.fetchval("SELECT state FROM imports WHERE id = $1", number)) != state:
        assert time.monotonic() < end, f"the import is {now}"
        await asyncio.sleep(0.1)


async def test_a_file_is_imported_and_the_worker_stays_small(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    connection = await asyncpg.connect(database_url)
    good = await sent(connection, "good.ndjson", records(40))
    bad = await sent(connection, "bad.parquet", b"this is no Parquet")
    with worker(tmp_path / "log", database_url, redis_url) as process:
        await reaches(connection, good, "done")
        await reaches(connection, bad, "failed")
        assert psutil.Process(process.pid).memory_info().rss <= 150 * 2**20
    row = await connection.fetchrow("SELECT * FROM imports WHERE id = $1", good)
    assert (row["read"], row["taken"], row["rejected"]) == (40 * 28, 40 * 28, 0)
    assert await connection.fetchval("SELECT count(*) FROM import_parts") == 0
    await connection.close()


async def test_a_worker_killed_in_mid_import_leaves_no_process_and_no_half_file(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    connection = await asyncpg.connect(database_url)
    number = await sent(connection, "many.ndjson", records(3000))
    with worker(tmp_path / "log", database_url, redis_url) as process:
        await reaches(connection, number, "running")
        children = psutil.Process(process.pid).children()
        assert sum("ventra.services.importer" in one.cmdline() for one in children) == 1
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        assert psutil.wait_procs(children, timeout=5)[1] == []
    assert await connection.fetchval("SELECT state FROM imports WHERE id = $1", number) == "running"
    await connection.execute("UPDATE job_schedule SET leased_until = now()")
    with worker(tmp_path / "log", database_url, redis_url):
        await reaches(connection, number, "done")
    row = await connection.fetchrow("SELECT * FROM imports WHERE id = $1", number)
    assert row["read"] == row["taken"] + row["known"] == 3000 * 28
    assert await connection.fetchval("SELECT sum(looks) FROM observations") == 3000 * 28
    await connection.close()


async def test_a_worker_told_to_stop_ends_its_import_too(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    connection = await asyncpg.connect(database_url)
    number = await sent(connection, "many.ndjson", records(3000))
    with worker(tmp_path / "log", database_url, redis_url) as process:
        await reaches(connection, number, "running")
        children = psutil.Process(process.pid).children()
        process.terminate()
        assert await asyncio.to_thread(process.wait, 20) == 0
        assert psutil.wait_procs(children, timeout=2)[1] == []
    await connection.close()


@pytest.mark.parametrize("word", ["ventra", "importer"])
def test_the_importer_tells_how_it_failed(word: str) -> None:
    nowhere = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": f"postgresql://{word}@127.0.0.1:9/x",
        "REDIS_URL": "redis://h",
    }
    done = subprocess.run(
        [sys.executable, "-m", "ventra.services.importer"],
        env=nowhere,
        capture_output=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 75
    assert "Postgres does not answer" in json.loads(done.stdout)["error"]
