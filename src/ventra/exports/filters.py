"""What a table can be narrowed by: the filters of its list, under the names that addresses have for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from ventra.catalog.store.lists import ProductFilter
from ventra.errors import BadInput
from ventra.shop.loss_answers import ClaimState, LossKind

Number = Annotated[int, Meta(ge=0, le=2**63 - 1)]
Kind = Literal["category", "cluster", "products", "categories", "sellers", "newcomers"]


class Filters(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    rename={
        "list_id": "list", "category_id": "category", "seller_id": "seller", "product_id": "product", "rule_id": "rule",
        "first": "from", "last": "to", "open_only": "open",
    },
):  # fmt: skip
    """Which rows of a table; what is left out does not matter. Each table takes those of its list."""

    q: Annotated[str, Meta(max_length=200)] | None = None
    list_id: Number | None = None
    tag: Annotated[str, Meta(max_length=200)] | None = None
    mark: Literal["mine", "rival", "none"] | None = None
    category_id: Number | None = None
    seller_id: Number | None = None
    product_id: Number | None = None
    state: Literal["active", "gone"] | None = None
    in_stock: bool | None = None
    price_min: Number | None = None
    price_max: Number | None = None
    tracked: bool | None = None
    first: date | None = None
    last: date | None = None
    kind: Kind | None = None
    min_units: Annotated[float, Meta(ge=0, le=1_000_000)] | None = None
    leaf: bool | None = None
    want: Annotated[str, Meta(max_length=1000)] | None = None
    sure: bool | None = None
    open_only: bool | None = None
    rule_id: Number | None = None
    shop_id: Number | None = None
    sku_id: Number | None = None
    cabinet: bool | None = None
    claim: ClaimState | None = None
    loss: LossKind | None = None


NAMES: dict[str, str] = {one.name: one.encode_name for one in msgspec.structs.fields(Filters)}
"""Of each filter the name in an address."""
SHELF = ("q", "category_id", "seller_id", "state", "in_stock", "price_min", "price_max")
"""What every list of products is narrowed by."""


def must_be_taken(filters: Filters, taken: Iterable[str], table: str) -> None:
    """Raise `BadInput` for a filter that a table has not: it would look as if it held."""
    for name, called in NAMES.items():
        if name not in taken and getattr(filters, name) is not None:
            raise BadInput(f"{table} is not narrowed by {called}", field=called)


def of_shelf(filters: Filters) -> dict[str, Any]:
    """Those of `SHELF`, as lists of products take them. `BadInput` for a lowest price above the highest."""
    least, most = filters.price_min, filters.price_max
    if least is not None and most is not None and least > most:
        raise BadInput("price_min is above price_max", field="price_min")
    return {name: getattr(filters, name) for name in SHELF}


def of_products(filters: Filters) -> ProductFilter:
    """Which products of all there are."""
    return ProductFilter(**of_shelf(filters), tracked=filters.tracked)


def of_kind(filters: Filters, kinds: tuple[str, ...]) -> str:
    """Which kind of rows, the first of `kinds` by default. `BadInput` for one that the table has not."""
    kind = filters.kind or kinds[0]
    if kind not in kinds:
        raise BadInput(f"kind is one of {', '.join(kinds)}", field="kind")
    return kind
