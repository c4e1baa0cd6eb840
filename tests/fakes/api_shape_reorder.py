"""The stand-in's plans of orders: variants that are due, that will be, that have no plan; kept terms; a purse that cuts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from fakes import api_shape_shelf as shelf
from fakes.api_shape_outlook import HORIZON, UNKNOWN, UNTOLD
from fakes.api_shape_shelf import PRODUCT_IDS, Json, estimate, stamp, today_of

ASSUMED: Json = {
    "lead_days": 14, "lead_spread_days": 4, "service_level": 0.95, "review_days": 7, "least_pieces": 0, "pack_pieces": 1,
    "cost_uzs": None, "cash_uzs": None, "on_order": {},
}  # fmt: skip
OWN = PRODUCT_IDS[:3]
"""Of the own goods the last is one of which nothing is known."""


class Orders:
    """What was kept, and the plans it leads to."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.refuses = False
        self.terms: dict[int, Json] = {}

    def answer(self, method: str, product_id: int, rest: list[str], data: Json | None) -> Json | None:
        """`None` where it is refused."""
        if self.refuses and method != "GET":
            return None
        if rest and method == "PUT":
            self.terms[product_id] = ASSUMED | (data or {})
        elif rest and method == "DELETE":
            self.terms.pop(product_id, None)
        return {
            "product_id": product_id,
            "closed_through": (today_of(self.now) - timedelta(days=1)).isoformat(),
            "seen_at": stamp(self.now - timedelta(minutes=40)),
            **self._said(product_id),
        }

    def own(self, query: dict[str, str], *, empty: bool) -> Json:
        """Own goods, the most urgent first."""
        purse = int(query["cash_uzs"]) if "cash_uzs" in query else None
        rows = [
            {"product": shelf.row(one, self.now, tracked=True), **self._said(one, purse)}
            for one in ([] if empty else OWN)
        ]
        if query.get("due") == "true":
            rows = [one for one in rows if one["plan"]["due"]]
        due = [one["plan"] for one in rows if one["plan"]["due"]]
        cost = sum(one["cost_uzs"]["point"] or 0 for one in due)
        return {
            "closed_through": (today_of(self.now) - timedelta(days=1)).isoformat(),
            "own": 0 if empty else len(OWN),
            "left_out": 0,
            "total": len(rows),
            "due": len(due),
            "unpriced": sum(one["cost_uzs"]["point"] is None for one in due),
            "pieces": _range(sum(one["pieces"]["point"] for one in due)) if due else UNKNOWN,
            "cost_uzs": _range(cost) if cost else UNKNOWN,
            "uncut_uzs": 6_300_000,
            "cash_uzs": purse,
            "next_cursor": None,
            "items": rows,
        }

    def _said(self, product_id: int, purse: int | None = None) -> Json:
        terms = self.terms.get(product_id, ASSUMED)
        known = product_id != UNTOLD
        lost = {
            "units": estimate(31.0, "inferred", 28, 26, 0.4),
            "revenue": estimate(3_999_000, "inferred", 28, 26, 0.4),
            "empty_days": 2.4,
        }
        return {
            "terms": terms,
            "own_terms": product_id in self.terms,
            "plan": self._plan(product_id, terms, purse) if known else _NOTHING,
            "lost": lost if known else None,
        }

    def _plan(self, product_id: int, terms: Json, purse: int | None) -> Json:
        variants = shelf.product(product_id, self.now, tracked=False)["variants"]
        lines = [self._line(one, place, terms, purse) for place, one in enumerate(variants)]
        due = [one for one in lines if one["due"]]
        first = due[0] if due else lines[0]
        cost = sum(one["cost_uzs"]["point"] or 0 for one in due)
        return {
            "by": "forecast",
            "no_plan": None,
            "horizon_days": HORIZON,
            "due": len(due),
            **{name: first[name] for name in ("early", "middle", "late")},
            "pieces": _range(sum(one["pieces"]["point"] for one in due)),
            "cost_uzs": _range(cost) if terms["cost_uzs"] else UNKNOWN,
            "lines": lines,
        }

    def _line(self, variant: Json, place: int, terms: Json, purse: int | None) -> Json:
        today = today_of(self.now)
        coming = terms["on_order"].get(str(variant["sku_id"]), 0)
        due, known = place == 0 and not coming, place != 2
        pieces = max(120, terms["least_pieces"]) if purse is None else 60
        cost = terms["cost_uzs"]
        first, wide = (0, 0) if due else (6, 9)
        days = [(today + timedelta(days=first + wide * part // 2)).isoformat() for part in (0, 1, 2)]
        binds = "cash" if purse is not None else "minimum" if terms["least_pieces"] > 120 else "need"
        return {
            "sku_id": variant["sku_id"],
            "characteristics": variant["characteristics"],
            "stock": 40 + 90 * place,
            "on_order": coming,
            "no_plan": None if known else "units",
            "days": None,
            "due": due,
            **dict(zip(("early", "middle", "late"), days if known else (None, None, None), strict=True)),
            "pieces": _range(pieces if due else 0) if known else UNKNOWN,
            "next_pieces": _range(96) if known else UNKNOWN,
            "cost_uzs": _range(pieces * cost if due else 0) if cost and known else UNKNOWN,
            "binds": (binds if due else "nothing") if known else None,
            "lead_units": _range(84.0) if known else UNKNOWN,
            "reorder_point": 131 if known else None,
            "safety_stock": 41 if known else None,
            "up_to": 160 if known else None,
            "lasts": 0.62 if known else None,
        }


def _range(point: float) -> Json:
    return {"point": point, "low": round(point * 0.7), "high": round(point * 1.4)}


_NOTHING: dict[str, Any] = {
    "by": None, "no_plan": "forecast", "horizon_days": 0, "due": 0, "early": None, "middle": None, "late": None,
    "pieces": UNKNOWN, "cost_uzs": UNKNOWN, "lines": [],
}  # fmt: skip
