"""The shops of niches: how many, who holds how much, who came and who left, and how many of those who came are still there.

A shop comes to a niche with its first good there and leaves it with its last. What was there when a niche began to be watched did
not come then, and a walk over the shelf takes its time: who is seen first within `GRACE` days of that was there before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64, run_starts
from ventra.core.estimate import Z80
from ventra.core.niche_goods import NOBODY, Goods
from ventra.core.shares import Concentrations, Shares, concentrations, shares_within
from ventra.core.survival import Survivals, survivals

Float = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]

GRACE = 30.0
RECENT = 90.0
"""Who came or left within so many days is counted, and of those who came, who is still there after as many."""


@dataclass(frozen=True, slots=True, eq=False)
class Shops:
    """Shops of niches [n]: those with goods on sale, HHI of their revenue, the largest share and whose that is (-1: nobody's).

    `came` and `left` count shops of the last `over` days, which are fewer than `RECENT` where the niche is not watched so long;
    with no such day both are 0 and say nothing. `staying` is the part of those who came that is there after `RECENT` days.
    """

    count: Int64
    hhi: Concentrations
    leader: Shares
    leader_id: Int64
    came: Int64
    left: Int64
    over: Float
    staying: Survivals


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """A shop in a niche [m], ascending by both; `left` is NaN of who is there."""

    group: Int64
    seller: Int64
    goods: Int64
    revenue: Float
    error: Float
    came: Float
    left: Float


def shops(group: Int64, goods: Goods, *, groups: int, now: float) -> Shops:
    """What is counted of shops in niches 0..groups-1, from their goods [m], those that left too; `now` is a day number."""
    pairs = _pairs(group, goods)
    here = pairs.goods > 0
    sold = here & np.isfinite(pairs.revenue)
    of, revenue, error = pairs.group[sold], pairs.revenue[sold], pairs.error[sold]
    hhi = concentrations(of, revenue, error, groups=groups)
    leader, leader_id = _leaders(
        of, pairs.seller[sold], shares_within(of, revenue, error, groups=groups), groups
    )
    since = np.full(groups, np.inf)
    seen = np.isfinite(goods.came)
    np.minimum.at(since, group[seen], goods.came[seen])
    over = np.clip(now - since - GRACE, 0.0, RECENT)
    came = pairs.came >= since[pairs.group] + GRACE
    recently = now - over[pairs.group]
    gone = np.isfinite(pairs.left)
    stay = np.where(gone, pairs.left, now) - pairs.came
    return Shops(
        count=np.bincount(pairs.group[here], minlength=groups),
        hhi=hhi,
        leader=leader,
        leader_id=leader_id,
        came=np.bincount(pairs.group[came & (pairs.came >= recently)], minlength=groups),
        left=np.bincount(pairs.group[gone & (pairs.left >= recently)], minlength=groups),
        over=over,
        staying=survivals(
            pairs.group[came], np.maximum(stay[came], 0.0), gone[came], groups=groups, horizon=RECENT
        ),
    )


def _pairs(group: Int64, goods: Goods) -> _Pairs:
    held = np.flatnonzero(goods.seller != NOBODY)
    order = held[np.lexsort((goods.seller[held], group[held]))]
    of, seller = group[order], goods.seller[order].astype(np.int64)
    first = np.flatnonzero(run_starts(of, seller)) if len(order) else np.zeros(0, np.int64)
    pair = np.zeros(len(order), np.int64)
    pair[first[1:]] = 1
    pair = np.cumsum(pair)
    on_sale = np.isnan(goods.left[order])
    revenue = goods.revenue[order]
    sold = on_sale & np.isfinite(revenue)
    half = (goods.revenue_high[order] - revenue) ** 2 + (revenue - goods.revenue_low[order]) ** 2
    count, square = len(first), np.where(sold, half / 2, 0.0)
    here = np.bincount(pair, on_sale, count).astype(np.int64)
    known = np.bincount(pair, sold, count)
    came = np.minimum.reduceat(np.nan_to_num(goods.came[order], nan=np.inf), first) if count else np.zeros(0)
    left = np.maximum.reduceat(np.nan_to_num(goods.left[order], nan=-np.inf), first) if count else np.zeros(0)
    return _Pairs(
        group=of[first],
        seller=seller[first],
        goods=here,
        revenue=np.where(known > 0, np.bincount(pair, np.where(sold, revenue, 0.0), count), np.nan),
        error=np.sqrt(np.bincount(pair, square, count)) / Z80,
        came=np.where(np.isfinite(came), came, np.nan),
        left=np.where(here == 0, left, np.nan),
    )


def _leaders(group: Int64, seller: Int64, parts: Shares, groups: int) -> tuple[Shares, Int64]:
    """The largest share of each group, and whose it is."""
    held = np.flatnonzero(np.isfinite(parts.point))
    order = held[np.lexsort((parts.point[held], group[held]))]
    largest, who = np.full((3, groups), np.nan), np.full(groups, -1)
    for end, values in enumerate((parts.point, parts.low, parts.high)):
        largest[end, group[order]] = values[order]
    who[group[order]] = seller[order]
    return Shares(*largest), who
