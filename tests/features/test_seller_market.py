"""A shop over HTTP: its size, its categories, and how its prices moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fixtures import rows
from ventra.market.store import price_moves

AT = "/api/v1/sellers/{}/market"


def days_back(days: float) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


async def priced(db, product_id, *looks, seller_id=70, **more):
    """A product with its prices: (days ago, price), the newest last."""
    await rows.product(db, product_id, f"Mahsulot {product_id}", seller_id=seller_id, **more)
    for ago, price in looks:
        at = days_back(ago)
        await db.execute("SELECT ventra_make_month($1)", at.date())
        await rows.look(db, product_id, at, **({} if price is None else {"price_uzs": price}))


async def shop(db, seller_id=70, title="Lavido"):
    await rows.insert(
        db, "sellers", seller_id=seller_id, title=title, slug=title.lower(), orders_total=900, rating_x100=470
    )


async def test_a_shop_shows_what_it_sells_by_category(api, db):
    await shop(db)
    await rows.insert(db, "categories", category_id=4, title_uz="Choynaklar", path=[4])
    for product_id, category_id, units in ((11, 4, 30.0), (12, 4, 30.0), (13, 5, 20.0), (14, 6, None)):
        await rows.product(db, product_id, seller_id=70, category_id=category_id)
        if units is not None:
            money = dict.fromkeys(("revenue_28", "revenue_28_low", "revenue_28_high"), int(units) * 1_000)
            month = dict.fromkeys(("units_28", "units_28_low", "units_28_high"), units)
            await rows.figures(db, product_id, units / 4, basis_28=1, known_28=28, **month, **money)
    found = (await api.get(AT.format(70))).json()
    assert (found["title"], found["orders_total"], found["rating"]) == ("Lavido", 900, 4.7)
    assert (found["size"]["products"], found["size"]["counted_28"]) == (4, 3)
    assert found["size"]["days_28"]["point"] == 80.0
    assert [(one["category"]["category_id"], one["share"]["point"]) for one in found["categories"]] == [
        (4, 0.75), (5, 0.25), (6, None),
    ]  # fmt: skip
    assert found["categories"][0]["category"]["titles"]["uz"] == "Choynaklar"
    assert found["others"] is None


async def test_a_price_is_compared_with_the_one_seen_last_before_the_period(api, db):
    await shop(db)
    await priced(db, 11, (40, 50_000), (10, 100_000), (3, 80_000), (0.1, 90_000))
    await priced(db, 12, (9, 100_000), (0.1, 150_000))
    await priced(db, 13, (9, 100_000), (0.1, 100_000))
    await priced(db, 14, (2, 70_000), (0.1, 60_000))
    await priced(db, 15, (9, 70_000))
    await priced(db, 16, (9, 70_000), (0.1, 60_000), state="gone")
    await priced(db, 17, (9, 70_000), (0.1, 60_000), seller_id=71)
    moves = (await api.get(AT.format(70))).json()["moves"]
    assert [
        (one["product_id"], one["price_then_uzs"], one["price_now_uzs"], one["change"])
        for one in moves["items"]
    ] == [(12, 100_000, 150_000, 0.5), (11, 100_000, 90_000, -0.1)]
    assert (moves["up"], moves["down"], moves["same"], moves["unknown"]) == (1, 1, 1, 2)
    assert (moves["days"], moves["since"]) == (7, rows.days_ago(7).isoformat())


async def test_a_longer_period_looks_further_back(api, db):
    await shop(db)
    await priced(db, 11, (40, 50_000), (10, 100_000), (0.1, 100_000))
    assert (await api.get(AT.format(70))).json()["moves"]["items"] == []
    moves = (await api.get(AT.format(70), params={"days": 28})).json()["moves"]
    assert [(one["price_then_uzs"], one["change"]) for one in moves["items"]] == [(50_000, 1.0)]


async def test_a_look_without_a_price_is_passed_over(api, db):
    await shop(db)
    await priced(db, 11, (12, 50_000), (10, None), (0.1, 60_000))
    (move,) = (await api.get(AT.format(70))).json()["moves"]["items"]
    assert move["price_then_uzs"] == 50_000


async def test_only_so_many_moves_come_but_all_are_counted(api, db):
    await shop(db)
    for n in range(5):
        await priced(db, 11 + n, (9, 100_000), (0.1, 101_000 + n * 1_000))
    moves = (await api.get(AT.format(70), params={"limit": 2})).json()["moves"]
    assert ([one["product_id"] for one in moves["items"]], moves["up"]) == ([15, 14], 5)


@pytest.mark.parametrize(("which", "key"), [(price_moves.OF_SHOP, 70), (price_moves.OF_GOODS, [11])])
async def test_each_price_is_a_look_up_in_the_key(api, db, which, key):
    asked = "EXPLAIN " + price_moves._MOVES.format(which=which)
    await shop(db)
    await priced(db, 11, (40, 50_000), (0.1, 100_000))
    async with db.transaction():
        await db.execute("SET LOCAL enable_seqscan = off")
        plan = "\n".join(row[0] for row in await db.fetch(asked, key, days_back(7), 20))
    assert "Index Scan Backward using observations_" in plan
    assert "Sort Key: o.seen_from" not in plan
    assert "o.bucket = p.bucket" not in plan.split("Filter:", 1)[-1]


async def test_a_shop_without_goods_and_one_that_is_not_there(api, anyone, db):
    await shop(db)
    found = (await anyone.get(AT.format(70))).json()
    assert (found["size"]["products"], found["moves"]["unknown"], found["moves"]["items"]) == (0, 0, [])
    assert found["size"]["revenue_7"]["basis"] == "no_data"
    assert (await anyone.get(AT.format(77))).status_code == 404


@pytest.mark.parametrize("query", [{"days": 8}, {"days": "x"}, {"limit": 0}, {"limit": 201}])
async def test_what_cannot_be_asked_is_said(api, db, query):
    await shop(db)
    answer = await api.get(AT.format(70), params=query)
    assert (answer.status_code, answer.json()["key"]) == (400, "error.bad_input")
