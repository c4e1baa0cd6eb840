"""The stand-in's sums of an own shop: a month of days, variants with and without a cost, purchases, losses, and money to come."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from fakes.api_shape_shelf import PRODUCT_IDS, Json, stamp, today_of

UNREAD_DAYS = 25
"""Days before that many days ago were not read."""
CHOICES = (("twice_a_month", 15, 0.0), ("weekly", 7, 0.0), ("daily", 1, 0.5), ("urgent", 1, 3.0))
CAUSES = (
    ("day_boundary", 180_000, 3),
    ("not_issued", 640_000, 9),
    ("cancelled", 0, 0),
    ("storage", -210_000, None),
    ("no_cost_known", -1_800_000, None),
    ("cost_of_goods", -2_400_000, None),
)
WAYS = ("days", "goods", "difference", "purchases", "losses", "cash", "reorder")


def _line(units: int, price: int, cost: int | None, **more: Any) -> Json:
    revenue = units * price
    left = revenue - revenue // 10 - units * 4_000
    profit = None if cost is None else left - units * cost
    return {
        "ordered": units + 1, "cancelled": 1, "returned": 0, "units": units, "revenue_uzs": revenue,
        "commission_uzs": revenue // 10, "logistics_uzs": units * 4_000, "storage_uzs": 0, "other_uzs": 0,
        "left_uzs": left, "cost_uzs": None if cost is None else units * cost, "spoiled_uzs": 0, "profit_uzs": profit,
        "margin_pct": round(100 * profit / revenue, 2) if profit is not None and revenue else None,
        "known_profit_uzs": profit, "revenue_without_cost_uzs": 0 if cost is not None else revenue,
        "cost_basis": "none" if cost is None else "purchases",
    } | more  # fmt: skip


def _range(point: float, wide: float = 0.3) -> Json:
    return {"point": point, "low": round(point * (1 - wide)), "high": round(point * (1 + wide))}


class OwnSums:
    """Purchases and claims as they stand after what was done."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.claims: dict[str, Json] = {}
        self.purchases: dict[int, Json] = {1: self._purchase(1, 71, 40, 45_000)}
        self.deleted: dict[int, Json] = {}
        self.files: list[Json] = []

    def answer(self, method: str, parts: list[str], query: Json, data: Any, *, empty: bool) -> Json:
        """An answer to what begins with `own-shop` and one of `WAYS`."""
        match method, parts[1:]:
            case _, ["days"]:
                return self._days(query, empty=empty)
            case _, ["goods"]:
                return self._goods(query, empty=empty)
            case _, ["difference"]:
                causes = [] if empty else [{"cause": c, "amount_uzs": n, "rows": r} for c, n, r in CAUSES]
                start, by = 0 if empty else 9_000_000, sum(one["amount_uzs"] for one in causes)
                return self._span(query) | {
                    "cabinet_uzs": start, "ours_uzs": start + by, "difference_uzs": by, "unknown_rows": 2, "causes": causes,
                }  # fmt: skip
            case "POST", ["purchases", "file"]:
                return self._file(query)
            case "POST", ["purchases", number, "restore"]:
                self.purchases[int(number)] = self.deleted.pop(int(number))
                return self.purchases[int(number)]
            case "POST", ["purchases"]:
                made = self._purchase(max([0, *self.purchases, *self.deleted]) + 1, **data)
                self.purchases[made["purchase_id"]] = made
                return made
            case "PATCH", ["purchases", number]:
                self.purchases[int(number)] |= data
                return self.purchases[int(number)]
            case "DELETE", ["purchases", number]:
                self.deleted[int(number)] = self.purchases.pop(int(number))
                return {"done": True}
            case _, ["purchases"]:
                items = [] if empty else sorted(self.purchases.values(), key=lambda one: -one["purchase_id"])
                return {"total": len(items), "next_cursor": None, "items": items}
            case "PUT", ["losses", subject]:
                self.claims[subject] = data
                return next(one for one in self._losses() if one["subject"] == subject)
            case _, ["losses"]:
                return self._listed(query, empty=empty)
            case _, ["cash"]:
                return self._cash(query.get("schedule", "twice_a_month"))
        return self._reorder(empty=empty)

    def _day(self, age: int) -> date:
        return today_of(self.now) - timedelta(days=age)

    def _span(self, query: Json) -> Json:
        return {"first": query.get("from", str(self._day(28))), "last": query.get("to", str(self._day(1)))}

    def _days(self, query: Json, *, empty: bool) -> Json:
        span = self._span(query)
        first, last = date.fromisoformat(span["first"]), date.fromisoformat(span["last"])
        ages = [(self._day(0) - first).days - at for at in range((last - first).days + 1)]
        days = [
            _line(age % 7, 89_000, 30_000 + 7_000 * (age % 5), day=str(self._day(age)), apart_uzs=0)
            for age in ages
            if age <= UNREAD_DAYS and not empty
        ]
        units = sum(one["units"] for one in days)
        total = _line(units, 89_000, None) | {
            "known_profit_uzs": 2_310_000, "revenue_without_cost_uzs": round(units * 89_000 * 0.3), "apart_uzs": 120_000,
            "storage_uzs": 210_000, "cost_basis": "both",
        }  # fmt: skip
        none = _line(0, 0, 0, ordered=0, cancelled=0, apart_uzs=0)
        expense = {"kind": "storage", "amount_uzs": 330_000, "apart_uzs": 120_000}
        return span | {
            "known_from": str(self._day(UNREAD_DAYS + 1)), "read_at": None if empty else stamp(self.now),
            "total": none if empty else total, "expenses": [] if empty else [expense],
            "unmatched_units": 0 if empty else 3, "unpriced_expenses": 0, "days": days,
        }  # fmt: skip

    def _goods(self, query: Json, *, empty: bool) -> Json:
        about = {
            "shop_id": 51,
            "product_id": PRODUCT_IDS[0],
            "product_title": "Choynak 1,5 l",
            "barcode": None,
        }
        stock = {"fbo": 12, "fbs": 3, "price_uzs": 89_000, "held": 14, "held_uzs": 630_000}
        items = [
            _line(40, 89_000, 45_000, sku_id=71, title="Oq", code="CH-71", **about, **stock),
            _line(9, 89_000, 85_000, sku_id=72, title="Koʻk", code="CH-72", **about, **stock),
            _line(
                5, 70_000, None, sku_id=73, title="Qizil", code="CH-73", **about,
                fbo=None, fbs=None, price_uzs=None, held=None, held_uzs=None,
            ),
        ]  # fmt: skip
        words = query.get("q", "").casefold()
        found = [
            one for one in items if not empty and words in f"choynak {one['title']} {one['code']}".casefold()
        ]
        if query.get("sort") == "-margin":
            found.sort(key=lambda one: (one["margin_pct"] is None, -(one["margin_pct"] or 0)))
        return self._span(query) | {
            "total": len(found), "sum": _line(sum(one["units"] for one in found), 89_000, None), "next_cursor": None,
            "items": found,
        }  # fmt: skip

    def _purchase(
        self, number: int, sku_id: int, pieces: int, cost_uzs: int, day: str = "", note: str = ""
    ) -> Json:
        return {
            "purchase_id": number, "sku_id": sku_id, "title": "Choynak, oq", "code": f"CH-{sku_id}",
            "day": day or str(self._day(40)), "pieces": pieces, "cost_uzs": cost_uzs, "note": note, "made_at": stamp(self.now),
        }  # fmt: skip

    def _file(self, query: Json) -> Json:
        self.files.append(query)
        said = query.get("columns")
        columns = (
            dict(part.split(":") for part in said.split(",")) if said else {"sku": 0, "day": 1, "pieces": 2}
        )
        needed = [name for name in ("sku", "day", "pieces", "cost") if name not in columns]
        kept = query.get("keep") == "true"
        if kept:
            self.purchases[9] = self._purchase(9, 72, 25, 39_000, note="fayldan")
        return {
            "kept": kept, "cells": [["Kod", "Sana", "Soni", "Qancha"], ["CH-72", "01.11.2026", "25", "39000"]],
            "head_lines": 1, "columns": {name: int(at) for name, at in columns.items()}, "needed": needed,
            "readable": 0 if needed else 1, "bad_lines": 0 if needed else 1,
            "bad": [] if needed else [{"line": 3, "column": "day", "why": "no_day", "said": "kecha"}],
        }  # fmt: skip

    def _losses(self) -> list[Json]:
        kinds = (("missing-71", "missing", "FBO", 2, 2), ("order_stuck-9", "order_stuck", "FBS", -1, 1))
        return [
            {
                "subject": subject, "kind": kind, "scheme": scheme, "sku_id": 71, "product_id": PRODUCT_IDS[0],
                "title": "Choynak, oq", "reference": None if kind == "missing" else "№ 110023", "pieces": pieces,
                "since": str(self._day(8)), "or_earlier": kind == "missing", "deadline": str(self._day(-left)),
                "days_left": left, "cost_uzs": 45_000 * pieces, "price_uzs": 89_000 * pieces,
                "state": self.claims.get(subject, {}).get("state", "open"), "said_of": None,
                "note": self.claims.get(subject, {}).get("note", ""), "changed_at": None,
            }
            for subject, kind, scheme, left, pieces in kinds
        ]  # fmt: skip

    def _listed(self, query: Json, *, empty: bool) -> Json:
        found = [] if empty else [one for one in self._losses() if query.get("state") in (None, one["state"])]
        still = [one for one in found if one["state"] == "open"]
        return {
            "fbo_days": 10, "fbs_days": 14, "unknown": ["invoices"] if empty else [], "total": len(found),
            "open": len(still), "open_cost_uzs": sum(one["cost_uzs"] for one in still), "items": found,
        }  # fmt: skip

    def _cash(self, schedule: str) -> Json:
        fee = next(pct for name, _, pct in CHOICES if name == schedule)
        weeks = [
            {
                "first": str(self._day(-7 * at)), "last": str(self._day(-7 * at - 6)),
                "paid_out_uzs": _range(2_400_000 + 100_000 * at), "fees_uzs": _range(24_000 * fee),
                "purchases_uzs": _range(1_800_000 if at == 1 else 0), "sum_uzs": _range(2_400_000 * (at + 1)),
            }
            for at in range(4)
        ]  # fmt: skip
        return {
            "today": str(self._day(0)), "schedule": schedule,
            "choices": [
                {"schedule": name, "days": days, "fee_pct": pct, "ready_fee_uzs": round(31_000 * pct)}
                for name, days, pct in CHOICES
            ],
            "ready_uzs": 3_100_000, "processing_uzs": 1_450_000, "kept": {"point": 0.91, "low": 0.88, "high": 0.94},
            "days_to_issue": 3.4, "foreseen_uzs": _range(9_800_000), "without_forecast": 2, "unpriced": 1, "weeks": weeks,
        }  # fmt: skip

    def _reorder(self, *, empty: bool) -> Json:
        return {
            "closed_through": str(self._day(1)), "total": 0, "left_out": 0, "due": 0, "unpriced": 0, "without_plan": 0,
            "pieces": _range(0), "cost_uzs": _range(0), "cash_uzs": None, "next_cursor": None, "items": [],
        }  # fmt: skip
