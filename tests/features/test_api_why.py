"""Why this number: the looks behind a day, the rule of each step in a word, and what makes the range wide."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from fixtures import rows
from fixtures.bought import EVENING, MORNING
from ventra.core.profile import Profile
from ventra.core.sales import RULE
from ventra.sales.close import close_touched
from ventra.sales.store import profiles

PRODUCT = "/api/v1/products/1"


async def get(api, path, **params):
    answer = await api.get(f"{PRODUCT}/{path}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_why_leads_from_a_closed_day_back_to_its_looks(api, db, pool):
    day = rows.days_ago(2)
    midnight = rows.at_noon(day) - timedelta(hours=12)
    for hours, orders in ((-2, 100), (2, 104), (12, 110), (22, 111), (26, 115)):
        await rows.look(db, 1, midnight + timedelta(hours=hours), orders_total=orders, stock=50, price_uzs=10)
    await close_touched(pool, now=datetime.now(UTC))
    why = await get(api, "why", day=day.isoformat())
    assert [
        (step["rule"], step["orders_from"], step["orders_to"], step["units"]) for step in why["steps"]
    ] == [
        ("split", 100, 104, 2.0),
        ("counter", 104, 110, 6.0),
        ("counter", 110, 111, 1.0),
        ("split", 111, 115, 2.0),
    ]
    assert why["units"]["point"] == sum(step["units"] for step in why["steps"])
    assert [step["note_key"] for step in why["steps"]] == [
        "why.split",
        "why.counter",
        "why.counter",
        "why.split",
    ]
    assert why["rule"] == f"{RULE}.0"
    assert why["units"]["low"] < why["units"]["point"] < why["units"]["high"]
    assert why["sources"] == [{"source": "split", "share": 1.0, "note_key": "why.source.split"}]


async def test_why_of_an_exact_day_names_no_source(api, db, pool):
    day = rows.days_ago(2)
    midnight = rows.at_noon(day) - timedelta(hours=12)
    for hours, orders in ((0, 104), (12, 110), (24, 111)):
        await rows.look(db, 1, midnight + timedelta(hours=hours), orders_total=orders)
    await close_touched(pool, now=datetime.now(UTC))
    why = await get(api, "why", day=day.isoformat())
    assert (why["units"]["low"], why["units"]["high"]) == (7.0, 7.0)
    assert why["sources"] == []


async def test_why_of_a_day_seen_in_part_says_that_nobody_looked_at_the_rest(api, db, pool):
    day = rows.days_ago(2)
    midnight = rows.at_noon(day) - timedelta(hours=12)
    for hours, orders in ((4, 101), (20, 143)):
        await rows.look(db, 1, midnight + timedelta(hours=hours), orders_total=orders)
    await close_touched(pool, now=datetime.now(UTC))
    why = await get(api, "why", day=day.isoformat())
    assert why["units"]["basis"] == "imputed"
    assert [(one["source"], one["share"]) for one in why["sources"]] == [("gap", 1.0)]


async def test_why_of_a_counter_that_falls_on_cancelled_orders_says_so(api, db, pool):
    noon = rows.at_noon(rows.days_ago(3))
    counter = (100, 104, 103, 107, 106, 110, 109, 113)
    for look, orders in enumerate(counter):
        await rows.look(db, 1, noon + timedelta(hours=6 * look), orders_total=orders)
    await close_touched(pool, now=datetime.now(UTC))
    why = await get(api, "why", day=rows.days_ago(2).isoformat())
    assert "why.cancelled" in {step["note_key"] for step in why["steps"]}
    assert "cancelled" in {one["source"] for one in why["sources"]}


async def test_why_of_a_fall_unlike_sales_says_that_it_counts_in_part(api, db, pool):
    day = rows.days_ago(2)
    midnight = rows.at_noon(day) - timedelta(hours=12)
    for look in range(-28, 5):
        left = 200 - look if look < 3 else 80
        await rows.look(db, 1, midnight + timedelta(hours=6 * look), skus={11: left})
    await close_touched(pool, now=datetime.now(UTC))
    why = await get(api, "why", day=day.isoformat())
    assert [step["rule"] for step in why["steps"]] == ["stock", "stock", "judged", "stock"]
    assert why["steps"][2]["units"] < 118
    assert why["sources"][0]["source"] == "doubt"
    assert sum(one["share"] for one in why["sources"]) == pytest.approx(1.0, abs=0.02)


async def test_why_of_a_rounded_counter_says_that_rounding_makes_the_range_wide(api, db, pool):
    day = rows.days_ago(2)
    midnight = rows.at_noon(day) - timedelta(hours=12)
    for look in range(-20, 5):
        await rows.look(
            db, 1, midnight + timedelta(hours=6 * look), orders_total=1000 + 100 * ((look + 20) // 2)
        )
    await close_touched(pool, now=datetime.now(UTC))
    why = await get(api, "why", day=day.isoformat())
    assert {step["rule"] for step in why["steps"]} == {"rounded"}
    assert why["sources"] == [{"source": "rounding", "share": 1.0, "note_key": "why.source.rounding"}]


async def test_why_of_a_restock_says_that_it_makes_the_range_wide(api, db, pool):
    day = rows.days_ago(2)
    midnight = rows.at_noon(day) - timedelta(hours=12)
    for look in range(-28, 5):
        left = 100 - 2 * look if look < 2 else 300 - 2 * look
        await rows.look(db, 1, midnight + timedelta(hours=6 * look), skus={11: left})
    await close_touched(pool, now=datetime.now(UTC))
    why = await get(api, "why", day=day.isoformat())
    assert [step["rule"] for step in why["steps"]] == ["stock", "usual", "stock", "stock"]
    assert why["sources"] == [{"source": "restock", "share": 1.0, "note_key": "why.source.restock"}]


async def test_why_goes_by_the_profile_that_made_the_day_and_not_by_a_newer_one(api, db, pool):
    day = rows.days_ago(2)
    midnight = rows.at_noon(day) - timedelta(hours=12)
    for hours, orders in ((-2, 100), (2, 104), (12, 110), (22, 111), (27, 115)):
        await rows.look(db, 1, midnight + timedelta(hours=hours), orders_total=orders, stock=50, price_uzs=10)
    await db.execute("UPDATE products SET category_id = 4")
    learned = profiles.LearnedFrom(day, day, looks=9, units=9)
    one, two = (
        Profile(n, np.array([4]), np.stack(hours))
        for n, hours in ((1, (MORNING, EVENING)), (2, (EVENING, MORNING)))
    )
    await profiles.add(db, one, learned, made_at=datetime.now(UTC))
    await close_touched(pool, now=datetime.now(UTC))
    before = await get(api, "why", day=day.isoformat())
    await profiles.add(db, two, learned, made_at=datetime.now(UTC))
    why = await get(api, "why", day=day.isoformat())
    assert why == before
    assert why["rule"] == f"{RULE}.1"
    assert why["units"]["point"] == pytest.approx(sum(step["units"] for step in why["steps"]), abs=0.02)
    head, tail = why["steps"][0]["units"], why["steps"][-1]["units"]
    assert head < 1.2 < 2.8 < tail
    unknown = await get(api, "why", day=rows.days_ago(40).isoformat())
    assert unknown["rule"] == f"{RULE}.2"


async def test_why_of_an_unlooked_day_shows_the_span_over_it(api, db):
    begin, end = rows.at_noon(rows.days_ago(6)), rows.at_noon(rows.days_ago(3))
    await rows.look(db, 1, begin, orders_total=10)
    await rows.look(db, 1, end, orders_total=40)
    why = await get(api, "why", day=rows.days_ago(4).isoformat())
    assert (why["units"]["point"], why["units"]["basis"]) == (None, "no_data")
    assert [(step["rule"], step["units"], step["note_key"]) for step in why["steps"]] == [
        ("span", 30.0, "why.span")
    ]


async def test_why_names_a_restock_and_what_is_usually_sold_beside_it(api, db):
    noon = rows.at_noon(rows.days_ago(2))
    for hours, stock in ((0, 5), (1, 3), (2, 9)):
        await rows.look(db, 1, noon + timedelta(hours=hours), stock=stock)
    why = await get(api, "why", day=rows.days_ago(2).isoformat())
    assert [(step["units"], step["note_key"]) for step in why["steps"]] == [
        (2.0, "why.stock"),
        (2.0, "why.usual"),
    ]
    assert why["sources"] == [], "what was not added up has no range yet"


@pytest.mark.parametrize("day", ["2001-01-01", rows.days_ago(-3).isoformat(), "yesterday"])
async def test_why_of_an_impossible_day_is_refused(api, day):
    answer = await api.get(f"{PRODUCT}/why", params={"day": day})
    assert (answer.status_code, answer.json()["field"]) == (400, "day")
