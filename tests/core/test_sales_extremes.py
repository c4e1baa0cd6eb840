"""Values at the edge of what a look may hold: no number overflows, and none is made of what cannot be."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ventra.core.columns import seen_from
from ventra.core.day import start_of_day_us
from ventra.core.observation import Observation, ProductState, SkuState
from ventra.core.profile import MARKET, flat
from ventra.core.sales import estimate

DAY = 20_000
MINUTE_US = 60_000_000
COUNTER = st.one_of(
    st.none(), st.sampled_from([0, 1, 10, 1_000_000, 2**53 - 1, 2**53]), st.integers(0, 2**53)
)
STOCK = st.one_of(st.none(), st.sampled_from([0, 1, 2**31 - 1]), st.integers(0, 500))
PRICE = st.one_of(st.none(), st.sampled_from([0, 1, 2**53]))


@st.composite
def looks(draw: st.DrawFn) -> list[Observation]:
    minutes = sorted(draw(st.sets(st.integers(0, 9 * 1440), min_size=2, max_size=12)))
    found = []
    for minute in minutes:
        skus = tuple(SkuState(sku, draw(STOCK), draw(PRICE)) for sku in draw(st.sets(st.integers(1, 3))))
        state = ProductState(draw(COUNTER), None, 0, None, draw(PRICE), None, draw(STOCK))
        found.append(Observation(1, start_of_day_us(DAY) + minute * MINUTE_US, state, skus))
    return found


@settings(max_examples=300, deadline=None)
@given(looks())
def test_whatever_a_look_holds_units_are_finite_and_bounds_hold_them(seen: list[Observation]) -> None:
    with np.errstate(all="raise"):
        sales = estimate(
            seen_from(seen), now_us=start_of_day_us(DAY + 40), profile=flat(), category=np.full(1, MARKET)
        )
    for days in (sales.products, sales.skus):
        assert np.isfinite(days.units).all()
        assert np.isfinite(days.high).all()
        assert ((days.low >= 0) & (days.low <= days.units) & (days.units <= days.high)).all()
    assert np.isfinite(sales.spans.units).all()
