"""What taking home answers over HTTP: typed values that are the OpenAPI schema as well. Terms: docs/take-home.md."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

State = Literal["waiting", "running", "done", "failed"]
Why = Literal["failed", "too_large"]


class HomeFile(msgspec.Struct, frozen=True):
    """An organisation's own file. `size_bytes` grows while it is made; once done it can be fetched `until` then. `error` says
    why there is none."""

    file_id: int
    state: State
    asked_at: datetime
    finished_at: datetime | None
    until: datetime | None
    size_bytes: int
    rows: int | None
    error: Why | None


class HomeFiles(msgspec.Struct, frozen=True):
    """The newest file; none where nobody asked within a day."""

    file: HomeFile | None
