"""A look at a link before anything is tracked: what is known, what is due, and how it ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from features.test_jobs import means_of
from fixtures import rows
from ventra.catalog.store.tracking import LOOKED_FOR, WHO_LOOKS
from ventra.collect import looking
from ventra.core.day import closes_at, day_of
from ventra.infra.db import transaction
from ventra.jobs import clean
from ventra.sales.close import close_touched

LOOKS = "/api/v1/looks"
NEVER_MET = "https://uzum.uz/ru/product/choynak-1772350"


async def test_a_product_never_met_is_visited_and_tracked_by_nobody(api, db):
    answer = await api.post(LOOKS, json={"link": NEVER_MET})
    assert answer.status_code == 202
    look = answer.json()
    assert (look["kind"], look["product_id"], look["state"]) == ("product", 1772350, "waiting")
    tomorrow = day_of(datetime.now(UTC)) + timedelta(days=1)
    assert datetime.fromisoformat(look["estimate_due_at"]) == closes_at(tomorrow)
    row = await db.fetchrow("SELECT tracked, due_at <= now() AS due FROM watch WHERE product_id = 1772350")
    assert (row["tracked"], row["due"]) == (True, True), "the worker visits it, whatever is collected"
    assert await db.fetchval("SELECT array_agg(org_id) FROM trackers") == [WHO_LOOKS]
    assert (await api.get("/api/v1/products?tracked=true")).json()["total"] == 0
    assert (await api.get(f"{LOOKS}/1772350")).json() == look
    deeds = [one["deed"] for one in (await api.get("/api/v1/organisation/audit")).json()["items"]]
    assert deeds[0] == "looked_at"


async def test_what_was_seen_already_is_not_visited_for_it(api, db):
    await rows.product(db, 7)
    await rows.latest(db, 7, seen_at=datetime.now(UTC))
    look = (await api.post(LOOKS, json={"link": "7"})).json()
    assert (look["state"], look["product_id"]) == ("seen", 7)
    assert await db.fetchval("SELECT count(*) FROM trackers") == 0
    yesterday = day_of(datetime.now(UTC)) - timedelta(days=1)
    await rows.day(db, 7, yesterday, 3)
    assert (await api.get(f"{LOOKS}/7")).json()["estimate_due_at"] is None


async def test_what_the_marketplace_does_not_know_is_said(api, db):
    await api.post(LOOKS, json={"link": NEVER_MET})
    await db.execute("UPDATE watch SET last_outcome = 'gone'")
    look = (await api.get(f"{LOOKS}/1772350")).json()
    assert (look["state"], look["estimate_due_at"]) == ("gone", None)
    assert (await api.get(f"{LOOKS}/5")).status_code == 404


async def test_a_shop_says_what_is_known_of_it(api, db):
    shop = {"link": "https://uzum.uz/uz/shop/lavido"}
    look = (await api.post(LOOKS, json=shop)).json()
    assert (look["kind"], look["shop"], look["state"], look["title"]) == ("shop", "lavido", "waiting", None)
    await rows.insert(db, "sellers", seller_id=9, title="Lavido", slug="lavido")
    await rows.product(db, 7, seller_id=9)
    look = (await api.post(LOOKS, json=shop)).json()
    assert (look["state"], look["title"], look["products"]) == ("seen", "Lavido", 1)
    await db.execute("SET enable_seqscan = off")  # a small table would be read whole
    plan = "\n".join(row[0] for row in await db.fetch("EXPLAIN SELECT title FROM sellers WHERE slug = 'x'"))
    assert "sellers_slug" in plan
    wrong = await api.post(LOOKS, json={"link": "https://example.org/x"})
    assert (wrong.status_code, wrong.json()["field"]) == (400, "link")


async def test_a_look_ends_after_its_hour_and_tracking_goes_on(api, db, database_url):
    await api.post(LOOKS, json={"link": NEVER_MET})
    await api.post(LOOKS, json={"link": "1772351"})
    await api.post("/api/v1/follow", json={"link": "1772351"})
    now = datetime.now(UTC)
    for later, watched in ((timedelta(0), 2), (LOOKED_FOR + timedelta(minutes=1), 1)):
        async with means_of(database_url, clock=lambda at=now + later: at) as means:
            await clean(means)
        assert await db.fetchval("SELECT count(*) FROM watch WHERE tracked") == watched
    assert await db.fetchval("SELECT product_id FROM watch WHERE tracked") == 1772351
    assert await db.fetchval("SELECT array_agg(org_id) FROM trackers") == [1]


async def test_one_organisation_looks_only_so_often(api):
    codes = [(await api.post(LOOKS, json={"link": f"{2_000_000 + n}"})).status_code for n in range(61)]
    assert codes == [202] * 60 + [429]


async def test_what_is_only_looked_at_counts_for_no_plan(api, db):
    await db.execute("UPDATE plans SET products = 1 WHERE plan = 'own'")
    for n in range(3):
        assert (await api.post(LOOKS, json={"link": f"{3_000_000 + n}"})).status_code == 202
    assert (await api.post("/api/v1/follow", json={"link": "3000000"})).status_code == 202
    assert (await api.post("/api/v1/follow", json={"link": "3000001"})).status_code == 403


@pytest.mark.parametrize("hour", [0, 5, 13, 20])
async def test_the_first_estimate_is_there_when_it_was_said_to_be(api, db, database_url, hour):
    seen_at = datetime.now(UTC) - timedelta(days=3, hours=-hour)
    await rows.product(db, 7)
    await rows.latest(db, 7)
    for hours in range(hour, 72, 4):
        await rows.look(db, 7, seen_at + timedelta(hours=hours - hour), orders_total=100 + hours)
    async with transaction(api.app.state.parts.pool) as inner:
        look = await looking.product(inner, 7, seen_at)
    assert look.estimate_due_at is not None
    async with means_of(database_url) as means:
        await close_touched(means.pool, now=look.estimate_due_at)
    assert await db.fetchval("SELECT known_7 FROM sales_figures WHERE product_id = 7") >= 1
    assert (await api.get(f"{LOOKS}/7")).json()["estimate_due_at"] is None
