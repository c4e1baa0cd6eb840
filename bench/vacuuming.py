"""An hour of visits and closings pressed together: what tables take after it, with our vacuum settings and without."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

import numpy as np

from bench.result import Result
from ventra.infra.db import connected, open_pool, transaction
from ventra.infra.migrate import upgrade

PRODUCTS = int(os.environ.get("BENCH_VACUUM_PRODUCTS", "100000"))
VISITS = int(os.environ.get("BENCH_VACUUM_VISITS", "100000"))
"""As many as an hour at 28 visits a second; 374000 are an hour at 104."""
BATCH, MOST = 500, 1.02
IDS = "FROM generate_series(1, $1::int) n"
FILL = (
    f"INSERT INTO watch (product_id, tracked) SELECT n, true {IDS}",
    f"INSERT INTO product_latest (product_id, seen_at, orders_total, price_uzs) SELECT n, now(), n, 39000 {IDS}",
    f"INSERT INTO sales_figures (product_id, as_of, units_7, units_28, units_1) SELECT n, current_date, n, n, n {IDS}",
    "INSERT INTO observations (product_id, seen_from, seen_to, orders_total, looks, source, bucket, seen) "
    f"SELECT n, date_trunc('month', now()), now(), n, 1, 1, ventra_bucket(n), '' {IDS}",
    "INSERT INTO sales_days (product_id, units, units_low, units_high, through, day, looks, bucket, basis, rule, profile) "
    f"SELECT n, 1, 1, 1, now(), current_date, 1, ventra_bucket(n), 1, 1, 0 {IDS}",
)
_SEEN = "unnest($1::bigint[]) AS s(id) WHERE"
VISIT = (
    f"UPDATE watch SET lease = lease + 1, leased_until = now() + interval '2 min' FROM {_SEEN} product_id = s.id",
    "UPDATE watch SET leased_until = NULL, due_at = now() + interval '1 h', last_visit = now(), last_outcome = 'ok' "
    f"FROM {_SEEN} product_id = s.id",
    "UPDATE product_latest SET seen_at = now(), orders_total = orders_total + (random() < 0.2)::int "
    f"FROM {_SEEN} product_id = s.id",
    "UPDATE observations SET seen_to = now(), looks = looks + 1, seen = seen || '\\x8001'::bytea "
    f"FROM {_SEEN} bucket = ventra_bucket(s.id) AND product_id = s.id",
    "INSERT INTO sales_touched SELECT ventra_bucket(id), id, current_date, 1 FROM unnest($1::bigint[]) id "
    "ON CONFLICT (bucket, product_id, day) DO UPDATE SET mark = excluded.mark",
)
CLOSE = (
    "UPDATE sales_days SET units = units + 1, units_high = units_high + 1, through = now() "
    f"FROM {_SEEN} bucket = ventra_bucket(s.id) AND product_id = s.id AND day = current_date",
    "UPDATE sales_figures SET today_units = coalesce(today_units, 0) + (random() < 0.2)::int, today_through = now() "
    f"FROM {_SEEN} product_id = s.id",
    f"DELETE FROM sales_touched USING {_SEEN} bucket = ventra_bucket(s.id) AND product_id = s.id",
)
"""The same writes as visits and closings make, without what they compute."""
TABLES = ("watch", "product_latest", "sales_figures", "sales_touched", "observations", "sales_days")
OF_TABLE = r"regexp_replace(relname, '_\d{4}_\d{2}$', '') = $1"


def vacuuming(database: str, keys: str) -> list[Result]:
    """The same hour twice, in two databases of one server that vacuums as often as the hour is short."""
    return asyncio.run(_measure(database))


async def _measure(database: str) -> list[Result]:
    base = database.rpartition("/")[0]
    async with connected(database) as db:
        await db.execute("ALTER SYSTEM SET autovacuum_naptime = '1s'")
        await db.execute("SELECT pg_reload_conf()")
        await db.execute("CREATE DATABASE bench_own")
    own, ours = f"{base}/bench_own", database
    await asyncio.to_thread(upgrade, own)
    async with connected(own) as db:
        await _as_postgres_has_it(db)
    found = {}
    for name, url in (("own", own), ("ours", ours)):
        found[name] = await _hour(url)
    _tell(found)
    share = sum(size for size, _ in found["ours"].values()) / sum(size for size, _ in found["own"].values())
    beside = f"bytes after {VISITS:,} visits of {PRODUCTS:,} products and their closings"
    return [Result("vacuum: our settings against Postgres's own", share, MOST, False, "x", beside)]


async def _as_postgres_has_it(db: Any) -> None:
    rows = await db.fetch(
        "SELECT oid::regclass::text AS name, "
        "array(SELECT split_part(o, '=', 1) FROM unnest(reloptions) o WHERE o LIKE 'autovacuum%') AS options FROM pg_class "
        "WHERE relkind = 'r' AND array_to_string(reloptions, ',') LIKE '%autovacuum%'"
    )
    for row in rows:
        await db.execute(f"ALTER TABLE {row['name']} RESET ({', '.join(row['options'])})")


async def _hour(url: str) -> dict[str, tuple[int, int]]:
    """Bytes and dead rows by table, after an hour's visits and the closings behind them."""
    pool, rnd = await open_pool(url, at_most=2, command_seconds=600), np.random.default_rng(3)
    try:
        for statement in FILL:
            await pool.execute(statement, PRODUCTS)
        await pool.execute("ANALYZE")
        for _ in range(VISITS // BATCH):
            seen = np.sort(rnd.choice(PRODUCTS, BATCH, replace=False) + 1).tolist()
            for statement in (*VISIT, *CLOSE):
                async with transaction(pool) as db:
                    await db.execute(statement, seen)
        await asyncio.sleep(3)
        async with transaction(pool) as db:
            return {table: await _taken(db, table) for table in TABLES}
    finally:
        await pool.close()


async def _taken(db: Any, table: str) -> tuple[int, int]:
    row = await db.fetchrow(
        f"SELECT sum(pg_total_relation_size(c.oid))::bigint AS size, sum(pg_stat_get_dead_tuples(c.oid))::bigint AS dead "
        f"FROM pg_class c WHERE relkind = 'r' AND {OF_TABLE}",
        table,
    )
    return row["size"], row["dead"]


def _tell(found: dict[str, dict[str, tuple[int, int]]]) -> None:
    for table in TABLES:
        (own, own_dead), (ours, ours_dead) = found["own"][table], found["ours"][table]
        print(
            f"  {table:15} {own / 1e6:7.2f} MB, {own_dead:7,} dead  ->  {ours / 1e6:7.2f} MB, {ours_dead:7,} dead",
            file=sys.stderr,
        )
