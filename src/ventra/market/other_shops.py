"""Other shops that are the same seller's, as far as the marketplace honestly tells."""

from __future__ import annotations

from typing import Any

from ventra.catalog.answers import SellerName
from ventra.errors import NotFound
from ventra.market.rival_answers import OtherShop, OtherShops
from ventra.market.store import shelf_days


async def read(db: Any, seller_id: int) -> OtherShops:
    """Those of the same account first, then those that only have the same name; `NotFound` when the shop is not known."""
    known = await shelf_days.account_known(db, seller_id)
    if known is None:
        raise NotFound(f"no seller {seller_id}", seller_id=seller_id)
    return OtherShops(
        account_known=known,
        items=[
            OtherShop(
                seller=SellerName(row["seller_id"], row["title"], row["slug"]),
                evidence=row["evidence"],
                orders_total=row["orders_total"],
                products=row["products"],
            )
            for row in await shelf_days.other_shops(db, seller_id)
        ],
    )
