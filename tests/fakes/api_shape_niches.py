"""The stand-in's niches and rivals: ties, what is not known, choices that are kept, and queries that are watched."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from fakes.api_shape_market import UNKNOWN
from fakes.api_shape_shelf import PRODUCT_IDS, TITLES, estimate, row, stamp, today_of

Json = dict[str, Any]
NICHES = (
    (123, "Choynaklar", "Чайники"),
    (124, "Oshxona uchun plastik idish va qutilar toʻplami", "Наборы пластиковых контейнеров для кухни"),
    (125, "Qoshiqlar", "Ложки"),
)
PARTS = (
    ("concentration", 0.25, 500, 4000, False, 1842.0, 0.38),
    ("idle", 0.25, 0.2, 0.9, False, 0.41, 0.3),
    ("review_gap", 0.2, 10, 2000, True, 312.0, 0.65),
    ("leaving", 0.15, 0.0, 0.5, False, None, None),
    ("growth", 0.15, 0.25, -0.25, False, 0.12, 0.26),
)


def ranged(point: float | None, wide: float = 0.2, decimals: int = 2) -> Json:
    if point is None:
        return UNKNOWN
    return {
        "point": point,
        "low": round(point * (1 - wide), decimals),
        "high": round(point * (1 + wide), decimals),
    }


def formula() -> list[Json]:
    names = ("name", "weight", "easy", "hard", "logarithmic")
    return [dict(zip(names, part, strict=False)) for part in PARTS]


def niche(kind: str, place: int, now: datetime) -> Json:
    """The last one is hardly known."""
    number, uz, ru = NICHES[place]
    known = place < 2
    if kind == "cluster":
        number, (uz, ru) = 900 + place, TITLES[place]
    ends = (
        {"point": 0.12, "low": -0.1, "high": 0.3, "verdict": None} if known else UNKNOWN | {"verdict": None}
    )
    whole = sum(part[1] for part in PARTS if part[6] is not None)
    parts = [
        {
            "name": name,
            "value": ranged(value if known else None),
            "press": press if known else None,
            "adds": round(100 * weight * press / whole, 2) if known and press is not None else None,
        }
        for name, weight, _, _, _, value, press in PARTS
    ]
    return {
        "kind": kind, "niche_id": number, "titles": {"uz": uz, "ru": ru},
        "category": {"category_id": 123, "titles": {"uz": "Choynaklar", "ru": "Чайники"}},
        "face": PRODUCT_IDS[place], "leaf": True, "as_of": (today_of(now) - timedelta(days=1)).isoformat(),
        "products": 60 - place, "counted_28": 52,
        "days_28": estimate(9_812.0 - 2_000 * place if known else None, "imputed", 28, 25, 0.1),
        "revenue_28": estimate(980_400_000 - 200_000_000 * place if known else None, "imputed", 28, 25, 0.1),
        "growth": ends | {"compared": 48 if known else 0}, "sellers": 31,
        "concentration": {"index": ranged(1842.0, 0.1, 0), "level": "moderate"} if known else None,
        "leader": {"seller_id": 77, "title": "Toshkent Savdo Uyi", "slug": "toshkent-savdo"} if known else None,
        "leader_share": ranged(0.34 if known else None),
        "entry": {
            "came": 7 if known else None, "gone": 2 if known else None, "over_days": 90 if known else 0,
            "staying_90": ranged(0.8 if known else None, 0.15), "staying_of": 24 if known else 0,
        },
        "prices": {"tenth": 25_000, "median": 89_000, "nine_tenths": 1_290_000},
        "busy": {"from_uzs": 60_000, "to_uzs": 120_000, "share": 0.41} if known else None,
        "idle": ranged(0.41 if known else None), "review_gap": ranged(312.0 if known else None, 0.3, 0),
        "season": {
            "highest": ranged(1.7, 0.1), "month": 12, "years": 1,
            "months": [0.8, 0.7, 1.1, 0.9, 0.9, 0.8, 0.8, 0.9, 1.2, 1.0, 1.2, 1.7],
        } if known else {"highest": UNKNOWN, "month": None, "years": 0, "months": [None] * 12},
        "saturation": {"score": ranged(38.4 if known else None, 0.15, 1), "parts": parts},
        "place": {"point": place + 1, "first": 1, "last": 2, "of": 2} if known else None,
    }  # fmt: skip


def found(now: datetime, query: dict[str, str], *, empty: bool) -> Json:
    kind = query.get("kind", "category")
    items = [] if empty or "want" in query else [niche(kind, place, now) for place in range(len(NICHES))]
    wish = {
        "kind": kind, "category": None, "leaf": True, "sure": False, "sort": query.get("sort", "-revenue"), "wants": [],
    }  # fmt: skip
    return {
        "as_of": (today_of(now) - timedelta(days=1)).isoformat(), "made_at": stamp(now), "wish": wish,
        "total": len(items), "next_cursor": None, "formula": formula(), "items": items,
    }  # fmt: skip


def detail(kind: str, number: int, now: datetime) -> Json | None:
    places = [place for place in range(len(NICHES)) if niche(kind, place, now)["niche_id"] == number]
    if kind == "category" and number == 12:
        places = [0]
    if not places:
        return None
    one = niche(kind, places[0], now)
    shop = {
        "seller": {"seller_id": 78, "title": "Магазин посуды и кухонной утвари", "slug": None},
        "at": stamp(now - timedelta(days=12)), "products": 4, "days_28": estimate(140.0, "measured", 28, 28, 0.1),
    }  # fmt: skip
    why = {"likeness": 0.93, "models": ["tp-18"], "brands": [], "words": ["choynak", "sirlangan"]}
    goods = [{"product": row(one_id, now), "why": why} for one_id in PRODUCT_IDS[:3]]
    ends = [None, 60_000, 400_000, None]
    return {
        "niche": one | {"place": None},
        "segments": [
            {"from_uzs": ends[at], "to_uzs": ends[at + 1], "products": 20, "units_28": 800.5} for at in range(3)
        ],
        "came": [shop], "gone": [shop], "goods": goods if kind == "cluster" else [], "formula": formula(),
    }  # fmt: skip


def similar(product_id: int, now: datetime, *, empty: bool) -> Json:
    """The product asked for was compared with the third, as the fourth was."""
    why = {
        "models": ["tp-18"], "brands": [], "words": ["tp-18", "coynak", "sir"], "overlap": 0.84, "price_ratio": 1.25,
        "picture": True, "category": True, "other_seller": True,
    }  # fmt: skip
    leader, other = PRODUCT_IDS[2], PRODUCT_IDS[3]
    near = [(leader, 0.97, True), *((one, 0.8, False) for one in PRODUCT_IDS[4:11])]
    members = [(leader, 1.0, None), (product_id, 0.93, why), (other, 0.9, why | {"price_ratio": 1.0})]
    return {
        "product_id": product_id,
        "cluster": None if empty else {
            "cluster_id": leader, "sellers": 3,
            "members": [{"product": row(one, now), "likeness": alike, "reason": reason} for one, alike, reason in members],
        },
        "items": [] if empty else [
            {"product": row(one, now), "nearness": cosine, "same_goods": same} for one, cosine, same in near
        ],
    }  # fmt: skip


class Rivalry:
    """Rivals with what was chosen, recipes of the finder and watched queries, as long as the stand-in runs."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.choices: dict[int, str] = {}
        self.recipes: dict[int, Json] = {}
        self.queries: dict[int, Json] = {1: self._query(1, "choynak", "чайник")}

    def rivals(self, product_id: int) -> Json:
        every = [self._rival(one) for one in PRODUCT_IDS[1:5]]
        every += [
            self._rival(one)
            for one, choice in self.choices.items()
            if choice == "added" and one not in PRODUCT_IDS[1:5]
        ]
        moved = {
            "product_id": PRODUCT_IDS[20], "titles": {"uz": TITLES[1][0], "ru": TITLES[1][1]},
            "seller": {"seller_id": 77, "title": "Toshkent Savdo Uyi", "slug": None}, "price_uzs": 89_000,
            "at": stamp(self.now - timedelta(days=3)),
        }  # fmt: skip
        return {
            "product": row(product_id, self.now),
            "rivals": [one for one in every if one["why"]["choice"] != "removed"],
            "removed": [one for one in every if one["why"]["choice"] == "removed"],
            "entered": [moved],
            "left": [],
        }

    def choose(self, rival_id: int, choice: str) -> Json:
        self.choices[rival_id] = choice
        return {"done": True}

    def history(self, product_id: int) -> Json:
        last = today_of(self.now) - timedelta(days=1)
        first = last - timedelta(days=55)
        lines = []
        for place, one in enumerate((product_id, *PRODUCT_IDS[1:4])):
            days = [
                {
                    "day": (first + timedelta(days=at)).isoformat(),
                    "price_uzs": None
                    if 20 <= at < 24
                    else 89_000 + 1_000 * place - (9_000 if at > 40 else 0),
                    "stock": None if 20 <= at < 24 else max(400 - 7 * at - 20 * place, 0),
                }
                for at in range(56)
            ]
            weeks = [
                {
                    "first": (first + timedelta(days=7 * at)).isoformat(),
                    "last": (first + timedelta(days=7 * at + 6)).isoformat(),
                    "share": UNKNOWN if at == 2 else ranged(0.1 + 0.01 * at - 0.02 * place, 0.2, 4),
                    "days": 3 if at == 2 else 7, "goods_known": 52, "goods": 60,
                }
                for at in range(8)
            ]  # fmt: skip
            titles = row(one, self.now)["titles"]
            lines.append({"product_id": one, "titles": titles, "days": days, "weeks": weeks})
        return {
            "from": first.isoformat(), "to": last.isoformat(), "lines": lines,
            "category": {"category_id": 123, "titles": {"uz": "Choynaklar", "ru": "Чайники"}},
        }  # fmt: skip

    def overview(self, *, empty: bool) -> Json:
        items = [
            {
                "product": row(one, self.now), "rivals": 4, "cheaper": 2, "price_down_1": 1 - place, "price_up_1": 0,
                "price_down_7": 2 - 2 * place, "price_up_7": 1 - place, "sold_out": 1 - place,
                "lowest": self._rival(PRODUCT_IDS[2]),
            }
            for place, one in enumerate(PRODUCT_IDS[:2])
        ]  # fmt: skip
        return {"marked": False, "total": 0 if empty else 2, "items": [] if empty else items}

    def watched(self, method: str, number: list[str], data: Json | None) -> Json:
        if method == "DELETE":
            del self.queries[int(number[0])]
            return {"done": True}
        if data is None:
            return {"items": list(reversed(self.queries.values()))}
        made = max(self.queries, default=0) + 1
        self.queries[made] = self._query(made, data.get("text_uz"), data.get("text_ru"), seen=False)
        return self.queries[made]

    def kept(self, method: str, number: list[str], data: Json | None) -> Json:
        if method == "DELETE":
            del self.recipes[int(number[0])]
            return {"done": True}
        if data is None:
            return {"items": list(self.recipes.values())}
        made = {"recipe_id": len(self.recipes) + 1, "made_at": stamp(self.now)} | data
        self.recipes[made["recipe_id"]] = made
        return made

    def positions(self, product_id: int) -> Json:
        looks = [
            {
                "seen_at": stamp(self.now - timedelta(days=7 - at)),
                "rank": (40, 38, None, 22, 12, 9, 9)[at],
                "shown": 83,
            }
            for at in range(7)
        ]
        gone = [look | {"rank": None} for look in looks]
        forms = [("uz", "choynak", looks), ("ru", "чайник", gone)]
        items = [
            {"query_id": 1, "language": language, "text": text, "looks": told}
            for language, text, told in forms
        ]
        return {"product_id": product_id, "items": items}

    def _query(self, number: int, uz: str | None, ru: str | None, *, seen: bool = True) -> Json:
        forms = [self._form(language, text, seen) for language, text in (("uz", uz), ("ru", ru)) if text]
        return {"query_id": number, "made_at": stamp(self.now), "forms": forms}

    def _form(self, language: str, text: str, seen: bool) -> Json:
        shown = PRODUCT_IDS[:2] if seen and language == "uz" else ()
        products = [
            {
                "product_id": one,
                "titles": row(one, self.now)["titles"],
                "rank": 9 + at,
                "rank_before": 14 - 9 * at,
            }
            for at, one in enumerate(shown)
        ]
        return {
            "language": language, "text": text, "state": "seen" if seen else "waiting",
            "seen_at": stamp(self.now) if seen else None,
            "before_at": stamp(self.now - timedelta(days=7)) if seen else None,
            "shown": 83 if seen else 0, "total": 412 if seen else None, "products": products,
            "ideas": [f"{text} katta", f"{text} elektr"] if seen else [],
        }  # fmt: skip

    def _rival(self, product_id: int) -> Json:
        place = product_id - PRODUCT_IDS[0]
        same = {"likeness": 0.93, "models": ["tp-18"], "brands": [], "words": ["choynak"]}
        prices = {
            "category": {"category_id": 123, "titles": {"uz": "Choynaklar", "ru": "Чайники"}}, "from_uzs": 60_000,
            "to_uzs": 120_000,
        }  # fmt: skip
        change = {
            "since": (today_of(self.now) - timedelta(days=1)).isoformat(), "price_then_uzs": 98_000,
            "price_change_uzs": -9_000 if place == 1 else 0, "stock_then": 40, "stock_change": -12,
            "reviews_change": 3, "moved": ["photo"] if place == 1 else [],
        }  # fmt: skip
        unseen = dict.fromkeys(
            ("price_then_uzs", "price_change_uzs", "stock_then", "stock_change", "reviews_change")
        )
        return {
            "product": row(product_id, self.now),
            "why": {
                "same_goods": same if place == 1 else None, "same_prices": prices,
                "choice": self.choices.get(product_id, "proposed"),
            },
            "day_1": change if place < 3 else change | unseen,
            "days_7": change,
        }  # fmt: skip


def other_shops(seller_id: int) -> Json:
    shops = [(78, "Toshkent Savdo Uyi 2", "account"), (79, "Toshkent savdo uyi", "title")]
    return {
        "account_known": True,
        "items": [
            {
                "seller": {"seller_id": number, "title": title, "slug": None}, "evidence": evidence,
                "orders_total": 900, "products": 12,
            }
            for number, title, evidence in shops
            if seller_id != number
        ],
    }  # fmt: skip
