"""Kept observations on a real Postgres: order, pieces and repetition do not matter; nothing is lost or doubled."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest

from ventra.collect.store.around import around
from ventra.collect.store.observations import merge
from ventra.core.observation import IMPORTED, Observation, ProductState, SkuState
from ventra.infra.db import connected, open_pool, transaction

HOUR = 3_600_000_000
START = 1_761_900_000_000_000


def looks(products: int = 3, hours: range = range(0, 24 * 12, 5), seed: int = 4) -> list[Observation]:
    rnd = random.Random(seed)
    out = []
    for product in range(1, products + 1):
        orders, stocks = 100, [20, 30, 40]
        for hour in hours:
            if rnd.random() < 0.4:
                k = rnd.randrange(3)
                stocks[k] = max(0, stocks[k] - 1)
                orders += 1
            skus = tuple(SkuState(product * 10 + i, s, 1000) for i, s in enumerate(stocks) if hour % 7 or i)
            state = ProductState(orders, None, 2, 45, 1000, None, sum(stocks))
            out.append(Observation(product, START + hour * HOUR + product, state, skus, IMPORTED))
    return out


async def rows(db: Any, table: str) -> list[Any]:
    return [tuple(row) for row in await db.fetch(f"SELECT * FROM {table} ORDER BY {table}::text")]


async def everything(db: Any) -> list[list[Any]]:
    return [
        await rows(db, table) for table in ("observations", "sku_observations", "product_latest", "variants")
    ]


async def keep(db: Any, part: list[Observation]) -> int:
    async with db.transaction():
        return (await merge(db, part)).taken


async def cleared(db: Any) -> None:
    await db.execute(
        "TRUNCATE observations, sku_observations, product_latest, variants, products, sales_touched"
    )


@pytest.mark.parametrize("seed", range(4))
async def test_shuffled_in_pieces_and_twice_gives_the_same_rows(database_url: str, seed: int) -> None:
    rnd = random.Random(seed)
    async with connected(database_url) as db:
        await keep(db, looks())
        whole = await everything(db)
        await cleared(db)
        shuffled = looks() + looks()[:40]
        rnd.shuffle(shuffled)
        cuts = sorted(rnd.sample(range(len(shuffled)), 5))
        taken = [
            await keep(db, shuffled[a:b]) for a, b in zip([0, *cuts], [*cuts, len(shuffled)], strict=True)
        ]
        assert sum(taken) == len(looks())
        assert await everything(db) == whole


async def test_every_look_can_be_read_back_exactly(database_url: str) -> None:
    async with connected(database_url) as db:
        for one in looks():
            await keep(db, [one])
        import numpy as np

        ids = np.array([1, 2, 3])
        seen = await around(db, ids, np.full(3, START), np.full(3, START + 400 * HOUR))
    said = {(o.product_id, o.seen_us): o for o in looks()}
    assert len(seen.products) == len(said)
    assert len(seen.skus) == sum(len(o.skus) for o in said.values())
    for (product,), at, state in zip(
        seen.products.key.tolist(), seen.products.at.tolist(), seen.products.state.tolist(), strict=True
    ):
        assert state[0] == said[product, at].state.orders_total
        assert state[6] == said[product, at].state.stock


async def test_a_whole_importing_again_writes_nothing(database_url: str) -> None:
    async with connected(database_url) as db:
        await keep(db, looks())
        marks = await rows(db, "sales_touched")
        before = await db.fetchval(
            "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_all_tables"
        )
        assert await keep(db, looks()) == 0
        assert await rows(db, "sales_touched") == marks
        assert before is not None


async def test_batches_that_share_products_wait_for_each_other(database_url: str) -> None:
    pool = await open_pool(database_url, at_most=6)
    parts = [looks()[i::6] for i in range(6)]
    for part in parts:
        random.Random(len(part)).shuffle(part)

    async def one(part: list[Observation]) -> int:
        async with transaction(pool) as db:
            return (await merge(db, part)).taken

    taken = await asyncio.gather(*[one(part) for part in parts])
    assert sum(taken) == len(looks())
    async with connected(database_url) as db:
        together = await everything(db)
        await cleared(db)
        await keep(db, looks())
        assert await everything(db) == together
    await pool.close()


async def test_an_older_look_never_overwrites_the_latest_state(database_url: str) -> None:
    async with connected(database_url) as db:
        newest, older = looks(products=1)[-1], looks(products=1)[0]
        await keep(db, [newest])
        await keep(db, [older])
        row = await db.fetchrow("SELECT orders_total FROM product_latest WHERE product_id = 1")
        assert row["orders_total"] == newest.state.orders_total
        assert await db.fetchval("SELECT first_seen FROM products WHERE product_id = 1") is not None


async def test_a_quiet_product_costs_one_row_however_often_it_is_seen(database_url: str) -> None:
    state = ProductState(5, None, 1, None, 10, None, 3)
    quiet = [Observation(9, START + 200 * HOUR + i * HOUR, state, (SkuState(90, 3, 10),)) for i in range(200)]
    async with connected(database_url) as db:
        for part in (quiet[::2], quiet[1::2]):
            await keep(db, part)
        assert await db.fetchval("SELECT count(*) FROM observations") == 1
        assert await db.fetchval("SELECT looks FROM sku_observations") == 200
