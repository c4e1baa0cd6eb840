"""What nights say at an instant: the newest fresh one, the week before it, and when the stock that is there then is gone."""

from __future__ import annotations

import numpy as np
import pytest

from ventra.core.category_rank import category_ranks
from ventra.core.day import US_PER_DAY, start_of_day_us
from ventra.core.demand_ahead import from_total
from ventra.core.night_facts import NIGHTLY, NUMBERS, Nights, night_facts
from ventra.core.rule_facts import Moments
from ventra.core.run_out import StockNow, run_out
from ventra.core.trend import CENSORED, FALLS, NO_VERDICT, RISES, STEADY

NIGHT = 20_000
NOON = US_PER_DAY // 2
NAN = float("nan")


def nights_of(*rows: dict[str, float], a_day: float = 5.0) -> Nights:
    """Nights of one subject on following days that end with `NIGHT`; what is not given is unknown."""
    count = len(rows)
    numbers = {name: np.array([row.get(name, NAN) for row in rows], np.float64) for name in NUMBERS}
    day = np.arange(NIGHT - count + 1, NIGHT + 1)
    return Nights(np.zeros(count, np.int64), day, numbers, np.full((count, 28), a_day))


def at(*days: int, hour: int = 12, subject: int = 0) -> Moments:
    instants = [start_of_day_us(day) + hour * US_PER_DAY // 24 for day in days]
    return Moments(np.full(len(days), subject, np.int64), np.array(instants, np.int64))


def stock(*pieces: float) -> np.ndarray:  # type: ignore[type-arg]
    return np.array(pieces, np.float64)


AHEAD = {"low80_28": 120.0, "high80_28": 160.0, "dispersion": 2.0, "beats_naive": 1.0}


def test_a_night_speaks_from_when_its_day_closes_and_for_two_days() -> None:
    nights = nights_of({"category_rank": 7.0})
    moments = at(NIGHT, NIGHT + 1, NIGHT + 2, NIGHT + 3)
    assert night_facts(nights, moments, stock(1, 1, 1, 1))["rank"].tolist() == pytest.approx(
        [NAN, 7, 7, NAN], nan_ok=True
    )
    # Half an hour after midnight the day closes, and not before.
    early = night_facts(nights, at(NIGHT + 1, hour=0), stock(1))
    assert np.isnan(early["rank"][0])


def test_another_subject_and_nothing_kept_are_unknown() -> None:
    moments = at(NIGHT + 1, subject=1)
    for facts in (
        night_facts(nights_of({"category_rank": 7.0}), moments, stock(1)),
        night_facts(Nights.none(), moments, stock(1)),
    ):
        assert set(facts) == set(NIGHTLY)
        assert all(np.isnan(values).all() for values in facts.values())


def test_ranks_are_looked_back_on_in_the_same_category_alone() -> None:
    ranks = [30.0, 4.0, 20.0, 12.0, 15.0, 11.0, 9.0, 10.0]
    facts = night_facts(
        nights_of(*({"category_rank": rank, "category_id": 3.0} for rank in ranks)), at(NIGHT + 1), stock(1)
    )
    assert (facts["rank"][0], facts["rank_min_1"][0], facts["rank_max_1"][0]) == (10, 9, 10)
    assert (facts["rank_min_7"][0], facts["rank_max_7"][0]) == (4, 30)
    moved = [
        {"category_rank": rank, "category_id": 3.0 if place < 6 else 4.0} for place, rank in enumerate(ranks)
    ]
    facts = night_facts(nights_of(*moved), at(NIGHT + 1), stock(1))
    assert (facts["rank_min_7"][0], facts["rank_max_7"][0]) == (9, 10)


def test_a_night_that_is_missing_is_no_rank() -> None:
    nights = nights_of(*({"category_rank": rank, "category_id": 3.0} for rank in (2.0, 9.0, 5.0)))
    kept = np.array([0, 2])
    few = Nights(
        nights.subject[kept],
        nights.day[kept],
        {name: values[kept] for name, values in nights.numbers.items()},
        nights.ahead[kept],
    )
    facts = night_facts(few, at(NIGHT + 1), stock(1))
    assert (facts["rank_min_1"][0], facts["rank_max_1"][0], facts["rank_min_7"][0]) == (5, 5, 2)


@pytest.mark.parametrize(
    ("night", "rises", "falls"),
    [
        ({"verdict": RISES, "rises": 1, "p_value": 0.001}, 1, 0),
        ({"verdict": RISES, "rises": 0, "p_value": 0.08}, 0.5, 0),
        ({"verdict": RISES, "p_value": 0.08}, 0.5, 0),
        ({"verdict": STEADY, "rises": 0, "p_value": 0.5}, 0, 0),
        ({"verdict": FALLS, "rises": 0, "p_value": 0.99}, 0, 1),
        ({"verdict": NO_VERDICT, "rises": 0, "p_value": 0.7, "growth_28": -0.2}, 0, 0.5),
        ({"verdict": NO_VERDICT, "rises": 0, "p_value": 0.7, "growth_28": 0.2}, 0, 0),
        ({"verdict": CENSORED, "p_value": 0.7}, NAN, NAN),
        ({"verdict": NO_VERDICT}, NAN, NAN),
    ],
)
def test_what_rises_is_the_market_s_judgement_and_what_is_unclear_lies_between(
    night: dict[str, float], rises: float, falls: float
) -> None:
    facts = night_facts(nights_of(night), at(NIGHT + 1), stock(1))
    assert [facts["rises"][0], facts["falls"][0]] == pytest.approx([rises, falls], nan_ok=True)


def test_what_is_not_new_is_no_newcomer_and_one_of_few_days_is_unknown() -> None:
    rows = [{"first_seen": 19_990.0, "new_low": 3.5}, {"first_seen": 19_990.0}, {}]
    facts = [night_facts(nights_of(row), at(NIGHT + 1), stock(1))["new_low"][0] for row in rows]
    assert facts == pytest.approx([3.5, NAN, 0.0], nan_ok=True)


def test_stock_runs_out_as_the_product_s_own_outlook_says() -> None:
    nights = nights_of(AHEAD | {})
    for today, passed in ((NIGHT + 1, 0), (NIGHT + 2, 1)):
        facts = night_facts(nights, at(today), stock(30))
        held = StockNow(*(np.array([30.0]),) * 3)
        ahead = from_total(
            np.full((1, 28), 5.0),
            *(np.array([AHEAD[name]]) for name in ("low80_28", "high80_28", "dispersion")),
        )
        found = run_out(held, ahead.after(passed))
        assert facts["days_ahead"][0] == pytest.approx(found.days[0]) == pytest.approx(6)
        assert [facts[f"gone_{one}"][0] for one in (10, 50, 90)] == [
            found.early[0],
            found.middle[0],
            found.late[0],
        ]
        assert facts["by_forecast"][0] == 1
        assert facts["days_ahead_low"][0] <= facts["days_ahead"][0] <= facts["days_ahead_high"][0]


def test_a_pile_lasts_beyond_the_forecast_at_its_pace_and_unknown_stock_is_unknown() -> None:
    nights = nights_of(AHEAD | {"beats_naive": 0.0})
    facts = night_facts(nights, at(NIGHT + 1, NIGHT + 1, NIGHT + 1), stock(500, NAN, 0))
    assert facts["days_ahead"][0] == pytest.approx(100)
    assert np.isinf(facts["gone_50"][0])
    assert np.isnan(facts["days_ahead"][1])
    assert (facts["gone_50"][2], facts["by_forecast"][2]) == (0, 0)


def test_many_moments_at_once_are_each_as_if_alone() -> None:
    rng = np.random.default_rng(3)
    nights = nights_of(
        *(AHEAD | {"category_rank": float(rank), "category_id": 1.0} for rank in range(9, 0, -1))
    )
    days = rng.integers(NIGHT - 8, NIGHT + 4, 60)
    held = rng.integers(0, 60, 60).astype(np.float64)
    whole = night_facts(nights, at(*days.tolist()), held)
    for place, day in enumerate(days.tolist()):
        alone = night_facts(nights, at(day), held[place : place + 1])
        for name in NIGHTLY:
            assert whole[name][place] == pytest.approx(alone[name][0], nan_ok=True), name


def test_ranks_are_within_the_category_and_overlap_as_far_as_their_intervals_do() -> None:
    found = category_ranks(
        np.arange(6),
        np.array([7, 7, 8, 7, 8, 7]),
        np.array([50.0, 10, 4, 12, 4, 0]),
        np.array([45.0, 8, 4, 9, 4, 0]),
        np.array([55.0, 13, 4, 15, 4, 0]),
    )
    assert found.rank.tolist() == [1, 3, 1, 2, 1, 4]
    assert found.best.tolist() == [1, 2, 1, 2, 1, 4]
    assert found.worst.tolist() == [1, 3, 1, 3, 1, 4]
    assert found.of.tolist() == [4, 4, 2, 4, 2, 4]
