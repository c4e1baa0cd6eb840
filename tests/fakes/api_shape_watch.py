"""The stand-in's watchlist: a few goods of one's own, and what changed among those of rivals."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from fakes.api_shape_shelf import PRODUCT_IDS, row, stamp

Json = dict[str, Any]


def watchlist(now: datetime, query: dict[str, str], *, empty: bool) -> Json:
    """What is tracked; every third is one's own."""
    wanted = query.get("mark")
    marks = {"mine": 0, "rival": 1}
    ids = [] if empty else [one for one in PRODUCT_IDS[:12] if wanted is None or one % 3 == marks[wanted]]
    said = {"note": "", "tags": [], "lists": []}
    items = [
        row(one, now, tracked=True) | said | {"mark": ("mine", "rival", None)[one % 3]}
        for one in ids[: int(query.get("limit", 50))]
    ]
    return {"items": items, "next_cursor": None, "total": len(ids)}


def changes(now: datetime, query: dict[str, str], *, empty: bool) -> Json:
    """One change of each kind; over a day nothing changed."""
    days = int(query.get("days", 7))
    kinds = (
        ("gone", None, None), ("sold_out", 41, 0), ("price_down", 1_290_000, 990_000), ("price_up", 9_000, 12_500),
        ("back_in_stock", 0, 17),
    )  # fmt: skip
    found = [
        {key: row(product_id, now)[key] for key in ("product_id", "titles", "photo_url")}
        | {
            "mark": ("mine", "rival", None)[product_id % 3],
            "kind": kind,
            "before": before,
            "after": after,
            "before_at": stamp(now - timedelta(days=days, hours=1)),
            "after_at": stamp(now - timedelta(minutes=14)),
        }
        for product_id, (kind, before, after) in zip(PRODUCT_IDS, kinds, strict=False)
    ]
    if empty or days == 1:
        found = []
    return {
        "since": stamp(now - timedelta(days=days)),
        "items": found,
        "total": 23 if found else 0,
        "by_kind": {one["kind"]: 1 for one in found},
        "products": 0 if empty else 12,
        "new": 0 if empty else 2,
    }
