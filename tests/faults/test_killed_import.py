"""A command or a database killed in the middle of an import: run it again, and the rows are as if nothing had happened."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ventra.infra.db import connected
from ventra.infra.migrate import upgrade
from ventra.services.embedded.postgres import EmbeddedPostgres

pytestmark = pytest.mark.once

TABLES = {
    "observations": "*",
    "sku_observations": "*",
    "product_latest": "*",
    "variants": "*",
    "sales_touched": "product_id, day",
}
PRODUCTS, LOOKS, FILES = 40, 300, 6


def write_files(folder: Path) -> list[Path]:
    rnd = random.Random(8)
    start = datetime(2026, 9, 20, tzinfo=UTC)
    lines = []
    for product in range(1, PRODUCTS + 1):
        orders, stock = 100, [900, 900, 900]
        for i in range(LOOKS):
            sold = rnd.randrange(3)
            orders += sold
            stock[i % 3] -= sold
            seen_at = (start + timedelta(hours=3 * i, seconds=product)).isoformat()
            skus = [{"sku_id": product * 10 + k, "stock": s, "price": 500} for k, s in enumerate(stock)]
            lines.append(
                json.dumps({"seen_at": seen_at, "product_id": product, "orders_total": orders, "skus": skus})
            )
    rnd.shuffle(lines)
    paths = [folder / f"{i}.ndjson" for i in range(FILES)]
    for i, path in enumerate(paths):
        path.write_text("\n".join(lines[i::FILES]) + "\n")
    return paths


def start_import(url: str, paths: list[Path]) -> subprocess.Popen[str]:
    argv = [sys.executable, "-m", "ventra.services.cli", "import", *map(str, paths), "--json"]
    env = os.environ | {"DATABASE_URL": url}
    return subprocess.Popen(argv, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> int:
    """Wait for the end; how many records were taken or known in all files."""
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    decoder, at, sum_of = json.JSONDecoder(), 0, 0
    while at < len(out.rstrip()):
        said, at = decoder.raw_decode(out, at)
        at += 1
        sum_of += said["taken"] + said["known"]
    return sum_of


async def kept(url: str) -> list[Any]:
    async with connected(url) as db:
        return [
            [tuple(row) for row in await db.fetch(f"SELECT {what} FROM {table} ORDER BY ({table}.*)::text")]
            if table != "sales_touched"
            else sorted(tuple(row) for row in await db.fetch(f"SELECT {what} FROM {table}"))
            for table, what in TABLES.items()
        ]


async def count_looks(db: Any) -> int:
    counted: int = await db.fetchval("SELECT coalesce(sum(looks), 0) FROM observations")
    return counted


async def test_an_import_killed_again_and_again_loses_and_doubles_nothing(
    database_url: str, tmp_path: Path
) -> None:
    paths = write_files(tmp_path)
    killed, partly = 0, 0
    async with connected(database_url) as db:
        for share in (0.0, 0.1, 0.25, 0.4, 0.6):
            process = start_import(database_url, paths)
            while process.poll() is None and await count_looks(db) <= share * PRODUCTS * LOOKS:
                await asyncio.sleep(0.005)
            killed += process.poll() is None
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=30)
            partly += 0 < await count_looks(db) < PRODUCTS * LOOKS
    assert killed >= 3
    assert partly >= 1
    assert finish(start_import(database_url, paths)) == PRODUCTS * LOOKS
    after_kills = await kept(database_url)
    async with connected(database_url) as db:
        await db.execute(f"TRUNCATE products, {', '.join(TABLES)}")
    assert finish(start_import(database_url, paths)) == PRODUCTS * LOOKS
    assert await kept(database_url) == after_kills


async def test_a_database_killed_in_mid_import_keeps_all_it_had_taken(
    open_home: Path, tmp_path: Path
) -> None:
    server = EmbeddedPostgres(open_home)
    url = server.start()
    try:
        upgrade(url)
        paths = write_files(tmp_path)
        for wait_seconds in (1.0, 1.5):
            process = start_import(url, paths)
            time.sleep(wait_seconds)
            (pid_file,) = open_home.rglob("postmaster.pid")
            os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
            _, err = process.communicate(timeout=60)
            assert process.returncode in (0, 1), err
            assert "Traceback" not in err
            server.stop()
            url = server.start()
        assert finish(start_import(url, paths)) == PRODUCTS * LOOKS
        async with connected(url) as db:
            assert await db.fetchval("SELECT sum(looks) FROM observations") == PRODUCTS * LOOKS
            assert await db.fetchval("SELECT sum(looks) FROM sku_observations") == 3 * PRODUCTS * LOOKS
    finally:
        server.stop()
