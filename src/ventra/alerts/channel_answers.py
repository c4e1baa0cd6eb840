"""What the routes of channels take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from ventra.alerts.answers import Name
from ventra.core.texts import Language

ChannelKind = Literal["telegram", "group", "email", "webhook"]
DeliveryState = Literal["waiting", "sent", "failed", "ended"]
Minute = Annotated[int, Meta(ge=0, le=1439)]
"""Minutes after midnight."""


class Channel(Struct, frozen=True, kw_only=True):
    """Where alerts are brought. `mine`: one's own, else the organisation's. Minutes count from midnight in `zone`.

    `ended_because` says why nothing is brought there any more; `waiting` counts what is still to be brought.
    """

    channel_id: int
    kind: ChannelKind
    name: str
    address: str
    mine: bool
    language: Language
    takes_all: bool
    zone: str
    quiet_from: int | None
    quiet_to: int | None
    bundle_minutes: int
    digest_at: int | None
    digest_weekday: int | None
    snoozed_until: datetime | None
    ended_at: datetime | None
    ended_because: str | None
    made_at: datetime
    waiting: int
    failed: int
    sent_at: datetime | None
    error: str | None


class Channels(Struct, frozen=True):
    """One's own channels and the organisation's; what can be added, and a group by which command in the chat."""

    items: list[Channel]
    can_telegram: bool
    can_email: bool
    bot_username: str | None


class ChannelWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A channel: one's own linked Telegram, one's own confirmed address, or a webhook at `address` (https)."""

    kind: Literal["telegram", "email", "webhook"]
    address: Annotated[str, Meta(max_length=500)] | None = None
    name: Name = ""


class ChannelMade(Struct, frozen=True):
    """A channel's number; a webhook's secret is shown this once."""

    channel_id: int
    secret: str | None = None


class ChannelChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays; `null` where it can be none. `snooze_hours` count from now, `null`
    ends a snooze; `resume` brings to a channel that had ended again."""

    name: Name | None = None
    language: Language | None = None
    takes_all: bool | None = None
    zone: Annotated[str, Meta(max_length=60)] | None = None
    quiet_from: Minute | UnsetType | None = UNSET
    quiet_to: Minute | UnsetType | None = UNSET
    bundle_minutes: Annotated[int, Meta(ge=0, le=240)] | None = None
    digest_at: Minute | UnsetType | None = UNSET
    digest_weekday: Annotated[int, Meta(ge=0, le=6)] | UnsetType | None = UNSET
    snooze_hours: Annotated[int, Meta(ge=1, le=24 * 30)] | UnsetType | None = UNSET
    resume: bool = False


class Delivery(Struct, frozen=True, kw_only=True):
    """One thing brought, or to be brought, to a channel."""

    delivery_id: int
    what: Literal["alert", "day", "week", "test", "report"]
    alert_id: int | None
    state: DeliveryState
    made_at: datetime
    due_at: datetime
    sent_at: datetime | None
    tries: int
    error: str | None


class Deliveries(Struct, frozen=True):
    """Of one channel, newest first."""

    items: list[Delivery]
    next_cursor: str | None


class GroupCode(Struct, frozen=True):
    """A code that adds a group: whoever may, sends `/start CODE` in it, within a quarter of an hour. `address` opens Telegram."""

    address: str
    command: str
    expires_at: datetime
