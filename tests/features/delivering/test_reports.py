"""Reports as work: made once a run, whoever dies; brought to chats, by letter, to webhooks; said again only when changed."""

from __future__ import annotations

import asyncio
import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from fakes.telegram import Fault
from fixtures import outbox, rows
from fixtures.bringing import VAULT, Means, no_picture
from fixtures.cards import broken_chromium, sold
from fixtures.post import Postbox, post_office
from ventra.accounts.who import Who
from ventra.alerts.bring import bring, bring_to_chats
from ventra.alerts.sealing import about
from ventra.errors import BadInput, Conflict, NotFound, TooMany
from ventra.infra.browser import Renderer
from ventra.infra.db import open_pool, transaction
from ventra.infra.mail import Mail
from ventra.infra.roles import APP_ROLE
from ventra.reports import report_ask, report_make, report_schedules
from ventra.reports.report_answers import ReportWish, ScheduleChange, ScheduleWish
from ventra.reports.report_bring import message_of
from ventra.reports.store import reports as store

pytestmark = pytest.mark.once
WHO = Who(
    user_id=outbox.PERSON, session_id="00000000-0000-4000-8000-000000000000", org_id=outbox.ORG, role="owner"
)
TRACKED = ReportWish(kind="watchlist", language="en")
PDF = b"%PDF-1.4 made of nothing"


class Drawn:
    """What stands where Chromium does, so that work is tried without waiting for it."""

    def __init__(self):
        self.pages = []

    async def render(self, html, kind, **_):
        self.pages.append(html)
        return PDF


def now(after=timedelta(0)):
    return datetime.now(UTC) + after


@pytest.fixture
async def app(pool, db):
    """A pool as the worker's; one product is tracked and sells."""
    await sold(db, 1)
    await rows.insert(db, "trackers", org_id=outbox.ORG, product_id=1)
    return pool


@pytest.fixture
async def api(database_url, app):
    """A pool as the api's."""
    opened = await open_pool(database_url, at_most=2, role=APP_ROLE)
    yield opened
    await opened.close()


async def make(pool, renderer=None, after=timedelta(0)):
    return await report_make.make_waiting(
        pool, renderer or Drawn(), simulated=True, clock=lambda: now(after), stopping=lambda: False
    )


async def weekly(pool, channels, **more):
    wish = ScheduleWish(kind="watchlist", language="en", every="day", hour=9, channels=channels, **more)
    return await report_schedules.make(pool, WHO, wish, now=now())


async def of_reports(db):
    return await db.fetch("SELECT * FROM reports ORDER BY asked_at, report_id")


async def brought(db):
    return await db.fetch("SELECT * FROM alert_deliveries WHERE what = 'report' ORDER BY delivery_id")


async def test_a_report_is_asked_for_once_made_and_kept_and_too_many_must_wait(app, api, db):
    first = await report_ask.ask(api, WHO, TRACKED, now=now())
    assert (await report_ask.ask(api, WHO, TRACKED, now=now())).report_id == first.report_id
    async with transaction(api, org_id=outbox.ORG) as one:
        with pytest.raises(Conflict):
            await report_ask.file_of(one, outbox.ORG, first.report_id)
    drawn = Drawn()
    assert await make(app, drawn) == 1
    assert "Everything tracked" in drawn.pages[0]
    async with transaction(api, org_id=outbox.ORG) as one:
        report, body = await report_ask.file_of(one, outbox.ORG, first.report_id)
    assert (body, report.state, report.step, report.through) == (PDF, "done", 3, rows.yesterday())
    with pytest.raises(NotFound):
        await report_ask.ask(api, WHO, ReportWish(kind="seller", subject_id=99), now=now())
    with pytest.raises(BadInput):
        await report_ask.ask(api, WHO, ReportWish(kind="category"), now=now())
    for days, language in ((7, "uz"), (7, "ru"), (28, "uz"), (28, "ru"), (28, "en")):
        await report_ask.ask(api, WHO, ReportWish(kind="watchlist", days=days, language=language), now=now())
    with pytest.raises(TooMany):
        await report_ask.ask(api, WHO, TRACKED, now=now())


async def test_one_that_fails_says_why_and_can_be_made_again(app, api, db, tmp_path: Path):
    asked = await report_ask.ask(api, WHO, TRACKED, now=now())
    assert await make(app, Renderer(broken_chromium(tmp_path))) == 2
    async with transaction(api, org_id=outbox.ORG) as one:
        failed = await store.read(one, outbox.ORG, asked.report_id)
    assert failed.state == "failed"
    assert "Try again" in failed.error
    assert await db.fetchval("SELECT job FROM job_failures") == "reports"
    again = await report_ask.again(api, WHO, asked.report_id)
    assert again.state == "waiting"
    with pytest.raises(Conflict):
        await report_ask.again(api, WHO, asked.report_id)
    await make(app)
    assert [one["state"] for one in await of_reports(db)] == ["done"]


async def test_one_whose_worker_died_is_made_by_another_and_the_dead_one_writes_nothing(app, api, db):
    await report_ask.ask(api, WHO, TRACKED, now=now())
    async with transaction(app) as one:
        dead = await store.take(one, lease_seconds=0, most_tries=2)
    await make(app)
    async with transaction(app) as one:
        assert not await store.finish(one, dead, b"late", digest="x", through=rows.yesterday())
    [kept] = await of_reports(db)
    assert (kept["state"], kept["body"], kept["tries"]) == ("done", PDF, 2)


async def test_missed_runs_are_made_up_once_and_each_is_begun_once(app, api, db):
    channel = await outbox.channel(db)
    schedule = await weekly(api, [channel])
    # For two days nobody was there; then several workers look at once.
    late = schedule.next_at - now() + timedelta(days=2, minutes=1)
    await db.execute("UPDATE organisations SET suspended_at = now()")
    assert await report_schedules.plan(app, now(late)) == 0, "a suspended organisation's wait"
    await db.execute("UPDATE organisations SET suspended_at = NULL")
    begun = await asyncio.gather(*(report_schedules.plan(app, now(late)) for _ in range(3)))
    assert sum(begun) == 1
    assert await report_schedules.plan(app, now(late)) == 0
    [report] = await of_reports(db)
    assert report["run"] == (schedule.next_at + timedelta(days=2, hours=5)).date().isoformat()
    [after] = await report_schedules.listed(api, WHO)
    assert after.next_at == schedule.next_at + timedelta(days=3)


async def test_what_says_the_same_is_not_brought_again_but_by_hand(app, api, db, chat, server):
    person = server.person(outbox.CHAT)
    channel = await outbox.channel(db)
    schedule = await weekly(api, [channel])

    async def a_day_later(days):
        after = schedule.next_at - now() + timedelta(days=days)
        await report_schedules.plan(app, now(after))
        await make(app)
        await bring_to_chats(app, chat, no_picture, report=message_of, clock=now)

    for day in (0, 1):
        await a_day_later(day)
    assert [one["state"] for one in await of_reports(db)] == ["done", "same"]
    [shown] = person.seen
    assert shown.document == (f"ventra-watchlist-7d-{rows.yesterday()}-en.pdf", PDF)
    assert shown.text.startswith("Watchlist report\nEverything tracked\n7 closed days through ")
    await report_schedules.send_now(api, WHO, schedule.schedule_id, now=now())
    await make(app)
    await bring_to_chats(app, chat, no_picture, report=message_of, clock=now)
    assert len(person.seen) == 2
    await db.execute("UPDATE product_latest SET price_uzs = 88000")
    await a_day_later(2)
    assert len(person.seen) == 3
    runs = await report_schedules.runs(api, WHO, schedule.schedule_id)
    assert [(one.report.state, [d.state for d in one.deliveries]) for one in runs] == [
        ("done", ["sent"]), ("done", ["sent"]), ("same", []), ("done", ["sent"])
    ]  # fmt: skip
    assert [one.day is None for one in runs] == [False, True, False, False]


async def test_killed_after_making_and_before_bringing_it_is_brought_once(app, api, db, chat, server):
    person = server.person(outbox.CHAT)
    schedule = await weekly(api, [await outbox.channel(db)])
    await report_schedules.send_now(api, WHO, schedule.schedule_id, now=now())
    await make(app)
    server.fail("sendDocument", Fault(500))
    await bring_to_chats(app, chat, no_picture, report=message_of, clock=now)
    [kept] = await brought(db)
    assert (kept["state"], kept["tries"]) == ("waiting", 1)
    for minutes in (1, 2, 3):
        await bring_to_chats(
            app, chat, no_picture, report=message_of, clock=lambda n=minutes: now(timedelta(minutes=n))
        )
    assert len(person.seen) == 1
    assert [one["state"] for one in await brought(db)] == ["sent"]


async def test_a_letter_carries_the_file_and_a_webhook_a_signed_body_with_it(app, api, db):
    got = []

    async def answer(request):
        got.append((await request.read(), request.headers.copy()))
        return web.Response()

    hook = web.Application()
    hook.router.add_post("/hook", answer)
    runner = web.AppRunner(hook)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    mail, webhook = await outbox.channel(db, "email"), await outbox.channel(db, "webhook", url)
    sealed = VAULT.seal(b"secret", about=about(webhook))
    await db.execute("UPDATE alert_channels SET secret = $1 WHERE channel_id = $2", sealed, webhook)
    schedule = await weekly(api, [mail, webhook])
    await report_schedules.send_now(api, WHO, schedule.schedule_id, now=now())
    await make(app)
    box = Postbox()
    try:
        async with post_office(box) as port:
            await bring(
                Means(app, Mail(f"smtp://127.0.0.1:{port}?from=no-reply@ventra.example")), report=message_of
            )
    finally:
        await runner.cleanup()
    letter = box.letter()
    [file] = letter.iter_attachments()
    assert (file.get_content_type(), file.get_content()) == ("application/pdf", PDF)
    assert letter["Subject"] == "VENTRA: Watchlist report"
    [(body, headers)] = got
    told = json.loads(body)
    assert headers["X-Ventra-Signature"].startswith("t=")
    assert (told["type"], told["report"]["kind"]) == ("report", "watchlist")
    assert base64.b64decode(told["file"]["base64"]) == PDF
    assert told["file"]["url"] == f"{outbox.PAGE}/api/v1/reports/{told['report']['report_id']}/report.pdf"
    assert {one["state"] for one in await brought(db)} == {"sent"}


async def test_a_channel_of_others_cannot_be_chosen_and_one_that_is_deleted_goes(app, api, db):
    await db.execute("INSERT INTO users (user_id, email) OVERRIDING SYSTEM VALUE VALUES (2, 'b@b.uz')")
    await rows.insert(db, "members", org_id=outbox.ORG, user_id=2, role="analyst")
    own, others = await outbox.channel(db), await outbox.channel(db, "telegram", "99", user_id=2)
    with pytest.raises(BadInput):
        await weekly(api, [others])
    schedule = await weekly(api, [own])
    colleague = Who(user_id=2, session_id=WHO.session_id, org_id=outbox.ORG, role="analyst")
    change = ScheduleChange(channels=[others])
    seen = await report_schedules.change(api, colleague, schedule.schedule_id, change, now=now())
    assert ([one.channel_id for one in seen.channels], seen.others) == ([others], 1)
    await db.execute("DELETE FROM alert_channels WHERE channel_id = $1", own)
    [seen] = await report_schedules.listed(api, colleague)
    assert seen.others == 0
    paused = await report_schedules.change(
        api, WHO, schedule.schedule_id, ScheduleChange(paused=True), now=now()
    )
    assert paused.next_at is None
    assert await report_schedules.plan(app, now(timedelta(days=9))) == 0
