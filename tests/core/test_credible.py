"""Values that cannot be, and looks of the future: the estimate reads them as not shown, and never as a number."""

from __future__ import annotations

import numpy as np
import pytest

from ventra.core.columns import MISSING, ORDERS, seen_from
from ventra.core.credible import AHEAD_US, MOST_ORDERS, MOST_PIECES, MOST_PRICE_UZS, credible
from ventra.core.day import start_of_day_us
from ventra.core.learning import hear
from ventra.core.observation import Observation, ProductState, SkuState
from ventra.core.profile import MARKET, flat
from ventra.core.sales import Days, Sales, estimate

DAY = 20_000
HOUR = 3_600_000_000
LATER = start_of_day_us(DAY + 60)


def look(
    day: int, hour: float, orders: int | None, *, stock: int | None = None, price: int | None = 1000
) -> Observation:
    stock = 500 - (orders or 0) if stock is None else stock
    state = ProductState(orders, None, 0, None, price, price, None)
    at = start_of_day_us(DAY + day) + int(hour * HOUR)
    return Observation(1, at, state, (SkuState(10, stock, price),))


def week() -> list[Observation]:
    """Four a day for a week, looked at each midnight and noon."""
    return [look(d, h, 100 + 4 * d + (2 if h else 0)) for d in range(7) for h in (0, 12)] + [look(7, 0, 128)]


def sales(looks: list[Observation], now_us: int = LATER) -> Sales:
    ordered = sorted(looks, key=lambda one: one.seen_us)
    return estimate(seen_from(ordered), now_us=now_us, profile=flat(), category=np.full(1, MARKET))


def by_day(days: Days) -> dict[int, tuple[float, float, float]]:
    return {
        int(d) - DAY: (u, low, high)
        for d, u, low, high in zip(days.day, days.units, days.low, days.high, strict=True)
    }


EXACT = dict.fromkeys(range(7), (4.0, 4.0, 4.0))


def test_what_every_other_test_here_starts_from() -> None:
    assert by_day(sales(week()).products) == EXACT


@pytest.mark.parametrize("counter", [MOST_ORDERS + 1, 10**15, 2**53, 2**62])
def test_a_counter_that_cannot_be_changes_no_day(counter: int) -> None:
    looks = week()
    looks[5] = look(2, 12, counter, stock=390)
    assert by_day(sales(looks).products) == EXACT


@pytest.mark.parametrize("counter", [10**7, 10**6 + 200])
def test_a_rise_that_nobody_can_have_ordered_is_no_sale(counter: int) -> None:
    looks = week()
    looks[5] = look(2, 12, counter, stock=390)
    found = by_day(sales(looks).products)
    assert found[2] == (4.0, 4.0, 4.0)
    assert sum(units for units, _, _ in found.values()) == 28


def test_a_counter_set_anew_for_good_counts_again_from_there() -> None:
    looks = [
        look(
            d, h, (100 if d < 3 else 5_000_100) + 4 * d + (2 if h else 0), stock=400 - 4 * d - (2 if h else 0)
        )
        for d in range(7)
        for h in (0, 12)
    ]
    found = by_day(sales([*looks, look(7, 0, 5_000_128, stock=372)]).products)
    assert found == EXACT


@pytest.mark.parametrize("stock", [MOST_PIECES + 1, 2**31 - 1, 2**53])
def test_a_stock_that_cannot_be_neither_sells_nor_fills(stock: int) -> None:
    looks = [look(d, h, None, stock=400 - 4 * d - (2 if h else 0)) for d in range(7) for h in (0, 12)]
    looks = [*looks, look(7, 0, None, stock=372)]
    looks[5] = look(2, 12, None, stock=stock)
    found = by_day(sales(looks).products)
    assert found.keys() == EXACT.keys()
    assert {day: units for day, (units, _, _) in found.items()} == dict.fromkeys(range(7), 4.0)


@pytest.mark.parametrize("price", [0, MOST_PRICE_UZS + 1, 10**15, 2**53])
def test_a_price_that_cannot_be_is_no_price(price: int) -> None:
    looks = week()
    looks[4], looks[5], looks[6] = (
        look(2 + n // 2, 12 * (n % 2), 108 + 2 * n, price=price) for n in (0, 1, 2)
    )
    known = sales(looks).products
    assert known.units.tolist() == [4.0] * 7
    assert np.isnan(known.revenue).tolist() == [False, False, True, False, False, False, False]
    assert np.array_equal(np.isnan(known.revenue), np.isnan(known.revenue_low) & np.isnan(known.revenue_high))
    assert set(known.revenue[~np.isnan(known.revenue)].tolist()) == {4000.0}


def test_a_negative_value_is_no_number_either() -> None:
    seen = credible(seen_from([look(0, 0, -1, stock=-5, price=-7)]))
    assert seen.products.state[0, [ORDERS]].tolist() == [MISSING]
    assert seen.skus.state[0].tolist() == [MISSING, MISSING, MISSING]


def test_what_can_be_is_handed_on_as_it_is() -> None:
    seen = seen_from(
        [look(0, 0, MOST_ORDERS, stock=MOST_PIECES, price=MOST_PRICE_UZS), look(0, 1, 0, price=1)]
    )
    assert credible(seen, now_us=LATER) is seen


def test_a_look_of_the_future_changes_nothing_before_its_time_has_come() -> None:
    now_us = start_of_day_us(DAY + 6) + 20 * HOUR
    seen_by_then = [one for one in week() if one.seen_us <= now_us]
    without = sales(seen_by_then, now_us).products
    for future in (look(6, 20.2, 300), look(7, 3, 300), look(9, 0, 300), look(4000, 0, 5000)):
        found = sales([*seen_by_then, future], now_us).products
        for name in ("day", "units", "low", "high", "revenue", "basis", "through"):
            np.testing.assert_array_equal(getattr(found, name), getattr(without, name))


def test_a_clock_that_is_minutes_fast_makes_no_day_of_the_future_and_closes_none() -> None:
    now_us = start_of_day_us(DAY + 7) - HOUR // 30
    looks = [*week()[:-1], look(6, 23.5, 128), look(7, 0.01, 129)]
    assert looks[-1].seen_us - now_us <= AHEAD_US
    found = sales(looks, now_us).products
    assert found.day.max() == DAY + 6
    assert found.through[-1] == looks[-2].seen_us
    assert sales(looks, now_us + 2 * HOUR).products.day.max() == DAY + 7


def test_a_product_seen_in_the_future_alone_says_nothing_and_shifts_no_other() -> None:
    now_us = LATER
    ahead = [Observation(0, now_us + n * HOUR, ProductState(n, None, 0, None, 1000, None, 9)) for n in (3, 9)]
    seen = seen_from([*ahead, *week()])
    found = estimate(seen, now_us=now_us, profile=flat(), category=np.full(2, MARKET))
    assert set(found.products.key[:, 0].tolist()) == {1}
    assert by_day(found.products) == EXACT


def test_a_counter_that_cannot_be_teaches_no_hour_of_the_day() -> None:
    good, odd = week(), week()
    odd[5] = look(2, 12, 2**53)
    odd[9] = look(4, 12, 10**7)
    unknown = np.full(1, MARKET)
    assert hear(seen_from(odd), unknown).units.sum() < hear(seen_from(good), unknown).units.sum()


def test_a_look_stamped_days_too_early_disturbs_that_day_alone() -> None:
    found = by_day(sales([*week(), look(2, 6, 130), look(2, 9, 131)]).products)
    assert {day: told for day, told in found.items() if day != 2} == {
        d: t for d, t in EXACT.items() if d != 2
    }
    assert 4 <= found[2][0] <= 4 + 131 - 108


def test_two_looks_at_one_instant_that_disagree_make_no_number_that_cannot_be() -> None:
    with np.errstate(all="raise"):
        found = by_day(sales([*week(), look(3, 12, 90), look(3, 12, 115)]).products)
    assert {day for day, told in found.items() if told != EXACT[day]} <= {3, 4}
    assert all(0 <= low <= units <= high <= 30 for units, low, high in found.values())
