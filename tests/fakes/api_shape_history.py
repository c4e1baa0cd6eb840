"""The stand-in's days: sales with an outage, a gap and a running day; prices, stock, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random

from fakes.api_shape_events import days_of, events, happened
from fakes.api_shape_shelf import Json, estimate, price_of, stamp, today_of


def _kind(now: datetime, day: date) -> str:
    """Days 20-18 before today are an outage with a total, 33 and 34 a plain gap, anything before day 60 unknown."""
    age = (today_of(now) - day).days
    if age in (18, 19, 20):
        return "span"
    return "gap" if age in (33, 34) or age > 59 else "known"


MARKS = {6: ["out_of_stock"], 13: ["burst"], 27: ["out_of_stock", "burst"]}


def sales(product_id: int, now: datetime, query: dict[str, str]) -> Json:
    days = []
    for day in days_of(now, query):
        random = Random(f"{product_id} {day}")
        units = round(
            (24 + 9 * (day.weekday() >= 5) + random.random() * 14) * (0.5 if day == today_of(now) else 1)
        )
        known = _kind(now, day) == "known"
        basis = "measured" if random.random() < 0.6 else "inferred"
        amount = estimate(units if known else None, basis, 1, 1, 0.0 if basis == "measured" else 0.22)
        ends = {
            end: None if amount[end] is None else round(amount[end] * price_of(product_id))
            for end in ("point", "low", "high")
        }
        state = "open" if day == today_of(now) else "final" if known else "no_data"
        days.append(
            {
                "day": day.isoformat(),
                "units": amount,
                "revenue": amount | ends,
                "state": state,
                "looks": 24 if known else 0,
                "marks": MARKS.get((today_of(now) - day).days, []),
            }
        )
    out_from = datetime.combine(today_of(now) - timedelta(days=20), datetime.min.time(), UTC) - timedelta(
        hours=8
    )
    span = {
        "seen_from": stamp(out_from),
        "seen_to": stamp(out_from + timedelta(days=3, hours=6)),
        "units": estimate(96, "measured", 4, 4, 0.05),
    }
    found: Json = {
        "product_id": product_id,
        "from": days[0]["day"],
        "to": days[-1]["day"],
        "window": 1,
        "days": days,
        "spans": [span],
    }
    if query.get("by") == "variant":
        found["variants"] = [_variant_days(product_id * 10 + 1, days)]
    return found


def _variant_days(sku_id: int, days: list[Json]) -> Json:
    """Half of each day; a seventh of a variant's days nobody could tell apart."""
    nothing = estimate(None, "no_data", 1, 0, 0)
    kept = []
    for place, day in enumerate(days):
        point = day["units"]["point"]
        known = place % 7 != 3 and point is not None
        units = estimate(point / 2, "inferred", 1, 1, 0.2) if known else nothing
        revenue = estimate(point * 10_000, "inferred", 1, 1, 0.2) if known else nothing
        kept.append({"day": day["day"], "units": units, "revenue": revenue})
    return {"sku_id": sku_id, "days": kept}


def _steps(now: datetime, value: Callable[[int], Json]) -> list[Json]:
    start = datetime.combine(today_of(now) - timedelta(days=59), datetime.min.time(), UTC) - timedelta(
        hours=3
    )
    steps, age = [], 59
    while age >= 0:
        begin = start + timedelta(days=59 - age)
        length = 1 if age in (21, 35) else 2
        if _kind(now, begin.date() + timedelta(days=1)) == "known":
            end = min(begin + timedelta(days=length, hours=-1), now)
            steps.append({"from": stamp(begin), "to": stamp(end), "looks": 20, **value(age)})
        age -= length
    return steps


def prices(product_id: int, now: datetime, query: dict[str, str]) -> Json:
    price = price_of(product_id)
    return {
        "product_id": product_id,
        "steps": _steps(
            now,
            lambda age: {"price_uzs": price - (price // 5 if 10 < age < 26 else 0), "list_price_uzs": price},
        ),
    }


def stock(product_id: int, now: datetime, query: dict[str, str]) -> Json:
    return {
        "product_id": product_id,
        "steps": _steps(now, lambda age: {"stock": 40 + (age * 23) % 600}),
        "variants": [{"sku_id": product_id * 10 + 1, "steps": _steps(now, lambda age: {"stock": 41 + age})}]
        if query.get("by") == "variant"
        else [],
    }


EXACT_AGE = 5
"""How many days ago the day is that is known to the unit."""
_WIDE_BY = (("split", 0.68), ("rounding", 0.23), ("doubt", 0.09))
_HOW = (("split", -7, 7, 7.2), ("counter", 0, 6, 18), ("cancelled", 6, 3, 9.4), ("judged", 9, 3, 2.6))
"""A step's rule, at which hour it begins and how many it lasts, and its units."""


def why(product_id: int, now: datetime, query: dict[str, str]) -> Json:
    day = datetime.fromisoformat(query["day"])
    exact = (today_of(now) - date.fromisoformat(query["day"])).days == EXACT_AGE
    steps = [
        {
            "from": stamp(day + timedelta(hours=begin)),
            "to": stamp(day + timedelta(hours=begin + hours)),
            "orders_from": 12_400,
            "orders_to": 12_418,
            "stock_from": 60,
            "stock_to": 42,
            "units": units,
            "rule": rule,
            "note_key": f"why.{rule}",
        }
        for rule, begin, hours, units in _HOW
        if not exact or rule == "counter"
    ]
    return {
        "product_id": product_id,
        "day": query["day"],
        "units": estimate(18, "measured", 1, 1, 0.0) if exact else estimate(37.2, "inferred", 1, 1, 0.2),
        "rule": "steps-1",
        "own_fit": None,
        "steps": steps,
        "sources": [
            {"source": source, "share": share, "note_key": f"why.source.{source}"}
            for source, share in _WIDE_BY
            if not exact
        ],
        "events": happened(product_id, now, {date.fromisoformat(query["day"])}),
    }


def observations(product_id: int, now: datetime, query: dict[str, str]) -> Json:
    day = datetime.fromisoformat(query["from"])
    items = [
        {
            "seen_at": stamp(day + timedelta(hours=3 * look - 4)),
            "source": "rest",
            "orders_total": 12_400 + 6 * look,
            "orders_rounded": 12_000,
            "reviews_total": 640,
            "rating": 4.7,
            "price_uzs": 89_000,
            "list_price_uzs": None,
            "stock": 60 - 6 * look,
            "skus": [],
        }
        for look in range(6)
    ]
    return {"items": items, "next_cursor": None}


HISTORY = {
    "sales": sales,
    "prices": prices,
    "stock": stock,
    "why": why,
    "observations": observations,
    "events": events,
}
