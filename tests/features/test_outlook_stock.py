"""When a product and its variants run out over HTTP, and what an empty shelf lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import numpy as np
import pytest

from fixtures import rows
from fixtures.sold import PRICE, goods, sold
from ventra.core.day import day_of, last_closed_day
from ventra.infra.db import transaction
from ventra.outlook.judge import JudgeBy
from ventra.outlook.means import Means
from ventra.outlook.refresh import refresh

SPAN = 90
SELLS, EMPTY, PILED, UNSEEN = 1, 2, 3, 4


async def inline(work: Any, *values: Any) -> Any:
    return work(*values)


async def variant(db: Any, product: int, sku: int, stock: int, units: float) -> None:
    await rows.insert(db, "variants", product_id=product, sku_id=sku, stock=stock, seen_at=datetime.now(UTC))
    closed = last_closed_day(datetime.now(UTC))
    for ago in range(28):
        await rows.sku_day(db, product, sku, closed - timedelta(days=ago), units)


async def stocked(pool: Any, *, night: bool = True) -> None:
    closed = last_closed_day(datetime.now(UTC))
    rng = np.random.default_rng(4)
    out = np.zeros(SPAN)
    out[-6:-3] = 1.0
    units = {one: rng.poisson(6.0, SPAN).astype(float) for one in (SELLS, EMPTY, PILED, UNSEEN)}
    units[EMPTY][out > 0] = 0.0
    async with transaction(pool) as db:
        await goods(db, [SELLS, EMPTY, PILED, UNSEEN], category=2, seller=1)
        await sold(db, units, closed, out={EMPTY: out})
        await rows.latest(db, SELLS, price_uzs=PRICE, stock=30)
        await rows.latest(db, EMPTY, price_uzs=PRICE, stock=0)
        await rows.latest(db, PILED, price_uzs=PRICE, stock=5_000)
        await variant(db, SELLS, 11, 8, 4.0)
        await variant(db, SELLS, 12, 22, 2.0)
    if night:
        await refresh(Means(pool, inline, JudgeBy(0.1, 0.5)))


async def asked(api: httpx.AsyncClient, product: int) -> Any:
    answer = await api.get(f"/api/v1/products/{product}/outlook")
    assert answer.status_code == 200, answer.text
    return answer.json()["stock"]


async def test_stock_lasts_for_what_is_forecast_and_dates_are_in_order(
    anyone: httpx.AsyncClient, pool: Any
) -> None:
    await stocked(pool)
    whole = (await asked(anyone, SELLS))["whole"]
    assert whole["stock"] == 30
    assert whole["days"]["point"] == pytest.approx(30 / 6, rel=0.2)
    assert whole["days"]["low"] <= whole["days"]["point"] <= whole["days"]["high"]
    dates = [date.fromisoformat(whole[name]) for name in ("early", "middle", "late")]
    assert dates == sorted(dates)
    assert day_of(datetime.now(UTC)) <= dates[0] <= dates[2] <= day_of(datetime.now(UTC)) + timedelta(days=14)
    assert whole["chances"] == sorted(whole["chances"])
    assert len(whole["chances"]) == whole["horizon_days"] >= 27
    at = (dates[1] - day_of(datetime.now(UTC))).days
    assert whole["chances"][at] >= 0.5


async def test_the_variant_that_sells_more_of_less_is_gone_first(
    anyone: httpx.AsyncClient, pool: Any
) -> None:
    await stocked(pool)
    found = await asked(anyone, SELLS)
    fast, slow = (one["runs_out"] for one in found["variants"])
    assert [one["sku_id"] for one in found["variants"]] == [11, 12]
    assert fast["days"]["point"] == pytest.approx(8 / 4, rel=0.3)
    assert slow["days"]["point"] == pytest.approx(22 / 2, rel=0.3)
    assert fast["middle"] < slow["middle"]


async def test_what_is_gone_is_gone_today_and_a_pile_lasts_beyond_what_is_forecast(
    anyone: httpx.AsyncClient, pool: Any
) -> None:
    await stocked(pool)
    gone, piled = [(await asked(anyone, one))["whole"] for one in (EMPTY, PILED)]
    today = day_of(datetime.now(UTC)).isoformat()
    assert (gone["early"], gone["late"], gone["days"]["point"]) == (today, today, 0)
    assert (piled["early"], piled["late"], piled["days"]["point"]) == (None, None, None)
    assert max(piled["chances"]) < 0.01


async def test_what_an_empty_shelf_lost_has_an_interval_and_none_was_lost_where_it_never_was(
    anyone: httpx.AsyncClient, pool: Any
) -> None:
    await stocked(pool)
    lost, nothing = [(await asked(anyone, one))["lost"] for one in (EMPTY, SELLS)]
    assert lost["empty_days"] == 3
    assert lost["units"]["low"] < lost["units"]["point"] < lost["units"]["high"]
    assert lost["units"]["point"] == pytest.approx(18, rel=0.35)
    assert lost["revenue"]["point"] == pytest.approx(lost["units"]["point"] * PRICE, rel=0.01)
    assert lost["units"]["basis"] == "inferred"
    assert (nothing["units"]["point"], nothing["units"]["high"], nothing["empty_days"]) == (0, 0, 0)


async def test_stock_that_was_never_seen_runs_out_on_no_day(anyone: httpx.AsyncClient, pool: Any) -> None:
    await stocked(pool)
    found = await asked(anyone, UNSEEN)
    assert (found["whole"], found["variants"], found["seen_at"]) == (None, [], None)
    assert found["lost"]["revenue"]["point"] in (0, None)


async def test_it_is_told_of_a_product_that_the_night_did_not_know(
    anyone: httpx.AsyncClient, pool: Any
) -> None:
    await stocked(pool, night=False)
    whole = (await asked(anyone, SELLS))["whole"]
    assert whole["days"]["point"] == pytest.approx(30 / 6, rel=0.2)
