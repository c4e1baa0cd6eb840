"""What is said of the parts and of what has just changed: typed values that are the OpenAPI schema as well."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

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
