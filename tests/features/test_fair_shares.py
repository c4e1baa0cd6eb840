"""When not all that is due can be visited: tracked first, fair shares, the rest by value, and nobody starves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest

from ventra.catalog.store import watch
from ventra.core.pace import BANDS, DAY
from ventra.infra.db import Pool, transaction

NOW = datetime(2100, 1, 1, tzinfo=UTC)
SWEEP = timedelta(seconds=5)


async def due(
    pool: Pool, product_ids: Iterable[int], *, orgs: Iterable[int] = (), every: int = 900, late: float = 0.0
) -> None:
    """Products that are overdue by `late` of their intervals, tracked by `orgs`."""
    ids = list(product_ids)
    async with transaction(pool) as db:
        await watch.watch_new(db, ids)
        for org_id in orgs:
            await watch.register(db, ids, tracked=True, org_id=org_id)
        await db.execute(
            "UPDATE watch SET every_seconds = $2, due_at = $3 WHERE product_id = ANY($1)",
            ids,
            every,
            NOW - timedelta(seconds=every * late),
        )


async def sweep(pool: Pool, room: int, now: datetime, collect: str = "all") -> list[int]:
    """Take what there is room for and settle it at once, each due again after its interval."""
    async with transaction(pool) as db:
        leases = await watch.take_due(db, collect=collect, at_most=room, lease_seconds=60, now=now)
        ids = [lease.product_id for lease in leases]
        await db.execute(
            "UPDATE watch SET leased_until = NULL, due_at = $2::timestamptz + make_interval(secs => every_seconds) "
            "WHERE product_id = ANY($1)",
            ids,
            now,
        )
    return ids


async def visits(
    pool: Pool, sweeps: int, room: int, *, apart: timedelta = SWEEP, start: datetime = NOW
) -> Counter[int]:
    """How often each product was visited in so many sweeps."""
    counted: Counter[int] = Counter()
    for turn in range(sweeps):
        counted.update(await sweep(pool, room, start + turn * apart))
    return counted


def of(counted: Counter[int], belongs: Callable[[int], bool]) -> int:
    return sum(times for product_id, times in counted.items() if belongs(product_id))


async def test_who_tracks_ten_is_served_fully_beside_one_who_tracks_a_thousand(pool: Pool) -> None:
    await due(pool, range(1, 1_001), orgs=[1], late=5.0)
    await due(pool, range(2_001, 2_011), orgs=[2])
    # A fifth of what both ask for; an hour holds four rounds of a quarter of an hour.
    counted = await visits(pool, 720, 1)
    assert all(3 <= counted[product_id] <= 5 for product_id in range(2_001, 2_011))
    assert sum(counted.values()) == 720


async def test_who_asks_for_more_than_there_is_gets_the_same_as_another_who_does(pool: Pool) -> None:
    await due(pool, range(1, 801), orgs=[1], late=9.0)
    await due(pool, range(1_001, 1_201), orgs=[2])
    await due(pool, range(2_001, 2_201))
    async with transaction(pool) as db:
        await db.execute("UPDATE watch SET tracked = true, every_seconds = 900 WHERE product_id > 2000")
    counted = await visits(pool, 120, 1)
    shares = [of(counted, lambda one, n=n: one // 1_000 == n) for n in range(3)]
    # The third are tracked without a tracker, as a release before this one leaves them.
    assert sum(shares) == 120
    assert all(25 <= share <= 55 for share in shares)


async def test_a_place_that_one_does_not_need_goes_round_to_the_others(pool: Pool) -> None:
    await due(pool, range(1, 51), orgs=[1])
    await due(pool, [101, 102], orgs=[2])
    await due(pool, [201], orgs=[3])
    taken = await sweep(pool, 10, NOW, collect="tracked")
    assert {101, 102, 201} < set(taken)
    assert len([one for one in taken if one < 100]) == 7


async def test_what_several_track_is_visited_once(pool: Pool) -> None:
    await due(pool, [1, 2], orgs=[1, 2, 3])
    await due(pool, [3], orgs=[3])
    assert sorted(await sweep(pool, 10, NOW)) == [1, 2, 3]
    assert await sweep(pool, 10, NOW) == []


async def test_tracked_goods_come_first_and_what_they_leave_goes_to_the_rest(pool: Pool) -> None:
    await due(pool, range(1, 5), orgs=[1])
    await due(pool, range(101, 201), every=DAY, late=3.0)
    taken = await sweep(pool, 10, NOW)
    assert taken[:4] == [1, 2, 3, 4]
    assert len(taken) == 10


async def test_one_visit_in_ten_is_for_what_nobody_tracks_in_large_rooms_and_in_small_ones(
    pool: Pool,
) -> None:
    await due(pool, range(1, 2_001), orgs=[1], late=50.0)
    await due(pool, range(5_001, 6_001), every=DAY)
    start = NOW
    for sweeps, room, near in ((1, 100, 0), (10, 10, 0), (300, 1, 12), (100, 3, 12)):
        counted = await visits(pool, sweeps, room, start=start)
        assert of(counted, lambda one: one > 5_000) == pytest.approx(sweeps * room / 10, abs=near)
        assert sum(counted.values()) == sweeps * room
        start += sweeps * SWEEP


async def test_the_tenth_goes_to_tracked_goods_where_nothing_else_waits(pool: Pool) -> None:
    await due(pool, range(1, 101), orgs=[1])
    assert len(await sweep(pool, 50, NOW)) == 50


async def test_the_rest_goes_by_how_late_each_is_for_its_own_interval(pool: Pool) -> None:
    await due(pool, [1], every=DAY, late=0.5)
    await due(pool, [2], every=900, late=0.6)
    await due(pool, [3], every=3_600, late=0.4)
    await due(pool, [4], every=4_000, late=0.55)
    assert await sweep(pool, 3, NOW) == [2, 4, 1]


async def test_a_day_of_three_times_the_budget_stretches_every_interval_alike_and_visits_everything(
    pool: Pool,
) -> None:
    # Bands of a quarter of their length, so that a day holds the longest stretched one; each band asks for as much.
    bands = [band // 4 for band in BANDS]
    sizes = [max(1, round(12 * band / bands[0])) for band in bands]
    every = np.repeat(bands, sizes)
    apart = timedelta(minutes=2)
    room = round((1 / every).sum() / 3 * apart.total_seconds())
    rng = np.random.default_rng(4)
    # It has been like this for long: the last visit lies up to three intervals back.
    late = rng.uniform(-1, 2, len(every)) * every
    await pool.execute(
        "INSERT INTO watch (product_id, every_seconds, due_at) "
        "SELECT id, every, $3::timestamptz - make_interval(secs => late) "
        "FROM unnest($1::bigint[], $2::integer[], $4::float8[]) AS n(id, every, late)",
        list(range(len(every))),
        every.tolist(),
        NOW,
        late.tolist(),
    )
    seen: dict[int, list[float]] = {product_id: [] for product_id in range(len(every))}
    for turn in range(int(timedelta(days=1) / apart)):
        for product_id in await sweep(pool, room, NOW + turn * apart):
            seen[product_id].append(turn * apart.total_seconds())
    assert all(seen.values())
    stretch = [
        np.mean([b - a for i in np.flatnonzero(every == band) for a, b in pairwise(seen[int(i)])]) / band
        for band in bands[:-1]
    ]
    assert stretch == [pytest.approx(3, rel=0.2)] * len(stretch)
    longest = max((b - a) / every[i] for i, at in seen.items() for a, b in pairwise(at))
    assert longest < 4.5


async def test_an_interval_nobody_has_heard_of_does_not_wait_for_ever(pool: Pool) -> None:
    await due(pool, range(1, 101), every=900, late=0.1)
    await due(pool, [200], every=1_234_567, late=0.2)
    assert await sweep(pool, 1, NOW) == [200]


async def test_what_is_leased_is_passed_over(pool: Pool) -> None:
    await due(pool, range(1, 21), every=DAY)
    await due(pool, range(31, 51), orgs=[1])
    async with transaction(pool) as db:
        first = await watch.take_due(db, collect="all", at_most=30, lease_seconds=60, now=NOW)
        second = await watch.take_due(db, collect="all", at_most=30, lease_seconds=60, now=NOW)
    assert (len(first), len(second)) == (30, 10)
    assert not {one.product_id for one in first} & {one.product_id for one in second}
