"""The stand-in's status: a silent collector, a bot that is off, an outage and a day nobody watched."""

from __future__ import annotations

from datetime import datetime, timedelta

from fakes.api_shape_shelf import Json, stamp, today_of

COMMIT = "0123abc4567def890123abc4567def890123abcd"
_PARTS = {
    "database": ("well", "database.well"),
    "queue": ("well", "queue.well"),
    "worker": ("well", "worker.well"),
    "collection": ("down", "collection.silent"),
    "sales": ("well", "sales.well"),
    "outlook": ("trouble", "outlook.late"),
    "bot": ("off", "bot.off"),
    "rates": ("trouble", "rates.stale"),
}


def status(now: datetime, *, empty: bool) -> Json:
    """All well but collecting; `empty`: a worker that was never seen."""
    parts = [_part(name, *found, now, empty=empty) for name, found in _PARTS.items()]
    figures = {
        "lag_seconds": 1_980,
        "last_ok_at": stamp(now - timedelta(minutes=31)),
        "closed_through": (today_of(now) - timedelta(days=1)).isoformat(),
        "judged_through": (today_of(now) - timedelta(days=2)).isoformat(),
    }
    return {
        "overall": "trouble",
        "now": stamp(now),
        "looked_at": None if empty else stamp(now),
        "version": "0.1.0",
        "commit": COMMIT,
        "parts": parts,
        "figures": dict.fromkeys(figures) if empty else figures,
    }


def _part(name: str, state: str, reason: str, now: datetime, *, empty: bool) -> Json:
    if empty and name not in ("database", "queue"):
        state, reason = ("down", "worker.never") if name == "worker" else ("unknown", "unknown")
    release = {"version": "0.1.0", "commit": COMMIT, "started_at": stamp(now - timedelta(days=2))}
    return {
        "part": name,
        "state": state,
        "reason": reason,
        "since": None if state == "unknown" else stamp(now - timedelta(days=4, minutes=31)),
        "release": release if name in ("worker", "bot") and not empty else None,
        "days": [
            {
                "day": (today_of(now) - timedelta(days=age)).isoformat(),
                "well": None if empty or state == "off" else _share(name, age),
            }
            for age in range(29, -1, -1)
        ],
    }


def _share(name: str, age: int) -> float | None:
    if age in (17, 18):
        return None
    if name == "database" and age == 9:
        return 0.9993
    if name == "collection":
        return {0: 0.6, 3: 0.0, 12: 0.85}.get(age, 1.0)
    return 1.0
