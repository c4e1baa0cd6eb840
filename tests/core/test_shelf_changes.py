"""What is told as a change of the shelf, and what is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ventra.core.shelf_changes import Shelf, by_weight, changes

BEFORE, NOW = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 27, tzinfo=UTC)


def kinds(before: tuple[int | None, int | None], now: tuple[int | None, int | None], gone=None):
    found = changes(7, Shelf(BEFORE, *before), Shelf(NOW, *now), gone)
    return [(one.kind, one.before, one.after) for one in found]


def test_prices_that_move_and_shelves_that_empty_or_fill() -> None:
    assert kinds((100, 5), (90, 0)) == [("price_down", 100, 90), ("sold_out", 5, 0)]
    assert kinds((100, 0), (120, 3)) == [("price_up", 100, 120), ("back_in_stock", 0, 3)]
    assert kinds((100, 5), (100, 2)) == []


def test_what_was_not_told_is_no_change() -> None:
    assert kinds((None, None), (90, 0)) == []
    assert kinds((100, 5), (None, None)) == []


def test_what_went_since_is_gone_and_nothing_else() -> None:
    assert kinds((100, 5), (90, 0), NOW) == [("gone", None, None)]
    assert kinds((100, 5), (90, 0), BEFORE - timedelta(days=1)) == []


def test_the_largest_matters_first() -> None:
    found = [
        *changes(1, Shelf(BEFORE, 100, 5), Shelf(NOW, 95, 5), None),
        *changes(2, Shelf(BEFORE, 100, 5), Shelf(NOW, 900, 5), None),
        *changes(3, Shelf(BEFORE, 100, 5), Shelf(NOW, 100, 0), None),
        *changes(4, Shelf(BEFORE, 100, 5), Shelf(NOW, 50, 5), None),
        *changes(5, Shelf(BEFORE, 0, 5), Shelf(NOW, 1, 5), None),
    ]
    assert [one.product_id for one in by_weight(found)] == [2, 3, 4, 1, 5]
