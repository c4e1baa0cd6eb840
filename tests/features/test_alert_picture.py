"""The picture of an alert: drawn from what the product's page shows, sent with one alert and not with bundles."""

from __future__ import annotations

from datetime import UTC, datetime

import asyncpg
import pytest

from fixtures import outbox, rows
from fixtures.bot import listening, until
from ventra.alerts import picture_facts
from ventra.alerts.picture import draw
from ventra.core.day import to_us
from ventra.core.texts import LANGUAGES
from ventra.services import bot_alerts

pytestmark = pytest.mark.once


@pytest.fixture
async def db(database_url):
    connection = await asyncpg.connect(database_url)
    await outbox.organisation(connection)
    await rows.product(
        connection, 7, "Choynak oʻzbekcha <b> & $x_1$ \U0001fad6 juda uzun nomli mahsulot, 2 litr"
    )
    await rows.latest(connection, 7, price_uzs=90_000, stock=12, orders_total=40)
    await rows.figures(connection, 7, 31.0)
    for ago in range(1, 29):
        if ago in (11, 12):
            continue
        on = rows.days_ago(ago)
        await rows.day(connection, 7, on, 3 + ago % 5)
        await rows.look(
            connection, 7, rows.at_noon(on), price_uzs=120_000 if ago > 9 else 90_000, orders_total=200 - ago
        )
    yield connection
    await connection.close()


async def test_it_is_a_png_in_every_language_whatever_the_title(db):
    facts = await picture_facts.read(db, 7, datetime.now(UTC))
    assert [one.units.point is None for one in facts.days].count(True) == 2
    assert {one.price_uzs for one in facts.prices} == {120_000, 90_000}
    assert to_us(facts.prices[0].seen_from) < to_us(facts.prices[-1].seen_to)
    for language in LANGUAGES:
        png = draw(facts, language)
        assert png.startswith(b"\x89PNG")
        assert 10_000 < len(png) < 300_000


async def test_the_bot_sends_it_with_one_alert_and_goes_without_where_it_is_refused(
    db, database_url, server, monkeypatch
):
    monkeypatch.setattr(bot_alerts, "EVERY_SECONDS", 0.05)
    person = server.person(outbox.CHAT)
    rule_id, channel_id = await outbox.rule(db), await outbox.channel(db, language="uz")
    await outbox.waiting(db, channel_id, await outbox.alert(db, rule_id, 7, kind="price_down"))
    async with listening(database_url, server.url):
        await until(lambda: person.seen)
        assert person.seen[0].photo
        assert len(person.seen[0].buttons) == 4
        await outbox.waiting(db, channel_id, await outbox.alert(db, rule_id, 7, kind="price_down", episode=2))
        await until(lambda: len(person.seen) == 2)
        await outbox.waiting(db, channel_id, await outbox.alert(db, rule_id, 7, episode=3))
        await until(lambda: len(person.seen) == 3)
        assert not person.seen[2].photo
