"""The filters of a file in words."""

from __future__ import annotations

from typing import Any

from ventra.catalog import listing
from ventra.catalog.store import facets
from ventra.core.texts import Language, say
from ventra.exports.columns import title_of
from ventra.exports.filters import Filters
from ventra.exports.texts import TABLE_TEXTS
from ventra.infra.db import transaction


async def told(pool: Any, org_id: int, filters: Filters, language: Language) -> list[str]:
    """One a line; none when nothing narrows the table. `NotFound` where there is no such list."""
    async with transaction(pool, org_id=org_id) as db:
        called = None if filters.list_id is None else await listing.must_be(db, org_id, filters.list_id)
        category, seller = await facets.names(
            db, category_id=filters.category_id, seller_id=filters.seller_id
        )

    def text(key: str) -> str:
        return say(TABLE_TEXTS, key, language)

    def number(value: int | None) -> str | None:
        return None if value is None else f"№ {value}"

    def either(value: bool | None, yes: str, no: str) -> str | None:
        return None if value is None else text(yes if value else no)

    named: list[tuple[str, object]] = [
        ("about.q", filters.q),
        ("about.list", called),
        ("col.tags", filters.tag),
        ("col.mark", filters.mark and text(f"mark.{filters.mark}")),
        (
            "col.category",
            filters.category_id and (title_of(category, language) or number(filters.category_id)),
        ),
        ("col.seller", filters.seller_id and (seller or number(filters.seller_id))),
        ("col.id", number(filters.product_id)),
        ("col.state", filters.state and text(f"state.{filters.state}")),
        ("col.stock", either(filters.in_stock, "about.in_stock", "about.sold_out")),
        ("about.price_min", filters.price_min),
        ("about.price_max", filters.price_max),
        ("col.tracked", either(filters.tracked, "about.yes", "about.no")),
        ("about.first", filters.first),
        ("about.last", filters.last),
        ("about.kind", filters.kind and text(f"kind.{filters.kind}")),
        ("about.min_units", filters.min_units),
        ("about.leaf", either(filters.leaf, "about.yes", "about.no")),
        ("about.want", filters.want),
        ("about.sure", either(filters.sure, "about.yes", "about.no")),
        ("about.open", either(filters.open_only, "about.yes", "about.no")),
        ("about.rule", number(filters.rule_id)),
        ("col.shop_id", number(filters.shop_id)),
        ("col.sku_id", number(filters.sku_id)),
        ("about.cabinet", either(filters.cabinet, "about.yes", "about.no")),
        ("col.claim", filters.claim and text(f"claim.{filters.claim}")),
        ("col.loss", filters.loss and text(f"loss.{filters.loss}")),
    ]
    return [f"{text(key)}: {value}" for key, value in named if value not in (None, "")]
