"""What an own shop's plans answer over HTTP: of the cash to come, and of goods to order."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from ventra.core.estimate import Ranged
from ventra.outlook.reorder_answers import ReorderPlan, ReorderTerms


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
