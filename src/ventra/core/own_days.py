"""What goods of one's own brought and took, by SKU and Tashkent day of the order, and what was left.

Money is whole soʻm, held as floats because NaN is unknown; sums stay exact below 2⁵³. What a sum needs and nobody knows makes
it NaN, never 0. The expenses of a whole shop are laid on its goods of the same day (`core/own_spread.py`): storage by the
pieces that lay in the warehouse, everything else by revenue; what finds no goods to be laid on stays apart.
`docs/own-shop-sums.md` says what each figure means.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from ventra.core.columns import Int64
from ventra.core.own_spread import spread
from ventra.core.profile import Float


@dataclass(frozen=True, slots=True, eq=False)
class Sold:
    """Goods and days [n], each pair once: what was ordered, and what of it stayed with buyers (`units`).

    `revenue` is of `units` alone, `commission` and `logistics` what the marketplace took with their orders, `spoiled` pieces
    that became defective on the day, `stock` those that lay in the warehouse. NaN is unknown.
    """

    shop: Int64
    sku: Int64
    day: Int64
    ordered: Float
    cancelled: Float
    returned: Float
    units: Float
    revenue: Float
    commission: Float
    logistics: Float
    spoiled: Float
    stock: Float


@dataclass(frozen=True, slots=True, eq=False)
class Charged:
    """Expenses of a whole shop [e]: shop, day, whether they are for storage, and whole soʻm, below 0 where they were given
    back.
    """

    shop: Int64
    day: Int64
    storage: Int64
    amount: Int64


@dataclass(frozen=True, slots=True, eq=False)
class Cost:
    """What the goods had cost [n]: those that stayed with buyers, and those that spoiled; NaN where a piece's is not known.

    Of the pieces of `units`, purchases cover `by_purchase`; the cost of `by_cabinet` is the one entered in the cabinet.
    """

    units: Float
    spoiled: Float
    by_purchase: Float
    by_cabinet: Float


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    """Rows of goods and days [n], or groups of them, with all that was taken.

    `storage` and `other` are their parts of the shop's expenses; `left` is revenue without commission, logistics and these;
    `profit` is that without what the goods and the spoiled ones had cost, NaN where a cost is not known. `costed_revenue` and
    `costed_profit` are of the rows whose cost is known, and 0 where it is of none; `by_cabinet` counts units whose cost is
    the cabinet's.
    """

    ordered: Float
    cancelled: Float
    returned: Float
    units: Float
    revenue: Float
    commission: Float
    logistics: Float
    storage: Float
    other: Float
    left: Float
    cost: Float
    spoiled: Float
    profit: Float
    costed_revenue: Float
    costed_profit: Float
    by_purchase: Float
    by_cabinet: Float

    @property
    def margin_pct(self) -> Float:
        """The profit in percent of the revenue; NaN where nothing was sold or the profit is not known."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(self.revenue > 0, 100 * self.profit / self.revenue, np.nan))

    @property
    def uncosted_revenue(self) -> Float:
        """How much of the revenue is of rows of which a cost is not known."""
        return self.revenue - self.costed_revenue

    def added(self, group: Int64, count: int) -> Account:
        """Rows [n] added up by group [count]; what is not known of one row is not known of its group."""
        return Account(
            *(
                np.bincount(group, getattr(self, field.name), count).astype(np.float64)
                for field in fields(self)
            )
        )


def laid_on_goods(charged: Charged, sold: Sold) -> tuple[Float, Float, Int64]:
    """Storage and other expenses of each row [n], and what of each expense [e] found nothing to be laid on."""
    storage, other = np.zeros(len(sold.sku)), np.zeros(len(sold.sku))
    apart = np.zeros(len(charged.amount), np.int64)
    for of_storage, weight, parts in ((1, sold.stock, storage), (0, sold.revenue, other)):
        mine = np.flatnonzero(charged.storage == of_storage)
        places = _places(charged, mine, sold)
        on = places >= 0
        laid, left_over = spread(charged.amount[mine], places[on], weight[on])
        parts[on] = laid
        apart[mine] = left_over
    return storage, other, apart


def account(sold: Sold, storage: Float, other: Float, cost: Cost) -> Account:
    """All lines of each row [n]."""
    left = sold.revenue - sold.commission - sold.logistics - storage - other
    profit = left - cost.units - cost.spoiled
    known = np.isfinite(profit)
    return Account(
        ordered=sold.ordered,
        cancelled=sold.cancelled,
        returned=sold.returned,
        units=sold.units,
        revenue=sold.revenue,
        commission=sold.commission,
        logistics=sold.logistics,
        storage=storage,
        other=other,
        left=left,
        cost=cost.units,
        spoiled=cost.spoiled,
        profit=profit,
        costed_revenue=np.where(known, sold.revenue, 0.0),
        costed_profit=np.where(known, profit, 0.0),
        by_purchase=cost.by_purchase,
        by_cabinet=cost.by_cabinet,
    )


def _places(charged: Charged, mine: Int64, sold: Sold) -> Int64:
    """Of each row [n] which of the expenses `mine` is of its shop and day, -1 for none; they are of one shop and day each."""
    order = mine[np.lexsort((charged.day[mine], charged.shop[mine]))]
    same = (np.diff(charged.shop[order]) == 0) & (np.diff(charged.day[order]) == 0)
    if same.any():
        raise ValueError("two expenses of one kind, shop and day")
    places = np.full(len(sold.sku), -1, np.int64)
    for shop in np.unique(charged.shop[mine]):
        asked = np.flatnonzero(charged.shop[mine] == shop)
        rows = np.flatnonzero(sold.shop == shop)
        of_day = asked[np.argsort(charged.day[mine][asked])]
        days = charged.day[mine][of_day]
        at = np.minimum(np.searchsorted(days, sold.day[rows]), len(days) - 1)
        places[rows] = np.where(days[at] == sold.day[rows], of_day[at], -1)
    return places
