"""Rivals on a real Postgres: who is proposed and why, what is chosen, what changed, shares by hand, and whose other shops are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from features.test_category_market import sold, tree
from fixtures import rows
from fixtures.people import clients, organisation, person
from ventra.core.day import last_closed_day
from ventra.market import niche_keep
from ventra.market.add_up import add_up

AT = "/api/v1/products/{}/rivals"
NOW = datetime.now(UTC)
OLD = NOW - timedelta(days=200)
PRICES = {
    10: 1_000,
    11: 1_100,
    12: 1_050,
    13: 1_150,
    14: 9_000,
    15: 20_000,
    16: 40_000,
    17: 60_000,
    18: 80_000,
}


@pytest.fixture
async def shelf(api, db, pool):
    """Leaf 4 with goods at many prices: 10 is ours, 11-13 cost about the same, 14 is the same goods at another price."""
    await tree(db)
    for n, (product_id, price) in enumerate(PRICES.items()):
        seller = 70 if product_id in (10, 13) else 71 + n
        came = NOW - timedelta(days=9) if product_id == 12 else OLD
        await sold(db, product_id, 4, seller, 50.0 + n, price=price, first_seen=came)
    for product_id in (10, 14):
        await rows.insert(
            db, "product_clusters", product_id=product_id, cluster_id=10, version=1, likeness=0.9,
            reason={"models": ["x100"], "brands": [], "words": ["chelak"]},
        )  # fmt: skip
    await niche_keep.keep(pool, now=NOW)
    return api


async def rivals(api, product_id=10):
    answer = await api.get(AT.format(product_id))
    assert answer.status_code == 200, answer.text
    return answer.json()


def ids(found):
    return [one["product"]["product_id"] for one in found]


async def test_rivals_are_the_same_goods_first_then_those_of_the_same_shelf_and_price(shelf):
    found = await rivals(shelf)
    assert ids(found["rivals"]) == [14, 12, 11], "13 is our own shop's, the others cost much more"
    same, priced = found["rivals"][0]["why"], found["rivals"][1]["why"]
    assert (same["same_goods"]["models"], same["same_goods"]["words"], same["same_prices"]) == (
        ["x100"],
        ["chelak"],
        None,
    )
    assert priced["same_goods"] is None
    assert priced["same_prices"]["category"]["category_id"] == 4
    assert (priced["same_prices"]["from_uzs"] or 0) <= 1_000 < priced["same_prices"]["to_uzs"]
    assert [one["product_id"] for one in found["entered"]] == [12]
    assert found["left"] == []
    assert (await shelf.get(AT.format(999))).status_code == 404


async def test_a_choice_is_the_organisations_own_and_can_be_taken_back(shelf):
    numbers = {role: await person(shelf, f"{role}@dokon.uz") for role in ("owner", "analyst", "viewer")}
    stranger = await person(shelf, "stranger@dokon.uz")
    await organisation(shelf, "Doʻkon", **numbers)
    await organisation(shelf, "Boshqa", owner=stranger)
    async with clients(shelf, **numbers, stranger=stranger) as team:

        async def choose(rival, choice, who="analyst", of=10):
            return (await team[who].put(AT.format(of) + f"/{rival}", json={"choice": choice})).status_code

        assert await choose(11, "removed", "viewer") == 403
        assert [await choose(11, "removed"), await choose(18, "added")] == [200, 200]
        mine = await rivals(team["viewer"])
        assert (ids(mine["rivals"]), ids(mine["removed"])) == ([14, 18, 12], [11])
        assert {one["product"]["product_id"]: one["why"]["choice"] for one in mine["rivals"]}[18] == "added"
        assert ids((await rivals(team["stranger"]))["rivals"]) == [14, 12, 11]
        assert [await choose(11, "proposed"), await choose(18, "proposed")] == [200, 200]
        assert ids((await rivals(team["viewer"]))["rivals"]) == [14, 12, 11]
        assert [await choose(10, "added"), await choose(999, "added")] == [400, 404]


async def test_what_changed_is_against_what_was_seen_before_and_a_gap_is_no_change(shelf, db):
    await rows.look(db, 11, NOW - timedelta(days=20), price_uzs=1_500, stock=40, reviews_total=7)
    await rows.look(db, 11, NOW - timedelta(days=4), price_uzs=1_300, stock=30, reviews_total=8)
    await db.execute(
        "UPDATE product_latest SET price_uzs = 1100, stock = 10, reviews_total = 9 WHERE product_id = 11"
    )
    by_id = {one["product"]["product_id"]: one for one in (await rivals(shelf))["rivals"]}
    week, day = by_id[11]["days_7"], by_id[11]["day_1"]
    assert (week["price_then_uzs"], week["price_change_uzs"], week["stock_change"], week["reviews_change"]) == (
        1_500, -400, -30, 2,
    )  # fmt: skip
    assert (day["price_change_uzs"], day["stock_change"]) == (-200, -20)
    assert by_id[12]["days_7"]["price_change_uzs"] is None
    await db.execute("UPDATE product_latest SET seen_at = now() - interval '3 days' WHERE product_id = 11")
    by_id = {one["product"]["product_id"]: one for one in (await rivals(shelf))["rivals"]}
    assert by_id[11]["day_1"]["price_change_uzs"] is None, "nobody looked since"
    assert by_id[11]["days_7"]["price_change_uzs"] == -400


async def test_history_has_gaps_and_shares_of_the_days_known_of_both(shelf, db, pool):
    closed = last_closed_day(NOW)
    for back in range(7):
        day = closed - timedelta(days=back)
        await rows.day(db, 10, day, 3.0, units_low=3.0, units_high=3.0)
        await rows.day(db, 11, day, 9.0, units_low=6.0, units_high=12.0)
    noon = rows.at_noon(closed - timedelta(days=2))
    await rows.look(db, 10, noon, price_uzs=1_200, stock=5)
    await rows.look(db, 10, noon + timedelta(days=1), price_uzs=1_200, stock=5)
    await add_up(pool, now=NOW)
    found = (await shelf.get(AT.format(10) + "/history", params={"weeks": 2})).json()
    mine = found["lines"][0]
    assert mine["product_id"] == 10
    assert [day["price_uzs"] for day in mine["days"][-4:]] == [None, 1_200, 1_200, None]
    before, week = mine["weeks"]
    assert before["share"]["point"] is None
    assert (week["share"]["point"], week["days"], week["goods_known"], week["goods"]) == (0.25, 7, 2, 9)
    assert week["share"]["low"] < 0.25 < week["share"]["high"]
    other = (await shelf.get(AT.format(10) + "/history", params={"weeks": 2, "rivals": "11"})).json()
    assert [line["product_id"] for line in other["lines"]] == [10, 11]
    assert other["lines"][1]["weeks"][1]["share"]["point"] == 0.75
    assert (await shelf.get(AT.format(10) + "/history", params={"rivals": "x"})).status_code == 400


async def test_the_overview_is_of_ones_own_products_and_counts_what_rivals_did(shelf, db):
    owner = await person(shelf, "owner@dokon.uz")
    org = await organisation(shelf, "Doʻkon", owner=owner)
    await rows.look(db, 11, NOW - timedelta(days=20), price_uzs=1_500, stock=40)
    for product_id in (10, 14):
        await rows.insert(db, "trackers", org_id=org, product_id=product_id)
    async with clients(shelf, owner=owner) as team:
        every = (await team["owner"].get("/api/v1/rivals")).json()
        assert (every["marked"], every["total"]) == (False, 2)
        await rows.insert(db, "marked_products", org_id=org, product_id=10, mark="mine")
        mine = (await team["owner"].get("/api/v1/rivals")).json()
        (one,) = mine["items"]
        assert (mine["marked"], one["product"]["product_id"], one["rivals"], one["price_down_7"]) == (
            True,
            10,
            3,
            1,
        )
        assert (one["cheaper"], one["lowest"]["product"]["product_id"]) == (0, 12)


async def test_other_shops_are_told_by_account_and_a_name_alone_is_told_apart(api, db):
    for seller_id, title, account in (
        (70, "Lavido", 5),
        (71, "Lavido kids", 5),
        (72, "LAVIDO", None),
        (73, "Lavido", 6),
    ):
        await rows.insert(db, "sellers", seller_id=seller_id, title=title, account_id=account)
    found = (await api.get("/api/v1/sellers/70/shops")).json()
    assert [(one["seller"]["seller_id"], one["evidence"]) for one in found["items"]] == [
        (71, "account"),
        (72, "title"),
    ]
    assert found["account_known"], "73 has another account: the same name is no sign then"
    assert (await api.get("/api/v1/sellers/72/shops")).json()["account_known"] is False
    assert (await api.get("/api/v1/sellers/99/shops")).status_code == 404
    longest = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 10_000))
    for seller_id in (80, 81):
        await rows.insert(db, "sellers", seller_id=seller_id, title=longest)
    (found,) = (await api.get("/api/v1/sellers/80/shops")).json()["items"]
    assert found["seller"]["seller_id"] == 81, "a shop may have any name"
