"""Plans of orders and money to come of an own shop whose goods are on the market: what is true goes before what is seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fixtures import rows
from fixtures.own_sums import at
from fixtures.people import clients, organisation, person
from fixtures.shelves import SELLS, stocked
from ventra.core.day import day_of, last_closed_day
from ventra.infra.db import transaction

OWN = "/api/v1/own-shop"
FAST, SLOW, SHOP = 11, 12, 5
BRINGS = 8_000


@pytest.fixture
async def owner(api: Any, pool: Any) -> Any:
    """Of a product of which the market shows some 6 pieces a day and 30 in stock; truly 12 are sold, and 120 lie there."""
    number = await person(api, "owner@dokon.uz")
    org = await organisation(api, "Doʻkon", owner=number)
    await stocked(pool)
    now = datetime.now(UTC)
    closed = (day_of(now) - last_closed_day(now)).days
    async with transaction(pool) as db:
        key: int = await db.fetchval(
            "INSERT INTO own_keys (org_id, name, sealed, tail) VALUES ($1, 'Kalit', '', 'abcd') RETURNING key_id",
            org,
        )
        await rows.insert(db, "own_shops", org_id=org, shop_id=SHOP, key_id=key, title="Choy dunyosi")
        await rows.insert(
            db, "own_feeds", org_id=org, key_id=key, shop_id=SHOP, feed="orders", back_to=now - timedelta(days=60), done_at=now
        )  # fmt: skip
        for sku, fbo, fbs in ((FAST, 100, 20), (SLOW, 0, 0)):
            await rows.insert(
                db, "own_skus", org_id=org, sku_id=sku, shop_id=SHOP, product_id=SELLS, product_title="Choynak", fbo=fbo, fbs=fbs,
                purchase_price=5_000, seen_at=now,
            )  # fmt: skip
        for ago in range(28):
            for sku, units in ((FAST, 10), (SLOW, 2)):
                await rows.insert(
                    db, "own_order_items", org_id=org, item_id=100 * ago + sku, order_id=ago + 1, shop_id=SHOP, product_id=SELLS,
                    sku_id=sku, ordered_at=at(ago + closed), issued_at=at(ago), status="TO_WITHDRAW", amount=units,
                    returned=0, cancelled=0, price=10_000, commission=0, profit=BRINGS * units, logistics=0,
                    withdrawn=BRINGS * units, first_seen_at=now, changed_at=now, seen_at=now,
                )  # fmt: skip
    async with clients(api, owner=number) as found:
        yield found["owner"]


async def test_plans_go_by_what_is_truly_there_and_truly_sold(owner: Any) -> None:
    answer = await owner.get(f"{OWN}/reorder")
    assert answer.status_code == 200, answer.text
    found = answer.json()
    (row,) = found["items"]
    assert (found["total"], found["left_out"], found["without_plan"]) == (1, 0, 0)
    assert (row["product_id"], row["title"], row["units_28"], row["own_terms"]) == (
        SELLS,
        "Choynak",
        336,
        False,
    )
    assert row["level"] == pytest.approx(2, rel=0.35)
    fast, slow = row["plan"]["lines"]
    assert (fast["sku_id"], fast["stock"], slow["sku_id"], slow["stock"]) == (FAST, 120, SLOW, 0)
    assert fast["lead_units"]["point"] == pytest.approx(14 * 10, rel=0.25)
    assert slow["pieces"]["point"] == slow["up_to"]
    assert row["terms"]["cost_uzs"] == 5_000
    assert row["plan"]["cost_uzs"]["point"] == 5_000 * row["plan"]["pieces"]["point"]
    purse = (await owner.get(f"{OWN}/reorder", params={"cash_uzs": 50_000})).json()
    assert purse["cost_uzs"]["point"] <= 50_000 < found["cost_uzs"]["point"]


async def test_the_cash_plan_has_what_is_foreseen_and_what_orders_take(owner: Any) -> None:
    """Nothing waits to be withdrawn, so all that is paid out is of orders that are foreseen."""
    answer = await owner.get(f"{OWN}/cash", params={"schedule": "daily"})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["ready_uzs"], found["without_forecast"], found["kept"]["point"]) == (0, 0, 1)
    assert found["foreseen_uzs"]["point"] == pytest.approx(28 * 12 * BRINGS, rel=0.3)
    assert found["foreseen_uzs"]["low"] < found["foreseen_uzs"]["point"] < found["foreseen_uzs"]["high"]
    weeks = found["weeks"]
    assert len(weeks) == 4
    assert weeks[0]["purchases_uzs"]["point"] > 0
    assert weeks[1]["paid_out_uzs"]["point"] == pytest.approx(7 * 12 * BRINGS * 0.985, rel=0.3)
    running = 0
    for week in weeks:
        running += week["paid_out_uzs"]["point"] - week["purchases_uzs"]["point"]
        assert week["sum_uzs"]["point"] == running
        assert week["sum_uzs"]["low"] <= running <= week["sum_uzs"]["high"]


async def test_more_pieces_than_one_number_of_the_table_are_still_added(owner: Any, pool: Any) -> None:
    async with transaction(pool) as db:
        await db.execute("UPDATE own_skus SET fbo = 2147483647")
        await db.execute(
            "INSERT INTO own_stock_days (org_id, sku_id, day, fbo, fbs, seen_at) "
            "SELECT org_id, sku_id, current_date - 5, fbo, 20, now() FROM own_skus"
        )
    answer = await owner.get(f"{OWN}/reorder")
    assert answer.status_code == 200, answer.text
    assert answer.json()["items"][0]["plan"]["lines"][0]["stock"] == 2_147_483_667
