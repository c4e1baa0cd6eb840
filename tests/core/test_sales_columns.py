"""What columns compute at once is what each product gives alone, on any small market."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fixtures.alone import daily, rows_of

from ventra.core.changes import changes
from ventra.core.columns import Columns, Seen, rows_of_skus, seen_from
from ventra.core.day import start_of_day_us
from ventra.core.observation import Observation, ProductState, SkuState
from ventra.core.profile import BINS, MARKET, Profile, flat
from ventra.core.sales import Sales, estimate

DAY = 20_000
MINUTE_US = 60_000_000
UNKNOWN = st.none()
COUNT = st.one_of(UNKNOWN, st.integers(0, 40))
PRICE = st.one_of(UNKNOWN, st.sampled_from([1000, 1500, 990_000]))
SKUS = st.lists(st.tuples(st.integers(1, 4), COUNT, PRICE), max_size=4, unique_by=lambda sku: sku[0])


@st.composite
def looks(draw: st.DrawFn) -> Observation:
    """A look at one of three products within six days, whole minutes or not."""
    product = draw(st.integers(1, 3))
    minute = draw(st.one_of(st.integers(0, 6 * 1440 - 1), st.integers(0, 48).map(lambda n: n * 180)))
    skus = tuple(SkuState(product * 10 + sku, stock, price) for sku, stock, price in draw(SKUS))
    state = ProductState(draw(COUNT), None, 0, None, draw(PRICE), None, draw(COUNT))
    return Observation(product, start_of_day_us(DAY) + minute * MINUTE_US, state, skus)


MARKETS = st.lists(looks(), max_size=25, unique_by=lambda one: (one.product_id, one.seen_us)).map(
    lambda found: sorted(found, key=lambda one: (one.product_id, one.seen_us))
)
MOMENTS = st.integers(0, 7 * 1440).map(lambda minute: start_of_day_us(DAY) + minute * MINUTE_US)


WEIGHTS = st.lists(st.integers(1, 1000), min_size=BINS, max_size=BINS)


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    """The even one, or one of uneven days for the market and up to two categories."""
    if draw(st.booleans()):
        return flat()
    category = sorted(draw(st.sets(st.integers(1, 3), max_size=2)))
    weights = np.array([draw(WEIGHTS) for _ in range(len(category) + 1)], np.float64)
    return Profile(1, np.array(category, np.int64), weights / weights.sum(axis=1, keepdims=True))


CATEGORIES = st.lists(st.sampled_from([MARKET, 1, 2, 3]), min_size=3, max_size=3)


def same(found: Any, expected: Any) -> bool:
    return bool(found == expected or (found != found and expected != expected))


def by_variant(seen: Seen) -> Seen:
    """The same, with variants in the order in which the database gives them."""
    order = np.lexsort((seen.skus.at, seen.skus.key[:, 1], seen.skus.key[:, 0]))
    return Seen(seen.products, seen.skus.take(order), seen.row_of_sku[order])


@settings(max_examples=150, deadline=None)
@given(MARKETS, MOMENTS, profiles(), CATEGORIES)
def test_columns_give_the_very_numbers_of_each_product_alone(
    market: list[Observation], now_us: int, profile: Profile, categories: list[int]
) -> None:
    seen = seen_from(market)
    expected, spans = daily(market, now_us, profile, lambda product: categories[product - 1])
    products = sorted({one.product_id for one in market})
    category = np.array([categories[product - 1] for product in products], np.int64)
    for order in (seen, by_variant(seen)):
        sales = estimate(order, now_us=now_us, profile=profile, category=category)
        found = rows_of(sales.products) | rows_of(sales.skus)
        assert found.keys() == expected.keys()
        for key, row in expected.items():
            assert all(map(same, found[key], row)), (key, found[key], row)
        assert spans_of(sales) == spans


def spans_of(sales: Sales) -> list[tuple[float, ...]]:
    parts = (sales.spans.product, sales.spans.begin, sales.spans.end, sales.spans.units, sales.spans.basis)
    return list(zip(*(part.tolist() for part in parts), strict=True))


@settings(max_examples=80, deadline=None)
@given(MARKETS, st.randoms(use_true_random=False))
def test_variants_find_their_look_in_any_order(market: list[Observation], random: Any) -> None:
    seen = seen_from(market)
    order = list(range(len(seen.products)))
    random.shuffle(order)
    for products in (seen.products, seen.products.take(np.array(order, np.int64))):
        place = {key: at for at, key in enumerate(keys(products))}
        some = seen.skus.take(np.arange(len(seen.skus)) % 3 != 0)
        moved = Columns(some.key, some.at + (np.arange(len(some)) % 2) * MINUTE_US, some.state, some.source)
        expected = [place.get(key, -1) for key in keys(moved)]
        assert rows_of_skus(products, moved).tolist() == expected


def keys(columns: Columns) -> list[tuple[int, int]]:
    return list(zip(columns.key[:, 0].tolist(), columns.at.tolist(), strict=True))


ROWS = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(0, 3)), st.sampled_from([0.0, 1.5, math.nan]), max_size=12
)


@given(ROWS, ROWS)
def test_changes_are_what_differs_under_each_key(kept: dict[Any, float], new: dict[Any, float]) -> None:
    def key(part: dict[Any, float]) -> Any:
        return np.array(list(part), np.int64).reshape(-1, 2)

    def values(part: dict[Any, float]) -> Any:
        return [np.array(list(part.values()), np.float64)]

    found = changes(key(kept), values(kept), key(new), values(new))
    assert found.added.tolist() == [one not in kept for one in new]
    assert found.changed.tolist() == [
        one in kept and not same(kept[one], value) for one, value in new.items()
    ]
    assert found.gone.tolist() == [one not in new for one in kept]
