"""What is said of the parts and of what has just changed: typed values that are the OpenAPI schema as well."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

State = Literal["well", "trouble", "down", "off", "unknown"]
Overall = Literal["well", "trouble", "down"]
PartName = Literal["database", "queue", "worker", "collection", "sales", "outlook", "bot", "rates"]
ImportState = Literal["receiving", "waiting", "running", "done", "failed"]


class HelloEvent(msgspec.Struct, frozen=True):
    """`hello`: the stream is open; what stands follows, then what changes."""

    version: str
    now: datetime


class VisitsEvent(msgspec.Struct, frozen=True):
    """`visits`: when a source last gave a good answer; null before the first."""

    last_ok_at: datetime | None


class SalesEvent(msgspec.Struct, frozen=True):
    """`sales`: when figures last changed, and the last day they have closed; null before the first."""

    changed_at: datetime | None
    closed_through: date | None


class ImportEvent(msgspec.Struct, frozen=True):
    """`imports`: how far one import is."""

    import_id: int
    state: ImportState
    read: int


class Changes(msgspec.Struct, frozen=True):
    """What an open page may have to ask for again."""

    visits: VisitsEvent
    sales: SalesEvent
    imports: tuple[ImportEvent, ...]


DiskState = Literal["well", "warn", "grave", "unknown"]
DiskGroup = Literal["observations", "daily_sales", "catalogue", "operations", "postgres"]


class DiskPart(msgspec.Struct, frozen=True):
    """A group of tables with their indexes; `postgres` is what Postgres itself takes within the database."""

    part: DiskGroup
    bytes: int


class DiskGrowth(msgspec.Struct, frozen=True):
    """Bytes a day: the middle of the past weeks, and the range that holds eight of ten stretches of them."""

    bytes_a_day: int
    low: int
    high: int


class DiskHealth(msgspec.Struct, frozen=True, kw_only=True):
    """What the database takes, how fast it grows, and when its disk would be full.

    `unknown`: nobody told how large the disk is, so `volume_bytes` and what follows from it are null. `growth` is null with
    fewer than `samples_needed` days. A day it would be full on is null when it lies further off than ten years.
    """

    state: DiskState
    measured_at: datetime | None
    samples: int
    samples_needed: int
    database_bytes: int | None
    parts: list[DiskPart]
    volume_bytes: int | None
    free_bytes: int | None
    used_share: float | None
    growth: DiskGrowth | None
    full_on: date | None
    full_earliest: date | None
    full_latest: date | None


class Release(msgspec.Struct, frozen=True):
    """What a service was built from, and when it last started; `commit` is null where nobody said."""

    version: str
    commit: str | None
    started_at: datetime


class PartDay(msgspec.Struct, frozen=True):
    """A Tashkent day: the share of looks that found the part well; null when nobody looked."""

    day: date
    well: float | None


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """How a part is, since when, and how it has been.

    `off`: this installation does without it. `unknown`: nobody has looked. `reason` is the key of a plain sentence.
    """

    part: PartName
    state: State
    reason: str
    since: datetime | None
    release: Release | None
    days: list[PartDay]


class StatusFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How late the oldest visit is that is due, when a visit last succeeded, the last closed day, and the last by which the
    market is judged.
    """

    lag_seconds: int | None
    last_ok_at: datetime | None
    closed_through: date | None
    judged_through: date | None


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """How all of it is. `looked_at` is when the worker last looked around."""

    overall: Overall
    now: datetime
    looked_at: datetime | None
    version: str
    commit: str | None
    parts: list[Part]
    figures: StatusFigures
