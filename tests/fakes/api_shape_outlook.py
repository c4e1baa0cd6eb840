"""The stand-in's outlook: what rises, forecasts that are shown and that are not, stock that runs out, and what is not known."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import sin
from typing import Any

from fakes import api_shape_market as market
from fakes import api_shape_shelf as shelf
from fakes.api_shape_history import HISTORY
from fakes.api_shape_shelf import PATH, PRODUCT_IDS, Json, estimate, stamp, today_of

UNKNOWN = {"point": None, "low": None, "high": None}
NOT_SHOWN, UNTOLD, UNJUDGED = PRODUCT_IDS[1], PRODUCT_IDS[2], PRODUCT_IDS[3]
"""A product whose forecast is no better than its average, one of which nothing is known, one that the night did not know."""
RISING, PAGE = 53, 50
HORIZON = 28
WEEKDAYS = (0.86, 0.9, 0.95, 1.0, 1.08, 1.21, 1.0)


def ranged(point: float, wide: float) -> Json:
    return {"point": point, "low": round(point * (1 - wide), 4), "high": round(point * (1 + wide), 4)}


def growth(point: float | None, wide: float = 0.2) -> Json:
    if point is None:
        return UNKNOWN | {"verdict": None, "days": 3}
    low, high = round(point - wide, 3), round(point + wide, 3)
    verdict = "up" if low > 0 else "down" if high < 0 else None
    return {"point": point, "low": low, "high": high, "verdict": verdict, "days": 7}


def trend(now: datetime, place: int, *, judged: bool = True) -> Json:
    """The trend of the one at this place, from 0, of what rises: the further down, the less sure."""
    yesterday = today_of(now) - timedelta(days=1)
    shifted = place % 3 != 2
    return {
        "as_of": yesterday.isoformat(),
        "basis": "imputed" if place % 4 == 3 else "measured",
        "verdict": "rises",
        "level": ranged(round(184 / (1 + place), 3), 0.08),
        "growth_7": growth(round(1.2 - place * 0.01, 3), 0.31),
        "growth_28": growth(None if place % 5 == 4 else round(0.4 - place * 0.01, 3)),
        "acceleration": ranged(0.21, 0.4),
        "least_growth": round(0.62 / (1 + place * 0.1), 3),
        "p_value": round(0.00002 * (1 + place) ** 2, 6),
        "q_value": round(min(0.0004 * (1 + place) ** 1.3, 0.0999), 5) if judged else None,
        "rises": True if judged else None,
        "rank": place + 1 if judged else None,
        "shift": {"day": (yesterday - timedelta(days=10 + place)).isoformat(), "factor": ranged(1.84, 0.18)}
        if shifted
        else None,
        "weekday": [ranged(one, 0.09) for one in WEEKDAYS] if place % 4 != 2 else None,
        "censored_days": (place * 3) % 11,
    }


def rising(now: datetime, query: dict[str, str], *, empty: bool, first: bool, behind: bool = False) -> Json:
    """`empty`: nothing rises; `first`: before the first night; `behind`: the last closed day is not judged yet."""
    kind = query.get("kind", "products")
    total = {"products": RISING, "categories": 3, "sellers": 6, "newcomers": 4}[kind]
    if float(query.get("min_units", 0)) >= 1_000:
        total = 0
    start = int(query.get("cursor") or 0)
    end = min(start + int(query.get("limit", PAGE)), total)
    gone = empty or first
    return {
        "kind": kind,
        "as_of": None if first else (today_of(now) - timedelta(days=1 + behind)).isoformat(),
        "judged_at": None if first else stamp(now - timedelta(hours=3)),
        "rate": None if first else 0.1,
        "least_units": None if first else 1.0,
        "tested": 0 if first else 1_204,
        "rising": 0 if gone else {"products": RISING, "categories": 3, "sellers": 6, "newcomers": 4}[kind],
        "total": 0 if gone else total,
        "next_cursor": str(end) if end < total and not gone else None,
        "items": [] if gone else [_row(kind, place, now) for place in range(start, end)],
    }


def _row(kind: str, place: int, now: datetime) -> Json:
    one = {"products": "product", "newcomers": "product", "categories": "category", "sellers": "seller"}[kind]
    of = {"product": None, "category": None, "seller": None, "products": None, "new": None}
    if one == "product":
        of["product"] = shelf.row(PRODUCT_IDS[place], now)
    elif one == "category":
        of |= {"category": market.name(*PATH[place]), "products": 60 - place}
    else:
        title = market.SHOPS[place]
        of |= {"seller": {"seller_id": 77 + place, "title": title, "slug": None}, "products": 14 + place}
    if kind == "newcomers":
        of["new"] = newcomer(now, place)
    return of | {"rank": place + 1, "trend": trend(now, place)}


def newcomer(now: datetime, place: int) -> Json:
    first_seen = today_of(now) - timedelta(days=9 + place)
    return {
        "first_seen": first_seen.isoformat(),
        "velocity": ranged(round(23.4 / (1 + place), 2), 0.2),
        "days": 8 + place,
    }


def progress(now: datetime, *, state: str) -> Json:
    """`done`, `running` or `waiting`."""
    closed = (today_of(now) - timedelta(days=1)).isoformat()
    begun = state != "waiting"
    return {
        "state": state,
        "closed_through": closed,
        "day": closed if begun else None,
        "began_at": stamp(now - timedelta(minutes=3)) if begun else None,
        "finished_at": stamp(now - timedelta(hours=3)) if state == "done" else None,
        "whole_day": (today_of(now) - timedelta(days=1 if state == "done" else 2)).isoformat(),
        "whole_at": stamp(now - timedelta(hours=3 if state == "done" else 27)),
        "late": state == "waiting",
        "folders": 64 if begun else 0,
        "folders_done": {"done": 64, "running": 41, "waiting": 0}[state],
        "products": 12_400 if begun else 0,
        "judged": {},
    }


def band(point: float, wide: float) -> Json:
    return {
        "point": round(point, 2),
        "low": round(max(point * (1 - wide), 0), 2),
        "high": round(point * (1 + wide), 2),
        "low95": round(max(point * (1 - 1.6 * wide), 0), 2),
        "high95": round(point * (1 + 1.6 * wide), 2),
    }


def _usual(product_id: int, now: datetime) -> float:
    """What it sold a day in the last four weeks."""
    ends = {
        "from": (today_of(now) - timedelta(days=28)).isoformat(),
        "to": (today_of(now) - timedelta(days=1)).isoformat(),
    }
    days = HISTORY["sales"](product_id, now, ends)["days"]
    known = [one["units"]["point"] for one in days if one["units"]["point"] is not None]
    return sum(known) / len(known) if known else 20.0


def forecast(now: datetime, product_id: int) -> Json:
    first = today_of(now)
    daily = _usual(product_id, now)
    shown = product_id != NOT_SHOWN
    days = [
        {
            "day": (first + timedelta(days=n)).isoformat(),
            "units": band(daily * (1 + 0.2 * sin(n * 0.9)), 0.2 + n * 0.006),
        }
        for n in range(28)
    ]
    totals = [{"days": n, "units": band(daily * n, 0.09 if n == 7 else 0.13)} for n in (7, 28)]
    return {
        "as_of": (first - timedelta(days=1)).isoformat(),
        "shown": shown,
        "model": "weekday" if shown else "none",
        "model_text": "Каждый день недели сам по себе." if shown else "Среднее.",
        "average": ranged(daily, 0.06),
        "days": days if shown else [],
        "totals": totals if shown else [],
    }


def runs_out(now: datetime, stock: int, middle: int) -> Json:
    """Gone by `middle` days from today with a chance of a half; beyond the horizon there is no date."""
    today = today_of(now)

    def when(days: int) -> str | None:
        return (today + timedelta(days=days)).isoformat() if days < HORIZON else None

    def left(days: int) -> float | None:
        return float(days) if days < HORIZON else None

    early, late = round(middle * 0.8), round(middle * 1.3)
    width = max(late - early, 1)
    chances = [round(min(max(0.1 + 0.8 * (n - early) / width, 0.0), 0.999), 3) for n in range(HORIZON)]
    return {
        "stock": stock,
        "days": {"point": left(middle), "low": left(early), "high": left(late)},
        "early": when(early),
        "middle": when(middle),
        "late": when(late),
        "horizon_days": HORIZON,
        "chances": chances,
    }


def stock(now: datetime, product_id: int) -> Json:
    variants = shelf.product(product_id, now, tracked=False)["variants"]
    return {
        "seen_at": stamp(now - timedelta(minutes=40)),
        "whole": runs_out(now, 412, 17),
        "variants": [
            {
                "sku_id": one["sku_id"],
                "runs_out": None if place == 2 else runs_out(now, 40 + 90 * place, (6, 48, 0, 70)[place % 4]),
            }
            for place, one in enumerate(variants)
        ],
        "lost": {
            "units": estimate(31.0, "inferred", 28, 26, 0.4),
            "revenue": estimate(3_999_000, "inferred", 28, 26, 0.4),
            "empty_days": 2.4,
        },
    }


def of_product(product_id: int, now: datetime, *, empty: bool) -> Json:
    known = not empty and product_id != UNTOLD
    return {
        "product_id": product_id,
        "closed_through": (today_of(now) - timedelta(days=1)).isoformat(),
        "on_demand": product_id == UNJUDGED,
        "trend": trend(now, product_id - PRODUCT_IDS[0], judged=product_id != UNJUDGED) if known else None,
        "new": newcomer(now, 0) if product_id == UNJUDGED else None,
        "forecast": forecast(now, product_id) if known else None,
        "stock": stock(now, product_id) if known else None,
    }


def of_many(kind: str, number: int, now: datetime, *, empty: bool) -> Json:
    """A category's or a shop's."""
    falls = trend(now, 1) | {
        "verdict": "falls", "growth_7": growth(-0.22, 0.1), "least_growth": -0.4, "q_value": None, "rank": None,
        "rises": False,
    }  # fmt: skip
    return {
        f"{kind}_id": number,
        "closed_through": (today_of(now) - timedelta(days=1)).isoformat(),
        "products": None if empty else 60,
        "trend": None if empty else falls if kind == "seller" else trend(now, 0),
    }


def accuracy(now: datetime, *, empty: bool) -> Json:
    """Of each horizon, band and of what was shown alone."""
    made = today_of(now) - timedelta(days=29)
    bands = ("all", "0-1", "1-8", "8-50", "50+")
    return {
        "points": []
        if empty
        else [
            {
                "made_on": (made + timedelta(days=28 - horizon)).isoformat(),
                "horizon": horizon,
                "band": name,
                "shown": shown,
                "scored_at": stamp(now - timedelta(hours=3)),
                "scores": _scores(place, horizon, shown=shown),
            }
            for horizon in (7, 28)
            for shown in (True, False)
            for place, name in enumerate(bands)
        ]
    }


def _scores(place: int, horizon: int, *, shown: bool) -> dict[str, Any]:
    ours = {"mase": 0.61 + place * 0.02, "rmsse": 0.644, "wape": 0.42 - place * 0.06, "bias": 0.012}
    naive = {"mase": 1.02, "rmsse": 0.858, "wape": 0.61 - place * 0.06, "bias": -0.03}
    if not shown:
        ours["mase"] += 0.3
    if place == 4 and horizon == 28:
        ours, naive = dict.fromkeys(ours, None), dict.fromkeys(naive, None)  # type: ignore[assignment]
    return {
        "n": 8_120 // (1 + place),
        "ours": ours,
        "naive": naive,
        "cover80": None if place == 4 and horizon == 28 else 0.803,
        "cover95": None if place == 4 and horizon == 28 else 0.947,
        "above80": 0.09,
        "cover80_days": 0.81,
    }
