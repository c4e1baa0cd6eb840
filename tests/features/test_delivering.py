"""What waits is brought: sent once, held, bundled, tried again, ended; each row of the table in docs/alerts.md."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from aiohttp import web

from fakes.telegram import TOKEN, Fault
from fixtures import outbox, rows
from fixtures.bot import faked
from fixtures.post import Postbox, post_office
from ventra.alerts import digest
from ventra.alerts.bring import bring, bring_to_chats
from ventra.alerts.sealing import about
from ventra.core.quiet import held_until
from ventra.errors import BadInput, NotFound, SettingWrong, Unavailable
from ventra.infra.db import open_pool
from ventra.infra.mail import Mail
from ventra.infra.roles import WORKER_ROLE
from ventra.infra.secrets import Vault
from ventra.infra.telegram import Telegram
from ventra.infra.webhook import Webhooks, must_be_outside, must_be_public

pytestmark = pytest.mark.once
SECRET = "the-secret-of-a-webhook"
VAULT = Vault([b"k" * 32])


async def no_picture(_):
    return None


class Means:
    """What the worker's jobs have."""

    def __init__(self, pool, mail=None, now=None):
        self.pool, self.mail, self.vault, self.webhooks = pool, mail, VAULT, Webhooks(loopback=True)
        self.clock = (lambda: now) if now else (lambda: datetime.now(UTC))
        self.stopping = lambda: False


@pytest.fixture
async def db(database_url):
    connection = await asyncpg.connect(database_url)
    await outbox.organisation(connection)
    yield connection
    await connection.close()


@pytest.fixture
async def pool(database_url, db):
    opened = await open_pool(database_url, at_most=3, role=WORKER_ROLE)
    yield opened
    await opened.close()


@pytest.fixture
async def server():
    async with faked() as fake:
        yield fake


@pytest.fixture
async def chat(server):
    telegram = Telegram(TOKEN, server.url)
    yield telegram
    await telegram.close()


async def carried(pool, chat, after=timedelta(0)) -> int:
    now = datetime.now(UTC) + after
    return await bring_to_chats(pool, chat, no_picture, clock=lambda: now)


async def state(db, delivery_id):
    return await db.fetchrow("SELECT * FROM alert_deliveries WHERE delivery_id = $1", delivery_id)


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
    assert "Running low\n• Choynak · lasts 1.5\u00a0days, stock 3" in week.text
    assert "Sold most this week\n• Choynak · 14\u00a0pcs (12.6–15.4)" in week.text


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


class Receiver:
    """A webhook of somebody, which answers what a test tells it to."""

    def __init__(self):
        self.got, self.status, self.headers = [], 200, {}

    async def answer(self, request):
        self.got.append((await request.read(), request.headers.copy(), request.path))
        return web.Response(status=self.status, headers=self.headers)


@pytest.fixture
async def receiver():
    found = Receiver()
    app = web.Application()
    app.router.add_post("/{path:.*}", found.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    found.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield found
    await runner.cleanup()


async def hooked(db, receiver):
    channel_id = await outbox.channel(db, "webhook", receiver.url)
    sealed = VAULT.seal(SECRET.encode(), about=about(channel_id))
    await db.execute("UPDATE alert_channels SET secret = $1 WHERE channel_id = $2", sealed, channel_id)
    [one] = await outbox.several(db, channel_id, 1)
    return one


async def test_a_webhook_is_signed_over_its_second_and_its_body(db, pool, receiver, checkout):
    one = await hooked(db, receiver)
    await bring(Means(pool))
    [(body, headers, path)] = receiver.got
    second, signed = (part.partition("=")[2] for part in headers["X-Ventra-Signature"].split(","))
    assert signed == hmac.new(SECRET.encode(), f"{second}.".encode() + body, hashlib.sha256).hexdigest()
    assert abs(int(second) - datetime.now(UTC).timestamp()) < 60
    page = (checkout / "docs" / "alerts.md").read_text(encoding="utf-8")
    shown: dict = {}
    exec(page.partition("```python\n")[2].partition("```")[0], shown)
    assert shown["is_from_ventra"](SECRET, headers["X-Ventra-Signature"], body)
    assert not shown["is_from_ventra"](SECRET, headers["X-Ventra-Signature"], body + b" ")
    told = json.loads(body)
    assert (path, told["type"], told["alerts"][0]["told"]["value"]) == ("/hook", "alerts", 4)
    assert told["id"] == headers["X-Ventra-Delivery"]
    assert (await state(db, one))["state"] == "sent"


@pytest.mark.parametrize(
    ("status", "headers", "then"),
    [
        (302, {"location": "http://127.0.0.1:1/"}, "waiting"),
        (404, {}, "waiting"),
        (500, {}, "waiting"),
        (429, {"retry-after": "77"}, "waiting"),
        (410, {}, "ended"),
    ],
)
async def test_a_webhook_that_says_no_is_asked_again_and_one_that_is_gone_ends(
    db, pool, receiver, status, headers, then
):
    receiver.status, receiver.headers = status, headers
    one = await hooked(db, receiver)
    await bring(Means(pool))
    assert len(receiver.got) == 1
    kept = await state(db, one)
    assert kept["state"] == then
    if status == 429:
        assert timedelta(seconds=70) < kept["due_at"] - datetime.now(UTC) <= timedelta(seconds=77)


@pytest.mark.parametrize(
    "url",
    ["http://example.com/", "https://localhost/", "https://127.0.0.1/", "https://10.0.0.1/", "https://192.168.1.1:8443/",
     "https://169.254.169.254/latest/meta-data", "https://100.64.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/",
     "https://[fe80::1]/", "https://[fd00::1]/", "https://[64:ff9b::a00:1]/", "https://[2002:7f00:1::]/", "https://0.0.0.0/",
     "https://224.0.0.1/", "https://255.255.255.255/", "https://example.com:22/", "https://example.com:80/", "https://redis/",
     "https://user:pass@example.com/", "https://2130706433/", "https://0x7f.1/", "https://127.1/", "ftp://example.com/",
     "https:///x", "https://exam ple.com/", "https://example.com:99999/", "file:///etc/passwd", "https://мисол.uz/"],
)  # fmt: skip
def test_an_address_that_leads_inside_is_refused(url):
    with pytest.raises(BadInput):
        must_be_outside(url)


def test_addresses_of_the_world_are_taken():
    for url in (
        "https://example.com/hook?x=1",
        "https://example.com:8443/",
        "https://hooks.example.uz:9000/a",
        "https://8.8.8.8/",
    ):
        must_be_outside(url)
    must_be_public("8.8.8.8")
    must_be_public("2a00:1450:4010:c05::8a")


@pytest.mark.parametrize(
    "found",
    [
        ["127.0.0.1"],
        ["8.8.8.8", "10.1.1.1"],
        ["::ffff:127.0.0.1"],
        ["169.254.169.254"],
        ["100.100.1.1"],
        ["::1"],
    ],
)
async def test_a_name_that_leads_inside_is_refused_when_it_is_sent(found):
    async def resolve(host, port):
        return found

    with pytest.raises(NotFound, match="not the public internet"):
        await Webhooks(resolve=resolve).send("https://example.com/", SECRET, b"{}", "1", datetime.now(UTC))


async def test_the_connection_goes_to_what_was_looked_at_and_a_name_is_asked_once(monkeypatch):
    """A name that answers otherwise a moment later leads nowhere: nobody asks it again."""
    asked, gone_to = [], []

    async def resolve(host, port):
        asked.append(host)
        return ["8.8.8.8"] if len(asked) == 1 else ["127.0.0.1"]

    from aiohttp import connector as within

    async def connect(*, addr_infos, **more):
        gone_to.extend(one[4][0] for one in addr_infos)
        raise OSError("no way out of here")

    monkeypatch.setattr(within.aiohappyeyeballs, "start_connection", connect)
    with pytest.raises(Unavailable):
        await Webhooks(resolve=resolve).send("https://example.com/", SECRET, b"{}", "1", datetime.now(UTC))
    assert (asked, gone_to) == (["example.com"], ["8.8.8.8"])
