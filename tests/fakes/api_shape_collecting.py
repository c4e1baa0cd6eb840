"""The stand-in's switch of collecting, what the budget can watch, and links that are followed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fakes.api_shape_shelf import PRODUCT_IDS, Json, stamp

TRACKED, REST, BUDGET = 4.2, 3.1, 2.0


class Collecting:
    """What is collected. `setting` None: no worker ever ran. While `refuses`, nothing can be switched."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.setting: str | None = "tracked"
        self.switched_to: str | None = None
        self.refuses = False

    @property
    def collect(self) -> str | None:
        return self.switched_to or self.setting

    def state(self) -> Json:
        return {
            "collect": self.collect,
            "setting": self.setting,
            "switched_to": self.switched_to,
            "switched_at": stamp(self.now) if self.switched_to else None,
        }

    def switch(self, wish: Json) -> Json:
        self.switched_to = wish["collect"]
        return self.state()

    def capacity(self) -> Json:
        """Twice as much is asked for as there is."""
        known = self.setting is not None
        collect = self.collect
        off = {"tracked": None, "rest": None}
        told = {
            "off": off,
            "tracked": {"tracked": reach(TRACKED / BUDGET, 7_560), "rest": None},
            "all": {"tracked": reach(2.3333, 8_400), "rest": reach(15.5, 1_339_200)},
        }
        budgets = [
            {"collect": collect, "per_second": BUDGET * factor, "tracked": reach(stretch, 3_600 * stretch),
             "rest": reach(31.0 / factor, 2_678_400 / factor) if collect == "all" else None}
            for factor, stretch in ((0.5, 4.2), (2, 1.05), (5, 1))
        ]  # fmt: skip
        return {
            "counted_at": stamp(self.now),
            "collect": collect,
            "per_second": BUDGET if known else None,
            "looks_an_hour": 7_200 if known else None,
            "looks_a_day": 172_800 if known else None,
            "groups": [
                {"every_seconds": None, "products": 15_120, "per_second": TRACKED},
                {"every_seconds": 900, "products": 40, "per_second": 0.0444},
                {"every_seconds": 86_400, "products": 263_000, "per_second": 3.0556},
            ],
            "tracked_per_second": TRACKED,
            "rest_per_second": REST,
            "enough_per_second": {"off": 0.0, "tracked": TRACKED, "all": TRACKED + REST}.get(collect or ""),
            "now": {"collect": collect, "per_second": BUDGET, **told[collect]} if collect else None,
            "by_collect": [
                {"collect": choice, "per_second": BUDGET, **words} for choice, words in told.items()
            ] if known else [],
            "by_budget": budgets if known and collect != "off" else [],
        }  # fmt: skip


def reach(stretch: float, interval_seconds: float) -> Json:
    return {"stretch": stretch, "interval_seconds": interval_seconds}


class Following:
    """Links given. A product is there once it was asked for `looks_until_seen` times; a shop ends in `shop_state`."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.looks_until_seen = 1
        self.shop_state = "done"
        self.links: list[str] = []
        self._waiting: dict[int, int] = {}

    def follow(self, wish: Json) -> Json | None:
        """None where the link is nobody's."""
        link: str = wish["link"]
        self.links.append(link)
        if "uzum.uz" not in link:
            return None
        if "/shop/" in link:
            return {"kind": "shop", "product_id": None, "shop": link.rsplit("/", 1)[-1]}
        self._waiting[PRODUCT_IDS[0]] = self.looks_until_seen
        return {"kind": "product", "product_id": PRODUCT_IDS[0], "shop": None}

    def not_yet(self, product_id: int) -> bool:
        """Whether a followed product has not been seen so far; each question brings it nearer."""
        left = self._waiting.get(product_id, 0)
        self._waiting[product_id] = max(left - 1, 0)
        return left > 0

    def shops(self) -> Json:
        named: Any = [link.rsplit("/", 1)[-1] for link in self.links if "/shop/" in link]
        return {
            "items": [
                {"shop": name, "title": "Choynak uyi", "state": self.shop_state, "found": 212, "missed": 0,
                 "asked_at": stamp(self.now)}
                for name in named
            ]
        }  # fmt: skip
