"""What niches answer over HTTP: typed values that are the OpenAPI schema as well. Terms: docs/niches.md."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from ventra.catalog.answers import CategoryName, ProductRow, SellerName
from ventra.core.estimate import Estimate, Ranged
from ventra.core.product import Titles
from ventra.core.saturation import PartName
from ventra.market.answers import Hhi, MarketGrowth
from ventra.market.rival_answers import SameGoods

NicheKind = Literal["category", "cluster"]
Measure = Literal[
    "products", "sellers", "units", "revenue", "growth", "hhi", "leader", "came", "gone", "staying", "price", "busy_price",
    "idle", "review_gap", "season", "saturation",
]  # fmt: skip
MOST_WANTS = 20


class Want(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A measure lies between both ends, which belong to it; one may be left out. What is not known lies nowhere."""

    measure: Measure
    least: float | None = None
    most: float | None = None


class NicheWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the finder looks for: niches of a kind below a category, that hold to all `wants`, in an order.

    `leaf`: only categories that have none below. `sure`: whole intervals lie within the ends, not only points.
    """

    kind: NicheKind = "category"
    category: Annotated[int, Meta(ge=0, le=2**63 - 1)] | None = None
    leaf: bool = True
    sure: bool = False
    sort: Annotated[str, Meta(max_length=20)] = "-revenue"
    wants: Annotated[list[Want], Meta(max_length=MOST_WANTS)] = field(default_factory=list)


class NichePlace(Struct, frozen=True):
    """The place in the order by the point, and the `first` and `last` it may be as far as intervals overlap, which is a tie."""

    point: int
    first: int
    last: int
    of: int


class NichePrices(Struct, frozen=True, kw_only=True):
    """The median price now, and the prices below which a tenth and nine tenths of the goods lie."""

    tenth: int | None
    median: int | None
    nine_tenths: int | None


class BusySegment(Struct, frozen=True):
    """The price segment in which most units are sold, from a price to below another, and its part of all units."""

    from_uzs: int | None
    to_uzs: int | None
    share: float


class NicheSegment(Struct, frozen=True, kw_only=True):
    """Goods by their price now, with the units of 28 days of those that are known."""

    from_uzs: int | None
    to_uzs: int | None
    products: int
    units_28: float


class Season(Struct, frozen=True, kw_only=True):
    """How many times a usual month the highest month sells, which one (1-12), all twelve, and over how many years that was seen.

    Null throughout until each month was seen once; with one year, growth over that year is in it.
    """

    highest: Ranged
    month: int | None
    months: list[float | None]
    years: int


class Entry(Struct, frozen=True, kw_only=True):
    """Shops that came and left within the last `over_days`, and which part of those who came is there 90 days later.

    Both counts are null while the niche is not watched long enough to tell who is new.
    """

    came: int | None
    gone: int | None
    over_days: int
    staying_90: Ranged
    staying_of: int


class SaturationRule(Struct, frozen=True, kw_only=True):
    """A part of saturation presses not at all at `easy`, wholly at `hard`, and evenly between, on logarithms where so said."""

    name: PartName
    weight: float
    easy: float
    hard: float
    logarithmic: bool


class SaturationPart(Struct, frozen=True, kw_only=True):
    """What a part measures, how much that presses (0-1), and what it adds to the sum; all null where it is not known."""

    name: PartName
    value: Ranged
    press: float | None
    adds: float | None


class Saturation(Struct, frozen=True):
    """0-100: the weighted mean of what its known parts press. Null where those weigh less than half."""

    score: Ranged
    parts: list[SaturationPart]


class Niche(Struct, frozen=True, kw_only=True):
    """A category with all below it, or a cluster of the same goods, as the last night measured it.

    `titles` of a cluster are those of the product in it that sells most. `idle` is the part of goods that sold less than one in
    28 days, `review_gap` by how many reviews those that sell most are ahead. `place` is null outside a list, and where what
    orders it is not known.
    """

    kind: NicheKind
    niche_id: int
    titles: Titles
    category: CategoryName | None
    face: int | None
    leaf: bool
    as_of: date
    products: int
    counted_28: int
    days_28: Estimate
    revenue_28: Estimate
    growth: MarketGrowth
    sellers: int
    concentration: Hhi | None
    leader: SellerName | None
    leader_share: Ranged
    entry: Entry
    prices: NichePrices
    busy: BusySegment | None
    idle: Ranged
    review_gap: Ranged
    season: Season
    saturation: Saturation
    place: NichePlace | None = None


class NicheList(Struct, frozen=True, kw_only=True):
    """A page of niches in order. `made_at` is null before the first night; `formula` is how saturation is made of its parts."""

    as_of: date | None
    made_at: datetime | None
    wish: NicheWish
    total: int
    next_cursor: str | None
    formula: list[SaturationRule]
    items: list[Niche]


class NicheShop(Struct, frozen=True, kw_only=True):
    """A shop that came to a niche, or left it: since when, with how many goods, and what those sold in 28 days."""

    seller: SellerName
    at: datetime
    products: int
    days_28: Estimate


class ClusterGood(Struct, frozen=True, kw_only=True):
    """A product of a cluster, and why it is in it."""

    product: ProductRow
    why: SameGoods


class NicheDetail(Struct, frozen=True, kw_only=True):
    """A niche with its price segments, the shops that came and left last, and how saturation is made of its parts.

    `goods` are those of a cluster, best sellers first; a category's are listed elsewhere.
    """

    niche: Niche
    segments: list[NicheSegment]
    came: list[NicheShop]
    gone: list[NicheShop]
    goods: list[ClusterGood]
    formula: list[SaturationRule]


class NicheRecipe(Struct, frozen=True, kw_only=True):
    """A wish that an organisation keeps under a name."""

    recipe_id: int
    name: str
    wish: NicheWish
    made_at: datetime


class NicheRecipes(Struct, frozen=True):
    """The organisation's recipes for the finder, by name."""

    items: list[NicheRecipe]


class NicheRecipeWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to keep under which name."""

    name: Annotated[str, Meta(max_length=200)]
    wish: NicheWish


class NicheRecipeChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of a recipe; what is left out stays."""

    name: Annotated[str, Meta(max_length=200)] | None = None
    wish: NicheWish | None = None
