"""The watchlist as a table: narrowed and sorted by whatever its columns show."""

from __future__ import annotations

import pytest

from fixtures import rows
from fixtures.api import another
from fixtures.people import clients, organisation, person
from ventra.catalog.store.watchlist import ORDERS, SORTS

WATCHLIST = "/api/v1/watchlist"


@pytest.fixture
async def owner(api, db):
    """An owner who tracks five of six products, each with something of its own."""
    await rows.insert(db, "categories", category_id=1, title_uz="Oshxona")
    await rows.insert(db, "categories", category_id=2, title_uz="Choynaklar", parent_id=1, path=[1])
    await rows.insert(db, "sellers", seller_id=1, title="Lavido")
    await rows.insert(db, "sellers", seller_id=2, title="artel")
    await rows.product(db, 1, "Choynak", category_id=2, seller_id=1)
    await rows.product(db, 2, "Kosa", category_id=1, seller_id=2)
    await rows.product(db, 3, "Lagan", category_id=1, seller_id=1, state="gone")
    await rows.product(db, 4, "Piyola")
    await rows.product(db, 5, "Qozon")
    await rows.product(db, 6, "Begona", category_id=2, seller_id=1)
    await rows.latest(
        db, 1, price_uzs=30_000, list_price_uzs=45_000, stock=7, reviews_total=5, rating_x100=450
    )
    await rows.latest(
        db, 2, price_uzs=20_000, list_price_uzs=25_000, stock=0, reviews_total=50, rating_x100=490
    )
    await rows.latest(db, 3, price_uzs=10_000, stock=3, orders_total=12)
    await rows.latest(db, 4)
    await rows.figures(db, 1, 5.0, revenue_28=700, revenue_1=1)
    await rows.figures(db, 2, 9.0, revenue_28=500, revenue_1=2)
    number = await person(api, "owner@dokon.uz")
    org_id = await organisation(api, "Doʻkon", owner=number)
    async with clients(api, owner=number) as found:
        client = found["owner"]
        client.org_id = org_id
        await client.post(f"{WATCHLIST}/track", json={"product_ids": [1, 2, 3, 4, 5]})
        await client.patch(f"{WATCHLIST}/products/3", json={"mark": "rival", "note": "arzon"})
        await client.patch(f"{WATCHLIST}/products/1", json={"mark": "mine", "note": "Bizniki"})
        yield client


async def ids(client, query):
    answer = await client.get(f"{WATCHLIST}?{query}")
    assert answer.status_code == 200, answer.text
    return [one["product_id"] for one in answer.json()["items"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("in_stock=true", [1, 3]),
        ("in_stock=false", [2]),
        ("state=gone", [3]),
        ("price_min=15000", [1, 2]),
        ("price_min=15000&price_max=25000", [2]),
        ("category=1", [1, 2, 3]),
        ("category=2", [1]),
        ("seller=1", [1, 3]),
        ("seller=1&in_stock=true&mark=mine&q=choy", [1]),
        ("seller=2&in_stock=true", []),
    ],
)
async def test_what_is_tracked_is_narrowed_by_what_its_columns_show(owner, query, found):
    assert sorted(await ids(owner, f"{query}&sort=title")) == found


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("list_price", [2, 1, 3, 4, 5]),
        ("-stock", [1, 3, 2, 4, 5]),
        ("stock", [2, 3, 1, 4, 5]),
        ("-reviews", [2, 1, 3, 4, 5]),
        ("-rating", [2, 1, 3, 4, 5]),
        ("-revenue_28", [1, 2, 3, 4, 5]),
        ("-revenue_1", [2, 1, 3, 4, 5]),
        ("seller", [2, 1, 3, 4, 5]),
        ("category", [1, 2, 3, 4, 5]),
        ("mark", [1, 3, 2, 4, 5]),
        ("-mark", [3, 1, 2, 4, 5]),
        ("note", [3, 1, 2, 4, 5]),
        ("title", [1, 2, 5, 3, 4]),
    ],
)
async def test_every_column_sorts_and_what_is_unknown_comes_last(owner, sort, found):
    assert await ids(owner, f"sort={sort}") == found


@pytest.mark.parametrize("sort", SORTS)
async def test_pages_of_every_order_hold_each_product_once(owner, sort):
    whole = await ids(owner, f"sort={sort}")
    paged, cursor = [], ""
    while True:
        page = (await owner.get(f"{WATCHLIST}?sort={sort}&limit=2{cursor}")).json()
        paged += [one["product_id"] for one in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert paged == whole
    assert len(set(paged)) == page["total"] == 5


async def test_orders_of_the_watchlist_are_none_of_the_whole_market(owner, anyone):
    for sort in ("stock", "mark", "note", "seller"):
        assert sort in ORDERS
        refused = await anyone.get(f"/api/v1/products?sort={sort}")
        assert (refused.status_code, refused.json()["field"]) == (400, "sort")


async def test_a_mark_of_another_organisation_neither_sorts_nor_shows(api, owner):
    number = await person(api, "boshqa@dokon.uz")
    await organisation(api, "Boshqa", owner=number)
    async with clients(api, other=number) as found:
        await found["other"].post(f"{WATCHLIST}/track", json={"product_ids": [1, 2]})
        await found["other"].patch(f"{WATCHLIST}/products/2", json={"mark": "mine", "note": "aaa"})
        assert await ids(found["other"], "sort=mark") == [2, 1]
        facets = (await found["other"].get(f"{WATCHLIST}/facets")).json()
        assert [(one["category_id"], one["products"]) for one in facets["categories"]] == [(1, 1), (2, 1)]
    assert await ids(owner, "sort=mark") == [1, 3, 2, 4, 5]


async def test_the_categories_and_shops_of_what_is_tracked_are_told_with_how_many(owner):
    facets = (await owner.get(f"{WATCHLIST}/facets")).json()
    assert [(one["category_id"], one["titles"]["uz"], one["products"]) for one in facets["categories"]] == [
        (1, "Oshxona", 2),
        (2, "Choynaklar", 1),
    ]
    assert [(one["seller_id"], one["title"], one["products"]) for one in facets["sellers"]] == [
        (1, "Lavido", 2),
        (2, "artel", 1),
    ]


async def test_a_lowest_price_above_the_highest_is_refused_by_its_name(owner):
    for path in ("", "/export.csv", "/export.xlsx"):
        refused = await owner.get(f"{WATCHLIST}{path}?price_min=2&price_max=1")
        assert (refused.status_code, refused.json()["field"]) == (400, "price_min")


async def test_nobody_signed_in_is_told_nothing(owner):
    async with another(owner) as nobody:
        for path in ("/facets", "/export.csv", "/export.xlsx"):
            assert (await nobody.get(f"{WATCHLIST}{path}")).status_code == 401
