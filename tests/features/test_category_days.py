"""A category day by day: the days of its goods added up once, and kept right when days close, goods move, come and leave."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta

import asyncpg
import pytest

from features.test_category_market import tree
from features.test_closing import keep, look
from fixtures import rows
from ventra.core.day import last_closed_day
from ventra.infra.db import transaction
from ventra.infra.roles import APP_ROLE
from ventra.market import add_up as adding
from ventra.market.add_up import add_up
from ventra.sales.close import close_touched, recompute

AT = "/api/v1/categories/{}/sales"
NOW = datetime.now(UTC)


def ago(count: int) -> date:
    """The first day is the last that is closed, which yesterday is half an hour after midnight only."""
    return last_closed_day(datetime.now(UTC)) - timedelta(days=count - 1)


async def sold(db, product_id, category_id, *days, **more):
    """A product in a category; each of `days` is (days ago, units, how far its range reaches to either side)."""
    await rows.product(db, product_id, category_id=category_id, **more)
    for count, units, error in days:
        await on(db, product_id, count, units, error)


async def on(db, product_id, count, units, error=0.0, **more):
    ends = {"units_low": units - error, "units_high": units + error}
    money = {"revenue_uzs": int(units * 100), "revenue_low_uzs": int((units - error) * 100)}
    money |= {"revenue_high_uzs": int((units + error) * 100)}
    await rows.day(db, product_id, ago(count), units, **ends | money | more)


async def asked(api, category_id, days=7, **more):
    """The answer about the last closed days, and its days by how long ago they are."""
    found = (await api.get(AT.format(category_id), params={"from": ago(days)} | more)).json()
    return found, {(ago(0) - date.fromisoformat(one["day"])).days: one for one in found["days"]}


def ends(amount):
    return amount["point"], amount["low"], amount["high"]


async def test_a_day_is_the_sum_of_its_goods_and_their_errors_are_independent(api, db, pool):
    await tree(db)
    await sold(db, 11, 4, (1, 100.0, 3.0), (2, 7.0, 0.0))
    await sold(db, 12, 3, (1, 50.0, 4.0))
    await sold(db, 13, 1, (1, 10.0, 0.0))
    await sold(db, 14, 9, (1, 999.0, 0.0))
    await sold(db, 15, 4, (1, 999.0, 0.0), state="gone")
    await add_up(pool, now=NOW)
    found, days = await asked(api, 1)
    assert (found["products"], found["least_known"]) == (3, 3)
    assert found["first_day"] == ago(2).isoformat()
    assert (found["from"], found["to"]) == (ago(7).isoformat(), rows.days_ago(0).isoformat())
    assert sorted(days) == [1, 2, 3, 4, 5, 6, 7]
    assert ends(days[1]["units"]) == (160.0, 155.0, 165.0)
    assert ends(days[1]["revenue"]) == (16_000, 15_500, 16_500)
    assert (days[1]["units"]["basis"], days[1]["units_known"], days[1]["revenue_known"]) == ("measured", 3, 3)
    assert (days[1]["state"], days[5]["state"]) == ("provisional", "no_data")
    _, below = await asked(api, 2)
    assert ends(below[1]["units"]) == (100.0, 97.0, 103.0)


async def test_a_sum_is_what_the_answers_about_its_goods_come_to(api, db, pool):
    await tree(db)
    for product_id in range(20, 32):
        days = [(at, float(at * product_id % 17), 0.5) for at in range(1, 8) if (at + product_id) % 5]
        await sold(db, product_id, (1, 2, 3, 4)[product_id % 4], *((a, u + 1, e) for a, u, e in days))
    await add_up(pool, now=NOW)
    goods = [
        (await api.get(f"/api/v1/products/{one}/sales", params={"from": ago(7)})).json()["days"]
        for one in range(20, 32)
    ]
    _, days = await asked(api, 1)
    for count, day in days.items():
        told = [one for days in goods for one in days if one["day"] == ago(count).isoformat()]
        known = [one["units"] for one in told if one["units"]["point"] is not None]
        point = sum(one["point"] for one in known)
        reach = math.sqrt(sum((one["high"] - one["point"]) ** 2 for one in known))
        assert day["units_known"] == len(known) < 12
        assert ends(day["units"]) == pytest.approx((point, point - reach, point + reach), abs=0.01)
        assert day["units"]["basis"] == "imputed"


async def test_an_unlooked_day_is_no_zero_and_a_part_says_how_much_it_is(api, db, pool):
    await tree(db)
    for product_id in range(1, 11):
        await sold(db, product_id, 3, (2, 4.0, 0.0), *([(1, 0.0, 0.0)] if product_id < 9 else []))
    await on(db, 1, 3, 5.0, revenue_uzs=None, revenue_low_uzs=None, revenue_high_uzs=None)
    await add_up(pool, now=NOW)
    found, days = await asked(api, 3)
    assert (found["products"], found["least_known"]) == (10, 8)
    assert (ends(days[1]["units"]), days[1]["units"]["basis"], days[1]["units_known"]) == (
        (0, 0, 0),
        "imputed",
        8,
    )
    assert (days[2]["units"]["basis"], days[2]["units_known"]) == ("measured", 10)
    assert (days[3]["units"]["point"], days[3]["units_known"]) == (5.0, 1)
    assert (days[3]["revenue"]["point"], days[3]["revenue"]["basis"], days[3]["revenue_known"]) == (
        None,
        "no_data",
        0,
    )
    assert (ends(days[4]["units"]), days[4]["units_known"]) == ((None, None, None), 0)


async def test_a_category_that_is_not_known_is_not_found_and_an_empty_one_has_no_number(api, db, anyone):
    await tree(db)
    assert (await api.get(AT.format(77))).status_code == 404
    assert (await anyone.get(AT.format(77))).status_code == 404
    found = (await anyone.get(AT.format(9))).json()
    days = (ago(0) - date.fromisoformat(found["from"])).days
    assert (found["products"], found["first_day"], len(found["days"])) == (0, None, days)
    assert {one["units"]["basis"] for one in found["days"]} == {"no_data"}
    today, _ = await asked(api, 9, days=0)
    assert today["days"] == []
    assert (await api.get(AT.format(9), params={"from": "2026-02-01", "to": "2026-01-01"})).status_code == 400


async def sums(db):
    """The kept sums, as (category, day number): units, known."""
    found = await db.fetch("SELECT * FROM category_days ORDER BY category_id, day")
    return {(one["category_id"], one["day"]): (one["units"], one["units_known"]) for one in found}


async def by_hand(db):
    """The same, worked out from the products' days at once."""
    found = await db.fetch(
        "SELECT p.category_id, d.day, sum(d.units) AS units, count(*) AS known FROM products p "
        "JOIN sales_days d USING (product_id) WHERE p.state = 'active' AND p.category_id IS NOT NULL AND d.basis > 0 "
        "GROUP BY 1, 2"
    )
    return {(one["category_id"], one["day"]): (one["units"], one["known"]) for one in found}


async def test_days_closed_late_or_again_are_added_up_anew_and_nothing_else_is(pool):
    now = datetime(2026, 9, 20, 8, tzinfo=UTC)
    for product in range(1, 7):
        await keep(pool, [look(day, 0, 3 * day, product) for day in range(15)])
    await pool.execute("UPDATE products SET category_id = 10 + product_id % 2")
    await close_touched(pool, now=now)
    assert await add_up(pool, now=now) > 0
    before = await sums(pool)
    assert before == await by_hand(pool)
    assert len(before) > 20
    assert await add_up(pool, now=now) == 0
    versions = await pool.fetch("SELECT category_id, day, xmin FROM category_days WHERE category_id = 10")
    await keep(pool, [look(15, 0, 50, product=1)])
    await close_touched(pool, now=now)
    assert 0 < await add_up(pool, now=now) < 10
    after = await sums(pool)
    assert after == await by_hand(pool)
    assert after != before
    assert versions == await pool.fetch(
        "SELECT category_id, day, xmin FROM category_days WHERE category_id = 10"
    )
    assert await pool.fetchval("SELECT count(*) FROM category_touched") == 0
    await recompute(pool, date(2026, 9, 3), date(2026, 9, 4), now=now)
    assert await add_up(pool, now=now) > 0
    assert await sums(pool) == after


async def test_goods_that_move_come_leave_and_return_are_followed(db, pool):
    await sold(db, 11, 3, (400, 8.0, 0.0), (3, 1.0, 0.0), (2, 2.0, 0.0))
    await sold(db, 12, 3, (2, 5.0, 0.0))
    await sold(db, 13, 4, (2, 7.0, 0.0))
    await sold(db, 14, None, (2, 9.0, 0.0))
    steps = (
        "UPDATE products SET category_id = 4 WHERE product_id = 11",
        "UPDATE products SET state = 'gone' WHERE product_id = 12",
        "UPDATE products SET category_id = 3 WHERE product_id = 14",
        "UPDATE products SET state = 'active' WHERE product_id = 12",
        "UPDATE products SET category_id = NULL WHERE product_id = 13",
        "DELETE FROM products WHERE product_id = 13",
    )
    await add_up(pool, now=NOW)
    for change in ("SELECT 1", *steps):
        await db.execute(change)
        await add_up(pool, now=NOW)
        assert await sums(db) == await by_hand(db), change
    assert (3, ago(400)) not in await sums(db)
    assert await db.fetchval("SELECT count(*) FROM category_members") == 3


async def test_a_day_of_a_product_that_vanishes_leaves_the_category_it_was_counted_in(db, pool):
    await sold(db, 11, 3, (3, 1.0, 0.0), (2, 2.0, 0.0))
    await add_up(pool, now=NOW)
    await db.execute("UPDATE products SET category_id = 4")
    await db.execute("INSERT INTO sales_touched VALUES (ventra_bucket(11), 11, $1, 1)", ago(2))
    await close_touched(pool, now=NOW)
    assert await db.fetchval("SELECT count(*) FROM sales_days") == 1
    await add_up(pool, now=NOW)
    assert await sums(db) == {(4, ago(3)): (1.0, 1)}


async def test_what_a_release_closed_that_marks_nothing_is_found_the_next_day(db, pool):
    await sold(db, 11, 3, (2, 2.0, 0.0))
    await add_up(pool, now=NOW)
    await on(db, 11, 1, 4.0)
    assert await add_up(pool, now=NOW) == 0
    assert await add_up(pool, now=NOW + timedelta(days=1)) > 0
    assert await sums(db) == await by_hand(db)


async def test_large_categories_are_added_up_in_steps(db, pool, monkeypatch):
    monkeypatch.setattr(adding, "PRODUCT_DAYS_A_STEP", 5)
    monkeypatch.setattr(adding, "CATEGORIES_A_BATCH", 2)
    monkeypatch.setattr(adding, "STRAYS_A_TURN", 4)
    for product in range(1, 13):
        await sold(db, product, product % 4, *((at, float(product + at), 0.0) for at in range(1, 9)))
    await add_up(pool, now=NOW)
    assert len(await sums(db)) == 32
    assert await sums(db) == await by_hand(db)


async def test_a_mark_that_comes_while_others_are_acted_on_stays(db, pool):
    await sold(db, 11, 3, (2, 2.0, 0.0))
    await add_up(pool, now=NOW)
    await db.execute(
        "INSERT INTO category_touched (category_id, first_day, last_day) VALUES (3, $1, $1)", ago(2)
    )
    marked = await adding.adding.marked(db, categories_at_most=9)
    await db.execute(
        "INSERT INTO category_touched (category_id, first_day, last_day) VALUES (3, $1, $1)", ago(1)
    )
    await adding.adding.unmark(db, marked)
    assert await db.fetchval("SELECT last_day FROM category_touched") == ago(1)


async def test_who_reads_the_market_reads_the_sums_and_cannot_change_them(pool):
    async with transaction(pool, role=APP_ROLE, org_id=10) as app:
        assert await app.fetchval("SELECT count(*) FROM category_days") == 0
    for change in (
        "DELETE FROM category_days",
        "UPDATE category_members SET category_id = 1",
        "INSERT INTO category_touched (category_id, first_day, last_day) VALUES (1, now(), now())",
    ):
        async with transaction(pool, role=APP_ROLE, org_id=10) as app:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await app.execute(change)
