"""A fall of stock is a sale, a write-off or a number set by hand: told by what the variant sold in the days before."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from tests.fixtures.any_looks import STOCK_ALONE, histories, stored
from tests.fixtures.hand_made import Stocks, days, look, seen_of, steps

from ventra.core.columns import Seen
from ventra.core.falls import Falls, judged
from ventra.core.grid import grid_of
from ventra.core.observation import Observation
from ventra.core.profile import MARKET, Float, flat
from ventra.core.variants import sku_pairs

LOOKS = 57
"""Two weeks, every six hours."""
END = 6.0 * LOOKS


def judge(seen: Seen) -> tuple[Falls, Float]:
    """What is said of each fall, and the pieces of it."""
    grid = grid_of(seen, flat(), np.full(1, MARKET))
    pairs = sku_pairs(seen, grid)
    return judged(seen, grid, pairs), pairs.fall


def slow(stock: int = 90, *, counted: bool = False, last: Stocks = ()) -> list[Observation]:
    """Two weeks of a variant that sells one piece a day, and one that sells none; `last` is what a further look shows."""
    looks = [look(6.0 * n, 101 + n // 4 if counted else None, (stock - n // 4, 200)) for n in range(LOOKS)]
    return [*looks, look(END, 101 + LOOKS // 4 if counted else None, last)] if last else looks


def quick(stock: int = 2003, *, last: int = 0) -> list[Observation]:
    """Two weeks of a variant that sells ten pieces in six hours; `last` pieces leave at the end."""
    return [
        *(look(6.0 * n, None, (stock - 10 * n,)) for n in range(LOOKS)),
        look(END, None, (stock - 10 * (LOOKS - 1) - last,)),
    ]


def refilled(rise_to: int, *, last: int) -> list[Observation]:
    """Two weeks of a variant that sells a piece at each look and is set up again when 9 pieces left; `last` pieces leave."""
    stock, looks = rise_to, []
    for n in range(LOOKS):
        looks.append(look(6.0 * n, None, (stock,)))
        stock = rise_to if stock <= rise_to - 9 else stock - 1
    return [*looks, look(END, None, (looks[-1].skus[0].stock - last,))]  # type: ignore[operator]


def test_forty_pieces_gone_overnight_of_a_variant_that_sells_one_a_day_are_not_counted_in_full() -> None:
    found = steps(slow(last=(90 - 14 - 40, 200)))
    assert found.known[-1]
    assert found.units[-1] < 10
    assert found.low[-1] < found.high[-1]


def test_forty_pieces_gone_of_a_variant_that_sells_ten_at_each_look_are_sales() -> None:
    assert steps(quick(last=40)).units[-1] == pytest.approx(40, rel=0.1)


def test_a_piece_more_or_less_than_usual_is_a_sale() -> None:
    for gone in (0, 1, 2):
        found = steps(slow(last=(90 - 14 - gone, 200)))
        assert found.units[-1] == pytest.approx(gone, abs=0.05)


def test_forty_pieces_gone_of_a_variant_that_never_sold_are_not_counted_in_full() -> None:
    assert steps(slow(last=(90 - 14, 160))).units[-1] < 10


def test_forty_pieces_that_the_counter_counts_too_are_sales() -> None:
    looks = slow(counted=True)
    ordered = looks[-1].state.orders_total or 0
    sold = steps([*looks, look(END, ordered + 40, (90 - 14 - 40, 200))])
    assert (sold.low[-1], sold.units[-1], sold.high[-1]) == (40, 40, 40)
    gone = steps([*looks, look(END, ordered, (90 - 14 - 40, 200))])
    assert (gone.low[-1], gone.units[-1], gone.high[-1]) == (0, 0, 0)


def test_a_day_with_a_fall_in_doubt_says_how_many_it_may_have_been() -> None:
    after = [look(END + hours, None, (90 - 14 - 10, 200)) for hours in (6, 12, 18)]
    found = days([*slow(last=(90 - 14 - 10, 200)), *after])
    units, low, high = found.units[-1], found.low[-1], found.high[-1]
    assert units < 10
    assert low <= 1
    assert high > units + 1
    assert high - low > 2 * (found.high - found.low)[-2]


def test_a_large_fall_beside_a_rise_of_the_counter_is_no_longer_in_doubt() -> None:
    looks, last = slow(counted=True), LOOKS - 1
    ordered = looks[-1].state.orders_total or 0
    for rise, surely in ((10, True), (0, False)):
        found = judge(seen_of([*looks, look(END, ordered + rise, (90 - 14 - 40, 200))]))[0]
        assert (found.sold[last] > 0.9) == surely


def test_a_fall_that_may_be_either_is_less_sure_than_one_that_is_surely_none() -> None:
    either, none = (judge(seen_of(slow(last=(76 - gone, 200))))[0].error[LOOKS - 1] for gone in (7, 40))
    assert either > 1
    assert either > 3 * none


def test_a_few_hours_of_looks_put_no_fall_in_doubt() -> None:
    looks = [look(0, None, (90,)), look(3, None, (89,)), look(6, None, (49,))]
    assert steps(looks).units.tolist() == [1, 40]


def test_the_first_fall_of_a_product_nobody_knows_is_believed() -> None:
    assert steps([look(0, None, (90,)), look(6, None, (50,))]).units.tolist() == [40]


def test_the_more_pieces_leave_at_once_the_less_it_looks_like_sales() -> None:
    # Rows are by variant and then by time.
    last = LOOKS - 1
    surely = [judge(seen_of(slow(last=(76 - gone, 200))))[0].sold[last] for gone in (1, 3, 8, 22, 47, 69)]
    assert surely == sorted(surely, reverse=True)
    assert surely[0] > 0.9
    assert surely[-1] < 0.1


def test_after_what_was_no_sale_the_variant_sells_as_before() -> None:
    after = 90 - 14 - 40
    looks = [*slow(), *(look(END + 6 * n, None, (after - (n + 2) // 4, 200)) for n in range(13))]
    found = steps(looks)
    assert found.units[LOOKS:].sum() == pytest.approx(3, abs=0.1)
    assert (found.units[LOOKS:] <= 1.1).all()


def test_stock_that_comes_back_to_round_numbers_is_set_by_hand_and_else_it_is_filled() -> None:
    by_hand, filled = (judge(seen_of(refilled(to, last=1)))[0].by_hand[-1] for to in (20, 23))
    assert by_hand > 0.5
    assert filled < 0.1


def test_a_fall_onto_a_round_number_is_less_of_a_sale_where_stock_is_set_by_hand() -> None:
    looks = refilled(20, last=0)
    last = looks[-1].skus[0].stock or 0
    onto = judge(seen_of(refilled(20, last=last - 10)))[0]
    beyond = judge(seen_of(refilled(20, last=last - 9)))[0]
    assert last == 14
    assert onto.sold[-1] < beyond.sold[-1]


def test_numbers_set_by_hand_are_told_before_anything_was_sold() -> None:
    looks = [look(0, None, (20,)), look(6, None, (40,)), look(12, None, (60,)), look(18, None, (30,))]
    found = steps(looks)
    assert found.units[-1] < 15
    assert found.high[-1] > 15
    filled = [look(0, None, (21,)), look(6, None, (43,)), look(12, None, (64,)), look(18, None, (34,))]
    assert steps(filled).units[-1] == 30


def test_before_anything_was_sold_only_what_lands_on_a_round_number_is_doubted() -> None:
    """Two variants are set by hand twice; then both fall, neither onto a round number."""
    looks = [
        look(0, None, (20, 30)),
        look(6, None, (40, 60)),
        look(12, None, (60, 80)),
        look(18, None, (47, 69)),
    ]
    assert steps(looks).units[-1] == 13 + 11


def test_what_hidden_stock_may_have_been_says_nothing_of_numbers_set_by_hand() -> None:
    shown = (20, 60, None, 90, None, None, 70, 30, 80)
    looks = [look(12.0 * n, None, (stock,)) for n, stock in enumerate(shown)]
    assert judge(seen_of(looks))[0].by_hand[-1] > 0.9


@settings(max_examples=100, deadline=None)
@given(histories(STOCK_ALONE))
def test_of_a_fall_no_more_than_all_and_no_less_than_nothing_is_sold(looks: list[Observation]) -> None:
    found, fall = judge(stored(looks))
    falling = fall >= 0
    assert (found.likely[falling] >= 0).all()
    assert (found.likely[falling] <= fall[falling] + 1e-9).all()
    assert ((found.sold >= 0) & (found.sold <= 1)).all()
    assert (found.error >= 0).all()
    assert (found.error[~falling] == 0).all()
