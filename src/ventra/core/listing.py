"""Variants that a product's page begins or ceases to show, and counters that fall."""

from __future__ import annotations

import numpy as np

from ventra.core.columns import MISSING, ORDERS, SKU_STOCK, Int64, Seen, run_starts
from ventra.core.counters import KEEPS
from ventra.core.event_kinds import NO_SKU, Events, Kind, Reason, events
from ventra.core.flows import Asked, Flows, before
from ventra.core.grid import REACH_US, Grid
from ventra.core.profile import Float
from ventra.core.steps import Bool

LISTED = 0.95
"""Probability that a variant which two neighbouring looks do not both show has come or gone: looks may fail to show one."""
BACK_ON_SHELF, FEW, MANY = 0.9, 0.75, 0.85
"""By judgement, as streams know no corrections: a cancellation as stock comes back, one of a few orders, a correction."""
FEW_ORDERS, FEW_OF_WEEK = 2.0, 0.1
_ODD, _MASK = 2_654_435_761, (1 << 31) - 1


def listed(seen: Seen, flows: Flows) -> Events:
    """Variants that appear and that go, between neighbouring looks that show any."""
    a, b = _neighbours(seen, flows.held > 0)
    s, inside = seen.skus, seen.row_of_sku >= 0
    # Equal sets of variants have equal sums of mixed ids, exact below 2**53.
    mark = (s.key[:, 1] * _ODD & _MASK).astype(np.float64)
    sign = np.bincount(np.where(inside, seen.row_of_sku, 0), np.where(inside, mark, 0.0), len(seen.products))
    differ = (sign[a] != sign[b]) | (flows.held[a] != flows.held[b])
    a, b = a[differ], b[differ]
    if len(a) == 0:
        return Events.none()
    pair_of = np.full((2, len(seen.products)), -1)
    pair_of[0, a] = pair_of[1, b] = np.arange(len(a))
    entry, side, pair = [], [], []
    for which in (0, 1):
        found = np.where(inside, pair_of[which, seen.row_of_sku], -1)
        mine = np.flatnonzero(found >= 0)
        entry.append(mine)
        pair.append(found[mine])
        side.append(np.full(len(mine), which))
    rows, pairs, sides = map(np.concatenate, (entry, pair, side))
    order = np.lexsort((s.key[rows, 1], pairs))
    rows, pairs, sides = rows[order], pairs[order], sides[order]
    starts = run_starts(pairs, s.key[rows, 1])
    alone = np.flatnonzero(starts & np.append(starts[1:], True))
    rows, pairs, sides = rows[alone], pairs[alone], sides[alone]
    stock = s.state[rows, SKU_STOCK]
    return events(
        s.key[rows, 0], s.key[rows, 1], seen.products.at[a[pairs]], seen.products.at[b[pairs]],
        kind=np.where(sides == 1, Kind.APPEARED, Kind.GONE),
        pieces=np.where(stock == MISSING, np.nan, stock.astype(np.float64)), probability=LISTED,
        reason=np.where(sides == 1, Reason.NEWLY_LISTED, Reason.NO_LONGER_LISTED),
    )  # fmt: skip


def fallen(seen: Seen, grid: Grid, flows: Flows, product: Int64) -> Events:
    """Counters that fall between neighbouring looks that show them: cancelled orders, or a correction."""
    p = seen.products
    a, b = _neighbours(seen, p.state[:, ORDERS] != MISSING)
    down = np.flatnonzero(p.state[b, ORDERS] < p.state[a, ORDERS])
    a, b = a[down], b[down]
    pieces = (p.state[a, ORDERS] - p.state[b, ORDERS]).astype(np.float64)
    rank = np.cumsum(run_starts(p.key[:, 0])) - 1
    step = np.minimum(np.searchsorted(grid.first, a), max(len(grid) - 1, 0))
    back = (b == a + 1) & (flows.net[step] < 0) & (flows.whole | flows.plain)[step] if len(a) else down > 0
    week = _ordered(grid, flows, Asked(rank[a], p.at[b]))
    few = pieces <= np.maximum(FEW_ORDERS, FEW_OF_WEEK * week)
    is_cancelled = back & (pieces <= np.maximum(FEW_ORDERS, week)) | few
    is_cancelled &= (grid.on_cancel[step] != KEEPS) if len(a) else True
    return events(
        product[rank[a]], NO_SKU, p.at[a], p.at[b],
        kind=np.where(is_cancelled, Kind.CANCELLED, Kind.COUNTER_CORRECTED), pieces=pieces,
        probability=np.where(is_cancelled, np.where(back, BACK_ON_SHELF, FEW), MANY),
        reason=np.where(is_cancelled, Reason.COUNTER_FELL, Reason.COUNTER_FELL_ALONE),
    )  # fmt: skip


def _ordered(grid: Grid, flows: Flows, asked: Asked) -> Float:
    """Orders of the 7 days before."""
    if len(asked.owner) == 0:
        return np.zeros(0)
    mine = np.zeros(int(grid.owner.max(initial=0)) + 1, bool)
    mine[asked.owner] = True
    rows = np.flatnonzero(mine[grid.owner])
    return before(
        asked, grid.owner[rows], grid.end[rows], [np.maximum(np.nan_to_num(flows.orders[rows]), 0)]
    )[0]


def _neighbours(seen: Seen, shows: Bool) -> tuple[Int64, Int64]:
    """Neighbouring looks of one product, of those that show something, no further apart than is bridged."""
    row = np.flatnonzero(shows)
    key, at = seen.products.key[row, 0], seen.products.at[row]
    near = np.flatnonzero((key[1:] == key[:-1]) & (at[1:] - at[:-1] <= REACH_US))
    return row[near], row[near + 1]
