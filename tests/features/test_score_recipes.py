"""Recipes: an organisation's own weights under a name, and nobody else's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fixtures.leaf import GOODS, LEAF, leaf, scored
from fixtures.people import clients, organisation, person
from ventra.outlook.score_recipes import RECIPES as RECIPES_KEPT

RECIPES = "/api/v1/score-recipes"


@pytest.fixture
async def team(api):
    """A client for each role of one organisation, and a stranger's."""
    numbers = {role: await person(api, f"{role}@dokon.uz") for role in ("owner", "analyst", "viewer")}
    stranger = await person(api, "stranger@dokon.uz")
    await organisation(api, "Doʻkon", **numbers)
    await organisation(api, "Boshqa", owner=stranger)
    async with clients(api, **numbers, stranger=stranger) as found:
        yield found


async def make(client, name="Tez", **weights):
    return await client.post(RECIPES, json={"name": name, "weights": weights or {"velocity": 3, "growth": 1}})


async def names(client):
    answer = await client.get(RECIPES)
    assert answer.status_code == 200, answer.text
    return [one["name"] for one in answer.json()["items"]]


async def test_a_recipe_is_kept_for_the_whole_organisation_and_for_no_other(team):
    answer = await make(team["analyst"])
    assert answer.status_code == 201, answer.text
    recipe = answer.json()
    assert (recipe["weights"]["velocity"], recipe["weights"]["growth"], recipe["weights"]["stock"]) == (
        0.75,
        0.25,
        0,
    )
    assert await names(team["viewer"]) == ["Tez"]
    assert await names(team["stranger"]) == []
    number = recipe["recipe_id"]
    for asked in (
        team["stranger"].patch(f"{RECIPES}/{number}", json={"name": "x"}),
        team["stranger"].delete(f"{RECIPES}/{number}"),
        team["stranger"].get(f"/api/v1/products/1/score?recipe={number}"),
    ):
        assert (await asked).status_code == 404
    assert await names(team["owner"]) == ["Tez"]


async def test_a_viewer_reads_and_an_analyst_makes(team):
    assert (await make(team["viewer"])).status_code == 403
    number = (await make(team["analyst"])).json()["recipe_id"]
    assert (await team["viewer"].patch(f"{RECIPES}/{number}", json={"name": "x"})).status_code == 403
    assert (await team["viewer"].delete(f"{RECIPES}/{number}")).status_code == 403


async def test_a_recipe_makes_scores_as_its_weights_do(team, api, pool):
    await leaf(pool)
    await scored(pool)
    number = (await make(team["owner"], price_room=2, velocity=1)).json()["recipe_id"]
    for path in (f"/api/v1/products/{GOODS[3]}/score", f"/api/v1/categories/{LEAF}/scores"):
        by_recipe = (await team["viewer"].get(f"{path}?recipe={number}")).json()
        by_weights = (await team["viewer"].get(f"{path}?weights=price_room:2,velocity:1")).json()
        assert by_recipe.pop("recipe")["name"] == "Tez"
        assert by_weights.pop("recipe") is None
        assert by_recipe == by_weights


async def test_no_two_have_the_same_name_whatever_its_capitals(team):
    first = (await make(team["owner"], "Tez")).json()["recipe_id"]
    assert (await make(team["owner"], "  TEZ ")).status_code == 409
    assert (await make(team["stranger"], "Tez")).status_code == 201
    second = (await make(team["owner"], "Sekin")).json()["recipe_id"]
    assert (await team["owner"].patch(f"{RECIPES}/{second}", json={"name": "tez"})).status_code == 409
    renamed = await team["owner"].patch(f"{RECIPES}/{first}", json={"name": "TEZ"})
    assert (renamed.status_code, renamed.json()["name"]) == (200, "TEZ")
    assert renamed.json()["weights"]["velocity"] == 0.75
    again = await team["owner"].patch(f"{RECIPES}/{first}", json={"weights": {"stock": 2}})
    assert (again.json()["name"], again.json()["weights"]["stock"]) == ("TEZ", 1)
    assert (await team["owner"].delete(f"{RECIPES}/{second}")).status_code == 200
    assert await names(team["owner"]) == ["TEZ"]
    deeds = (await team["owner"].get("/api/v1/organisation/audit")).json()["items"]
    assert [(one["deed"], one["facts"]["name"]) for one in deeds] == [
        ("recipe_deleted", "Sekin"),
        ("recipe_changed", "TEZ"),
        ("recipe_changed", "TEZ"),
        ("recipe_made", "Sekin"),
        ("recipe_made", "Tez"),
    ]


async def test_there_are_only_so_many(team, monkeypatch):
    few = replace(RECIPES_KEPT, table=replace(RECIPES_KEPT.table, most=2))
    monkeypatch.setattr("ventra.outlook.routes.score_recipes.RECIPES", few)
    for name in "ab":
        assert (await make(team["owner"], name)).status_code == 201
    refused = await make(team["owner"], "c")
    assert refused.status_code == 409
    assert refused.json()["detail"] == "there are 2 recipes already: delete one first"


@pytest.mark.parametrize(
    "weights", [{"velocity": -1}, {"velocity": 2e6}, {"velocity": "fast"}, {"speed": 1}, {"velocity": 0}, {}]
)
async def test_weights_that_are_none_are_told_so(team, weights):
    answer = await team["owner"].post(RECIPES, json={"name": "Tez", "weights": weights})
    assert answer.status_code == 400, answer.text
    assert answer.json()["field"].startswith("weights")
    assert await names(team["owner"]) == []


async def test_a_name_has_to_be_one(team):
    for name in ("", "   ", "x" * 81):
        answer = await make(team["owner"], name)
        assert (answer.status_code, answer.json()["field"]) == (400, "name")
