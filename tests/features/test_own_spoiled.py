"""What spoiled of an own shop's goods: kept with a day as it is read, worked out of days of which it was not yet, alike."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from fixtures import rows
from fixtures.own_sums import FIRST_SKU, PRODUCT, SECOND_SKU, SHOP, ago, own_shop
from fixtures.people import organisation, person
from ventra.core.day import to_day_number
from ventra.infra.db import transaction
from ventra.infra.seller_rows import Sku
from ventra.shop.store import own_goods
from ventra.shop.store.sold_days import Asked, spoiled

NOTHING: dict[str, Any] = dict.fromkeys(Sku.__struct_fields__)


@pytest.fixture
async def org(api: Any, pool: Any) -> int:
    number = await organisation(api, "Doʻkon", owner=await person(api, "owner@dokon.uz"))
    await own_shop(pool, number)
    return number


async def rose(pool: Any, org: int, with_past: list[int], **more: Any) -> list[tuple[int, int, int]]:
    """Variant, days ago and pieces of the last five days."""
    today = to_day_number(ago(0))
    async with transaction(pool, org_id=org) as db:
        found = await spoiled(db, Asked(org, today - 5, today, **more), with_past)
    assert set(found.shop.tolist()) <= {SHOP}
    columns = zip(found.sku.tolist(), (today - found.day).tolist(), found.pieces.tolist(), strict=True)
    return sorted(columns)


async def seen(pool: Any, org: int, sku: int, day: date, defected: int | None) -> None:
    """The goods as a worker reads them on a day."""
    wares = Sku(**NOTHING | {"sku_id": sku, "product_id": PRODUCT, "defected": defected, "fbo": 1})
    async with transaction(pool) as db:
        await own_goods.keep(db, org, SHOP, [wares], datetime.now(UTC), day)


async def test_defects_that_rise_are_told_of_before_and_after_they_are_filled(org: int, pool: Any) -> None:
    """2 of 40 days ago, then unknown, 5, 4, 4, 6: three rose before the span, and two in it, though 4 came after 5."""
    async with transaction(pool) as db:
        await db.execute("DELETE FROM own_stock_days WHERE org_id = $1", org)
        for days, defected in ((40, 2), (39, None), (20, 5), (4, 4), (3, 4), (2, 6)):
            await rows.insert(
                db, "own_stock_days", org_id=org, sku_id=FIRST_SKU, day=ago(days), fbo=1, fbs=0, defected=defected,
                seen_at=datetime.now(UTC),
            )  # fmt: skip
    was = await rose(pool, org, [])
    assert was == [(FIRST_SKU, 2, 2)]
    all_time = await rose(pool, org, [FIRST_SKU])
    assert all_time == [(FIRST_SKU, 2, 2), (FIRST_SKU, 20, 3)]
    await seen(pool, org, FIRST_SKU, ago(1), 7)
    async with transaction(pool) as db:
        kept = await db.fetch(
            "SELECT spoiled FROM own_stock_days WHERE org_id = $1 AND sku_id = $2 ORDER BY day",
            org,
            FIRST_SKU,
        )
    assert [row["spoiled"] for row in kept] == [0, 0, 3, 0, 0, 2, 1]
    assert await rose(pool, org, []) == [(FIRST_SKU, 1, 1), *was]
    assert await rose(pool, org, [FIRST_SKU]) == [(FIRST_SKU, 1, 1), *all_time]
    assert await rose(pool, org, [], sku_ids=[SECOND_SKU]) == []
    assert await rose(pool, org, [], shop_id=SHOP + 1) == []


async def test_a_day_that_is_seen_again_is_worked_out_again(org: int, pool: Any) -> None:
    await seen(pool, org, SECOND_SKU, ago(8), None)
    await seen(pool, org, SECOND_SKU, ago(1), 3)
    await seen(pool, org, SECOND_SKU, ago(0), 4)
    assert (SECOND_SKU, 0, 1) in await rose(pool, org, [])
    await seen(pool, org, SECOND_SKU, ago(0), 6)
    assert (SECOND_SKU, 0, 3) in await rose(pool, org, [])
    await seen(pool, org, SECOND_SKU, ago(0), 3)
    assert [one for one in await rose(pool, org, []) if one[1] == 0] == []
