"""The simulated market: the same for a seed, true to the piece, and shaped like a real one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from ventra.core.day import US_PER_DAY, to_day_number
from ventra.simulator import market as market_module
from ventra.simulator.categories import leaves
from ventra.simulator.market import Market, MarketSpec, OutsideSpan
from ventra.simulator.shelf import Kind, Plan, happen
from ventra.simulator.states import States
from ventra.simulator.titles import axes_of, pointers_of, titles_of
from ventra.simulator.truth import (
    ledger,
    units_by_day,
    units_by_hour,
    units_by_variant_and_day,
    units_by_variant_and_hour,
)

FIRST = date(2026, 9, 1)
DAYS = 35
LAST = FIRST + timedelta(days=DAYS - 1)
SPEC = MarketSpec(seed=11, products=600, first_day=FIRST)
ALL = np.arange(SPEC.products)
HOUR_US = 3_600_000_000


@pytest.fixture(scope="module")
def market() -> Market:
    return Market(SPEC)


@pytest.fixture(scope="module")
def units(market: Market) -> np.ndarray:
    return units_by_day(market, ALL, FIRST, LAST)


def same(one: States, other: States) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in States.__slots__)


def test_the_same_seed_is_the_same_market_in_whatever_order_it_is_asked(market: Market) -> None:
    late, early = market.start_us + 30 * US_PER_DAY + 7, market.start_us + 3 * US_PER_DAY
    other = Market(SPEC)
    jumped = other.state_at(ALL, late)
    assert same(market.state_at(ALL, early), other.state_at(ALL, early))
    assert same(market.state_at(ALL, late), jumped)
    assert not same(jumped, Market(MarketSpec(12, 600, FIRST)).state_at(ALL, late))


def test_a_market_that_forgets_gives_the_same_answers(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(market_module, "MOST_KEPT_MOVEMENTS", 2_000)
    forgetful = Market(SPEC)
    for day in (30, 2, 17):
        at = market.start_us + day * US_PER_DAY
        assert same(market.state_at(ALL, at), forgetful.state_at(ALL, at))
    kept = sum(len(week.moves.key) for weeks in forgetful._weeks.values() for week in weeks.values())
    assert kept == forgetful._kept < 20_000


def test_the_catalogue_is_as_wide_as_a_market() -> None:
    catalogue = Market(MarketSpec(7, 1_600, FIRST)).catalogue
    assert len(np.unique(catalogue.leaf)) == len(leaves()) >= 40
    assert len(np.unique(catalogue.seller)) >= 300
    assert len({one.slug for one in catalogue.sellers}) == len(catalogue.sellers)
    assert len({one.seller_id for one in catalogue.sellers}) == len(catalogue.sellers)
    assert {len(one.path) for one in leaves()} == {2, 3, 4}
    counts = np.diff(catalogue.sku_from)
    assert counts.min() == 1
    assert 8 <= counts.max() <= 12
    assert len(np.unique(catalogue.sku_id)) == len(catalogue.sku_id)
    assert set(catalogue.sku_fulfilment.tolist()) == {0, 1, 2}
    assert (catalogue.sku_list_price >= catalogue.sku_price).all()
    assert (catalogue.sku_list_price > catalogue.sku_price).mean() > 0.3


def test_titles_are_in_two_languages_and_spell_the_apostrophe_as_people_do(market: Market) -> None:
    titles = [titles_of(market.catalogue, place) for place in range(SPEC.products)]
    assert all(one.uz and one.ru and len(one.uz) < 200 for one in titles)
    assert all(not any("а" <= letter <= "я" for letter in one.uz.lower()) for one in titles)
    assert sum(any("а" <= letter <= "я" for letter in one.ru.lower()) for one in titles) == len(titles)
    assert all(any(sign in one.uz for one in titles) for sign in ("ʻ", "'", "‘"))


def test_every_variant_points_at_values_its_product_has(market: Market) -> None:
    plain = 0
    for place in range(SPEC.products):
        axes, pointers = axes_of(market.catalogue, place), pointers_of(market.catalogue, place)
        skus = market.catalogue.skus(place)
        assert len(pointers) == skus.stop - skus.start
        assert len({tuple(one) for one in pointers}) == len(pointers)
        assert all(value < len(axes[axis].values) for one in pointers for axis, value in one)
        plain += not axes
    assert plain > 20


def test_the_counter_is_the_truth_cumulated(market: Market, units: np.ndarray) -> None:
    before = market.state_at(ALL, market.start_us).orders
    for day in (1, 7, 8, 20, DAYS):
        counted = market.state_at(ALL, market.start_us + day * US_PER_DAY).orders
        assert np.array_equal(counted - before, units[:, :day].sum(axis=1))
    assert units.sum() > 10_000


def test_within_a_day_the_counter_follows_the_hours(market: Market) -> None:
    day = FIRST + timedelta(days=9)
    hours = units_by_hour(market, ALL, day, day)[:, 0]
    midnight = market.start_us + 9 * US_PER_DAY
    before = market.state_at(ALL, midnight).orders
    for hour in (1, 9, 13, 21, 24):
        just_before = midnight + hour * HOUR_US - 1_000_000
        counted = market.state_at(ALL, just_before).orders - before
        assert np.array_equal(counted, hours[:, :hour].sum(axis=1))


def test_days_are_the_sums_of_their_hours_and_of_their_variants(market: Market, units: np.ndarray) -> None:
    assert np.array_equal(units_by_hour(market, ALL, FIRST, LAST).sum(axis=2), units)
    by_sku = units_by_variant_and_day(market, ALL, FIRST, LAST)
    assert np.array_equal(np.add.reduceat(by_sku, market.catalogue.sku_from[:-1]), units)
    by_hour = units_by_variant_and_hour(market, ALL[5:9], FIRST, LAST).sum(axis=2)
    assert np.array_equal(by_hour, by_sku[market.catalogue.sku_from[5] : market.catalogue.sku_from[9]])


def test_truth_of_some_products_in_any_order_is_the_truth_of_all(market: Market, units: np.ndarray) -> None:
    some = np.array([511, 3, 299, 256])
    middle = units_by_day(market, some, FIRST + timedelta(days=5), FIRST + timedelta(days=16))
    assert np.array_equal(middle, units[some, 5:17])


def test_every_piece_of_stock_is_accounted_for(market: Market) -> None:
    seen = set()
    end_us = market.start_us + DAYS * US_PER_DAY
    for place in range(0, SPEC.products, 7):
        opening, closing = (market.state_at(place, at) for at in (market.start_us, end_us))
        moves = ledger(market, place, FIRST, LAST)
        seen |= set(moves.kind.tolist())
        signed = np.where(np.isin(moves.kind, (Kind.RETURN, Kind.RESTOCK)), moves.pieces, -moves.pieces)
        for row, sku in enumerate(opening.sku_place.tolist()):
            mine = moves.sku_place == sku
            running = opening.sku_stock[row] + np.cumsum(signed[mine])
            assert np.array_equal(running, moves.stock[mine])
            assert (running >= 0).all()
            assert (np.diff(moves.at_us[mine]) >= 0).all()
            assert closing.sku_stock[row] == (running[-1] if len(running) else opening.sku_stock[row])
    assert seen == set(Kind)


def test_an_empty_shelf_sells_nothing_until_something_comes_in(market: Market) -> None:
    emptied = 0
    for place in range(SPEC.products):
        moves = ledger(market, place, FIRST, LAST)
        same_sku = moves.sku_place[1:] == moves.sku_place[:-1]
        after_empty = moves.kind[1:][same_sku & (moves.stock[:-1] == 0)]
        emptied += len(after_empty)
        assert np.isin(after_empty, (Kind.RETURN, Kind.RESTOCK)).all()
    assert emptied > 50


def test_sales_run_from_one_a_month_to_hundreds_a_day_with_a_week_and_a_day_of_their_own() -> None:
    market = Market(MarketSpec(7, 1_600, FIRST))
    hours = units_by_hour(market, np.arange(1_600), FIRST, FIRST + timedelta(days=55))
    a_day = hours.sum(axis=2).mean(axis=1)
    assert np.percentile(a_day, 5) < 0.1
    assert 0.4 < np.median(a_day) < 1.5
    assert a_day.max() > 150
    of_day = hours.sum(axis=(0, 1))
    assert of_day[19:22].mean() > 8 * of_day[2:5].mean()
    weekday = hours.sum(axis=(0, 2)).reshape(8, 7).sum(axis=0)
    monday = (-(to_day_number(FIRST) + 3)) % 7
    assert weekday[(monday + 5) % 7] > 1.1 * weekday[(monday + 1) % 7]


def test_a_promotion_lowers_the_price_and_sells_more(market: Market, units: np.ndarray) -> None:
    noon = market.start_us + np.arange(DAYS) * US_PER_DAY + 14 * HOUR_US
    place = np.repeat(ALL, DAYS)
    states = market.state_at(place, np.tile(noon, SPEC.products))
    on = (states.discount_milli > 0).reshape(-1, DAYS)
    price = states.price.reshape(-1, DAYS)
    both = np.flatnonzero(on.any(axis=1) & ~on.all(axis=1) & (units.sum(axis=1) > 60))
    dearer = [units[p, ~on[p]].mean() for p in both]
    cheaper = [units[p, on[p]].mean() for p in both]
    assert len(both) > 30
    assert np.mean(cheaper) > 1.4 * np.mean(dearer)
    assert np.mean([price[p, on[p]].mean() < price[p, ~on[p]].mean() for p in both]) > 0.9
    assert (states.list_price >= states.price).all()
    assert (states.sku_list_price >= states.sku_price).all()


def test_the_products_price_is_its_cheapest_variant_in_stock(market: Market) -> None:
    states = market.state_at(ALL, market.start_us + 25 * US_PER_DAY)
    for row in range(len(states)):
        inner = slice(int(states.sku_from[row]), int(states.sku_from[row + 1]))
        prices, stock = states.sku_price[inner], states.sku_stock[inner]
        among = prices[stock > 0] if stock.any() else prices
        assert states.price[row] == among.min()
        assert states.stock[row] == stock.sum()


def test_reviews_come_late_and_a_product_without_any_is_not_rated(market: Market, units: np.ndarray) -> None:
    first, last = (market.state_at(ALL, market.start_us + day * US_PER_DAY) for day in (0, DAYS))
    assert (last.reviews <= last.orders).all()
    written = (last.reviews - first.reviews).sum()
    assert 0.05 * units.sum() < written < 0.3 * units.sum()
    assert np.array_equal(last.rating_x10 == 0, last.reviews == 0)
    assert last.rating_x10.max() <= 50
    assert last.rating_x10[last.reviews > 0].min() >= 10


def test_a_delisted_product_is_gone_and_sells_no_more() -> None:
    market = Market(MarketSpec(3, 1_600, FIRST))
    delisted = market.habits.delist_second
    gone = np.flatnonzero((delisted > 2 * 86_400) & (delisted < 50 * 86_400))
    assert len(gone) >= 5
    for place in gone.tolist():
        end_us = market.start_us + int(delisted[place]) * 1_000_000
        assert market.state_at(place, end_us - 1_000_000).on_sale[0]
        assert not market.state_at(place, end_us).on_sale[0]
        later = ledger(market, place, FIRST, FIRST + timedelta(days=60))
        assert later.at_us[later.kind == Kind.SALE].max(initial=0) < end_us


def test_prices_are_whole_and_change_now_and_then(market: Market) -> None:
    states = [market.state_at(ALL, market.start_us + day * US_PER_DAY).sku_price for day in (0, 13, 27)]
    assert all((one >= 990).all() for one in states)
    changed = (states[0] != states[2]).mean()
    assert 0.1 < changed < 0.8


def test_a_price_changes_in_the_morning_and_holds_over_midnight(market: Market) -> None:
    changed = 0
    for day in range(1, DAYS):
        midnight = market.start_us + day * US_PER_DAY
        before, after, early, noon = (
            market.state_at(ALL, midnight + at).sku_price
            for at in (-1_000_000, 1_000_000, 8 * HOUR_US - 1_000_000, 12 * HOUR_US)
        )
        assert np.array_equal(before, after)
        assert np.array_equal(after, early)
        changed += (early != noon).sum()
    assert changed > 500


def test_an_instant_outside_the_span_is_refused(market: Market) -> None:
    with pytest.raises(OutsideSpan):
        market.state_at(0, datetime(2026, 8, 31, 18, 59, 59, tzinfo=UTC))
    assert market.state_at(0, datetime(2026, 8, 31, 19, tzinfo=UTC)).at_us[0] == market.start_us
    with pytest.raises(OutsideSpan):
        market.state_at(0, market.end_us)
    with pytest.raises(OutsideSpan):
        units_by_day(market, ALL, FIRST - timedelta(days=1), FIRST)


def test_one_product_alone_is_as_it_is_among_all(market: Market) -> None:
    at = datetime(2026, 9, 20, 9, 30, tzinfo=UTC)
    whole = market.state_at(ALL, at)
    for place in (0, 255, 256, 599):
        assert same(market.state_at(place, at), whole.take(np.array([place])))


def test_who_comes_to_an_empty_shelf_gets_what_is_left() -> None:
    sale, restock, off = Kind.SALE, Kind.RESTOCK, Kind.WRITE_OFF
    told = [  # variant, second, kind, pieces, and what of it can happen
        (0, 10, sale, 1, 1),
        (0, 20, sale, 3, 1),
        (0, 30, sale, 2, 0),
        (0, 40, sale, 1, 1),
        (0, 40, restock, 5, 5),
        (0, 50, off, 9, 4),
        (0, 60, sale, 1, 0),
        (1, 5, sale, 2, 0),
        (1, 70, restock, 3, 3),
        (1, 80, sale, 2, 2),
    ]
    sku, second, kind, pieces, _ = (np.array(column, np.int64) for column in zip(*told, strict=True))
    shuffled = np.random.default_rng(1).permutation(len(told))
    plan = Plan(sku[shuffled], second[shuffled], kind[shuffled].astype(np.uint8), pieces[shuffled])
    moves = happen(plan, np.array([2, 0], np.int32))
    happened = {
        (s, at, k): p
        for s, at, k, p in zip(
            moves.sku.tolist(), moves.second.tolist(), moves.kind, moves.pieces, strict=True
        )
    }
    assert happened == {(s, at, k): done for s, at, k, _, done in told if done}
    assert moves.stock.tolist() == [1, 0, 5, 4, 0, 3, 1]
    assert moves.sold.tolist() == [1, 2, 2, 3, 3, 0, 2]
