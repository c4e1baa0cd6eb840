"""What a budget can watch: the arithmetic behind the data-health page and `ventra collect`."""

from __future__ import annotations

import pytest

from ventra.core.capacity import (
    Demand,
    Reach,
    by_budget,
    by_collect,
    enough,
    in_words,
    looks_in,
    prospect,
)

NOBODY = Demand()


def test_at_2_a_second_a_budget_watches_7000_products_every_hour_or_170_000_a_day() -> None:
    assert (looks_in(2.0, 3_600), looks_in(2.0, 86_400)) == (7_200, 172_800)
    assert (in_words(7_200), in_words(172_800)) == (7_000, 170_000)


@pytest.mark.parametrize(("per_second", "an_hour"), [(0.1, 360), (0.3, 1_080), (1.1, 3_960), (0.0005, 1)])
def test_looks_are_exact_and_whole(per_second: float, an_hour: int) -> None:
    assert looks_in(per_second, 3_600) == an_hour


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, 0), (7, 7), (96, 96), (105, 100), (199, 190), (360, 360), (17_280, 17_000), (86_400, 86_000)],
)
def test_words_never_promise_more_than_there_is(count: int, words: int) -> None:
    assert in_words(count) == words <= count


def test_a_budget_that_is_enough_keeps_everything_on_time() -> None:
    tracked, rest = Demand(100, 0.5), Demand(86_400, 1.0)
    told = prospect("all", 1.5, tracked, rest)
    assert (told.tracked, told.rest) == (Reach(1.0, 200.0), Reach(1.0, 86_400.0))
    assert enough("all", tracked, rest) == 1.5


def test_what_is_short_goes_to_tracked_products_first() -> None:
    told = prospect("all", 2.0, Demand(3_600, 1.0), Demand(276_480, 3.2))
    assert told.tracked == Reach(1.0, 3_600.0)
    assert told.rest == Reach(pytest.approx(3.2), 276_480.0)


def test_a_tenth_goes_to_the_rest_however_much_is_tracked() -> None:
    told = prospect("all", 2.0, Demand(36_000, 10.0), Demand(864_000, 10.0))
    assert told.tracked is not None
    assert told.rest is not None
    assert told.tracked.stretch == pytest.approx(10 / 1.8)
    assert told.rest.stretch == pytest.approx(10 / 0.2)


def test_the_tenth_that_the_rest_does_not_ask_for_goes_to_tracked_products() -> None:
    told = prospect("all", 2.0, Demand(36_000, 10.0), Demand(864, 0.01))
    assert told.tracked is not None
    assert told.rest == Reach(1.0, 86_400.0)
    assert told.tracked.stretch == pytest.approx(10 / 1.99)


def test_with_tracked_alone_all_of_the_budget_is_theirs() -> None:
    told = prospect("tracked", 2.0, Demand(14_400, 4.0), Demand(864_000, 10.0))
    assert (told.tracked, told.rest) == (Reach(2.0, 7_200.0), None)
    assert enough("tracked", Demand(14_400, 4.0), Demand(864_000, 10.0)) == 4.0


def test_off_looks_at_nothing_and_needs_nothing() -> None:
    some = Demand(10, 1.0)
    told = prospect("off", 2.0, some, some)
    assert (told.tracked, told.rest, enough("off", some, some)) == (None, None, 0.0)
    assert by_budget("off", 2.0, some, some) == []


def test_where_there_are_no_products_nothing_is_said_of_them() -> None:
    told = prospect("all", 2.0, NOBODY, Demand(86_400, 1.0))
    assert (told.tracked, told.rest) == (None, Reach(1.0, 86_400.0))


def test_what_a_change_would_bring_covers_every_choice_and_other_budgets() -> None:
    tracked, rest = Demand(3_600, 1.0), Demand(1_728_000, 20.0)
    choices = by_collect(2.0, tracked, rest)
    assert [one.collect for one in choices] == ["off", "tracked", "all"]
    budgets = by_budget("all", 2.0, tracked, rest)
    assert [one.per_second for one in budgets] == [1.0, 4.0, 10.0]
    stretches = [one.rest.stretch for one in budgets if one.rest is not None]
    assert stretches == pytest.approx([20 / 0.1, 20 / 3, 20 / 9])
