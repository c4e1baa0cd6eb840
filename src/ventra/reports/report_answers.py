"""What reports and their schedules take and answer over HTTP: typed values that are the OpenAPI schema as well."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from ventra.alerts.channel_answers import ChannelKind, DeliveryState
from ventra.core.product import Titles
from ventra.core.report_times import Every
from ventra.core.texts import Language

ReportKind = Literal["watchlist", "category", "seller"]
ReportDays = Literal[7, 28]
ReportState = Literal["waiting", "running", "done", "same", "failed"]
SubjectId = Annotated[int, Meta(ge=0, le=2**63 - 1)]
Hour = Annotated[int, Meta(ge=0, le=23)]
Weekday = Annotated[int, Meta(ge=0, le=6)]
MonthDay = Annotated[int, Meta(ge=1, le=28)]
MOST_CHANNELS = 10
Channels = Annotated[list[Annotated[int, Meta(ge=1, le=2**63 - 1)]], Meta(max_length=MOST_CHANNELS)]


class ReportWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which report is wanted: of what is tracked (`subject_id`: of one list), of a category or shop, over `days` closed days."""

    kind: ReportKind
    subject_id: SubjectId | None = None
    days: ReportDays = 7
    language: Language = "uz"


class Report(Struct, frozen=True, kw_only=True):
    """A report on its way or made. `titles` name its category or shop, or the list; null: all that is tracked.

    `step` of 3 says how far it is: 1 reads, 2 is drawn. `same`: its schedule brings none that says what the last one said.
    `error` says why it failed and what to do. `through` is the last closed day it speaks of; it is kept until `kept_until`.
    """

    report_id: UUID
    kind: ReportKind
    subject_id: int | None
    titles: Titles | None
    days: ReportDays
    language: Language
    schedule_id: int | None
    state: ReportState
    step: int
    asked_at: datetime
    finished_at: datetime | None
    through: date | None
    bytes: int | None
    error: str | None
    kept_until: datetime


class Reports(Struct, frozen=True):
    """Of an organisation, the newest first: so many are kept that they need no pages."""

    items: list[Report]


class ScheduleWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report that is made by itself: `every` day, week (on `weekday`, 0 is Monday) or month (on `month_day`), at a full hour of
    Tashkent. With `only_changed` one that says what the last one said is not brought.
    """

    kind: ReportKind
    subject_id: SubjectId | None = None
    days: ReportDays = 7
    language: Language = "uz"
    every: Every
    hour: Hour = 9
    weekday: Weekday = 0
    month_day: MonthDay = 1
    only_changed: bool = True
    channels: Channels


class ScheduleChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays. `channels` replace those that the asker sees."""

    days: ReportDays | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    every: Every | UnsetType = UNSET
    hour: Hour | UnsetType = UNSET
    weekday: Weekday | UnsetType = UNSET
    month_day: MonthDay | UnsetType = UNSET
    only_changed: bool | UnsetType = UNSET
    paused: bool | UnsetType = UNSET
    channels: Channels | UnsetType = UNSET


class ScheduleChannel(Struct, frozen=True, kw_only=True):
    """Where a schedule's reports are brought. `mine`: one's own; `ended`: nothing is brought there any more."""

    channel_id: int
    kind: ChannelKind
    name: str
    mine: bool
    ended: bool


class Schedule(Struct, frozen=True, kw_only=True):
    """A report that is made by itself; `next_at` is null while it is paused. `others` counts channels of other people's own."""

    schedule_id: int
    kind: ReportKind
    subject_id: int | None
    titles: Titles | None
    days: ReportDays
    language: Language
    every: Every
    hour: int
    weekday: int
    month_day: int
    only_changed: bool
    paused: bool
    next_at: datetime | None
    channels: list[ScheduleChannel]
    others: int
    last: Report | None


class Schedules(Struct, frozen=True):
    """All of an organisation."""

    items: list[Schedule]


class RunDelivery(Struct, frozen=True, kw_only=True):
    """A report brought, or to be brought, to a channel."""

    delivery_id: int
    channel_id: int
    kind: ChannelKind
    name: str
    state: DeliveryState
    due_at: datetime
    sent_at: datetime | None
    tries: int
    error: str | None


class Run(Struct, frozen=True):
    """A report of a schedule with what became of it; `day` is the one it was due on, null: it was sent by hand."""

    report: Report
    day: date | None
    deliveries: list[RunDelivery]


class Runs(Struct, frozen=True):
    """The newest of a schedule."""

    items: list[Run]
