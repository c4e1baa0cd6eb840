"""What the sums of an own shop answer over HTTP: its days, its goods, and how they differ from the cabinet's.

What each figure means: docs/own-shop-sums.md.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from ventra.core.own_expense_kinds import ExpenseKind

CostBasis = Literal["purchases", "cabinet", "both", "none"]


class OwnLine(Struct, frozen=True, kw_only=True):
    """What goods brought and took in days of their orders; money is whole soʻm, null is not known.

    `ordered` pieces; of these `cancelled` and `returned` ones; `units` stayed with buyers, and `revenue_uzs` is of them.
    `commission_uzs` and `logistics_uzs` went with the orders; `storage_uzs` and `other_uzs` are the goods' parts of the shop's
    expenses (below 0: given back). `left_uzs` is revenue without these four; `cost_uzs` what the units had cost,
    `spoiled_uzs` what pieces that became defective had. `profit_uzs` is what is left without both, and `margin_pct` its part of
    the revenue: null where any cost is not known. `known_profit_uzs` is of the goods and days whose cost is known, null where
    it is of none; `revenue_without_cost_uzs` is what it leaves out. `cost_basis`: by purchases, by the cabinet's purchase
    price, by both, or by none.
    """

    ordered: int | None
    cancelled: int | None
    returned: int
    units: int
    revenue_uzs: int | None
    commission_uzs: int | None
    logistics_uzs: int | None
    storage_uzs: int
    other_uzs: int | None
    left_uzs: int | None
    cost_uzs: int | None
    spoiled_uzs: int | None
    profit_uzs: int | None
    margin_pct: float | None
    known_profit_uzs: int | None
    revenue_without_cost_uzs: int | None
    cost_basis: CostBasis


class OwnTotal(OwnLine, frozen=True, kw_only=True):
    """All goods together. `apart_uzs` are expenses of the shop that lie on no goods: profits here have them taken off."""

    apart_uzs: int


class OwnDay(OwnTotal, frozen=True, kw_only=True):
    """A Tashkent day. One without orders is there, with zeros, only where orders were read of it: else nobody knows."""

    day: date


class OwnExpense(Struct, frozen=True, kw_only=True):
    """What the shop was charged of one kind: all of it, and what of it lies on no goods.

    `in_orders` is in rows of orders already and is taken off once only, with them.
    """

    kind: ExpenseKind
    amount_uzs: int
    apart_uzs: int


class OwnDays(Struct, frozen=True, kw_only=True):
    """The sums of a span by day. Orders were read back to `known_from` and last at `read_at`; null where never to the end.

    `unmatched_units` are of rows whose variant is not known; `unpriced_expenses` counts expenses that came without a sum.
    """

    first: date
    last: date
    known_from: date | None
    read_at: datetime | None
    total: OwnTotal
    expenses: list[OwnExpense]
    unmatched_units: int
    unpriced_expenses: int
    days: list[OwnDay]


class OwnGood(OwnLine, frozen=True, kw_only=True):
    """A variant's sums of a span, and what lies in stock now. `sku_id` is null for rows whose variant is not known.

    Of its purchases `held` pieces are left, which had cost `held_uzs`; both are null where nothing was bought.
    """

    sku_id: int | None
    product_id: int | None
    shop_id: int
    product_title: str | None
    title: str | None
    code: str | None
    barcode: str | None
    fbo: int | None
    fbs: int | None
    price_uzs: int | None
    held: int | None
    held_uzs: int | None


class OwnGoods(Struct, frozen=True, kw_only=True):
    """A page of goods; `total` counts all that match, `sum` is of them all without expenses that lie on no goods."""

    first: date
    last: date
    total: int
    sum: OwnLine
    next_cursor: str | None
    items: list[OwnGood]


class Cause(Struct, frozen=True, kw_only=True):
    """One of the causes by which our profit differs from the cabinet's: what it adds to it, and of how many rows (null: of
    none).
    """

    cause: Literal[
        "day_boundary", "not_issued", "cancelled", "returned", "reckoned_otherwise", "storage", "other_expenses",
        "no_cost_known", "cost_of_goods", "spoiled",
    ]  # fmt: skip
    amount_uzs: int
    rows: int | None


class Differs(Struct, frozen=True, kw_only=True):
    """From the cabinet's profit of a span to ours: `cabinet_uzs` and all `causes` add up to `ours_uzs` exactly.

    The cabinet's is the sum of `sellerProfit` of rows that buyers got, by days in UTC. Ours is `known_profit_uzs` of the span;
    `unknown_rows` counts rows that lack a price or a profit and so count nothing on either side.
    """

    first: date
    last: date
    cabinet_uzs: int
    ours_uzs: int
    difference_uzs: int
    unknown_rows: int
    causes: list[Cause]
