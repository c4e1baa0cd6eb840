"""The stand-in's own shop: one key that reads and one that is refused; what is given, changed and deleted is remembered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from fakes.api_shape_shelf import Json, stamp


def _feed(feed: str, shop: int | None, now: datetime, **more: Any) -> Json:
    return {
        "feed": feed,
        "shop_id": shop,
        "reading": False,
        "back_to": None,
        "whole": True,
        "done_at": stamp(now),
        "rows": 1_240,
        "why": None,
    } | more


def _key(number: int, now: datetime, **more: Any) -> Json:
    return {
        "key_id": number,
        "name": "Asosiy kabinet",
        "tail": "Zk4q",
        "state": "ok",
        "why": None,
        "said": None,
        "made_at": stamp(now - timedelta(days=40)),
        "made_by": "Anvar",
        "last_ok_at": stamp(now - timedelta(minutes=9)),
        "next_at": stamp(now + timedelta(minutes=6)),
        "feeds": [],
    } | more


class OwnShop:
    """Keys and shops, as they stand after what was done."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.deleted: dict[int, bool] = {}
        feeds = [
            _feed("skus", 51, now, rows=96),
            _feed("orders", 51, now, whole=False, reading=True, back_to=stamp(now - timedelta(days=120))),
            _feed("fbs_orders", 51, now, why="no_right", whole=False, done_at=None, rows=0),
            _feed("returns", None, now, rows=7),
        ]
        self.keys = [
            _key(1, now, feeds=feeds),
            _key(
                2, now, name="Eski kabinet", tail="9f0c", state="refused", why="key_refused", said="RBAC: access denied",
                last_ok_at=None, next_at=None,
            ),
        ]  # fmt: skip
        self.shops = [
            {
                "shop_id": 51, "title": "Choynak va piyola", "key_id": 1, "enabled": True, "skus": 96, "order_items": 1_240,
                "first_order_at": stamp(now - timedelta(days=120)), "last_order_at": stamp(now),
            },
            {
                "shop_id": 52, "title": "Gilam", "key_id": None, "enabled": False, "skus": 4, "order_items": 0,
                "first_order_at": None, "last_order_at": None,
            },
        ]  # fmt: skip

    def answer(self, method: str, parts: list[str], query: dict[str, str], data: Any, *, empty: bool) -> Json:
        """An answer to what begins with `own-shop`."""
        match method, parts[1:]:
            case "POST", ["keys"]:
                made = _key(
                    3, self.now, name=data["name"], tail=data["key"][-4:], state="new", last_ok_at=None
                )
                self.keys.append(made)
            case "PATCH", ["keys", number]:
                one = next(one for one in self.keys if one["key_id"] == int(number))
                one |= {"state": "new", "why": None, "said": None} | (
                    {"tail": data["key"][-4:]} if "key" in data else {}
                )
            case "DELETE", ["keys", number]:
                self.deleted[int(number)] = query.get("with_data") == "true"
                self.keys = [one for one in self.keys if one["key_id"] != int(number)]
                return {"done": True}
            case "PATCH", ["shops", number]:
                next(one for one in self.shops if one["shop_id"] == int(number))["enabled"] = data["enabled"]
        if empty and not any(one["key_id"] == 3 for one in self.keys):
            return {"keys": [], "shops": [], "most_keys": 20, "ready": False}
        return {"keys": self.keys, "shops": self.shops, "most_keys": 20, "ready": True}
