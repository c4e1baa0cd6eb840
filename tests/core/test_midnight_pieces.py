"""A step over midnight is cut in two: whole pieces on both sides, and together as many as it had."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fixtures.any_looks import profiles
from tests.fixtures.hand_made import DAY, days, look, seen_of, steps_on

from ventra.core.grid import grid_of
from ventra.core.observation import Observation
from ventra.core.pieces import Pieces, cut_at_midnight
from ventra.core.profile import BINS, MARKET, Float, Profile, flat

EXAMPLES = settings(max_examples=150, deadline=None)


@dataclass(frozen=True, slots=True)
class Cut:
    """The pieces of some looks, the units of each piece and of each step."""

    pieces: Pieces
    units: Float
    of_step: Float


def cut(looks: list[Observation], profile: Profile) -> Cut:
    """Steps of hand-made looks, cut by this profile of the day."""
    seen = seen_of(looks)
    steps, grid = steps_on(seen, profile), grid_of(seen, profile, np.full(1, MARKET))
    pieces, _ = cut_at_midnight(steps, grid, profile)
    return Cut(pieces, steps.units[pieces.step] * pieces.share, steps.units)


@st.composite
def evenings(draw: st.DrawFn) -> list[Observation]:
    """Looks a good part of a day apart at a counter that rises by some whole number."""
    # At a uniform instant no share of whole units lies on the border of two whole numbers.
    rng = np.random.default_rng(draw(st.integers(0, 10**9)))
    hours = np.cumsum(rng.uniform(2, 30, draw(st.integers(2, 8))))
    orders = 1001 + np.cumsum(rng.integers(0, draw(st.sampled_from([2, 20, 500])), len(hours)))
    # A counter that ends in noughts may be a rounded one, whose units are not whole.
    orders += orders % 10 == 0
    return [look(hour, count) for hour, count in zip(hours.tolist(), orders.tolist(), strict=True)]


@EXAMPLES
@given(evenings(), profiles())
def test_both_sides_of_midnight_together_are_the_units_of_the_step(
    looks: list[Observation], profile: Profile
) -> None:
    found = cut(looks, profile)
    apart = np.bincount(found.pieces.step[~_over_days(found)], minlength=len(found.of_step)) > 0
    total = np.bincount(found.pieces.step, found.units, len(found.of_step))
    np.testing.assert_allclose(total[apart], found.of_step[apart], atol=1e-9)


@EXAMPLES
@given(evenings(), profiles())
def test_whole_units_are_shared_in_whole_units_within_one_of_what_the_profile_expects(
    looks: list[Observation], profile: Profile
) -> None:
    found = cut(looks, profile)
    inside = ~_over_days(found)
    units, expected = (
        found.units[inside],
        found.of_step[found.pieces.step[inside]] * found.pieces.chance[inside],
    )
    np.testing.assert_allclose(units, np.rint(units), atol=1e-9)
    assert (units >= 0).all()
    assert (np.abs(units - expected) <= 0.5 + 1e-6).all()


def _over_days(found: Cut) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Pieces of steps that hold a whole day nobody looked: these are no pieces of one midnight."""
    return found.pieces.cut & (found.pieces.edge == 0)


def test_pieces_lie_on_the_two_days_of_their_step_and_know_which_midnight_they_share() -> None:
    found = cut([look(20, 101), look(25, 106), look(26, 109)], flat()).pieces
    assert list(zip(found.step.tolist(), found.day.tolist(), found.edge.tolist(), strict=True)) == [
        (0, DAY, 1),
        (1, DAY + 1, 0),
        (0, DAY + 1, -1),
    ]
    assert found.cut.tolist() == [True, False, True]


def test_a_single_order_falls_on_the_day_that_has_the_greater_part_of_the_gap() -> None:
    for before, after, of_first in ((5, 2, 1), (2, 5, 0)):
        looks = [look(0, 101), look(24 - before, 101), look(24 + after, 102), look(48, 102)]
        assert days(looks).units.tolist() == [of_first, 1 - of_first]


def test_a_single_order_falls_on_the_evening_where_nobody_buys_at_night() -> None:
    share = np.full((1, BINS), 1e-6)
    share[0, 2 * BINS // 3 :] = 1
    evening = Profile(1, np.zeros(0, np.int64), share / share.sum())
    looks = [look(21, 101), look(34, 102)]
    assert cut(looks, evening).units.tolist() == [1, 0]
    assert cut(looks, flat()).units.tolist() == [0, 1]


@pytest.mark.parametrize("orders", [1, 2, 7, 100, 12_345])
def test_days_have_whole_numbers_and_their_sum_is_the_rise(orders: int) -> None:
    looks = [look(0, 101), look(17.4, 101), look(31.3, 101 + orders), look(48, 101 + orders)]
    found = days(looks)
    assert found.units.sum() == orders
    assert (found.units == np.rint(found.units)).all()
    assert (found.low < found.high).all()


def test_a_step_that_ends_at_midnight_is_not_cut() -> None:
    found = cut([look(20, 101), look(24, 106)], flat()).pieces
    assert (found.day.tolist(), found.cut.tolist(), found.share.tolist()) == ([DAY], [False], [1.0])


def test_no_unit_is_lost_where_both_sides_of_midnight_are_as_likely() -> None:
    looks = [look(0, 101), look(17, 101), look(25, 105), look(48, 105)]
    found = cut(looks, flat())
    np.testing.assert_allclose(
        np.bincount(found.pieces.step, found.units, len(found.of_step)), found.of_step, atol=1e-9
    )
