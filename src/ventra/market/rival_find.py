"""The rivals of products: who they are and why, and what changed of them since yesterday and last week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from ventra.catalog.answers import CategoryName, ProductRow, SellerName
from ventra.catalog.store import lists
from ventra.core.day import day_of, from_us, start_of_day_us, to_day_number
from ventra.core.product import Titles
from ventra.errors import NotFound
from ventra.market.alike import same_goods
from ventra.market.rival_answers import (
    Choice,
    NicheMove,
    Rival,
    RivalChange,
    Rivals,
    RivalsOfProduct,
    RivalsOverview,
    RivalWhy,
    SamePrices,
)
from ventra.market.store import rivals as kept

SPANS = (1, 7)
MOVES_DAYS = 30
MOST_OWN = 50

Row = Mapping[str, Any]
Changes = dict[tuple[int, int], RivalChange]


async def of_product(
    db: Any, product_id: int, *, org_id: int | None, now: datetime, simulated: bool
) -> Rivals:
    """A product's rivals; `NotFound` when it is not known."""
    found = await kept.found(db, [product_id], org_id)
    ids = [product_id, *(row["rival_id"] for row in found)]
    products = {one.product_id: one for one in await lists.load(db, ids, now=now, simulated=simulated)}
    if product_id not in products:
        raise NotFound(f"no product {product_id}", product_id=product_id)
    changes = await _changes(db, ids, now)
    every = [_rival(row, products, changes) for row in found if row["rival_id"] in products]
    moves = await kept.moves(db, product_id, now - timedelta(days=MOVES_DAYS))
    tells = bool(moves) and bool(moves[0]["tells"])
    told = [row for row in moves if row["product_id"] is not None]
    return Rivals(
        product=products[product_id],
        rivals=[one for one in every if one.why.choice != "removed"],
        removed=[one for one in every if one.why.choice == "removed"],
        entered=[_move(row) for row in told if row["state"] == "active"] if tells else None,
        left=[_move(row) for row in told if row["state"] == "gone"] if tells else None,
    )


async def overview(db: Any, org_id: int, *, now: datetime, simulated: bool) -> RivalsOverview:
    """An organisation's products with what their rivals did, those with most moves first."""
    marked, own, total = await kept.own(db, org_id, at_most=MOST_OWN)
    found = [row for row in await kept.found(db, own, org_id) if row["added"] is not False]
    ids = list({*own, *(row["rival_id"] for row in found)})
    products = {one.product_id: one for one in await lists.load(db, ids, now=now, simulated=simulated)}
    changes = await _changes(db, ids, now)
    by_product: dict[int, list[Rival]] = {}
    for row in found:
        if row["rival_id"] in products:
            by_product.setdefault(row["product_id"], []).append(_rival(row, products, changes))
    items = [_summed(products[one], by_product.get(one, [])) for one in own if one in products]
    items.sort(key=lambda one: (-(one.price_down_1 + one.price_up_1), -(one.price_down_7 + one.price_up_7)))
    return RivalsOverview(marked=marked, total=total, items=items)


def _summed(product: ProductRow, rivals: Sequence[Rival]) -> RivalsOfProduct:
    def moved(days: int, sign: int) -> int:
        parts = [one.day_1 if days == 1 else one.days_7 for one in rivals]
        return sum(sign * (part.price_change_uzs or 0) > 0 for part in parts)

    priced = [one for one in rivals if one.product.price_uzs is not None]
    own = product.price_uzs
    return RivalsOfProduct(
        product=product,
        rivals=len(rivals),
        cheaper=sum(own is not None and (one.product.price_uzs or 0) < own for one in priced),
        price_down_1=moved(1, -1),
        price_up_1=moved(1, 1),
        price_down_7=moved(7, -1),
        price_up_7=moved(7, 1),
        sold_out=sum(one.product.stock == 0 for one in rivals),
        lowest=min(
            priced, key=lambda one: (one.product.price_uzs or 0, one.product.product_id), default=None
        ),
    )


async def _changes(db: Any, ids: Sequence[int], now: datetime) -> Changes:
    since = {days: day_of(now) - timedelta(days=days) for days in SPANS}
    begins = {from_us(start_of_day_us(to_day_number(day))): days for days, day in since.items()}
    rows = await kept.before(db, ids, list(begins))
    found: Changes = {}
    for row in rows:
        days = begins[row["since"]]
        fresh = row["seen_at"] is not None and row["seen_at"] >= row["since"]
        price, stock, reviews = (
            _less(row[f"{name}_now"], row[column]) if fresh else None
            for name, column in (("price", "price_uzs"), ("stock", "stock"), ("reviews", "reviews_total"))
        )
        found[row["product_id"], days] = RivalChange(
            since=since[days],
            price_then_uzs=row["price_uzs"],
            price_change_uzs=price,
            stock_then=row["stock"],
            stock_change=stock,
            reviews_change=reviews,
            moved=sorted(row["moved"]),
        )
    return found


def _less(now: int | None, then: int | None) -> int | None:
    return None if now is None or then is None else now - then


def _rival(row: Row, products: Mapping[int, ProductRow], changes: Changes) -> Rival:
    rival_id = row["rival_id"]
    choice: Choice = "proposed" if row["added"] is None else "added" if row["added"] else "removed"
    alike = None if row["likeness"] is None else same_goods(row["likeness"], row["reason"])
    same_prices = None
    if row["priced"]:
        category = CategoryName(row["category_id"], Titles(row["title_uz"], row["title_ru"]))
        same_prices = SamePrices(category=category, from_uzs=row["from_uzs"], to_uzs=row["to_uzs"])
    return Rival(
        product=products[rival_id],
        why=RivalWhy(same_goods=alike, same_prices=same_prices, choice=choice),
        day_1=changes[rival_id, 1],
        days_7=changes[rival_id, 7],
    )


def _move(row: Row) -> NicheMove:
    seller = None if row["seller_id"] is None else SellerName(row["seller_id"], row["shop"], row["slug"])
    return NicheMove(
        product_id=row["product_id"],
        titles=Titles(row["title_uz"], row["title_ru"]),
        seller=seller,
        price_uzs=row["price_uzs"],
        at=row["at"],
    )
