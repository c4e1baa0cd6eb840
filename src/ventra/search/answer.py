"""What a query or a product is answered with, as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import numpy as np

from ventra.catalog.encoded import EncodedRows
from ventra.catalog.store.lists import ProductFilter, rows_of
from ventra.catalog.store.products import must_exist
from ventra.core.search_model import Model
from ventra.core.search_rank import Ranked
from ventra.search.answers import Hit, Way
from ventra.search.asked import Asked
from ventra.search.find import find
from ventra.search.store import clusters
from ventra.search.store.facets import facets

WEAK = 0.35
"""The cosine below which a product without a word of the query is not shown."""
BEHIND = 0.2
"""How far behind the nearest such a product may lie where a provider makes the vectors: each has a scale of its own."""
_encoder = msgspec.json.Encoder()


async def search(
    db: Any,
    query: str,
    model: Model,
    wanted: ProductFilter,
    *,
    limit: int,
    with_facets: bool,
    now: datetime,
    simulated: bool,
    rows: EncodedRows,
    asked: Asked | None = None,
) -> bytes:
    """A `SearchAnswer`. `asked` is where the query lies in the space of a provider; without it, it lies in ours."""
    _, ranked = await find(db, query, model, at_most=limit, wanted=wanted, asked=asked)
    near = np.nan_to_num(ranked.cosine, nan=-1.0)
    weak = WEAK if asked is None else max(WEAK, near.max(initial=-1.0) - BEHIND)
    fit = (ranked.words > 0) | (near >= weak)
    hits = [_hit(ranked, int(place)) for place in np.flatnonzero(fit)[:limit]]
    found = await rows_of(db, [hit.product_id for hit in hits], now=now, simulated=simulated, rows=rows)
    shown = [hit for hit in hits if hit.product_id in found]
    told = await facets(db, ranked.product_id[fit].tolist()) if with_facets else None
    return _encoder.encode(
        {
            "items": [msgspec.Raw(found[hit.product_id]) for hit in shown],
            "next_cursor": None,
            "total": int(fit.sum()),
            "hits": shown,
            "facets": told,
            "version": model.version,
        }
    )


def _hit(ranked: Ranked, place: int) -> Hit:
    words, cosine = float(ranked.words[place]), float(ranked.cosine[place])
    way: Way = "exact" if ranked.exact[place] and words > 0 else "words" if words > 0 else "meaning"
    return Hit(
        int(ranked.product_id[place]), way, round(words, 3), None if np.isnan(cosine) else round(cosine, 3)
    )


async def similar(
    db: Any, product_id: int, *, limit: int, now: datetime, simulated: bool, rows: EncodedRows
) -> bytes:
    """A `Similar`; `NotFound` when VENTRA has never met the product."""
    await must_exist(db, product_id)
    cluster_id, members = await clusters.members(db, product_id)
    near = await clusters.nearest(db, product_id, at_most=limit)
    together = {member.product_id for member in members}
    found = await rows_of(
        db,
        sorted({*together, *(one for one, _ in near)}),
        now=now,
        simulated=simulated,
        rows=rows,
    )
    shown = [member for member in members if member.product_id in found]
    return _encoder.encode(
        {
            "product_id": product_id,
            "cluster": None
            if cluster_id is None
            else {
                "cluster_id": cluster_id,
                "sellers": await clusters.sellers(db, cluster_id),
                "members": [
                    {
                        "product": msgspec.Raw(found[member.product_id]),
                        "likeness": round(member.likeness, 3),
                        "reason": None if member.product_id == cluster_id else member.reason,
                    }
                    for member in shown
                ],
            },
            "items": [
                {
                    "product": msgspec.Raw(found[one]),
                    "nearness": round(cosine, 3),
                    "same_goods": one in together,
                }
                for one, cosine in near
                if one in found
            ],
        }
    )
