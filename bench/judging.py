"""Judging 100,000 rules over 200,000 products when days are closed, against a bare join of the same rows in Postgres."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from bench.peak import peak_mb
from bench.result import Result
from ventra.alerts import evaluate
from ventra.core.day import last_closed_day
from ventra.infra.db import open_pool, transaction
from ventra.infra.roles import WORKER_ROLE

PRODUCTS, RULES, ORGS = 200_000, 100_000, 2_000
LISTED = 40
MOST_TIMES = 5.0
# Of ten rules six watch one product, two a list of forty, and two all that is tracked (fifty products each).
FILL = (
    "INSERT INTO plans (plan) VALUES ('own') ON CONFLICT DO NOTHING",
    f"INSERT INTO organisations (org_id, name) SELECT 1000 + n, n::text FROM generate_series(1, {ORGS}) n",
    "INSERT INTO categories (category_id, title_uz, path) VALUES (1, 'Hammasi', '{1}')",
    "INSERT INTO products (product_id, bucket, title_uz, title_folded, category_id, first_seen) "
    f"SELECT n, ventra_bucket(n), n::text, n::text, 1, now() - interval '90 days' FROM generate_series(1, {PRODUCTS}) n",
    "INSERT INTO product_latest (product_id, seen_at, price_uzs, stock) "
    f"SELECT n, now() - interval '1 hour', 1000 * (1 + n % 90), n % 60 FROM generate_series(1, {PRODUCTS}) n",
    "INSERT INTO sales_figures (product_id, as_of, units_1, units_1_low, units_1_high, units_7, units_7_low, units_7_high, "
    "usual_low, usual_high, growth_7, growth_7_low, growth_7_high) "
    "SELECT n, $1, n % 17, n % 17, n % 17 + 1, n % 90, n % 80, n % 90 + 9, 1, 12 + n % 7, 0.1, (n % 40) / 100.0 - 0.2, 0.5 "
    f"FROM generate_series(1, {PRODUCTS}) n",
    "INSERT INTO trackers (org_id, product_id, since) "
    f"SELECT 1001 + n % {ORGS}, 1 + n::bigint * 7919 % {PRODUCTS}, now() - interval '60 days' "
    f"FROM generate_series(1, {ORGS} * 50) n ON CONFLICT DO NOTHING",
    "INSERT INTO marked_products (org_id, product_id) SELECT org_id, product_id FROM trackers",
    "INSERT INTO product_lists (org_id, list_id, name, folded) OVERRIDING SYSTEM VALUE "
    f"SELECT 1000 + n, n, n::text, n::text FROM generate_series(1, {ORGS}) n",
    "INSERT INTO listed_products (org_id, list_id, product_id, added_at) SELECT org_id, org_id - 1000, product_id, "
    "now() - interval '50 days' FROM (SELECT *, row_number() OVER (PARTITION BY org_id ORDER BY product_id) AS place "
    f"FROM trackers) t WHERE place <= {LISTED}",
    "INSERT INTO alert_rules (org_id, scope, scope_id, kinds, units, limits, days, others, armed_at) "
    f"SELECT 1001 + n % {ORGS}, CASE WHEN n % 10 < 6 THEN 'product' WHEN n % 10 < 8 THEN 'list' ELSE 'tracked' END, "
    f"CASE WHEN n % 10 < 6 THEN 1 + n::bigint * 104729 % {PRODUCTS} WHEN n % 10 < 8 THEN 1 + n % {ORGS} END, "
    "CASE n % 3 WHEN 0 THEN ARRAY['sales_spike'] WHEN 1 THEN ARRAY['growth_up'] ELSE ARRAY['sales_day', 'days_left'] END, "
    "CASE n % 3 WHEN 0 THEN ARRAY['times'] WHEN 1 THEN ARRAY['percent'] ELSE ARRAY['units', 'days'] END, "
    "CASE n % 3 WHEN 0 THEN ARRAY[1.0] WHEN 1 THEN ARRAY[18.0] ELSE ARRAY[16.0, 2.0] END, "
    "CASE n % 3 WHEN 2 THEN ARRAY[0, 0] ELSE ARRAY[0] END, CASE n % 3 WHEN 2 THEN ARRAY[0, 0] ELSE ARRAY[0] END, "
    f"now() - interval '40 days' FROM generate_series(1, {RULES}) n",
    "ANALYZE",
)
# What any way of doing it must at least read: each rule with its products and their figures, compared with one limit.
BARE = """
SELECT count(*), count(*) FILTER (WHERE f.units_1_low > m.bar * f.usual_high) FROM (
    SELECT r.rule_id, r.limits[1] AS bar, r.scope_id AS product_id FROM alert_rules r WHERE r.scope = 'product' AND r.enabled
    UNION ALL
    SELECT r.rule_id, r.limits[1], l.product_id FROM alert_rules r
    JOIN listed_products l ON l.org_id = r.org_id AND l.list_id = r.scope_id
    JOIN trackers t ON t.org_id = l.org_id AND t.product_id = l.product_id WHERE r.scope = 'list' AND r.enabled
    UNION ALL
    SELECT r.rule_id, r.limits[1], t.product_id FROM alert_rules r JOIN trackers t ON t.org_id = r.org_id
    WHERE r.scope = 'tracked' AND r.enabled
) m JOIN products p USING (product_id) JOIN product_latest l USING (product_id) JOIN sales_figures f USING (product_id)
LEFT JOIN alert_states s ON s.rule_id = m.rule_id AND s.subject_id = m.product_id
"""


def judging(database: str, keys: str) -> list[Result]:
    """All rules by one closed day, either way; beside it rules a second, pairs and memory."""
    return asyncio.run(_measured(database))


async def _measured(database: str) -> list[Result]:
    now = datetime.now(UTC)
    pool = await open_pool(database, role=WORKER_ROLE, command_seconds=600)
    owner = await open_pool(database, command_seconds=600)
    try:
        async with transaction(owner) as db:
            for statement in FILL:
                await db.execute(statement, *([last_closed_day(now)] if "$1" in statement else []))
        first = await _seconds(lambda: evaluate.at_closing(pool, now=now))
        pairs, _ = await owner.fetchrow(BARE)
        found = await owner.fetchval("SELECT count(*) FROM alerts")
        # The first closing keeps what opened; each one after that finds it so.
        again, bare = [], []
        for _ in range(3):
            again.append(await _seconds(lambda: evaluate.at_closing(pool, now=now)))
            bare.append(await _seconds(lambda: owner.fetchrow(BARE)))
    finally:
        await pool.close()
        await owner.close()
    took, joined = min(again), min(bare)
    megabytes = peak_mb()
    beside = (
        f"{took:.1f} s against {joined:.1f}; {RULES:,} rules, {PRODUCTS:,} products, {pairs:,} pairs: "
        f"{RULES / took:,.0f} rules/s, {pairs / took:,.0f} pairs/s, {megabytes:.0f} MB at most; "
        f"the first closing, with {found:,} alerts kept, {first:.1f} s"
    )
    return [
        Result("all rules at day close, against a bare join", took / joined, MOST_TIMES, False, "x", beside)
    ]


async def _seconds(work: Callable[[], Awaitable[Any]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began
