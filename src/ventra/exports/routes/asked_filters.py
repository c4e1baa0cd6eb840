"""The filters of all tables as words of a query."""

from __future__ import annotations

from typing import Annotated

from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, PathParameter, QueryParameter

from ventra.accounts.routes.handed import MOST_ID, Asking
from ventra.catalog.routes.catalogue import InCategory, Money, OfSeller, OnShelf, Query
from ventra.catalog.routes.watchlist import InList, Marked, Tagged
from ventra.core.texts import Language, language_of
from ventra.exports.filters import Filters, Kind
from ventra.sales.routes.parameters import FirstDay, LastDay
from ventra.shop.loss_answers import ClaimState, LossKind
from ventra.shop.routes.sums import Shop, Variant

Columns = Annotated[
    str | None, QueryParameter(max_length=600, description="names with commas between them, in order")
]
Sort = Annotated[
    str | None,
    QueryParameter(max_length=20, description="one of the table's orders; `-` before it: descending"),
]
FileName = Annotated[str, PathParameter(max_length=80)]


def filters_of(
    q: Query = None,
    list_id: InList = None,
    tag: Tagged = None,
    mark: Marked = None,
    category: InCategory = None,
    seller: OfSeller = None,
    product: Annotated[int | None, QueryParameter(ge=0, le=MOST_ID)] = None,
    on_shelf: OnShelf = None,
    in_stock: FromQuery[bool | None] = None,
    price_min: Money = None,
    price_max: Money = None,
    tracked: FromQuery[bool | None] = None,
    first: FirstDay = None,
    last: LastDay = None,
    kind: FromQuery[Kind | None] = None,
    min_units: Annotated[float | None, QueryParameter(ge=0, le=1_000_000)] = None,
    leaf: FromQuery[bool | None] = None,
    want: Annotated[str | None, QueryParameter(max_length=1000)] = None,
    sure: FromQuery[bool | None] = None,
    open_only: Annotated[bool | None, QueryParameter(name="open")] = None,
    rule: Annotated[int | None, QueryParameter(ge=1, le=MOST_ID)] = None,
    shop_id: Shop = None,
    sku_id: Variant = None,
    cabinet: FromQuery[bool | None] = None,
    claim: FromQuery[ClaimState | None] = None,
    loss: FromQuery[LossKind | None] = None,
) -> Filters:
    """What of a table is asked for; each table takes those of its list, and refuses others."""
    return Filters(
        q=q,
        list_id=list_id,
        tag=tag,
        mark=mark,
        category_id=category,
        seller_id=seller,
        product_id=product,
        state=on_shelf,
        in_stock=in_stock,
        price_min=price_min,
        price_max=price_max,
        tracked=tracked,
        first=first,
        last=last,
        kind=kind,
        min_units=min_units,
        leaf=leaf,
        want=want,
        sure=sure,
        open_only=open_only,
        rule_id=rule,
        shop_id=shop_id,
        sku_id=sku_id,
        cabinet=cabinet,
        claim=claim,
        loss=loss,
    )


AskedFilters = NamedDependency[Filters]
FILTERED = {"filters": Provide(filters_of, sync_to_thread=False)}


def language_asked(request: Asking) -> Language:
    """The language that headings and words come in."""
    return language_of(request.headers.get("accept-language"))
