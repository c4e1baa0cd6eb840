"""A category over HTTP: sums by hand, who shares them, prices, children, and what is not known."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from fixtures import rows
from ventra.market.kept import KeptMarkets

AT = "/api/v1/categories/{}/market"
NOW = datetime.now(UTC)


async def tree(db):
    """1 holds 2 and 3, and 2 holds 4; 9 stands beside them."""
    for category_id, path in ((1, [1]), (2, [1, 2]), (3, [1, 3]), (4, [1, 2, 4]), (9, [9])):
        parent = path[-2] if len(path) > 1 else None
        await rows.insert(
            db,
            "categories",
            category_id=category_id,
            parent_id=parent,
            title_uz=f"Toifa {category_id}",
            path=path,
        )


async def sold(db, product_id, category_id, seller_id, units, *, price=None, revenue=None, error=0.0, **more):
    """A product with its month; `error` is how far its intervals reach to either side, in units; `weeks`: before and now."""
    weeks, first_seen = more.pop("weeks", None), more.pop("first_seen", None)
    await rows.product(
        db, product_id, category_id=category_id, seller_id=seller_id, first_seen=first_seen, **more
    )
    if price is not None:
        await rows.latest(db, product_id, price_uzs=price)
    if units is None:
        return
    paid = price or 0
    figures = {f"units_28{end}": units + sign * error for end, sign in (("", 0), ("_low", -1), ("_high", 1))}
    if price is not None or revenue is not None:
        point = revenue if revenue is not None else int(units * paid)
        figures |= {
            f"revenue_28{end}": point + sign * int(error * paid)
            for end, sign in (("", 0), ("_low", -1), ("_high", 1))
        }
    if weeks:
        figures |= {
            "growth_before": weeks[0], "growth_now": weeks[1], "growth_before_error": 1.0, "growth_now_error": 1.0,
        }  # fmt: skip
    await rows.figures(db, product_id, units / 4, basis_28=1, known_28=28, **figures)


async def test_a_category_sums_all_that_is_below_it_and_nothing_else(api, db):
    await tree(db)
    await sold(db, 11, 4, 70, 100.0, price=1_000, error=3)
    await sold(db, 12, 3, 71, 50.0, price=2_000, error=4)
    await sold(db, 13, 1, 70, 10.0, price=500)
    await sold(db, 14, 9, 70, 999.0, price=1_000)
    await sold(db, 15, 4, 70, 999.0, price=1_000, state="gone")
    found = (await api.get(AT.format(1))).json()
    size = found["size"]
    assert (size["products"], size["counted_28"], found["sellers"]) == (3, 3, 2)
    month = size["days_28"]
    assert (month["point"], month["low"], month["high"], month["basis"]) == (160.0, 155.0, 165.0, "measured")
    assert size["revenue_28"]["point"] == 100_000 + 100_000 + 5_000
    # 3 000 and 8 000 soʻm either side
    assert size["revenue_28"]["high"] == 205_000 + round((3_000**2 + 8_000**2) ** 0.5)
    assert (size["days_7"]["point"], size["days_7"]["known_days"]) == (40.0, 7)
    assert found["as_of"] == rows.yesterday().isoformat()
    assert [one["category_id"] for one in found["path"]] == [1]


async def test_what_is_not_known_is_kept_apart_from_nothing_sold(api, db):
    await tree(db)
    await sold(db, 11, 4, 70, 100.0, price=1_000)
    await sold(db, 12, 4, 71, None)
    await sold(db, 13, 4, 72, 0.0, price=1_000)
    found = (await api.get(AT.format(4))).json()
    size = found["size"]
    assert (size["products"], size["counted_28"]) == (3, 2)
    assert (size["days_28"]["point"], size["days_28"]["basis"]) == (100.0, "imputed")
    by_seller = {one["seller"]["seller_id"]: one for one in found["leaders"]}
    assert by_seller[72]["revenue_28"]["point"] == 0
    assert by_seller[72]["share"]["point"] == 0
    assert by_seller[71]["revenue_28"]["point"] is None
    assert by_seller[71]["share"] == {"point": None, "low": None, "high": None}
    assert [one["seller"]["seller_id"] for one in found["leaders"]] == [70, 72, 71]
    assert found["unpriced"] == 1


async def test_units_without_a_price_have_no_revenue(api, db):
    await tree(db)
    await sold(db, 11, 4, 70, 100.0)
    found = (await api.get(AT.format(4))).json()
    assert found["size"]["days_28"]["point"] == 100.0
    assert found["size"]["revenue_28"]["point"] is None
    assert (found["concentration"], found["segments"], found["unpriced"]) == (None, [], 1)


async def test_shops_share_the_revenue_and_it_is_said_how_concentrated_it_is(api, db):
    await tree(db)
    await rows.insert(db, "sellers", seller_id=70, title="Lavido", slug="lavido")
    await sold(db, 11, 4, 70, 50.0, price=1_000, error=5)
    await sold(db, 12, 4, 71, 30.0, price=1_000)
    await sold(db, 13, 3, 72, 20.0, price=1_000)
    await sold(db, 14, 3, None, 900.0, price=1_000)
    found = (await api.get(AT.format(1))).json()
    leaders = found["leaders"]
    assert [one["share"]["point"] for one in leaders] == [0.5, 0.3, 0.2], "of the revenue whose shop is known"
    assert leaders[0]["seller"] == {"seller_id": 70, "title": "Lavido", "slug": "lavido"}
    assert leaders[0]["share"]["low"] < 0.5 < leaders[0]["share"]["high"]
    assert (leaders[1]["products"], leaders[1]["days_28"]["point"]) == (1, 30.0)
    assert (found["concentration"]["index"]["point"], found["concentration"]["level"]) == (3_800, "high")
    assert (found["others"], found["sellers"]) == (None, 3)


async def test_ten_shops_are_named_and_the_rest_is_one_line(api, db):
    await tree(db)
    for n in range(12):
        await sold(db, 100 + n, 4, 70 + n, 12.0 - n, price=1_000)
    found = (await api.get(AT.format(4))).json()
    assert [one["seller"]["seller_id"] for one in found["leaders"]] == list(range(70, 80))
    others = found["others"]
    assert (others["members"], others["products"], others["days_28"]["point"]) == (2, 2, 3.0)
    shares = [one["share"]["point"] for one in (*found["leaders"], others)]
    assert sum(shares) == pytest.approx(1, abs=0.001)
    assert found["concentration"]["level"] == "unconcentrated"


async def test_growth_compares_the_sums_of_two_weeks(api, db):
    await tree(db)
    await sold(db, 11, 4, 70, 100.0, weeks=(80.0, 100.0))
    await sold(db, 12, 4, 70, 100.0, weeks=(20.0, 50.0))
    await sold(db, 13, 3, 70, 100.0)
    growth = (await api.get(AT.format(1))).json()["size"]["growth"]
    assert (growth["point"], growth["compared"], growth["verdict"]) == (0.5, 2, "up")
    assert 0 < growth["low"] < 0.5 < growth["high"]
    none = (await api.get(AT.format(3))).json()["size"]["growth"]
    assert none == {"point": None, "low": None, "high": None, "verdict": None, "compared": 0}


async def test_growth_that_may_be_chance_has_no_verdict(api, db):
    await tree(db)
    await sold(db, 11, 4, 70, 10.0, weeks=(4.0, 4.5))
    assert (await api.get(AT.format(4))).json()["size"]["growth"]["verdict"] is None


async def test_prices_fall_into_segments_that_hold_every_priced_product_once(api, db):
    await tree(db)
    prices = [9_000 + 4_000 * n for n in range(40)]
    for n, price in enumerate(prices):
        await sold(db, 100 + n, 4, 70, 2.0, price=price)
    found = (await api.get(AT.format(4))).json()
    segments = found["segments"]
    assert 5 <= len(segments) <= 8
    assert (segments[0]["from_uzs"], segments[-1]["to_uzs"]) == (None, None)
    for below, above in pairwise(segments):
        assert below["to_uzs"] == above["from_uzs"]
    for one in segments:
        low, high = one["from_uzs"] or 0, one["to_uzs"] or 10**9
        assert one["products"] == sum(low <= price < high for price in prices)
        assert one["days_28"]["point"] == 2.0 * one["products"]
    assert sum(one["share"]["point"] for one in segments) == pytest.approx(1, abs=0.001)


async def test_children_come_with_all_below_them_and_empty_ones_are_there(api, db):
    await tree(db)
    await sold(db, 11, 4, 70, 100.0, price=1_000, weeks=(80.0, 100.0))
    await sold(db, 12, 2, 70, 10.0, price=1_000)
    await sold(db, 13, 1, 70, 5.0, price=1_000)
    children = (await api.get(AT.format(1))).json()["children"]
    assert [
        (one["category"]["category_id"], one["products"], one["days_28"]["point"]) for one in children
    ] == [(2, 2, 110.0), (3, 0, None)]
    assert children[0]["growth"]["point"] == 0.25
    assert children[1]["growth"]["point"] is None
    leaf = (await api.get(AT.format(4))).json()
    assert (leaf["children"], [one["category_id"] for one in leaf["path"]]) == ([], [1, 2, 4])


async def test_newcomers_were_first_seen_within_thirty_days(api, db):
    await tree(db)
    old, new = NOW - timedelta(days=31), NOW - timedelta(days=29)
    await sold(db, 11, 4, 70, 1.0, first_seen=old)
    await sold(db, 12, 4, 70, 1.0, first_seen=new)
    await sold(db, 13, 4, 70, 1.0)
    found = (await api.get(AT.format(4))).json()
    assert found["newcomers"] == 1
    assert datetime.fromisoformat(found["watched_since"]) == old


async def test_an_empty_category_is_empty_and_one_that_is_not_there_is_not_found(api, anyone, db):
    await tree(db)
    found = (await anyone.get(AT.format(9))).json()
    assert (found["size"]["products"], found["as_of"], found["leaders"], found["segments"]) == (
        0,
        None,
        [],
        [],
    )
    assert (found["size"]["days_28"]["basis"], found["watched_since"]) == ("no_data", None)
    answer = await anyone.get(AT.format(77))
    assert (answer.status_code, answer.json()["key"]) == (404, "error.not_found")
    for bad in ("x", "-1", "9" * 30):
        assert (await anyone.get(AT.format(bad))).status_code in (400, 404)


async def test_products_are_listed_by_the_revenue_of_a_month(api, db):
    await tree(db)
    await sold(db, 11, 4, 70, 1.0, price=9_000)
    await sold(db, 12, 4, 70, None)
    await sold(db, 13, 4, 70, 5.0, price=9_000)
    page = (await api.get("/api/v1/products", params={"category": 1, "sort": "-revenue_28"})).json()
    assert [one["product_id"] for one in page["items"]] == [13, 11, 12]


async def test_an_answer_is_kept_for_a_while_and_made_once_for_all_who_ask():
    made = []

    async def make():
        made.append(len(made))
        await asyncio.sleep(0)
        return made[-1]

    kept = KeptMarkets(seconds=60, most=2)
    assert await asyncio.gather(kept.get(1, make), kept.get(1, make)) == [0, 0]
    assert (await kept.get(2, make), await kept.get(3, make)) == (1, 2)
    assert await kept.get(3, make) == 2
    assert await kept.get(1, make) == 3, "what was asked for longest ago goes first"
    old = KeptMarkets(seconds=0)
    assert await old.get(1, make) != await old.get(1, make)


async def test_a_category_that_is_not_there_yet_is_asked_for_again(api, db):
    assert (await api.get(AT.format(1))).status_code == 404
    await tree(db)
    assert (await api.get(AT.format(1))).status_code == 200
