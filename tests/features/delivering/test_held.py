"""What waits is held and bundled: quiet hours, a snooze, many in one message, and what is told once a day or a week."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from fixtures import outbox, rows
from fixtures.bringing import carried, no_picture, state
from ventra.alerts import digest
from ventra.alerts.bring import bring_to_chats
from ventra.core.quiet import held_until

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("at", "zone", "quiet", "until"),
    [
        ("2026-11-27T20:00Z", "Asia/Tashkent", (22 * 60, 8 * 60), "2026-11-28T03:00Z"),  # 01:00, over midnight
        ("2026-11-27T18:00Z", "Asia/Tashkent", (22 * 60, 8 * 60), "2026-11-28T03:00Z"),  # 23:00, the evening before
        ("2026-11-27T03:00Z", "Asia/Tashkent", (22 * 60, 8 * 60), None),  # 08:00, just over
        ("2026-11-27T09:00Z", "Asia/Tashkent", (13 * 60, 15 * 60), "2026-11-27T10:00Z"),
        ("2026-11-27T23:30Z", "Europe/Berlin", (0, 7 * 60), "2026-11-28T06:00Z"),
        ("2026-10-25T00:30Z", "Europe/Berlin", (0, 7 * 60), "2026-10-25T06:00Z"),  # clocks go back that night
        ("2026-11-27T20:00Z", "No/Where", (22 * 60, 8 * 60), "2026-11-28T03:00Z"),
        ("2026-11-27T20:00Z", "Asia/Tashkent", (5, 5), None),
    ],
)  # fmt: skip
def test_quiet_hours_end_when_they_do_in_their_zone(at, zone, quiet, until):
    found = held_until(datetime.fromisoformat(at), zone=zone, quiet_from=quiet[0], quiet_to=quiet[1])
    assert found == (None if until is None else datetime.fromisoformat(until))


async def test_quiet_hours_hold_what_is_brought_and_a_test_goes_at_the_end_of_them(db, pool, chat, server):
    person = server.person(outbox.CHAT)
    now = datetime.now(UTC)
    minute = now.hour * 60 + now.minute
    quiet = {"quiet_from": (minute - 60) % 1440, "quiet_to": (minute + 60) % 1440, "zone": "UTC"}
    channel_id = await outbox.channel(db, **quiet)
    [one] = await outbox.several(db, channel_id, 1)
    await outbox.waiting(db, channel_id, None, what="test", key="a")
    assert await carried(pool, chat) == 1
    assert person.seen[0].text.startswith("✅")
    kept = await state(db, one)
    assert (kept["state"], kept["tries"]) == ("waiting", 0)
    assert timedelta(minutes=58) < kept["due_at"] - now <= timedelta(minutes=60)
    assert await carried(pool, chat, timedelta(minutes=61)) == 1


async def test_a_snooze_holds_all_until_it_ends(db, pool, chat, server):
    person = server.person(outbox.CHAT)
    await outbox.several(
        db, await outbox.channel(db, snoozed_until=datetime.now(UTC) + timedelta(hours=5)), 2
    )
    assert await carried(pool, chat) == 0
    assert await carried(pool, chat, timedelta(hours=4)) == 0
    assert await carried(pool, chat, timedelta(hours=5, minutes=1)) == 2
    assert len(person.seen) == 2


async def test_few_go_one_by_one_and_many_as_one_message(db, pool, chat, server):
    person = server.person(outbox.CHAT)
    ids = await outbox.several(db, await outbox.channel(db), 30)
    assert await carried(pool, chat) == 30
    [shown] = person.seen
    assert "New alerts: 30" in shown.text
    assert {(await state(db, one))["message_id"] for one in ids} == {shown.message_id}


async def test_what_is_bundled_waits_for_what_comes_meanwhile(db, pool, chat, server):
    person = server.person(outbox.CHAT)
    channel_id = await outbox.channel(db, bundle_minutes=15)
    rule_id = await outbox.rule(db)
    now = datetime.now(UTC)
    await outbox.waiting(db, channel_id, await outbox.alert(db, rule_id, 1), made_at=now)
    assert await carried(pool, chat) == 0
    later = now + timedelta(minutes=10)
    await outbox.waiting(db, channel_id, await outbox.alert(db, rule_id, 2), made_at=later, due_at=later)
    assert await carried(pool, chat, timedelta(minutes=11)) == 0
    assert await carried(pool, chat, timedelta(minutes=15, seconds=5)) == 2
    assert len(person.seen) == 1


async def test_a_digest_is_made_once_a_day_however_many_look_at_its_hour_in_its_zone(db, pool, chat, server):
    person = server.person(outbox.CHAT)
    await outbox.channel(db, digest_at=8 * 60, digest_weekday=0, zone="Asia/Tashkent")
    monday = datetime(2026, 11, 23, 3, 1, tzinfo=UTC)
    assert sum(await asyncio.gather(*(digest.plan(pool, monday) for _ in range(3)))) == 2
    assert await digest.plan(pool, monday + timedelta(minutes=1)) == 0
    assert await digest.plan(pool, monday - timedelta(minutes=5)) == 0
    assert await digest.plan(pool, monday + timedelta(hours=8)) == 0
    assert await digest.plan(pool, monday + timedelta(days=1)) == 1
    await rows.product(db, 1, "Choynak")
    await rows.insert(db, "trackers", org_id=outbox.ORG, product_id=1)
    await rows.latest(db, 1, stock=3)
    await rows.figures(
        db,
        1,
        14.0,
        as_of=monday.date() - timedelta(days=1),
        growth_7=0.5,
        growth_7_low=0.2,
        growth_7_high=0.9,
    )
    assert (
        await bring_to_chats(pool, chat, no_picture, clock=lambda: monday + timedelta(days=0, minutes=2)) == 2
    )
    week = next(one for one in person.seen if "The week" in one.text)
    assert "Gainers\n• Choynak · +50% (20–90)" in week.text
    assert (
        "Running low\n• Choynak · lasts 1.5\u00a0days (1.4–1.7) ●, by the last 7 days, stock 3" in week.text
    )
    assert "Sold most this week\n• Choynak · 14\u00a0pcs (12.6–15.4)" in week.text
