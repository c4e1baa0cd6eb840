"""What makes an interval wide: the sources are the variance that the day was computed with, and each comes of its own trouble."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from ventra.core.calibration import alike
from ventra.core.day_sums import DaySums, day_sums, of_products
from ventra.core.estimate import Z80
from ventra.core.laid import laid_out
from ventra.core.profile import MARKET, flat
from ventra.core.sales import Days, estimate
from ventra.core.sources import Source, shares_of, sources_of_days
from ventra.core.steps import Float, Int64
from ventra.simulator.streams import make_streams
from ventra.simulator.streams.kinds import TROUBLES, Trouble

LATE_US = 2**61
MANY_DAYS = 10**6
HUNDREDTHS = 0.02
"""By how much rounding both ends may widen an interval."""


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """Simulated products of every trouble: days as wide as normal errors make them, their sums, the variance by source.

    `row` [d] is the row of the variance for each of the days.
    """

    days: Days
    sums: DaySums
    variance: Float
    trouble: Int64
    row: Int64


@pytest.fixture(scope="module")
def told() -> Told:
    streams = make_streams(11, days=30)
    category = np.full(len(streams.product), MARKET)
    laid = laid_out(streams.seen, now_us=LATE_US, profile=flat(), category=category)
    found = estimate(streams.seen, now_us=LATE_US, profile=flat(), category=category, calibration=alike(Z80))
    days = found.products
    product, day, variance = sources_of_days(laid)
    key = laid.product[product]
    order = np.lexsort((day, key))
    row = order[np.searchsorted(key[order] * MANY_DAYS + day[order], days.key[:, 0] * MANY_DAYS + days.day)]
    sums = day_sums(of_products(laid), laid, np.arange(len(laid.product)))
    return Told(days, sums, variance, streams.trouble[product], row)


def test_the_sources_add_up_to_the_variance_that_the_day_was_computed_with(told: Told) -> None:
    sums = told.sums
    whole = sums.added(sums.by_split + sums.by_step) * sums.scale**2 + sums.unseen + sums.unseen**2
    assert len(whole) > 8_000
    assert (told.variance >= 0).all()
    assert told.variance.sum(axis=1) == pytest.approx(whole, rel=1e-9, abs=1e-9)


def test_a_day_is_as_wide_as_its_sources_unless_it_is_bounded_and_never_wider(told: Told) -> None:
    error = Z80 * np.sqrt(told.variance[told.row].sum(axis=1))
    width = told.days.high - told.days.low
    open_days = width > 0
    assert 0.2 < open_days.mean() < 0.9
    assert (error[open_days] > 0).all()
    assert (width <= 2 * error + HUNDREDTHS).all()
    assert (np.abs(width - 2 * error) <= HUNDREDTHS)[open_days].mean() > 0.5


@pytest.mark.parametrize(
    ("source", "troubles"),
    [
        (Source.ROUNDING, {Trouble.ROUNDED_COUNTER}),
        (Source.CANCELLED, {Trouble.CANCELS_LOWER_COUNTER}),
        (Source.DOUBT, {Trouble.NO_COUNTER}),
        (Source.RESTOCK, {Trouble.NO_COUNTER, Trouble.MISSING_FIELDS, Trouble.CANCELS_LOWER_COUNTER}),
        (Source.SEVERAL, {Trouble.ORDERS_OF_SEVERAL, Trouble.CANCELS_LOWER_COUNTER}),
    ],
)
def test_a_source_is_told_where_its_trouble_is_and_hardly_elsewhere(
    told: Told, source: Source, troubles: set[Trouble]
) -> None:
    mean = {}
    for number, trouble in enumerate(TROUBLES):
        some = told.variance[(told.trouble == number) & (told.variance.sum(axis=1) > 0)]
        mean[trouble] = float((some[:, source] / some.sum(axis=1)).mean())
    assert max(mean[one] for one in troubles) > 0.005
    assert max(share for one, share in mean.items() if one not in troubles | {Trouble.EVERYTHING}) < 0.001


def test_an_outage_makes_days_wide_by_what_nobody_looked_at(told: Told) -> None:
    gap = {
        trouble: float(
            told.variance[told.trouble == TROUBLES.index(trouble)][:, Source.GAP].sum()
            / told.variance[told.trouble == TROUBLES.index(trouble)].sum()
        )
        for trouble in (Trouble.NONE, Trouble.OUTAGE, Trouble.MISSING_FIELDS)
    }
    assert gap[Trouble.OUTAGE] > 2 * gap[Trouble.NONE]
    assert gap[Trouble.MISSING_FIELDS] > 2 * gap[Trouble.NONE]


def test_shares_come_largest_first_and_without_what_is_below_one_percent() -> None:
    variance = np.zeros(len(Source))
    variance[[Source.SPLIT, Source.RESTOCK, Source.GAP]] = 30.0, 69.6, 0.4
    assert shares_of(variance) == [(Source.RESTOCK, 0.7), (Source.SPLIT, 0.3)]


def test_a_day_of_no_variance_has_no_share() -> None:
    assert shares_of(np.zeros(len(Source))) == []
