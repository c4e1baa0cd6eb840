"""When a product and its variants run out over HTTP, and what an empty shelf lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from fixtures import rows
from fixtures.shelves import EMPTY, PILED, SELLS, UNSEEN, stocked
from fixtures.sold import PRICE
from ventra.core.day import day_of
from ventra.infra.db import transaction


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


async def test_a_variant_that_could_not_be_bought_half_the_time_is_wanted_twice_as_much(
    anyone: httpx.AsyncClient, pool: Any
) -> None:
    await stocked(pool)
    before = (await asked(anyone, SELLS))["variants"][0]["runs_out"]["days"]["point"]
    async with transaction(pool) as db:
        for ago, pieces in ((29, 5), (28, 5), (14.5, 0), (1, 0), (0.5, 8)):
            at = datetime.now(UTC) - timedelta(days=ago)
            await rows.look(db, SELLS, at, stock=30, skus={11: pieces, 12: 22})
    after = (await asked(anyone, SELLS))["variants"][0]["runs_out"]["days"]["point"]
    # Four a day of six in all; could it be bought always it would be eight of ten, and of the six it has 4.8.
    assert after == pytest.approx(before * 4 / 4.8, rel=0.1)


async def test_weekdays_of_the_category_say_what_an_empty_weekend_lost(
    anyone: httpx.AsyncClient, pool: Any
) -> None:
    await stocked(pool)
    even = (await asked(anyone, EMPTY))["lost"]["units"]["point"]
    day = day_of(datetime.now(UTC))
    # What was empty were the days from six to four ago.
    empty = {(day - timedelta(days=ago)).weekday() for ago in (4, 5, 6)}
    factors = [2.0 if one in empty else 0.25 for one in range(7)]
    async with transaction(pool) as db:
        await db.execute("UPDATE category_outlooks SET weekday = $1 WHERE category_id = 2", factors)
    assert (await asked(anyone, EMPTY))["lost"]["units"]["point"] > 1.05 * even
