"""What the outlook's nights say of products at the instants at which rules are judged: the newest night, the week before it, and
when the stock that was there then runs out by what that night foresaw.

A night speaks of the days up to its own. It is known once that day has closed, and for two days (`FRESH_DAYS`): older ones are of
another time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
from ventra.core.day import CLOSES_AFTER, day_number_of
from ventra.core.demand_ahead import from_total
from ventra.core.rule_facts import STRETCHES, Moments
from ventra.core.rule_kinds import Float
from ventra.core.run_out import StockNow, days_left, run_out
from ventra.core.trend import CENSORED, FALLS, NO_VERDICT, RISES

Bool = npt.NDArray[np.bool_]

FRESH_DAYS = 2
NUMBERS = (
    "verdict", "rises", "p_value", "least_growth", "growth_28", "growth_28_low", "growth_28_high", "first_seen", "new_velocity",
    "new_low", "new_high", "category_id", "category_rank", "category_rank_low", "category_rank_high", "category_products",
    "score", "score_low", "score_high", "beats_naive", "low80_28", "high80_28", "dispersion", "naive",
)  # fmt: skip
"""What a night knows of a product, besides the days ahead."""
_PLAIN = {
    "least_growth": "least_growth", "growth_28": "growth_28", "growth_28_low": "growth_28_low",
    "growth_28_high": "growth_28_high", "new_velocity": "new_velocity", "new_high": "new_high",
    "rank": "category_rank", "rank_low": "category_rank_low", "rank_high": "category_rank_high",
    "rank_of": "category_products", "score": "score", "score_low": "score_low",
    "score_high": "score_high",
}  # fmt: skip
LOOKED_BACK = ("rank", "score")
AHEAD = ("days_ahead", "days_ahead_low", "days_ahead_high", "gone_10", "gone_50", "gone_90", "by_forecast")
NIGHTLY = (
    *_PLAIN, "rises", "falls", "new_low",
    *(f"{name}_{end}_{days}" for name in LOOKED_BACK for end in ("min", "max") for days in STRETCHES), *AHEAD,
)  # fmt: skip
"""The facts, each [m]; `docs/alerts.md` says what they mean."""


@dataclass(frozen=True, slots=True, eq=False)
class Nights:
    """Nights [k] of subjects, by subject and day (a number): their `NUMBERS`, NaN where unknown, and units of the days ahead."""

    subject: Int64
    day: Int64
    numbers: Mapping[str, Float]
    ahead: Float

    @classmethod
    def none(cls) -> Nights:
        """Where nothing is kept."""
        nothing = np.zeros(0, np.int64)
        return cls(nothing, nothing, {name: np.zeros(0) for name in NUMBERS}, np.zeros((0, 1)))


def night_facts(nights: Nights, moments: Moments, stock: Float) -> dict[str, Float]:
    """The `NIGHTLY` facts at each moment [m], at which `stock` [m] pieces were there; NaN where no fresh night says so."""
    if len(nights.day) == 0:
        return {name: np.full(len(moments.at), np.nan) for name in NIGHTLY}
    today = day_number_of(moments.at)
    closed = day_number_of(moments.at - int(CLOSES_AFTER / timedelta(microseconds=1))) - 1
    place, found = _newest(nights, moments.subject, closed)
    found &= today - nights.day[place] <= FRESH_DAYS
    known = {name: np.where(found, values[place], np.nan) for name, values in nights.numbers.items()}
    facts = {name: known[kept] for name, kept in _PLAIN.items()}
    facts["rises"], facts["falls"] = _ways(known)
    # What is not new any more sells nothing as a newcomer, which is known.
    facts["new_low"] = np.where(np.isnan(known["first_seen"]) & found, 0.0, known["new_low"])
    before = _nights_back(nights, place, found)
    for name in LOOKED_BACK:
        _look_back(facts, name, nights.numbers[_PLAIN[name]], before)
    return facts | _ahead(nights, np.where(found, place, -1), today, stock)


def _newest(nights: Nights, subject: Int64, until: Int64) -> tuple[Int64, Bool]:
    """The place of each subject's newest night up to a day, and whether there is one."""
    begin = int(min(nights.day.min(), until.min(initial=nights.day[0]))) - 1
    wide = int(max(nights.day.max(), until.max(initial=nights.day[0]))) - begin + 2
    code = nights.subject * wide + (nights.day - begin)
    last = np.searchsorted(code, subject * wide + (until - begin), side="right") - 1
    place = np.maximum(last, 0)
    return place, (last >= 0) & (nights.subject[place] == subject)


def _ways(known: Mapping[str, Float]) -> tuple[Float, Float]:
    """1 where it rises by the judgement of the whole market (falls by its own days), 0 where not, a half in between."""
    verdict = known["verdict"]
    unknown = np.isnan(known["p_value"]) | (verdict == CENSORED)
    rises = np.where(known["rises"] == 1, 1.0, np.where(verdict == RISES, 0.5, 0.0))
    unclear = (verdict == NO_VERDICT) & (known["growth_28"] < 0)
    falls = np.where(verdict == FALLS, 1.0, np.where(unclear, 0.5, 0.0))
    return np.where(unknown, np.nan, rises), np.where(unknown, np.nan, falls)


def _nights_back(nights: Nights, place: Int64, found: Bool) -> list[tuple[Int64, Bool]]:
    """Where each night before the newest one stands, and whether there is one, in the category that holds now."""
    category, told = nights.numbers["category_id"], []
    for back in range(1, max(STRETCHES) + 1):
        wanted = nights.day[place] - back
        before, there = _newest(nights, nights.subject[place], wanted)
        there &= found & (nights.day[before] == wanted) & (category[before] == category[place])
        told.append((before, there))
    return told


def _look_back(
    facts: dict[str, Float], name: str, values: Float, nights_back: list[tuple[Int64, Bool]]
) -> None:
    """Add the extremes of `values` over the nights of a stretch that ends with the newest one."""
    least, most = facts[name], facts[name]
    for back, (before, there) in enumerate(nights_back, start=1):
        value = np.where(there, values[before], np.nan)
        least, most = np.fmin(least, value), np.fmax(most, value)
        if back in STRETCHES:
            now = np.isnan(facts[name])
            facts[f"{name}_min_{back}"] = np.where(now, np.nan, least)
            facts[f"{name}_max_{back}"] = np.where(now, np.nan, most)


def _ahead(nights: Nights, place: Int64, today: Int64, stock: Float) -> dict[str, Float]:
    """When `stock` is gone by the night at `place` [m] (-1: none); each night, day and stock once."""
    facts = {name: np.full(len(place), np.nan) for name in AHEAD}
    there = np.flatnonzero((place >= 0) & np.isfinite(stock))
    there = there[np.isfinite(nights.ahead[place[there]]).all(axis=1)]
    there = there[np.isfinite(nights.numbers["dispersion"][place[there]])]
    if len(there) == 0:
        return facts
    passed = today[there] - nights.day[place[there]] - 1
    cases, case = np.unique(
        np.column_stack((passed, place[there], stock[there])), axis=0, return_inverse=True
    )
    told = np.full((len(cases), len(AHEAD)), np.nan)
    for gone_by in np.unique(cases[:, 0]).astype(np.int64).tolist():
        mine = np.flatnonzero(cases[:, 0] == gone_by)
        night = cases[mine, 1].astype(np.int64)
        low, high, spread, forecast = (
            nights.numbers[name][night] for name in ("low80_28", "high80_28", "dispersion", "beats_naive")
        )
        ahead = from_total(nights.ahead[night], low, high, spread).after(gone_by)
        left = cases[mine, 2]
        held = StockNow(left, left, left)
        gone = run_out(held, ahead)
        days = days_left(gone, held, ahead)
        columns = (
            days,
            np.minimum(gone.days_low, days),
            gone.days_high,
            gone.early,
            gone.middle,
            gone.late,
            forecast,
        )
        told[mine] = np.column_stack(columns)
    for column, name in enumerate(AHEAD):
        facts[name][there] = told[case.ravel(), column]
    return facts
