"""What the outlook answers over HTTP: typed values that are the OpenAPI schema as well. Terms: docs/outlook.md."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from ventra.catalog.answers import CategoryName, ProductRow, SellerName
from ventra.core.basis import Basis
from ventra.core.estimate import Estimate, GrowthFigure, Ranged
from ventra.core.forecast_scores import ForecastScores

RisingKind = Literal["products", "categories", "sellers", "newcomers"]
ForecastModel = Literal["none", "level", "trend", "weekday", "two_weeks", "median", "season", "line"]
TrendVerdict = Literal["no_verdict", "rises", "falls", "steady", "censored"]


class LevelShift(msgspec.Struct, frozen=True):
    """The last day from which on another level was sold, and how many times the one before it is."""

    day: date
    factor: Ranged


class Trend(msgspec.Struct, frozen=True, kw_only=True):
    """What the days up to `as_of` say of where sales go. Growth of 0.25 is a quarter more; null is unknown.

    `level` is units on a usual day now. `acceleration` is by how much the growth factor of the last 14 days differs from that of
    the 14 before. `least_growth` is what it surely grew by (90 %), `p_value` how likely so much would be without any growth,
    `q_value` the share of false ones among all that grow at least as surely. `rises` is null where it was not tested: too few
    units or days. `weekday`, Monday first, says how many times a usual day each sells. `censored_days` are left out: the shelf
    was empty.
    """

    as_of: date
    basis: Basis
    verdict: TrendVerdict
    level: Ranged
    growth_7: GrowthFigure
    growth_28: GrowthFigure
    acceleration: Ranged
    least_growth: float | None
    p_value: float | None
    q_value: float | None
    rises: bool | None
    rank: int | None
    shift: LevelShift | None
    weekday: list[Ranged] | None
    censored_days: int


class Newcomer(msgspec.Struct, frozen=True):
    """A product first seen within 30 days: units a day since then, by so many observed days."""

    first_seen: date
    velocity: Ranged
    days: int


class ForecastBand(msgspec.Struct, frozen=True):
    """Units with their 80 % interval, and that of 95 %."""

    point: float
    low: float
    high: float
    low95: float
    high95: float


class ForecastDay(msgspec.Struct, frozen=True):
    """What a day to come will sell."""

    day: date
    units: ForecastBand


class ForecastTotal(msgspec.Struct, frozen=True):
    """What the first `days` days to come will sell together; the bounds are not the sums of the days' bounds."""

    days: int
    units: ForecastBand


class OutlookForecast(msgspec.Struct, frozen=True, kw_only=True):
    """What is bought in the days after `as_of` while the shelf is not empty.

    `shown`: it was nearer to what was sold than the average, in the product's own past. Where it was not, there are no `days`
    and `totals`, and the `average`, units a day of the last 28 known days, is as good. `model` is the way that counts most, and
    `model_text` says in the reader's language how it forecasts.
    """

    as_of: date
    shown: bool
    model: ForecastModel
    model_text: str
    average: Ranged
    days: list[ForecastDay]
    totals: list[ForecastTotal]


class DaysLeft(msgspec.Struct, frozen=True):
    """How many days stock lasts if just what is forecast is bought, and the 80 % interval of when it is gone; null: beyond."""

    point: float | None
    low: float | None
    high: float | None


class RunsOut(msgspec.Struct, frozen=True, kw_only=True):
    """When what is at hand is gone, nothing being added: by `early` with a chance of 10 %, by `middle` of 50, by `late` of 90.

    A date that is null lies beyond the `horizon_days` from today on. `chances` are those that it is gone by the end of each.
    """

    stock: int
    days: DaysLeft
    early: date | None
    middle: date | None
    late: date | None
    horizon_days: int
    chances: list[float]


class VariantRunsOut(msgspec.Struct, frozen=True):
    """When a variant is gone; null where its stock, or its part of the demand, is not known."""

    sku_id: int
    runs_out: RunsOut | None


class LostSales(msgspec.Struct, frozen=True):
    """What met an empty shelf in the last 28 closed days, for `empty_days` of them: the most that can have been lost."""

    units: Estimate
    revenue: Estimate
    empty_days: float | None


class StockOutlook(msgspec.Struct, frozen=True, kw_only=True):
    """How long stock lasts, as it was seen at `seen_at`, of the product as a `whole` and of each variant; and what was lost."""

    seen_at: datetime | None
    whole: RunsOut | None
    variants: list[VariantRunsOut]
    lost: LostSales


class RisingRow(msgspec.Struct, frozen=True, kw_only=True):
    """What rises, and why: its rank, the surest growth first (of newcomers, the surest sales), and its trend.

    One of `product`, `category` and `seller` is there; of the latter two `products` counts the goods that were added up.
    """

    rank: int
    product: ProductRow | None
    category: CategoryName | None
    seller: SellerName | None
    products: int | None
    trend: Trend
    new: Newcomer | None


class RisingList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of what rises by the last night that was judged whole; `as_of` is its day, null before the first.

    Of `tested` ones `rising` were found, of which at most a `rate` is false, with at least `least_units` a day each. `total`
    counts those that match the filter.
    """

    kind: RisingKind
    as_of: date | None
    judged_at: datetime | None
    rate: float | None
    least_units: float | None
    tested: int
    rising: int
    total: int
    next_cursor: str | None
    items: list[RisingRow]


class ProductOutlook(msgspec.Struct, frozen=True, kw_only=True):
    """Where a product goes. `closed_through` is the last closed day; an outlook as of an earlier one waits for the night.

    `on_demand`: worked out for this answer, by this product alone, so without `q_value` and rank. No known day, no trend.
    """

    product_id: int
    closed_through: date
    on_demand: bool
    trend: Trend | None
    new: Newcomer | None
    forecast: OutlookForecast | None
    stock: StockOutlook | None


class CategoryOutlook(msgspec.Struct, frozen=True, kw_only=True):
    """Where a category goes, with all below it; null where too little is known of its goods, or before the first night."""

    category_id: int
    closed_through: date
    products: int | None
    trend: Trend | None


class SellerOutlook(msgspec.Struct, frozen=True, kw_only=True):
    """Where a shop goes; null where too little is known of its goods, or before the first night."""

    seller_id: int
    closed_through: date
    products: int | None
    trend: Trend | None


class ForecastAccuracyPoint(msgspec.Struct, frozen=True, kw_only=True):
    """How good the forecasts made on a day were over the `horizon` days after it.

    `band`: of products that sold so much a day before it, or `all`; `shown`: only those that were shown as a forecast.
    """

    made_on: date
    horizon: Literal[7, 28]
    band: Literal["all", "0-1", "1-8", "8-50", "50+"]
    shown: bool
    scored_at: datetime
    scores: ForecastScores


class ForecastAccuracy(msgspec.Struct, frozen=True):
    """The scores of the newest days that forecasts were kept of, the newest first; none before any has met its days."""

    points: list[ForecastAccuracyPoint]


class JudgedKind(msgspec.Struct, frozen=True):
    """How many of a kind were tested, and how many of them rise; of newcomers, how many are new, and how many are ranked."""

    tested: int
    rising: int


class OutlookProgress(msgspec.Struct, frozen=True, kw_only=True):
    """How far the market is judged by the last closed day: `folders_done` of `folders`, since `began_at`.

    `day` is what it is judged by, or was last. `waiting`: `closed_through` is not begun yet. `whole_day` is that of the last
    night that came to its end, at `whole_at`: lists are its. `late`: it ought to be of a later day by now.
    """

    state: Literal["waiting", "running", "done"]
    closed_through: date
    day: date | None
    began_at: datetime | None
    finished_at: datetime | None
    whole_day: date | None
    whole_at: datetime | None
    late: bool
    folders: int
    folders_done: int
    products: int
    judged: dict[RisingKind, JudgedKind]
