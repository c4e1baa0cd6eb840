"""Categories and sellers over HTTP."""

from __future__ import annotations

import pytest

from fixtures import rows


async def test_the_tree_counts_products_of_all_descendants(api, db):
    await rows.insert(db, "categories", category_id=1, title_uz="Uy", path=[1])
    await rows.insert(db, "categories", category_id=2, parent_id=1, path=[1, 2])
    await rows.insert(db, "categories", category_id=3, parent_id=1, path=[1, 3])
    await rows.insert(db, "categories", category_id=4)
    for product_id, category_id in ((10, 2), (11, 2), (12, 3), (13, 1), (14, 4)):
        await rows.product(db, product_id, category_id=category_id)
    items = {item["category_id"]: item for item in (await api.get("/api/v1/categories")).json()["items"]}
    assert {one: items[one]["products"] for one in items} == {1: 4, 2: 2, 3: 1, 4: 1}
    assert {one: items[one]["leaf"] for one in items} == {1: False, 2: True, 3: True, 4: True}
    one = (await api.get("/api/v1/categories/1")).json()
    assert [child["category_id"] for child in one["children"]] == [2, 3]
    assert (one["titles"], one["products"]) == ({"uz": "Uy", "ru": None}, 4)
    assert (await api.get("/api/v1/categories/77")).status_code == 404


async def seller(db, seller_id, title, units=()):
    await rows.insert(db, "sellers", seller_id=seller_id, title=title)
    for place, value in enumerate(units):
        product_id = seller_id * 100 + place
        await rows.product(db, product_id, seller_id=seller_id)
        await rows.figures(db, product_id, value)


async def test_a_shop_sums_its_products_and_says_when_some_are_unknown(api, db):
    await seller(db, 1, "Toʻliq", (3.0, 4.0))
    await seller(db, 2, "Qisman", (10.0, None))
    await seller(db, 3, "Nomaʼlum", (None,))
    await seller(db, 4, "Boʻsh")
    items = (await api.get("/api/v1/sellers")).json()["items"]
    assert [
        (one["seller_id"], one["products"], one["units_7"]["point"], one["units_7"]["basis"]) for one in items
    ] == [
        (2, 2, 10.0, "imputed"),
        (1, 2, 7.0, "measured"),
        (3, 1, None, "no_data"),
        (4, 0, None, "no_data"),
    ]
    whole = items[1]["units_7"]
    assert (whole["low"], whole["high"]) == (6.5, 7.5), (
        "independent errors add as squares: 0.3 and 0.4 make 0.5"
    )


@pytest.mark.parametrize("sort", ["units_7", "-units_7", "title", "-title", "-products", "rating"])
async def test_pages_of_shops_are_the_whole_list(api, db, sort):
    for n, units in ((1, 3.0), (2, None), (3, 5.0), (4, None), (5, 3.0)):
        await seller(db, n, f"Shop {n % 2}", (units,))
    whole = [
        one["seller_id"] for one in (await api.get("/api/v1/sellers", params={"sort": sort})).json()["items"]
    ]
    found, cursor = [], None
    while True:
        params = {"sort": sort, "limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await api.get("/api/v1/sellers", params=params)).json()
        found += [one["seller_id"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert found == whole
    assert sorted(whole) == [1, 2, 3, 4, 5]


async def test_a_shop_is_found_in_either_script(api, db):
    await seller(db, 1, "Yangi Doʻkon")
    await seller(db, 2, "Другой магазин")
    for query in ("дўкон", "do'k", "yangi dokon"):
        page = (await api.get("/api/v1/sellers", params={"q": query})).json()
        assert ([one["seller_id"] for one in page["items"]], page["total"]) == ([1], 1)
    assert (await api.get("/api/v1/sellers", params={"q": "!!!"})).json()["items"] == []


async def test_one_shop(api, db):
    await seller(db, 1, "A", (3.0,))
    one = (await api.get("/api/v1/sellers/1")).json()
    assert (one["title"], one["products"], one["units_7"]["known_days"]) == ("A", 1, 7)
    assert (await api.get("/api/v1/sellers/9")).status_code == 404
