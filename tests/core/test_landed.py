"""What goods cost in Tashkent, beyond the cases worked by hand: what is unknown stays so, and ranges make ranges."""

from __future__ import annotations

import numpy as np
import pytest

from ventra.core.landed import Consignment, FeeSteps, Way, customs_fee, landed
from ventra.core.money import part, whole, within
from ventra.core.spans import Span, drawn, exactly, ranged

FEES = FeeSteps((0.0, 10_000.0, 20_000.0), (1.0, 1.5, 2.5), 412_000)


def consignment(**other: object) -> Consignment:
    given: dict[str, object] = {
        "price": 3.5,
        "rate_uzs": 12_000,
        "weight_kg": 0.4,
        "volume_m3": 0.002,
        "quantity": 500,
        "way": Way(6.0, kg_per_m3=167),
        "freight_rate_uzs": 12_000,
        "usd_uzs": 12_000,
    }
    return Consignment(**(given | other))  # type: ignore[arg-type]


def test_half_a_som_goes_away_from_zero_whatever_a_float_makes_of_it():
    assert whole(np.array([0.5, 1.5, 2.5, -0.5, 2.4999, 1.005 * 500])).tolist() == [1, 2, 3, -1, 2, 503]
    assert part(12_345, 50) == 6_173
    assert within(112_000, 12) == 12_000
    assert np.isnan(whole(np.nan))


def test_an_unknown_weight_leaves_what_needs_it_unknown_and_nothing_else():
    cost = landed(consignment(weight_kg=np.nan), FEES)
    assert cost.goods == 42_000
    assert np.isnan(cost.freight)
    assert np.isnan(cost.total)


def test_light_goods_are_charged_by_their_volume_and_few_by_the_least():
    by_weight, by_volume, by_least = (
        landed(goods, FEES).freight
        for goods in (
            consignment(),
            consignment(volume_m3=0.01),
            consignment(way=Way(6.0, least=3_000.0, kg_per_m3=167)),
        )
    )
    assert (by_weight, by_volume, by_least) == (28_800, 120_240, 72_000)


def test_a_step_of_the_fee_begins_at_its_value():
    assert customs_fee(np.array([0.0, 9_999.99, 10_000.0, 1e9]), FEES).tolist() == [
        412_000,
        412_000,
        618_000,
        1_030_000,
    ]


def test_ranges_make_a_range_around_the_exact_case_and_the_same_seed_the_same():
    spans = {"price": Span(3.0, 3.5, 5.0), "weight_kg": exactly(0.4)}
    totals = [
        landed(consignment(**drawn(spans, np.random.default_rng(seed))), FEES).total for seed in (1, 1, 2)
    ]
    answer = ranged(totals[0])
    assert answer == ranged(totals[1])
    assert answer != ranged(totals[2])
    assert answer.point == landed(consignment(), FEES).total
    assert answer.low is not None
    assert answer.high is not None
    lowest, highest = (
        landed(consignment(price=price), FEES).total.item()
        for price in (spans["price"].low, spans["price"].high)
    )
    assert lowest < answer.low < answer.point < answer.high < highest


def test_triangular_percentiles_are_those_of_the_law():
    column = drawn({"x": Span(0.0, 0.0, 1.0)}, np.random.default_rng(5), 40_000)["x"]
    answer = ranged(column, 3)
    assert answer.point == answer.low == 0
    assert answer.high == pytest.approx(1 - 0.1**0.5, abs=0.01)


def test_a_range_out_of_order_is_refused():
    with pytest.raises(ValueError, match="ascending"):
        Span(2.0, 1.0, 3.0)
