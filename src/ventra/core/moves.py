"""Movements of stock that sales do not explain, each with what speaks for one kind or another: the evidence of `core/events`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from ventra.core.columns import SKU_STOCK, STOCK, Int64, Seen, run_starts
from ventra.core.event_kinds import NO_SKU
from ventra.core.flows import Asked, Flows, before
from ventra.core.grid import Grid
from ventra.core.profile import Float
from ventra.core.steps import CANCELLED, COUNTER, ROUNDED, Bool, Steps
from ventra.core.variants import SkuPairs

CAME, LEFT, HIDDEN = range(3)
"""Stock rose; it fell by more than was ordered; it fell by less, so that something came under cover of sales."""
_LEAST_PIECES = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Movements [e]: way, product number, sku, ends (µs), pieces, and the evidence.

    `expected` are the pieces that a variant was expected to sell meanwhile, `daily` those of a day, `held` its stock before and
    `after` it, `together` how many variants moved this way in the step, `ordered` what the counter says (NaN unknown), `step`
    the (first) step.
    """

    way: Int64
    owner: Int64
    sku: Int64
    begin: Int64
    end: Int64
    step: Int64
    pieces: Float
    expected: Float
    daily: Float
    held: Float
    after: Float
    together: Float
    ordered: Float

    @classmethod
    def joined(cls, parts: list[Self]) -> Self:
        """All movements of several."""
        return cls(*(np.concatenate([getattr(one, field.name) for one in parts]) for field in fields(cls)))

    def take(self, which: Bool | Int64) -> Self:
        """The movements that a mask or indexes name."""
        return type(self)(*(getattr(self, field.name)[which] for field in fields(self)))


def moves_of(seen: Seen, grid: Grid, pairs: SkuPairs, steps: Steps, flows: Flows) -> Moves:
    """Every movement, in no order that anything may depend on."""
    exact = (steps.how == COUNTER) | ((steps.how == CANCELLED) & (flows.orders >= 0))
    said = np.where(exact, flows.orders, np.where(steps.how == ROUNDED, steps.high, np.nan))
    told = flows.whole & np.isfinite(said)
    lost = np.flatnonzero(told & (pairs_gone(pairs, told, len(grid)) - said >= _LEAST_PIECES))
    rising = np.flatnonzero((pairs.fall < 0) & run_starts(pairs.row))
    rises = np.bincount(pairs.step[rising], minlength=len(grid))
    covered = np.flatnonzero(
        flows.whole & exact & (rises == 0) & (flows.net - flows.orders <= -_LEAST_PIECES)
    )
    return Moves.joined(
        [
            _risen(seen, grid, pairs, steps, flows, rising, said),
            _lost(seen, grid, pairs, said, lost),
            _covered(seen, grid, pairs, flows, covered),
            _plain(seen, grid, flows, exact),
        ]
    )


def pairs_gone(pairs: SkuPairs, where: Bool, m: int) -> Float:
    """By step: pieces gone from the variants whose stock fell, in the steps that a mask names."""
    mine = np.flatnonzero((pairs.fall > 0) & where[pairs.step])
    return np.bincount(pairs.step[mine], pairs.fall[mine], m).astype(np.float64)


def _risen(
    seen: Seen, grid: Grid, pairs: SkuPairs, steps: Steps, flows: Flows, rising: Int64, said: Float
) -> Moves:
    """Variants that are shown more of than before. What they sold meanwhile came too: by the counter, else at their rate."""
    step = pairs.step[rising]
    row, next_row = pairs.row[rising], pairs.next_row[rising]
    stock = seen.skus.state[:, SKU_STOCK]
    rise = (stock[next_row] - stock[row]).astype(np.float64)
    m = len(grid)
    begin, end = seen.skus.at[row], seen.skus.at[next_row]
    expected = np.nan_to_num(np.where(pairs.direct[rising], steps.likely[rising], np.nan))
    mass = np.maximum(grid.mass[step], 1e-3)
    together = np.bincount(step, minlength=m)[step].astype(np.float64)
    known = flows.whole & np.isfinite(said)
    sold = np.where(known, said - pairs_gone(pairs, known, m), np.nan)[step]
    by_counter = np.clip(sold, 0, None) / together
    return Moves(
        np.full(len(rising), CAME), grid.owner[step], pairs.key[pairs.variant[rising], 1], begin, end, step,
        pieces=rise + np.where(np.isfinite(by_counter), by_counter, expected),
        expected=expected, daily=expected / mass, held=stock[row].astype(np.float64),
        after=stock[next_row].astype(np.float64), together=together, ordered=said[step],
    )  # fmt: skip


def _lost(seen: Seen, grid: Grid, pairs: SkuPairs, said: Float, lost: Int64) -> Moves:
    """Variants that fell by more than their share of what was ordered; together by what no order explains."""
    m = len(grid)
    mask = np.zeros(m, bool)
    mask[lost] = True
    mine = np.flatnonzero((pairs.fall > 0) & mask[pairs.step])
    step, fall = pairs.step[mine], pairs.fall[mine]
    gone = np.bincount(step, fall, m)
    count = np.bincount(step, minlength=m)
    excess = (gone - np.where(np.isfinite(said), said, 0))[step]
    # Orders are taken to be spread evenly over the variants that fell, as far as they reach.
    over = np.maximum(fall - said[step] / count[step], 0.0)
    share = over / np.maximum(np.bincount(step, over, m)[step], 1e-9)
    pieces = np.rint(excess * share)
    keep = pieces >= 1
    mine, step, pieces = mine[keep], step[keep], pieces[keep]
    row, next_row = pairs.row[mine], pairs.next_row[mine]
    stock = seen.skus.state[:, SKU_STOCK]
    together = np.bincount(step, minlength=m)[step].astype(np.float64)
    return Moves(
        np.full(len(mine), LEFT), grid.owner[step], pairs.key[pairs.variant[mine], 1],
        seen.skus.at[row], seen.skus.at[next_row], step, pieces=pieces,
        expected=said[step] / count[step], daily=said[step] / count[step] / np.maximum(grid.mass[step], 1e-3),
        held=stock[row].astype(np.float64), after=stock[next_row].astype(np.float64), together=together,
        ordered=said[step],
    )  # fmt: skip


def _covered(seen: Seen, grid: Grid, pairs: SkuPairs, flows: Flows, covered: Int64) -> Moves:
    """Steps in which more was ordered than left: the rest came, under cover of sales."""
    pieces = (flows.orders - flows.net)[covered]
    single = np.full(len(grid), NO_SKU)
    alone = np.flatnonzero((flows.shown == 1)[pairs.step])
    single[pairs.step[alone]] = pairs.key[pairs.variant[alone], 1]
    orders = flows.orders[covered]
    mask = np.zeros(len(grid), bool)
    mask[covered] = True
    mine = np.flatnonzero(mask[pairs.step])
    total = np.bincount(pairs.step[mine], seen.skus.state[pairs.row[mine], SKU_STOCK], len(grid)).astype(
        np.float64
    )
    return Moves(
        np.full(len(covered), HIDDEN), grid.owner[covered], single[covered], grid.begin[covered],
        grid.end[covered], covered, pieces=pieces, expected=orders,
        daily=orders / np.maximum(grid.mass[covered], 1e-3), held=total[covered],
        after=total[covered] - flows.net[covered], together=np.ones(len(covered)), ordered=orders,
    )  # fmt: skip


def _plain(seen: Seen, grid: Grid, flows: Flows, exact: Bool) -> Moves:
    """The same for products whose looks show no variant, by their own stock."""
    beyond = np.where(exact, flows.net - flows.orders, flows.net)
    found = np.flatnonzero(flows.plain & ((flows.net < 0) | exact & (np.abs(beyond) >= _LEAST_PIECES)))
    net, beyond = flows.net[found], beyond[found]
    way = np.where(net < 0, CAME, np.where(beyond > 0, LEFT, HIDDEN))
    orders = np.where(exact, flows.orders, np.nan)[found]
    held = seen.products.state[grid.first[found], STOCK].astype(np.float64)
    sold = np.nan_to_num(orders)
    return Moves(
        way, grid.owner[found], np.full(len(found), NO_SKU), grid.begin[found], grid.end[found], found,
        pieces=np.abs(beyond), expected=sold, daily=sold / np.maximum(grid.mass[found], 1e-3), held=held,
        after=held - net, together=np.ones(len(found)), ordered=orders,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """What the days before each movement were like [e]: days looked at, pieces sold; steps with rises, in which more left or came
    than was ordered, in which the counter fell.
    """

    days: Float
    sold: Float
    rises: Float
    over: Float
    under: Float
    fell: Float


def history_of(moves: Moves, grid: Grid, pairs: SkuPairs, flows: Flows) -> History:
    """Look back 7 days from each movement's end, at raw looks alone, so that no day reaches further back than others do."""
    asked = Asked(moves.owner, moves.end)
    mine = np.zeros(int(grid.owner.max(initial=-1)) + 1, bool)
    mine[moves.owner] = True
    rows = np.flatnonzero(mine[grid.owner])
    beyond = np.nan_to_num(flows.beyond[rows])
    raw = np.where(np.isfinite(flows.orders[rows]), flows.orders[rows], np.maximum(flows.net[rows], 0))
    risen = np.bincount(pairs.step[pairs.fall < 0], minlength=len(grid))[rows] + (
        flows.plain[rows] & (flows.net[rows] < 0)
    )
    values = (
        grid.mass[rows],
        np.maximum(raw, 0),
        (risen > 0).astype(np.float64),
        (beyond > 0).astype(np.float64),
        (beyond < 0).astype(np.float64),
        (flows.orders[rows] < 0).astype(np.float64),
    )
    return History(*before(asked, grid.owner[rows], grid.end[rows], values))
