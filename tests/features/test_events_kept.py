"""Events on a real Postgres: closing writes them, computing again drops what is no longer found, in any order of import."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from typing import Any

from ventra.collect.store.observations import merge
from ventra.core.day import from_day_number, start_of_day_us, to_day_number
from ventra.core.event_kinds import Kind
from ventra.core.observation import Observation, ProductState, SkuState
from ventra.infra.db import open_pool, transaction
from ventra.sales.close import close_touched, recompute

FIRST = to_day_number(date(2026, 9, 1))
HOUR = 3_600_000_000
NOW = datetime(2026, 10, 10, 8, tzinfo=UTC)


def look(hour: float, orders: int, stock: int, *, reviews: int = 30, product: int = 1) -> Observation:
    state = ProductState(orders, None, reviews, None, 1000, None, stock)
    at = start_of_day_us(FIRST) + int(hour * HOUR)
    return Observation(product, at, state, (SkuState(product * 10, stock, 1000),))


def market(product: int = 1) -> list[Observation]:
    """Twenty days of an order every six hours; a restock on the fifth, a burst on the twelfth that reviews follow, an empty shelf
    in the end."""
    found, orders, stock, reviews = [], 100, 60, 30
    for n in range(80):
        orders, stock = orders + 1, stock - 1
        stock += 100 if n == 18 else 0
        if n == 46:
            orders, stock = orders + 40, stock - 40
        reviews += 30 if n == 54 else 0
        left = stock if n < 72 else 0
        found.append(look(6.0 * n + 1, min(orders, 100 + 72 + 40), left, reviews=reviews, product=product))
    return found


async def keep(pool: Any, part: list[Observation]) -> None:
    async with transaction(pool) as db:
        await merge(db, part)


async def rows(pool: Any) -> list[tuple[Any, ...]]:
    found = await pool.fetch("SELECT * FROM sales_events ORDER BY product_id, seen_from, sku_id, kind")
    return [tuple(row.values()) for row in found]


async def kinds(pool: Any) -> list[tuple[Kind, int, float | None]]:
    found = await pool.fetch("SELECT kind, sku_id, pieces FROM sales_events ORDER BY seen_from, sku_id, kind")
    return [(Kind(row["kind"]), row["sku_id"], row["pieces"]) for row in found]


async def test_closing_writes_what_happened_and_how_long_the_shelf_was_empty(database_url: str) -> None:
    pool = await open_pool(database_url)
    await keep(pool, market())
    await close_touched(pool, now=NOW)
    found = await kinds(pool)
    assert [kind for kind, _, _ in found] == [Kind.RESTOCK, Kind.BURST, Kind.WRITE_OFF, Kind.SOLD_OUT]
    assert found[0][1:] == (10, 100.0)
    out = await pool.fetch("SELECT day, out_share FROM sales_days WHERE out_share > 0 ORDER BY day")
    assert [to_day_number(row["day"]) - FIRST for row in out] == [18, 19]
    assert 0.7 < out[0]["out_share"] < 1
    await pool.close()


async def test_closing_again_rewrites_nothing(database_url: str) -> None:
    pool = await open_pool(database_url)
    await keep(pool, market() + market(2))
    await close_touched(pool, now=NOW)
    versions = await pool.fetch(
        "SELECT xmin, * FROM sales_events ORDER BY product_id, seen_from, sku_id, kind"
    )
    assert versions
    await recompute(pool, from_day_number(FIRST), from_day_number(FIRST + 30), now=NOW)
    assert (
        await pool.fetch("SELECT xmin, * FROM sales_events ORDER BY product_id, seen_from, sku_id, kind")
        == versions
    )
    await pool.close()


async def test_a_late_look_that_explains_an_event_away_deletes_it(database_url: str) -> None:
    pool = await open_pool(database_url)
    looks = [look(6.0 * n + 1, 100 + n, 60 - n if n < 10 else 93 - n) for n in range(12)]
    await keep(pool, looks)
    await close_touched(pool, now=NOW)
    before = await kinds(pool)
    await keep(pool, [look(6.0 * 9 + 4, 109, 0)])
    await close_touched(pool, now=NOW)
    after = await kinds(pool)
    assert [kind for kind, _, _ in before] == [Kind.RESTOCK]
    assert before != after
    assert (Kind.SOLD_OUT, -1, None) in after
    assert (
        await pool.fetchval(
            "SELECT count(*) FROM sales_events WHERE seen_to - seen_from > interval '5 hours'"
        )
        == 0
    )
    await pool.close()


async def test_the_order_of_import_does_not_matter(database_url: str) -> None:
    pool = await open_pool(database_url)
    whole = market() + market(2)
    await keep(pool, whole)
    await close_touched(pool, now=NOW)
    at_once = await rows(pool)
    await pool.execute(
        "TRUNCATE observations, sku_observations, sales_days, sku_sales_days, sales_spans, sales_events"
    )
    await pool.execute("TRUNCATE sales_touched, sales_figures, product_latest, variants, products CASCADE")
    shuffled = random.Random(4).sample(whole, len(whole))
    for begin in range(0, len(shuffled), 20):
        await keep(pool, shuffled[begin : begin + 20])
        await close_touched(pool, now=NOW)
    assert await rows(pool) == at_once
    await pool.close()


async def test_reviews_that_come_later_make_a_burst_surer(database_url: str) -> None:
    pool = await open_pool(database_url)
    looks = market()
    sure = "SELECT probability FROM sales_events WHERE kind = 10"
    await keep(pool, looks[:48])
    await close_touched(pool, now=NOW)
    at_first = await pool.fetchval(sure) or 0.0
    for one in looks[48:60]:
        await keep(pool, [one])
        await close_touched(pool, now=NOW)
    day_by_day = await pool.fetchval(sure)
    assert day_by_day > at_first
    await recompute(pool, from_day_number(FIRST), from_day_number(FIRST + 30), now=NOW)
    assert await pool.fetchval(sure) == day_by_day
    await pool.close()


async def test_a_products_days_are_read_by_the_index(database_url: str) -> None:
    pool = await open_pool(database_url)
    await pool.execute(
        "INSERT INTO sales_events SELECT p, -1, t, t, 1, 0.9, ventra_bucket(p), 1, 2 FROM generate_series(1, 200) p, "
        "generate_series(timestamptz '2026-08-01', '2026-09-30', interval '1 day') t"
    )
    await pool.execute("ANALYZE sales_events")
    plan = await pool.fetch(
        "EXPLAIN SELECT * FROM sales_events WHERE bucket = ventra_bucket(7) AND product_id = 7 "
        "AND seen_from >= '2026-09-01' AND seen_from < '2026-09-08' ORDER BY seen_from DESC FETCH FIRST 20 ROWS WITH TIES"
    )
    words = "\n".join(row[0] for row in plan)
    assert "Index Scan" in words, words
    assert "Sort" not in words, words
    await pool.close()
