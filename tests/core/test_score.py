"""The score and what it is made of: by hand, by what must not change it, and that what is not known is never nought."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ventra.core.percentiles import Placed
from ventra.core.score import (
    DEFAULT_WEIGHTS,
    FEW_PARTS,
    FEW_PRODUCTS,
    LEAST_PRODUCTS,
    LITTLE_WEIGHT,
    NO_LEAF,
    OTHERS_ERR,
    SCORED,
    WHY,
    Scores,
    part_percentiles,
    scored,
    weights,
)
from ventra.core.score_parts import NAMES, PARTS
from ventra.core.score_texts import TEXTS
from ventra.core.texts import LANGUAGES, say

NAN = np.nan
COUNT = 11
VELOCITY, GROWTH, REVENUE = range(3)


def exactly(values: np.ndarray | list[float]) -> Placed:
    point = np.array(values, float)
    return Placed(point, point, point)


def leaf(count: int = COUNT) -> np.ndarray:
    return np.full(count, 4)


def rising(count: int = COUNT) -> np.ndarray:
    return np.arange(count, dtype=float)


def falling(count: int = COUNT) -> np.ndarray:
    return rising(count)[::-1].copy()


def score(
    home: np.ndarray, values: dict[str, Placed], given: Mapping[str, float] = DEFAULT_WEIGHTS
) -> tuple[Scores, Placed]:
    """As a night and whoever weighs anew do it: percentiles of parts first, and scores of these."""
    parts = part_percentiles(home, values)
    return scored(home, parts, given), parts


def three(given: dict[str, float] | None = None, growth: np.ndarray | None = None) -> Scores:
    """Eleven products: the faster, the less they grow; revenue goes with velocity."""
    values = {
        "velocity": exactly(rising()),
        "growth": exactly(falling() if growth is None else growth),
        "revenue": exactly(rising() * 10),
    }
    return score(leaf(), values, given or {"velocity": 2, "growth": 1, "revenue": 1})[0]


def test_points_are_the_percentiles_by_weight_and_the_score_is_their_percentile() -> None:
    found = three()
    # Of row i: (2 × 10 i + (100 − 10 i) + 10 i) ÷ 4 = 25 + 5 i
    assert found.points.point == pytest.approx(25 + 5 * rising())
    assert found.score.point == pytest.approx(10 * rising())
    assert found.contribution[3, :3] == pytest.approx([15, 17.5, 7.5])
    assert found.contribution.sum(axis=1) == pytest.approx(found.points.point)
    assert found.rank.tolist() == list(range(11, 0, -1))
    assert (found.tied == 1).all()
    assert (found.products == 11).all()
    assert (found.why == SCORED).all()


def test_a_missing_part_is_left_out_and_said_and_is_not_nought() -> None:
    growth = falling()
    growth[3] = NAN
    given = {"velocity": 2, "growth": 1, "revenue": 1, "rating": 0}
    values = {"velocity": exactly(rising()), "growth": exactly(growth), "revenue": exactly(rising())}
    values["price_room"] = exactly(rising())
    found = score(leaf(), values, given | {"price_room": 1})[0]
    assert found.missing.sum() == 1
    assert found.missing[3, GROWTH]
    assert np.isnan(found.weight[3, GROWTH])
    assert np.isnan(found.contribution[3, GROWTH])
    # All that is known of it stands at 30, whatever is not.
    assert found.points.point[3] == pytest.approx(30)
    assert np.nansum(found.weight[3]) == pytest.approx(1)
    nought = growth.copy()
    nought[3] = 0
    assert (
        score(leaf(), values | {"growth": exactly(nought)}, given | {"price_room": 1})[0].points.point[3] < 30
    )


def test_parts_that_weigh_nothing_are_not_missing() -> None:
    found = three()
    assert not found.missing.any()
    assert (found.weight[:, 3:] == 0).all()
    assert (found.contribution[:, 3:] == 0).all()


def test_too_few_parts_have_no_score_and_say_why() -> None:
    growth = falling()
    growth[2] = NAN
    found = three(growth=growth)
    assert found.why[2] == FEW_PARTS
    assert np.isnan([found.score.point[2], found.points.point[2], found.score.low[2]]).all()
    assert (found.rank[2], found.tied[2]) == (0, 0)
    assert (found.products == 10).all()
    assert np.isfinite(np.delete(found.score.point, 2)).all()


def test_parts_of_little_weight_alone_have_no_score() -> None:
    values = {name: exactly(rising()) for name in NAMES}
    for name in ("velocity", "growth", "revenue"):
        point = rising()
        point[5] = NAN
        values[name] = exactly(point)
    assert score(leaf(), values)[0].why[5] == LITTLE_WEIGHT


def test_who_weighs_one_part_alone_gets_its_order() -> None:
    found = three({"growth": 1})
    assert found.score.point == pytest.approx(10 * falling())


def test_small_leaves_have_no_score() -> None:
    few = LEAST_PRODUCTS - 1
    values = {name: exactly(rising(few)) for name in NAMES}
    found = score(leaf(few), values)[0]
    assert (found.why == FEW_PRODUCTS).all()
    assert np.isnan(found.score.point).all()


def test_leaves_with_few_products_that_can_be_scored_have_none() -> None:
    values = {name: exactly(np.where(np.arange(30) < 15, rising(30), NAN)) for name in NAMES}
    other = np.where(np.arange(30) < 8, rising(30), NAN)
    found = score(leaf(30), values | {"velocity": exactly(rising(30)), "growth": exactly(rising(30))})[0]
    assert (found.why[:15] == SCORED).all()
    assert (found.why[15:] == FEW_PARTS).all()
    none = score(leaf(30), {name: exactly(other) for name in NAMES})[0]
    assert (none.why == FEW_PARTS).all(), "no part has a percentile among eight"


def test_who_has_no_leaf_has_no_score_and_disturbs_nobody() -> None:
    home = np.concatenate((leaf(), np.full(12, -1)))
    values = {name: exactly(np.concatenate((rising(), np.full(12, 5.5)))) for name in NAMES}
    found = score(home, values)[0]
    assert (found.why[COUNT:] == NO_LEAF).all()
    assert np.isnan(found.score.point[COUNT:]).all()
    alone = score(leaf(), {name: exactly(rising()) for name in NAMES})[0]
    np.testing.assert_array_equal(found.score.point[:COUNT], alone.score.point)


def test_intervals_of_parts_reach_the_score() -> None:
    velocity = Placed(rising(), rising() - 1.5, rising() + 1.5)
    values = {name: exactly(rising()) for name in NAMES}
    found = score(leaf(), values | {"velocity": velocity}, dict.fromkeys(NAMES, 1))[0]
    assert found.points.low[5] == pytest.approx(50 - OTHERS_ERR * 10 / 7)
    assert found.points.high[5] == pytest.approx(50 + OTHERS_ERR * 10 / 7)
    assert found.score.low[5] == 50 == found.score.high[5], "nobody stands within its range"
    both = score(leaf(), dict.fromkeys(NAMES, velocity), dict.fromkeys(NAMES, 1))[0]
    # Of the others three err each by itself; velocity, growth and revenue err together, 30 of 700.
    assert OTHERS_ERR * 3 * 10 / 7 < both.points.point[5] - both.points.low[5] < OTHERS_ERR * 7 * 10 / 7


def test_errors_of_the_same_sales_add_up_and_others_do_not() -> None:
    unsure = Placed(rising(), rising() - 2.5, rising() + 2.5)
    values = {name: exactly(rising()) for name in NAMES}
    sales = score(leaf(), values | {"velocity": unsure, "revenue": unsure}, dict.fromkeys(NAMES, 1.0))[0]
    others = score(leaf(), values | {"rating": unsure, "price_room": unsure}, dict.fromkeys(NAMES, 1.0))[0]
    assert sales.points.high[5] - sales.points.point[5] == pytest.approx(OTHERS_ERR * 2 * 20 / 7)
    assert others.points.high[5] - others.points.point[5] == pytest.approx(OTHERS_ERR * np.sqrt(2) * 20 / 7)


def test_default_weights_are_those_of_the_parts() -> None:
    assert weights(DEFAULT_WEIGHTS) == pytest.approx(DEFAULT_WEIGHTS)
    assert weights({"velocity": 3, "growth": 1}) == {
        name: {"velocity": 0.75, "growth": 0.25}.get(name, 0) for name in NAMES
    }


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"speed": 1}, "there is no part 'speed'; there are velocity, growth"),
        ({"velocity": -1}, "velocity: -1 is not between 0 and 1,000,000"),
        ({"velocity": NAN}, "velocity: nan is not a number"),
        ({"velocity": float("inf")}, "velocity: inf is not a number"),
        ({"velocity": "1"}, "velocity: '1' is not a number"),
        ({"velocity": True}, "velocity: True is not a number"),
        ({"velocity": None}, "velocity: None is not a number"),
        ({"velocity": 0, "growth": 0.0}, "at least one part has to weigh more than 0"),
        ({}, "at least one part has to weigh more than 0"),
    ],
)
def test_weights_that_cannot_be_are_named(given: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        weights(given)


def some_leaves(seed: int, rows: int = 120) -> tuple[np.ndarray, dict[str, Placed]]:
    """Products in three leaves with parts that are partly unknown."""
    random = np.random.default_rng(seed)
    values = {}
    for name in NAMES:
        point = np.where(random.random(rows) < 0.15, NAN, np.round(random.gamma(2, 20, rows), 1))
        values[name] = Placed(
            point, point * random.uniform(0.6, 1, rows), point * random.uniform(1, 1.5, rows)
        )
    return random.integers(0, 3, rows), values


SEEDS = st.integers(0, 10_000)
WEIGHTS = st.lists(st.integers(0, 9), min_size=7, max_size=7).filter(any)


@settings(max_examples=60, deadline=None)
@given(SEEDS, WEIGHTS, st.sampled_from([0.001, 3.0, 1_000.0]))
def test_weights_know_no_scale_and_all_is_within_a_hundred(seed: int, given: list[int], scale: float) -> None:
    home, values = some_leaves(seed)
    chosen = dict(zip(NAMES, map(float, given), strict=True))
    one, parts = score(home, values, chosen)
    other = scored(home, parts, {name: weight * scale for name, weight in chosen.items()})
    for name in ("score", "points"):
        for end in ("point", "low", "high"):
            here = getattr(getattr(one, name), end)
            np.testing.assert_allclose(here, getattr(getattr(other, name), end))
            told = here[np.isfinite(here)]
            assert ((told >= 0) & (told <= 100)).all()
    known = one.why == SCORED
    assert (one.score.low[known] <= one.score.point[known]).all()
    assert (one.score.point[known] <= one.score.high[known]).all()
    assert np.nansum(one.contribution[known], axis=1) == pytest.approx(one.points.point[known], abs=1e-5)
    assert np.isnan(one.score.point[~known]).all()
    assert not np.isnan(one.score.point[known]).any()


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_a_leaf_does_not_know_of_the_others_nor_of_units(seed: int) -> None:
    home, values = some_leaves(seed)
    whole = score(home, values)[0]
    inside = home == 1
    bent = {
        name: Placed(
            *(end[inside] * (1 if name == "stock" else 7) for end in (value.point, value.low, value.high))
        )
        for name, value in values.items()
    }
    part = score(home[inside], bent)[0]
    np.testing.assert_array_equal(whole.score.point[inside], part.score.point)
    np.testing.assert_array_equal(whole.rank[inside], part.rank)


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.integers(0, 119), st.sampled_from(["velocity", "growth", "revenue", "rating", "price_room"]))
def test_to_be_better_in_a_part_never_lowers_the_score(seed: int, row: int, name: str) -> None:
    home, values = some_leaves(seed)
    point = values[name].point.copy()
    point[row] += 30
    better = values | {name: Placed(point, values[name].low, np.fmax(values[name].high, point))}
    one, other = score(home, values)[0], score(home, better)[0]
    if np.isfinite(one.score.point[row]) and np.isfinite(point[row]):
        assert other.points.point[row] >= one.points.point[row] - 1e-6
        assert other.score.point[row] >= one.score.point[row] - 1e-6


def test_percentiles_kept_are_enough_for_any_weights() -> None:
    home, values = some_leaves(3)
    parts = part_percentiles(home, values)
    own = weights({"growth": 5, "rating": 3, "stock": 2})
    np.testing.assert_array_equal(
        scored(home, parts, own).score.point, score(home, values, own)[0].score.point
    )


@pytest.mark.parametrize("count", [30, 400])
@pytest.mark.parametrize("most", [4.0, 12.0, 25.0])
def test_the_interval_of_a_score_holds_the_score_that_the_truth_has(most: float, count: int) -> None:
    """Parts seen with errors that their intervals tell: where products truly stand, of some four in five."""
    random = np.random.default_rng(8)
    inside = []
    for _ in range(20):
        true = {name: random.gamma(2, 20, count) for name in NAMES}
        error = random.uniform(most / 4, most, count)
        of_sales = random.normal(0, 1, count)
        seen = {}
        for name in NAMES:
            drawn = of_sales if name in ("velocity", "growth", "revenue") else random.normal(0, 1, count)
            point = true[name] + error * drawn
            seen[name] = Placed(point, point - 1.2816 * error, point + 1.2816 * error)
        for values in (true, seen):
            values.pop("stock")
        real = score(leaf(count), {name: exactly(value) for name, value in true.items()})[0].score.point
        found = score(leaf(count), seen)[0].score
        inside.append(np.mean((real >= found.low) & (real <= found.high)))
    assert 0.76 <= np.mean(inside) <= 0.86


def test_all_parts_and_every_reason_are_in_words_of_each_language() -> None:
    keys = [key for part in PARTS for key in (part.label, part.reason)]
    keys += [f"score.none.{name}" for name in (*WHY[1:], "not_yet")]
    assert sorted(TEXTS) == sorted(keys)
    for key in keys:
        assert len({say(TEXTS, key, language) for language in LANGUAGES}) == len(LANGUAGES), key
