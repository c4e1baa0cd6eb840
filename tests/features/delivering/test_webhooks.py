"""Alerts brought to a webhook: signed, asked again, ended; and none leads inside."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from fixtures import outbox
from fixtures.bringing import VAULT, Means, state
from ventra.alerts.bring import bring
from ventra.alerts.sealing import about
from ventra.errors import BadInput, NotFound, Unavailable
from ventra.infra.webhook import Webhooks, must_be_outside, must_be_public

pytestmark = pytest.mark.once
SECRET = "the-secret-of-a-webhook"


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
