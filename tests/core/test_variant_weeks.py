"""Weeks of variants on simulated streams: what two days share at midnight is no error of the week, and most weeks are held."""

from __future__ import annotations

from functools import cache

import numpy as np

from ventra.core.columns import Int64
from ventra.core.day import US_PER_DAY
from ventra.core.learning import hear, learn
from ventra.core.profile import MARKET
from ventra.core.sales import Days, estimate
from ventra.core.steps import Float
from ventra.core.windows import DayValues, WindowValues, window_sums
from ventra.simulator.streams import make_streams
from ventra.simulator.streams.make import Streams

SEED, WEEK = 7, 7


@cache
def streams() -> Streams:
    return make_streams(SEED, days=42, gaps=(3, 8, 24))


@cache
def variants() -> Days:
    seen, unknown = streams().seen, np.full(len(streams().product), MARKET)
    profile = learn(hear(seen, unknown), version=1)
    now_us = int(seen.products.at.max()) + 9 * US_PER_DAY
    return estimate(seen, now_us=now_us, profile=profile, category=unknown).skus


def weeks(edges: tuple[Float, Float]) -> tuple[WindowValues, Int64, Int64]:
    """Weeks of every variant, the true units of each, and of how many of its days the truth tells."""
    days, sku, told = variants(), np.unique(streams().truth_sku), streams().truth_sku_day
    first = int(told.min())
    count = (int(told.max()) - first + 1) // WEEK
    values = (days.units, days.low, days.high, days.basis)
    subject = np.searchsorted(sku, days.key[:, 1])
    product = streams().truth_sku_product[np.unique(streams().truth_sku, return_index=True)[1]]
    several = (product[:, None] == product).sum(axis=1) > 1
    found = window_sums(
        DayValues(subject, days.day, *values, *edges),
        subjects=len(sku),
        first_day=first,
        length=WEEK,
        one_of_several=several,
        count=count,
    )
    place = (told - first) // WEEK
    inside = place < count
    cell = np.searchsorted(sku, streams().truth_sku[inside]) * count + place[inside]
    shape = (len(sku), count)
    units = np.bincount(cell, streams().truth_sku_units[inside], len(sku) * count).astype(np.int64)
    return found, units.reshape(shape), np.bincount(cell, minlength=len(sku) * count).reshape(shape)


def test_a_week_of_a_variant_is_surer_than_seven_days_that_know_nothing_of_each_other() -> None:
    days, none = variants(), np.zeros(len(variants().day))
    shared, units, told = weeks((days.begin_error, days.end_error))
    apart, _, _ = weeks((none, none))
    whole = (told == WEEK) & np.isfinite(shared.point)
    np.testing.assert_array_equal(shared.point, apart.point)
    width, width_apart = ((one.high - one.low)[whole].sum() / units[whole].sum() for one in (shared, apart))
    assert width < 0.9 * width_apart


def test_about_four_of_five_weeks_of_variants_with_a_width_hold_the_truth() -> None:
    days = variants()
    found, units, told = weeks((days.begin_error, days.end_error))
    wide = (told == WEEK) & (found.high > found.low)
    held = (found.low <= units) & (units <= found.high)
    assert wide.sum() > 1_000
    assert 0.70 < held[wide].mean() < 0.86


def test_what_a_days_midnights_share_is_no_more_than_its_whole_error() -> None:
    days = variants()
    assert (days.begin_error >= 0).all()
    assert (days.end_error >= 0).all()
    sure = days.low == days.high
    assert (days.begin_error[sure] == 0).all()
    assert (days.end_error[sure] == 0).all()
