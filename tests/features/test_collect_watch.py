"""Who is visited when: leases, tracking, and registering without disturbing what is there."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from ventra.catalog.store import watch
from ventra.infra.db import Pool, transaction

NOW = datetime(2100, 1, 1, tzinfo=UTC)


async def take(
    pool: Pool, now: datetime = NOW, collect: str = "all", at_most: int = 100
) -> list[watch.Lease]:
    async with transaction(pool) as db:
        return await watch.take_due(db, collect=collect, at_most=at_most, lease_seconds=60, now=now)


async def registered(pool: Pool, *product_ids: int, **more: Any) -> int:
    async with transaction(pool) as db:
        return await watch.register(db, product_ids, **more)


async def test_two_sweeps_at_once_never_take_the_same_product(pool: Pool) -> None:
    await registered(pool, *range(1, 101))
    taken = await asyncio.gather(*(take(pool, at_most=40) for _ in range(4)))
    ids = [lease.product_id for leases in taken for lease in leases]
    assert len(ids) == len(set(ids))
    assert len(ids) + len(await take(pool)) == 100


async def test_a_lease_that_ran_out_is_taken_anew_under_a_higher_number(pool: Pool) -> None:
    await registered(pool, 7)
    (first,) = await take(pool)
    assert await take(pool, NOW + timedelta(seconds=59)) == []
    (second,) = await take(pool, NOW + timedelta(seconds=60))
    assert second.lease == first.lease + 1
    async with transaction(pool) as db:
        assert await watch.held(db, [first]) == []
        assert [held.lease for held in await watch.held(db, [second])] == [second]
        assert await watch.settle(db, [watch.Settled(first, NOW, 0, "ok", 3600)], NOW) == 0


async def test_only_tracked_products_are_taken_when_so_told(pool: Pool) -> None:
    await registered(pool, 1, 2)
    async with transaction(pool) as db:
        await watch.track(db, 2, True, NOW)
        await watch.track(db, 3, True, NOW)
    assert [lease.product_id for lease in await take(pool, collect="tracked")] == [2, 3]
    async with transaction(pool) as db:
        await watch.track(db, 2, False, NOW)
    later = NOW + timedelta(hours=1)
    assert [lease.product_id for lease in await take(pool, later, collect="tracked")] == [3]


async def test_registering_again_changes_only_what_is_said(pool: Pool) -> None:
    assert await registered(pool, 1, 1, 2, tracked=True, every_seconds=600) == 2
    assert await registered(pool, 1, 2, 3) == 1
    rows = await pool.fetch(
        "SELECT product_id, tracked, every_seconds, asked_seconds FROM watch ORDER BY product_id"
    )
    assert [tuple(row) for row in rows] == [
        (1, True, 900, 600),
        (2, True, 900, 600),
        (3, False, 4 * 3600, None),
    ]


async def test_a_product_found_again_keeps_its_tracking(pool: Pool) -> None:
    await registered(pool, 1, tracked=True, every_seconds=600)
    async with transaction(pool) as db:
        assert await watch.watch_new(db, [1, 2, 2], every_seconds=86_400) == 1
        await watch.track(db, 2, True, NOW)
    rows = await pool.fetch("SELECT product_id, tracked, every_seconds FROM watch ORDER BY product_id")
    assert [tuple(row) for row in rows] == [(1, True, 900), (2, True, 900)]


async def trackers(pool: Pool) -> list[tuple[int, int]]:
    rows = await pool.fetch("SELECT org_id, product_id FROM trackers ORDER BY 1, 2")
    return [tuple(row) for row in rows]


async def tracked(pool: Pool) -> list[int]:
    rows = await pool.fetch("SELECT product_id FROM watch WHERE tracked ORDER BY 1")
    return [row["product_id"] for row in rows]


async def test_what_two_track_stays_tracked_until_neither_does(pool: Pool) -> None:
    async with transaction(pool) as db:
        await watch.track(db, 1, True, NOW, org_id=1)
        await watch.track(db, 1, True, NOW, org_id=2)
        await watch.track(db, 1, True, NOW, org_id=2)
        await watch.track(db, 1, False, NOW, org_id=1)
    assert (await trackers(pool), await tracked(pool)) == ([(2, 1)], [1])
    async with transaction(pool) as db:
        await watch.track(db, 1, False, NOW, org_id=3)
        await watch.track(db, 1, False, NOW, org_id=2)
    assert (await trackers(pool), await tracked(pool)) == ([], [])
    assert await pool.fetchval("SELECT every_seconds FROM watch") == 4 * 3600


async def test_organisations_that_track_at_the_same_time_all_do(pool: Pool) -> None:
    async def one(org_id: int, on: bool) -> None:
        async with transaction(pool) as db:
            await watch.register(db, range(1, 51), tracked=on, org_id=org_id)

    await asyncio.gather(*(one(org_id, True) for org_id in range(1, 7)))
    assert len(await trackers(pool)) == 300
    await asyncio.gather(*(one(org_id, False) for org_id in range(1, 7)))
    assert (await trackers(pool), await tracked(pool)) == ([], [])


async def test_what_was_tracked_before_there_were_trackers_is_the_first_organisations(pool: Pool) -> None:
    await registered(pool, 1, 2)
    await pool.execute("UPDATE watch SET tracked = true WHERE product_id = 1")
    async with transaction(pool) as db:
        await watch.track(db, 1, False, NOW, org_id=2)
    assert await tracked(pool) == [1]
    async with transaction(pool) as db:
        await watch.track(db, 1, False, NOW)
    assert await tracked(pool) == []


async def test_a_release_that_knows_no_trackers_ends_them_all(pool: Pool) -> None:
    await registered(pool, 1, tracked=True, org_id=2)
    await pool.execute("UPDATE watch SET tracked = false")
    async with transaction(pool) as db:
        await watch.track(db, 1, True, NOW, org_id=3)
    assert await trackers(pool) == [(3, 1)]


async def test_tracking_makes_a_product_due_once_and_not_again_and_again(pool: Pool) -> None:
    await registered(pool, 1)
    await pool.execute("UPDATE watch SET due_at = $1", NOW + timedelta(days=1))
    async with transaction(pool) as db:
        await watch.track(db, 1, True, NOW)
    assert await pool.fetchval("SELECT due_at FROM watch") == NOW
    await pool.execute("UPDATE watch SET due_at = $1", NOW + timedelta(minutes=9))
    async with transaction(pool) as db:
        await watch.track(db, 1, True, NOW, org_id=2)
    assert await pool.fetchval("SELECT due_at FROM watch") == NOW + timedelta(minutes=9)


async def test_a_lease_given_back_is_due_as_before_or_later_where_told(pool: Pool) -> None:
    await registered(pool, 1, 2)
    before = await pool.fetchval("SELECT due_at FROM watch WHERE product_id = 1")
    one, two = await take(pool)
    async with transaction(pool) as db:
        await watch.release(db, [one])
        await watch.release(db, [two], not_before=NOW + timedelta(hours=1))
    assert await pool.fetchval("SELECT due_at FROM watch WHERE product_id = 1") == before
    assert [lease.product_id for lease in await take(pool)] == [1]


async def test_a_sweep_does_not_wait_for_another_that_is_under_way(pool: Pool) -> None:
    await registered(pool, *range(1, 11))
    async with transaction(pool) as db:
        first = await watch.take_due(db, collect="all", at_most=4, lease_seconds=60, now=NOW)
        async with asyncio.timeout(5):
            second = await take(pool)
    assert (len(first), len(second)) == (4, 6)
