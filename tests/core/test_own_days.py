"""Accounts of a shop's own goods by day: a worked case, what is unknown, and sums that hold."""

from __future__ import annotations

import numpy as np
import pytest

from ventra.core.own_days import Charged, Cost, Sold, account, laid_on_goods
from ventra.core.own_expense_kinds import kind_of
from ventra.core.own_spread import spread

NAN = np.nan


def ints(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def floats(*values: float) -> np.ndarray:
    return np.array(values, np.float64)


def test_parts_add_up_to_the_soum_and_the_largest_remainder_gets_it() -> None:
    """100 on 1 : 1 : 1 is 34, 33, 33; 10 on 1 : 2 : 4 is 1.43, 2.86, 5.71, so 1, 3, 6; −10 the same below 0."""
    parts, apart = spread(
        ints(100, 10, -10, 7), ints(0, 0, 0, 1, 1, 1, 2, 2, 2, 3), floats(1, 1, 1, 1, 2, 4, 1, 2, 4, 0)
    )
    assert parts.tolist() == [34, 33, 33, 1, 3, 6, -1, -3, -6, 0]
    assert apart.tolist() == [0, 0, 0, 7]


def test_rows_without_weight_get_nothing_of_a_remainder() -> None:
    parts, apart = spread(ints(5), ints(0, 0, 0), floats(NAN, 1, 1))
    assert (parts.tolist(), apart.tolist()) == ([0, 3, 2], [0])


def goods() -> Sold:
    """Shop 1: goods 7 and 8 on day 100, 7 on day 101; goods 9 of shop 2."""
    return Sold(
        shop=ints(1, 1, 1, 2),
        sku=ints(7, 8, 7, 9),
        day=ints(100, 100, 101, 100),
        ordered=floats(5, 2, 1, 1),
        cancelled=floats(1, 0, 0, NAN),
        returned=floats(1, 0, 0, 0),
        units=floats(3, 2, 1, 1),
        revenue=floats(300_000, 100_000, 100_000, 50_000),
        commission=floats(30_000, 10_000, 10_000, 5_000),
        logistics=floats(9_000, 6_000, 3_000, 2_000),
        spoiled=floats(0, 0, 0, 0),
        stock=floats(10, 30, 9, NAN),
    )


def test_a_day_worked_by_hand() -> None:
    """Storage of 400 on 10 and 30 pieces: 100 and 300. Advertising of 4,000 on 300,000 and 100,000: 3,000 and 1,000.

    Of shop 2 no stock was seen, so its storage stays apart. Goods 8 have no cost.
    """
    charged = Charged(ints(1, 1, 2), ints(100, 100, 100), ints(1, 0, 1), ints(400, 4_000, 70))
    storage, other, apart = laid_on_goods(charged, goods())
    assert storage.tolist() == [100, 300, 0, 0]
    assert other.tolist() == [3_000, 1_000, 0, 0]
    assert apart.tolist() == [0, 0, 70]
    found = account(
        goods(),
        storage,
        other,
        Cost(floats(120_000, NAN, 40_000, 0), floats(0, 0, 0, 0), floats(3, 0, 0, 0), floats(0, 0, 1, 0)),
    )
    assert found.left.tolist() == [257_900, 82_700, 87_000, 43_000]
    np.testing.assert_array_equal(found.profit, [137_900, NAN, 47_000, 43_000])
    np.testing.assert_allclose(found.margin_pct, [45.966_667, NAN, 47, 86], rtol=1e-6)
    by_sku = found.added(ints(0, 1, 0, 2), 3)
    np.testing.assert_array_equal(by_sku.profit, [184_900, NAN, 43_000])
    np.testing.assert_array_equal(by_sku.ordered, [6, 2, 1])
    np.testing.assert_array_equal(by_sku.cancelled, [1, 0, NAN])
    whole = found.added(ints(0, 0, 0, 0), 1)
    assert np.isnan(whole.profit[0])
    assert (whole.costed_profit[0], whole.uncosted_revenue[0]) == (227_900, 100_000)


def test_two_expenses_of_one_kind_and_day_are_to_be_added_first() -> None:
    twice = Charged(ints(1, 1), ints(100, 100), ints(1, 1), ints(1, 2))
    with pytest.raises(ValueError, match="two expenses"):
        laid_on_goods(twice, goods())


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Платное хранение", "storage"),
        ("Saqlash xizmati", "storage"),
        ("Реклама в поиске", "advertising"),
        ("Логистика возврата", "logistics"),
        ("Штраф за отмену", "fine"),
        ("Комиссия за продажу", "in_orders"),
        ("Refinement", "other"),
        ("", "other"),
    ],
)
def test_an_expense_is_known_by_the_words_it_comes_with(said: str, kind: str) -> None:
    assert kind_of(None, said) == kind
