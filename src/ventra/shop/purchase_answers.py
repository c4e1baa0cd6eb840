"""What purchases of an own shop, and files of them, are asked and answer over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

Count = Annotated[int, Meta(ge=1, le=1_000_000)]
CostUzs = Annotated[int, Meta(ge=0, le=10_000_000_000)]
Note = Annotated[str, Meta(max_length=300)]


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
