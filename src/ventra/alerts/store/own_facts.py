"""How organisations' own shops correct the products that their rules speak of."""

from __future__ import annotations

from typing import Any

import numpy as np

from ventra.core.columns import Int64
from ventra.core.own_facts import OwnFacts
from ventra.core.own_view import OwnFit

_FITS = """
SELECT o.org_id, o.version, o.factors, array_agg(p.product_id) AS products
FROM own_fits o JOIN products p ON p.category_id = o.category_id AND p.product_id = ANY($2::bigint[])
WHERE o.applied AND o.org_id = ANY($1::bigint[]) GROUP BY o.org_id, o.category_id, o.version
"""


async def own_facts(db: Any, org_ids: Int64, product_ids: Int64) -> list[OwnFacts]:
    """The corrections in force of these organisations, with which of these products each is of; mostly none."""
    rows = await db.fetch(_FITS, np.unique(org_ids).tolist(), product_ids.tolist())
    return [
        OwnFacts(
            row["org_id"],
            np.array(row["products"], np.int64),
            OwnFit.stored(row["version"], row["factors"]),
        )
        for row in rows
    ]
