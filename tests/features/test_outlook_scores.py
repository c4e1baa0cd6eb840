"""Scores over HTTP: opened into their parts, with anybody's own weights, and a leaf category by them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, get_args

import httpx
import numpy as np
import pytest

from fixtures import rows
from fixtures.sold import goods
from ventra.core.score import DEFAULT_WEIGHTS, WHY
from ventra.core.score_parts import NAMES
from ventra.infra.db import transaction
from ventra.outlook.judge import JudgeBy
from ventra.outlook.refresh import Means, refresh
from ventra.outlook.score_answers import ScorePartName, ScoreWhy

AT = "/api/v1"
LEAF = range(1, 25)
UNSOLD, ALONE, LOST = 30, 40, 50


async def inline(work: Any, *values: Any) -> Any:
    return work(*values)


async def scored(pool: Any) -> None:
    """A leaf of two dozen goods of which a higher number sells more at a lower price; one unknown, one alone, one nowhere."""
    async with transaction(pool) as db:
        await db.execute(
            "INSERT INTO categories (category_id, title_uz, path) VALUES (2, 'Choynak', '{2}'), (3, 'Piyola', '{3}')"
        )
        for product in LEAF:
            await goods(db, [product], category=2, seller=1 + product % 5)
            await rows.latest(
                db,
                product,
                price_uzs=100_000 - product * 1_000,
                rating_x100=400 + product,
                reviews_total=50,
                stock=product * 10,
            )
            units = {
                "units_28": product * 28.0,
                "units_28_low": product * 28.0,
                "units_28_high": product * 28.0,
            }
            revenue = {
                "revenue_28": product * 100,
                "revenue_28_low": product * 100,
                "revenue_28_high": product * 100,
            }
            growth = {"growth_7": 0.0, "growth_7_low": -0.1, "growth_7_high": 0.1}
            await rows.figures(
                db, product, product * 7.0, basis_28=1, known_28=28, **units, **revenue, **growth
            )
        await goods(db, [UNSOLD], category=2, seller=1)
        await goods(db, [ALONE], category=3, seller=1)
        await db.execute(
            "INSERT INTO products (product_id, bucket, title_folded) VALUES ($1, ventra_bucket($1::bigint), '')",
            LOST,
        )
    await refresh(Means(pool, inline, JudgeBy(0.1, 0.5)))


async def score(api: httpx.AsyncClient, product: int, **asked: Any) -> Any:
    answer = await api.get(f"{AT}/products/{product}/score", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_words_of_the_api_are_those_of_the_arithmetic() -> None:
    assert get_args(ScorePartName) == NAMES
    assert get_args(ScoreWhy) == WHY


async def test_a_score_is_opened_into_parts_that_add_up(anyone: httpx.AsyncClient, pool: Any) -> None:
    await scored(pool)
    best, worst = [await score(anyone, one) for one in (LEAF[-1], LEAF[0])]
    assert best["why"] == worst["why"] == "scored"
    assert (best["rank"], best["products"], best["category_id"]) == (1, len(LEAF), 2)
    assert best["score"]["point"] == 100
    assert worst["score"]["point"] < 10
    assert best["weights"] == pytest.approx(DEFAULT_WEIGHTS)
    assert [part["name"] for part in best["parts"]] == list(NAMES)
    assert sum(part["contribution"] for part in best["parts"]) == pytest.approx(
        best["points"]["point"], abs=0.05
    )
    velocity = best["parts"][0]
    assert velocity["value"] == {"point": 24, "low": 24, "high": 24}
    assert velocity["percentile"]["point"] == 100
    assert best["points"]["low"] <= best["points"]["point"] <= best["points"]["high"]


async def test_ones_own_weights_make_it_anew(anyone: httpx.AsyncClient, pool: Any) -> None:
    await scored(pool)
    room = await score(anyone, LEAF[0], weights="price_room:3")
    assert room["score"]["point"] == 0
    assert room["weights"]["price_room"] == 1
    assert [part["weight"] for part in room["parts"]] == [0, 0, 0, 0, 1, 0, 0]
    other = await score(anyone, LEAF[4], weights="velocity:1,rating:1")
    same = await score(anyone, LEAF[4], weights="velocity:50, rating:50")
    assert other == same
    for wrong in ("luck:1", "velocity", "velocity:-1", "velocity:0", "velocity:x", "", "velocity:nan"):
        answer = await anyone.get(f"{AT}/products/1/score", params={"weights": wrong})
        assert (answer.status_code, answer.json()["field"]) == (400, "weights"), wrong


async def test_what_is_not_known_is_missing_and_never_0(anyone: httpx.AsyncClient, pool: Any) -> None:
    await scored(pool)
    found = await score(anyone, UNSOLD)
    assert (found["why"], found["score"]["point"], found["rank"]) == ("few_parts", None, None)
    missing = {part["name"]: part for part in found["parts"] if part["missing"]}
    assert {"velocity", "growth", "rating", "stock"} <= set(missing)
    assert (missing["velocity"]["value"]["point"], missing["velocity"]["contribution"]) == (None, None)
    assert (await score(anyone, ALONE))["why"] == "few_products"
    assert (await score(anyone, LOST))["why"] == "no_leaf"
    assert (await anyone.get(f"{AT}/products/999/score")).status_code == 404


async def test_a_leaf_is_listed_by_points_a_page_at_a_time(anyone: httpx.AsyncClient, pool: Any) -> None:
    await scored(pool)
    at = f"{AT}/categories/2/scores"
    whole = (await anyone.get(at)).json()
    assert (whole["products"], whole["total"], whole["parts"]) == (len(LEAF) + 1, len(LEAF), list(NAMES))
    points = [one["points"]["point"] for one in whole["items"]]
    assert points == sorted(points, reverse=True)
    own = await score(anyone, whole["items"][3]["product"]["product_id"])
    assert {name: own[name] for name in ("score", "points", "rank", "tied")} == {
        name: whole["items"][3][name] for name in ("score", "points", "rank", "tied")
    }
    found: list[int] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await anyone.get(at, params={"limit": 7, **cursor})).json()
        found += [one["product"]["product_id"] for one in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert found == [one["product"]["product_id"] for one in whole["items"]]
    assert (await anyone.get(at, params={"weights": "rating:1", **cursor})).status_code == 400
    by_rating = (await anyone.get(at, params={"weights": "rating:1"})).json()["items"]
    assert by_rating[0]["product"]["product_id"] == LEAF[-1]
    assert (await anyone.get(f"{AT}/categories/99/scores")).status_code == 404


async def test_before_the_first_night_there_is_no_score(anyone: httpx.AsyncClient, pool: Any) -> None:
    async with transaction(pool) as db:
        await goods(db, [1], category=2, seller=1)
        await rows.insert(db, "categories", category_id=2, title_uz="Choynak", path=[2])
    found = await score(anyone, 1)
    assert (found["why"], found["as_of"], found["parts"], found["products"]) == (None, None, [], 0)
    empty = (await anyone.get(f"{AT}/categories/2/scores")).json()
    assert (empty["items"], empty["total"], empty["products"]) == ([], 0, 0)


async def test_scores_are_the_same_twice(pool: Any) -> None:
    await scored(pool)

    async def kept() -> list[str]:
        found = await pool.fetch("SELECT s::text AS row FROM product_scores s ORDER BY product_id")
        return [row["row"] for row in found]

    once = await kept()
    assert len(once) == len(LEAF) + 3
    await refresh(Means(pool, inline, JudgeBy(0.1, 0.5), clock=lambda: datetime.now(UTC)), anew=True)
    assert await kept() == once
    assert np.isfinite(await pool.fetchval("SELECT score FROM product_scores WHERE product_id = 5"))
