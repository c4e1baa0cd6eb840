"""Purchases of an organisation as lots, in whole columns, for the cost of what was sold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ventra.core.own_lots import Lots
from ventra.infra.columns import whole, whole_numbers

_LOTS = f"""
SELECT {whole("sku_id")}, {whole("day")}, {whole("pieces")}, {whole("cost_uzs")} FROM (
    SELECT sku_id, day - DATE '1970-01-01' AS day, pieces::bigint AS pieces, cost_uzs FROM own_purchases
    WHERE org_id = $1 AND deleted_at IS NULL AND ($2::bigint[] IS NULL OR sku_id = ANY($2::bigint[]))
    ORDER BY sku_id, day, purchase_id
) l
"""


async def lots(db: Any, org_id: int, sku_ids: Sequence[int] | None = None) -> Lots:
    """All of them, in the order in which they are used up."""
    row = await db.fetchrow(_LOTS, org_id, None if sku_ids is None else list(sku_ids))
    return Lots(*map(whole_numbers, row))
