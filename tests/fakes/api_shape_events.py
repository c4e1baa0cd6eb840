"""The stand-in's events: one by one, folded, and the parts of what is folded."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from fakes.api_shape_shelf import Json, stamp, today_of

WITH_EVENTS = 1_700_001
_HAPPENED = (
    (2, "restock", "several_rose", 36.0, 0.98, True), (6, "sold_out", "still_at_nought", None, 0.99, False),
    (9, "set_by_hand", "round_value", 40.0, 0.91, True), (13, "burst", "reviews_followed", 61.0, 0.88, False),
    (16, "write_off", "none_ordered", 12.0, 0.83, True), (24, "counter_corrected", "counter_fell_alone", 80.0, 0.85, False),
    (27, "burst", "beyond_usual", 30.0, 0.55, False), (40, "appeared", "newly_listed", 25.0, 0.95, True),
    (44, "gone", "no_longer_listed", None, 0.95, True), (50, "cancelled", "counter_fell", 20.0, 0.9, False),
    (55, "restock", "large_rise", 90.0, 1.0, True),
)  # fmt: skip
"""How many days ago, kind, reason, pieces, probability, and whether it is one variant's."""
FOLDED_DAY, FOLDED = 3, 5
"""How many days ago the day is whose returns are shown, and how many there were."""
_RETURNS = {2: 1, FOLDED_DAY: FOLDED, 4: 2, 5: 3}
"""Small returns by how many days ago, each of one or two pieces."""


def days_of(now: datetime, query: dict[str, str]) -> list[date]:
    last = date.fromisoformat(query.get("to", today_of(now).isoformat()))
    first = date.fromisoformat(query["from"]) if "from" in query else last - timedelta(days=59)
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def _returned(product_id: int, day: date, count: int) -> list[Json]:
    """Returns of a day, newest first, three hours apart and by turns of two variants."""
    morning = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=1)
    return [
        {
            "day": day.isoformat(), "from": stamp(morning + timedelta(hours=3 * step)),
            "to": stamp(morning + timedelta(hours=3 * step + 3)), "sku_id": product_id * 10 + 1 + step % 2,
            "kind": "return", "pieces": 1.0 + step % 2, "probability": 0.62, "reason": "small_back",
            "note_key": "event.small_back",
        }
        for step in reversed(range(count))
    ]  # fmt: skip


def happened(product_id: int, now: datetime, days: set[date]) -> list[Json]:
    """What happened on these days, newest first, nothing folded."""
    found: list[Json] = []
    for age, kind, reason, pieces, probability, of_variant in _HAPPENED:
        day = today_of(now) - timedelta(days=age)
        begin = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=4)
        found.append({
            "day": day.isoformat(), "from": stamp(begin), "to": stamp(begin + timedelta(hours=3)),
            "sku_id": product_id * 10 + 1 if of_variant else None, "kind": kind, "pieces": pieces,
            "probability": probability, "reason": reason, "note_key": f"event.{reason}",
        })  # fmt: skip
    for age, count in _RETURNS.items():
        found += _returned(product_id, today_of(now) - timedelta(days=age), count)
    found = [one for one in found if date.fromisoformat(one["day"]) in days and product_id == WITH_EVENTS]
    return sorted(found, key=lambda one: one["from"], reverse=True)


def events(product_id: int, now: datetime, query: dict[str, str]) -> Json:
    return _paged(happened(product_id, now, set(days_of(now, query))), query)


def event_groups(product_id: int, now: datetime, query: dict[str, str]) -> Json:
    """The same with the returns of a day folded."""
    of_row: dict[tuple[str, str], list[Json]] = {}
    for one in happened(product_id, now, set(days_of(now, query))):
        of_row.setdefault((one["day"], one["kind"]), []).append(one)
    return _paged([_row(parts) for parts in of_row.values()], query)


def event_parts(product_id: int, now: datetime, query: dict[str, str], day: str, kind: str) -> Json:
    found = happened(product_id, now, {date.fromisoformat(day)})
    return _paged([one for one in found if one["kind"] == kind], query)


def _row(parts: list[Json]) -> Json:
    return {
        "day": parts[0]["day"], "from": parts[-1]["from"], "to": parts[0]["to"], "kind": parts[0]["kind"],
        "events": len(parts), "pieces": None if parts[0]["pieces"] is None else sum(one["pieces"] for one in parts),
        "probability": parts[0]["probability"], "small": parts[0]["kind"] == "return",
        "sku_ids": sorted({one["sku_id"] for one in parts}, key=lambda sku: sku or 0),
        "only": parts[0] if len(parts) == 1 else None,
    }  # fmt: skip


def _paged(items: list[Json], query: dict[str, str]) -> Json:
    first, limit = int(query.get("cursor", 0)), int(query.get("limit", 100))
    more = str(first + limit) if first + limit < len(items) else None
    return {"items": items[first : first + limit], "next_cursor": more}
