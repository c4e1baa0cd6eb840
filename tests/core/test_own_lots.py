"""Costs of goods sold, first in, first out: cases worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from ventra.core.own_lots import Back, Left, Lots, first_in_first_out, with_fallback


def columns(*rows: tuple[int, ...]) -> list[np.ndarray]:
    width = len(rows[0]) if rows else 4
    return [np.array([row[at] for row in rows], np.int64) for at in range(width)]


def lots(*rows: tuple[int, int, int, int]) -> Lots:
    return Lots(*columns(*rows)[:4])


def left(*rows: tuple[int, int, int]) -> Left:
    return Left(*columns(*rows)[:3])


def back(*rows: tuple[int, int, int]) -> Back:
    return Back(*columns(*rows)[:3])


def test_the_oldest_lot_goes_first() -> None:
    """10 at 100 and 5 at 130: of 8, 4 and 6 the second takes 2 at 100 and 2 at 130, the last 3 at 130 and 3 of no lot."""
    found = first_in_first_out(
        lots((7, 1, 10, 100), (7, 3, 5, 130)), left((7, 2, 8), (7, 4, 4), (7, 5, 6)), back()
    )
    assert found.cost_uzs.tolist() == [800, 200 + 260, 390]
    assert found.pieces.tolist() == [8, 4, 3]
    assert found.without.tolist() == [0, 0, 3]
    assert (found.held.tolist(), found.held_uzs.tolist()) == ([0], [0])


def test_a_lot_bought_on_the_day_can_be_sold_on_it_and_a_later_one_cannot() -> None:
    found = first_in_first_out(lots((7, 2, 3, 50), (7, 3, 9, 1)), left((7, 2, 5)), back())
    assert (found.cost_uzs.tolist(), found.without.tolist()) == ([150], [2])
    assert (found.held.tolist(), found.held_uzs.tolist()) == ([9], [9])


def test_what_comes_back_has_its_own_cost_and_leaves_first() -> None:
    """Sold 3 at 100 + 1 at 200; two come back: the one at 200 and one at 100. The next 2 sold are one at 100 and one at 200."""
    found = first_in_first_out(
        lots((7, 1, 3, 100), (7, 1, 4, 200)), left((7, 2, 4), (7, 5, 2)), back((0, 4, 2))
    )
    assert found.pieces.tolist() == [2, 2]
    assert found.cost_uzs.tolist() == [200, 300]
    assert (found.held.tolist(), found.held_uzs.tolist()) == ([3], [600])


def test_what_comes_back_later_does_not_lie_there_for_what_sold_before() -> None:
    found = first_in_first_out(
        lots((7, 1, 1, 100), (7, 1, 1, 900)), left((7, 2, 1), (7, 3, 1)), back((0, 9, 1))
    )
    assert found.cost_uzs.tolist() == [0, 900]
    assert (found.held.tolist(), found.held_uzs.tolist()) == ([1], [100])


def test_what_comes_back_on_its_own_day_has_left_before() -> None:
    found = first_in_first_out(lots((7, 1, 2, 100)), left((7, 2, 2)), back((0, 2, 1)))
    assert (found.cost_uzs.tolist(), found.held.tolist()) == ([100], [1])


def test_goods_that_were_never_bought_come_back_without_a_cost() -> None:
    found = first_in_first_out(lots(), left((7, 2, 2), (7, 6, 1)), back((0, 4, 2)))
    assert (found.pieces.tolist(), found.without.tolist()) == ([0, 0], [0, 1])
    assert found.held.tolist() == [0]


def test_goods_do_not_share_lots() -> None:
    found = first_in_first_out(lots((8, 1, 5, 10), (7, 1, 1, 20)), left((8, 2, 2), (7, 2, 2)), back())
    assert (found.cost_uzs.tolist(), found.without.tolist()) == ([20, 20], [0, 1])
    assert (found.sku.tolist(), found.held.tolist()) == ([7, 8], [0, 3])


def test_what_has_no_lot_costs_what_the_cabinet_says_or_is_unknown_and_never_0() -> None:
    found = first_in_first_out(lots((7, 1, 1, 20)), left((7, 2, 2), (7, 3, 1), (8, 3, 1)), back((1, 3, 1)))
    cost, priced = with_fallback(found.cost_uzs, found.without, np.array([30.0, np.nan, np.nan]))
    np.testing.assert_array_equal(cost, [50, 0, np.nan])
    assert priced.tolist() == [1, 0, 0]


def test_more_cannot_come_back_than_left_nor_before() -> None:
    with pytest.raises(ValueError, match="more pieces"):
        first_in_first_out(lots(), left((7, 2, 1)), back((0, 2, 2)))
    with pytest.raises(ValueError, match="before"):
        first_in_first_out(lots(), left((7, 2, 1)), back((0, 1, 1)))


def test_pieces_and_money_are_kept() -> None:
    """Whatever leaves and comes back: bought = stayed away + held, in pieces and in soʻm."""
    dice = np.random.default_rng(5)
    bought = lots(
        *(
            (
                int(dice.integers(1, 4)),
                int(dice.integers(0, 30)),
                int(dice.integers(1, 9)),
                int(dice.integers(1, 99)),
            )
            for _ in range(40)
        )
    )
    days = sorted((sku, day) for sku in (1, 2, 3) for day in range(0, 40, 2))
    gone = left(*((sku, day, int(dice.integers(0, 7))) for sku, day in days))
    came = back(
        *(
            (row, int(gone.day[row] + dice.integers(0, 5)), int(dice.integers(0, gone.pieces[row] + 1)))
            for row in range(0, len(days), 3)
        )
    )
    found = first_in_first_out(bought, gone, came)
    for sku in (1, 2, 3):
        of = gone.sku == sku
        mine = bought.sku == sku
        held = found.sku == sku
        assert bought.pieces[mine].sum() == found.pieces[of].sum() + found.held[held].sum()
        assert (bought.pieces * bought.cost_uzs)[mine].sum() == found.cost_uzs[of].sum() + found.held_uzs[
            held
        ].sum()
    stayed = gone.pieces - np.bincount(came.row, came.pieces, len(days)).astype(int)
    np.testing.assert_array_equal(found.pieces + found.without, stayed)
