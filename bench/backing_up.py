"""A backup, encrypted, against the server's own COPY of the same rows into nothing; its memory, and the way back."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import psycopg
from moto.server import ThreadedMotoServer

from bench.result import Result
from ventra.backup.dump import dump
from ventra.backup.load import load
from ventra.backup.read import read_whole
from ventra.backup.seal import key_of, new_key
from ventra.backup.store.rows_out import snapshot
from ventra.infra.db import connected
from ventra.infra.files import READ_BYTES, write_through

ROWS = 3_000_000
MOST_TIMES, MOST_RESTORE, MOST_GROWTH = 4.0, 15.0, 1.3
BUCKET = "ventra-bench"
# Rows as the market makes them: a state, its instants (bytes that hardly compress), and days with fractions.
FILL = """
INSERT INTO sku_observations (product_id, sku_id, seen_from, seen_to, price_uzs, list_price_uzs, stock, looks, bucket, seen)
SELECT n % 5000, n % 5000 * 10 + n % 3, t, t + interval '9 hours', 39000 + n % 977, 45000, (n::bigint * 7919) % 60, 4,
       ventra_bucket(n % 5000), decode(substr(md5(n::text), 1, 24), 'hex')
  FROM (SELECT n, date_trunc('month', now()) + n * interval '0.7 second' AS t FROM generate_series(1, {0}) n) AS s;
INSERT INTO sales_days (product_id, units, units_low, units_high, revenue_uzs, through, day, looks, bucket, basis, rule, profile)
SELECT n, n % 17 / 3.0, n % 17 / 4.0, n % 17 / 2.0, 39000 * (n % 17), now(), date_trunc('month', now())::date + n % 28, 4,
       ventra_bucket(n), 1, 1, 0
  FROM generate_series(1, {0}, 2) n;
"""


def backing_up(database: str, keys: str) -> list[Result]:
    """Fill, back up to S3 and look at the memory, then take the times."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        storage = f"s3://bench:bench@{host}:{port}/{BUCKET}?insecure=1"
        subprocess.run(
            [sys.executable, "-c", MAKE_BUCKET, f"http://{host}:{port}", BUCKET], check=True, timeout=60
        )
        with psycopg.connect(database, autocommit=True) as db:
            db.execute(FILL.format(ROWS).encode())
        first, second = _peaks_mb(database, storage)
    finally:
        server.stop()
    times, rows_mb = asyncio.run(_times(database))
    beside = f"{first:.0f} MB at most in the first half, {second:.0f} MB in the second, of {rows_mb:.0f} MB of rows to S3"
    return [
        *times,
        Result("a backup's memory, second half to first", second / first, MOST_GROWTH, False, "x", beside),
    ]


MAKE_BUCKET = """
import sys, boto3
boto3.client("s3", endpoint_url=sys.argv[1], aws_access_key_id="bench", aws_secret_access_key="bench",
             region_name="us-east-1").create_bucket(Bucket=sys.argv[2])
"""


def _peaks_mb(database: str, storage: str) -> tuple[float, float]:
    """The largest resident set of the process that makes a backup, in each half of its time."""
    env = os.environ | {
        "DATABASE_URL": database, "REDIS_URL": "redis://h", "STORAGE_URL": storage, "BACKUP_KEY": new_key()[1],
    }  # fmt: skip
    process = psutil.Popen(
        [sys.executable, "-m", "ventra.services.backing_up"],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    seen = []
    # Looked at from outside: what the kernel keeps as the maximum counts the process that forked it too.
    while process.poll() is None:
        with contextlib.suppress(psutil.Error):
            seen.append(process.memory_info().rss / 1e6)
        time.sleep(0.01)
    if process.returncode:
        raise RuntimeError(f"the backup ended with status {process.returncode}")
    half = len(seen) // 2
    return max(seen[:half]), max(seen[half:])


async def _times(database: str) -> tuple[list[Result], float]:
    identity, _ = new_key()
    key = key_of(identity)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "backup"
        async with snapshot(database) as held:
            tables = [(table.name, table.columns) for table in held.tables]
            began = time.perf_counter()
            made = await dump(held, lambda pieces: write_through(path, pieces), key)
            ours = time.perf_counter() - began
        with path.open("rb") as file:
            whole = await read_whole(iter(lambda: file.read(READ_BYTES), b""), key)
        rows_mb = sum(one.size_bytes for one in whole.end.tables.values()) / 1e6
        async with connected(database) as db:
            began = time.perf_counter()
            for name, columns in tables:
                await db.execute(f"COPY (SELECT {', '.join(columns)} FROM {name}) TO '/dev/null'")
            raw = time.perf_counter() - began
            size = await db.fetchval("SELECT pg_database_size(current_database())")
            await db.execute("CREATE DATABASE bench_restored")
        other = database.rpartition("/")[0] + "/bench_restored"
        began = time.perf_counter()
        with path.open("rb") as file:
            await load(other, iter(lambda: file.read(READ_BYTES), b""), key)
        back = time.perf_counter() - began
    beside = f"{ours:.1f} s against {raw:.1f} s; {made.rows:,} rows, {size / 1e6:,.0f} MB -> {made.size_bytes / 1e6:,.0f} MB"
    return [
        Result("backup against COPY to nothing, time", ours / raw, MOST_TIMES, False, "x", beside),
        Result(
            "restore against backup, time",
            back / ours,
            MOST_RESTORE,
            False,
            "x",
            f"{back:.1f} s, keys and indexes made too",
        ),
    ], rows_mb
