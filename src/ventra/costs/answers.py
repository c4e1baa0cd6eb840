"""What the calculator is asked and answers over HTTP: typed values that are the OpenAPI schema as well. Terms: docs/costs.md."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from ventra.core.estimate import Ranged
from ventra.core.product import Titles
from ventra.core.tariffs import RateUnit

Size = Literal["small", "medium", "large"]
Payout = Literal["twice_a_month", "weekly", "daily", "urgent"]
Tax = Literal["sole", "company", "vat", "vat_zero"]
WayName = Literal["air", "road", "rail", "container"]
Currency = Literal["usd", "cny", "eur", "rub"]
RatesState = Literal["fresh", "old", "stale", "never", "off"]
"""How the central bank's rates are: docs/sourcing.md."""
LineName = Literal[
    "commission", "logistics", "storage", "payout_fee", "advertising", "returns", "packaging", "other",
    "cost", "vat_on_sale", "vat_back", "turnover_tax",
]  # fmt: skip
LandedName = Literal["goods", "freight", "insurance", "duty", "customs_fee", "vat", "broker", "other"]


class Amount(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A value, and where it may be anything of a range, the range's ends around it."""

    likely: float
    low: float | None = None
    high: float | None = None


class Abroad(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Goods from abroad: what a unit costs in its currency, weighs, and takes up, packed. What is left out goes by rates."""

    price: Amount
    weight_kg: Amount
    currency: Currency = "usd"
    way: WayName = "road"
    volume_m3: Amount | None = None
    rate_uzs: Amount | None = None
    usd_uzs: Amount | None = None
    per_kg: Amount | None = None
    per_m3: Amount | None = None
    kg_per_m3: Amount | None = None
    least: Amount | None = None
    insurance_pct: Amount | None = None
    duty_pct: Amount | None = None
    duty_per_kg: Amount | None = None
    vat_pct: Amount | None = None
    broker: Amount | None = None
    other: Amount | None = None
    lead_days: Amount | None = None


class CostInputs(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a unit is sold on: soʻm a unit unless the name says otherwise. Rates that are left out are those in force.

    With `abroad` goods come from there, else they cost `purchase`. `purchase_vat_pct` is the VAT within that. `category_id` finds
    an organisation's own commission; `fixed` is spent once.
    """

    price: Amount
    quantity: Amount
    units_a_day: Amount
    category_id: Annotated[int, Meta(ge=0, le=2**63 - 1)] | None = None
    size: Size = "small"
    payout: Payout = "twice_a_month"
    tax: Tax = "sole"
    purchase: Amount | None = None
    purchase_vat_pct: Amount | None = None
    abroad: Abroad | None = None
    lead_days: Amount | None = None
    commission_pct: Amount | None = None
    logistics: Amount | None = None
    litres: Amount | None = None
    storage_litre_day: Amount | None = None
    free_days: Amount | None = None
    payout_pct: Amount | None = None
    vat_pct: Amount | None = None
    fees_vat_pct: Amount | None = None
    turnover_pct: Amount | None = None
    advertising_pct: Amount | None = None
    advertising: Amount | None = None
    returns_pct: Amount | None = None
    return_each: Amount | None = None
    spoiled_pct: Amount | None = None
    packaging: Amount | None = None
    other: Amount | None = None
    fixed: Amount | None = None


class CostAsk(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to work out, by the rates of the day `on` (today); the same `seed` draws the same."""

    inputs: CostInputs
    on: date | None = None
    seed: Annotated[int, Meta(ge=0, le=2**32 - 1)] = 1


class CostLine(Struct, frozen=True):
    """What is taken from a unit's price under a name, soʻm; `vat_back` is given back."""

    name: LineName
    uzs: Ranged


class LandedLine(Struct, frozen=True):
    """A part of what a unit costs in Tashkent, soʻm."""

    name: LandedName
    uzs: Ranged


class UsedRate(Struct, frozen=True, kw_only=True):
    """A rate that an answer goes by: which version, where it comes from, and whether it should be looked up again.

    `own`: the organisation's; `daily`: the central bank's of the day, as it is asked for and kept.
    """

    input: str
    key: str
    unit: RateUnit
    value: Ranged
    valid_from: date
    source: str
    checked_on: date
    verified: bool
    own: bool
    daily: bool
    stale: bool


class CashCurve(Struct, frozen=True, kw_only=True):
    """Soʻm that a batch has brought by the end of days after goods are ordered, with 80 % intervals; below 0 it is tied up.

    `needed` is the most that is tied up at once, from `needed_day` on; `back_day` is when it is back for good, null where never.
    """

    days: list[int]
    point: list[float]
    low: list[float]
    high: list[float]
    needed: Ranged
    needed_day: int
    back_day: Ranged


class CostAnswer(Struct, frozen=True, kw_only=True):
    """What is left of a price. `point` is exact, of the likely inputs; `low` and `high` hold 80 % of what ranges may come to.

    Lines add up to the profit. `loss_chance` is the part of draws in which a unit loses money. `unknown` names inputs that are
    needed and neither given nor published.
    """

    on: date
    seed: int
    draws: int
    price: Ranged
    lines: list[CostLine]
    landed: list[LandedLine] | None
    profit: Ranged
    margin_pct: Ranged
    roi_pct: Ranged
    paid_out: Ranged
    outlay: Ranged
    break_even_price: Ranged
    units_for_fixed: Ranged
    units_to_recoup: Ranged
    batch_profit: Ranged
    loss_chance: float | None
    cash: CashCurve | None
    used: list[UsedRate]
    unknown: list[str]


class RateRow(Struct, frozen=True, kw_only=True):
    """A version of a rate. `in_force`: it holds on the day asked for; `stale`: it was looked up more than 90 days ago.

    `daily`: the central bank's that holds on the day; such a one is stale where the bank may have set another since.
    Of an own rate `likely` is null where it was given up for the one that comes with VENTRA.
    """

    key: str
    unit: RateUnit
    valid_from: date
    low: float | None
    likely: float | None
    high: float | None
    source: str
    checked_on: date
    verified: bool
    own: bool
    daily: bool
    in_force: bool
    stale: bool


class RateList(Struct, frozen=True, kw_only=True):
    """Versions of all rates by key, the newest first, of daily ones that of the day; `stale_days`: older ones are warned of."""

    on: date
    stale_days: int
    items: list[RateRow]


class OwnRate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rate of the organisation's own, from a day on (today); without `rate` that of VENTRA holds again."""

    key: Annotated[str, Meta(max_length=80)]
    rate: Amount | None = None
    valid_from: date | None = None
    source: Annotated[str, Meta(max_length=300)] = ""


class KnownInput(Struct, frozen=True, kw_only=True):
    """Where an input comes from: seen on the shelf `seen_at`, sold in days until `as_of`, or forecast for those after."""

    input: Literal["price", "units_a_day", "quantity", "category_id"]
    source: Literal["shelf", "forecast", "sales", "reckoned"]
    seen_at: datetime | None = None
    as_of: date | None = None


class CostStart(Struct, frozen=True, kw_only=True):
    """A product as the calculator begins with it; `inputs` that are not known of it are left out."""

    product_id: int
    titles: Titles
    price: Amount | None
    units_a_day: Amount | None
    quantity: Amount | None
    category_id: int | None
    known: list[KnownInput]


class CostScenario(Struct, frozen=True, kw_only=True):
    """Inputs that an organisation keeps under a name."""

    scenario_id: int
    name: str
    inputs: CostInputs
    made_at: datetime
    changed_at: datetime


class CostScenarios(Struct, frozen=True):
    """The organisation's scenarios, by name."""

    items: list[CostScenario]


class ScenarioWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to keep under which name."""

    name: Annotated[str, Meta(max_length=200)]
    inputs: CostInputs


class ScenarioChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of a scenario; what is left out stays."""

    name: Annotated[str, Meta(max_length=200)] | None = None
    inputs: CostInputs | None = None
