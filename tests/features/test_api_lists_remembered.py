"""Rows of lists are kept in memory; whatever changes in the database shows at once, as in a process that has just begun."""

from __future__ import annotations

import msgspec
import pytest

from fixtures import rows
from ventra.catalog.encoded import EncodedRows, Stamp
from ventra.catalog.store.rows import NO_FIGURES
from ventra.core.estimate import Figures

LIST = "/api/v1/products?sort=title"
CHANGES = {
    "a title": "UPDATE products SET title_uz = 'Yangi' WHERE product_id = 2",
    "gone": "UPDATE products SET state = 'gone' WHERE product_id = 2",
    "a price": "UPDATE product_latest SET price_uzs = 77000 WHERE product_id = 2",
    "a sale": "UPDATE sales_figures SET units_7 = 9, units_7_low = 8, units_7_high = 10 WHERE product_id = 2",
    "figures taken away": "DELETE FROM sales_figures WHERE product_id = 2",
    "a category's name": "UPDATE categories SET title_ru = 'Чайники' WHERE category_id = 5",
    "a shop's name": "UPDATE sellers SET title = 'Boshqa' WHERE seller_id = 6",
    "tracking": "INSERT INTO trackers (org_id, product_id) VALUES (1, 2)",
}


@pytest.fixture
async def shelf(db):
    await rows.insert(db, "categories", category_id=5, title_uz="Choynaklar", title_ru="Чайник")
    await rows.insert(db, "sellers", seller_id=6, title="Do'kon", slug="dokon")
    for product_id in (1, 2, 3):
        await rows.product(db, product_id, f"Choy {product_id}", category_id=5, seller_id=6)
        await rows.latest(db, product_id, price_uzs=50_000)
        await rows.figures(db, product_id, 4.0)
        await rows.insert(db, "watch", product_id=product_id)


@pytest.mark.parametrize("change", CHANGES)
async def test_a_change_shows_at_once_and_alone(api, db, shelf, change):
    before = (await api.get(LIST)).json()
    assert (await api.get(LIST)).json() == before
    await db.execute(CHANGES[change])
    after = (await api.get(LIST)).json()
    alone = (await api.get("/api/v1/products/2")).json()
    shown = next(item for item in after["items"] if item["product_id"] == 2)
    assert shown == {name: alone[name] for name in shown}
    assert after != before
    if "name" not in change:
        others = [item for item in after["items"] if item["product_id"] != 2]
        assert others == [item for item in before["items"] if item["product_id"] != 2]


def test_rows_not_shown_for_longest_are_forgotten_first():
    remembered = EncodedRows(at_most=2)
    a, b, tracked = Stamp("a", False), Stamp("b", False), Stamp("a", True)
    row = msgspec.defstruct("Row", [("product_id", int), ("tracked", bool), ("figures", Figures)])
    made = [row(product_id, False, NO_FIGURES) for product_id in (1, 2, 3)]
    remembered.keep(made[:2], {1: a, 2: a})
    remembered.keep(made[2:], {1: a, 3: a})
    assert remembered.missing({1: a, 2: a, 3: a}) == [2]
    assert remembered.missing({1: b}) == [1]
    assert remembered.missing({1: tracked}) == [1], "who tracks it is shown another row"


def test_a_correction_that_comes_between_stamp_and_row_is_shown_to_nobody_else():
    remembered, plain, own = EncodedRows(), Stamp("a", False), Stamp("a", False, "1 {2}")
    row = msgspec.defstruct("Row", [("product_id", int), ("tracked", bool), ("figures", Figures)])
    late = row(1, False, msgspec.structs.replace(NO_FIGURES, own_fit=2))
    assert b'"own_fit":2' in remembered.keep([late], {1: plain})[1]
    assert remembered.missing({1: plain}) == [1]
    remembered.keep([late], {1: own})
    assert remembered.missing({1: own}) == []
    assert remembered.missing({1: plain}) == [1]
