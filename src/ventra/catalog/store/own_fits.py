"""How the organisation that a transaction acts for sees the estimates of products, by its own shop's truth."""

from __future__ import annotations

from typing import Any

import numpy as np

from ventra.core.columns import Int64
from ventra.core.own_view import OwnFit

_FITS = """
SELECT o.version, o.factors, array_agg(p.product_id) AS products
FROM own_fits o JOIN products p ON p.category_id = o.category_id AND p.product_id = ANY($1::bigint[])
WHERE o.applied AND o.org_id = (SELECT ventra_org()) GROUP BY o.category_id, o.version, o.factors
"""


async def fits_of(db: Any, product_ids: Int64) -> list[tuple[Int64, OwnFit]]:
    """The corrections in force, each with which of these products it is of; mostly none."""
    rows = await db.fetch(_FITS, product_ids.tolist())
    return [
        (np.array(row["products"], np.int64), OwnFit.stored(row["version"], row["factors"])) for row in rows
    ]
