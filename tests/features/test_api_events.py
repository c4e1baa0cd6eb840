"""Events over HTTP: pages that never part what one look brought, marks on days, and the events behind a number."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from fixtures import rows
from ventra.core.bucket import bucket_of
from ventra.core.event_kinds import Kind, Reason
from ventra.sales.happenings import KINDS

PRODUCT = "/api/v1/products/1"


async def get(api, path, **params):
    answer = await api.get(f"{PRODUCT}/{path}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def at(ago: int, hour: int = 10) -> datetime:
    return datetime.combine(rows.days_ago(ago), time(hour), UTC) - timedelta(hours=5)


async def event(
    db, ago: int, kind: Kind, reason: Reason, *, sku_id: int = -1, hour: int = 10, **more
) -> None:
    values = {"seen_from": at(ago, hour), "seen_to": at(ago, hour + 3), "pieces": 4.0, "probability": 0.9}
    bucket = int(bucket_of(1))
    await rows.insert(
        db, "sales_events", product_id=1, sku_id=sku_id, kind=int(kind), reason=int(reason), bucket=bucket, **values | more
    )  # fmt: skip


async def test_events_come_newest_first_with_their_words(api, db):
    await rows.product(db, 1)
    await event(db, 5, Kind.RESTOCK, Reason.LARGE_RISE, sku_id=7, pieces=40.0, probability=0.97)
    await event(db, 2, Kind.SOLD_OUT, Reason.STILL_AT_NOUGHT, pieces=None)
    found = await get(api, "events")
    assert [one["kind"] for one in found["items"]] == ["sold_out", "restock"]
    assert found["items"][0]["sku_id"] is None
    assert found["items"][0]["pieces"] is None
    assert found["items"][1] == {
        "day": rows.days_ago(5).isoformat(), "from": at(5).isoformat().replace("+00:00", "Z"),
        "to": at(5, 13).isoformat().replace("+00:00", "Z"), "sku_id": 7, "kind": "restock", "pieces": 40.0,
        "probability": 0.97, "reason": "large_rise", "note_key": "event.large_rise",
    }  # fmt: skip
    assert found["next_cursor"] is None


async def test_only_events_that_begin_in_the_days_asked_for_are_told(api, db):
    await rows.product(db, 1)
    for ago in (9, 6, 3):
        await event(db, ago, Kind.RETURN, Reason.SMALL_BACK)
    found = await get(
        api, "events", **{"from": rows.days_ago(7).isoformat(), "to": rows.days_ago(4).isoformat()}
    )
    assert [one["day"] for one in found["items"]] == [rows.days_ago(6).isoformat()]


async def test_pages_never_part_what_one_look_brought(api, db):
    await rows.product(db, 1)
    for ago in (2, 3, 4):
        for sku_id in (7, 8, 9):
            await event(db, ago, Kind.RESTOCK, Reason.SEVERAL_ROSE, sku_id=sku_id)
    seen, cursor, sizes = [], None, []
    while True:
        page = await get(api, "events", limit=4, **({"cursor": cursor} if cursor else {}))
        seen += [(one["day"], one["sku_id"]) for one in page["items"]]
        sizes.append(len(page["items"]))
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert sizes == [3, 3, 3]
    assert seen == [(rows.days_ago(ago).isoformat(), sku_id) for ago in (2, 3, 4) for sku_id in (7, 8, 9)]
    whole = await get(api, "events", limit=2)
    assert len(whole["items"]) == 3, "more than a page comes at once where one look brought it"


async def test_a_cursor_of_another_product_is_refused(api, db):
    await rows.product(db, 1)
    await rows.product(db, 2)
    for ago in (2, 3):
        await event(db, ago, Kind.RESTOCK, Reason.LARGE_RISE)
    cursor = (await get(api, "events", limit=1))["next_cursor"]
    answer = await api.get("/api/v1/products/2/events", params={"cursor": cursor})
    assert answer.status_code == 400
    assert (await api.get("/api/v1/products/3/events")).status_code == 404


async def test_days_out_of_stock_and_with_a_burst_are_marked(api, db):
    await rows.product(db, 1)
    await rows.day(db, 1, rows.days_ago(4), 1.0, out_share=0.5)
    await rows.day(db, 1, rows.days_ago(3), 60.0, out_share=0.01)
    await rows.day(db, 1, rows.days_ago(2), 3.0)
    await event(db, 3, Kind.BURST, Reason.REVIEWS_FOLLOWED)
    period = {"from": rows.days_ago(4).isoformat(), "to": rows.days_ago(2).isoformat()}
    sales = await get(api, "sales", **period)
    assert [day["marks"] for day in sales["days"]] == [["out_of_stock"], ["burst"], []]
    detail = await get(api, "detail", **period)
    assert detail["sales"]["days"] == sales["days"]


async def test_a_window_is_marked_when_any_of_its_days_is(api, db):
    await rows.product(db, 1)
    for ago in range(1, 15):
        await rows.day(db, 1, rows.days_ago(ago), 1.0, out_share=0.9 if ago == 10 else 0.0)
    sales = await get(api, "sales", window=7, **{"from": rows.days_ago(14).isoformat()})
    assert [day["marks"] for day in sales["days"]] == [["out_of_stock"], []]


async def test_why_tells_the_events_of_the_day(api, db):
    await rows.product(db, 1)
    await rows.day(db, 1, rows.days_ago(3), 3.0)
    await event(db, 3, Kind.WRITE_OFF, Reason.NONE_ORDERED, sku_id=7)
    await event(db, 4, Kind.RETURN, Reason.SMALL_BACK)
    why = await get(api, "why", day=rows.days_ago(3).isoformat())
    assert [(one["kind"], one["pieces"], one["note_key"]) for one in why["events"]] == [
        ("write_off", 4.0, "event.none_ordered")
    ]


def test_the_words_of_the_api_are_those_of_the_kinds():
    assert tuple(kind.name.lower() for kind in Kind) == KINDS
