"""The stand-in's shelf: a few invented products with every trouble the page must draw, the same at each start."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

Json = dict[str, Any]

TITLES: list[tuple[str, str | None]] = [
    (
        "Sirlangan choynak, qopqogʻi bilan, 2,5 litr, induksion plita uchun",
        "Чайник эмалированный с крышкой, 2,5 л, для индукционной плиты",
    ),
    ("Bolalar uchun paxta futbolka", "Футболка детская хлопковая"),
    ("Simsiz quloqchin", "Наушники беспроводные"),
    (
        "Oshxona uchun koʻp funksiyali sabzavot toʻgʻragich, 12 ta almashinuvchi pichoq, suv oqizgich bilan",
        "Овощерезка многофункциональная для кухни, 12 сменных лезвий, со сливом и контейнером для хранения",
    ),
    ("Yuz uchun namlovchi krem 50 ml", "Крем для лица увлажняющий 50 мл"),
    ("Supersuperuzunsozbirikmasiningtekshiruviuchunbitta", "Сверхдлинноесловобезпробеловдляпроверкипереноса"),
    ("<img src=x onerror=alert(1)> Gilam yuvish vositasi", "<script>alert(1)</script> Средство для ковров"),
    ("Avtomobil uchun telefon tutqich", None),
]
PRODUCT_IDS = range(1_700_001, 1_700_001 + 60)
PATH = [(1, "Uy-roʻzgʻor", "Дом"), (12, "Oshxona", "Кухня"), (123, "Choynaklar", "Чайники")]


def stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def today_of(now: datetime) -> date:
    return (now + timedelta(hours=5)).date()


def estimate(
    point: float | None, basis: str, days: int, known: int, wide: float = 0.0, through: str | None = None
) -> Json:
    if point is None:
        return {
            "point": None,
            "low": None,
            "high": None,
            "basis": "no_data",
            "days": days,
            "known_days": 0,
            "through": None,
        }
    low, high = round(point * (1 - wide), 2), round(point * (1 + wide), 2)
    return {
        "point": point,
        "low": low,
        "high": high,
        "basis": basis,
        "days": days,
        "known_days": known,
        "through": through,
    }


def figures(product_id: int, now: datetime) -> Json:
    random = Random(product_id)
    daily = round(180 / (1 + (product_id - PRODUCT_IDS[0]) * 0.6) + random.random() * 3)
    price = price_of(product_id)
    until = stamp(now - timedelta(minutes=14))
    unknown = product_id % 13 == 5
    short = product_id % 7 == 3
    rows = {
        "today": estimate(None if unknown else round(daily * 0.6, 1), "inferred", 1, 1, 0.1, until),
        "day_1": estimate(None if unknown else daily, "measured", 1, 1),
        "days_7": estimate(
            daily * 7, "imputed" if short else "measured", 7, 5 if short else 7, 0.12 if short else 0.04
        ),
        "days_28": estimate(daily * 27.5, "imputed", 28, 23, 0.08),
    }
    revenue = {
        name.replace("day_", "revenue_").replace("days_", "revenue_").replace("today", "revenue_today"): row
        | {end: None if row[end] is None else round(row[end] * price) for end in ("point", "low", "high")}
        for name, row in rows.items()
    }
    as_of = (today_of(now) - timedelta(days=1)).isoformat()
    return {"as_of": as_of, **rows, **revenue, "growth_7": growth(product_id), "own_fit": None}


def growth(product_id: int) -> Json:
    """More, less, no verdict, not known, and much more."""
    point, low, high = (
        (0.48, 0.12, 0.95),
        (-0.31, -0.52, -0.04),
        (0.06, -0.2, 0.41),
        None,
        (14.2, 3.1, 71.0),
    )[product_id % 5] or (None, None, None)
    verdict = None if low is None or low < 0 < high else "up" if low > 0 else "down"
    return {"point": point, "low": low, "high": high, "verdict": verdict, "days": 7 if low else 3}


def price_of(product_id: int) -> int:
    return 1000 * Random(product_id * 7).choice([9, 25, 49, 89, 120, 349, 1290, 12_500])


def row(product_id: int, now: datetime, *, tracked: bool = False) -> Json:
    uz, ru = TITLES[product_id % len(TITLES)]
    price = price_of(product_id)
    return {
        "product_id": product_id,
        "titles": {"uz": uz, "ru": ru},
        "state": "gone" if product_id % 17 == 0 else "active",
        "photo_url": None,
        "category": {"category_id": 123, "titles": {"uz": "Choynaklar", "ru": "Чайники"}},
        "seller": {"seller_id": 77, "title": "Toshkent Savdo Uyi", "slug": "toshkent-savdo"},
        "price_uzs": None if product_id % 19 == 2 else price,
        "list_price_uzs": price * 13 // 10 if product_id % 3 else None,
        "stock": 0 if product_id % 11 == 4 else product_id % 900,
        "orders_total": 12_400 + product_id % 991,
        "orders_rounded": 12_000,
        "reviews_total": 640,
        "rating": 4.7,
        "seen_at": stamp(now - timedelta(minutes=14 if product_id % 5 else 3_000)),
        "first_seen": stamp(now - timedelta(days=60)),
        "tracked": tracked,
        "figures": figures(product_id, now),
    }


def meta(now: datetime) -> Json:
    return {
        "version": "0.1.0",
        "simulated": True,
        "collect": "all",
        "uploads": True,
        "today": today_of(now).isoformat(),
        "now": stamp(now),
        "languages": ["uz", "uz-Cyrl", "ru", "en"],
    }


def products(now: datetime, query: dict[str, str], *, empty: bool) -> Json:
    """Enough of the list to page, search and sort the wrong way round."""
    q = query.get("q", "").lower()
    rows = [] if empty else [row(product_id, now) for product_id in PRODUCT_IDS]
    rows = [each for each in rows if q in f"{each['titles']['uz']} {each['titles']['ru']}".lower()]
    if query.get("in_stock") == "true":
        rows = [each for each in rows if each["stock"]]
    if query.get("sort") == "-growth":
        rows.sort(key=lambda each: -9 if each["figures"]["growth_7"]["low"] is None else each["figures"]["growth_7"]["low"],
                  reverse=True)  # fmt: skip
    if query.get("sort", "").lstrip("-") == "price":
        rows.sort(key=lambda each: each["price_uzs"] or 0, reverse=query["sort"].startswith("-"))
    begin = int(query.get("cursor", 0))
    end = begin + int(query.get("limit", 50))
    return {
        "items": rows[begin:end],
        "next_cursor": str(end) if end < len(rows) else None,
        "total": len(rows),
    }


def search(now: datetime, query: dict[str, str], *, empty: bool) -> Json:
    """What has the words, in no order but its own; where it lies, if asked."""
    found = products(now, query, empty=empty) | {"next_cursor": None}
    ids = [each["product_id"] for each in found["items"]]
    hits = [{"product_id": one, "way": "words", "words": 1.0, "nearness": 0.5} for one in ids]
    places = [
        {"category": {"category_id": number, "titles": {"uz": uz, "ru": ru}}, "products": len(ids) - place}
        for place, (number, uz, ru) in enumerate(PATH[1:])
    ]
    facets = {
        "categories": places if ids else [], "prices": [], "in_stock": 0, "out_of_stock": 0,
        "sellers": [{"seller": {"seller_id": 77, "title": "Toshkent Savdo Uyi", "slug": None}, "products": 1}] if ids else [],
    }  # fmt: skip
    return found | {"hits": hits, "facets": facets if query.get("facets") == "true" else None, "version": 1}


def sellers(now: datetime, query: dict[str, str], *, empty: bool) -> Json:
    """The one shop of the shelf, where it is asked for by the beginning of a word."""
    title = "Toshkent Savdo Uyi"
    asked = query.get("q", "").lower()
    if empty or not any(word.startswith(asked) for word in title.lower().split()):
        return {"items": [], "next_cursor": None, "total": 0}
    figures_of_first = figures(PRODUCT_IDS[0], now)
    item = {
        "seller_id": 77, "title": title, "slug": "toshkent-savdo", "products": 60, "orders_total": 120_400,
        "reviews_total": 6_400, "rating": 4.8, "units_7": figures_of_first["days_7"],
        "revenue_7": figures_of_first["revenue_7"],
    }  # fmt: skip
    return {"items": [item], "next_cursor": None, "total": 1}


def categories() -> Json:
    items = [
        {
            "category_id": number,
            "parent_id": PATH[depth - 1][0] if depth else None,
            "titles": {"uz": uz, "ru": ru},
            "path": [each[0] for each in PATH[: depth + 1]],
            "products": 60,
            "leaf": depth == 2,
        }
        for depth, (number, uz, ru) in enumerate(PATH)
    ]
    return {"items": items}


def product(product_id: int, now: datetime, *, tracked: bool) -> Json:
    price = price_of(product_id)
    variants = [
        {
            "sku_id": product_id * 10 + place,
            "characteristics": {"Rang": color, "Hajm": "2,5 litr"},
            "fulfilment": ("FBO", "FBS", None)[place % 3],
            "price_uzs": price + 500 * place,
            "list_price_uzs": None,
            "stock": (0, 41, None, 7)[place],
            "seen_at": stamp(now),
            "units_7": estimate(None if place == 2 else 40.0 - 9 * place, "inferred", 7, 7, 0.2),
            "units_28": estimate(140.0 - 30 * place, "inferred", 28, 25, 0.2),
        }
        for place, color in enumerate(["Qizil", "Koʻk", "Yashil, tillarang naqshli", "Oq"])
    ]
    more = {
        "variants": variants,
        "market_url": f"https://uzum.uz/product/{product_id}",
        "category_path": [{"category_id": number, "titles": {"uz": uz, "ru": ru}} for number, uz, ru in PATH],
        "visits": {
            "every_seconds": 3600,
            "due_at": stamp(now),
            "last_visit": stamp(now),
            "last_outcome": "ok",
        },
        "days_known": 52,
        "first_day": (today_of(now) - timedelta(days=59)).isoformat(),
    }
    return row(product_id, now, tracked=tracked) | more


def imported(number: int, name: str, size: int, now: datetime) -> Json:
    return {
        "import_id": number,
        "file_name": name,
        "state": "done",
        "bytes": size,
        "read": 120,
        "taken": 100,
        "known": 17,
        "rejected": 3,
        "error": None,
        "created_at": stamp(now),
        "finished_at": stamp(now),
    }
