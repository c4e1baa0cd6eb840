"""A year of an own shop: sums by variant with costs and expenses laid on, against the bare SQL of the same sums."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from bench.result import Result
from ventra.core.day import day_of, to_day_number
from ventra.infra.db import open_pool, transaction
from ventra.infra.roles import APP_ROLE, WORKER_ROLE
from ventra.shop import by_good
from ventra.shop.by_good import Wanted
from ventra.shop.store.sold_days import Asked

SKUS, ORDERS, DAYS, LOTS, ORG, SHOP = 1_000, 120_000, 365, 5, 77, 5
READS = 5
MOST_TIMES_YEAR, MOST_TIMES_MONTH = 24.0, 11.0
SEEN = "now(), now(), now()"
FILL = (
    f"INSERT INTO organisations (org_id, name) OVERRIDING SYSTEM VALUE VALUES ({ORG}, 'A')",
    f"INSERT INTO own_shops (org_id, shop_id, title) VALUES ({ORG}, {SHOP}, 'A')",
    "INSERT INTO own_skus (org_id, sku_id, shop_id, product_id, product_title, full_title, purchase_price, seen_at) "
    f"SELECT {ORG}, n, {SHOP}, n / 3, 'Choynak ' || n, 'Choynak ' || n, 20000, now() FROM generate_series(1, {SKUS}) n",
    "INSERT INTO own_stock_days (org_id, sku_id, day, fbo, fbs, defected, spoiled, seen_at) "
    f"SELECT {ORG}, n, current_date - d, 1 + (hashint8(n * 400 + d) & 63), 0, (400 - d) / 90, "
    f"(400 - d) / 90 - (399 - d) / 90, now() "
    f"FROM generate_series(1, {SKUS}) n, generate_series(0, {DAYS - 1}) d",
    "INSERT INTO own_order_items (org_id, item_id, order_id, shop_id, product_id, sku_id, ordered_at, issued_at, status, amount, "
    "returned, cancelled, price, commission, profit, logistics, scheme, first_seen_at, changed_at, seen_at) "
    f"SELECT {ORG}, n, n, {SHOP}, (hashint8(n) & 1048575) % {SKUS} / 3, 1 + (hashint8(n) & 1048575) % {SKUS}, "
    f"now() - n * interval '{DAYS} days' / {ORDERS}, now() - n * interval '{DAYS} days' / {ORDERS} + interval '3 days', "
    f"'TO_WITHDRAW', 1 + n % 2, (n % 20 = 0)::int, 0, 90000, 9000, 74000, 0, 'FBO', {SEEN} FROM generate_series(1, {ORDERS}) n",
    "INSERT INTO own_expenses (org_id, payment_id, shop_id, name, kind, price, status, created_at, changed_at, seen_at) "
    f"SELECT {ORG}, n, {SHOP}, CASE n % 2 WHEN 0 THEN 'Хранение' ELSE 'Реклама' END, 'OUTCOME', 50000, 'CONFIRMED', "
    f"now() - n * interval '12 hours', now(), now() FROM generate_series(1, {2 * DAYS}) n",
    "INSERT INTO own_purchases (org_id, sku_id, day, pieces, cost_uzs) "
    f"SELECT {ORG}, n, current_date - l * 80, 40, 30000 + l * 1000 FROM generate_series(1, {SKUS}) n, "
    f"generate_series(1, {LOTS}) l",
    "ANALYZE",
)
BARE = """
SELECT sku_id, sum(amount) AS units, sum(returned) AS returned, sum(cancelled) AS cancelled, sum(price * amount) AS revenue,
       sum(commission) AS commission, sum(profit) AS profit
FROM own_order_items WHERE org_id = $1 AND ordered_at >= now() - interval '1 year' GROUP BY sku_id ORDER BY revenue DESC
"""


def own_sums(database: str, keys: str) -> list[Result]:
    """A page of fifty variants of a year, either way."""
    return asyncio.run(_measured(database))


async def _measured(database: str) -> list[Result]:
    filling = await open_pool(database, role=WORKER_ROLE)
    try:
        async with filling.acquire() as db:
            for statement in FILL:
                await db.execute(statement)
    finally:
        await filling.close()
    pool = await open_pool(database, role=APP_ROLE)
    today = to_day_number(day_of(datetime.now(UTC)))

    async def page(days: int) -> None:
        async with transaction(pool, org_id=ORG) as db:
            asked = Asked(ORG, today - days + 1, today)
            found = await by_good.page(db, asked, Wanted(None, "-revenue", 50, None), cabinet=True)
        if found.total != SKUS:
            raise RuntimeError(f"{found.total} variants")

    async def bare() -> None:
        async with transaction(pool, org_id=ORG) as db:
            await db.fetch(BARE, ORG)

    try:
        plain, year, month = [
            statistics.median([await _seconds(work) for _ in range(READS)])
            for work in (bare, lambda: page(DAYS), lambda: page(28))
        ]
    finally:
        await pool.close()
    beside = (
        f"{1000 * year:.0f} ms against {1000 * plain:.0f}; {ORDERS} rows of {SKUS} variants, {SKUS * LOTS} purchases; ours tells "
        "days apart, takes costs off lots and lays expenses on goods as well"
    )
    return [
        Result("a year of an own shop, against bare SQL", year / plain, MOST_TIMES_YEAR, False, "x", beside),
        Result(
            "28 days of it, against bare SQL of a year", month / plain, MOST_TIMES_MONTH, False, "x",
            f"{1000 * month:.0f} ms; lots are used up from the first row on",
        ),
    ]  # fmt: skip


async def _seconds(work: Callable[[], Awaitable[Any]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began
