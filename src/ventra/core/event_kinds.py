"""Events: what happened to a product besides sales, of what kind, how surely, and what says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Self

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64, run_starts
from ventra.core.profile import Float
from ventra.core.steps import Bool

Int8 = npt.NDArray[np.int8]
NO_SKU = -1
"""Stands for the product as a whole, where its variants do not tell which of them it was."""


class Kind(IntEnum):
    """What happened. Codes are kept in the database; names are words of the api."""

    RESTOCK = 1
    RETURN = 2
    WRITE_OFF = 3
    SET_BY_HAND = 4
    APPEARED = 5
    GONE = 6
    SOLD_OUT = 7
    COUNTER_CORRECTED = 8
    CANCELLED = 9
    BURST = 10


class Reason(IntEnum):
    """What speaks for it most."""

    SEVERAL_ROSE = 1
    LARGE_RISE = 2
    FILLED_UP = 3
    SMALL_BACK = 4
    UNDER_SALES = 5
    ROUND_VALUE = 6
    OFTEN_SET = 7
    FELL_BEYOND_COUNTER = 8
    NONE_ORDERED = 9
    COUNTER_FELL = 10
    CANCELLED_BEFORE = 11
    COUNTER_FELL_ALONE = 12
    NEWLY_LISTED = 13
    NO_LONGER_LISTED = 14
    ALL_AT_NOUGHT = 15
    STILL_AT_NOUGHT = 16
    BEYOND_USUAL = 17
    REVIEWS_FOLLOWED = 18


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """Events [e] by product, begin, sku and kind, each of these once.

    `begin` and `end` (µs) are the two looks between which it happened, or the ends of a stretch; it belongs to the day in which
    it begins. `pieces` moved (NaN unknown), `probability` 0-1 in whole hundredths.
    """

    product: Int64
    sku: Int64
    begin: Int64
    end: Int64
    kind: Int8
    pieces: Float
    probability: Float
    reason: Int8

    def take(self, which: Bool | Int64) -> Self:
        """The events that a mask or indexes name."""
        return type(self)(*(getattr(self, field.name)[which] for field in fields(self)))

    @classmethod
    def none(cls) -> Self:
        """No event."""
        whole, part, code = np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.int8)
        return cls(whole, whole, whole, whole, code, part, part, code)

    @classmethod
    def in_order(cls, parts: Sequence[Self]) -> Self:
        """All events of several; of two under one key the likelier stays."""
        every = cls(*(np.concatenate([getattr(one, field.name) for one in parts]) for field in fields(cls)))
        keys = (every.product, every.begin, every.sku, every.kind.astype(np.int64))
        order = np.lexsort((-every.probability, *keys[::-1]))
        return every.take(order[run_starts(*(key[order] for key in keys))])


def events(
    product: Int64,
    sku: Int64 | int,
    begin: Int64,
    end: Int64,
    *,
    kind: Int64 | int,
    pieces: Float | float,
    probability: Float | float,
    reason: Int64 | int,
) -> Events:
    """Events of these columns; a single value stands for all."""
    n = len(product)

    def whole(values: Int64 | int) -> Int64:
        return np.broadcast_to(np.asarray(values, np.int64), n).copy()

    def part(values: Float | float) -> Float:
        return np.asarray(np.round(np.broadcast_to(np.asarray(values, np.float64), n), 2), np.float64)

    codes = [whole(one).astype(np.int8) for one in (kind, reason)]
    return Events(
        whole(product),
        whole(sku),
        whole(begin),
        whole(end),
        codes[0],
        part(pieces),
        part(probability),
        codes[1],
    )
