"""Learning the profile of the day from what is kept: when, from what, and which version closing goes by."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from tests.fixtures.bought import EVENING, MORNING, seen_of

from ventra.collect.store.observations import merge, merge_columns
from ventra.core.counters import LEARNED, Counters
from ventra.core.day import TASHKENT, from_day_number, start_of_day_us, to_day_number
from ventra.core.learning import hear
from ventra.core.learning import learn as learn_of
from ventra.core.observation import REST, Observation, ProductState
from ventra.core.profile import MARKET, flat
from ventra.infra.db import open_pool, transaction
from ventra.sales import learn
from ventra.sales.close import close_touched, newest_profile, recompute
from ventra.sales.learn import know_counters, learn_profile, learn_when_due
from ventra.sales.store import profiles

FIRST = to_day_number(date(2026, 9, 20))
DAYS = 21
NOW = datetime(2026, 10, 11, 3, tzinfo=TASHKENT)
"""The last look was some hours ago; that day has closed."""
PRODUCTS = 60
FALLS, KEEPS = Counters(fall=(REST,)), Counters(keep=(REST,))


def never() -> bool:
    return False


async def seen_market(
    pool: Any,
    share: Any,
    *,
    first_day: int = FIRST,
    first_product: int = 1,
    days: int = DAYS,
    rate: float = 6.0,
    seed: int = 1,
) -> Any:
    """Looks at counters, kept as collecting keeps them; every third product stands in category 7."""
    seen = seen_of(
        np.random.default_rng(seed), share, products=PRODUCTS, days=days, rate=rate, gap_hours=3,
        first_day=first_day, first_product=first_product,
    )  # fmt: skip
    async with transaction(pool) as db:
        await merge_columns(db, seen)
        await db.execute("UPDATE products SET category_id = 7 WHERE product_id % 3 = 0")
    return seen


async def hourly_falls(pool: Any) -> None:
    """Looks of ten days at one product: an order every fourth hour, and one cancelled on the fourth day."""
    shown, found = 1001, []
    for hour in range(10 * 24):
        shown += -1 if hour == 89 else int(hour % 4 == 0)
        state = ProductState(shown, None, None, None, 1000, None, None)
        found.append(Observation(1, start_of_day_us(FIRST) + hour * 3_600_000_000, state))
    async with transaction(pool) as db:
        await merge(db, found)


async def units(pool: Any) -> float:
    """Of all days."""
    total: float = await pool.fetchval("SELECT sum(units) FROM sales_days")
    return total


async def versions(pool: Any) -> list[int]:
    return [row["version"] for row in await pool.fetch("SELECT version FROM profiles ORDER BY 1")]


async def test_what_is_learned_in_parts_is_what_the_whole_market_says(
    pool: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learn, "PRODUCTS_AT_ONCE", 7)
    seen = await seen_market(pool, EVENING)
    lesson = await learn_profile(pool, now=NOW)
    category = np.array([7 if product % 3 == 0 else MARKET for product in range(1, PRODUCTS + 1)])
    expected = learn_of(hear(seen, category), version=1)
    kept = await newest_profile(pool)
    assert (lesson.outcome, lesson.profile.version, kept.version) == ("kept", 1, 1)
    assert kept.category.tolist() == [7]
    assert kept.share == pytest.approx(expected.share, abs=1e-9)
    assert np.array_equal(kept.share, lesson.profile.share)
    told = await pool.fetchrow("SELECT * FROM profiles")
    assert (told["first_day"], told["last_day"]) == (
        from_day_number(FIRST),
        from_day_number(FIRST + DAYS - 1),
    )
    assert told["looks"] == len(seen.products)
    assert told["units"] == hear(seen, category).units.sum() > 2_000
    assert lesson.moved > 0.2


async def test_a_day_that_is_like_the_one_before_teaches_nothing_new(pool: Any) -> None:
    await seen_market(pool, EVENING)
    assert (await learn_profile(pool, now=NOW)).outcome == "kept"
    again = await learn_profile(pool, now=NOW + timedelta(days=1))
    assert (again.outcome, again.profile.version) == ("alike", 1)
    assert again.moved < learn.LEAST_MOVED
    assert await versions(pool) == [1]


async def test_buyers_who_change_their_hours_make_a_new_version_and_the_old_one_stays(pool: Any) -> None:
    await seen_market(pool, EVENING)
    await learn_profile(pool, now=NOW)
    before = await newest_profile(pool)
    later = FIRST + 30
    await seen_market(pool, MORNING, first_day=later, first_product=1000, seed=2)
    lesson = await learn_profile(pool, now=NOW + timedelta(days=30))
    assert (lesson.outcome, lesson.profile.version) == ("kept", 2)
    assert await versions(pool) == [1, 2]
    async with transaction(pool) as db:
        first = await profiles.of_version(db, 1)
        assert (await profiles.of_version(db, 0)).share.tolist() == flat().share.tolist()
    assert np.array_equal(first.share, before.share)
    assert np.abs(lesson.profile.share[0] - MORNING).sum() < np.abs(lesson.profile.share[0] - EVENING).sum()


@pytest.mark.parametrize(("days", "rate"), [(2, 60.0), (DAYS, 0.8)])
async def test_too_few_units_or_days_teach_nothing(pool: Any, days: int, rate: float) -> None:
    await seen_market(pool, EVENING, days=days, rate=rate, first_day=FIRST + DAYS - days)
    lesson = await learn_profile(pool, now=NOW)
    assert (lesson.outcome, lesson.profile.version) == ("little", 0)
    assert await versions(pool) == []
    assert (await learn_when_due(pool, now=NOW, stopping=never)).outcome == "little"


async def test_an_installation_that_saw_nothing_learns_nothing(pool: Any) -> None:
    lesson = await learn_profile(pool, now=NOW)
    assert (lesson.outcome, lesson.learned.looks) == ("little", 0)


async def test_only_closed_days_of_four_weeks_are_heard(pool: Any) -> None:
    await seen_market(pool, EVENING)
    lesson = await learn_profile(pool, now=NOW + timedelta(days=20))
    assert lesson.learned.first_day == from_day_number(FIRST + 13)
    earlier = await learn_profile(pool, now=NOW - timedelta(days=5))
    assert earlier.learned.last_day == from_day_number(FIRST + DAYS - 6)


async def test_enough_looks_end_the_listening_and_the_choice_is_always_the_same(
    pool: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learn, "PRODUCTS_AT_ONCE", 5)
    monkeypatch.setattr(learn, "MOST_LOOKS", 5_000)
    await seen_market(pool, EVENING, rate=40.0)
    first, second = [await learn_profile(pool, now=NOW) for _ in range(2)]
    assert 5_000 <= first.learned.looks < 6_000
    assert (second.outcome, second.moved, second.learned) == ("alike", 0.0, first.learned)


async def test_it_is_tried_until_something_is_learned_and_then_once_a_week(pool: Any) -> None:
    assert (await learn_when_due(pool, now=NOW, stopping=never)).outcome == "little"
    await seen_market(pool, EVENING)
    hour, day = timedelta(hours=1), timedelta(days=1)
    assert (await learn_when_due(pool, now=NOW + hour, stopping=never)).outcome == "kept"
    assert await learn_when_due(pool, now=NOW + 2 * hour, stopping=never) is None
    assert await learn_when_due(pool, now=NOW + 7 * day, stopping=never) is None
    assert (await learn_when_due(pool, now=NOW + 7 * day + hour, stopping=never)).outcome == "alike"
    assert await learn_when_due(pool, now=NOW + 13 * day, stopping=never) is None
    assert (await learn_when_due(pool, now=NOW + 60 * day, stopping=never)).outcome == "little"
    assert await learn_when_due(pool, now=NOW + 61 * day, stopping=never) is None


async def test_who_is_told_to_stop_leaves_it_for_the_next_time(pool: Any) -> None:
    await seen_market(pool, EVENING)
    assert await learn_when_due(pool, now=NOW, stopping=lambda: True) is None
    assert (await learn_when_due(pool, now=NOW, stopping=never)).outcome == "kept"


async def test_two_who_learn_at_once_keep_one_version(database_url: str) -> None:
    pools = [await open_pool(database_url) for _ in range(2)]
    await seen_market(pools[0], EVENING)
    lessons = await asyncio.gather(*(learn_profile(pool, now=NOW) for pool in pools))
    assert sorted(lesson.outcome for lesson in lessons) == ["alike", "kept"]
    assert await versions(pools[0]) == [1]
    for pool in pools:
        await pool.close()


async def test_days_say_which_version_made_them_and_a_new_one_makes_none_anew(pool: Any) -> None:
    async def made_with() -> dict[int, int]:
        rows = await pool.fetch("SELECT profile, count(*) AS n FROM sales_days GROUP BY 1")
        return {row["profile"]: row["n"] for row in rows}

    await seen_market(pool, EVENING)
    await close_touched(pool, now=NOW)
    before = await pool.fetch("SELECT product_id, day, units FROM sales_days ORDER BY 1, 2")
    await learn_profile(pool, now=NOW)
    assert await close_touched(pool, now=NOW) == 0
    assert set(await made_with()) == {0}
    first = from_day_number(FIRST + 5)
    await recompute(pool, first, first + timedelta(days=1), now=NOW)
    assert await made_with() == {0: len(before) - 2 * PRODUCTS, 1: 2 * PRODUCTS}
    after = await pool.fetch("SELECT product_id, day, units FROM sales_days ORDER BY 1, 2")
    differ = [b["day"] for a, b in zip(before, after, strict=True) if a["units"] != b["units"]]
    assert set(differ) == {first, first + timedelta(days=1)}


async def test_what_is_known_of_counters_becomes_a_version_that_days_are_closed_by_from_then_on(
    pool: Any,
) -> None:
    """Every product's counter rises by an order at a look, and falls by one once."""
    await hourly_falls(pool)
    await close_touched(pool, now=NOW)
    before = await units(pool)
    assert await know_counters(pool, LEARNED, now=NOW) is None
    assert await versions(pool) == []
    known = await know_counters(pool, FALLS, now=NOW)
    assert known is not None
    assert (known.version, known.counters, known.share.tolist()) == (1, FALLS, flat().share.tolist())
    assert await know_counters(pool, FALLS, now=NOW) is None
    assert await units(pool) == before
    await recompute(pool, from_day_number(FIRST), from_day_number(FIRST + 30), now=NOW)
    after = await units(pool)
    assert after > before
    assert {row["profile"] for row in await pool.fetch("SELECT profile FROM sales_days")} == {1}
    await know_counters(pool, KEEPS, now=NOW)
    await recompute(pool, from_day_number(FIRST), from_day_number(FIRST + 30), now=NOW)
    assert await units(pool) == before
    assert await versions(pool) == [1, 2]


async def test_a_profile_learned_later_keeps_what_is_known_of_counters_and_is_not_put_off_by_it(
    pool: Any,
) -> None:
    await seen_market(pool, EVENING)
    await know_counters(pool, FALLS, now=NOW)
    lesson = await learn_when_due(pool, now=NOW, stopping=never)
    assert lesson is not None
    assert (lesson.outcome, lesson.profile.version, lesson.profile.counters) == ("kept", 2, FALLS)
    assert await know_counters(pool, FALLS, now=NOW) is None
    kept = await know_counters(pool, LEARNED, now=NOW)
    assert kept is not None
    assert np.array_equal(kept.share, lesson.profile.share)
    async with transaction(pool) as db:
        assert await profiles.learned_from(db, 3) == lesson.learned


async def test_all_that_is_closed_together_goes_by_one_version(
    pool: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ventra.sales.close.DAYS_A_BATCH", 200)
    await seen_market(pool, EVENING)
    share = np.stack((MORNING, EVENING))
    learned = profiles.LearnedFrom(date(2026, 9, 1), date(2026, 9, 2), looks=9, units=9)
    one = profiles.Profile(1, np.array([7]), share)
    async with transaction(pool) as db:
        await profiles.add(db, one, learned, made_at=NOW)
    said = []

    async def add_another() -> None:
        while not said:
            await asyncio.sleep(0.01)
        async with transaction(pool) as db:
            two = profiles.Profile(2, np.array([7]), share[::-1])
            await profiles.add(db, two, learned, made_at=NOW)

    adding = asyncio.create_task(add_another())
    await close_touched(pool, now=NOW, say=said.append)
    await adding
    assert len(said) > 3
    assert await versions(pool) == [1, 2]
    assert [row["profile"] for row in await pool.fetch("SELECT DISTINCT profile FROM sales_days")] == [1]
