"""What rivals answer over HTTP: typed values that are the OpenAPI schema as well. Terms: docs/rivals.md."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from ventra.catalog.answers import CategoryName, ProductRow, SellerName
from ventra.core.estimate import Ranged
from ventra.core.product import Titles

Choice = Literal["proposed", "added", "removed"]


class SameGoods(Struct, frozen=True, kw_only=True):
    """Both are of one cluster: how alike they are (0-1), and what of the titles says so."""

    likeness: float
    models: list[str]
    brands: list[str]
    words: list[str]


class SamePrices(Struct, frozen=True, kw_only=True):
    """Both stand in this leaf category, at prices within one of its segments."""

    category: CategoryName
    from_uzs: int | None
    to_uzs: int | None


class RivalWhy(Struct, frozen=True, kw_only=True):
    """Why a product is a rival: the same goods, the same shelf and price, or because the organisation said so."""

    same_goods: SameGoods | None
    same_prices: SamePrices | None
    choice: Choice


class RivalChange(Struct, frozen=True, kw_only=True):
    """A rival now against what was seen last before the Tashkent day `since` began; null: not seen on both sides."""

    since: date
    price_then_uzs: int | None
    price_change_uzs: int | None
    stock_then: int | None
    stock_change: int | None
    reviews_change: int | None
    moved: list[str]
    """What else its page says otherwise since: `title`, `photo`, `category`, `seller`."""


class Rival(Struct, frozen=True, kw_only=True):
    """A rival with the reason for it, and what changed since yesterday began and over the last 7 closed days."""

    product: ProductRow
    why: RivalWhy
    day_1: RivalChange
    days_7: RivalChange


class NicheMove(Struct, frozen=True, kw_only=True):
    """A product that came to the same leaf and price segment, or left the leaf, within 30 days."""

    product_id: int
    titles: Titles
    seller: SellerName | None
    price_uzs: int | None
    at: datetime


class Rivals(Struct, frozen=True, kw_only=True):
    """A product's rivals, the same goods first, then those that sell most. `removed` were proposed and taken out.

    `entered` and `left` are goods of others within 30 days; null while the leaf is not watched long enough to tell.
    """

    product: ProductRow
    rivals: list[Rival]
    removed: list[Rival]
    entered: list[NicheMove] | None
    left: list[NicheMove] | None


class RivalsOfProduct(Struct, frozen=True, kw_only=True):
    """One of the organisation's products with how many rivals it has and what those did."""

    product: ProductRow
    rivals: int
    cheaper: int
    price_down_1: int
    price_up_1: int
    price_down_7: int
    price_up_7: int
    sold_out: int
    lowest: Rival | None


class RivalsOverview(Struct, frozen=True, kw_only=True):
    """Products marked as one's own, or where none is marked all that are tracked; those whose rivals moved come first."""

    marked: bool
    total: int
    items: list[RivalsOfProduct]


class ShelfDay(Struct, frozen=True, gc=False):
    """A day's last known price and stock; null where nothing was seen of it that day, which is a gap and no 0."""

    day: date
    price_uzs: int | None
    stock: int | None


class ShareWeek(Struct, frozen=True, kw_only=True):
    """A product's share of its leaf category's units in a week of 7 closed days, over the days known of both.

    `goods_known` of the leaf's `goods` are in the whole on average; with fewer than all, the share is at most so great.
    """

    first: date
    last: date
    share: Ranged
    days: int
    goods_known: int
    goods: int


class RivalLine(Struct, frozen=True, kw_only=True):
    """A product's days on the shelf and its weeks' shares; those in another leaf have no share of this one."""

    product_id: int
    titles: Titles
    days: list[ShelfDay]
    weeks: list[ShareWeek]


class RivalHistory(Struct, frozen=True, rename={"first": "from", "last": "to"}, kw_only=True):
    """One's own product first, then its rivals."""

    first: date
    last: date
    category: CategoryName | None
    lines: list[RivalLine]


class RivalWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`added` or `removed`; `proposed` takes back what was chosen."""

    choice: Choice


class OtherShop(Struct, frozen=True, kw_only=True):
    """Another shop that seems to be the same seller's. `account`: the marketplace names the same account for both; `title`: only
    the same name, which two sellers may have.
    """

    seller: SellerName
    evidence: Literal["account", "title"]
    orders_total: int | None
    products: int


class OtherShops(Struct, frozen=True, kw_only=True):
    """`account_known` is false where no page of this shop told its account: then other shops may exist that nothing tells of."""

    account_known: bool
    items: list[OtherShop]
