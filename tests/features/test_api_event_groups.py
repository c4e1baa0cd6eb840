"""Events with the small ones folded, over HTTP: rows of whole days, and the parts of each."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from fixtures import rows
from ventra.core.bucket import bucket_of
from ventra.core.event_kinds import Kind, Reason
from ventra.sales import folding

PRODUCT = "/api/v1/products/1"


async def get(api, path, **params):
    answer = await api.get(f"{PRODUCT}/{path}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def at(ago: int, hour: float) -> datetime:
    return datetime.combine(rows.days_ago(ago), time(), UTC) + timedelta(hours=hour - 5)


def stamp(ago: int, hour: float) -> str:
    return at(ago, hour).isoformat().replace("+00:00", "Z")


async def selling(db, per_day: float = 100.0) -> None:
    await rows.product(db, 1)
    for ago in range(1, 12):
        await rows.day(db, 1, rows.days_ago(ago), per_day)


async def event(db, ago: int, hour: float, kind: Kind, pieces: float | None, sku_id: int = 7, **more) -> None:
    values = {"seen_from": at(ago, hour), "seen_to": at(ago, hour + 1), "probability": 0.9}
    await rows.insert(
        db, "sales_events", product_id=1, bucket=int(bucket_of(1)), sku_id=sku_id, kind=int(kind), pieces=pieces,
        reason=int(Reason.SMALL_BACK), **values | more,
    )  # fmt: skip


async def test_small_returns_of_a_day_come_as_one_row_beside_what_matters(api, db):
    await selling(db)
    for hour, sku_id in ((9, 7), (12, 8), (20, 7)):
        await event(db, 3, hour, Kind.RETURN, 2.0, sku_id, probability=0.6 + hour / 100)
    await event(db, 3, 15, Kind.RESTOCK, 400.0, -1)
    folded, restock = (await get(api, "events/groups"))["items"]
    assert folded == {
        "day": rows.days_ago(3).isoformat(), "from": stamp(3, 9), "to": stamp(3, 21), "kind": "return", "events": 3,
        "pieces": 6.0, "probability": 0.74, "small": True, "sku_ids": [7, 8], "only": None,
    }  # fmt: skip
    assert (restock["kind"], restock["events"], restock["small"], restock["sku_ids"]) == (
        "restock",
        1,
        False,
        [None],
    )
    assert restock["only"] == (await get(api, "events"))["items"][1]


async def test_the_parts_of_a_row_are_its_events_and_no_others(api, db):
    await selling(db)
    for hour in (9, 12, 20):
        await event(db, 3, hour, Kind.RETURN, 2.0)
    await event(db, 3, 14, Kind.RETURN, 60.0)
    await event(db, 3, 15, Kind.WRITE_OFF, 1.0)
    await event(db, 4, 9, Kind.RETURN, 1.0)
    where = f"events/groups/{rows.days_ago(3).isoformat()}/return"
    parts = await get(api, where)
    assert [(one["from"], one["pieces"]) for one in parts["items"]] == [
        (stamp(3, hour), 2.0) for hour in (20, 12, 9)
    ]
    assert parts["next_cursor"] is None
    paged, cursor = [], None
    while True:
        page = await get(api, where, limit=1, **({"cursor": cursor} if cursor else {}))
        paged += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert paged == parts["items"]


async def test_rows_count_for_a_page_and_days_stay_whole(api, db):
    await selling(db)
    for ago in (2, 3, 4, 5):
        for hour in range(6, 12):
            await event(db, ago, hour, Kind.RETURN, 1.0)
        await event(db, ago, 13, Kind.RESTOCK, 300.0)
    pages, cursor = [], None
    while True:
        page = await get(api, "events/groups", limit=5, **({"cursor": cursor} if cursor else {}))
        pages.append([(one["day"], one["kind"], one["events"]) for one in page["items"]])
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert [len(page) for page in pages] == [4, 4]
    assert [one for page in pages for one in page] == [
        (rows.days_ago(ago).isoformat(), kind, count)
        for ago in (2, 3, 4, 5)
        for kind, count in (("restock", 1), ("return", 6))
    ]
    whole = await get(api, "events/groups", limit=1)
    assert len(whole["items"]) == 2, "a day that holds more than a page comes at once"


async def test_a_day_is_whole_however_many_events_are_read_at_a_time(api, db, monkeypatch):
    await selling(db)
    for ago in (2, 3):
        for hour in (0, 6, 12, 22.9):
            await event(db, ago, hour, Kind.RETURN, 1.0)
    monkeypatch.setattr(folding, "READ_AT_LEAST", 3)
    first = await get(api, "events/groups")
    rest = await get(api, "events/groups", cursor=first["next_cursor"])
    assert [one["events"] for one in first["items"]] == [4]
    assert [(one["day"], one["events"]) for one in rest["items"]] == [(rows.days_ago(3).isoformat(), 4)]


async def test_rows_and_pieces_are_those_of_the_events(api, db):
    await selling(db)
    for ago in range(1, 9):
        for hour in range(0, 24, 3):
            kind = (Kind.RETURN, Kind.WRITE_OFF, Kind.RESTOCK)[hour % 9 // 3]
            await event(db, ago, hour, kind, float(hour * ago), sku_id=hour)
    events = (await get(api, "events", limit=500))["items"]
    groups = (await get(api, "events/groups", limit=500))["items"]
    assert sum(one["events"] for one in groups) == len(events) == 64
    assert sum(one["pieces"] for one in groups) == sum(one["pieces"] for one in events)
    assert len(groups) < len(events)
    for group in groups:
        if group["only"] is None:
            parts = await get(api, f"events/groups/{group['day']}/{group['kind']}")
            assert len(parts["items"]) == group["events"]
            assert sum(one["pieces"] for one in parts["items"]) == group["pieces"]


async def test_a_product_of_which_no_sales_are_known_folds_nothing(api, db):
    await rows.product(db, 1)
    for hour in (9, 12):
        await event(db, 3, hour, Kind.RETURN, 1.0)
    assert [one["events"] for one in (await get(api, "events/groups"))["items"]] == [1, 1]
    await rows.product(db, 2)
    assert (await api.get("/api/v1/products/2/events/groups")).json() == {"items": [], "next_cursor": None}


async def test_days_of_an_empty_shelf_do_not_make_a_usual_day_smaller(api, db):
    await rows.product(db, 1)
    for ago in range(3, 12):
        sold_out = ago < 9
        await rows.day(
            db, 1, rows.days_ago(ago), 0.0 if sold_out else 100.0, out_share=0.9 if sold_out else 0.0
        )
    for hour in (9, 12):
        await event(db, 3, hour, Kind.RETURN, 1.0)
    assert [(one["events"], one["small"]) for one in (await get(api, "events/groups"))["items"]] == [
        (2, True)
    ]


async def test_what_no_list_could_hold_is_refused(api, db):
    await selling(db)
    for ago in (2, 3):
        await event(db, ago, 9, Kind.RETURN, 1.0)
    cursor = (await get(api, "events/groups", limit=1))["next_cursor"]
    refused = {
        "/api/v1/products/1/events/groups/2026-01-01/theft": 400,
        "/api/v1/products/1/events/groups/yesterday/return": 404,
        "/api/v1/products/1/events/groups/1999-01-01/return": 400,
        "/api/v1/products/3/events/groups": 404,
        f"/api/v1/products/1/events?cursor={cursor}": 400,
    }
    assert {path: (await api.get(path)).status_code for path in refused} == refused
