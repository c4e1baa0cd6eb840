"""Brings what waits in the outbox: claims it, holds it back for quiet hours and the like, sends it, and marks it as sent.

The bot does this for chats and the worker for letters and webhooks, with the same function and another way to carry. Within a
process one thing is under way at a time: whoever is killed between sending and marking has sent one message that is sent again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ventra.alerts import digest, messages
from ventra.alerts.found import Found
from ventra.alerts.messages import Message
from ventra.alerts.store import outbox
from ventra.alerts.store.outbox import Addressee, Held
from ventra.core.quiet import held_until
from ventra.errors import BadInput, NotFound, SettingWrong, Unavailable
from ventra.infra import store
from ventra.infra.db import transaction
from ventra.infra.logs import logger

MOST_AT_ONCE = 100
"""Rows of one channel in one claim."""
MOST_SINGLE = 3
"""So many alerts that are due at once go one by one; more go as one message."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)
MOST_TRIES = 32
"""With waits that double from 10 seconds up to an hour that is about a day."""
SUSPENDED = "suspended"
_log = logger(__name__)
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message for a channel, with its number, the same at every try; `alone`: the one alert that it tells."""

    to: Addressee
    number: str
    message: Message
    alone: Found | None = None


Carry = Callable[[Parcel], Awaitable[int | None]]
"""Brings a parcel, once; the message's number where it has one. Raises `Unavailable` (with `wait_seconds` where those were
asked for) when it may go later, `NotFound` when the channel takes nothing any more, `BadInput` when this will never be taken.
"""


Report = Callable[[Any, int, str, str], Awaitable[Message]]
"""Reads a report that waits, as a message: of which organisation, by its key, with the page's address. Raises `BadInput` where it
is kept no more.
"""


async def no_report(_db: Any, _org_id: int, _key: str, _web_url: str) -> Message:
    """Where reports cannot be read."""
    raise BadInput("there are no reports here")


async def deliver(
    pool: Any,
    kinds: Sequence[str],
    carry: Carry,
    *,
    clock: Clock,
    report: Report = no_report,
    most: int = 1000,
    stopping: Callable[[], bool] = lambda: False,
) -> int:
    """Bring what is due to channels of these kinds, channel by channel, until nothing is; how many rows were sent.

    Without an address of the page nothing goes. `SettingWrong` when what carries cannot work at all: then what was claimed waits.
    """
    async with transaction(pool) as db:
        web_url = await store.get_installation(db, store.WEB_URL)
    if web_url is None:
        return 0
    done = 0
    for _ in range(most):
        if stopping():
            break
        async with transaction(pool) as db:
            claimed = await outbox.claim(db, kinds, now=clock(), most=MOST_AT_ONCE)
            ready = [] if claimed is None else await _ready(db, *claimed, clock())
            found = {} if claimed is None else await outbox.alerts(db, claimed[0].org_id, _of_alerts(ready))
        if claimed is None:
            break
        done += await _bring(pool, claimed[0], ready, found, (carry, report), web_url, clock)
    if done:
        _log.info("alerts delivered", rows=done, to=list(kinds))
    return done


async def _ready(db: Any, to: Addressee, rows: list[Held], now: datetime) -> list[Held]:
    """What of the claimed rows may go now; the rest is held, put off or ended in the same transaction."""
    if to.lost is not None:
        await outbox.end(db, to, now, to.lost, error=to.lost, for_good=to.lost != SUSPENDED)
        return []
    tests = [one for one in rows if one.what == "test"]
    snooze = to.snoozed_until if to.snoozed_until is not None and to.snoozed_until > now else None
    until = held_until(
        now, zone=to.zone, quiet_from=to.quiet_from, quiet_to=to.quiet_to, snoozed_until=snooze
    )
    if until is not None:
        # A digest comes at the hour that was chosen for it, whatever is quiet then.
        await outbox.hold(db, to, until, snoozed_alone=snooze is not None)
        return tests if snooze is not None else [one for one in rows if one.what != "alert"]
    alerts = [one for one in rows if one.what == "alert"]
    gathering = timedelta(minutes=to.bundle_minutes)
    if alerts and alerts[0].made_at + gathering > now and alerts[0].tries == 1:
        end = alerts[0].made_at + gathering
        sooner = await outbox.gathered_at(db, to, now)
        due = [end if sooner is None else min(end, sooner)] * len(alerts)
        await outbox.put_off(db, alerts, due, None, counted=False)
        return [one for one in rows if one.what != "alert"]
    return rows


def _of_alerts(rows: Sequence[Held]) -> list[Held]:
    return [one for one in rows if one.alert_id is not None]


async def _bring(
    pool: Any,
    to: Addressee,
    rows: Sequence[Held],
    found: dict[int, Found],
    ways: tuple[Carry, Report],
    web_url: str,
    clock: Clock,
) -> int:
    """Send the rows of one channel, in as many messages as they take; how many were sent."""
    carry, report = ways
    left = list(_parcels(to, rows, found))
    gone = [one for one in rows if one.what == "alert" and one.delivery_id not in found]
    if gone:
        async with transaction(pool) as db:
            await outbox.fail(db, gone, "its alert is there no more")
    done = 0
    for place, group in enumerate(left):
        waiting = [one for later in left[place:] for one in later]
        try:
            parcel = await _written(pool, to, group, found, report, web_url, clock())
            message_id = await carry(parcel)
        except (Unavailable, SettingWrong) as away:
            await _later(pool, to, group, [one for one in waiting if one not in group], away, clock())
            if isinstance(away, SettingWrong):
                raise
            return done
        except NotFound as closed:
            async with transaction(pool) as db:
                await outbox.end(db, to, clock(), _because(to), error=str(closed), for_good=True)
            return done
        except BadInput as refused:
            async with transaction(pool) as db:
                await outbox.fail(db, group, str(refused))
        else:
            async with transaction(pool) as db:
                done += await outbox.sent(db, group, clock(), message_id)
    return done


def _parcels(to: Addressee, rows: Sequence[Held], found: dict[int, Found]) -> list[list[Held]]:
    """What goes in one message each: digests and tests alone, alerts alone while they are few and nobody wants them bundled."""
    others = [[one] for one in rows if one.what != "alert"]
    alerts = [one for one in rows if one.delivery_id in found]
    few = len(alerts) <= (1 if to.bundle_minutes else MOST_SINGLE)
    if few:
        return [*others, *([one] for one in alerts)]
    return [*others, alerts]


async def _written(
    pool: Any,
    to: Addressee,
    group: Sequence[Held],
    found: dict[int, Found],
    report: Report,
    web_url: str,
    now: datetime,
) -> Parcel:
    first = group[0]
    number = f"{to.channel_id}-{first.delivery_id}"
    if len(group) > 1:
        many = [found[one.delivery_id] for one in group]
        return Parcel(to, number, messages.bundle(many, to.language, web_url, now))
    if first.what == "alert":
        alone = found[first.delivery_id]
        return Parcel(to, number, messages.alert(alone, to.language, web_url, now), alone)
    if first.what == "test":
        return Parcel(to, number, messages.test(to.language, web_url))
    if first.what == "report":
        async with transaction(pool) as db:
            return Parcel(to, number, await report(db, to.org_id, first.key, web_url))
    async with transaction(pool) as db:
        of = await digest.read(db, to.org_id, first.what, now)
    return Parcel(to, number, messages.digest(of, to.language, web_url))


async def _later(
    pool: Any,
    to: Addressee,
    group: Sequence[Held],
    others: Sequence[Held],
    away: Unavailable | SettingWrong,
    now: datetime,
) -> None:
    """Try again when that was asked for, else ever more slowly; after a day of tries it has failed."""
    asked = away.facts.get("wait_seconds")
    async with transaction(pool) as db:
        if asked is not None:
            until = now + timedelta(seconds=float(str(asked)))
            await outbox.put_off(db, group, [until] * len(group), str(away), counted=False)
            await outbox.put_off(db, others, [until] * len(others), None, counted=False)
            await outbox.slow_down(db, to, until)
            return
        spent = [one for one in group if one.tries >= MOST_TRIES]
        await outbox.fail(db, spent, str(away))
        again = [one for one in group if one.tries < MOST_TRIES]
        await outbox.put_off(
            db, again, [now + wait_after(one.tries) for one in again], str(away), counted=True
        )
        # The others were claimed with it and not tried: they come after it.
        soonest = now + wait_after(min((one.tries for one in group), default=1))
        await outbox.put_off(db, others, [soonest] * len(others), None, counted=False)


def _because(to: Addressee) -> str:
    """Why a channel ends whose address takes nothing any more, in a word that the page has a sentence for."""
    return "blocked" if to.kind == "telegram" else "gone" if to.kind == "group" else "refused"


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many tries that failed."""
    return min(FIRST_WAIT * (1 << min(max(tries - 1, 0), 12)), LONGEST_WAIT)
