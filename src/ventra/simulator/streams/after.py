"""What follows an order: it is cancelled, it comes back, it is reviewed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.simulator.habits import DAY_SECONDS
from ventra.simulator.prices import Int64
from ventra.simulator.streams.flow import Flow, Plan
from ventra.simulator.streams.kinds import Kind, Trouble

CANCELLING = (Trouble.CANCELS_LOWER_COUNTER, Trouble.CANCELS_KEEP_COUNTER)
_CANCELLED, _RETURNED, _REVIEWED = (0.05, 0.15), (0.08, 0.15), (0.05, 0.15)
_OWN_REVIEWED = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class Reviews:
    """Reviews by time, and the stars of each (1-5)."""

    second: Int64
    stars: Int64


def undone(
    rng: np.random.Generator, troubles: frozenset[Trouble], flow: Flow, wanted: Plan, days: int
) -> list[Plan]:
    """Cancellations and returns of orders that were filled whole; no order meets both."""
    sales = np.flatnonzero(flow.kind == Kind.SALE)
    whole = sales[-flow.change[sales] == wanted.pieces[flow.order[sales]]]
    fate = rng.random(len(whole))
    plans, taken = [], 0.0
    if not troubles.isdisjoint(CANCELLING):
        taken = rng.uniform(*_CANCELLED)
        plans += _cancelled(rng, flow, whole[fate < taken])
    if Trouble.RETURNS in troubles:
        share = rng.uniform(*_RETURNED)
        back = whole[(fate >= taken) & (fate < taken + share)]
        later = flow.second[back] + rng.integers(2 * DAY_SECONDS, 12 * DAY_SECONDS, len(back))
        plans.append(Plan.of(Kind.RETURN, flow.variant[back], later, -flow.change[back], flow.order[back]))
    return [plan.take(plan.second < days * DAY_SECONDS) for plan in plans]


def _cancelled(rng: np.random.Generator, flow: Flow, rows: Int64) -> list[Plan]:
    """Cancelled within hours to two days; half of the pieces are on the shelf at once, half within a day."""
    n = len(rows)
    variant, order, pieces = flow.variant[rows], flow.order[rows], -flow.change[rows]
    second = flow.second[rows] + rng.integers(3600, 2 * DAY_SECONDS, n)
    back = second + np.where(rng.random(n) < 0.5, 0, rng.integers(3600, DAY_SECONDS, n))
    return [
        Plan.of(Kind.CANCELLATION, variant, second, np.zeros(n, np.int64), order),
        Plan.of(Kind.PUT_BACK, variant, back, pieces, order),
    ]


def reviewed(
    rng: np.random.Generator,
    second: Int64,
    own: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> Reviews:
    """Some buyers write, days later; a seller who buys of itself writes mostly, soon, and five stars."""
    n = len(second)
    writes = rng.random(n) < np.where(own, _OWN_REVIEWED, rng.uniform(*_REVIEWED))
    lag_days = np.where(own, rng.uniform(0.5, 3, n), rng.uniform(1, 10, n))
    stars = np.where(own, 5, np.rint(rng.normal(4.6, 0.8, n)).clip(1, 5)).astype(np.int64)
    at = (second + lag_days * DAY_SECONDS).astype(np.int64)
    order = np.argsort(at[writes], kind="stable")
    return Reviews(at[writes][order], stars[writes][order])
