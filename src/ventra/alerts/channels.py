"""Where alerts are brought: one's own chat and address, the organisation's webhooks and groups; added, set, tried and ended."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from msgspec import UNSET

from ventra.accounts import links
from ventra.accounts.means import Means
from ventra.accounts.store import organisations, users
from ventra.accounts.who import Who
from ventra.alerts.channel_answers import (
    ChannelChange,
    ChannelMade,
    Channels,
    ChannelWish,
    Delivery,
    GroupCode,
)
from ventra.alerts.sealing import about
from ventra.alerts.store import channels as kept
from ventra.alerts.store.channels import Kept
from ventra.core.one_line import one_line
from ventra.core.quiet import is_zone
from ventra.core.rights import MANAGER, at_least
from ventra.core.shown import shown
from ventra.errors import BadInput, Conflict, LinkSpent, NotAllowed, NotFound, TooMany
from ventra.infra import store
from ventra.infra.db import Connection, transaction
from ventra.infra.roles import GATE_ROLE
from ventra.infra.webhook import must_be_outside

MOST_CHANNELS = 20
"""Of a person's own, and of the organisation's."""
LONGEST_NAME = 80
MOST_TESTS, TESTS_WITHIN = 10, timedelta(hours=1)
CODE_LIFE = timedelta(minutes=15)
GROUP_BEGINS = "g_"
"""What the code of a group begins with, so that `/start` tells it from one that links a chat."""
_NULLABLE = ("quiet_from", "quiet_to", "digest_at", "digest_weekday")
_PLAIN = ("language", "takes_all", "zone", "bundle_minutes")


async def listed(pool: Any, who: Who) -> Channels:
    """One's own channels and the organisation's; a key sees the organisation's alone."""
    async with transaction(pool, org_id=who.org) as db:
        found = await kept.listed(db, who.org, _person(who))
    async with transaction(pool, role=GATE_ROLE) as db:
        account = None if (person := _person(who)) is None else await users.by_id(db, person)
        bot = await store.get_installation(db, store.BOT_USERNAME)
        mail = await store.get_installation(db, store.MAIL)
    return Channels(
        items=found,
        can_telegram=bool(bot) and account is not None and account.telegram_id is not None,
        can_email=mail == store.ON and account is not None and account.verified and account.email is not None,
        bot_username=bot or None,
    )


async def add(pool: Any, means: Means, who: Who, wish: ChannelWish) -> ChannelMade:
    """A new channel. `Conflict` when it is there already, there are too many, or one's chat or address is not known to be one's
    own; `NotAllowed` for a webhook and who is no manager; `BadInput` for an address that no webhook may have.
    """
    name = one_line(wish.name, field="name", longest=LONGEST_NAME)
    if wish.kind == "webhook":
        return await _add_webhook(pool, means, who, wish, name)
    if wish.address is not None:
        raise BadInput("is one's own: leave it out", field="address")
    person = who.person
    async with transaction(pool, role=GATE_ROLE) as db:
        account = await users.by_id(db, person)
    if account is None:
        raise NotFound("there is no such account")
    if wish.kind == "telegram":
        if account.telegram_id is None:
            raise Conflict("no Telegram is linked: link it first")
        address = str(account.telegram_id)
    else:
        if account.email is None or not account.verified:
            raise Conflict("the e-mail address is not confirmed: confirm it first")
        address = account.email
    async with transaction(pool, org_id=who.org) as db:
        made = await _added(db, who.org, person, wish.kind, address, name, account.language or "uz")
    return ChannelMade(made)


async def _add_webhook(pool: Any, means: Means, who: Who, wish: ChannelWish, name: str) -> ChannelMade:
    _must_manage(who)
    if not wish.address:
        raise BadInput("is missing: where the webhook is", field="address")
    must_be_outside(wish.address)
    secret = secrets.token_urlsafe(32)
    async with transaction(pool, org_id=who.org) as db:
        made = await _added(db, who.org, None, "webhook", wish.address, name, "en")
        await kept.seal(db, who.org, made, means.vault.seal(secret.encode(), about=about(made)))
    return ChannelMade(made, secret)


async def _added(
    db: Connection, org_id: int, owner: int | None, kind: str, address: str, name: str, language: str
) -> int:
    await organisations.hold(db, org_id)
    if await kept.count(db, org_id, owner) >= MOST_CHANNELS:
        raise Conflict(f"there are {MOST_CHANNELS} channels already: delete one first")
    made = await kept.add(db, org_id, owner, kind, address, name=name, language=language)
    if made is None:
        raise Conflict("there is a channel with this address already")
    return made


async def change(pool: Any, who: Who, channel_id: int, wish: ChannelChange, *, now: datetime) -> None:
    """Set a channel otherwise; what is left out stays. `NotFound`; `NotAllowed` for the organisation's and no manager."""
    values: dict[str, Any] = {name: getattr(wish, name) for name in _PLAIN if getattr(wish, name) is not None}
    values |= {name: getattr(wish, name) for name in _NULLABLE if getattr(wish, name) is not UNSET}
    if wish.name is not None:
        values["name"] = one_line(wish.name, field="name", longest=LONGEST_NAME)
    if wish.zone is not None and not is_zone(wish.zone):
        raise BadInput("is no time zone, such as Asia/Tashkent", field="zone")
    if wish.snooze_hours is not UNSET:
        hours = wish.snooze_hours
        values["snoozed_until"] = None if hours is None else now + timedelta(hours=hours)
    if wish.resume:
        values |= {"ended_at": None, "ended_because": None}
    async with transaction(pool, org_id=who.org) as db:
        await _must_be(db, who, channel_id)
        await kept.change(db, who.org, channel_id, values)
        # Shorter quiet hours or a snooze that ends let go what was held by them.
        await kept.hurry(db, who.org, channel_id, now)


async def delete(pool: Any, who: Who, channel_id: int) -> None:
    """Delete a channel. As `change`."""
    async with transaction(pool, org_id=who.org) as db:
        await _must_be(db, who, channel_id)
        await kept.remove(db, who.org, channel_id)


async def send_test(pool: Any, who: Who, channel_id: int, *, now: datetime) -> Delivery:
    """Let a test be sent. `Conflict` for a channel that has ended, `TooMany` after ten within an hour."""
    async with transaction(pool, org_id=who.org) as db:
        channel = await _must_be(db, who, channel_id)
        _must_go_on(channel)
        if await kept.tested_since(db, who.org, channel_id, now - TESTS_WITHIN) >= MOST_TESTS:
            raise TooMany(retry_after_seconds=int(TESTS_WITHIN.total_seconds()), limit="alert-test")
        return await kept.ask_test(db, who.org, channel_id, secrets.token_hex(8), now)


async def deliveries(pool: Any, who: Who, channel_id: int, *, below: int | None, most: int) -> list[Delivery]:
    """What was and is to be brought to a channel, newest first."""
    async with transaction(pool, org_id=who.org) as db:
        await _must_be(db, who, channel_id, manage=False)
        return await kept.deliveries(db, who.org, channel_id, below=below, most=most)


async def again(pool: Any, who: Who, delivery_id: int, *, now: datetime) -> Delivery:
    """Bring a thing once more. `Conflict` for one that waits still, or whose channel has ended."""
    async with transaction(pool, org_id=who.org) as db:
        channel_id = await kept.channel_of(db, who.org, delivery_id)
        if channel_id is None:
            raise NotFound("there is no delivery of this number")
        _must_go_on(await _must_be(db, who, channel_id))
        found = await kept.again(db, who.org, delivery_id, now)
    if found is None:
        raise Conflict("it is on its way still")
    return found


async def group_code(pool: Any, who: Who, *, now: datetime) -> GroupCode:
    """A code that adds a group once. `NotFound` where no bot has ever answered."""
    async with transaction(pool, org_id=who.org) as db:
        bot = await store.get_installation(db, store.BOT_USERNAME)
        if not bot:
            raise NotFound("there is no bot here")
        code = GROUP_BEGINS + links.new_secret()
        await kept.add_code(db, who.org, who.person, links.digest(code), now + CODE_LIFE)
    return GroupCode(f"https://t.me/{bot}?startgroup={code}", f"/start@{bot} {code}", now + CODE_LIFE)


async def join_group(
    pool: Any, secret: str, chat_id: int, title: str, by_user_id: int | None, now: datetime
) -> int:
    """Add the group in which somebody sent a code; the channel's number. Runs on the bot's pool.

    `LinkSpent` for a code that was used, is old or never was, or when `by_user_id` is nobody who manages the organisation that it
    is of; `Conflict` when the group is there already or there are too many.
    """
    async with transaction(pool) as db:
        spent = (
            None if by_user_id is None else await kept.spend_code(db, links.digest(secret), by_user_id, now)
        )
        if spent is None:
            raise LinkSpent("this code was used, is too old, or is not yours to use", field="secret")
        org_id, language = spent
        if await kept.count(db, org_id, None) >= MOST_CHANNELS:
            raise Conflict(f"there are {MOST_CHANNELS} channels already: delete one first")
        made = await kept.add(
            db, org_id, None, "group", str(chat_id), name=shown(title, LONGEST_NAME), language=language
        )
        if made is None:
            raise Conflict("this group is added already")
    return made


def _person(who: Who) -> int | None:
    return who.user_id if who.session_id else None


def _must_manage(who: Who) -> None:
    if not at_least(who.role, MANAGER):
        raise NotAllowed(f"this takes the role of {MANAGER} or more", needs=MANAGER)


async def _must_be(db: Connection, who: Who, channel_id: int, *, manage: bool = True) -> Kept:
    channel = await kept.of_number(db, who.org, _person(who), channel_id)
    if channel is None:
        raise NotFound("there is no channel of this number")
    if manage and channel.user_id is None:
        _must_manage(who)
    return channel


def _must_go_on(channel: Kept) -> None:
    if channel.ended:
        raise Conflict("this channel has ended: resume it first")
