"""A product with its daily sales in one answer: the same as its parts say, and never older than the database."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fixtures import rows
from ventra.core.bucket import bucket_of

PRODUCT = "/api/v1/products/1"
SKU_DAY = {"units_low": 1.0, "units_high": 9.0, "basis": 1}


async def parts(api, period=""):
    answers = [await api.get(PRODUCT), await api.get(f"{PRODUCT}/sales{period}")]
    assert [answer.status_code for answer in answers] == [200, 200]
    return dict(zip(("product", "sales"), (answer.json() for answer in answers), strict=True))


async def whole(api, period=""):
    answer = await api.get(f"{PRODUCT}/detail{period}")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
async def product(db):
    await rows.insert(db, "categories", category_id=3, title_uz="Uy", path=[3])
    await rows.insert(db, "categories", category_id=5, title_uz="Choynaklar", parent_id=3, path=[3, 5])
    await rows.product(db, 1, "Choynak", category_id=5)
    await rows.latest(db, 1, price_uzs=50_000)
    await rows.figures(db, 1, 4.0)
    await rows.insert(db, "watch", product_id=1)
    for sku_id in (7, 8):
        await rows.insert(db, "variants", product_id=1, sku_id=sku_id, seen_at=datetime.now(UTC))
    bucket = int(bucket_of(1))
    for ago in range(1, 60):
        day = rows.days_ago(ago)
        await rows.day(db, 1, day, float(ago % 4), revenue_uzs=None if ago % 5 == 0 else 1000 * ago)
        for sku_id in (7, 8):
            more = {"product_id": 1, "sku_id": sku_id, "bucket": bucket, "day": day, **SKU_DAY}
            await rows.insert(db, "sku_sales_days", units=float(1 + sku_id % 7), **more)
    seen_from, seen_to = (datetime.combine(rows.days_ago(ago), datetime.min.time(), UTC) for ago in (9, 6))
    values = {"units": 3.0, "units_low": 3.0, "units_high": 3.0, "bucket": bucket, "basis": 2}
    await rows.insert(db, "sales_spans", product_id=1, seen_from=seen_from, seen_to=seen_to, **values)


@pytest.mark.parametrize("days", [1, 30, 90])
async def test_it_says_what_its_parts_say(api, product, days):
    period = f"?from={rows.days_ago(days - 1)}&to={rows.days_ago(0)}"
    found = await whole(api, period)
    assert found == await parts(api, period)
    assert len(found["sales"]["days"]) == days
    assert [one["category_id"] for one in found["product"]["category_path"]] == [3, 5]


async def test_without_a_period_it_holds_the_sixty_days_that_sales_hold(api, product):
    found = await whole(api)
    assert found == await parts(api)
    assert (len(found["sales"]["days"]), len(found["sales"]["spans"])) == (60, 1)


async def test_what_nobody_met_and_a_wrong_period_are_refused_as_everywhere(api):
    unknown = await api.get("/api/v1/products/404/detail")
    assert (unknown.status_code, unknown.json()["status"]) == (404, 404)
    backwards = await api.get(f"{PRODUCT}/detail?from={rows.days_ago(1)}&to={rows.days_ago(2)}")
    assert backwards.status_code == 400
    assert (await api.get(f"{PRODUCT}/detail?from=2016-01-01")).status_code == 400


CHANGES = {
    "a visit": "UPDATE product_latest SET price_uzs = 77000, seen_at = now() WHERE product_id = 1",
    "a variant seen": "UPDATE variants SET stock = 3 WHERE product_id = 1 AND sku_id = 8",
    "a day closed": "UPDATE sales_days SET units = 5, units_high = 9 WHERE product_id = 1 AND day = current_date - 3",
    "a variant's day closed": "UPDATE sku_sales_days SET units = 5 WHERE sku_id = 7 AND day = current_date - 3",
    "a day taken away": "DELETE FROM sales_days WHERE product_id = 1 AND day = current_date - 3",
    "figures moved on": "UPDATE sales_figures SET as_of = as_of - 40 WHERE product_id = 1",
    "a category's name": "UPDATE categories SET title_uz = 'Idish' WHERE category_id = 3",
}


@pytest.mark.parametrize("change", CHANGES)
async def test_a_change_shows_at_once(api, db, product, change):
    before = await whole(api)
    assert await whole(api) == before
    await db.execute(CHANGES[change])
    after = await whole(api)
    assert after == await parts(api)
    assert after != before


async def test_tracking_shows_at_once(api, product):
    assert not (await whole(api))["product"]["tracked"]
    assert (await api.post(f"{PRODUCT}/track")).status_code == 200
    assert (await whole(api))["product"]["tracked"]
    assert (await api.delete(f"{PRODUCT}/track")).status_code == 200
    assert not (await whole(api))["product"]["tracked"]


async def test_a_variants_windows_move_on_with_the_day(api, db, product):
    """As of a day earlier, the 7 days end a day earlier: the first of them sold another number."""
    await db.execute("UPDATE sku_sales_days SET units = 8 WHERE sku_id = 7 AND day = current_date - 8")
    await db.execute("UPDATE sales_figures SET as_of = current_date - 1")
    now = [one["units_7"]["point"] for one in (await whole(api))["product"]["variants"]]
    await db.execute("UPDATE sales_figures SET as_of = current_date - 2")
    earlier = [one["units_7"]["point"] for one in (await whole(api))["product"]["variants"]]
    assert (now, earlier) == ([7.0, 14.0], [14.0, 14.0])


async def test_days_of_a_variant_that_is_not_known_are_passed_over(api, db, product):
    await db.execute("DELETE FROM variants WHERE sku_id = 7")
    assert [one["sku_id"] for one in (await whole(api))["product"]["variants"]] == [8]
