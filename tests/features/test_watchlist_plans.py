"""What a watchlist asks Postgres is answered over indexes, in as few questions for a large page as for a small one."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from fixtures.stores import run_sql
from ventra.catalog.encoded import EncodedRows
from ventra.catalog.store import marks, named_lists, share_links, watchlist
from ventra.catalog.store.watchlist import Wanted
from ventra.collect.store import changes
from ventra.infra.db import open_pool, transaction
from ventra.infra.roles import APP_ROLE, GATE_ROLE

PRODUCTS, ORGANISATIONS, TRACKED = 100_000, 100, 200
NOW = datetime(2026, 1, 5, tzinfo=UTC)
FILL = f"""
INSERT INTO products (product_id, title_uz, title_folded, bucket)
SELECT n, 'Choynak ' || n, 'choynak ' || n, 0 FROM generate_series(1, {PRODUCTS}) n;
INSERT INTO product_latest (product_id, seen_at, price_uzs) SELECT n, now(), n FROM generate_series(1, {PRODUCTS}) n;
INSERT INTO sales_figures (product_id, as_of, basis_7, known_7, units_7, units_7_low, units_7_high)
SELECT n, '2026-01-04', 1, 7, n % 500, n % 500, n % 500 FROM generate_series(1, {PRODUCTS}) n;
INSERT INTO organisations (org_id, name) SELECT o, 'O' || o FROM generate_series(2, {ORGANISATIONS}) o;
INSERT INTO trackers (org_id, product_id)
SELECT o, (o * 97 + n * 53) % {PRODUCTS} + 1 FROM generate_series(2, {ORGANISATIONS}) o, generate_series(1, {TRACKED}) n
ON CONFLICT DO NOTHING;
INSERT INTO marked_products (org_id, product_id, mark)
SELECT org_id, product_id, CASE product_id % 3 WHEN 0 THEN 'mine' WHEN 1 THEN 'rival' END FROM trackers;
INSERT INTO product_tags (org_id, product_id, folded, tag)
SELECT org_id, product_id, t, t FROM trackers, unnest(ARRAY['a', 'b', 'c' || product_id % 7]) t;
INSERT INTO product_lists (org_id, list_id, name, folded) OVERRIDING SYSTEM VALUE
SELECT o, o * 10 + l, l, l FROM generate_series(2, {ORGANISATIONS}) o, generate_series(1, 5) l;
INSERT INTO listed_products (org_id, list_id, product_id)
SELECT org_id, org_id * 10 + product_id % 5 + 1, product_id FROM trackers;
INSERT INTO share_links (org_id, digest, list_id, expires_at)
SELECT o, sha256((o || '-' || n)::bytea), o * 10 + 1, '2026-02-01' FROM generate_series(2, {ORGANISATIONS}) o,
       generate_series(1, 50) n;
ANALYZE;
"""


class Watched:
    """A connection that remembers how each of its questions would be answered, and how many there were."""

    def __init__(self, db):
        self._db, self.plans = db, []

    async def _explained(self, sql, values):
        rows = await self._db.fetch(f"EXPLAIN {sql}", *values)
        self.plans.append(sql + "\n" + "\n".join(row[0] for row in rows))

    async def fetch(self, sql, *values):
        await self._explained(sql, values)
        return await self._db.fetch(sql, *values)

    async def fetchrow(self, sql, *values):
        await self._explained(sql, values)
        return await self._db.fetchrow(sql, *values)

    async def fetchval(self, sql, *values):
        await self._explained(sql, values)
        return await self._db.fetchval(sql, *values)


@pytest.fixture
async def watched(database_url):
    """Opens a watched transaction, as organisation 77 unless told otherwise, on a full database."""
    run_sql(database_url, FILL)
    pool = await open_pool(database_url, at_most=1, role=APP_ROLE)

    @asynccontextmanager
    async def begun(**how):
        async with transaction(pool, **(how or {"org_id": 77})) as db:
            yield Watched(db)

    yield begun
    await pool.close()


async def page(db, wanted, **how):
    return await watchlist.find(
        db, 77, wanted, **{"sort": "-units_7", "limit": 50, "cursor": None} | how, now=NOW, simulated=False,
        rows=EncodedRows(),
    )  # fmt: skip


async def test_each_question_is_answered_over_indexes(watched):
    async with watched() as db:
        for wanted in (
            Wanted(),
            Wanted(list_id=771),
            Wanted(tag="c3"),
            Wanted(mark="mine"),
            Wanted(mark="none"),
            Wanted(list_id=771, tag="a", mark="rival"),
        ):
            for sort in ("-units_7", "title", "price"):
                await page(db, wanted, sort=sort)
        await marks.tags_of(db, 77, at_most=500)
        await named_lists.listed(db, 77, NOW)
        await share_links.listed(db, 77, NOW)
        await share_links.still_open(db, 77, NOW)
        await marks.tracked_of(db, 77, list(range(500)))
        plans = db.plans
    async with watched(role=GATE_ROLE) as gate:
        assert await share_links.whose(gate, b"none", NOW) is None
        plans += gate.plans
    for plan in plans:
        for table in (
            "products", "trackers", "marked_products", "product_tags", "listed_products", "share_links", "sales_figures",
            "product_latest",
        ):  # fmt: skip
            assert f"Seq Scan on {table}" not in plan, plan


async def test_what_changed_asks_twice_and_over_indexes(watched):
    async with watched() as db:
        assert await changes.pairs(db, 77, NOW, mark="mine")
        assert await changes.faces(db, 77, list(range(1, 20)))
        assert len(db.plans) == 2
        for plan in db.plans:
            assert "Seq Scan" not in plan, plan


async def test_a_large_page_asks_as_often_as_a_small_one(watched):
    asked = []
    for limit in (2, 150):
        async with watched() as db:
            await page(db, Wanted(), limit=limit)
            asked.append(len(db.plans))
    assert asked[0] == asked[1]


async def test_the_oldest_that_may_go_are_found_over_indexes(watched):
    async with watched(role="ventra_worker") as db:
        for table, at in (
            ("marked_products", "untracked_at"), ("product_lists", "deleted_at"), ("share_links", "expires_at"),
        ):  # fmt: skip
            await db.fetch(
                f"SELECT ctid FROM {table} WHERE {at} < $1 ORDER BY {at} LIMIT 1000", NOW - timedelta(days=30)
            )
    assert all("Index" in plan and "Seq Scan" not in plan for plan in db.plans)
