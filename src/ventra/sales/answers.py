"""What sales and history answer over HTTP: typed values that are the OpenAPI schema as well."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from ventra.catalog.answers import Product
from ventra.core.day_state import DayState
from ventra.core.estimate import Estimate
from ventra.core.observation import SourceName

StepRule = Literal[
    "counter", "several", "rounded", "between", "stock", "usual", "cancelled", "judged", "reviews", "split", "span"
]  # fmt: skip
DoubtSource = Literal["split", "rounding", "restock", "gap", "several", "cancelled", "doubt", "reviews"]
DayMark = Literal["out_of_stock", "burst"]
EventKind = Literal[
    "restock", "return", "write_off", "set_by_hand", "appeared", "gone", "sold_out", "counter_corrected", "cancelled", "burst"
]  # fmt: skip


class SalesDay(msgspec.Struct, frozen=True, gc=False):
    """A day (or the first day of a window): units, revenue, how settled they are, and how often anybody looked.

    `marks` say what to know before reading it: demand met an empty shelf, or far more was ordered within hours than explained.
    """

    day: date
    units: Estimate
    revenue: Estimate
    state: DayState | Literal["no_data"]
    looks: int
    marks: list[DayMark]


class SalesSpan(msgspec.Struct, frozen=True):
    """A stretch that holds unlooked days: one known total."""

    seen_from: datetime
    seen_to: datetime
    units: Estimate


class VariantDay(msgspec.Struct, frozen=True, gc=False):
    """A variant's day."""

    day: date
    units: Estimate
    revenue: Estimate


class VariantSales(msgspec.Struct, frozen=True):
    """A variant's days, every one of them present."""

    sku_id: int
    days: list[VariantDay]


class ProductSales(msgspec.Struct, frozen=True, rename={"first": "from", "last": "to"}, omit_defaults=True):
    """Daily sales of a product: every calendar day is there; a day nothing is known of has no number."""

    product_id: int
    first: date
    last: date
    window: int
    days: list[SalesDay]
    spans: list[SalesSpan]
    variants: list[VariantSales] | None = None


class ProductDetail(msgspec.Struct, frozen=True):
    """A product and its daily sales, as one answer for a line on which each question waits."""

    product: Product
    sales: ProductSales


class PriceStep(msgspec.Struct, frozen=True, rename={"seen_from": "from", "seen_to": "to"}):
    """A price as long as every look saw it; between steps nobody looked for a day, or it changed."""

    seen_from: datetime
    seen_to: datetime
    price_uzs: int | None
    list_price_uzs: int | None
    looks: int


class PriceHistory(msgspec.Struct, frozen=True):
    """A product's prices, oldest first."""

    product_id: int
    steps: list[PriceStep]


class StockStep(msgspec.Struct, frozen=True, rename={"seen_from": "from", "seen_to": "to"}):
    """A stock as long as every look saw it."""

    seen_from: datetime
    seen_to: datetime
    stock: int
    looks: int


class VariantStock(msgspec.Struct, frozen=True):
    """A variant's stock, oldest first."""

    sku_id: int
    steps: list[StockStep]


class StockHistory(msgspec.Struct, frozen=True):
    """A product's stock, oldest first; its variants' with `by=variant`."""

    product_id: int
    steps: list[StockStep]
    variants: list[VariantStock]


class SkuSeen(msgspec.Struct, frozen=True):
    """A variant as one look saw it."""

    sku_id: int
    stock: int | None
    price_uzs: int | None


class Sighting(msgspec.Struct, frozen=True):
    """What one look saw."""

    seen_at: datetime
    source: SourceName
    orders_total: int | None
    orders_rounded: int | None
    reviews_total: int | None
    rating: float | None
    price_uzs: int | None
    list_price_uzs: int | None
    stock: int | None
    skus: list[SkuSeen]


class SightingList(msgspec.Struct, frozen=True):
    """Looks, newest first."""

    items: list[Sighting]
    next_cursor: str | None


class ProductEvent(msgspec.Struct, frozen=True, rename={"seen_from": "from", "seen_to": "to"}):
    """What happened besides sales, between two looks. `sku_id` is null for the whole product; `note_key` is the text of why."""

    day: date
    seen_from: datetime
    seen_to: datetime
    sku_id: int | None
    kind: EventKind
    pieces: float | None
    probability: float
    reason: str
    note_key: str


class EventGroup(msgspec.Struct, frozen=True, rename={"seen_from": "from", "seen_to": "to"}):
    """One row of what happened besides sales: an event by itself, or small movements of a kind in a day, folded.

    `events` counts them and `pieces` adds them up; `probability` is their mean; `sku_ids` are the variants they are of, null
    among them for the whole product. `small`: all of it is little beside what a usual day sells. `only` is the event where it is
    one; the parts of a folded row are listed by its day and kind.
    """

    day: date
    seen_from: datetime
    seen_to: datetime
    kind: EventKind
    events: int
    pieces: float | None
    probability: float
    small: bool
    sku_ids: list[int | None]
    only: ProductEvent | None


class EventGroupList(msgspec.Struct, frozen=True):
    """Rows of whole days, the one with the newest event first."""

    items: list[EventGroup]
    next_cursor: str | None


class EventList(msgspec.Struct, frozen=True):
    """Events, newest first."""

    items: list[ProductEvent]
    next_cursor: str | None


class WhyStep(msgspec.Struct, frozen=True, rename={"seen_from": "from", "seen_to": "to"}):
    """Two neighbouring looks and what they say of the day. `note_key` is the text that explains it."""

    seen_from: datetime
    seen_to: datetime
    orders_from: int | None
    orders_to: int | None
    stock_from: int | None
    stock_to: int | None
    units: float
    rule: StepRule
    note_key: str


class RangeSource(msgspec.Struct, frozen=True):
    """One reason why a day's range is wide, and its share (0-1) of the variance. `note_key` is the text that names it."""

    source: DoubtSource
    share: float
    note_key: str


class OwnCorrection(msgspec.Struct, frozen=True):
    """What an organisation's own shop changes of an estimate that was `units`: it is multiplied by `factor`, the sides of its
    range by `factor` and `width`. `version` tells which learning it is of.
    """

    version: int
    units: Estimate
    factor: float
    width: float


class Why(msgspec.Struct, frozen=True):
    """Where a day's number comes from; `rule` is the version of rule and profile that made it.

    `sources` say what makes its range wide, the largest first, without what is below 1 %; none where the number is exact.
    `own_fit` is the last step, where the asking organisation's own shop corrects the number; else null.
    """

    product_id: int
    day: date
    units: Estimate
    rule: str
    steps: list[WhyStep]
    sources: list[RangeSource]
    events: list[ProductEvent]
    own_fit: OwnCorrection | None
