"""Finds niches that hold to a wish, and says where each stands among them and how sure that is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import numpy as np
from msgspec.structs import replace as changed

from ventra.catalog import cursor as cursors
from ventra.catalog.store import lists
from ventra.core.category_rank import CategoryRanks, category_ranks
from ventra.core.columns import Int64
from ventra.core.niche_shops import GRACE, RECENT
from ventra.errors import BadInput, NotFound
from ventra.market.alike import same_goods
from ventra.market.niche_answers import ClusterGood, NicheDetail, NicheList, NichePlace, NicheWish
from ventra.market.niche_told import FORMULA, niche_of, segments_of, shop_of
from ventra.market.store import niche_found, niches

MOST_SHOPS = 20
MOST_GOODS = 50


def checked(wish: NicheWish) -> NicheWish:
    """The wish, if it can be met. `BadInput` for an order that there is not, or ends that nothing lies between."""
    if wish.sort not in niche_found.SORTS:
        raise BadInput(f"sort is one of {', '.join(niche_found.SORTS)}", field="sort")
    for want in wish.wants:
        if want.least is None and want.most is None:
            raise BadInput(f"{want.measure} has neither a least nor a most", field="want")
        if want.least is not None and want.most is not None and want.least > want.most:
            raise BadInput(f"{want.measure}: its least is above its most", field="want")
    return wish


async def page(db: Any, wish: NicheWish, *, limit: int, cursor: str | None) -> NicheList:
    """One page, best first as `sort` has it; what is not known comes last. `BadInput` for a cursor of another order."""
    begin = 0
    if cursor is not None:
        value, _ = cursors.read(cursor, sort=wish.sort, kind=int)
        begin = int(value) if isinstance(value, int) and value >= 0 else 0
    found = await niche_found.held(db, wish)
    order, ranks = _ordered(found, descending=wish.sort.startswith("-"))
    shown = order[begin : begin + limit]
    rows = await niche_found.rows(db, wish.kind, found.niche[shown].tolist())
    places = _places(ranks)
    done = await niches.done(db)
    end = begin + limit
    more = end < len(order)
    return NicheList(
        as_of=None if done is None else done[0],
        made_at=None if done is None else done[1],
        wish=wish,
        total=len(order),
        next_cursor=cursors.write(wish.sort, end, int(found.niche[order[end - 1]])) if more else None,
        formula=FORMULA,
        items=[
            changed(niche_of(rows[one]), place=places.get(one))
            for one in found.niche[shown].tolist()
            if one in rows
        ],
    )


async def one(db: Any, kind: str, niche_id: int, *, now: datetime, simulated: bool) -> NicheDetail:
    """A niche with all that is kept of it; `NotFound` when there is none."""
    rows = await niche_found.rows(db, kind, [niche_id])
    if niche_id not in rows:
        raise NotFound(f"no {kind} {niche_id} among the niches", niche_id=niche_id)
    row = rows[niche_id]
    since = await niche_found.watched_since(db, kind, niche_id)
    recent = now - timedelta(days=RECENT)
    shops = (
        []
        if since is None
        else await niche_found.shops(
            db, kind, niche_id, since=recent, new_from=since + timedelta(days=GRACE), at_most=MOST_SHOPS
        )
    )
    return NicheDetail(
        niche=niche_of(row),
        segments=segments_of(row),
        came=[shop_of(shop) for shop in shops if shop["there"]],
        gone=[shop_of(shop) for shop in shops if not shop["there"]],
        goods=await _goods(db, niche_id, now=now, simulated=simulated) if kind == "cluster" else [],
        formula=FORMULA,
    )


async def _goods(db: Any, cluster_id: int, *, now: datetime, simulated: bool) -> list[ClusterGood]:
    found = await niche_found.cluster_goods(db, cluster_id, at_most=MOST_GOODS)
    rows = await lists.load(db, [row["product_id"] for row in found], now=now, simulated=simulated)
    products = {row.product_id: row for row in rows}
    return [
        ClusterGood(product=products[row["product_id"]], why=same_goods(row["likeness"], row["reason"]))
        for row in found
        if row["product_id"] in products
    ]


def _ordered(found: niche_found.Held, *, descending: bool) -> tuple[Int64, CategoryRanks]:
    """Rows in order, those without a number last, and the ranks of those with one; 1 is first in that order."""
    sign = 1.0 if descending else -1.0
    known = np.flatnonzero(np.isfinite(found.point))
    ends = (sign * found.point[known], sign * found.low[known], sign * found.high[known])
    point = ends[0]
    low, high = (np.nan_to_num(end, nan=0.0) + np.where(np.isfinite(end), 0.0, point) for end in ends[1:])
    low, high = np.fmin(low, high), np.fmax(low, high)
    ids = found.niche[known]
    ranks = category_ranks(
        ids, np.zeros(len(ids), np.int64), point, np.fmin(low, point), np.fmax(high, point)
    )
    order = known[np.lexsort((ids, -point))]
    rest = np.flatnonzero(~np.isfinite(found.point))
    return np.concatenate((order, rest[np.argsort(found.niche[rest])])), ranks


def _places(ranks: CategoryRanks) -> dict[int, NichePlace]:
    columns = (ranks.product, ranks.rank, ranks.best, ranks.worst, ranks.of)
    told = zip(*(column.tolist() for column in columns), strict=True)
    return {one: NichePlace(rank, best, worst, of) for one, rank, best, worst, of in told}
