"""The nightly refresh on a real Postgres: what rises is found, a killed one goes on, and twice is the same bytes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from fixtures import rows
from fixtures.sold import goods, sold
from ventra.core.bucket import FOLDERS
from ventra.infra.db import transaction
from ventra.outlook.judge import JudgeBy
from ventra.outlook.look import RULE
from ventra.outlook.means import Means
from ventra.outlook.refresh import refresh
from ventra.outlook.store import progress

NOW = datetime(2026, 10, 10, 8, tzinfo=UTC)
LAST = date(2026, 10, 9)
SPAN = 90
BY = JudgeBy(0.1, 0.5)
TABLES = ("product_outlooks", "category_outlooks", "seller_outlooks", "rising")
STEADY, DOUBLED, NEW, GONE, UNKNOWN = range(100, 160), range(200, 208), 300, 301, 302


async def inline(work: Any, *values: Any) -> Any:
    """What a process would do, here."""
    return work(*values)


def means_of(pool: Any, **more: Any) -> Means:
    return Means(pool, inline, BY, clock=lambda: NOW, **more)


async def stocked(pool: Any) -> None:
    """A market of steady goods and some that doubled nine days ago, in two categories below one, of three shops."""
    rng = np.random.default_rng(5)
    units = {one: rng.poisson(6.0, SPAN).astype(float) for one in STEADY}
    for one in DOUBLED:
        units[one] = np.concatenate((rng.poisson(8.0, SPAN - 9), rng.poisson(22.0, 9))).astype(float)
    units[NEW] = np.concatenate((np.full(SPAN - 10, np.nan), rng.poisson(5.0, 10)))
    units[GONE] = np.full(SPAN, 9.0)
    async with transaction(pool) as db:
        await db.execute(
            "INSERT INTO categories (category_id, parent_id, title_uz, path) VALUES "
            "(1, NULL, 'Uy', '{1}'), (2, 1, 'Choynak', '{1,2}'), (3, 1, 'Piyola', '{1,3}')"
        )
        await db.execute("INSERT INTO sellers (seller_id, title) VALUES (1, 'A'), (2, 'B'), (3, 'C')")
        await goods(db, STEADY, category=2, seller=1)
        await goods(db, DOUBLED, category=3, seller=2)
        await goods(db, [NEW], category=2, seller=3, first_seen=NOW - timedelta(days=11))
        await goods(db, [GONE], category=2, seller=3, state="gone")
        await goods(db, [UNKNOWN], category=2, seller=3)
        await sold(db, units, LAST)


async def kept(pool: Any) -> dict[str, list[tuple[Any, ...]]]:
    async with transaction(pool) as db:
        return {
            table: sorted(tuple(row) for row in await db.fetch(f"SELECT t::text FROM {table} t"))
            for table in TABLES
        }


async def rising_of(pool: Any, kind: str) -> list[int]:
    async with transaction(pool) as db:
        found = await db.fetch(
            "SELECT subject_id FROM rising WHERE kind = $1 ORDER BY rank, subject_id", kind
        )
    return [row["subject_id"] for row in found]


async def test_what_doubled_is_found_and_steady_goods_are_left_alone(pool: Any) -> None:
    await stocked(pool)
    assert await refresh(means_of(pool))
    found = await rising_of(pool, "products")
    assert set(DOUBLED) <= set(found)
    assert len(found) <= len(DOUBLED) + 2
    assert 3 in await rising_of(pool, "categories")
    assert await rising_of(pool, "sellers") == [2]
    assert await rising_of(pool, "newcomers") == [NEW]
    async with transaction(pool) as db:
        judged = (await progress.newest(db)).judged
        outlook = await db.fetchrow("SELECT * FROM product_outlooks WHERE product_id = $1", DOUBLED[0])
        steady = await db.fetchrow("SELECT * FROM category_outlooks WHERE category_id = 2")
    assert judged["products"] == {"tested": len(STEADY) + len(DOUBLED), "rising": len(found)}
    assert judged["newcomers"] == {"tested": 1, "rising": 1}
    assert outlook["as_of"] == LAST
    assert 15 < outlook["level_low"] < outlook["level"] < outlook["level_high"] < 30
    assert 0.3 < outlook["least_growth"] < 3
    assert outlook["growth_7_low"] > 0.1
    assert outlook["p_value"] < outlook["q_value"] < 0.01
    assert abs((LAST - timedelta(days=8)) - outlook["change_day"]) <= timedelta(days=2)
    assert (steady["products"], steady["rises"]) == (61, False)
    assert steady["level"] == pytest.approx(6 * 60 + 5, rel=0.1)


async def test_a_product_without_a_known_day_and_one_that_is_gone_have_no_outlook(pool: Any) -> None:
    await stocked(pool)
    await refresh(means_of(pool))
    async with transaction(pool) as db:
        known = {row["product_id"] for row in await db.fetch("SELECT product_id FROM product_outlooks")}
        shop = await db.fetchrow("SELECT * FROM seller_outlooks WHERE seller_id = 3")
    assert known == {*STEADY, *DOUBLED, NEW}
    assert shop["products"] == 1


async def test_a_refresh_that_was_cut_short_goes_on_and_ends_with_the_same_rows(pool: Any) -> None:
    await stocked(pool)
    await refresh(means_of(pool))
    whole = await kept(pool)
    async with transaction(pool) as db:
        for table in TABLES:
            await db.execute(f"DELETE FROM {table}")

    class Killed(Exception):
        pass

    def after_twenty(done: int) -> None:
        if done == 20:
            raise Killed

    with pytest.raises(Killed):
        await refresh(means_of(pool, say=after_twenty), anew=True)
    async with transaction(pool) as db:
        run = await progress.newest(db)
        assert (run.done, run.finished_at, run.folders) == (20, None, FOLDERS)
        # The judging before stays the one that lists speak of.
        assert (await progress.newest(db, finished=True)).finished_at == NOW
        assert await db.fetchval("SELECT count(*) FROM rising") == 0
    before = await pool.fetch("SELECT product_id, xmin FROM product_outlooks")
    said: list[int] = []
    assert await refresh(means_of(pool, say=said.append))
    assert said == list(range(21, FOLDERS + 1))
    after = dict(await pool.fetch("SELECT product_id, xmin FROM product_outlooks"))
    assert before
    assert all(after[product] == version for product, version in before)
    assert await kept(pool) == whole


async def test_goods_that_changed_meanwhile_leave_no_list_of_two_looks(pool: Any) -> None:
    await stocked(pool)
    await refresh(means_of(pool))
    listed = await rising_of(pool, "products")

    class Killed(Exception):
        pass

    def after_twenty(done: int) -> None:
        if done == 20:
            raise Killed

    with pytest.raises(Killed):
        await refresh(means_of(pool, say=after_twenty), anew=True)
    gone = listed[0]
    async with transaction(pool) as db:
        await db.execute("UPDATE products SET state = 'gone' WHERE product_id = $1", gone)
    assert await rising_of(pool, "products") == listed
    said: list[int] = []
    assert await refresh(means_of(pool, say=said.append))
    assert said == list(range(1, FOLDERS + 1))
    resumed = await kept(pool)
    assert await rising_of(pool, "products") == [one for one in listed if one != gone]
    assert await refresh(means_of(pool), anew=True)
    assert await kept(pool) == resumed
    async with transaction(pool) as db:
        assert (await progress.newest(db)).finished_at == NOW
        days = await db.fetch("SELECT kind, subject_id, day FROM outlook_group_days ORDER BY 1, 2")
    assert {row["day"] for row in days} == {LAST}
    assert {row["kind"] for row in days} == {"category", "seller"}


async def test_twice_is_the_same_bytes_however_many_folders_are_under_way(pool: Any) -> None:
    await stocked(pool)
    await refresh(means_of(pool))
    once = await kept(pool)
    assert not await refresh(means_of(pool))

    async def late(work: Any, *values: Any) -> Any:
        await asyncio.sleep(float(np.random.default_rng().random()) * 0.02)
        return await asyncio.to_thread(work, *values)

    again = Means(pool, late, BY, at_once=5, clock=lambda: NOW)
    assert await refresh(again, anew=True)
    assert await kept(pool) == once


async def test_an_empty_market_is_judged_too(pool: Any) -> None:
    assert await refresh(means_of(pool))
    assert await kept(pool) == {table: [] for table in TABLES}
    async with transaction(pool) as db:
        run = await progress.newest(db, finished=True)
    assert (run.day, run.products, run.done) == (LAST, 0, FOLDERS)
    assert run.judged["products"] == {"tested": 0, "rising": 0}


async def test_it_is_due_once_all_days_are_closed_and_again_when_many_products_came(pool: Any) -> None:
    async def due(at: datetime = NOW) -> bool:
        async with transaction(pool) as db:
            return await progress.is_due(db, LAST, rule=RULE, now=at)

    await stocked(pool)
    async with transaction(pool) as db:
        for one in STEADY:
            await rows.figures(db, one, 40.0, as_of=LAST, basis_28=1)
        await db.execute(
            "UPDATE sales_figures SET as_of = $1 WHERE product_id = 100", LAST - timedelta(days=1)
        )
    assert not await due()
    async with transaction(pool) as db:
        await db.execute("UPDATE sales_figures SET as_of = $1", LAST)
    assert await due()
    await refresh(means_of(pool))
    assert not await due()
    later = NOW + timedelta(minutes=6)
    assert not await due(later)
    async with transaction(pool) as db:
        await goods(db, range(400, 420), category=2, seller=1)
        for one in (*DOUBLED, *range(400, 420)):
            await rows.figures(db, one, 40.0, as_of=LAST, basis_28=1)
    assert not await due()
    assert await due(later)
    assert not await refresh(means_of(pool)), "it settles first"
    assert await refresh(replace(means_of(pool), clock=lambda: later))
    assert not await due(later), "and is done with it"


async def test_a_night_of_a_clock_that_was_ahead_is_forgotten(pool: Any) -> None:
    await stocked(pool)
    ahead = NOW + timedelta(days=90)
    await refresh(replace(means_of(pool), clock=lambda: ahead))
    await refresh(means_of(pool))
    async with transaction(pool) as db:
        assert (await progress.newest(db)).day == LAST
