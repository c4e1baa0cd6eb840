"""What plans of orders take and give over HTTP. Terms: docs/stock.md."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from ventra.catalog.answers import ProductRow
from ventra.core.estimate import Ranged
from ventra.outlook.answers import DaysLeft, LostSales

Binds = Literal["need", "nothing", "minimum", "pack", "cash"]
NoPlan = Literal["forecast", "stock", "units"]
"""Why there is no plan: nothing is foreseen of the product, its stock was not seen, or too little is known of the variant."""
OnOrder = dict[Annotated[str, Meta(pattern="^[0-9]{1,19}$")], Annotated[int, Meta(ge=0, le=1_000_000)]]


class ReorderTerms(Struct, frozen=True, kw_only=True):
    """On what terms goods come again.

    `lead_days` from order to shelf, and their standard deviation `lead_spread_days`. `service_level`: the chance that stock
    lasts until an order has come. `review_days` from one order to the next. Of each variant `least_pieces` or more are
    ordered, in packs of `pack_pieces`, at `cost_uzs` a piece; together they cost `cash_uzs` at most (null: not known, and no
    limit). `on_order` is what is on its way, by the variant's number; 0 where there are no variants.
    """

    lead_days: float
    lead_spread_days: float
    service_level: float
    review_days: float
    least_pieces: int
    pack_pieces: int
    cost_uzs: int | None
    cash_uzs: int | None
    on_order: dict[str, int]


class ReorderTermsWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`ReorderTerms` as they are to be from now on; what is left out is as assumed of everybody."""

    lead_days: float
    lead_spread_days: float | None = None
    service_level: float | None = None
    review_days: float | None = None
    least_pieces: int = 0
    pack_pieces: int = 1
    cost_uzs: int | None = None
    cash_uzs: int | None = None
    on_order: Annotated[OnOrder, Meta(max_length=500)] = {}


class OrderLine(Struct, frozen=True, kw_only=True):
    """When to order a variant (null: the product, which has none), and how much.

    `no_plan` says why nothing can be said. `days` is how long stock lasts, without what is on order. The order falls due by
    `early` with a chance of 10 %, by `middle` of 50, by `late` of 90; null lies beyond the `horizon_days`, and all are today
    where it is `due`. `pieces` to order now, 0 where it is not due, and `next_pieces` when it is; their ends are what it
    would be, were demand as low or as high as its 80 % interval. `binds` says what made `pieces` what they are. `lead_units`
    is what is asked for until the order has come, `safety_stock` what the `reorder_point` has above its mean, `up_to` what
    stock and orders are brought to. `lasts` is the chance that stock lasts, with `pieces`, until they and the next order have
    come.
    """

    sku_id: int | None
    characteristics: dict[str, str]
    stock: int | None
    on_order: int
    no_plan: NoPlan | None
    days: DaysLeft | None
    due: bool
    early: date | None
    middle: date | None
    late: date | None
    pieces: Ranged
    next_pieces: Ranged
    cost_uzs: Ranged
    binds: Binds | None
    lead_units: Ranged
    reorder_point: int | None
    safety_stock: int | None
    up_to: int | None
    lasts: float | None


class ReorderPlan(Struct, frozen=True, kw_only=True):
    """When and how much to order of a product: each of its `lines`, and all that have a plan together.

    `by`: a forecast, or the average where none beats it; null where nothing is foreseen (`no_plan`). The dates are those of
    the line that comes first; `pieces` and `cost_uzs` are added up, the cost null where a piece's is not known.
    """

    by: Literal["forecast", "average"] | None
    no_plan: NoPlan | None
    horizon_days: int
    due: int
    early: date | None
    middle: date | None
    late: date | None
    pieces: Ranged
    cost_uzs: Ranged
    lines: list[OrderLine]


class ProductReorder(Struct, frozen=True, kw_only=True):
    """When and how much to order of a product, by its stock as it was seen at `seen_at`.

    `own_terms`: the organisation set them, else they are assumed. `lost` is what an empty shelf lost lately; null where
    nothing is known.
    """

    product_id: int
    closed_through: date
    seen_at: datetime | None
    terms: ReorderTerms
    own_terms: bool
    plan: ReorderPlan
    lost: LostSales | None


class ReorderRow(Struct, frozen=True, kw_only=True):
    """One of an organisation's own goods, with its plan."""

    product: ProductRow
    terms: ReorderTerms
    own_terms: bool
    plan: ReorderPlan
    lost: LostSales | None


class ReorderList(Struct, frozen=True, kw_only=True):
    """A page of an organisation's own goods, each with its plan; what is said beside them is of all that match.

    With a purse of `cash_uzs` the most urgent are bought first, and what does not fit is cut: `uncut_uzs` is what it would
    have been without. `due` counts products to order now, `unpriced` those of them of which nobody said what a piece costs:
    they are outside of all sums of money. `own` counts goods that are marked as one's own, `left_out` those beyond the most
    that are planned at once.
    """

    closed_through: date
    own: int
    left_out: int
    total: int
    due: int
    unpriced: int
    pieces: Ranged
    cost_uzs: Ranged
    uncut_uzs: int
    cash_uzs: int | None
    next_cursor: str | None
    items: list[ReorderRow]
