"""Whose lists change when an organisation's corrections are switched on: its own, and no others'."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import Any

from bench.result import Result
from ventra.accuracy import own_store
from ventra.catalog.encoded import EncodedRows
from ventra.catalog.store import lists
from ventra.core.own_fit import Learned
from ventra.core.own_view import OwnFit
from ventra.infra.db import open_pool, transaction
from ventra.infra.roles import APP_ROLE, WORKER_ROLE

PRODUCTS, CATEGORIES, READS = 500, 20, 9
WITH_A_SHOP, WITHOUT = 10, 20
FIT = OwnFit(1, 1.2, (1.5,) * 4, (2.0,) * 4)
FILL = (
    f"INSERT INTO organisations (org_id, name) VALUES ({WITH_A_SHOP}, 'A'), ({WITHOUT}, 'B')",
    "INSERT INTO categories (category_id, title_uz, path) "
    f"SELECT n, n::text, ARRAY[n] FROM generate_series(1, {CATEGORIES}) n",
    "INSERT INTO products (product_id, bucket, title_uz, title_folded, category_id) "
    f"SELECT n, ventra_bucket(n), n::text, n::text, 1 + n % {CATEGORIES} FROM generate_series(1, {PRODUCTS}) n",
    "INSERT INTO sales_figures (product_id, as_of, units_7, units_7_low, units_7_high, basis_7, known_7) "
    f"SELECT n, current_date - 1, n % 90, n % 90 * 0.8, n % 90 * 1.3 + 1, 2, 7 FROM generate_series(1, {PRODUCTS}) n",
    "ANALYZE",
)


def others_answers(database: str) -> Result:
    """Rows of lists that another organisation, or nobody in particular, is shown otherwise than before."""
    return asyncio.run(_measured(database))


async def _measured(database: str) -> Result:
    pool = await open_pool(database, role=APP_ROLE)
    worker = await open_pool(database, at_most=1)
    try:
        async with transaction(worker) as db:
            for statement in FILL:
                await db.execute(statement)
        remembered = EncodedRows()
        before = {org: await _rows(pool, org, remembered) for org in (WITH_A_SHOP, WITHOUT, None)}
        plain = await _seconds(pool)
        await _correct(worker)
        after = {org: await _rows(pool, org, remembered) for org in before}
        corrected = await _seconds(pool)
    finally:
        await pool.close()
        await worker.close()
    changed = {org: sum(after[org][one] != row for one, row in before[org].items()) for org in before}
    told = (
        f"{PRODUCTS} rows, of the organisation itself {changed[WITH_A_SHOP]} change; read in {corrected * 1e3:.1f} ms, "
        f"without any corrections in {plain * 1e3:.1f}"
    )
    return Result("rows of others that change", changed[WITHOUT] + changed[None], 0, False, "", told)


async def _correct(worker: Any) -> None:
    """Corrections of half of the categories, switched on."""
    learned = [Learned(one, 60, 9, FIT, "learned", {}) for one in range(1, CATEGORIES // 2 + 1)]
    async with transaction(worker, role=WORKER_ROLE) as db:
        await own_store.keep(db, WITH_A_SHOP, 1, learned, datetime.now(UTC))
        await own_store.switch(db, WITH_A_SHOP, on=True, at=datetime.now(UTC))


async def _rows(pool: Any, org_id: int | None, remembered: EncodedRows) -> dict[int, bytes]:
    async with transaction(pool, org_id=org_id) as db:
        ids = list(range(1, PRODUCTS + 1))
        return await lists.rows_of(db, ids, now=datetime.now(UTC), simulated=True, rows=remembered)


async def _seconds(pool: Any) -> float:
    """The fastest reading of all rows by who has a shop, none of them remembered."""
    times = []
    for _ in range(READS):
        begun = time.perf_counter()
        await _rows(pool, WITH_A_SHOP, EncodedRows())
        times.append(time.perf_counter() - begun)
    return min(times)
