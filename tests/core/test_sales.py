"""The first rule of daily sales: by the counter, by stock where there is none; gaps stay gaps."""

from __future__ import annotations

import numpy as np
import pytest

from ventra.core.basis import IMPUTED, INFERRED, MEASURED
from ventra.core.columns import seen_from
from ventra.core.day import start_of_day_us
from ventra.core.observation import Observation, ProductState, SkuState
from ventra.core.profile import BINS, MARKET, Profile, flat
from ventra.core.sales import Days, Sales, estimate

DAY = 20_000
HOUR = 3_600_000_000
LATER = start_of_day_us(DAY + 100)


def look(
    hour: float,
    orders: int | None,
    stocks: tuple[int, ...] = (50, 50),
    *,
    price: int = 1000,
    day: int = DAY,
    product: int = 1,
) -> Observation:
    skus = tuple(SkuState(product * 10 + i, stock, price * (i + 1)) for i, stock in enumerate(stocks))
    state = ProductState(orders, None, 0, None, price, price, sum(stocks))
    return Observation(product, start_of_day_us(day) + int(hour * HOUR), state, skus)


def sales(*looks: Observation, now_us: int = LATER, profile: Profile | None = None) -> Sales:
    ordered = sorted(looks, key=lambda o: (o.product_id, o.seen_us))
    products = len({one.product_id for one in looks})
    return estimate(
        seen_from(ordered), now_us=now_us, profile=profile or flat(), category=np.full(products, MARKET)
    )


def by_day(days: Days) -> dict[int, tuple[float, float, float, int]]:
    return {
        int(d) - DAY: (u, a, b, int(x))
        for d, u, a, b, x in zip(days.day, days.units, days.low, days.high, days.basis, strict=True)
    }


def whole_days(first: int, last: int, orders: list[int], **more: object) -> list[Observation]:
    """Looks at 00:00 of each day: no midnight inside a step, so every rise belongs to one day."""
    return [look(0, o, day=DAY + d, **more) for d, o in zip(range(first, last + 1), orders, strict=True)]


def test_the_rise_between_looks_of_one_day_is_that_days_sales_exactly() -> None:
    result = sales(*whole_days(0, 3, [100, 107, 107, 110]))
    assert by_day(result.products) == {0: (7, 7, 7, MEASURED), 1: (0, 0, 0, MEASURED), 2: (3, 3, 3, MEASURED)}


def test_a_rise_over_midnight_is_split_by_time_and_says_how_unsure_that_is() -> None:
    result = sales(look(0, 0), look(18, 6), look(6, 16, day=DAY + 1), look(24, 16, day=DAY + 1))
    first, second = by_day(result.products)[0], by_day(result.products)[1]
    assert first[0] == 11
    assert second[0] == 5
    assert 6 <= first[1] < 11 < first[2] <= 16
    assert first[3] == INFERRED


def test_a_night_in_which_nobody_buys_takes_nothing_of_the_rise() -> None:
    share = np.full((1, BINS), 1e-6)
    share[0, 36:44] = 1
    asleep = Profile(1, np.zeros(0, np.int64), share / share.sum())
    looks = [look(0, 0), look(18, 6), look(6, 16, day=DAY + 1), look(24, 16, day=DAY + 1)]
    by_clock, by_profile = (by_day(sales(*looks, profile=one).products) for one in (flat(), asleep))
    assert [by_clock[0][0], by_clock[1][0]] == [11, 5]
    assert [by_profile[0][0], by_profile[1][0]] == [16, 0]
    assert by_profile[0][2] - by_profile[0][1] < (by_clock[0][2] - by_clock[0][1]) / 10


def test_no_day_is_made_of_an_outage_but_its_total_is_kept() -> None:
    result = sales(look(0, 0), look(12, 11), look(12, 91, day=DAY + 4), look(24, 96, day=DAY + 4))
    assert set(by_day(result.products)) == {0, 4}
    assert result.spans.units.tolist() == [80]
    assert by_day(result.products)[0][2] > 20


def test_a_missing_counter_is_not_zero_and_stock_takes_its_place() -> None:
    result = sales(look(0, None, (50, 50)), look(12, None, (47, 50)), look(24, None, (47, 49)))
    assert by_day(result.products) == {0: (4, 4, 4, INFERRED)}


def test_a_restock_does_not_erase_the_day() -> None:
    result = sales(
        look(0, None, (50, 9)), look(8, None, (45, 8)), look(16, None, (140, 6)), look(24, None, (130, 6))
    )
    units, low, high, basis = by_day(result.products)[0]
    assert 18 <= low < units
    assert high > units
    assert basis == IMPUTED


def test_neither_counter_nor_stock_gives_no_number() -> None:
    blind = [
        Observation(
            1, start_of_day_us(DAY) + h * 8 * HOUR, ProductState(None, None, 3, None, 1000, None, None)
        )
        for h in range(4)
    ]
    assert len(sales(*blind).products.day) == 0


def test_a_counter_that_falls_sells_nothing_negative() -> None:
    result = sales(look(0, 10), look(12, 8, (49, 50)), look(24, 11, (46, 50)))
    assert by_day(result.products)[0][0] == 1 + 3


def test_what_a_fallen_counter_regains_within_a_day_was_sold_before() -> None:
    steady = [look(0, 900), look(4, 901, (49, 50)), look(20, 903, (47, 50)), look(24, 903, (47, 50))]
    for dip in ([895], [0], [895, 895], [895, 897, 896], [0, 0, 899]):
        low = [look(8 + hour, orders, (48, 50)) for hour, orders in enumerate(dip)]
        units, least, most, basis = by_day(sales(*steady, *low).products)[0]
        assert (units, least, most, basis) == (3, 3, 3, INFERRED)


def test_a_counter_that_stays_lower_counts_on_from_there_the_next_day() -> None:
    fallen = [look(0, 100), look(12, 90, (49, 50)), look(23, 95, (47, 50))]
    days = by_day(
        sales(*fallen, look(1, 95, (47, 50), day=DAY + 1), look(24, 99, (43, 50), day=DAY + 1)).products
    )
    assert [days[0][0], days[0][3]] == [3, INFERRED]
    assert [days[1][0], days[1][3]] == [4, MEASURED]


def test_a_fallen_counter_says_the_same_of_a_day_whatever_else_is_looked_at() -> None:
    counters = [100, 101, 95, 96, 99, 104, 90, 106, 106, 80, 81, 110]
    looks = [look(7 * place, orders, (200 - place, 50)) for place, orders in enumerate(counters)]
    whole = by_day(sales(*looks).products)
    for day in range(1, 3):
        mine = [i for i, one in enumerate(looks) if day * 24 <= 7 * i < day * 24 + 24]
        part = looks[mine[0] - 1 : mine[-1] + 2]
        assert by_day(sales(*part).products)[day] == whole[day]


def test_less_than_half_a_day_has_no_number_and_more_is_scaled() -> None:
    assert len(sales(look(14, 0), look(24, 5)).products.day) == 0
    units, low, high, basis = by_day(sales(look(8, 0), look(24, 6)).products)[0]
    assert (units, low, basis) == (9, 6, IMPUTED)
    assert high > 9


def test_today_counts_until_the_last_look_only() -> None:
    now = start_of_day_us(DAY) + 13 * HOUR
    result = sales(look(0, 0), look(12, 6), now_us=now)
    assert by_day(result.products)[0] == (6, 6, 6, MEASURED)
    assert result.products.through.tolist() == [start_of_day_us(DAY) + 12 * HOUR]


def test_variants_add_up_to_the_product_and_each_sells_at_its_own_price() -> None:
    result = sales(look(0, 0, (50, 50)), look(12, 5, (48, 47)), look(24, 9, (46, 45)))
    assert result.skus.units.tolist() == [4, 5]
    assert result.products.revenue.tolist() == [4 * 1000 + 5 * 2000]
    assert result.skus.revenue.sum() == result.products.revenue.sum()
    assert result.skus.basis.tolist() == [MEASURED, MEASURED]


def test_a_price_change_between_looks_widens_the_revenue() -> None:
    result = sales(look(0, 0, (50,)), look(24, 10, (40,), price=900))
    days = result.products
    assert (days.revenue_low.tolist(), days.revenue.tolist(), days.revenue_high.tolist()) == (
        [9000],
        [9500],
        [10000],
    )


@pytest.mark.parametrize("seed", range(5))
def test_days_agree_with_the_counter_and_bounds_hold_the_point(seed: int) -> None:
    rng = np.random.default_rng(seed)
    orders = np.cumsum(rng.poisson(2, 200))
    hours = np.cumsum(rng.integers(1, 9, 200))
    hours = hours - hours[0]
    hours[-1] = -(-(hours[-2] + 1) // 24) * 24
    looks = [look(float(h), int(o)) for h, o in zip(hours, orders, strict=True)]
    days = sales(*looks).products
    assert (days.low >= 0).all()
    assert (days.low <= days.units).all()
    assert (days.units <= days.high).all()
    assert days.units.sum() == pytest.approx(orders[-1] - orders[0], abs=0.01 * len(days.day))


def test_products_side_by_side_do_not_touch_each_other() -> None:
    both = sales(*whole_days(0, 2, [0, 5, 9]), *whole_days(0, 2, [1000, 1001, 1003], product=2))
    assert both.products.units.tolist() == [5, 4, 1, 2]
    assert both.products.key[:, 0].tolist() == [1, 1, 2, 2]


def test_nothing_seen_and_one_look_say_nothing() -> None:
    assert len(sales().products.day) == 0
    assert len(sales(look(3, 5)).products.day) == 0
