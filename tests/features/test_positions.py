"""Positions: watched queries are looked up on the simulated marketplace, and ranks are those that were seen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from fixtures import rows
from fixtures.people import clients, organisation, person
from fixtures.shelf import simulated
from fixtures.simulated import Clock, small_market
from ventra.collect.uzum.client import UzumClient
from ventra.infra.budget import HeldBack
from ventra.market.query_look import look
from ventra.simulator.market import Market
from ventra.simulator.search import Query, Search
from ventra.simulator.shop import Shops
from ventra.simulator.titles import titles_of

AT = "/api/v1/watched-queries"


@pytest.fixture(scope="module")
def market() -> Market:
    return small_market()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def client(market: Market, clock: Clock, redis_url: str) -> AsyncIterator[UzumClient]:
    async with simulated(market, clock, redis_url, window=300) as opened:
        yield opened


@pytest.fixture
async def team(api):
    numbers = {role: await person(api, f"{role}@dokon.uz") for role in ("owner", "viewer")}
    stranger = await person(api, "stranger@dokon.uz")
    org = await organisation(api, "Doʻkon", **numbers)
    await organisation(api, "Boshqa", owner=stranger)
    async with clients(api, **numbers, stranger=stranger) as found:
        found["org"] = org
        yield found


def a_word(market: Market) -> str:
    """The first word of the first product's Uzbek title."""
    return titles_of(market.catalogue, 0).uz.split()[0].strip(",").lower()


async def test_a_query_is_looked_up_once_a_day_and_ranks_are_those_seen(
    team, db, pool, client, market, clock
):
    word = a_word(market)
    made = await team["owner"].post(AT, json={"text_uz": word})
    assert made.status_code == 201, made.text
    assert made.json()["forms"][0]["state"] == "waiting"
    await pool.execute("UPDATE search_texts SET due_at = $1", clock())
    report = await look(pool, client, clock=clock)
    assert (report.text, report.outcome) == (word, "ok")
    assert report.shown > 0
    assert (await look(pool, client, clock=clock)).text is None, "not due before tomorrow"
    shown = await pool.fetchval("SELECT products FROM search_looks")
    found = Search(market, Shops(market)).cards(Query(word), int(clock().timestamp() * 1e6))
    expected = list(dict.fromkeys(market.catalogue.product_id[found[:100] >> 4].tolist()))
    assert shown == expected, "each product once, in the marketplace's order"
    await rows.product(db, shown[2], "Chelak")
    await rows.insert(db, "trackers", org_id=team["org"], product_id=shown[2])
    clock.now += timedelta(days=8)
    assert (await look(pool, client, clock=clock)).text == word
    await pool.execute("UPDATE search_looks SET seen_at = seen_at + (now() - $1)", clock())
    (form,) = (await team["viewer"].get(AT)).json()["items"][0]["forms"]
    (ranked,) = form["products"]
    assert (form["state"], ranked["product_id"], ranked["rank_before"]) == ("seen", shown[2], 3)
    positions = (await team["viewer"].get(f"/api/v1/products/{shown[2]}/positions")).json()["items"]
    assert [one["rank"] for one in positions[0]["looks"]] == [3, ranked["rank"]]
    nowhere = (await team["viewer"].get("/api/v1/products/999999999/positions")).json()["items"]
    assert {one["rank"] for one in nowhere[0]["looks"]} == {None}


async def test_both_forms_are_looked_up_and_ideas_are_gathered(team, pool, client, clock):
    await team["owner"].post(AT, json={"text_uz": "c", "text_ru": "в"})
    await pool.execute("UPDATE search_texts SET due_at = $1", clock())
    for _ in range(2):
        assert (await look(pool, client, clock=clock)).outcome == "ok"
    ideas = {
        row["language"]: row["ideas"] for row in await pool.fetch("SELECT language, ideas FROM search_texts")
    }
    assert all(idea.startswith("c") for idea in ideas["uz"])
    assert ideas["ru"]
    assert all(idea.startswith("в") for idea in ideas["ru"])


async def test_queries_are_an_organisations_own_and_only_watched_ones_are_asked(team, pool, client, clock):
    number = (await team["owner"].post(AT, json={"text_ru": "ведро"})).json()["query_id"]
    assert (await team["viewer"].post(AT, json={"text_ru": "таз"})).status_code == 403
    assert (await team["owner"].post(AT, json={"text_ru": "ВЕДРО"})).status_code == 409
    assert (await team["owner"].post(AT, json={"text_uz": "  "})).status_code == 400
    assert (await team["stranger"].get(AT)).json()["items"] == []
    assert (await team["stranger"].delete(f"{AT}/{number}")).status_code == 404
    assert (await team["owner"].delete(f"{AT}/{number}")).status_code == 200
    await pool.execute("UPDATE search_texts SET due_at = $1", clock())
    assert (await look(pool, client, clock=clock)).text is None


async def test_an_answer_that_is_none_is_no_rank_and_waits_longer_each_time(
    team, pool, client, clock, monkeypatch
):
    await team["owner"].post(AT, json={"text_uz": "chelak"})
    await pool.execute("UPDATE search_texts SET due_at = $1", clock())

    async def broken(*given, **more):
        return b'{"data": {"makeSearch": null}, "errors": [{"message": "?"}]}'

    monkeypatch.setattr(client, "fetch_search", broken)
    assert (await look(pool, client, clock=clock)).outcome == "changed"
    assert await pool.fetchval("SELECT count(*) FROM search_looks") == 0
    (form,) = (await team["viewer"].get(AT)).json()["items"][0]["forms"]
    assert (form["state"], form["shown"], form["products"]) == ("failing", 0, [])
    assert await pool.fetchval("SELECT due_at - $1 FROM search_texts", clock()) == timedelta(minutes=10)


async def test_a_search_that_was_answered_is_not_asked_again_for_want_of_ideas(
    team, pool, client, clock, monkeypatch
):
    await team["owner"].post(AT, json={"text_uz": "chelak"})
    await pool.execute("UPDATE search_texts SET due_at = $1", clock())

    async def held_back(*given, **more):
        raise HeldBack("host", "full", retry_after_seconds=3)

    monkeypatch.setattr(client, "fetch_suggestions", held_back)
    report = await look(pool, client, clock=clock)
    assert (report.text, report.outcome) == ("chelak", "throttled"), "the turn ends"
    clock.now += timedelta(hours=1)
    assert (await look(pool, client, clock=clock)).text is None

    async def odd(*given, **more):
        return (
            b'{"data": {"getSuggestions": {"blocks": [{"__typename": "TextSuggestionsBlock", "values": '
            b'["chelak \\ud800", "\\u0000", "=cmd", 7]}]}}}'
        )

    monkeypatch.setattr(client, "fetch_suggestions", odd)
    clock.now += timedelta(days=1)
    assert (await look(pool, client, clock=clock)).outcome == "ok"
    assert await pool.fetchval("SELECT ideas FROM search_texts") == ["chelak \ufffd", "=cmd"]
