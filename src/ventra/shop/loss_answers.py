"""What lost and stuck goods of an own shop, and claims for them, are asked and answer over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from ventra.core.own_missing import Scheme
from ventra.shop.purchase_answers import Note

ClaimState = Literal["open", "claimed", "settled", "written_off"]
LossKind = Literal["missing", "short", "not_back", "return_stuck", "order_stuck"]


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
