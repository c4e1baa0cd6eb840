"""Why this number? The looks and the rule behind a day, by the very functions that computed it."""

from __future__ import annotations

import numpy as np

from ventra.core.columns import ORDERS, STOCK, Int64, Seen
from ventra.core.credible import credible
from ventra.core.day import from_us, start_of_day_us
from ventra.core.grid import Grid, grid_of
from ventra.core.pieces import cut_at_midnight
from ventra.core.profile import Profile
from ventra.core.steps import Steps, steps_of
from ventra.core.variants import sku_pairs
from ventra.sales.answers import StepRule, WhyStep
from ventra.sales.history import known

HOW: tuple[StepRule, ...] = ("counter", "several", "rounded", "between", "stock", "usual", "cancelled")
"""In the order of `core/steps`."""


def steps_behind(
    seen: Seen, day_number: int, *, now_us: int, profile: Profile, category: Int64
) -> list[WhyStep]:
    """Pairs of neighbouring looks of one product that say something of a day, in order of time.

    `category` [1] is the product's, `profile` the one that the day's number was made with.
    A pair that stands over the whole day belongs to no day: it shows as a span with its whole total.
    """
    seen = credible(seen, now_us=now_us)
    grid = grid_of(seen, profile, category)
    steps = steps_of(seen, grid, sku_pairs(seen, grid))
    pieces, over = cut_at_midnight(steps, grid, profile)
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
