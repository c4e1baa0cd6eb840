"""The night's scores on a real Postgres: whole leaves at a time, only those that are left, unknown never nought."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import isnan
from typing import Any

import numpy as np
import pytest

from fixtures import rows
from fixtures.leaf import FEW, GOODS, LEAF, SMALL, UNSEEN, inline, leaf, one, scored
from ventra.core.day import last_closed_day
from ventra.core.percentiles import Placed
from ventra.core.score import FEW_PARTS, FEW_PRODUCTS, SCORED, part_percentiles
from ventra.core.score import scored as scores_of
from ventra.core.score_parts import NAMES
from ventra.infra.db import transaction
from ventra.outlook import score_market as night
from ventra.outlook.score_leaf import RULE, values_of
from ventra.outlook.score_market import Scoring, score_market, together
from ventra.outlook.store import scores


async def kept(pool: Any) -> dict[int, Any]:
    async with transaction(pool) as db:
        return {row["product_id"]: row for row in await db.fetch("SELECT * FROM product_scores")}


async def test_the_night_scores_each_leaf_by_the_figures_that_lists_show(pool: Any) -> None:
    await leaf(pool)
    assert await scored(pool) == 2
    found = await kept(pool)
    assert set(found) == {*GOODS, *FEW, UNSEEN}
    best, worst = found[GOODS[-1]], found[GOODS[0]]
    assert dict(zip(NAMES, best["value"], strict=True)) == pytest.approx(
        {
            "velocity": 12.0,
            "growth": 0.24,
            "revenue": 28 * 12 * 50_000,
            "concentration": best["value"][3],
            "price_room": 43_500 / 38_000 - 1,
            "rating": 4.4,
            "stock": 40.0,
        }
    )
    assert best["percentile"][:3] == [100.0, 100.0, 100.0]
    assert worst["percentile"][:3] == [0.0, 0.0, 0.0]
    assert best["score"] == 100.0
    assert worst["score"] < 20
    assert (best["rank"], best["of_products"], best["why"]) == (1, 12, SCORED)
    # Ratings are not sure even where sales are.
    assert best["tied"] < 6
    assert worst["rank"] > 6
    assert best["as_of"] == last_closed_day(datetime.now(UTC))
    assert 0 < best["value"][3] < 10_000


async def test_what_is_kept_gives_the_scores_that_core_gives_of_the_same_goods(pool: Any) -> None:
    await leaf(pool, wide=0.15)
    await scored(pool)
    found = await kept(pool)
    async with transaction(pool) as db:
        goods = await scores.goods_of(db, [LEAF])
    parts = part_percentiles(goods.leaf, values_of(goods))
    made = scores_of(goods.leaf, parts)
    for at, product in enumerate(goods.product.tolist()):
        assert found[product]["percentile"] == pytest.approx(parts.point[at], abs=0.006, nan_ok=True)
        if made.why[at] == SCORED:
            assert found[product]["points"] == pytest.approx(made.points.point[at], abs=0.01)
            assert found[product]["points_low"] <= found[product]["points"] <= found[product]["points_high"]


async def test_what_is_not_known_of_a_product_stays_unknown(pool: Any) -> None:
    await leaf(pool)
    async with transaction(pool) as db:
        await db.execute(
            "UPDATE product_latest SET stock = NULL, rating_x100 = NULL WHERE product_id = $1", GOODS[5]
        )
        await db.execute("UPDATE sales_figures SET basis_28 = 0 WHERE product_id = $1", GOODS[6])
    await scored(pool)
    found = await kept(pool)
    unknown = {
        product: {name for name, one in zip(NAMES, found[product]["percentile"], strict=True) if isnan(one)}
        for product in (GOODS[5], GOODS[6], GOODS[7])
    }
    assert unknown == {GOODS[5]: {"rating", "stock"}, GOODS[6]: {"velocity", "revenue"}, GOODS[7]: set()}
    assert found[GOODS[5]]["why"] == SCORED
    nothing = found[UNSEEN]
    assert (nothing["why"], nothing["score"], nothing["points"], nothing["rank"]) == (
        FEW_PARTS,
        None,
        None,
        None,
    )
    assert isnan(nothing["value"][0])
    assert {found[one]["why"] for one in FEW} == {FEW_PRODUCTS}


async def test_goods_that_overlap_share_their_places(pool: Any) -> None:
    await leaf(pool, wide=0.6)
    await scored(pool)
    ranked = sorted((row["rank"], row["tied"]) for row in (await kept(pool)).values() if row["rank"])
    assert len(ranked) == 12
    assert ranked[0][1] > 1
    places = dict(ranked)
    assert sum(places.values()) == 12
    assert all(sum(1 for one, _ in ranked if one == rank) == tied for rank, tied in places.items())


async def test_what_sells_nothing_lasts_for_ever_and_has_that_part_nevertheless(pool: Any) -> None:
    await leaf(pool)
    async with transaction(pool) as db:
        await db.execute(
            "UPDATE product_outlooks SET naive = 0, low80_28 = 0, high80_28 = 0, mean_28 = 0 WHERE product_id = $1",
            GOODS[3],
        )
    await scored(pool)
    row = (await kept(pool))[GOODS[3]]
    assert row["value"][NAMES.index("stock")] == np.inf
    assert row["percentile"][NAMES.index("stock")] == 0.0


async def test_a_leaf_is_scored_once_a_night_and_again_after_the_next(pool: Any) -> None:
    await leaf(pool)
    async with transaction(pool) as db:
        assert await scores.is_due(db, last_closed_day(datetime.now(UTC)), rule=RULE)
    assert await scored(pool) == 2
    assert await scored(pool) == 0
    async with transaction(pool) as db:
        assert not await scores.is_due(db, last_closed_day(datetime.now(UTC)), rule=RULE)
        await db.execute("UPDATE outlook_runs SET finished_at = $1", datetime.now(UTC) + timedelta(minutes=1))
        assert await scores.is_due(db, last_closed_day(datetime.now(UTC)), rule=RULE)
    assert await scored(pool) == 2


async def test_a_leaf_that_is_new_is_scored_alone(pool: Any) -> None:
    await leaf(pool)
    await scored(pool)
    async with transaction(pool) as db:
        await rows.insert(db, "categories", category_id=4, title_uz="Lagan")
        await one(db, 301, 1, category=4, wide=0.0)
        assert await scores.is_due(db, last_closed_day(datetime.now(UTC)), rule=RULE)
    before = dict(await pool.fetch("SELECT product_id, xmin FROM product_scores"))
    assert await scored(pool) == 1
    after = dict(await pool.fetch("SELECT product_id, xmin FROM product_scores"))
    assert {one: version for one, version in after.items() if one != 301} == before
    assert 301 in after


async def test_scoring_that_was_cut_short_goes_on_with_the_leaves_that_are_left(
    pool: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(night, "AT_ONCE", 1)
    await leaf(pool)
    done = 0

    class Killed(Exception):
        pass

    async def once(work: Any, *values: Any) -> Any:
        nonlocal done
        done += 1
        if done > 1:
            raise Killed
        return await inline(work, *values)

    with pytest.raises(Killed):
        await score_market(Scoring(pool, once, at_once=1))
    assert {row["category_id"] for row in (await kept(pool)).values()} == {LEAF}
    assert await scored(pool) == 1
    assert {row["category_id"] for row in (await kept(pool)).values()} == {LEAF, SMALL}


async def test_goods_that_moved_or_went_leave_nothing_behind(pool: Any) -> None:
    await leaf(pool)
    await scored(pool)
    async with transaction(pool) as db:
        await db.execute("UPDATE products SET category_id = $2 WHERE product_id = $1", GOODS[0], SMALL)
        await db.execute(
            "UPDATE products SET state = 'gone' WHERE product_id = ANY($1::bigint[])", [*FEW, GOODS[1]]
        )
        await db.execute("UPDATE outlook_runs SET finished_at = $1", datetime.now(UTC) + timedelta(minutes=1))
    await scored(pool)
    found = await kept(pool)
    assert set(found) == {*GOODS, UNSEEN} - {GOODS[1]}
    assert found[GOODS[0]]["category_id"] == SMALL


async def test_before_the_first_night_there_is_nothing_to_score(pool: Any) -> None:
    async with transaction(pool) as db:
        assert not await scores.is_due(db, last_closed_day(datetime.now(UTC)), rule=RULE)
    assert await scored(pool) == 0


def test_leaves_are_put_together_up_to_a_size_and_a_large_one_stands_alone() -> None:
    assert together([]) == []
    assert together([(1, 3_000), (2, 2_000), (3, 1), (4, 90_000), (5, 2)]) == [(1, 2), (3,), (4,), (5,)]


async def test_percentiles_come_back_as_they_were_made(pool: Any) -> None:
    await leaf(pool, wide=0.2)
    await scored(pool)
    async with transaction(pool) as db:
        parts = (await scores.parts_of_leaf(db, LEAF)).parts
    assert isinstance(parts, Placed)
    known = parts.point[np.isfinite(parts.point)]
    assert (known == np.round(known, 2)).all()
    assert len(known) > 50


async def test_the_same_figures_give_the_same_rows(pool: Any) -> None:
    await leaf(pool, wide=0.3)

    async def rows_now() -> list[str]:
        found = await pool.fetch("SELECT s::text AS row FROM product_scores s ORDER BY product_id")
        return [row["row"] for row in found]

    await scored(pool)
    once = await rows_now()
    async with transaction(pool) as db:
        await db.execute("UPDATE outlook_runs SET finished_at = $1", datetime.now(UTC) + timedelta(minutes=1))
    assert await scored(pool) == 2
    assert await rows_now() == once


async def test_what_the_night_keeps_of_tracked_goods_holds_their_score(pool: Any) -> None:
    await leaf(pool)
    # As whoever owns the tables: organisations are not the worker's to make.
    async with pool.acquire() as db:
        await db.execute("INSERT INTO organisations (org_id, name) OVERRIDING SYSTEM VALUE VALUES (77, 'A')")
        await rows.insert(db, "trackers", org_id=77, product_id=GOODS[4])
    await scored(pool)
    days = await pool.fetch("SELECT product_id, score FROM outlook_days")
    assert [tuple(day) for day in days] == [(GOODS[4], (await kept(pool))[GOODS[4]]["score"])]
