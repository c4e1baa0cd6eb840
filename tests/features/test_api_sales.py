"""Daily sales and history over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fixtures import rows
from ventra.core.bucket import bucket_of

PRODUCT = "/api/v1/products/1"


async def get(api, path, **params):
    answer = await api.get(f"{PRODUCT}/{path}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_every_calendar_day_is_there_and_a_gap_is_a_gap(api, db):
    await rows.product(db, 1)
    await rows.day(db, 1, rows.days_ago(5), 4.0, revenue_uzs=40, revenue_low_uzs=30, revenue_high_uzs=50)
    await rows.day(db, 1, rows.days_ago(3), 0.0)
    sales = await get(
        api, "sales", **{"from": rows.days_ago(5).isoformat(), "to": rows.days_ago(2).isoformat()}
    )
    assert [day["day"] for day in sales["days"]] == [rows.days_ago(n).isoformat() for n in (5, 4, 3, 2)]
    sold, gap, nothing, _ = sales["days"]
    assert (sold["units"]["point"], sold["units"]["low"], sold["revenue"]["point"]) == (4.0, 3.6, 40)
    assert gap["units"] == {
        "point": None, "low": None, "high": None, "basis": "no_data", "days": 1, "known_days": 0, "through": None,
    }  # fmt: skip
    assert (gap["state"], gap["looks"]) == ("no_data", 0)
    assert (nothing["units"]["point"], nothing["units"]["basis"]) == (0.0, "measured")
    assert nothing["revenue"]["basis"] == "no_data", "units without a price have no revenue"


async def test_by_default_sixty_days_up_to_an_open_today(api, db):
    await rows.product(db, 1)
    through = datetime.now(UTC).replace(microsecond=0)
    await rows.day(db, 1, rows.days_ago(0), 2.0, through=through)
    sales = await get(api, "sales")
    assert len(sales["days"]) == 60
    today = sales["days"][-1]
    assert (today["day"], today["state"]) == (rows.days_ago(0).isoformat(), "open")
    assert today["units"]["through"] == through.isoformat().replace("+00:00", "Z")


async def test_a_closed_day_is_provisional_until_the_next_look(api, db):
    await rows.product(db, 1)
    await rows.day(db, 1, rows.yesterday(), 2.0)
    assert (await get(api, "sales"))["days"][-2]["state"] == "provisional"
    await rows.latest(db, 1)
    assert (await get(api, "sales"))["days"][-2]["state"] == "final"
    await rows.day(db, 1, rows.days_ago(4), 2.0)
    assert (await get(api, "sales"))["days"][-5]["state"] == "final"


async def test_windows_of_seven_lie_end_to_end_and_need_five_known_days(api, db):
    await rows.product(db, 1)
    for ago in (21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 7, 6, 5, 4, 3, 2, 1):
        await rows.day(db, 1, rows.days_ago(ago), 2.0)
    sales = await get(api, "sales", window=7, **{"from": rows.days_ago(21).isoformat()})
    assert [day["day"] for day in sales["days"]] == [rows.days_ago(n).isoformat() for n in (21, 14, 7)]
    whole, thin, last = (day["units"] for day in sales["days"])
    assert (whole["point"], whole["days"], whole["known_days"]) == (14.0, 7, 7)
    assert (thin["point"], thin["basis"], thin["known_days"]) == (None, "no_data", 4)
    assert last["point"] == 14.0


async def test_windows_end_with_yesterday_when_no_day_is_given(api, db):
    await rows.product(db, 1)
    sales = await get(api, "sales", window=28)
    assert [day["day"] for day in sales["days"]] == [rows.days_ago(n).isoformat() for n in (56, 28)]


async def test_a_span_over_unlooked_days_is_one_known_total(api, db):
    await rows.product(db, 1)
    begin, end = rows.at_noon(rows.days_ago(9)), rows.at_noon(rows.days_ago(6))
    await rows.insert(
        db, "sales_spans", product_id=1, seen_from=begin, seen_to=end, units=30.0, units_low=30.0, units_high=30.0,
        bucket=int(bucket_of(1)), basis=1,
    )  # fmt: skip
    span = (await get(api, "sales"))["spans"][0]
    assert (span["units"]["point"], span["units"]["days"]) == (30.0, 4)
    assert (await get(api, "sales", **{"from": rows.days_ago(5).isoformat()}))["spans"] == []


async def test_variants_come_only_when_asked_for_and_with_every_day(api, db):
    await rows.product(db, 1)
    await rows.insert(db, "variants", product_id=1, sku_id=5, seen_at=datetime.now(UTC))
    await rows.insert(db, "variants", product_id=1, sku_id=6, seen_at=datetime.now(UTC))
    await rows.sku_day(db, 1, 5, rows.days_ago(2), 3.0)
    assert "variants" not in await get(api, "sales")
    variants = (await get(api, "sales", by="variant", **{"from": rows.days_ago(2).isoformat()}))["variants"]
    assert [(one["sku_id"], [day["units"]["point"] for day in one["days"]]) for one in variants] == [
        (5, [3.0, None, None]),
        (6, [None, None, None]),
    ]


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"from": "2026-13-01"}, "from"),
        ({"from": "2001-01-01"}, "from"),
        ({"from": "2026-02-02", "to": "2026-02-01"}, "from"),
        ({"from": "2020-01-01", "to": "2026-01-01"}, "from"),
        ({"window": 14}, "window"),
        ({"by": "colour"}, "by"),
    ],
)
async def test_a_wrong_period_is_named(api, params, field):
    answer = await api.get(f"{PRODUCT}/sales", params=params)
    assert (answer.status_code, answer.json()["field"]) == (400, field)


async def test_prices_are_runs_of_equal_values_broken_by_unlooked_days(api, db):
    start = rows.at_noon(rows.days_ago(10))
    for hours, price in ((0, 100), (1, 100), (2, 90), (3, 90), (80, 90)):
        await rows.look(db, 1, start + timedelta(hours=hours), price_uzs=price, orders_total=hours)
    steps = (await get(api, "prices"))["steps"]
    assert [(step["price_uzs"], step["looks"]) for step in steps] == [(100, 2), (90, 2), (90, 1)]
    assert steps[0]["from"] == start.isoformat().replace("+00:00", "Z")
    assert steps[0]["to"] < steps[1]["from"]
    assert (await get(api, "prices", to=rows.days_ago(11).isoformat()))["steps"] == []


async def test_stock_of_the_product_and_of_each_variant(api, db):
    start = rows.at_noon(rows.days_ago(1))
    for hours, stock in ((0, 5), (1, 5), (2, 3)):
        await rows.look(db, 1, start + timedelta(hours=hours), stock=stock, skus={7: stock, 8: 0})
    history = await get(api, "stock")
    assert [(step["stock"], step["looks"]) for step in history["steps"]] == [(5, 2), (3, 1)]
    assert history["variants"] == []
    by_variant = (await get(api, "stock", by="variant"))["variants"]
    assert [(one["sku_id"], [step["stock"] for step in one["steps"]]) for one in by_variant] == [
        (7, [5, 3]),
        (8, [0]),
    ]


async def test_every_look_comes_back_exactly_as_it_was_seen(api, db):
    start = rows.at_noon(rows.days_ago(3))
    instants = [start + timedelta(minutes=20 * n, microseconds=n) for n in range(9)]
    for n, at in enumerate(instants):
        await rows.look(
            db, 1, at, orders_total=n // 3, rating_x100=470, skus={7: 9 - n // 2}, source=9 if n == 8 else 1
        )
    found, cursor = [], None
    while True:
        page = await get(api, "observations", limit=2, **({"cursor": cursor} if cursor else {}))
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert [item["seen_at"] for item in found] == [
        at.isoformat().replace("+00:00", "Z") for at in reversed(instants)
    ]
    assert [item["orders_total"] for item in found] == [2, 2, 2, 1, 1, 1, 0, 0, 0]
    assert [item["skus"][0]["stock"] for item in found] == [5, 6, 6, 7, 7, 8, 8, 9, 9]
    assert (found[0]["source"], found[1]["source"], found[0]["rating"], found[0]["price_uzs"]) == (
        "file",
        "rest",
        4.7,
        None,
    )


async def test_a_cursor_of_another_product_is_refused(api, db):
    start = rows.at_noon(rows.days_ago(3))
    for product_id in (1, 2):
        for hours in range(3):
            await rows.look(db, product_id, start + timedelta(hours=hours), stock=hours)
    cursor = (await get(api, "observations", limit=1))["next_cursor"]
    answer = await api.get("/api/v1/products/2/observations", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["field"]) == (400, "cursor")
