"""The kinds of condition that a rule is made of, one row each: what is measured, in what, and when it is over again.

A condition is a comparison of one measure with a limit, at one instant, over what is known then; it keeps nothing of its own.
What needs a past ("fell by a tenth") looks back over a stretch of time and never over rows. A new kind is a new row of `KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ventra.core.run_out import by_pace

Float = npt.NDArray[np.float64]
Facts = Mapping[str, Float]
"""What is known at each of m instants, by name, each [m], NaN where it is unknown. Names that end in `_1` or `_7` look back so
many days: `price_max_7`. `docs/alerts.md` lists them.
"""
Measure = Callable[[Facts, int], Float]
"""The measure at each instant, from the facts and over how many days it looks back."""
Feed = Literal["look", "day", "moves", "age", "shelf", "night"]
"""Where facts come from: looks, closed days, what pages said otherwise, the time since the last look, a category's newcomers, the
nights of the outlook.
"""

PERCENT, UZS, UNITS, DAYS, TIMES, COUNT, STARS, HOURS, NOTHING = (
    "percent", "uzs", "units", "days", "times", "count", "stars", "hours", "",
)  # fmt: skip


EACH = -1.0


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of condition. It holds where `measure` is at least the limit, or with `below` at most that.

    It is over only once the measure is `slack` (a share of the limit, at least `least_slack`) back behind the limit, so that what
    sways around the limit is one episode. An open one is told again when the measure goes on by `again` limits (0:
    never; `EACH`: whenever it is judged).
    """

    name: str
    group: str
    measures: Mapping[str, Measure]
    """By unit of the limit; the first is the usual one."""
    usual: Mapping[str, float]
    """The limit that is proposed, by unit."""
    least: float
    most: float
    feeds: tuple[Feed, ...]
    days: tuple[int, ...] = (0,)
    """Over how many days it may look back; the first is the usual one, 0 for what does not."""
    below: bool = False
    slack: float = 0.0
    least_slack: float = 0.0
    again: float = 0.0
    other: bool = False
    """Whether it compares with another product, which the condition names."""
    subject: Literal["product", "category", "seller"] = "product"
    """What it speaks of: products of a rule's scope, or the category or shop that is its scope."""


def _fell(facts: Facts, days: int) -> Float:
    top = facts[f"price_max_{days}"]
    return top - facts["price"]


def _rose(facts: Facts, days: int) -> Float:
    return facts["price"] - facts[f"price_min_{days}"]


def _percent(of: Measure, whole: str) -> Measure:
    def measure(facts: Facts, days: int) -> Float:
        base = facts[whole.format(days)]
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(base > 0, 100 * of(facts, days) / base, np.nan)

    return measure


_FELL, _ROSE = _percent(_fell, "price_max_{}"), _percent(_rose, "price_min_{}")


def _plain(name: str) -> Measure:
    return lambda facts, days: facts[name.format(days)]


def _below_mine(facts: Facts, days: int) -> Float:
    return facts["price_mine"] - facts["price"]


def _back(facts: Facts, days: int) -> Float:
    """How much is there where there was nothing meanwhile; 0 where the shelf was never empty."""
    was_out = facts[f"stock_min_{days}"] <= 0
    return np.where(np.isnan(facts["stock"]), np.nan, np.where(was_out, facts["stock"], 0.0))


def _days_left(facts: Facts, days: int) -> Float:
    """Stock over what is forecast for the days ahead; where no fresh night says that, over the pace of the last 7 closed days,
    and without end where nothing was sold.
    """
    ahead = facts["days_ahead"]
    return np.where(np.isnan(ahead), by_pace(facts["stock"], facts["units_7"]), ahead)


def _above_band(facts: Facts, days: int) -> Float:
    """What was surely sold over the most that is usual, both with a half added, so that few of nothing are no multiple."""
    return (facts["units_1_low"] + 0.5) / (facts["usual_high"] + 0.5)


def _below_band(facts: Facts, days: int) -> Float:
    """The least that is usual over the most that can have been sold; a product that may well sell none is never below."""
    low = facts["usual_low"]
    return np.where(
        low >= 1, (low + 0.5) / (facts["units_1_high"] + 0.5), np.where(np.isnan(low), np.nan, 0.0)
    )


def _shrank(facts: Facts, days: int) -> Float:
    return -100 * facts["growth_7_high"]


def _grew(facts: Facts, days: int) -> Float:
    return 100 * facts["growth_7_low"]


def _shrank_28(facts: Facts, days: int) -> Float:
    return -100 * facts["growth_28_high"]


def _grew_28(facts: Facts, days: int) -> Float:
    return 100 * facts["growth_28_low"]


def _ahead_of_it(facts: Facts, days: int) -> Float:
    """How many sell more: at least N are so many that it is not among the first N."""
    return facts["rank"] - 1


def _climbed(facts: Facts, days: int) -> Float:
    return facts[f"rank_max_{days}"] - facts["rank"]


def _sank(facts: Facts, days: int) -> Float:
    return facts["rank"] - facts[f"rank_min_{days}"]


def _scored_up(facts: Facts, days: int) -> Float:
    return facts["score"] - facts[f"score_min_{days}"]


def _scored_down(facts: Facts, days: int) -> Float:
    return facts[f"score_max_{days}"] - facts["score"]


def _new_reviews(facts: Facts, days: int) -> Float:
    return facts["reviews"] - facts[f"reviews_min_{days}"]


def _rating_fell(facts: Facts, days: int) -> Float:
    return np.round(facts[f"rating_max_{days}"] - facts["rating"], 4)


LOOKED, CLOSED = ("look",), ("day",)
_STRETCH = (1, 7)
_MOST_UZS = 1e12

_LISTED: tuple[Kind, ...] = (
    Kind("price_down", "price", {PERCENT: _FELL, UZS: _fell}, {PERCENT: 5, UZS: 10_000}, 0.1, _MOST_UZS, ("look",),
         days=_STRETCH, slack=0.2, again=1),
    Kind("price_up", "price", {PERCENT: _ROSE, UZS: _rose}, {PERCENT: 5, UZS: 10_000}, 0.1, _MOST_UZS, ("look",),
         days=_STRETCH, slack=0.2, again=1),
    Kind("price_moved", "price",
         {PERCENT: lambda f, d: np.fmax(_FELL(f, d), _ROSE(f, d)), UZS: lambda f, d: np.fmax(_fell(f, d), _rose(f, d))},
         {PERCENT: 5, UZS: 10_000}, 0.1, _MOST_UZS, ("look",), days=_STRETCH, slack=0.2, again=1),
    Kind("price_below", "price", {UZS: _plain("price")}, {UZS: 100_000}, 1, _MOST_UZS, ("look",), below=True, slack=0.01),
    Kind("price_above", "price", {UZS: _plain("price")}, {UZS: 100_000}, 1, _MOST_UZS, ("look",), slack=0.01),
    Kind("below_mine", "price", {PERCENT: _percent(_below_mine, "price_mine"), UZS: _below_mine}, {PERCENT: 1, UZS: 1_000},
         0.1, _MOST_UZS, ("look",), slack=0.5, again=4, other=True),
    Kind("stock_low", "stock", {UNITS: _plain("stock")}, {UNITS: 10}, 1, 1e6, ("look",), below=True, slack=0.2, least_slack=1),
    Kind("stock_out", "stock", {NOTHING: _plain("stock")}, {NOTHING: 0}, 0, 0, ("look",), below=True),
    Kind("stock_back", "stock", {NOTHING: _back}, {NOTHING: 1}, 1, 1, ("look",), days=_STRETCH),
    Kind("days_left", "stock", {DAYS: _days_left}, {DAYS: 7}, 0.5, 365, ("look", "day", "night"), below=True, slack=0.3,
         least_slack=0.5),
    Kind("runs_out", "stock", {DAYS: _plain("gone_50")}, {DAYS: 7}, 1, 28, ("look", "night"), below=True, slack=0.3,
         least_slack=1),
    Kind("may_run_out", "stock", {DAYS: _plain("gone_10")}, {DAYS: 7}, 1, 28, ("look", "night"), below=True, slack=0.3,
         least_slack=1),
    Kind("sales_spike", "sales", {TIMES: _above_band}, {TIMES: 1}, 1, 100, ("day",), again=1),
    Kind("sales_drop", "sales", {TIMES: _below_band}, {TIMES: 1}, 1, 100, ("day",), again=1),
    Kind("sales_day", "sales", {UNITS: _plain("units_1")}, {UNITS: 10}, 1, 1e6, ("day",), slack=0.2, again=1),
    Kind("growth_up", "growth", {PERCENT: _grew}, {PERCENT: 10}, 1, 1e4, ("day",), slack=0.5, again=4),
    Kind("growth_down", "growth", {PERCENT: _shrank}, {PERCENT: 10}, 1, 100, ("day",), slack=0.5, again=4),
    Kind("growth_28_up", "growth", {PERCENT: _grew_28}, {PERCENT: 10}, 1, 1e4, ("night",), slack=0.5, again=4),
    Kind("growth_28_down", "growth", {PERCENT: _shrank_28}, {PERCENT: 10}, 1, 100, ("night",), slack=0.5, again=4),
    Kind("rises", "growth", {NOTHING: _plain("rises")}, {NOTHING: 1}, 1, 1, ("night",), slack=0.5),
    Kind("falls", "growth", {NOTHING: _plain("falls")}, {NOTHING: 1}, 1, 1, ("night",), slack=0.5),
    Kind("newcomer", "growth", {UNITS: _plain("new_low")}, {UNITS: 3}, 0.1, 1e5, ("night",), slack=0.3, again=1),
    Kind("rank_in", "rank", {COUNT: _plain("rank")}, {COUNT: 10}, 1, 1e4, ("night",), below=True, slack=0.2, least_slack=1),
    Kind("rank_out", "rank", {COUNT: _ahead_of_it}, {COUNT: 10}, 1, 1e4, ("night",), slack=0.2, least_slack=1),
    Kind("rank_up", "rank", {COUNT: _climbed}, {COUNT: 5}, 1, 1e4, ("night",), days=(7, 1), slack=0.3, again=1),
    Kind("rank_down", "rank", {COUNT: _sank}, {COUNT: 5}, 1, 1e4, ("night",), days=(7, 1), slack=0.3, again=1),
    Kind("score_above", "score", {COUNT: _plain("score")}, {COUNT: 80}, 1, 100, ("night",), slack=0.05),
    Kind("score_up", "score", {COUNT: _scored_up}, {COUNT: 10}, 1, 100, ("night",), days=(7, 1), slack=0.3, again=1),
    Kind("score_down", "score", {COUNT: _scored_down}, {COUNT: 10}, 1, 100, ("night",), days=(7, 1), slack=0.3, again=1),
    Kind("reviews_new", "reviews", {COUNT: _new_reviews}, {COUNT: 5}, 1, 1e5, ("look",), days=_STRETCH, again=1),
    Kind("bad_reviews", "reviews", {COUNT: _plain("bad_reviews_{}")}, {COUNT: 1}, 1, 1e4, ("look",), days=_STRETCH, again=1),
    Kind("rating_down", "reviews", {STARS: _rating_fell}, {STARS: 0.1}, 0.1, 5, ("look",), days=(7, 1), slack=0.01, again=2),
    Kind("rating_below", "reviews", {STARS: _plain("rating")}, {STARS: 4.5}, 0.1, 5, ("look",), below=True, slack=0.01),
    Kind("photo_changed", "shelf", {NOTHING: _plain("photo_moves_{}")}, {NOTHING: 1}, 1, 1, ("moves",), days=_STRETCH, again=1),
    Kind("title_changed", "shelf", {NOTHING: _plain("title_moves_{}")}, {NOTHING: 1}, 1, 1, ("moves",), days=_STRETCH, again=1),
    Kind("gone", "shelf", {NOTHING: _plain("gone")}, {NOTHING: 1}, 1, 1, ("look",)),
    Kind("new_products", "category", {COUNT: _plain("new_products")}, {COUNT: 1}, 1, 1e4, ("shelf",),
         subject="category", again=EACH),
    Kind("new_sellers", "category", {COUNT: _plain("new_sellers")}, {COUNT: 1}, 1, 1e4, ("shelf",),
         subject="category", again=EACH),
    Kind("category_rises", "category", {NOTHING: _plain("rises")}, {NOTHING: 1}, 1, 1, ("night",), slack=0.5,
         subject="category"),
    Kind("category_falls", "category", {NOTHING: _plain("falls")}, {NOTHING: 1}, 1, 1, ("night",), slack=0.5,
         subject="category"),
    Kind("seller_rises", "seller", {NOTHING: _plain("rises")}, {NOTHING: 1}, 1, 1, ("night",), slack=0.5, subject="seller"),
    Kind("seller_falls", "seller", {NOTHING: _plain("falls")}, {NOTHING: 1}, 1, 1, ("night",), slack=0.5, subject="seller"),
    Kind("stale", "watching", {HOURS: _plain("age_hours")}, {HOURS: 24}, 1, 720, ("age",)),
)  # fmt: skip
KINDS: dict[str, Kind] = {kind.name: kind for kind in _LISTED}
GROUPS = tuple(dict.fromkeys(kind.group for kind in _LISTED))
