"""A batch of visits: looked at, kept in one transaction, and each product's next visit set."""

from __future__ import annotations

import asyncio
import json
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from redis.asyncio import Redis

from fixtures import bodies, market
from fixtures.market import CAPTCHA, Market
from ventra.catalog.store import watch
from ventra.collect.store import sources
from ventra.collect.uzum.client import UzumClient
from ventra.collect.visit import LEASE_SECONDS, visit, visit_one
from ventra.errors import Challenged, Gone, Unavailable
from ventra.infra.budget import Budget, Rate
from ventra.infra.db import Pool, transaction

T0 = datetime(2026, 11, 5, 12, 0, 0, 123_456, UTC)


class Clock:
    """A clock the test winds."""

    def __init__(self) -> None:
        self.now = T0

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **delta: float) -> None:
        self.now += timedelta(**delta)


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def due(pool: Pool, clock: Clock, *product_ids: int, lease_seconds: int = 300) -> list[watch.Lease]:
    async with transaction(pool) as db:
        await watch.register(db, product_ids)
        await db.execute(
            "UPDATE watch SET due_at = $1 WHERE product_id = ANY($2)", clock(), list(product_ids)
        )
        return await watch.take_due(db, collect="all", at_most=100, lease_seconds=lease_seconds, now=clock())


async def rows(pool: Pool, query: str, *args: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in await pool.fetch(query, *args)]


async def counted(pool: Pool) -> dict[str, int]:
    return {
        row["outcome"]: row["n"]
        for row in await pool.fetch("SELECT outcome, sum(n)::int n FROM visit_counts GROUP BY 1")
    }


async def test_what_was_seen_stands_in_catalogue_and_observations(
    pool: Pool, client: UzumClient, shop: Market, clock: Clock
) -> None:
    shop.products[2001] = bodies.product(2001)
    report = await visit(pool, client, await due(pool, clock, 2001), clock=clock)
    assert (report.outcomes, report.taken, report.not_asked) == ({"ok": 1}, 1, 0)
    (seen,) = await rows(pool, "SELECT seen_from, orders_total, price_uzs, source, looks FROM observations")
    assert seen == {
        "seen_from": T0.replace(microsecond=0), "orders_total": 729, "price_uzs": 406_000, "source": 1, "looks": 1,
    }  # fmt: skip
    (product,) = await rows(
        pool,
        "SELECT state, title_ru, title_folded, category_id, seller_id FROM products",
    )
    assert product["title_ru"] == "Мужская футболка"
    assert "futbolka" in product["title_folded"]
    assert (product["state"], product["category_id"], product["seller_id"]) == ("active", 10_012, 501)
    categories = await rows(
        pool, "SELECT category_id, parent_id, path, title_uz, title_ru FROM categories ORDER BY category_id"
    )
    assert [row["path"] for row in categories] == [[10_014, 10_011], [10_014, 10_011, 10_012], [10_014]]
    assert {row["title_ru"] for row in categories} == {None}
    (seller,) = await rows(pool, "SELECT title, slug, orders_total, rating_x100 FROM sellers")
    assert seller == {
        "title": "Andijon Tekstil",
        "slug": "andijon-tekstil",
        "orders_total": 25_133,
        "rating_x100": 480,
    }
    variants = await rows(
        pool, "SELECT sku_id, characteristics, fulfilment, stock FROM variants ORDER BY sku_id"
    )
    assert len(variants) == 12
    assert variants[5]["characteristics"] == {"Rang": "Oq", "Oʻlcham": "M"}
    assert variants[11]["fulfilment"] == "FBS"
    (latest,) = await rows(pool, "SELECT orders_total, rating_x100, stock FROM product_latest")
    assert latest == {"orders_total": 729, "rating_x100": 470, "stock": 18}
    assert await counted(pool) == {"ok": 1}


async def test_a_good_visit_gives_the_lease_back_and_is_due_again(
    pool: Pool, client: UzumClient, shop: Market, clock: Clock
) -> None:
    shop.products[2001] = bodies.product(2001)
    await visit(pool, client, await due(pool, clock, 2001), clock=clock)
    (row,) = await rows(pool, "SELECT leased_until, due_at, failures, last_outcome FROM watch")
    assert (row["leased_until"], row["failures"], row["last_outcome"]) == (None, 0, "ok")
    assert timedelta(hours=3.75) < row["due_at"] - T0 < timedelta(hours=4.25)
    (source,) = await rows(pool, "SELECT host, state, last_ok_at FROM sources")
    assert source == {"host": client.urls.api_host, "state": "ok", "last_ok_at": T0}


async def test_a_batch_that_runs_twice_asks_and_keeps_nothing_twice(
    pool: Pool, client: UzumClient, shop: Market, clock: Clock
) -> None:
    shop.products = {i: bodies.product(i) for i in (1, 2, 3)}
    leases = await due(pool, clock, 1, 2, 3)
    await visit(pool, client, leases, clock=clock)
    again = await visit(pool, client, leases, clock=clock)
    assert again.outcomes == {}
    assert len(shop.paths()) == 3
    assert await counted(pool) == {"ok": 3}
    assert await pool.fetchval("SELECT sum(looks) FROM observations") == 3


async def test_who_lost_the_lease_keeps_what_it_saw_and_leaves_the_newer_lease_alone(
    pool: Pool, client: UzumClient, shop: Market, clock: Clock
) -> None:
    shop.products[1] = bodies.product(1)
    old = await due(pool, clock, 1, lease_seconds=1)
    newer: list[watch.Lease] = []

    async def take_over(request: web.Request) -> None:
        async with transaction(pool) as db:
            newer.extend(
                await watch.take_due(
                    db,
                    collect="all",
                    at_most=5,
                    lease_seconds=99,
                    now=T0 + timedelta(seconds=LEASE_SECONDS + 1),
                )
            )

    shop.first = take_over
    report = await visit(pool, client, old, clock=clock)
    assert (report.taken, newer[0].lease) == (1, old[0].lease + 1)
    (row,) = await rows(pool, "SELECT lease, leased_until, last_outcome FROM watch")
    assert row == {
        "lease": newer[0].lease,
        "leased_until": T0 + timedelta(seconds=LEASE_SECONDS + 100),
        "last_outcome": None,
    }


async def test_a_challenge_stops_the_host_until_an_operator_resumes_it(
    pool: Pool, client: UzumClient, shop: Market, clock: Clock, redis_url: str
) -> None:
    shop.products = {i: bodies.product(i) for i in range(1, 60)}

    async def challenge_the_third(request: web.Request) -> web.Response | None:
        return web.Response(status=200, text=CAPTCHA) if len(shop.asked) == 3 else None

    shop.first = challenge_the_third
    report = await visit(pool, client, await due(pool, clock, *shop.products), clock=clock)
    assert report.outcomes["challenged"] == 1
    assert report.not_asked > 40
    assert len(shop.asked) == 59 - report.not_asked
    (source,) = await rows(pool, "SELECT state, reason, resume_at FROM sources")
    assert source["state"] == "stopped"
    assert "captcha" in source["reason"]
    (alarm,) = await rows(pool, "SELECT key, times, facts, cleared_at FROM alarms")
    assert (alarm["key"], alarm["facts"]["host"], alarm["cleared_at"]) == (
        "challenged",
        client.urls.api_host,
        None,
    )
    assert await pool.fetchval("SELECT count(*) FROM watch WHERE leased_until IS NOT NULL") == 0

    sent = len(shop.asked)
    clock.forward(days=9)
    closed = await visit(pool, client, await due(pool, clock, 1, 2), clock=clock)
    assert (closed.outcomes, closed.not_asked) == ({}, 59)
    with pytest.raises(Challenged):
        await visit_one(pool, client, 1, clock=clock)
    assert len(shop.asked) == sent

    async with transaction(pool) as db:
        assert await sources.resume(db, client.urls.api_host)
    async with Redis.from_url(redis_url) as redis:
        await Budget(redis, {}).unpause(client.urls.api_host)
    assert await pool.fetchval("SELECT count(*) FROM alarms WHERE cleared_at IS NULL") == 0
    clock.forward(seconds=61)
    assert (await visit(pool, client, await due(pool, clock, 1), clock=clock)).outcomes["ok"] == 59


async def test_a_challenge_met_by_one_worker_holds_the_others_at_once(
    pool: Pool, shop: Market, clock: Clock, redis_url: str
) -> None:
    shop.products = {i: bodies.product(i) for i in range(1, 61)}

    async def challenge_the_third(request: web.Request) -> web.Response | None:
        return web.Response(status=403) if len(shop.asked) == 3 else None

    shop.first = challenge_the_third
    leases = await due(pool, clock, *shop.products)
    slow = {"product": Rate(5)}
    async with (
        market.client_of(shop, redis_url, rates=slow) as one,
        market.client_of(shop, redis_url, rates=slow) as other,
    ):
        reports = await asyncio.gather(
            visit(pool, one, leases[:30], clock=clock), visit(pool, other, leases[30:], clock=clock)
        )
    assert len(shop.asked) <= 5
    assert sum(report.not_asked for report in reports) >= 55


async def test_a_429_rests_the_whole_host_and_a_good_answer_ends_it(
    pool: Pool, client: UzumClient, shop: Market, clock: Clock, redis_url: str
) -> None:
    shop.products = {i: bodies.product(i) for i in range(1, 40)}

    async def slow_down(request: web.Request) -> web.Response:
        return web.Response(status=429, headers={"Retry-After": "90"})

    shop.first = slow_down
    report = await visit(pool, client, await due(pool, clock, *shop.products), clock=clock)
    assert 1 <= report.outcomes["throttled"] <= 8
    assert set(report.outcomes) == {"throttled"}
    (source,) = await rows(pool, "SELECT state, resume_at FROM sources")
    assert source == {"state": "slowed", "resume_at": T0 + timedelta(seconds=90)}
    (row,) = await rows(pool, "SELECT min(due_at) AS due FROM watch WHERE last_outcome = 'throttled'")
    assert row["due"] >= T0 + timedelta(seconds=85)

    sent = len(shop.asked)
    clock.forward(seconds=80)
    assert (await visit(pool, client, await due(pool, clock, 1), clock=clock)).outcomes == {}
    assert len(shop.asked) == sent

    shop.first = None
    clock.forward(seconds=70)
    async with Redis.from_url(redis_url) as redis:
        await Budget(redis, {}).unpause(client.urls.api_host)
    await visit(pool, client, await due(pool, clock, 1), clock=clock)
    assert await pool.fetchval("SELECT state FROM sources") == "ok"


async def test_a_changed_page_goes_to_quarantine_without_people_and_nothing_becomes_zero(
    pool: Pool, client: UzumClient, shop: Market, clock: Clock
) -> None:
    changed = bodies.product(1)
    changed["payload"]["data"]["ordersCount"] = changed["payload"]["data"].pop("ordersAmount")
    shop.products = {1: changed, 2: bodies.product(2)}
    report = await visit(pool, client, await due(pool, clock, 1, 2), clock=clock)
    assert (report.outcomes, report.taken) == ({"changed": 1, "ok": 1}, 1)
    (kept,) = await rows(pool, "SELECT product_id, url, reason, body FROM quarantine")
    assert (kept["product_id"], kept["reason"]) == (1, f"{client.product_url(1)}: no ordersAmount")
    page = zlib.decompress(kept["body"]).decode()
    assert json.loads(page)["payload"]["data"]["ordersCount"] == 729
    assert bodies.REVIEWER not in page
    assert bodies.PHONE not in page
    (alarm,) = await rows(pool, "SELECT key, facts FROM alarms")
    assert (alarm["key"], alarm["facts"]["reason"]) == ("page_changed", "no ordersAmount")
    (row,) = await rows(pool, "SELECT due_at, failures FROM watch WHERE product_id = 1")
    assert row["failures"] == 1
    assert timedelta(hours=5.6) < row["due_at"] - T0 < timedelta(hours=6.4)
    assert await pool.fetchval("SELECT count(*) FROM products WHERE product_id = 1") == 0


async def test_a_body_of_another_product_is_not_taken(
    pool: Pool, client: UzumClient, shop: Market, clock: Clock
) -> None:
    shop.products[1] = bodies.product(2)
    report = await visit(pool, client, await due(pool, clock, 1), clock=clock)
    assert report.outcomes == {"changed": 1}
    assert await pool.fetchval("SELECT count(*) FROM observations") == 0


async def test_a_new_field_is_reported_once(
    pool: Pool, client: UzumClient, shop: Market, clock: Clock
) -> None:
    shop.products = {i: bodies.product(i, weeklyOrders=3) for i in (7, 4)}
    for _ in range(2):
        await visit(pool, client, await due(pool, clock, 4, 7), clock=clock)
        clock.forward(hours=2)
    assert await rows(pool, "SELECT source, field, product_id FROM unknown_fields") == [
        {"source": "rest", "field": "payload.data.weeklyOrders", "product_id": 4}
    ]


async def test_what_is_gone_is_asked_less_and_may_come_back(
    pool: Pool, client: UzumClient, shop: Market, clock: Clock
) -> None:
    body = bodies.product(1)
    shop.products[1] = body
    await visit(pool, client, await due(pool, clock, 1), clock=clock)
    del shop.products[1]
    waits = []
    for _ in range(7):
        clock.forward(days=1)
        await visit(pool, client, await due(pool, clock, 1), clock=clock)
        waits.append((await pool.fetchval("SELECT due_at FROM watch") - clock()) / timedelta(days=1))
    assert waits == [pytest.approx(days, rel=0.06) for days in (1, 2, 4, 8, 16, 30, 30)]
    assert await rows(pool, "SELECT state, gone_since FROM products") == [
        {"state": "gone", "gone_since": T0 + timedelta(days=1)}
    ]
    with pytest.raises(Gone):
        await visit_one(pool, client, 1, clock=clock)
    shop.products[1] = body
    await visit(pool, client, await due(pool, clock, 1), clock=clock)
    assert await rows(pool, "SELECT state, gone_since FROM products") == [
        {"state": "active", "gone_since": None}
    ]
    assert await rows(pool, "SELECT failures, every_seconds FROM watch") == [
        {"failures": 0, "every_seconds": 4 * 3600}
    ]


async def test_a_page_without_a_title_in_one_language_keeps_the_known_one(
    pool: Pool, client: UzumClient, shop: Market, clock: Clock
) -> None:
    shop.products[1] = bodies.product(1)
    await visit_one(pool, client, 1, clock=clock)
    shop.products[1] = bodies.product(1, localizableTitle={"uz": "Yangi nom", "ru": None}, ordersAmount=730)
    clock.forward(hours=1)
    await visit_one(pool, client, 1, clock=clock)
    (row,) = await rows(pool, "SELECT title_uz, title_ru, title_folded FROM products")
    assert (row["title_uz"], row["title_ru"]) == ("Yangi nom", "Мужская футболка")
    assert "yangi" in row["title_folded"]
    assert "futbolka" in row["title_folded"]


async def test_an_older_look_never_overwrites_a_newer_one(
    pool: Pool, client: UzumClient, shop: Market, clock: Clock
) -> None:
    shop.products[1] = bodies.product(1, ordersAmount=800)
    await visit_one(pool, client, 1, clock=clock)
    shop.products[1] = bodies.product(
        1, localizableTitle={"uz": "Eski", "ru": None}, seller=bodies.seller(orders=5)
    )
    clock.forward(hours=-1)
    await visit_one(pool, client, 1, clock=clock)
    assert await pool.fetchval("SELECT title_uz FROM products") == "Erkaklar futbolkasi"
    assert await pool.fetchval("SELECT orders_total FROM product_latest") == 800
    assert await pool.fetchval("SELECT orders_total FROM sellers") == 25_133
    assert await pool.fetchval("SELECT count(*) FROM observations") == 2


async def test_without_redis_nothing_is_asked_and_the_leases_go_back(
    pool: Pool, shop: Market, clock: Clock
) -> None:
    shop.products[1] = bodies.product(1)
    leases = await due(pool, clock, 1)
    async with market.client_of(shop, "redis://127.0.0.1:1/0") as client:
        with pytest.raises(Unavailable):
            await visit(pool, client, leases, clock=clock)
    assert shop.asked == []
    assert await rows(pool, "SELECT leased_until, failures, last_outcome FROM watch") == [
        {"leased_until": None, "failures": 0, "last_outcome": None}
    ]


async def test_batches_that_share_products_and_categories_do_not_block_each_other_for_good(
    pool: Pool, client: UzumClient, shop: Market, clock: Clock
) -> None:
    shop.products = {i: bodies.product(i) for i in range(1, 21)}
    async with asyncio.timeout(30):
        await asyncio.gather(
            *(visit_one(pool, client, i, clock=clock) for i in (*range(1, 21), *reversed(range(1, 21)))),
            visit(pool, client, await due(pool, clock, *range(1, 21)), clock=clock),
        )
    assert await pool.fetchval("SELECT count(*) FROM observations") == 20
    assert await counted(pool) == {"ok": 60}


async def test_a_hostile_page_is_kept_or_refused_but_never_takes_its_neighbours_with_it(
    pool: Pool, client: UzumClient, shop: Market, clock: Clock
) -> None:
    long = "<script>'\";DROP TABLE products--\u202e😀\x00\ud800" * 220
    most = bodies.product(
        2,
        localizableTitle={"uz": long, "ru": "\x00"},
        seller=bodies.seller(id=2**53, title=long, link="\ud800", orders=2**53, rating=0),
        ordersAmount=2**53,
        totalAvailableAmount=2**31 - 1,
        skuList=[bodies.sku(2**53, price=2**53, stock=2**31 - 1, fullPrice=0, kind="\x00" * 3)],
        photos=[{"photoKey": "../../etc/passwd"}],
        **{"\x00\ud800" * 300: {"a": 1}},
    )
    shop.products = {
        1: bodies.product(1),
        2: json.dumps(most).encode(),
        3: bodies.product(3, title="x" * 20_000),
    }
    shop.products |= {4: b"[" * 200_000, 5: b"\xff" * 1_000, 6: bodies.product(6, totalAvailableAmount=2**31)}
    report = await visit(pool, client, await due(pool, clock, *shop.products), clock=clock)
    assert report.outcomes == {"ok": 2, "changed": 4}
    kept = await rows(pool, "SELECT product_id, photo_key FROM products ORDER BY 1")
    assert kept == [
        {"product_id": 1, "photo_key": "c0ffee27s4fup34akmng"},
        {"product_id": 2, "photo_key": None},
    ]
    (variant,) = await rows(pool, "SELECT sku_id, fulfilment, price_uzs FROM variants WHERE product_id = 2")
    assert variant == {"sku_id": 2**53, "fulfilment": None, "price_uzs": 2**53}
    assert await pool.fetchval("SELECT rating_x100 FROM sellers WHERE seller_id = $1", 2**53) is None
    assert await pool.fetchval("SELECT count(*) FROM quarantine") == 4
