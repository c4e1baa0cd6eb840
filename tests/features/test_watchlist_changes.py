"""What changed among tracked products: told against how they were then, to the organisation that tracks them alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fixtures import rows
from fixtures.people import clients, organisation, person
from ventra.core.day import from_us, start_of_day_us, to_day_number

CHANGES = "/api/v1/watchlist/changes"
NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
async def two(api, db):
    """A viewer of one organisation that tracks five products, and the owner of another that tracks nothing."""
    numbers = {name: await person(api, f"{name}@dokon.uz") for name in ("owner", "viewer", "stranger")}
    org_id = await organisation(api, "Doʻkon", owner=numbers["owner"], viewer=numbers["viewer"])
    await organisation(api, "Begona", owner=numbers["stranger"])
    for n in range(1, 7):
        await rows.product(db, n, f"Choynak {n}")
        if n < 6:
            await rows.insert(db, "trackers", org_id=org_id, product_id=n)
    await rows.insert(db, "marked_products", org_id=org_id, product_id=1, mark="rival")
    async with clients(api, **numbers) as found:
        yield found


async def look(db, product_id, days_ago, price, stock):
    await rows.look(db, product_id, NOW - timedelta(days=days_ago), price_uzs=price, stock=stock)


async def told(client, query=""):
    answer = await client.get(f"{CHANGES}?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def brief(found):
    return [(one["product_id"], one["kind"], one["before"], one["after"]) for one in found["items"]]


async def test_what_is_different_is_told_with_when_it_was_seen_before(two, db):
    for n, before, now in (
        (1, (1000, 5), (500, 5)),
        (2, (1000, 5), (1000, 0)),
        (3, (1000, 0), (1100, 9)),
        (6, (1000, 5), (1, 0)),
    ):
        await look(db, n, 9, *before)
        await look(db, n, 8, *before)
        await look(db, n, 3, 777, 7)
        await look(db, n, 0, *now)
    await look(db, 4, 2, 1000, 5)
    found = await told(two["viewer"])
    assert brief(found) == [
        (2, "sold_out", 5, 0),
        (1, "price_down", 1000, 500),
        (3, "back_in_stock", 0, 9),
        (3, "price_up", 1000, 1100),
    ]
    assert (found["total"], found["products"], found["new"]) == (4, 5, 2)
    assert found["by_kind"] == {"sold_out": 1, "price_down": 1, "back_in_stock": 1, "price_up": 1}
    first = found["items"][1]
    assert (first["titles"]["uz"], first["mark"]) == ("Choynak 1", "rival")
    assert datetime.fromisoformat(first["before_at"]) == NOW - timedelta(days=8)
    assert datetime.fromisoformat(first["after_at"]) == NOW
    assert brief(await told(two["viewer"], "days=1")) == [
        (2, "sold_out", 7, 0),
        (1, "price_down", 777, 500),
        (3, "price_up", 777, 1100),
        (2, "price_up", 777, 1000),
    ]
    assert brief(await told(two["viewer"], "mark=rival")) == [(1, "price_down", 1000, 500)]
    cut = await told(two["viewer"], "limit=1")
    assert (brief(cut), cut["total"]) == ([(2, "sold_out", 5, 0)], 4)


async def test_days_begin_at_midnight_in_tashkent(two, db):
    midnight = from_us(start_of_day_us(to_day_number(rows.days_ago(7))))
    await rows.look(db, 1, midnight - timedelta(minutes=1), price_uzs=1000, stock=5)
    await rows.look(db, 1, midnight + timedelta(minutes=1), price_uzs=900, stock=5)
    await rows.look(db, 1, NOW, price_uzs=800, stock=5)
    found = await told(two["viewer"])
    assert datetime.fromisoformat(found["since"]) == midnight
    assert brief(found) == [(1, "price_down", 1000, 800)]


async def test_a_product_that_went_is_gone_and_nothing_else(two, db):
    await look(db, 5, 10, 1000, 5)
    await look(db, 5, 1, 900, 0)
    await db.execute("UPDATE products SET state = 'gone', gone_since = $1 WHERE product_id = 5", NOW)
    assert brief(await told(two["viewer"])) == [(5, "gone", None, None)]


async def test_nothing_of_it_is_another_organisation_s(two, db):
    await look(db, 1, 9, 1000, 5)
    await look(db, 1, 0, 500, 5)
    found = await told(two["stranger"])
    assert (found["items"], found["total"], found["products"], found["new"]) == ([], 0, 0, 0)
