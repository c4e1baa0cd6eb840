"""Suppliers are asked by the worker: a row of the api, within the plan, again when it failed, once for all who ask the same."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from fakes.suppliers import KEY, SECRET, SERP_KEY, picture, product
from fixtures.sourcing import TEAPOT, Asking, told
from fixtures.stores import run_sql
from ventra.infra.db import transaction
from ventra.services.supplying import supplying

ASK = "/api/v1/supplier-requests"


async def ask(client, query="glass teapot", source="aliexpress", product_id=TEAPOT):
    return await client.post(ASK, json={"source": source, "query": query, "product_id": product_id})


async def state(client, number):
    return (await client.get(f"{ASK}/{number}")).json()["request"]


async def test_what_is_sold_in_the_united_states_has_a_landed_cost_by_ones_own_freight(
    buyers, asking
) -> None:
    await ask(buyers["analyst"], source="google")
    await asking.work()
    page = (await buyers["viewer"].get(f"/api/v1/products/{TEAPOT}/offers")).json()
    where = f"/api/v1/products/{TEAPOT}/offers/{page['items'][0]['offer']['offer_id']}"
    said = {"state": "confirmed", "weight_grams": 1000}
    (unknown,) = (await buyers["analyst"].put(where, json=said)).json()["landed"]
    assert (unknown["way"], unknown["missing"], unknown["basis"]) == ("air", ["freight_us"], "no_data")
    own = {"key": "freight.air_us.per_kg", "rate": {"low": 10, "likely": 12, "high": 14}}
    assert (await buyers["analyst"].post("/api/v1/own-rates", json=own)).status_code == 201
    (known,) = (await buyers["viewer"].get(f"/api/v1/products/{TEAPOT}/offers")).json()["items"][0]["landed"]
    assert known["missing"] == []
    assert known["total"]["low"] < known["total"]["point"] < known["total"]["high"]
    freight = next(one["uzs"] for one in known["lines"] if one["line"] == "freight")
    assert 120_000 < freight["low"] < freight["high"] < 14 * 12_000 * 1.67


async def test_what_was_asked_is_found_matched_and_decided_by_a_person(buyers, asking) -> None:
    asked = await ask(buyers["analyst"])
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    number = asked.json()["request_id"]
    assert (await ask(buyers["analyst"])).json()["request_id"] == number, (
        "the same again while it waits is the same"
    )
    await asking.work()
    done = await state(buyers["viewer"], number)
    assert (done["state"], done["offers"], done["from_cache"]) == ("done", 2, False)
    page = (await buyers["viewer"].get(f"/api/v1/products/{TEAPOT}/offers")).json()
    (match,) = page["items"]
    assert match["state"] == "proposed"
    assert match["offer"]["price_uzs"] == 39_000
    assert match["score"]["parts"]["picture"] is None
    assert match["score"]["low"] < match["score"]["point"] < match["score"]["high"]
    assert {tuple(one["missing"]) for one in match["landed"]} == {("weight",)}
    assert match["margin"] == {"point": None, "low": None, "high": None}
    where = f"/api/v1/products/{TEAPOT}/offers/{match['offer']['offer_id']}"
    said = {"state": "confirmed", "weight_grams": 600}
    assert (await buyers["viewer"].put(where, json=said)).status_code == 403
    assert (await buyers["stranger"].put(where, json=said)).status_code == 404
    confirmed = (await buyers["analyst"].put(where, json=said)).json()
    by_air, by_road, by_rail = confirmed["landed"]
    assert by_air["total"]["low"] < by_air["total"]["point"] < by_air["total"]["high"]
    assert by_rail["total"]["point"] < by_road["total"]["point"] < by_air["total"]["point"]
    assert sum(one["uzs"]["point"] for one in by_air["lines"]) == by_air["total"]["point"]
    assert by_air["lines"][0]["uzs"] == {"point": 39_000, "low": 39_000, "high": 39_000}
    margin = confirmed["margin"]
    assert margin["low"] < margin["point"] == pytest.approx(1 - by_rail["total"]["point"] / 150_000, abs=1e-3)
    assert [one["margin"]["low"] is None for one in confirmed["segments"]][:1] == [True]
    await asking.work()
    assert (await buyers["viewer"].get("/api/v1/offer-matches")).json() == {"items": [], "waiting": 0}
    assert (await buyers["stranger"].get(f"/api/v1/products/{TEAPOT}/offers")).json()["items"] == []
    await buyers["analyst"].put(where, json={"state": "rejected"})
    assert (await buyers["viewer"].get(f"/api/v1/products/{TEAPOT}/offers")).json()["items"] == []
    with_rejected = (await buyers["viewer"].get(f"/api/v1/products/{TEAPOT}/offers?rejected=true")).json()[
        "items"
    ]
    assert with_rejected[0]["weight_grams"] == 600, "the weight that was told stays"


async def test_what_cannot_be_kept_of_an_answer_is_left_out_and_the_rest_is_found(
    buyers, asking, outside
) -> None:
    outside.products = [
        product(1, "NUL") | {"promotion_link": "https://x.uz/\0a", "product_detail_url": "https://x.uz/\x1b"},
        product(2, "Sold \0 without end") | {"lastest_volume": 2**63},
        product(3, "Next to nothing", "0.00001") | {"sale_price": "0.00002"},
        product(4, "In roubles of its own") | {"target_sale_price_currency": "РУБ"},
    ]
    number = (await ask(buyers["analyst"])).json()["request_id"]
    await asking.work()
    found = (await buyers["viewer"].get(f"{ASK}/{number}")).json()
    assert (found["request"]["state"], found["request"]["offers"]) == ("done", 2)
    assert {(one["title"], one["link"], one["orders"]) for one in found["items"]} == {
        ("NUL", None, 1200),
        ("Sold \ufffd without end", "https://s.click.aliexpress.com/e/_2", None),
    }


async def test_the_same_words_within_a_day_ask_nobody_and_cost_nothing(
    buyers, asking, outside, database_url
) -> None:
    run_sql(database_url, "UPDATE plans SET supplier_calls = 1")
    first = (await ask(buyers["analyst"])).json()["request_id"]
    await asking.work()
    assert (await ask(buyers["analyst"], "another")).status_code == 403
    other = await ask(buyers["stranger"], "Glass  TEAPOT")
    assert other.status_code == 202
    await asking.work()
    assert outside.count("aliexpress") == 1
    assert (await state(buyers["stranger"], other.json()["request_id"]))["from_cache"] is True
    listed = (await buyers["viewer"].get(ASK)).json()
    assert (listed["budget"]["used"], listed["budget"]["most"]) == (1, 1)
    assert [one["request_id"] for one in listed["items"]] == [first]
    assert (await buyers["stranger"].get(ASK)).json()["budget"]["used"] == 0


async def test_a_source_that_is_slow_is_asked_again_later_and_one_that_refuses_is_not(
    buyers, asking, outside
) -> None:
    outside.mode["google"] = "limit"
    waits = (await ask(buyers["analyst"], source="google")).json()["request_id"]
    await asking.work()
    found = await state(buyers["viewer"], waits)
    assert (found["state"], found["why"], found["tries"]) == ("waiting", "throttled", 1)
    await asking.work(timedelta(minutes=20))
    assert outside.count("google") == 1, "it asked to be left alone for half an hour"
    outside.mode["google"] = "spent"
    await asking.work(timedelta(minutes=11))
    assert ((await state(buyers["viewer"], waits))["state"], outside.count("google")) == ("failed", 2)
    listed = (await buyers["viewer"].get(ASK)).json()
    assert listed["budget"]["used"] == 0, "what came to nothing costs nothing"
    assert {one["source"]: one["why"] for one in listed["sources"]} == {
        "aliexpress": None,
        "google": "account_spent",
    }
    outside.mode["aliexpress"] = "busy"
    tried = (await ask(buyers["analyst"])).json()["request_id"]
    for _ in range(6):
        await asking.work(timedelta(hours=1))
    failed = await state(buyers["viewer"], tried)
    assert (failed["state"], failed["why"], failed["tries"]) == ("failed", "failed", 5)
    assert outside.count("aliexpress") == 5


async def test_without_a_key_it_is_said_what_is_missing(buyers, pool, outside) -> None:
    async with supplying(told(outside, ALIEXPRESS_APP_KEY=KEY)) as means:
        await Asking(pool, means).work()
    listed = (await buyers["viewer"].get(ASK)).json()
    assert {one["source"]: one["missing"] for one in listed["sources"]} == {
        "aliexpress": ["ALIEXPRESS_APP_SECRET"],
        "google": ["SERPAPI_API_KEY"],
    }
    refused = await ask(buyers["analyst"])
    assert refused.status_code == 409
    assert "ALIEXPRESS_APP_SECRET" in refused.text
    assert outside.asked == []


async def test_a_worker_that_died_in_the_middle_is_no_loss(buyers, asking, pool) -> None:
    number = (await ask(buyers["analyst"])).json()["request_id"]
    async with transaction(pool) as db:
        await db.execute(
            "UPDATE supplier_requests SET state = 'running', tries = 1, leased_until = now() + interval '90 s'"
        )
    await asking.work()
    assert (await state(buyers["viewer"], number))["state"] == "running"
    await asking.work(timedelta(minutes=2))
    assert (
        (await state(buyers["viewer"], number))["state"],
        (await state(buyers["viewer"], number))["tries"],
    ) == ("done", 2)


async def test_a_picture_that_is_alike_raises_the_score(buyers, asking, outside, pool) -> None:
    outside.pictures = {"a.jpg": picture(1), "b.jpg": picture(2)}
    outside.products = [
        product(number, "teapot") | {"product_main_image_url": f"{outside.url}/{name}.jpg"}
        for number, name in ((1, "a"), (2, "b"))
    ]
    asking.suppliers.pictures._hosts = (outside.host,)
    async with transaction(pool) as db:
        url = f"https://images.uzum.uz/p{TEAPOT}/t_product_240_high.jpg"
        hashed = await asking.suppliers.pictures.hash_of(f"{outside.url}/a.jpg")
        await db.execute("INSERT INTO picture_hashes VALUES ($1, $2, now())", url, hashed)
    await ask(buyers["analyst"])
    await asking.work()
    items = (await buyers["viewer"].get(f"/api/v1/products/{TEAPOT}/offers?rejected=true")).json()["items"]
    parts = [one["score"]["parts"]["picture"] for one in items]
    assert parts[0] == 1
    assert all(one < 0.5 for one in parts[1:])


async def test_no_key_is_ever_in_what_is_kept(buyers, asking, outside, pool) -> None:
    outside.mode["google"] = "limit"
    await ask(buyers["analyst"], source="google")
    await ask(buyers["analyst"])
    await asking.work()
    async with transaction(pool) as db:
        for table in (
            "supplier_requests",
            "outside_sources",
            "supplier_answers",
            "job_failures",
            "supplier_offers",
        ):
            kept = json.dumps([dict(row) for row in await db.fetch(f"SELECT * FROM {table}")], default=str)
            assert not any(secret in kept for secret in (SECRET, SERP_KEY)), table
