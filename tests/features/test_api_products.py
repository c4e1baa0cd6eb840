"""Products over HTTP: filters, orders, pages, one product, tracking."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fixtures import rows
from fixtures.api import running_api

LIST = "/api/v1/products"


async def ids(api, **params):
    answer = await api.get(LIST, params=params)
    assert answer.status_code == 200, answer.text
    return [item["product_id"] for item in answer.json()["items"]]


async def all_pages(api, **params):
    found, cursor = [], None
    while True:
        page = (await api.get(LIST, params=params | ({"cursor": cursor} if cursor else {}))).json()
        found += [item["product_id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


@pytest.mark.parametrize("query", ["челак", "CHELAK", "chel", "plastik chelak", "'chelak’", "челак!!!"])
async def test_either_script_finds_a_title_by_word_prefixes(api, db, query):
    await rows.product(db, 1, "Plastik chelak 10 l")
    await rows.product(db, 2, "Пластиковое ведро")
    assert await ids(api, q=query) == [1]


@pytest.mark.parametrize("query", ["o'yinchoq", "oʻyinchoq", "ўйинчоқ", "o`yin"])
async def test_apostrophes_do_not_matter(api, db, query):
    await rows.product(db, 1, "Bolalar oʻyinchogʻi va oʻyinchoq mashina")
    assert await ids(api, q=query) == [1]


@pytest.mark.parametrize(
    "query",
    [
        "\x00",
        "' & | !",
        "a:*b",
        "((",
        "\\",
        "<->",
        "%",
        "🙂",
        "'; DROP TABLE products",
        "\ud7ff",
        "1e5 0x1 -3",
    ],
)
async def test_odd_queries_find_nothing_and_break_nothing(api, db, query):
    await rows.product(db, 1, "Choynak")
    assert await ids(api, q=query) == []


async def test_a_blank_query_is_no_filter_and_a_long_one_is_refused(api, db):
    await rows.product(db, 1, "Choynak")
    assert await ids(api, q="  ") == [1]
    refused = await api.get(LIST, params={"q": "a" * 201})
    assert (refused.status_code, refused.json()["field"]) == (400, "q")


async def test_a_category_holds_all_below_it(api, db):
    await rows.insert(db, "categories", category_id=1, path=[1])
    await rows.insert(db, "categories", category_id=2, parent_id=1, path=[1, 2])
    await rows.insert(db, "categories", category_id=3, parent_id=2, path=[1, 2, 3])
    for product_id, category_id in ((10, 3), (11, 2), (12, 99), (13, None)):
        await rows.product(db, product_id, category_id=category_id)
    assert await ids(api, category=1, sort="title") == [10, 11]
    assert await ids(api, category=3) == [10]
    assert await ids(api, category=99) == [12]
    assert await ids(api, category=12345) == []


async def test_filters_narrow_and_total_counts_all_that_match(api, db):
    await rows.product(db, 1, "A", seller_id=7)
    await rows.latest(db, 1, price_uzs=100, stock=5)
    await rows.product(db, 2, "B", seller_id=7, state="gone")
    await rows.latest(db, 2, price_uzs=200, stock=0)
    await rows.product(db, 3, "C", seller_id=8)
    await rows.insert(db, "trackers", org_id=1, product_id=3)
    assert await ids(api, seller=7, sort="title") == [1, 2]
    assert await ids(api, state="gone") == [2]
    assert await ids(api, in_stock="true") == [1]
    assert await ids(api, price_min=150) == [2]
    assert await ids(api, price_min=100, price_max=100) == [1]
    assert await ids(api, tracked="true") == [3]
    page = (await api.get(LIST, params={"seller": 7, "limit": 1})).json()
    assert (len(page["items"]), page["total"]) == (1, 2)


@pytest.mark.parametrize("sort", ["units_7", "-units_7"])
async def test_what_is_unknown_comes_last_in_both_directions(api, db, sort):
    for product_id, units in ((1, 5.0), (2, None), (3, 0.0), (5, 9.5)):
        await rows.product(db, product_id)
        await rows.figures(db, product_id, units)
    await rows.product(db, 4)
    known = [3, 1, 5] if sort == "units_7" else [5, 1, 3]
    assert await ids(api, sort=sort) == [*known, 2, 4]
    for limit in (1, 2, 3, 5):
        assert await all_pages(api, sort=sort, limit=limit) == [*known, 2, 4]


SORTS = [
    "units_today",
    "units_1",
    "units_7",
    "units_28",
    "revenue_7",
    "price",
    "orders",
    "reviews",
    "rating",
    "title",
    "first_seen",
]


@pytest.mark.parametrize("sort", [*SORTS, *("-" + name for name in SORTS)])
async def test_pages_of_every_order_are_the_whole_list_without_doubles(api, db, sort):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for n in range(1, 12):
        await rows.product(
            db,
            n,
            f"Choy {n % 4}" if n % 5 else "",
            first_seen=start + timedelta(seconds=n % 3) if n % 4 else None,
        )
        if n % 3:
            await rows.latest(
                db, n, price_uzs=n % 2 * 1000, orders_total=n // 2, reviews_total=n % 4, rating_x100=480
            )
            more = {name: float(n % 4) for name in ("today_units", "units_1", "units_28")}
            await rows.figures(db, n, float(n % 4), revenue_7=n % 3, **more)
    whole = await ids(api, sort=sort, limit=500)
    assert sorted(whole) == list(range(1, 12))
    assert await all_pages(api, sort=sort, limit=2) == whole


async def test_a_cursor_of_another_order_or_a_damaged_one_names_the_field(api, db):
    for n in (1, 2, 3):
        await rows.product(db, n)
        await rows.figures(db, n, float(n))
    cursor = (await api.get(LIST, params={"limit": 1})).json()["next_cursor"]
    for params in (
        {"cursor": cursor, "sort": "price"},
        {"cursor": "no"},
        {"cursor": cursor[:-3]},
        {"cursor": "ÿ"},
    ):
        answer = await api.get(LIST, params=params)
        assert (answer.status_code, answer.json()["field"]) == (400, "cursor")


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 501}, "limit"),
        ({"limit": "x"}, "limit"),
        ({"sort": "colour"}, "sort"),
        ({"state": "sold"}, "state"),
        ({"in_stock": "perhaps"}, "in_stock"),
        ({"price_min": -1}, "price_min"),
        ({"price_min": 5, "price_max": 4}, "price_min"),
        ({"category": 2**63}, "category"),
        ({"seller": "1.5"}, "seller"),
    ],
)
async def test_a_wrong_parameter_is_named(api, params, field):
    answer = await api.get(LIST, params=params)
    assert answer.status_code == 400
    assert answer.json()["field"] == field


async def test_a_row_carries_estimates_and_never_zero_for_unknown(api, db):
    await rows.product(db, 1, "Choy", photo_key="abc")
    await rows.figures(
        db, 1, 12.0, today_units=3.0, today_basis=1, today_through=datetime.now(UTC) - timedelta(days=2)
    )
    item = (await api.get(LIST)).json()["items"][0]
    assert item["figures"]["days_7"] == {
        "point": 12.0, "low": 10.8, "high": 13.2, "basis": "measured", "days": 7, "known_days": 7, "through": None,
    }  # fmt: skip
    assert item["figures"]["revenue_7"]["point"] is None
    assert item["figures"]["revenue_7"]["basis"] == "no_data"
    assert item["figures"]["today"]["point"] is None, "what was today two days ago is not today"
    assert item["photo_url"] == "https://images.uzum.uz/abc/t_product_240_high.jpg"
    for unknown in ("price_uzs", "stock", "orders_total", "rating", "category", "seller", "seen_at"):
        assert item[unknown] is None


async def test_a_simulated_market_points_nowhere_outside(database_url, redis_url):
    async with running_api(database_url, redis_url, VENTRA_SIMULATED="1") as api:
        async with api.app.state.parts.pool.acquire() as db:
            await rows.product(db, 1, "Choy", photo_key="abc")
        assert (await api.get(LIST)).json()["items"][0]["photo_url"] is None


async def test_one_product_shows_its_variants_path_and_visits(api, db):
    await rows.insert(db, "categories", category_id=1, title_uz="Uy", path=[1])
    await rows.insert(db, "categories", category_id=2, title_uz="Oshxona", parent_id=1, path=[1, 2])
    await rows.insert(db, "sellers", seller_id=5, title="Doʻkon", slug="dokon")
    await rows.product(db, 1, "Choynak", category_id=2, seller_id=5)
    await rows.figures(db, 1, 7.0)
    await rows.insert(
        db, "variants", product_id=1, sku_id=11, characteristics={"Rang": "Qora"}, fulfilment="FBO",
        seen_at=datetime.now(UTC), stock=4,
    )  # fmt: skip
    for ago in range(1, 8):
        await rows.day(db, 1, rows.days_ago(ago), 1.0)
        await rows.sku_day(db, 1, 11, rows.days_ago(ago), 2.0)
    await rows.insert(db, "watch", product_id=1, tracked=True, every_seconds=900)
    product = (await api.get(f"{LIST}/1")).json()
    assert [step["titles"]["uz"] for step in product["category_path"]] == ["Uy", "Oshxona"]
    assert product["seller"] == {"seller_id": 5, "title": "Doʻkon", "slug": "dokon"}
    variant = product["variants"][0]
    assert variant["characteristics"] == {"Rang": "Qora"}
    assert (variant["units_7"]["point"], variant["units_7"]["known_days"]) == (14.0, 7)
    assert (variant["units_28"]["point"], variant["units_28"]["basis"]) == (None, "no_data")
    assert (product["days_known"], product["first_day"]) == (7, rows.days_ago(7).isoformat())
    assert product["visits"]["every_seconds"] == 900
    assert product["market_url"].endswith("/1")


@pytest.mark.parametrize("product_id", ["999", str(2**63 - 1)])
async def test_a_product_never_met_is_not_found(api, product_id):
    for tail in ("", "/sales", "/prices", "/stock", "/observations", "/why?day=2026-01-01"):
        answer = await api.get(f"{LIST}/{product_id}{tail}")
        assert (answer.status_code, answer.json()["key"]) == (404, "error.not_found")


@pytest.mark.parametrize("product_id", [str(2**63), "-1", "abc", "1.5", "%00"])
async def test_an_impossible_id_is_the_askers_mistake(api, product_id):
    assert (await api.get(f"{LIST}/{product_id}")).status_code in (400, 404)


async def test_tracking_twice_is_once_and_can_be_ended(api, db):
    await rows.product(db, 1)
    for _ in range(2):
        answer = await api.post(f"{LIST}/1/track")
        assert (answer.status_code, answer.json()["tracked"]) == (200, True)
    assert await ids(api, tracked="true") == [1]
    assert [tuple(row) for row in await db.fetch("SELECT org_id, product_id FROM trackers")] == [(1, 1)]
    assert (await api.delete(f"{LIST}/1/track")).json()["tracked"] is False
    assert await ids(api, tracked="true") == []
    assert (await api.post(f"{LIST}/2/track")).status_code == 404
