"""The four rules for comparison, each on streams small enough to work out by hand."""

from __future__ import annotations

import numpy as np

from ventra.core.columns import Seen, seen_from
from ventra.core.day import start_of_day_us
from ventra.core.observation import Observation, ProductState, SkuState
from ventra.core.rivals import DayPoints, counter_only, since_last_look, stock_only, switch, total_stock

DAY = 20_000
HOUR = 3_600_000_000


def look(
    day: int,
    hour: float,
    orders: int | None,
    stock: int | None,
    *,
    product: int = 1,
    skus: tuple[int | None, ...] = (),
) -> Observation:
    state = ProductState(orders, None, None, None, None, None, stock)
    variants = tuple(SkuState(i + 1, pieces, None) for i, pieces in enumerate(skus))
    return Observation(product, start_of_day_us(DAY + day) + int(hour * HOUR), state, variants)


def seen(*looks: Observation) -> Seen:
    return seen_from(sorted(looks, key=lambda one: (one.product_id, one.seen_us)))


def told(points: DayPoints, product: int = 1) -> dict[int, float]:
    mine = points.product == product
    return dict(zip((points.day[mine] - DAY).tolist(), points.units[mine].tolist(), strict=True))


PLAIN = seen(
    look(0, 9, 100, 50), look(0, 21, 104, 46),
    look(1, 9, 110, 40), look(1, 21, 113, 37),
    look(2, 9, 115, 35), look(2, 21, 115, 35),
)  # fmt: skip
RESTOCKED = seen(
    look(0, 12, None, 50), look(0, 22, None, 45),
    look(1, 12, None, 40), look(1, 22, None, 90),
    look(2, 12, None, 85), look(2, 22, None, 80),
)  # fmt: skip


def test_the_counter_is_read_at_day_ends_so_a_night_goes_to_the_next_day() -> None:
    assert told(counter_only(PLAIN)) == {1: 9, 2: 2}


def test_a_day_after_a_gap_has_no_number_by_the_counter_and_the_whole_gap_by_the_last_look() -> None:
    gap = seen(look(0, 12, 100, 50), look(1, 12, 103, 47), look(4, 12, 130, 20), look(5, 12, 135, 15))
    assert told(counter_only(gap)) == {1: 3, 5: 5}
    assert told(switch(gap)) == {1: 3, 5: 5}
    assert told(since_last_look(gap)) == {1: 3, 4: 27, 5: 5}
    assert told(stock_only(gap)) == {1: 3, 4: 27, 5: 5}


def test_a_look_without_a_counter_leaves_the_day_to_the_one_before_it() -> None:
    points = counter_only(seen(look(0, 12, 100, None), look(1, 9, 104, None), look(1, 21, None, None)))
    assert told(points) == {1: 4}


def test_a_counter_that_falls_sells_nothing() -> None:
    fallen = seen(look(0, 12, 100, None), look(1, 12, 95, None), look(2, 12, 98, None))
    assert told(counter_only(fallen)) == {1: 0, 2: 3}
    assert told(since_last_look(fallen)) == {1: 0, 2: 3}


def test_falls_of_stock_are_added_up_over_a_restock() -> None:
    assert told(stock_only(RESTOCKED)) == {0: 5, 1: 5, 2: 10}


def test_the_switch_erases_the_day_of_a_restock_where_only_stock_speaks() -> None:
    assert told(switch(RESTOCKED)) == {1: 0, 2: 10}
    assert told(counter_only(RESTOCKED)) == {}


def test_the_switch_takes_the_counter_where_both_ends_have_it_and_stock_elsewhere() -> None:
    mixed = seen(
        look(0, 20, 100, 50), look(1, 20, 103, 46), look(2, 20, None, 40), look(3, 20, 120, 45), look(4, 20, 121, 90)
    )  # fmt: skip
    assert told(switch(mixed)) == {1: 3, 2: 6, 3: 0, 4: 1}


def test_differences_since_the_last_look_go_to_the_later_looks_day() -> None:
    assert told(since_last_look(PLAIN)) == {0: 4, 1: 9, 2: 2}
    mixed = seen(look(0, 9, 100, 50), look(0, 15, None, 47), look(0, 21, 110, 45), look(1, 9, 112, None))
    assert told(since_last_look(mixed)) == {0: 5, 1: 2}


def test_unknown_fields_never_behave_like_zero() -> None:
    blind = seen(look(0, 9, None, None), look(0, 21, 500, 20), look(1, 9, None, None), look(1, 21, 505, None))
    assert told(stock_only(blind)) == {}
    assert told(since_last_look(blind)) == {}
    assert told(counter_only(blind)) == {1: 5}
    assert told(switch(blind)) == {1: 5}


def test_products_do_not_run_into_each_other() -> None:
    two = seen(
        look(0, 12, 900, 9), look(1, 12, 901, 8),
        look(1, 13, 100, 50, product=2), look(2, 12, 107, 43, product=2),
    )  # fmt: skip
    for rule in (counter_only, stock_only, switch, since_last_look):
        assert (told(rule(two)), told(rule(two), 2)) == ({1: 1}, {2: 7})


def test_total_stock_is_what_is_told_else_the_sum_of_variants_that_are_all_known() -> None:
    rows = seen(
        look(0, 1, 1, 7, skus=(1, 2)), look(0, 2, 1, None, skus=(1, 2)), look(0, 3, 1, None, skus=(1, None)), look(0, 4, 1, None)
    )  # fmt: skip
    unknown = int(np.iinfo(np.int64).min)
    assert total_stock(rows).tolist() == [7, 3, unknown, unknown]


def test_nothing_seen_says_nothing() -> None:
    for rule in (counter_only, stock_only, switch, since_last_look):
        assert told(rule(seen())) == {}
