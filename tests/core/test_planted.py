"""A planted market: what is said to be planted is, and what rises is found in it by way of looks and estimates."""

from __future__ import annotations

import numpy as np
import pytest
from bench.rising import LEAST_SIZE, PLANTED_SIZE, Market, false_share, judged, share_found

from ventra.core.rising import RATE
from ventra.simulator.streams.planted import Planted, make_planted

SEEDS = (101, 102, 103, 104)


@pytest.fixture(scope="module")
def markets() -> list[Market]:
    return [judged(make_planted(seed, products=250)) for seed in SEEDS]


@pytest.fixture(scope="module")
def planted() -> Planted:
    return make_planted(7, products=300, share=0.5)


def test_what_doubles_doubles_and_the_rest_stays(planted: Planted) -> None:
    calm = (planted.units_a_day >= 3) & ~planted.empty.any(axis=1) & ~planted.promoted.any(axis=1)
    now, before = planted.sold[:, -5:].mean(axis=1), planted.sold[:, :70].mean(axis=1)
    ratio = now[calm] / before[calm]
    assert abs(np.median(ratio[planted.doubles[calm]]) - 2) < 0.3
    assert abs(np.median(ratio[~planted.doubles[calm]]) - 1) < 0.15
    assert 0.4 < planted.doubles.mean() < 0.6


def test_promotions_sell_more_and_an_empty_shelf_hardly_anything(planted: Planted) -> None:
    usual = planted.units_a_day[:, None] >= 3
    calm = usual & ~planted.empty & ~planted.promoted & ~planted.doubles[:, None]
    rate = planted.sold / planted.units_a_day[:, None]
    assert rate[usual & planted.promoted & ~planted.empty].mean() > 1.4 * rate[calm].mean()
    assert rate[usual & planted.empty].mean() < 0.02
    assert planted.empty.any(axis=1).mean() > 0.2


def test_the_same_seed_plants_the_same() -> None:
    one, again = (make_planted(3, products=20) for _ in range(2))
    assert one.seen.products.state.tobytes() == again.seen.products.state.tobytes()
    assert one.sold.tobytes() == again.sold.tobytes()
    assert one.sold.tobytes() != make_planted(4, products=20).sold.tobytes()


def test_most_doublings_are_found_and_few_others(markets: list[Market]) -> None:
    """Over all that happens between a sale and its estimate; the bounds are wide, for the markets are few."""
    ours, naive = (
        np.mean([false_share(getattr(one, name), one.planted) for one in markets])
        for name in ("rises", "naive")
    )
    assert ours <= RATE + 0.1
    assert naive > 3 * ours
    found = share_found(markets, [one.rises for one in markets], PLANTED_SIZE, np.inf)
    assert found > 0.7
    assert all((one.trends.size[one.rises] >= LEAST_SIZE).all() for one in markets)


def test_what_is_sure_of_a_doubling_is_mostly_there(markets: list[Market]) -> None:
    least = np.concatenate([one.trends.least_growth[one.planted.doubles] for one in markets])
    assert (least[np.isfinite(least)] > 1.0).mean() < 0.1


def test_an_empty_shelf_is_seldom_taken_for_a_fall(markets: list[Market]) -> None:
    p_fall = 1 - np.concatenate([
        one.trends.p_value[one.planted.empty[:, -8:-1].any(axis=1) & ~one.planted.doubles] for one in markets
    ])  # fmt: skip
    known = p_fall[np.isfinite(p_fall)]
    assert len(known) > 20
    assert (known < 0.05).mean() < 0.25
