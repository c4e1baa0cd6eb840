"""The paired bootstrap: surely worse is said of what is worse, and of nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from ventra.core.excess import Excess, excesses
from ventra.core.scores import Float, Int64

PRODUCTS, DAYS = 60, 20


def market(seed: int) -> tuple[np.random.Generator, Float, Int64]:
    generator = np.random.default_rng(seed)
    return (
        generator,
        generator.poisson(20, PRODUCTS * DAYS).astype(float),
        np.repeat(np.arange(PRODUCTS), DAYS),
    )


def one(ours: Float, other: Float, truth: Float, product: Int64, generator: np.random.Generator) -> Excess:
    return excesses(ours, [other], truth, product, generator)[0]


def test_what_is_worse_everywhere_is_surely_worse_by_the_difference_of_wapes() -> None:
    generator, truth, product = market(1)
    found = one(truth + 4, truth - 1, truth, product, generator)
    assert found.rows == len(truth)
    assert found.excess == pytest.approx(3 * len(truth) / truth.sum())
    assert 0 < found.low < found.excess


def test_equal_estimates_and_better_ones_are_not_worse() -> None:
    generator, truth, product = market(2)
    assert one(truth + 1, truth + 1, truth, product, generator).low == 0
    assert one(truth, truth + 3, truth, product, generator).low < 0


def test_an_excess_that_comes_from_a_single_product_is_not_sure() -> None:
    generator, truth, product = market(3)
    ours = truth + np.where(product == 0, 500.0, 0.0)
    found = one(ours, truth, truth, product, generator)
    assert found.excess > 0.3
    assert found.low == 0


def test_rows_of_a_product_are_drawn_together() -> None:
    # Products are wrong as wholes, in both directions: rows drawn singly would be ten times as sure.
    generator, truth, _ = market(4)
    product = np.repeat(np.arange(12), 100)
    noise = np.where(product % 2 == 0, 3.0, -2.0)
    ours, other = truth + np.maximum(noise, 0), truth + np.maximum(-noise, 0)
    found = one(ours, other, truth, product, generator)
    assert found.excess > 0 > found.low


def test_only_rows_on_which_both_have_a_number_are_compared() -> None:
    generator, truth, product = market(5)
    ours, other = truth + 2.0, truth + 2.0
    ours[:100], other[-50:] = np.nan, np.nan
    ours[-50:] += 1000
    found = one(ours, other, truth, product, generator)
    assert (found.rows, found.excess, found.low) == (len(truth) - 150, 0, 0)


def test_one_product_or_no_rows_say_nothing() -> None:
    generator, truth, _ = market(6)
    alone = one(truth + 1, truth, truth, np.zeros(len(truth), np.int64), generator)
    assert alone.excess > 0
    assert np.isnan(alone.low)
    none = np.zeros(0)
    assert np.isnan(one(none, none, none, np.zeros(0, np.int64), generator).excess)
    unheard = one(truth, np.full(len(truth), np.nan), truth, np.repeat(np.arange(PRODUCTS), DAYS), generator)
    assert unheard.rows == 0
    assert np.isnan(unheard.excess)


def test_the_same_generator_gives_the_same_bound() -> None:
    _, truth, product = market(7)
    ours = truth + np.random.default_rng(0).normal(0, 5, len(truth))
    bounds = {one(ours, truth + 4, truth, product, np.random.default_rng(9)).low for _ in range(2)}
    assert len(bounds) == 1


def test_the_bound_lies_below_the_true_excess_in_about_95_of_100_markets() -> None:
    markets, below = 200, 0
    for seed in range(markets):
        generator, truth, product = market(seed)
        by_product = generator.normal(0, 2, PRODUCTS)[product]
        ours, other = truth + 3 + by_product, truth + 3.0
        found = one(ours, other, truth, product, generator)
        expected = (np.mean(np.abs(3 + np.random.default_rng(0).normal(0, 2, 100_000))) - 3) / 20
        below += found.low <= expected
    assert 0.90 <= below / markets <= 0.99


def test_more_products_than_bundles_say_the_same() -> None:
    generator = np.random.default_rng(8)
    product = np.repeat(np.arange(5_000), 2)
    truth = generator.poisson(20, len(product)).astype(float)
    found = one(truth + generator.normal(0, 4, len(truth)), truth + 1, truth, product, generator)
    assert 0 < found.low < found.excess
