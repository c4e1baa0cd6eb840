"""The stand-in's data health: a stopped source, an outage in the coverage, a page in quarantine."""

from __future__ import annotations

from datetime import datetime, timedelta

from fakes.api_shape_shelf import PRODUCT_IDS, Json, stamp, today_of

NO_WALK = {"shelves": 0, "waiting": 0, "results": 0, "missed": 0, "unparted": 0}


def data_health(now: datetime, *, empty: bool) -> Json:
    today = today_of(now)
    hour = now.replace(minute=0, second=0)
    if empty:
        return _health(now) | {"products": 0, "days": {"from": None, "to": None}, "discovery": NO_WALK}
    coverage = [
        {
            "day": (today - timedelta(days=age)).isoformat(),
            "products": 1512,
            "looks": 36_000,
            "products_known": 0 if age in (33, 34) else 900 if age in (18, 19, 20) else 1490 + age % 20,
        }
        for age in range(60, 0, -1)
    ]
    outcomes = [
        {
            "hour": stamp(hour - timedelta(hours=age)),
            "ok": 1400 + 90 * (age % 7),
            "gone": age % 3,
            "throttled": 40 if age == 9 else 0,
            "challenged": 1 if age == 8 else 0,
            "changed": age % 11 == 0,
            "timed_out": age % 5,
            "failed": 0,
        }
        for age in range(47, -1, -1)
    ]
    sources = [
        {
            "host": "api.uzum.uz",
            "state": "ok",
            "reason": None,
            "since": stamp(now),
            "resume_at": None,
            "last_ok_at": stamp(now),
        },
        {
            "host": "graphql.uzum.uz",
            "state": "stopped",
            "reason": "challenged",
            "since": stamp(now - timedelta(hours=8)),
            "resume_at": None,
            "last_ok_at": stamp(now - timedelta(hours=8)),
        },
    ]
    quarantine = {
        "open": 1,
        "items": [
            {
                "id": 1,
                "seen_at": stamp(now),
                "product_id": PRODUCT_IDS[0],
                "url": "https://api.uzum.uz/api/v2/product/1700001",
                "reason": "no skuList",
            }
        ],
    }
    alarms = [
        {
            "key": "challenged",
            "raised_at": stamp(now - timedelta(hours=8)),
            "last_at": stamp(now),
            "times": 3,
            "facts": {"host": "graphql.uzum.uz"},
        }
    ]
    jobs = [
        {
            "job": "sweep",
            "due_at": stamp(now),
            "finished_at": stamp(now),
            "took_ms": 42,
            "failures": 0,
            "last_error": None,
        },
        {
            "job": "close_day",
            "due_at": stamp(now),
            "finished_at": None,
            "took_ms": None,
            "failures": 2,
            "last_error": "relation is locked",
        },
    ]
    known = {
        "products": 1512,
        "tracked": 12,
        "observations_24h": 36_212,
        "days": {"from": coverage[0]["day"], "to": coverage[-1]["day"]},
    }
    unknown = [
        {
            "source": "product",
            "field": "payload.data.promoBadge",
            "first_seen": stamp(now),
            "product_id": PRODUCT_IDS[0],
        }
    ]
    return (
        _health(now)
        | known
        | {
            "coverage": coverage,
            "outcomes": outcomes,
            "sources": sources,
            "quarantine": quarantine,
            "alarms": alarms,
            "jobs": jobs,
            "unknown_fields": unknown,
        }
    )


def _health(now: datetime) -> Json:
    return {
        "now": stamp(now),
        "products": 0,
        "tracked": 0,
        "observations_24h": 0,
        "coverage": [],
        "outcomes": [],
        "sources": [],
        "waiting": {"due": 14, "oldest_due_seconds": 95, "leased": 3},
        "discovery": {"shelves": 1627, "waiting": 12, "results": 812_400, "missed": 310, "unparted": 2},
        "queue": {"waiting": 1, "active": 2, "delayed": 0},
        "quarantine": {"open": 0, "items": []},
        "unknown_fields": [],
        "alarms": [],
        "jobs": [],
        "failures": [],
    }


def disk_health(now: datetime, *, empty: bool) -> Json:
    """A disk that fills within the month; before the first look nothing is known of it."""
    nothing = dict.fromkeys(
        ("measured_at", "database_bytes", "volume_bytes", "free_bytes", "used_share", "growth", "full_on",
         "full_earliest", "full_latest"),
    )  # fmt: skip
    if empty:
        return nothing | {"state": "unknown", "samples": 0, "samples_needed": 7, "parts": []}
    sizes = {
        "observations": 9.1e9,
        "daily_sales": 21.4e9,
        "catalogue": 4.2e9,
        "operations": 6.5e8,
        "postgres": 1.2e7,
    }
    today = today_of(now)
    return {
        "state": "warn", "measured_at": stamp(now), "samples": 28, "samples_needed": 7,
        "database_bytes": int(sum(sizes.values())),
        "parts": [{"part": part, "bytes": int(size)} for part, size in sizes.items()],
        "volume_bytes": 50_000_000_000, "free_bytes": 14_100_000_000, "used_share": 0.718,
        "growth": {"bytes_a_day": 612_000_000, "low": 540_000_000, "high": 1_050_000_000},
        "full_on": (today + timedelta(days=23)).isoformat(),
        "full_earliest": (today + timedelta(days=13)).isoformat(),
        "full_latest": (today + timedelta(days=26)).isoformat(),
    }  # fmt: skip
