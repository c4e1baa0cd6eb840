"""What makes an interval wide: the sources are the variance that the day was computed with, and each comes of its own trouble."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from ventra.core.day_sums import DaySums, day_sums, of_products
from ventra.core.laid import Laid, laid_out
from ventra.core.profile import MARKET, flat
from ventra.core.sales import Days, estimate
from ventra.core.sources import Source, shares_of, sources_of_days
from ventra.core.steps import Float, Int64
from ventra.simulator.streams import make_streams
from ventra.simulator.streams.kinds import TROUBLES, Trouble

LATE_US = 2**61


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """Simulated products of every trouble: what their days are, what was added up for them, and the variance by source."""

    days: Days
    sums: DaySums
    key: Int64
    day: Int64
    variance: Float
    trouble: Int64


def laid_and_days(seed: int) -> tuple[Laid, Days, Int64]:
    streams = make_streams(seed, days=30)
    told = {
        "now_us": LATE_US, "profile": flat(), "category": np.full(len(streams.product), MARKET),
    }  # fmt: skip
    return laid_out(streams.seen, **told), estimate(streams.seen, **told).products, streams.trouble


@pytest.fixture(scope="module")
def told() -> Told:
    laid, days, trouble = laid_and_days(11)
    product, day, variance = sources_of_days(laid)
    sums = day_sums(of_products(laid), laid, np.arange(len(laid.product)))
    return Told(days, sums, laid.product[product], day, variance, trouble[product])


def test_the_sources_add_up_to_the_variance_that_the_day_was_computed_with(told: Told) -> None:
    sums = told.sums
    whole = sums.added(sums.by_split + sums.by_step) * sums.scale**2 + sums.unseen + sums.unseen**2
    assert len(whole) > 8_000
    assert (told.variance >= 0).all()
    assert told.variance.sum(axis=1) == pytest.approx(whole, rel=1e-9, abs=1e-9)


def test_a_day_without_a_source_is_exact_and_one_with_a_range_has_a_source(told: Told) -> None:
    order = np.lexsort((told.day, told.key))
    code, asked = (
        key * 10**6 + day
        for key, day in ((told.key[order], told.day[order]), (told.days.key[:, 0], told.days.day))
    )
    row = order[np.searchsorted(code, asked)]
    has_range = told.days.high > told.days.low
    assert 0.2 < has_range.mean() < 0.9
    assert (told.variance[row].sum(axis=1)[has_range] > 0).all()


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
    assert max(mean[one] for one in troubles) > 0.01
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
