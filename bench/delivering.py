"""Alerts brought to chats while Telegram refuses a third of the calls in all its ways and the sender is killed again and again.

`python -m bench.delivering DATABASE_URL API_URL` is such a sender, ended by nothing but a kill.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import uvloop

from bench.result import Result
from ventra.alerts import deliver
from ventra.alerts.bring import bring_to_chats
from ventra.alerts.deliver import Parcel
from ventra.alerts.store import outbox
from ventra.core.rule_told import Told
from ventra.errors import Unavailable
from ventra.infra.db import connected, open_pool
from ventra.infra.roles import WORKER_ROLE
from ventra.infra.store import WEB_URL, set_installation
from ventra.infra.telegram import Telegram
from ventra.simulator.telegram import TOKEN, FakeTelegram, Fault

ALERTS, KILLS, A_CHAT = 10_000, 10, 2
LEASE, FIRST_WAIT, IDLE_SECONDS = timedelta(seconds=4), timedelta(seconds=0.5), 0.2
"""Shorter than in earnest, so that what waits for a dead sender or for its turn does not make the whole take hours."""
LONGEST_SECONDS = 1800.0
FILL = """
WITH o AS (INSERT INTO organisations (name) VALUES ('D') RETURNING org_id),
     r AS (INSERT INTO alert_rules (org_id, name, scope, kinds, units, limits, days, others)
           SELECT org_id, '', 'tracked', '{stock_low}', '{units}', '{10}', '{0}', '{0}' FROM o RETURNING org_id, rule_id),
     a AS (INSERT INTO alerts (org_id, rule_id, subject_id, episode, kind, opened_at, told_at, facts)
           SELECT org_id, rule_id, n, 1, 'stock_low', now(), now(), $2::jsonb FROM r, generate_series(1, $1::int) n
           RETURNING org_id, alert_id, subject_id),
     c AS (INSERT INTO alert_channels (org_id, kind, address, language)
           SELECT org_id, 'group', n::text, 'uz' FROM o, generate_series(1, $1::int / $3::int) n RETURNING channel_id, address)
INSERT INTO alert_deliveries (org_id, channel_id, what, alert_id, key)
SELECT a.org_id, c.channel_id, 'alert', a.alert_id, a.alert_id || ':0'
  FROM a JOIN c ON c.address = (1 + a.subject_id % ($1::int / $3::int))::text
"""
_PRODUCT = re.compile(r"/p/(\d+)\?")


@dataclass(slots=True)
class Brought:
    """What came of it: rows by state, what chats saw, and what happened meanwhile."""

    states: dict[str, int]
    seen: Counter[int]
    calls: int
    seconds: float
    kills: int
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def lost(self) -> int:
        """Alerts that no chat has seen."""
        return self.states.get("waiting", 0) + self.states.get("failed", 0) + self.states.get("ended", 0)

    @property
    def again(self) -> int:
        """Messages that were seen before."""
        return sum(self.seen.values()) - len(self.seen)


class Whims:
    """A third of the calls go wrong, in each way as often: told to wait, broken, slow, done but not answered, not parsed."""

    def __init__(self) -> None:
        self._chance = random.Random(8)
        self._parsed = True
        self.refused: Counter[str] = Counter()

    def __call__(self, method: str) -> Fault | None:
        """What goes wrong with this call. A text without marks is parsed: what is refused as such would never go."""
        before, self._parsed = self._parsed, True
        if method != "sendMessage" or not before or self._chance.random() >= 1 / 3:
            return None
        way = self._chance.choice(("429", "502", "slow", "lost", "400"))
        self.refused[way] += 1
        self._parsed = way != "400"
        return {
            "429": Fault(429, retry_after=1),
            "502": Fault(502),
            "slow": Fault(504, hang_seconds=0.2),
            "lost": Fault(502, after=True),
            "400": Fault(400),
        }[way]


def delivering(database: str, keys: str) -> list[Result]:
    """Ten thousand alerts, two for each of five thousand chats; ten kills on the way."""
    found = uvloop.run(measure(database, alerts=ALERTS, kills=KILLS))
    allowed = found.kills + found.refused["lost"]
    beside = (
        f"{found.calls:,} calls, {sum(found.refused.values()):,} refused {dict(found.refused)}; {found.kills} kills; "
        f"{ALERTS / found.seconds:,.0f} alerts/s over {found.seconds:.0f} s"
    )
    twice = f"{found.again:,} seen twice; {found.refused['lost']:,} answers lost and {found.kills} kills"
    return [
        Result(
            "alerts that reached no chat",
            float(found.lost + ALERTS - len(found.seen)),
            0.0,
            False,
            "alerts",
            beside,
        ),
        Result(
            "alerts seen twice, against lost answers and kills", found.again / allowed, 1.0, False, "x", twice
        ),
    ]


async def measure(database: str, *, alerts: int, kills: int) -> Brought:
    """Bring so many alerts to chats of a server of our own, by a process that is killed so many times on the way."""
    whims = Whims()
    fake = FakeTelegram()
    fake.whim = whims
    people = [fake.person(number) for number in range(1, alerts // A_CHAT + 1)]
    await fake.start()
    try:
        async with connected(database) as db:
            await set_installation(db, WEB_URL, "https://ventra.example")
            told = Told(kind="stock_low", unit="units", limit=10, value=4, after=4)
            await db.execute(FILL, alerts, msgspec.to_builtins(told), A_CHAT)
            started = time.monotonic()
            killed = await _bring(db, database, fake.url, alerts, kills)
            states = await db.fetch(
                "SELECT state, count(*)::int AS count FROM alert_deliveries GROUP BY state"
            )
        seconds = time.monotonic() - started
    finally:
        await fake.stop()
    seen: Counter[int] = Counter()
    for person in people:
        seen.update(int(found) for shown in person.seen for found in _PRODUCT.findall(shown.html))
    calls = len(fake.called("sendMessage"))
    return Brought(
        {row["state"]: row["count"] for row in states}, seen, calls, seconds, killed, whims.refused
    )


async def _bring(db: Any, database: str, api_url: str, alerts: int, kills: int) -> int:
    """Run a sender until nothing waits, killed each time that another share has been sent; how many kills."""
    until, killed = time.monotonic() + LONGEST_SECONDS, 0
    process = await _sender(database, api_url)
    try:
        while time.monotonic() < until:
            waiting = await db.fetchval("SELECT count(*) FROM alert_deliveries WHERE state = 'waiting'")
            if waiting == 0:
                break
            if killed < kills and alerts - waiting >= (killed + 1) * alerts // (kills + 2):
                process.kill()
                await process.wait()
                killed += 1
                process = await _sender(database, api_url)
            if process.returncode is not None:
                raise RuntimeError(f"the sender ended by itself with {process.returncode}")
            await asyncio.sleep(0.05)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
    return killed


async def _sender(database: str, api_url: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.delivering", database, api_url, cwd=Path(__file__).parents[1],
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip


async def send(database: str, api_url: str) -> None:
    """Bring what waits, for ever."""
    outbox.LEASE, deliver.FIRST_WAIT = LEASE, FIRST_WAIT
    pool, telegram = await open_pool(database, at_most=2, role=WORKER_ROLE), Telegram(TOKEN, api_url)

    async def draw(_: Parcel) -> bytes | None:
        return None

    while True:
        with contextlib.suppress(Unavailable):
            await bring_to_chats(pool, telegram, draw)
        await asyncio.sleep(IDLE_SECONDS)


if __name__ == "__main__":
    uvloop.run(send(*sys.argv[1:]))
