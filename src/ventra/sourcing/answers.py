"""What sourcing answers over HTTP: typed values that are the OpenAPI schema as well. Terms: docs/sourcing.md."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta, Struct

from ventra.core.estimate import Ranged
from ventra.core.price_columns import BadRow, Column
from ventra.core.product import Titles
from ventra.costs.answers import RatesState

Source = Literal["aliexpress", "google"]
OfferSource = Literal["aliexpress", "google", "price_list"]
RequestState = Literal["waiting", "running", "done", "failed"]
ListState = Literal["draft", "matching", "ready"]
MatchState = Literal["proposed", "confirmed", "rejected"]
Why = Literal[
    "no_key", "key_refused", "account_spent", "budget", "throttled", "timed_out", "changed", "failed", "empty"
]
Words = Annotated[str, Meta(max_length=200)]
Amount = Annotated[float, Meta(gt=0)]


class CurrencyRate(Struct, frozen=True, kw_only=True):
    """Soʻm for `nominal` units of a currency since `day`; `per_unit_uzs` is for one. `change` is since the rate before it."""

    currency: str
    day: date
    nominal: int
    rate_uzs: float
    per_unit_uzs: float
    change: float | None


class Rates(Struct, frozen=True, kw_only=True):
    """The central bank's newest rates, by currency.

    `fresh`: asked within a day and a half. `old`: asked, but the bank's own rates are more than five days old. `stale`: not
    reached for longer, `why` says how; these are the last that are known. `never`: nothing is known yet. `off`: this
    installation does not ask. `open_at`: before this nobody asks again.
    """

    state: RatesState
    why: Why | None
    day: date | None
    asked_at: datetime | None
    ok_at: datetime | None
    open_at: datetime | None
    items: list[CurrencyRate]


class RateDay(Struct, frozen=True):
    """Soʻm for one unit since `day`."""

    day: date
    per_unit_uzs: float


class RateHistory(Struct, frozen=True):
    """A currency's rates, the oldest first; a day without a row kept the rate of the one before."""

    currency: str
    days: list[RateDay]


class SourceState(Struct, frozen=True, kw_only=True):
    """Whether a source of offers can be asked: `missing` names the settings that it lacks; it rests until `open_at`."""

    source: Source
    missing: list[str]
    ok_at: datetime | None
    open_at: datetime | None
    why: Why | None


class SupplierBudget(Struct, frozen=True):
    """How often suppliers were asked in this month of Tashkent, and how often the plan allows; null: without limit."""

    month: date
    used: int
    most: int | None


class RequestWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which source is to be asked, with what words, and for which product, where it is for one."""

    source: Source
    query: Words
    product_id: Annotated[int, Meta(ge=1, le=2**63 - 1)] | None = None


class SupplierRequest(Struct, frozen=True, kw_only=True):
    """Something asked of a source. `why`: why it has failed, or waits. `from_cache`: somebody asked the same within a day."""

    request_id: int
    source: Source
    query: str
    product_id: int | None
    product_titles: Titles | None
    state: RequestState
    asked_at: datetime
    finished_at: datetime | None
    tries: int
    next_at: datetime
    why: Why | None
    offers: int | None
    from_cache: bool | None


class SupplierRequests(Struct, frozen=True, kw_only=True):
    """The newest requests, what can be asked, and what is left to ask."""

    items: list[SupplierRequest]
    sources: list[SourceState]
    budget: SupplierBudget


class SupplierOffer(Struct, frozen=True, kw_only=True):
    """What can be bought where, as it was last seen. `price_uzs` is at the rate of `rate_day`; null: that rate is not known.

    `least` is the smallest quantity sold. `weight_grams` of a packed unit is null where nobody said it.
    """

    offer_id: int
    source: OfferSource
    title: str
    price: Decimal
    currency: str
    price_uzs: int | None
    rate_day: date | None
    least: int | None
    weight_grams: int | None
    link: str | None
    picture_url: str | None
    seller: str | None
    rating: float | None
    orders: int | None
    list_id: int | None
    seen_at: datetime


class MatchParts(Struct, frozen=True):
    """How well each part fits, 0-1; null: there was nothing to compare."""

    title: float | None
    model: float | None
    picture: float | None
    price: float | None


class MatchScore(Struct, frozen=True):
    """How well an offer fits a product, 0-1, by the parts that are known; and what it were if the others spoke against or for."""

    point: float
    low: float
    high: float
    parts: MatchParts


class LandedPart(Struct, frozen=True):
    """A part of what a unit costs in Tashkent, soʻm."""

    line: Literal["goods", "freight", "insurance", "duty", "customs_fee", "vat", "broker", "other"]
    uzs: Ranged


class LandedCost(Struct, frozen=True, kw_only=True):
    """What a unit costs once it lies in Tashkent, soʻm, by one way of freight.

    `total` is null where the weight or a rate is not known; `missing` names what: `freight_us`, of goods sold in the United
    States, is a rate that only an organisation itself can have. `basis`: *imputed*, for it rests on tariffs and assumptions that
    are not measured.
    """

    way: str
    total: Ranged
    lines: list[LandedPart]
    missing: list[Literal["weight", "rate", "freight_rate", "freight_us", "tariffs"]]
    basis: Literal["imputed", "no_data"]


class SegmentMargin(Struct, frozen=True, kw_only=True):
    """What is left of a segment's prices after the landed cost, before the marketplace's fees and taxes, in parts of the price.

    The first segment has no low and the last no high: their prices have no end on that side.
    """

    from_uzs: int | None
    to_uzs: int | None
    units_28: float | None
    share: float | None
    margin: Ranged


class ProductOffer(Struct, frozen=True, kw_only=True):
    """An offer that may be this product, how well it fits, what it costs here and what is left at each price."""

    offer: SupplierOffer
    state: MatchState
    decided_at: datetime | None
    score: MatchScore
    weight_grams: int | None
    landed: list[LandedCost]
    margin: Ranged
    """At the product's own price now, by the way of freight that costs least."""
    segments: list[SegmentMargin]


class ProductOffers(Struct, frozen=True, kw_only=True):
    """Offers for a product: confirmed ones first, then by score; rejected ones are left out unless they are asked for."""

    product_id: int
    price_uzs: int | None
    query: str
    items: list[ProductOffer]
    requests: list[SupplierRequest]
    sources: list[SourceState]
    budget: SupplierBudget
    rates: RatesState


class OpenMatch(Struct, frozen=True, kw_only=True):
    """An offer that waits for a person to say whether it is this product."""

    product_id: int
    product_titles: Titles
    product_price_uzs: int | None
    photo_url: str | None
    offer: SupplierOffer
    score: MatchScore


class OpenMatches(Struct, frozen=True):
    """Those that fit best first; `waiting` counts all of them."""

    items: list[OpenMatch]
    waiting: int


class OfferDecision(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether the offer is the product. `weight_grams` of a packed unit: what is left out stays as it is."""

    state: MatchState
    weight_grams: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None


class RequestOffers(Struct, frozen=True):
    """A request and what was found."""

    request: SupplierRequest
    items: list[SupplierOffer]


class PriceList(Struct, frozen=True, kw_only=True):
    """A file of prices. A `draft` waits for somebody to confirm what its columns are; nothing of it is used before that."""

    list_id: int
    name: str
    state: ListState
    currency: str | None
    rows: int | None
    bad_rows: int
    made_at: datetime


class PriceLists(Struct, frozen=True):
    """All of an organisation's, the newest first."""

    items: list[PriceList]


class PriceListDetail(Struct, frozen=True, kw_only=True):
    """A price list with its first lines as cells (of a draft), what its columns are or are taken to be, and what was not read.

    Columns count from 0. `bad` holds the first lines that cannot be read with these columns; `bad_rows` counts all of them.
    """

    price_list: PriceList
    cells: list[list[str]]
    head_lines: int
    columns: dict[Column, int]
    currency: str | None
    readable: int
    bad: list[BadRow]
    offers: list[SupplierOffer]


class ColumnsWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the columns of a price list are, how many lines its head has, and the currency of rows that name none."""

    columns: dict[Column, Annotated[int, Meta(ge=0, le=199)]]
    head_lines: Annotated[int, Meta(ge=0, le=20)] = 1
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$", max_length=3)] | None = None
    keep: bool = False
    """Without it, the answer says what could be read, and nothing changes but what the columns are taken to be."""
