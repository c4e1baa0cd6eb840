"""The oracle of the streams: right wherever no sale can fall on either side of a midnight, and better than time where it can."""

from __future__ import annotations

import numpy as np
import pytest

from ventra.core.day import start_of_day_us
from ventra.simulator.chance import Purpose, chance
from ventra.simulator.habits import DAY_SECONDS
from ventra.simulator.streams import Streams, make_streams
from ventra.simulator.streams.kinds import TROUBLES, Kind, Trouble
from ventra.simulator.streams.make import FIRST_DAY
from ventra.simulator.streams.oracle import split, tell
from ventra.simulator.streams.story import Story, live
from ventra.simulator.streams.visits import visits

DAYS = 56


def story(number: int, *troubles: Trouble, units_a_day: float = 40.0) -> Story:
    rng = chance(number, Purpose.STREAM)
    return live(rng, frozenset(troubles), number % 6, units_a_day, DAYS, start_of_day_us(FIRST_DAY))


def wape(guess: np.ndarray, truth: np.ndarray) -> float:
    known = ~np.isnan(guess)
    return float(np.abs(guess - truth)[known].sum() / truth[known].sum())


def by_time(one: Story, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Days' units when each gap is split at midnight by time alone, and the truth."""
    told = tell(one, second)
    sale = one.flow.kind == Kind.SALE
    gap = np.searchsorted(second, one.flow.second[sale], side="left") - 1
    inside = (gap >= 0) & (gap < len(second) - 1)
    units = np.bincount(gap[inside], -one.flow.change[sale][inside], len(second) - 1)
    cuts = np.union1d(second, np.arange(told.day[0], told.day[-1] + 2) * DAY_SECONDS)
    naive = split(units[None, :], second, cuts, cuts[None, :].astype(float), cuts.astype(float))
    return naive[0, told.day], told.units.sum(axis=0)


@pytest.fixture(scope="module")
def streams() -> Streams:
    return make_streams(8, days=DAYS)


def test_the_oracle_is_right_where_no_sale_falls_into_a_gap_over_midnight() -> None:
    one = story(3)
    midnight = np.arange(1, DAYS) * DAY_SECONDS
    told = tell(one, np.sort(np.concatenate((midnight - 1, midnight + 1, midnight + 40_000))))
    clear = one.flow.second[one.flow.kind == Kind.SALE] + 1
    assert (clear % DAY_SECONDS > 2).all(), (
        "choose a story that sells nothing in the two seconds around midnight"
    )
    assert told.units.sum() > 1_000
    assert np.allclose(told.oracle, told.units)


def test_the_oracle_beats_a_split_by_time() -> None:
    ratios = []
    for gap_hours in (8, 24):
        mine, naive = 0.0, 0.0
        for number in range(12):
            one = story(number, units_a_day=150.0)
            second = visits(chance(number, Purpose.LOOKS), frozenset(), gap_hours, DAYS)
            told = tell(one, second)
            mine += wape(told.oracle.sum(axis=0), told.units.sum(axis=0))
            naive += wape(*by_time(one, second))
        ratios.append(mine / naive)
    assert max(ratios) < 0.85


def test_the_oracle_knows_when_a_variant_was_out_of_stock() -> None:
    second = np.array([40_000, 40_000 + DAY_SECONDS, 40_000 + 2 * DAY_SECONDS])
    cuts = np.union1d(second, np.array([1, 2]) * DAY_SECONDS)
    sold_out_at_noon = np.array([[0.0, 5.0, 5.0, 5.0, 9.0]])
    days = split(np.array([[7.0, 4.0]]), second, cuts, sold_out_at_noon, np.arange(5.0))
    assert days.tolist() == [[7.0, 0.0, 4.0]]


def test_units_of_a_gap_in_which_nothing_was_expected_go_by_the_ordinary_rate() -> None:
    second, cuts = np.array([60_000, 90_000]), np.array([60_000, DAY_SECONDS, 90_000])
    days = split(np.array([[8.0]]), second, cuts, np.zeros((1, 3)), np.array([0.0, 3.0, 4.0]))
    assert days.tolist() == [[6.0, 2.0]]


def test_the_oracles_days_sum_to_the_truth_but_for_the_gaps_at_both_ends(streams: Streams) -> None:
    ledger, sale, at = streams.ledger, streams.ledger.kind == Kind.SALE, streams.seen.products.at
    checked = 0
    for product in streams.product.tolist():
        rows = streams.truth_product == product
        if np.isnan(streams.oracle_units[rows]).any():
            continue
        looks = at[streams.seen.products.key[:, 0] == product]
        day = streams.truth_day[rows]
        ends = start_of_day_us(np.array([day[0], day[-1] + 1]))
        after = np.searchsorted(looks, ends)
        mine = sale & (ledger.product == product)
        slack = sum(
            -ledger.pieces[mine & (ledger.at_us > looks[k - 1]) & (ledger.at_us <= looks[k])].sum()
            for k in after
        )
        total = streams.oracle_units[rows].sum() - streams.truth_units[rows].sum()
        assert abs(total) <= slack + 1e-6
        checked += 1
    assert checked > len(streams.product) * 0.7


def test_the_oracle_of_a_product_is_the_sum_of_its_variants(streams: Streams) -> None:
    code = streams.truth_product * 100_000 + streams.truth_day
    of_sku = streams.truth_sku_product * 100_000 + streams.truth_sku_day
    total = np.bincount(np.searchsorted(code, of_sku), streams.oracle_sku_units, len(code))
    assert np.allclose(total, streams.oracle_units, equal_nan=True)
    assert np.nanmin(streams.oracle_sku_units) >= 0


def test_the_wider_the_gap_the_more_the_oracle_errs(streams: Streams) -> None:
    gap = streams.gap_hours[np.searchsorted(streams.product, streams.truth_product)]
    errors = [
        wape(streams.oracle_units[gap == one], streams.truth_units[gap == one]) for one in (1, 3, 8, 24)
    ]
    assert errors == sorted(errors)
    assert errors[0] < 0.03
    assert 0.04 < errors[-1] < 0.25


def test_a_day_nobody_looked_has_no_oracle_and_only_outages_and_daily_visits_leave_one(
    streams: Streams,
) -> None:
    row = np.searchsorted(streams.product, streams.truth_product)
    unlooked = np.isnan(streams.oracle_units)
    outage = np.isin(
        streams.trouble[row], [TROUBLES.index(one) for one in (Trouble.OUTAGE, Trouble.EVERYTHING)]
    )
    assert unlooked[outage].mean() > 0.02
    assert not unlooked[~outage & (streams.gap_hours[row] < 24)].any()
