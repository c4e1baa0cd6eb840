"""Scores over HTTP: opened into parts, by anybody's weights, with ties, and nothing that is not known made up."""

from __future__ import annotations

from typing import Any

import httpx
import numpy as np
import pytest

from fixtures.leaf import FEW, GOODS, LEAF, SMALL, UNSEEN, leaf, scored
from ventra.core.percentiles import Placed
from ventra.core.score import DEFAULT_WEIGHTS
from ventra.core.score import scored as scores_of
from ventra.core.score_parts import NAMES
from ventra.infra.db import transaction
from ventra.outlook import score_read

AT = "/api/v1"


async def told(client: httpx.AsyncClient, path: str, **how: Any) -> dict[str, Any]:
    answer = await client.get(AT + path, **how)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def problem(client: httpx.AsyncClient, path: str) -> tuple[int, str | None, str]:
    answer = await client.get(AT + path)
    body = answer.json()
    return answer.status_code, body.get("field"), body["detail"]


async def test_a_score_is_opened_into_its_parts(anyone: httpx.AsyncClient, pool: Any) -> None:
    await leaf(pool, wide=0.2)
    await scored(pool)
    found = await told(anyone, f"/products/{GOODS[8]}/score")
    assert (found["category_id"], found["why"], found["says"], found["in_leaf"]) == (LEAF, "scored", None, 13)
    assert found["weights"] == pytest.approx(dict(DEFAULT_WEIGHTS))
    assert [part["name"] for part in found["parts"]] == list(NAMES)
    assert sum(part["contribution"] for part in found["parts"]) == pytest.approx(
        found["points"]["point"], abs=1e-3
    )
    assert sum(part["weight"] for part in found["parts"]) == pytest.approx(1)
    velocity = found["parts"][0]
    assert velocity["value"] == {"point": 9.0, "low": 7.2, "high": 10.8}
    assert (velocity["unit"], velocity["basis"]) == ("units_a_day", "measured")
    assert velocity["percentile"]["low"] < velocity["percentile"]["point"] < velocity["percentile"]["high"]
    for name in ("score", "points"):
        assert 0 <= found[name]["low"] <= found[name]["point"] <= found[name]["high"] <= 100
    place = found["place"]
    assert 1 <= place["first"] <= place["last"] <= place["of"] == 12
    assert found["missing"] == []


async def test_parts_are_explained_in_the_language_that_is_asked(
    anyone: httpx.AsyncClient, pool: Any
) -> None:
    await leaf(pool)
    await scored(pool)
    words = set()
    for language in ("uz", "uz-Cyrl", "ru", "en"):
        found = await told(anyone, f"/products/{GOODS[0]}/score", headers={"Accept-Language": language})
        none = await told(anyone, f"/products/{FEW[0]}/score", headers={"Accept-Language": language})
        words |= {(found["parts"][0]["label"], found["parts"][0]["reason"]), ("", none["says"])}
    assert len(words) == 8


async def test_a_part_that_is_not_known_is_named_and_null(anyone: httpx.AsyncClient, pool: Any) -> None:
    await leaf(pool)
    async with transaction(pool) as db:
        await db.execute("UPDATE product_latest SET stock = NULL WHERE product_id = $1", GOODS[5])
    await scored(pool)
    found = await told(anyone, f"/products/{GOODS[5]}/score")
    part = found["parts"][NAMES.index("stock")]
    assert found["missing"] == ["stock"]
    assert part["missing"]
    assert part["basis"] == "no_data"
    assert (part["value"]["point"], part["percentile"]["point"], part["contribution"], part["counted"]) == (
        None,
    ) * 4
    assert sum(one["counted"] or 0 for one in found["parts"]) == pytest.approx(1, abs=1e-3)


async def test_why_there_is_no_score_is_said(anyone: httpx.AsyncClient, pool: Any) -> None:
    await leaf(pool)
    assert (await told(anyone, f"/products/{GOODS[0]}/score"))["why"] == "not_yet"
    await scored(pool)
    for product, why in ((FEW[0], "few_products"), (UNSEEN, "few_parts"), (UNSEEN + 1, "no_leaf")):
        found = await told(anyone, f"/products/{product}/score")
        assert found["why"] == why
        assert found["says"]
        assert (found["score"]["point"], found["points"]["point"], found["place"]) == (None, None, None)
    assert (await problem(anyone, "/products/999999/score"))[0] == 404


async def test_own_weights_make_scores_anew(anyone: httpx.AsyncClient, pool: Any) -> None:
    await leaf(pool, wide=0.1)
    await scored(pool)
    own = await told(anyone, f"/products/{GOODS[8]}/score?weights=price_room:1,velocity:3")
    assert own["weights"]["velocity"] == 0.75
    assert own["weights"]["growth"] == 0
    by_part = {part["name"]: part for part in own["parts"]}
    assert own["points"]["point"] == pytest.approx(
        0.75 * by_part["velocity"]["percentile"]["point"]
        + 0.25 * by_part["price_room"]["percentile"]["point"],
        abs=1e-3,
    )
    assert by_part["growth"]["contribution"] == 0
    same = await told(anyone, f"/products/{GOODS[8]}/score?weights=velocity:0.75,price_room:0.25")
    assert same == own
    usual = ",".join(f"{name}:{weight}" for name, weight in DEFAULT_WEIGHTS.items())
    again = await told(anyone, f"/products/{GOODS[8]}/score?weights={usual}")
    kept = await told(anyone, f"/products/{GOODS[8]}/score")
    assert {name: again[name] for name in ("score", "points", "place", "parts")} == {
        name: kept[name] for name in ("score", "points", "place", "parts")
    }


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ("speed:3", "there is no part 'speed'"),
        ("velocity", "are written as velocity:3,growth:1"),
        ("velocity:fast", "velocity is not a number"),
        ("velocity:1_0", "velocity is not a number"),
        ("velocity:nan", "is not a number"),
        ("velocity:-1", "is not between 0 and"),
        ("velocity:1e9", "is not between 0 and"),
        ("velocity:0", "at least one part"),
        ("velocity:1,velocity:2", "is there twice"),
        ("", "are written as"),
    ],
)
async def test_weights_that_are_none_are_told_so(anyone: httpx.AsyncClient, weights: str, says: str) -> None:
    for path in (f"/products/{GOODS[0]}/score", f"/categories/{LEAF}/scores"):
        status, field, detail = await problem(anyone, f"{path}?weights={weights}")
        assert (status, field) == (400, "weights")
        assert says in detail


async def test_weights_and_a_recipe_are_not_both(anyone: httpx.AsyncClient) -> None:
    status, field, _ = await problem(anyone, f"/products/{GOODS[0]}/score?weights=growth:1&recipe=1")
    assert (status, field) == (400, "weights")
    assert (await problem(anyone, f"/products/{GOODS[0]}/score?recipe=1"))[0] == 404


async def test_a_leaf_is_listed_by_score_a_page_at_a_time(anyone: httpx.AsyncClient, pool: Any) -> None:
    await leaf(pool, wide=0.1)
    await scored(pool)
    for weights in ("", "&weights=concentration:1,rating:1,growth:0.001"):
        whole = await told(anyone, f"/categories/{LEAF}/scores?limit=500{weights}")
        ids = [one["product"]["product_id"] for one in whole["items"]]
        assert sorted(ids) == [*GOODS, UNSEEN]
        assert (whole["total"], whole["scored"], whole["next_cursor"]) == (13, 12, None)
        points = [one["points"]["point"] for one in whole["items"]]
        assert points[-1] is None
        assert points[:-1] == sorted(points[:-1], reverse=True)
        paged, cursor = [], ""
        while True:
            page = await told(anyone, f"/categories/{LEAF}/scores?limit=4{weights}{cursor}")
            paged += page["items"]
            if page["next_cursor"] is None:
                break
            cursor = f"&cursor={page['next_cursor']}"
        assert paged == whole["items"]
        for item in whole["items"][:3]:
            one = await told(anyone, f"/products/{item['product']['product_id']}/score?{weights[1:]}")
            assert {name: one[name] for name in ("score", "points", "place")} == {
                name: item[name] for name in ("score", "points", "place")
            }
    other = (await told(anyone, f"/categories/{LEAF}/scores?limit=1"))["next_cursor"]
    assert (await problem(anyone, f"/categories/{LEAF}/scores?weights=growth:1&cursor={other}"))[:2] == (
        400,
        "cursor",
    )


async def test_a_category_without_goods_of_its_own_has_none(anyone: httpx.AsyncClient, pool: Any) -> None:
    await leaf(pool)
    await scored(pool)
    empty = await told(anyone, "/categories/1/scores")
    assert (empty["items"], empty["total"], empty["as_of"]) == ([], 0, None)
    few = await told(anyone, f"/categories/{SMALL}/scores")
    assert (few["total"], few["scored"]) == (4, 0)
    assert (await problem(anyone, "/categories/99/scores"))[0] == 404
    assert (await problem(anyone, "/categories/99/score-parts"))[0] == 404


async def test_whoever_has_the_parts_can_make_the_scores(anyone: httpx.AsyncClient, pool: Any) -> None:
    await leaf(pool, wide=0.1)
    await scored(pool)
    found = await told(anyone, f"/categories/{LEAF}/score-parts")
    assert found["parts"] == list(NAMES)
    assert None in found["percentiles"][found["products"].index(UNSEEN)]
    parts = Placed(*(np.array(found[name], float) for name in ("percentiles", "lows", "highs")))
    made = scores_of(np.zeros(len(parts.point), np.int64), parts, {"velocity": 2, "rating": 1})
    at = found["products"].index(GOODS[4])
    one = await told(anyone, f"/products/{GOODS[4]}/score?weights=velocity:2,rating:1")
    assert one["score"]["point"] == pytest.approx(made.score.point[at], abs=1e-4)
    assert one["place"]["first"] == made.rank[at]


async def test_parts_of_a_large_leaf_are_not_given_at_once(
    anyone: httpx.AsyncClient, pool: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(score_read, "MOST_AT_ONCE", 12)
    await leaf(pool)
    await scored(pool)
    assert (await problem(anyone, f"/categories/{LEAF}/score-parts"))[:2] == (400, "category_id")
