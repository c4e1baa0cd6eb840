"""What the sums of an own shop answer over HTTP. What each figure means: docs/own-shop-sums.md."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from ventra.core.estimate import Ranged
from ventra.core.own_expense_kinds import ExpenseKind
from ventra.core.own_missing import Scheme
from ventra.outlook.reorder_answers import ReorderPlan, ReorderTerms

Count = Annotated[int, Meta(ge=1, le=1_000_000)]
CostUzs = Annotated[int, Meta(ge=0, le=10_000_000_000)]
Note = Annotated[str, Meta(max_length=300)]
ClaimState = Literal["open", "claimed", "settled", "written_off"]
LossKind = Literal["missing", "short", "not_back", "return_stuck", "order_stuck"]
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


class Purchase(Struct, frozen=True, kw_only=True):
    """Pieces bought on a day at a cost, soʻm a piece. `title` and `code` are the variant's, null where it is not known."""

    purchase_id: int
    sku_id: int
    title: str | None
    code: str | None
    day: date
    pieces: int
    cost_uzs: int
    note: str
    made_at: datetime


class Purchases(Struct, frozen=True, kw_only=True):
    """A page of purchases, the newest day first."""

    total: int
    next_cursor: str | None
    items: list[Purchase]


class PurchaseWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A purchase of a variant of one's own shop. `cost_uzs` is what a piece cost with all that was paid until it could be
    sold.
    """

    sku_id: Annotated[int, Meta(ge=1, le=2**63 - 1)]
    day: date
    pieces: Count
    cost_uzs: CostUzs
    note: Note = ""


class PurchaseChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays."""

    day: date | UnsetType = UNSET
    pieces: Count | UnsetType = UNSET
    cost_uzs: CostUzs | UnsetType = UNSET
    note: Note | UnsetType = UNSET


class BadPurchase(Struct, frozen=True, kw_only=True):
    """A line of a file, counted from 1, that could not be read: which column is at fault, why, and what stood there, cut."""

    line: int
    column: str
    why: str
    said: str


class PurchaseFile(Struct, frozen=True, kw_only=True):
    """A file of purchases as it was read: its first lines, which column (from 0) is what, and lines that cannot be read.

    `kept`: its `readable` lines are purchases now. `needed` names columns that nobody has named yet.
    """

    kept: bool
    cells: list[list[str]]
    head_lines: int
    columns: dict[str, int]
    needed: list[str]
    readable: int
    bad_lines: int
    bad: list[BadPurchase]


class Loss(Struct, frozen=True, kw_only=True):
    """Goods that are lost or stuck. `subject` names them when a state is set.

    `kind`: `missing` in the warehouse; `short`: less was accepted than sent; `not_back`: an order of one's own warehouse came
    back or was cancelled, its goods did not; `return_stuck`: goods that go back to the seller lie there; `order_stuck`: an
    order lies at a point. `since` is the first day it shows, or earlier (`or_earlier`); it can be claimed until `deadline`,
    for which `days_left` remain (below 0: past). `state` is of `said_of` pieces: more that are lost since are open again.
    `cost_uzs` is what the pieces had cost by the cabinet's purchase price, `price_uzs` what they sell for, all of them.
    """

    subject: str
    kind: LossKind
    scheme: Scheme
    sku_id: int | None
    product_id: int | None
    title: str | None
    reference: str | None
    pieces: int
    since: date
    or_earlier: bool
    deadline: date
    days_left: int
    cost_uzs: int | None
    price_uzs: int | None
    state: ClaimState
    said_of: int | None
    note: str
    changed_at: datetime | None


class Losses(Struct, frozen=True, kw_only=True):
    """Lost and stuck goods, the nearest deadline first. `unknown` names lists that were not read to the end.

    While invoices, returns or orders are not, nothing can be said to be missing.
    """

    fbo_days: int
    fbs_days: int
    unknown: list[str]
    total: int
    open: int
    open_cost_uzs: int | None
    items: list[Loss]


class ClaimWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far a claim has come; `open` forgets what was said before."""

    state: ClaimState
    note: Note = ""


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


class PayoutChoice(Struct, frozen=True, kw_only=True):
    """A schedule by which the marketplace pays out: every so many days, less a fee of so many percent."""

    schedule: Literal["twice_a_month", "weekly", "daily", "urgent"]
    days: int
    fee_pct: float
    ready_fee_uzs: int


class CashWeek(Struct, frozen=True, kw_only=True):
    """Seven days from `first` on: what is paid out after its fee, what purchases take, and all of it since today (`sum_uzs`)."""

    first: date
    last: date
    paid_out_uzs: Ranged
    fees_uzs: Ranged
    purchases_uzs: Ranged
    sum_uzs: Ranged


class CashPlan(Struct, frozen=True, kw_only=True):
    """Money to be paid out, and the weeks to come by one of the schedules.

    `ready_uzs` can be withdrawn now; `processing_uzs` is of orders that buyers do not have yet; of these `kept` is the part
    that stays with buyers, and `days_to_issue` how long that takes, both by the last 90 days. `foreseen_uzs` is what goods are
    foreseen to bring until the last week, `without_forecast` counts own goods that nothing is foreseen of, `unpriced` orders
    to be placed of which nobody said what a piece costs. Null is not known; where nothing is foreseen the weeks hold what is
    under way alone.
    """

    today: date
    schedule: Literal["twice_a_month", "weekly", "daily", "urgent"]
    choices: list[PayoutChoice]
    ready_uzs: int
    processing_uzs: int
    kept: Ranged
    days_to_issue: float | None
    foreseen_uzs: Ranged
    without_forecast: int
    unpriced: int
    weeks: list[CashWeek]


class OwnReorderRow(Struct, frozen=True, kw_only=True):
    """The plan of a product by its own stock, FBO and FBS, and by what its variants truly sold.

    `units_28` are pieces that stayed with buyers of orders of 28 closed days. `level` is how many times the forecast of the
    market's shelf it was laid to: by true sales where they are known, and null where the forecast was left as it is.
    """

    product_id: int
    title: str | None
    units_28: int
    level: float | None
    terms: ReorderTerms
    own_terms: bool
    plan: ReorderPlan


class OwnReorder(Struct, frozen=True, kw_only=True):
    """Own goods with their plans, the most urgent first. `left_out` counts goods beyond the most that are planned at once.

    `due` counts products to order now, `unpriced` those of them of which nobody said what a piece costs; `without_plan` goods
    of which nothing is foreseen.
    """

    closed_through: date
    total: int
    left_out: int
    due: int
    unpriced: int
    without_plan: int
    pieces: Ranged
    cost_uzs: Ranged
    cash_uzs: int | None
    next_cursor: str | None
    items: list[OwnReorderRow]
