"""Why this number? The looks, the rule and the doubts behind a day, by the very functions that computed it."""

from __future__ import annotations

import numpy as np

from ventra.core.columns import ORDERS, STOCK, Seen
from ventra.core.day import from_us, start_of_day_us
from ventra.core.estimate import Estimate
from ventra.core.grid import Grid
from ventra.core.laid import Laid
from ventra.core.own_view import OwnFit, units_of
from ventra.core.sources import shares_of, sources_of_days
from ventra.core.steps import Steps
from ventra.sales.answers import DoubtSource, OwnCorrection, RangeSource, StepRule, WhyStep
from ventra.sales.history import known

HOW: tuple[StepRule, ...] = (
    "counter", "several", "rounded", "between", "stock", "usual", "cancelled", "judged", "reviews",
)  # fmt: skip
"""In the order of `core/steps`."""
SOURCES: tuple[DoubtSource, ...] = (
    "split", "rounding", "restock", "gap", "several", "cancelled", "doubt", "reviews",
)  # fmt: skip
"""In the order of `core/sources`."""


def steps_behind(laid: Laid, day_number: int) -> list[WhyStep]:
    """Pairs of neighbouring looks of one product that say something of a day, in order of time.

    The looks are laid out by the profile that the day's number was made with.
    A pair that stands over the whole day belongs to no day: it shows as a span with its whole total.
    """
    seen, grid, steps, pieces, over = laid.seen, laid.grid, laid.steps, laid.pieces, laid.over
    mine = pieces.day == day_number
    shares = dict(zip(pieces.step[mine].tolist(), pieces.share[mine].tolist(), strict=True))
    cut = set(pieces.step[mine & pieces.cut].tolist())
    begin, end = start_of_day_us(day_number), start_of_day_us(day_number + 1)
    whole = np.flatnonzero(over & (grid.begin < begin) & (grid.end >= end))
    shares |= dict.fromkeys((step for step in whole.tolist() if step not in shares), 1.0)
    return [
        _step(
            seen, grid, steps, step, shares[step], _rule(steps, step, cut=step in cut, over=bool(over[step]))
        )
        for step in sorted(shares)
    ]


def sources_behind(laid: Laid, day_number: int, units: Estimate) -> list[RangeSource]:
    """What makes the interval of a day of one product wide, the largest first; nothing where its number is exact or unknown."""
    if units.low == units.high:
        return []
    _, day, variance = sources_of_days(laid)
    return [
        RangeSource(SOURCES[source], share, f"why.source.{SOURCES[source]}")
        for row in np.flatnonzero(day == day_number).tolist()
        for source, share in shares_of(variance[row])
    ]


def correction(fit: OwnFit | None, units: Estimate) -> OwnCorrection | None:
    """The last step of a day's number: what an organisation's own shop changes of it; None where that is nothing."""
    if fit is None or units.point is None or units_of(fit, units) == units:
        return None
    return OwnCorrection(fit.version, units, fit.factor, fit.width(units.point, units.days))


def _rule(steps: Steps, step: int, *, cut: bool, over: bool) -> StepRule:
    if over:
        return "span"
    return "split" if cut else HOW[int(steps.how[step])]


def _step(seen: Seen, grid: Grid, steps: Steps, step: int, share: float, rule: StepRule) -> WhyStep:
    row = int(grid.first[step])
    first, second = (seen.products.state[one].tolist() for one in (row, row + 1))
    return WhyStep(
        seen_from=from_us(int(grid.begin[step])),
        seen_to=from_us(int(grid.end[step])),
        orders_from=known(first[ORDERS]),
        orders_to=known(second[ORDERS]),
        stock_from=known(first[STOCK]),
        stock_to=known(second[STOCK]),
        units=round(float(steps.units[step]) * share, 2),
        rule=rule,
        note_key=f"why.{rule}",
    )
