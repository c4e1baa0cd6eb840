"""The stand-in's sourcing: stale rates, a source without a key, a request that failed, an offer to be confirmed, a draft."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from fakes.api_shape_shelf import Json, stamp, today_of

NOTHING = {"point": None, "low": None, "high": None}
CELLS = [["Nomi", "Narxi", "MOQ"], ["Shisha choynak", "3,25", "100"], ["Guldon", "qimmat", ""]]


def rates(now: datetime, *, empty: bool) -> Json:
    """Last asked two days ago."""
    day = (today_of(now) - timedelta(days=2)).isoformat()
    items = [
        {"currency": code, "day": day, "nominal": 1, "rate_uzs": rate, "per_unit_uzs": rate, "change": change}
        for code, rate, change in (("CNY", 1742.1, -1.2), ("EUR", 13712.01, None), ("USD", 12650.55, 14.2))
    ]
    at = stamp(now - timedelta(hours=40))
    return {
        "state": "never" if empty else "stale",
        "why": "timed_out",
        "day": None if empty else day,
        "asked_at": at,
        "ok_at": at,
        "open_at": stamp(now + timedelta(hours=1)),
        "items": [] if empty else items,
    }


def _request(number: int, now: datetime, state: str, **more: Any) -> Json:
    return {
        "request_id": number,
        "source": "aliexpress",
        "query": "glass teapot 1500 ml",
        "product_id": None,
        "product_titles": None,
        "state": state,
        "asked_at": stamp(now - timedelta(minutes=9)),
        "finished_at": None,
        "tries": 1,
        "next_at": stamp(now),
        "why": None,
        "offers": None,
        "from_cache": None,
    } | more


def offer(now: datetime, **more: Any) -> Json:
    """A teapot at AliExpress."""
    return {
        "offer_id": 1,
        "source": "aliexpress",
        "title": "Heat resistant glass teapot 1500ml with infuser",
        "price": "3.25",
        "currency": "USD",
        "price_uzs": 41_114,
        "rate_day": today_of(now).isoformat(),
        "least": None,
        "weight_grams": None,
        "link": "https://s.click.aliexpress.com/e/_1",
        "picture_url": None,
        "seller": "912345",
        "rating": 4.7,
        "orders": 1200,
        "list_id": None,
        "seen_at": stamp(now - timedelta(minutes=8)),
    } | more


def _score() -> Json:
    parts = {"title": 0.64, "model": None, "picture": 0.88, "price": 1.0}
    return {"point": 0.73, "low": 0.61, "high": 0.81, "parts": parts}


class Sourcing:
    """What was said of the one offer, and the one price list."""

    WAYS = ("rates", "supplier-requests", "offer-matches", "price-lists")

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.state, self.grams = "proposed", None
        self.kept = False

    def answer(self, method: str, parts: list[str], data: Any, *, empty: bool) -> Json:
        """An answer to what begins with one of `WAYS`, or is of a product's offers."""
        match parts:
            case ["rates"]:
                return rates(self.now, empty=empty)
            case ["supplier-requests"] if method == "POST":
                return _request(3, self.now, "waiting", query=data["query"])
            case ["supplier-requests"]:
                return self._requests(empty=empty)
            case ["supplier-requests", number]:
                return {
                    "request": _request(int(number), self.now, "done", offers=1),
                    "items": [offer(self.now)],
                }
            case ["offer-matches"]:
                items = [] if empty or self.state != "proposed" else [self._open()]
                return {"items": items, "waiting": len(items)}
            case ["products", number, "offers"]:
                return self._of_product(int(number), empty=empty)
            case ["products", _, "offers", _]:
                self.state, self.grams = data["state"], data.get("weight_grams", self.grams)
                return self._offer()
            case ["price-lists"] if method == "GET":
                return {"items": [] if empty else [self._list()]}
            case ["price-lists", *_]:
                self.kept = self.kept or bool(data and data.get("keep"))
                return {"done": True} if method == "DELETE" else self._detail()
        raise LookupError(parts)

    def _budget(self) -> Json:
        return {"month": today_of(self.now).replace(day=1).isoformat(), "used": 12, "most": 100}

    def _sources(self) -> list[Json]:
        missing = {"aliexpress": [], "google": ["SERPAPI_API_KEY"]}
        return [
            {"source": name, "missing": names, "ok_at": None, "open_at": None, "why": None}
            for name, names in missing.items()
        ]

    def _requests(self, *, empty: bool) -> Json:
        items = [
            _request(1, self.now, "done", offers=1, finished_at=stamp(self.now)),
            _request(2, self.now, "failed", why="key_refused", query="vase"),
        ]
        return {"items": [] if empty else items, "sources": self._sources(), "budget": self._budget()}

    def _open(self) -> Json:
        return {
            "product_id": 1_700_001,
            "product_titles": {"uz": "Shisha choynak 1,5 l", "ru": "Чайник стеклянный 1,5 л"},
            "product_price_uzs": 149_000,
            "photo_url": None,
            "offer": offer(self.now),
            "score": _score(),
        }

    def _offer(self) -> Json:
        known = self.grams is not None
        total = {"point": 74_300, "low": 63_900, "high": 92_800}
        lines = [
            {"line": "goods", "uzs": {"point": 41_114, "low": 41_114, "high": 41_114}},
            {"line": "freight", "uzs": {"point": 19_000, "low": 14_100, "high": 27_400}},
            {"line": "vat", "uzs": {"point": 14_186, "low": 8_686, "high": 24_286}},
        ]
        landed = {
            "way": "road",
            "total": total if known else NOTHING,
            "lines": lines if known else [],
            "missing": [] if known else ["weight", "freight_us"],
            "basis": "imputed" if known else "no_data",
        }
        segments = [
            {"from_uzs": None, "to_uzs": 90_000, "units_28": 120.0, "share": 0.2,
             "margin": {"point": None, "low": None, "high": 0.29}},
            {"from_uzs": 90_000, "to_uzs": 150_000, "units_28": 340.0, "share": 0.8,
             "margin": {"point": 0.38, "low": -0.03, "high": 0.57}},
        ]  # fmt: skip
        return {
            "offer": offer(self.now),
            "state": self.state,
            "decided_at": None if self.state == "proposed" else stamp(self.now),
            "score": _score(),
            "weight_grams": self.grams,
            "landed": [landed],
            "margin": {"point": 0.5, "low": 0.38, "high": 0.57} if known else NOTHING,
            "segments": segments if known else [],
        }

    def _of_product(self, number: int, *, empty: bool) -> Json:
        return {
            "product_id": number,
            "price_uzs": 149_000,
            "query": "Чайник стеклянный 1,5 л",
            "items": [] if empty or self.state == "rejected" else [self._offer()],
            "requests": [],
            "sources": self._sources(),
            "budget": self._budget(),
            "rates": "stale",
        }

    def _list(self) -> Json:
        return {
            "list_id": 5,
            "name": "narx-noyabr.xlsx",
            "state": "ready" if self.kept else "draft",
            "currency": "USD",
            "rows": 1 if self.kept else None,
            "bad_rows": int(self.kept),
            "made_at": stamp(self.now - timedelta(hours=1)),
        }

    def _detail(self) -> Json:
        shown = offer(
            self.now, source="price_list", title="Shisha choynak", least=100, link=None, rating=None
        )
        return {
            "price_list": self._list(),
            "cells": [] if self.kept else CELLS,
            "head_lines": 1,
            "columns": {"title": 0, "price": 1, "least": 2},
            "currency": "USD",
            "readable": 1,
            "bad": [{"line": 3, "column": "price", "why": "not_a_number", "said": "qimmat"}],
            "offers": [shown] if self.kept else [],
        }
