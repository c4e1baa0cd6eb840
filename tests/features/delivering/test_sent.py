"""What waits is brought: sent once, tried again, ended; each row of the table in docs/alerts.md."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from fakes.telegram import Fault
from fixtures import outbox, rows
from fixtures.bringing import Means, carried, state
from fixtures.post import Postbox, post_office
from ventra.alerts.bring import bring
from ventra.errors import SettingWrong
from ventra.infra.mail import Mail

pytestmark = pytest.mark.once


async def test_an_alert_is_sent_once_with_its_buttons_and_the_number_of_the_message_kept(
    db, pool, chat, server
):
    person = server.person(outbox.CHAT)
    await rows.product(db, 1, "Choynak <b>&")
    [one] = await outbox.several(db, await outbox.channel(db), 1)
    assert await carried(pool, chat) == 1
    assert await carried(pool, chat, timedelta(days=1)) == 0
    [shown] = person.seen
    assert shown.text.startswith("Choynak <b>&\n📦 Stock is low: 4")
    assert [data.split(":")[1] for _, data in shown.buttons] == ["why", "snooze", "limit", "stop"]
    kept = await state(db, one)
    assert (kept["state"], kept["message_id"], kept["error"]) == ("sent", shown.message_id, None)


async def test_a_429_is_obeyed_by_all_of_the_channel(db, pool, chat, server):
    person = server.person(outbox.CHAT)
    ids = await outbox.several(db, await outbox.channel(db), 3)
    server.fail("sendMessage", Fault(429, retry_after=40))
    assert await carried(pool, chat) == 0
    assert len(server.called("sendMessage")) == 1
    for one in ids:
        kept = await state(db, one)
        assert timedelta(seconds=35) < kept["due_at"] - datetime.now(UTC) <= timedelta(seconds=40)
        assert kept["tries"] == 0
    assert await carried(pool, chat, timedelta(seconds=30)) == 0
    assert await carried(pool, chat, timedelta(seconds=41)) == 3
    assert len(person.seen) == 3


@pytest.mark.parametrize("status", [500, 502])
async def test_what_gets_no_answer_is_tried_again_ever_more_slowly_and_fails_after_a_day(
    db, pool, chat, server, status
):
    server.person(outbox.CHAT)
    [one] = await outbox.several(db, await outbox.channel(db), 1)
    server.fail("sendMessage", Fault(status), times=100)
    after, waits = timedelta(0), []
    while (await state(db, one))["state"] == "waiting":
        assert await carried(pool, chat, after) == 0
        due = (await state(db, one))["due_at"] - datetime.now(UTC) + timedelta(seconds=1)
        waits.append(due - after)
        after = due
        assert len(waits) < 60
    assert timedelta(seconds=9) < waits[0] < timedelta(seconds=12)
    assert timedelta(seconds=18) < waits[1] < timedelta(seconds=22)
    assert max(waits) < timedelta(minutes=61)
    assert timedelta(hours=20) < after < timedelta(hours=28)
    kept = await state(db, one)
    assert kept["state"] == "failed"
    assert "Telegram does not answer" in kept["error"]


async def test_a_text_that_telegram_does_not_parse_goes_as_plain_text_and_fails_when_that_is_refused_too(
    db, pool, chat, server
):
    person = server.person(outbox.CHAT)
    _one, two = await outbox.several(db, await outbox.channel(db), 2)
    server.fail("sendMessage", Fault(400))
    assert await carried(pool, chat) == 2
    assert "<b>" not in person.seen[0].html
    assert "<b>" in person.seen[1].html
    await db.execute("UPDATE alert_deliveries SET state = 'waiting' WHERE delivery_id = $1", two)
    server.fail("sendMessage", Fault(400), times=2)
    assert await carried(pool, chat) == 0
    assert (await state(db, two))["state"] == "failed"
    assert "refuses" in (await state(db, two))["error"]


@pytest.mark.parametrize("known", [True, False])
async def test_a_closed_chat_ends_the_channel_and_takes_what_waits_along(db, pool, chat, server, known):
    if known:
        server.person(outbox.CHAT)
        server.fail("sendMessage", Fault(403), times=9)
    channel_id = await outbox.channel(db)
    ids = await outbox.several(db, channel_id, 3)
    assert await carried(pool, chat) == 0
    assert len(server.called("sendMessage")) == 1
    assert {(await state(db, one))["state"] for one in ids} == {"ended"}
    kept = await db.fetchrow("SELECT * FROM alert_channels")
    assert kept["ended_at"] is not None
    assert kept["ended_because"] == "blocked"


async def test_a_refused_token_is_told_and_what_was_claimed_waits(db, pool, chat, server):
    [one] = await outbox.several(db, await outbox.channel(db), 1)
    server.fail("sendMessage", Fault(401))
    with pytest.raises(SettingWrong):
        await carried(pool, chat)
    assert (await state(db, one))["state"] == "waiting"


@pytest.mark.parametrize(
    ("sql", "state_of", "ends"),
    [
        ("UPDATE users SET suspended_at = now()", "ended", False),
        ("UPDATE users SET telegram_id = 8", "ended", True),
        ("DELETE FROM members", None, None),
    ],
)
async def test_nothing_is_brought_to_whom_it_must_not_reach(db, pool, chat, server, sql, state_of, ends):
    person = server.person(outbox.CHAT)
    [one] = await outbox.several(db, await outbox.channel(db), 1)
    await db.execute(sql)
    assert await carried(pool, chat) == 0
    assert person.seen == []
    kept = await state(db, one)
    assert (kept and kept["state"]) == state_of
    if ends is not None:
        assert (await db.fetchval("SELECT ended_at FROM alert_channels") is not None) is ends


async def test_a_lease_that_is_lost_marks_nothing_and_a_crash_sends_once_more(db, pool, chat, server):
    person = server.person(outbox.CHAT)
    [one] = await outbox.several(db, await outbox.channel(db), 1)
    await db.execute("UPDATE alert_deliveries SET lease = 5, leased_until = now() + interval '90 s'")
    assert await carried(pool, chat) == 0
    assert await carried(pool, chat, timedelta(seconds=91)) == 1
    assert (await state(db, one))["lease"] == 6
    assert len(person.seen) == 1


async def test_two_who_bring_at_once_bring_each_once(db, pool, chat, server):
    people = [server.person(n) for n in range(100, 130)]
    for person in people:
        await outbox.several(db, await outbox.channel(db, "group", str(person.id)), 2)
    done = await asyncio.gather(*(carried(pool, chat) for _ in range(2)))
    assert sum(done) == 60
    assert {len(person.seen) for person in people} == {2}


async def test_letters_carry_alerts_and_an_address_that_takes_nothing_ends_the_channel(db, pool):
    channel_id = await outbox.channel(db, "email")
    [one] = await outbox.several(db, channel_id, 1)
    box = Postbox()
    async with post_office(box) as port:
        await bring(Means(pool, Mail(f"smtp://127.0.0.1:{port}?from=no-reply@ventra.example")))
    letter = box.letter()
    assert "Stock is low" in str(letter["subject"])
    assert "https://ventra.example/p/1?range=7" in letter.get_content()
    assert (await state(db, one))["state"] == "sent"
    await db.execute("UPDATE alert_deliveries SET state = 'waiting'")
    async with post_office(Postbox(rcpt="550 no such user")) as port:
        await bring(Means(pool, Mail(f"smtp://127.0.0.1:{port}?from=no-reply@ventra.example")))
    assert (await state(db, one))["state"] == "ended"
    assert await db.fetchval("SELECT ended_at FROM alert_channels") is not None


async def test_without_a_mail_server_letters_wait_and_say_why(db, pool):
    [one] = await outbox.several(db, await outbox.channel(db, "email"), 1)
    await bring(Means(pool))
    kept = await state(db, one)
    assert (kept["state"], kept["tries"]) == ("waiting", 1)
    assert "SMTP_URL" in kept["error"]
