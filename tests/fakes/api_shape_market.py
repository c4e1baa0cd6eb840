"""The stand-in's category and shop: shares, segments and moves with every trouble the page must draw."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from fakes.api_shape_shelf import PATH, PRODUCT_IDS, TITLES, estimate, stamp, today_of

Json = dict[str, Any]
UNKNOWN = {"point": None, "low": None, "high": None}
SHARES = (0.342, 0.21, 0.12, 0.081, 0.04, 0.021, 0.004, 0.0, None)
SHOPS = (
    "Toshkent Savdo Uyi", "Lavido", "Магазин посуды и кухонной утвари «Уют и порядок в каждом доме»", None, "Nur",
    "Supersuperuzunnomlidokonbuyerdasinaladibitta", "Anor", "Bir", "Ikki",
)  # fmt: skip


def name(number: int, uz: str, ru: str) -> Json:
    return {"category_id": number, "titles": {"uz": uz, "ru": ru}}


def part(share: float | None) -> Json:
    point = None if share is None else round(980_000_000 * share)
    return {
        "products": 14,
        "days_28": estimate(None if share is None else round(9_800 * share), "inferred", 28, 26, 0.07),
        "revenue_28": estimate(point, "imputed", 28, 26, 0.07),
        "share": UNKNOWN
        if share is None
        else {"point": share, "low": round(share * 0.9, 4), "high": round(share * 1.1, 4)},
    }


def size(*, empty: bool) -> Json:
    rows = {
        "days_7": estimate(None if empty else 2_460.0, "imputed", 7, 6, 0.03),
        "days_28": estimate(None if empty else 9_812.0, "imputed", 28, 25, 0.03),
        "revenue_7": estimate(None if empty else 245_600_000, "imputed", 7, 6, 0.04),
        "revenue_28": estimate(None if empty else 980_400_000, "imputed", 28, 25, 0.04),
    }
    counted = 0 if empty else 52
    unknown = UNKNOWN | {"verdict": None, "compared": 0}
    growth = (
        unknown if empty else {"point": 0.124, "low": 0.041, "high": 0.21, "verdict": "up", "compared": 48}
    )
    return {
        "products": 0 if empty else 60, "counted_7": counted, "counted_28": counted, "growth": growth, **rows,
    }  # fmt: skip


def segments() -> list[Json]:
    ends = [None, 25_000, 60_000, 120_000, 400_000, 1_500_000, None]
    shares = (0.05, 0.12, 0.25, 0.31, 0.2, 0.07)
    return [
        part(share) | {"from_uzs": ends[place], "to_uzs": ends[place + 1]}
        for place, share in enumerate(shares)
    ]


def common(now: datetime, *, empty: bool) -> Json:
    return {
        "as_of": None if empty else (today_of(now) - timedelta(days=1)).isoformat(),
        "size": size(empty=empty),
        "newcomers": 0 if empty else 7,
        "watched_since": None if empty else stamp(now - timedelta(days=12)),
        "segments": [] if empty else segments(),
        "unpriced": 0 if empty else 3,
    }


def category(number: int, now: datetime, *, empty: bool) -> Json | None:
    known = [one[0] for one in PATH]
    if number not in known:
        return None
    depth = known.index(number)
    verdicts = ((-0.12, -0.2, -0.03, "down"), (0.02, -0.08, 0.13, None), (None, None, None, None))
    children = [
        {
            "category": name(*PATH[-1])
            if place == 0
            else name(200 + place, f"Boʻlim {place}", f"Раздел {place}"),
            "products": (0, 12, 41)[2 - place],
            "growth": dict(zip(("point", "low", "high", "verdict"), verdict, strict=True)) | {"compared": 9},
        }
        | {key: value for key, value in part(0.3).items() if key in ("days_28", "revenue_28")}
        for place, verdict in enumerate(verdicts)
    ]
    _, uz, ru = PATH[depth]
    return common(now, empty=empty) | {
        "category_id": number,
        "titles": {"uz": uz, "ru": ru},
        "path": [name(*one) for one in PATH[: depth + 1]],
        "sellers": 0 if empty else 31,
        "concentration": None
        if empty
        else {"index": {"point": 1_842, "low": 1_701, "high": 1_990}, "level": "moderate"},
        "leaders": []
        if empty
        else [
            part(share) | {"seller": {"seller_id": 77 + place, "title": SHOPS[place], "slug": None}}
            for place, share in enumerate(SHARES)
        ],
        "others": None if empty else part(0.182) | {"members": 22},
        "children": [] if empty or number == PATH[-1][0] else children,
    }


def sales(number: int, now: datetime, query: dict[str, str], *, empty: bool) -> Json | None:
    """Of 60 goods, selling more by the day: two days ago too few were known, three days ago most, twelve days ago none."""
    if number not in [one[0] for one in PATH]:
        return None
    first, last = (date.fromisoformat(query[end]) for end in ("from", "to"))
    closed = min(last, today_of(now) - timedelta(days=1))
    ends = [first + timedelta(days=n) for n in range(max((closed - first).days + 1, 0))]
    return {
        "category_id": number,
        "from": query["from"],
        "to": query["to"],
        "first_day": None if empty else (today_of(now) - timedelta(days=59)).isoformat(),
        "products": 0 if empty else 60,
        "least_known": 1 if empty else 48,
        "days": [sold(day, (today_of(now) - day).days, empty=empty) for day in ends],
    }


def sold(day: date, ago: int, *, empty: bool) -> Json:
    known = 0 if empty or ago == 12 or ago > 59 else {2: 31, 3: 51}.get(ago, 60)
    units = round((420 - 2 * min(ago, 60) + 90 * (day.weekday() >= 5)) * known / 60) if known else None
    basis = "inferred" if known == 60 else "imputed"
    return {
        "day": day.isoformat(),
        "units": estimate(units, basis, 1, 1, 0.04),
        "revenue": estimate(None if units is None else units * 96_000, basis, 1, 1, 0.04),
        "state": "no_data" if units is None else "provisional" if ago < 3 else "final",
        "units_known": known,
        "revenue_known": known,
    }


def move(place: int, now: datetime) -> Json:
    uz, ru = TITLES[place % len(TITLES)]
    change = (0.5, -0.33, 0.12, -0.08)[place % 4]
    return {
        "product_id": PRODUCT_IDS[place % len(PRODUCT_IDS)],
        "titles": {"uz": uz, "ru": ru},
        "photo_url": None,
        "price_then_uzs": 1_290_000,
        "price_now_uzs": round(1_290_000 * (1 + change)),
        "change": change,
        "seen_at": stamp(now - timedelta(minutes=14 if place % 3 else 3_000)),
    }


def seller(number: int, now: datetime, query: dict[str, str], *, empty: bool) -> Json | None:
    if number != 77:
        return None
    days, limit = int(query.get("days", 7)), int(query.get("limit", 20))
    moved = 0 if empty else 6 * days // 7 * 5
    return common(now, empty=empty) | {
        "seller_id": number,
        "title": "Toshkent Savdo Uyi",
        "slug": "toshkent-savdo",
        "orders_total": 128_400,
        "reviews_total": 9_310,
        "rating": 4.8,
        "seen_at": stamp(now - timedelta(minutes=14)),
        "categories": []
        if empty
        else [
            part(0.62) | {"category": name(*PATH[-1])},
            part(0.38) | {"category": name(201, "Boʻlim 1", "Раздел 1")},
        ],
        "others": None,
        "moves": {
            "days": days,
            "since": (today_of(now) - timedelta(days=days)).isoformat(),
            "up": moved // 2,
            "down": moved - moved // 2,
            "same": 11,
            "unknown": 4,
            "items": [move(place, now) for place in range(min(limit, moved))],
        },
    }
