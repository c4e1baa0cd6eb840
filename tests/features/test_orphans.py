"""What an organisation tracked and followed goes with it, and is watched on only for who still waits for it."""

from __future__ import annotations

from typing import Any

from features.test_jobs import means_of
from fixtures import rows
from ventra.jobs import clean

GONE, THERE, OPERATORS = 9, 2, 1


async def left_behind(db: Any) -> None:
    """An organisation that is gone tracked 1 to 5 and followed two shops; others hold some of those."""
    for product_id in range(1, 6):
        await rows.product(db, product_id)
        await db.execute(
            "INSERT INTO watch (product_id, every_seconds, tracked) VALUES ($1, 60, true)", product_id
        )
    await db.execute("INSERT INTO organisations (org_id, name) VALUES ($1, 'there')", THERE)
    await db.execute(
        "INSERT INTO trackers (org_id, product_id) SELECT $1, n FROM generate_series(1, 5) n", GONE
    )
    await db.execute("INSERT INTO trackers (org_id, product_id) VALUES ($1, 1), ($2, 2)", THERE, OPERATORS)
    await db.execute(
        "INSERT INTO followed_shops (slug, due_at, asked_at) VALUES ('alone', now(), now()), ('shared', now(), now())"
    )
    await db.execute(
        "INSERT INTO shop_followers (org_id, slug, since) "
        "VALUES ($1, 'alone', now()), ($1, 'shared', now()), ($2, 'shared', now())",
        GONE,
        OPERATORS,
    )


async def test_what_an_organisation_that_is_gone_tracked_is_visited_no_more(
    database_url: str, monkeypatch: Any
) -> None:
    for module in ("ventra.infra.keeping.BATCH", "ventra.collect.orphans.BATCH"):
        monkeypatch.setattr(module, 2)
    async with means_of(database_url) as means:
        async with means.pool.acquire() as db:
            await left_behind(db)
        await clean(means)
        watched = await means.pool.fetch("SELECT product_id FROM watch WHERE tracked ORDER BY product_id")
        assert [row["product_id"] for row in watched] == [1, 2]
        left = await means.pool.fetch("SELECT org_id, product_id FROM trackers ORDER BY product_id")
        assert [tuple(row) for row in left] == [(THERE, 1), (OPERATORS, 2)]
        shops = await means.pool.fetch("SELECT slug FROM followed_shops")
        assert [row["slug"] for row in shops] == ["shared"]
        followers = await means.pool.fetch("SELECT org_id FROM shop_followers")
        assert [row["org_id"] for row in followers] == [OPERATORS]


async def test_nothing_is_left_where_everybody_is_there(database_url: str) -> None:
    async with means_of(database_url) as means:
        async with means.pool.acquire() as db:
            await left_behind(db)
            await db.execute("INSERT INTO organisations (org_id, name) VALUES ($1, 'back')", GONE)
        await clean(means)
        assert await means.pool.fetchval("SELECT count(*) FROM trackers") == 7
        assert await means.pool.fetchval("SELECT count(*) FROM shop_followers") == 3
