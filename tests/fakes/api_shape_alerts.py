"""The stand-in's alerts: rules, what they found, mutes and channels, kept while a test changes them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from fakes.api_shape_shelf import PRODUCT_IDS, row, stamp
from ventra.core.rule_kinds import KINDS

Json = dict[str, Any]
HOSTILE = "<img src=x onerror=alert(1)> & 'arzon' \u202e"


def rule(rule_id: int, kind: str, limit: float, unit: str = "", days: int = 0, **more: Any) -> Json:
    """A rule of one condition."""
    condition = {"kind": kind, "limit": limit, "unit": unit, "days": days, "other": None}
    return {
        "rule_id": rule_id, "name": "", "standard": None, "scope": "tracked", "scope_id": None, "scope_text": None,
        "scope_titles": None, "scope_name": None, "needs_all": True, "conditions": [condition], "cool_hours": 24,
        "channels": None, "enabled": True, "made_at": "2026-10-01T00:00:00Z", "fired_30": 0, "open": 0, "last_at": None,
    } | more  # fmt: skip


class Alerts:
    """What the routes of alerts answer; `deeds` holds what was asked to be changed."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.refuses = False
        self.deeds: list[tuple[str, Any]] = []
        self.read_through = 22
        self.rules = [
            rule(1, "price_moved", 5, "percent", 1, standard="price", fired_30=7, open=2, last_at=stamp(now)),
            rule(2, "stock_out", 0, standard="rival_out", scope="rivals"),
            rule(3, "days_left", 7, "days", name=HOSTILE, scope="list", scope_id=4, scope_name="Yozgi <b>mavsum</b>"),
        ]  # fmt: skip
        self.deleted: list[Json] = []
        self.mutes: dict[int, list[Json]] = {}
        self.channels = [
            self._channel(
                1, "telegram", "998901234567", mine=True, quiet_from=1320, quiet_to=480, sent_at=stamp(now)
            ),
            self._channel(
                2,
                "webhook",
                "https://ombor.example/ventra",
                ended_at=stamp(now),
                ended_because="refused",
                failed=3,
            ),
        ]

    def _channel(self, channel_id: int, kind: str, address: str, **more: Any) -> Json:
        return {
            "channel_id": channel_id, "kind": kind, "name": "", "address": address, "mine": False, "language": "uz",
            "takes_all": True, "zone": "Asia/Tashkent", "quiet_from": None, "quiet_to": None, "bundle_minutes": 0,
            "digest_at": None, "digest_weekday": None, "snoozed_until": None, "ended_at": None, "ended_because": None,
            "made_at": stamp(self.now), "waiting": 0, "failed": 0, "sent_at": None, "error": None,
        } | more  # fmt: skip

    def kinds(self) -> Json:
        """Every kind there is."""
        return {
            "items": [
                {
                    "kind": kind.name, "group": kind.group, "subject": kind.subject, "least": kind.least, "most": kind.most,
                    "units": [{"unit": unit, "usual": kind.usual[unit]} for unit in kind.measures],
                    "days": list(kind.days), "below": kind.below, "other": kind.other,
                }
                for kind in KINDS.values()
            ]
        }  # fmt: skip

    def found(self) -> list[Json]:
        """An alert of every kind, newest first."""
        return [self._alert(len(KINDS) - place, kind) for place, kind in enumerate(KINDS)]

    def _alert(self, alert_id: int, kind: str) -> Json:
        at = self.now - timedelta(hours=3 * (len(KINDS) - alert_id), minutes=9)
        return {
            "alert_id": alert_id, "rule_id": 1 + alert_id % 3, "rule_name": "", "subject": self.subject(kind, alert_id),
            "opened_at": stamp(at), "told_at": stamp(at), "closed_at": stamp(at) if alert_id % 4 == 0 else None,
            "level": alert_id % 5 // 3, "quiet": (None, None, None, "cooling", "muted")[alert_id % 5],
            "unread": alert_id > self.read_through, "told": self.told(kind, at),
        }  # fmt: skip

    def subject(self, kind: str, place: int) -> Json:
        """A category for what is told of categories, else a product; one of them has markup for a title."""
        if KINDS[kind].subject == "category":
            return {
                "kind": "category",
                "id": 123,
                "titles": {"uz": "Choynaklar", "ru": "Чайники"},
                "photo_url": None,
            }
        product = row(PRODUCT_IDS[place % 12], self.now)
        return {
            "kind": "product",
            "id": product["product_id"],
            "titles": product["titles"],
            "photo_url": None,
        }

    def told(self, kind: str, at: datetime) -> Json:
        """A condition that held, with everything that may be known then."""
        unit = next(iter(KINDS[kind].measures))
        ends = (4.9, 4.6) if "rating" in kind else (1_290_000, 1_090_000)
        if KINDS[kind].group == "stock":
            ends = (0, 7)
        return {
            "kind": kind, "unit": unit, "limit": KINDS[kind].usual[unit], "days": KINDS[kind].days[0], "value": 12.0,
            "low": 9.0, "high": 15.0, "before": ends[0], "after": ends[1], "usual_low": 3.0, "usual_high": 8.0,
            "text_before": "Choynak", "text_after": HOSTILE, "price_uzs": 1_090_000, "stock": 7, "units_7": 84.0,
            "by": "forecast", "among": 214, "units_7_low": 76.0, "units_7_high": 92.0, "seen_at": stamp(at),
        }  # fmt: skip

    def answer(self, method: str, parts: list[str], query: dict[str, str], data: Any, *, empty: bool) -> Any:
        """What a route answers; None is not found."""
        if method != "GET":
            self.deeds.append((f"{method} /{'/'.join(parts)}", data))
            if self.refuses:
                return None
        match method, parts:
            case "GET", ["alert-kinds"]:
                return self.kinds()
            case "GET", ["alert-rules"]:
                found = (
                    self.rules if "product_id" not in query else [one for one in self.rules if one["enabled"]]
                )
                return {"items": [] if empty else found, "most": 200}
            case "POST", ["alert-rules"]:
                self.rules.append(rule(9, "gone", 1) | data)
                return self.rules[-1]
            case "POST", ["alert-rules", "try"]:
                return self._tried(data)
            case "POST", ["alert-rules", _, "restore"]:
                self.rules = sorted([*self.rules, *self.deleted], key=lambda one: one["rule_id"])
                return self.deleted.pop()
            case "PATCH" | "DELETE", ["alert-rules", number]:
                return self._change(method, int(number), data)
            case "GET", ["alerts"]:
                return {
                    "items": [] if empty else self._listed(query),
                    "next_cursor": None,
                    "unread": self._unread(),
                }
            case "GET", ["alerts", "unread"]:
                return {"unread": 0 if empty else self._unread()}
            case "POST", ["alerts", "read"]:
                self.read_through = data["alert_id"]
                return {"unread": self._unread()}
            case _, ["products", number, "mutes"]:
                return self._mute(method, int(number), query, data)
            case _, ["alert-channels", *rest]:
                return self._channels(method, rest, data)
            case "POST", ["alert-deliveries", _, "again"]:
                return {"done": True}
        return None

    def _unread(self) -> int:
        return max(len(KINDS) - self.read_through, 0)

    def _listed(self, query: dict[str, str]) -> list[Json]:
        return [
            one
            for one in self.found()
            if (query.get("open") != "true" or one["closed_at"] is None)
            and query.get("rule_id", str(one["rule_id"])) == str(one["rule_id"])
            and query.get("product_id", str(one["subject"]["id"])) == str(one["subject"]["id"])
        ]

    def _change(self, method: str, number: int, data: Any) -> Any:
        (this,) = [one for one in self.rules if one["rule_id"] == number]
        if method == "PATCH":
            this |= data
            return this
        self.rules.remove(this)
        self.deleted.append(this)
        return {"done": True}

    def _tried(self, data: Json) -> Json:
        kind = data["conditions"][0]["kind"]
        items = [
            {
                "subject": self.subject(kind, place), "at": stamp(self.now - timedelta(days=8 * place)), "closed_at": None,
                "level": 0, "quiet": "cooling" if place > 4 else None,
                "told": self.told(kind, self.now - timedelta(days=8 * place)),
            }
            for place in range(7)
        ]  # fmt: skip
        since = (self.now - timedelta(days=60)).date().isoformat()
        return {
            "since": since, "days": 60, "subjects": 12, "tried": 12, "fired": 7, "told": 5, "holding": 3, "by_nights": True,
            "nights_since": since, "items": items,
        }  # fmt: skip

    def _mute(self, method: str, product_id: int, query: dict[str, str], data: Any) -> Json:
        kept = self.mutes.setdefault(product_id, [])
        if method == "POST":
            until = stamp(self.now + timedelta(hours=data["hours"])) if data["hours"] else None
            kept.append({"subject_id": product_id, "rule_id": data["rule_id"], "until": until})
        if method == "DELETE":
            wanted = int(query["rule_id"]) if "rule_id" in query else None
            kept[:] = [one for one in kept if one["rule_id"] != wanted]
        return {"items": kept}

    def _channels(self, method: str, rest: list[str], data: Any) -> Any:
        match method, rest:
            case "GET", []:
                return {
                    "items": self.channels,
                    "can_telegram": True,
                    "can_email": False,
                    "bot_username": "ventra_bot",
                }
            case "POST", []:
                self.channels.append(self._channel(3, data["kind"], data.get("address") or "", mine=True))
                return {"channel_id": 3, "secret": "whsec_birmarta" if data["kind"] == "webhook" else None}
            case "POST", ["group"]:
                return {
                    "address": "https://t.me/ventra_bot?startgroup=1", "command": "/start ABC123",
                    "expires_at": stamp(self.now + timedelta(minutes=15)),
                }  # fmt: skip
            case "GET", [_, "deliveries"]:
                return {"items": self._deliveries(), "next_cursor": None}
            case "PATCH", [number]:
                (this,) = [one for one in self.channels if one["channel_id"] == int(number)]
                if data.pop("resume", False):
                    data |= {"ended_at": None, "ended_because": None}
                this |= data
                return this
            case "DELETE", [number]:
                self.channels = [one for one in self.channels if one["channel_id"] != int(number)]
        return {"done": True}

    def _deliveries(self) -> list[Json]:
        states = (("sent", None), ("failed", "connection refused: <b>ombor</b>"), ("ended", "blocked"))
        return [
            {
                "delivery_id": place, "what": ("alert", "day", "test")[place], "alert_id": None, "state": state,
                "made_at": stamp(self.now), "due_at": stamp(self.now), "sent_at": None, "tries": 1 + place, "error": error,
            }
            for place, (state, error) in enumerate(states)
        ]  # fmt: skip
