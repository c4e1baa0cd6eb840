"""Stored back-tests: what is kept, who reads them, and what the api says of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fixtures.back_tests import RULES, kept
from ventra.accuracy import store
from ventra.accuracy.answers import Recipe
from ventra.core.sales import RULE
from ventra.errors import NotFound
from ventra.infra.db import transaction

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
A_SHOPS = """
INSERT INTO accuracy_results (made_at, source, rule, recipe, summary, body, shop_id)
SELECT made_at + interval '1 day', 'shop', rule, recipe, summary, body, 5 FROM accuracy_results LIMIT 1 RETURNING id
"""


async def add(pool: Any, *, after_days: int = 0, **what: Any) -> int:
    async with transaction(pool) as db:
        return await store.add(db, kept(**what), made_at=NOW + timedelta(days=after_days))


async def test_only_the_newest_fifty_of_a_source_and_rule_are_kept(
    pool: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_KEPT", 3)
    other_rule, other_source = await add(pool, rule=2), await add(pool, source="file")
    mine = [await add(pool, after_days=day) for day in (4, 1, 2, 5, 3)]
    left = {row["id"] for row in await pool.fetch("SELECT id FROM accuracy_results")}
    assert left == {other_rule, other_source, mine[0], mine[3], mine[4]}


async def test_the_newest_result_of_each_source_is_read_and_not_the_last_that_was_added(pool: Any) -> None:
    newest = await add(pool, after_days=2, wape=0.2)
    await add(pool, after_days=1, wape=0.3)
    file = await add(pool, source="file", wape=0.4)
    async with transaction(pool) as db:
        found = await store.newest(db)
    assert [(one.id, one.source) for one in found] == [(newest, "simulator"), (file, "file")]
    assert found[0].scores["ventra"]["all"].wape == 0.2
    assert (found[0].made_at, found[0].recipe) == (
        NOW + timedelta(days=2),
        Recipe(seed=7, per_cell=1, calibration=RULE),
    )


async def test_what_belongs_to_a_shop_is_read_by_nobody_and_let_go_by_nobody(
    pool: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = await add(pool)
    shops = await pool.fetchval(A_SHOPS)
    monkeypatch.setattr(store, "MOST_KEPT", 1)
    last = await add(pool, after_days=3)
    async with transaction(pool) as db:
        assert [one.id for one in await store.newest(db)] == [last]
        assert [one.id for one in await store.history(db)] == [last]
        with pytest.raises(NotFound):
            await store.report(db, shops)
    left = {row["id"] for row in await pool.fetch("SELECT id FROM accuracy_results")}
    assert left == {shops, last}
    assert mine not in left


@pytest.mark.parametrize(("source", "shop_id"), [("shop", None), ("file", 5), ("market", None)])
async def test_only_a_shops_result_has_an_owner(pool: Any, source: str, shop_id: int | None) -> None:
    await add(pool)
    with pytest.raises(Exception, match="accuracy_results"):
        await pool.execute(
            "INSERT INTO accuracy_results (made_at, source, rule, recipe, summary, body, shop_id) "
            "SELECT made_at, $1, rule, recipe, summary, body, $2 FROM accuracy_results",
            source,
            shop_id,
        )


async def test_a_rule_is_measured_when_its_very_recipe_is_there(pool: Any) -> None:
    await add(pool, rule=3)
    recipe = Recipe(seed=7, per_cell=1, calibration=RULE)
    async with transaction(pool) as db:
        assert await store.is_there(db, source="simulator", rule=3, recipe=recipe)
        assert not await store.is_there(db, source="simulator", rule=4, recipe=recipe)
        assert not await store.is_there(db, source="file", rule=3, recipe=recipe)
        recalibrated = Recipe(seed=7, per_cell=1, calibration=RULE + 1)
        assert not await store.is_there(db, source="simulator", rule=3, recipe=recalibrated)


async def test_each_read_goes_over_the_index(pool: Any) -> None:
    for day in range(30):
        await add(pool, after_days=day)
    await pool.execute("ANALYZE accuracy_results")
    sql = store._NEWEST.format(columns="id, made_at, source, rule, summary")
    async with transaction(pool) as db:
        await db.execute("SET LOCAL enable_seqscan = off")
        plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {sql}", ["simulator", "file"], 1))
    assert "accuracy_results_newest" in plan
    assert "Sort" not in plan.split("accuracy_results_newest")[1]


async def test_before_anything_was_measured_the_api_says_so(api: Any) -> None:
    answer = await api.get("/api/v1/accuracy")
    assert (answer.status_code, answer.json()) == (200, {"rule": RULE, "results": []})
    assert (await api.get("/api/v1/accuracy/history")).json() == {"points": []}


async def test_the_api_gives_scores_by_rule_and_cell_and_what_they_are_of(api: Any, pool) -> None:
    number = await add(pool)
    answer = (await api.get("/api/v1/accuracy")).json()
    (one,) = answer["results"]
    assert {key: one[key] for key in ("id", "made_at", "source", "rule", "profile")} == {
        "id": number, "made_at": "2026-11-20T09:00:00Z", "source": "simulator", "rule": 3, "profile": None,
    }  # fmt: skip
    assert one["recipe"] == {
        "seed": 7, "per_cell": 1, "observations": None, "truth": None, "calibration": RULE,
    }  # fmt: skip
    assert list(one["scores"]) == list(RULES)
    assert one["scores"]["ventra"]["all"] | {"n": 1_000, "wape": 0.1} == one["scores"]["ventra"]["all"]
    # Nobody knows is not nothing.
    assert one["scores"]["ventra"]["gap=1h"]["cover"] is None


async def test_history_tells_the_newest_first_whatever_their_source(api: Any, pool) -> None:
    ids = [
        await add(pool, after_days=1, wape=0.2),
        await add(pool, after_days=3, rule=4),
        await add(pool, after_days=2, source="file"),
    ]
    points = (await api.get("/api/v1/accuracy/history")).json()["points"]
    assert [point["id"] for point in points] == [ids[1], ids[2], ids[0]]
    assert points[2]["summary"]["all"]["wape"] == 0.2
    assert set(points[0]["summary"]) == {"all", "mean", "7d", "7d mean", "28d", "28d mean"}


async def test_the_report_is_fetched_byte_for_byte_as_a_file(api: Any, pool) -> None:
    number = await add(pool)
    answer = await api.get(f"/api/v1/accuracy/{number}/report")
    assert answer.status_code == 200
    assert answer.content == kept().body
    assert json.loads(answer.content)["oracle"]["all"]["n"] == 1_000
    assert answer.headers["content-disposition"] == f'attachment; filename="ventra-accuracy-{number}.json"'
    assert answer.headers["content-type"].startswith("application/json")


async def test_a_report_that_is_not_there_or_is_a_shops_is_not_found(api: Any, pool) -> None:
    await add(pool)
    shops = await pool.fetchval(A_SHOPS)
    for number in (shops, 999):
        answer = await api.get(f"/api/v1/accuracy/{number}/report")
        assert (answer.status_code, answer.json()["key"]) == (404, "error.not_found")
    assert (await api.get("/api/v1/accuracy/0/report")).status_code in (400, 404)
