"""Many small rows as one value: Postgres packs their columns into bytes, and the driver has one value to make instead of all."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

from ventra.core.columns import MISSING

_KINDS = {
    "float8": ("float8send({0})", "d"),
    "float4": ("float4send({0})", "f"),
    "int8": (f"int8send(coalesce({{0}}, ('{MISSING}')::bigint))", "q"),
    "int4": ("int4send({0})", "i"),
    "int2": ("int2send({0})", "h"),
    "day": ("int4send({0} - date '1970-01-01')", "i"),
    "instant": ("timestamptz_send({0})", "q"),
}
EPOCH_2000_US = 946_684_800_000_000
"""Postgres counts instants from the year 2000: what to add to one of kind `instant` for epoch microseconds."""


class Packing:
    """Columns by name with their kinds. One of kind `int8` may be NULL, which becomes `MISSING`; all others are NOT NULL."""

    def __init__(self, **kinds: str) -> None:
        parts = [_KINDS[kind][0].format(name) for name, kind in kinds.items()]
        self._row = struct.Struct(">" + "".join(_KINDS[kind][1] for kind in kinds.values()))
        self.sql = f"string_agg({' || '.join(parts)}, ''::bytea)"
        """An aggregate over the rows, in no order; NULL where there are none."""

    def rows(self, packed: bytes | None) -> Iterator[tuple[Any, ...]]:
        """The rows again; days are day numbers."""
        return self._row.iter_unpack(packed or b"")
